"""The workbook for people: 概览, 汇总, 明细, 问题, 章节, 事实, 规则, 字段, 来源, streamed row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from ..decisions import Decision, dismissed_of, without
from ..marks import status_of, worst_first
from ..record import Report
from ..rules import RULES
from . import facts, lists
from .issues import ISSUES, finding_row, left_over, prepare_issues
from .overview import write_overview
from .steady import ROW_LIMIT, plain_font, save_book
from .stream import RowStream
from .styles import COMMENT_LIMIT, Pen, add_row
from .supply import Reports, again
from .survey import Survey, survey
from .wide import begin_wide, wide_row


def write_workbook(
    reports: Reports, path: Path, *, run_date: date, decisions: Mapping[str, Decision] | None = None
) -> None:
    """Write the workbook of the reports, in their order; ``run_date`` is the only date in it.

    ``decisions`` are what people have entered about findings, by fingerprint: they are entered again,
    and those whose finding is gone are kept on a sheet of their own. Findings that were dismissed are
    listed last of their report, and count for nothing else. The same input gives the same
    bytes. Memory does not grow with the reports unless they come as a list or iterator. Raises
    OSError where ``path`` cannot be written.
    """
    give = again(reports)
    counted = survey(give(), dismissed_of(decisions or {}))
    book = Workbook(write_only=True)
    with ExitStack() as open_files:
        streams = _fill(book, give, counted, decisions or {}, run_date)
        for one in streams:
            open_files.enter_context(closing(one))
        save_book(book, path, run_date, streams)


def _fill(
    book: Any, give: Callable[[], Iterator[Report]], counted: Survey, decisions: Mapping[str, Decision], run_date: date
) -> tuple[RowStream, RowStream]:
    """Make the sheets; the rows of 明细 and 事实 are given back, to be spliced in."""
    pen = Pen()
    plain_font(book)
    overview = book.create_sheet("概览")
    wide = begin_wide(book, pen, counted)
    long = lists.begin(book, pen, "明细", lists.DETAILS, rows=min(counted.values, ROW_LIMIT - 2), freeze="C3")
    details = RowStream(long, pen, lists.DETAIL_STYLES)
    issues = lists.begin(book, pen, "问题", ISSUES, rows=min(counted.findings, ROW_LIMIT - 2), freeze="E3")
    prepare_issues(issues, min(counted.findings, ROW_LIMIT - 2))
    sections = lists.begin(book, pen, "章节", lists.SECTIONS, rows=counted.reports, freeze="C3")
    stated = lists.begin(book, pen, "事实", facts.FACTS, rows=min(counted.statements, ROW_LIMIT - 2), freeze="C3")
    statements = RowStream(stated, pen, facts.FACT_STYLES)
    catalogue = lists.begin(book, pen, "规则", facts.RULE_COLUMNS, rows=len(RULES), freeze="C3")
    fields = lists.begin(book, pen, "字段", lists.FIELDS, rows=len(counted.columns), freeze="C3")
    sources = lists.begin(book, pen, "来源", lists.SOURCES, rows=counted.reports, freeze="C3")

    issue = 2
    used: set[str] = set()
    dismissed = dismissed_of(decisions)
    for row, whole in enumerate(give(), 3):
        if row > ROW_LIMIT:
            break
        report = without(whole, dismissed)
        idle = [] if report is whole else [one for one in whole.findings if one not in report.findings]
        wide.append(wide_row(pen, wide, report, counted, row, issue + 1))
        if status_of(report) != "unread":
            for items, marked in islice(lists.detail_rows(report), ROW_LIMIT - details.row):
                details.append(items, marked)
        for facts_row in islice(facts.fact_rows(report), ROW_LIMIT - statements.row):
            statements.append(facts_row)
        for finding in [*worst_first(report.findings), *worst_first(idle)][: ROW_LIMIT - issue]:
            issue += 1
            cells, height = finding_row(pen, issues, report, finding, counted, row, issue, decisions)
            add_row(issues, issue, cells, height)
            used.add(finding.fingerprint)
        cells, height = lists.section_row(pen, sections, report)
        add_row(sections, row, cells, height)
        sources.append(lists.source_row(pen, sources, report))
    facts.fill_rules(pen, catalogue, counted)
    for column in counted.columns:
        fields.append(lists.field_row(pen, fields, column))
    left_over(book, pen, {name: one for name, one in decisions.items() if name not in used and one.entered()})
    write_overview(overview, pen, counted, run_date, cut=_cut(counted, pen))
    return details, statements


def _cut(counted: Survey, pen: Pen) -> list[str]:
    """A sentence for whatever the book cannot hold in full."""
    wanted = {"汇总": counted.reports, "明细": counted.values, "问题": counted.findings, "事实": counted.statements}
    sentences = [
        f"“{title}”只列出前 {ROW_LIMIT - 2:,} 行（共 {rows:,} 行），Excel 容纳不下更多；全部内容见 CSV 文件。"
        for title, rows in wanted.items()
        if rows > ROW_LIMIT - 2
    ]
    if pen.comments > COMMENT_LIMIT:
        sentences.append(f"“汇总”只有前 {COMMENT_LIMIT:,} 个有标记的单元格附批注；其余的说明见“问题”。")
    return sentences

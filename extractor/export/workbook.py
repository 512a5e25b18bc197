"""The workbook for people: 概览, 汇总, 明细, 问题, 章节, 字段, 来源, streamed row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from itertools import islice
from os import PathLike, fspath
from pathlib import Path
from shutil import copyfileobj
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.writer.excel import ExcelWriter

from ..decisions import Decision, dismissed_of, without
from ..marks import status_of, worst_first
from ..record import Report
from . import lists
from .issues import ISSUES, finding_row, left_over, prepare_issues
from .overview import write_overview
from .stream import RowStream
from .styles import COMMENT_LIMIT, FACE, Pen, add_row
from .supply import Reports, again, replacing
from .survey import Survey, survey
from .wide import begin_wide, wide_row

ROW_LIMIT = 1_048_576
"""The most rows that a sheet of Excel has, headings included."""
_Path = str | PathLike[str]
_STAMP = (1980, 1, 1, 0, 0, 0)


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
    with replacing(path) as part:
        book = Workbook(write_only=True)
        details = _fill(book, give, counted, decisions or {}, run_date)
        book.properties.creator = "nianbao"
        book.properties.created = book.properties.modified = datetime(run_date.year, run_date.month, run_date.day)
        # Openpyxl's own save() stamps the time of day into the book and its archive.
        with closing(details), _SteadyZip(part, "w", ZIP_DEFLATED, allowZip64=True) as archive:
            archive.details = details
            ExcelWriter(book, archive).write_data()


def _fill(
    book: Any, give: Callable[[], Iterator[Report]], counted: Survey, decisions: Mapping[str, Decision], run_date: date
) -> RowStream:
    """Make the sheets; the rows of 明细 are given back, to be spliced in."""
    pen = Pen()
    # The font of every cell without a style of its own, and the measure of the columns' widths.
    book._fonts = IndexedList([Font(name=FACE, size=10)])
    overview = book.create_sheet("概览")
    wide = begin_wide(book, pen, counted)
    long = lists.begin(book, pen, "明细", lists.DETAILS, rows=min(counted.values, ROW_LIMIT - 2), freeze="C3")
    details = RowStream(long, pen, lists.DETAIL_STYLES)
    issues = lists.begin(book, pen, "问题", ISSUES, rows=min(counted.findings, ROW_LIMIT - 2), freeze="E3")
    prepare_issues(issues, min(counted.findings, ROW_LIMIT - 2))
    sections = lists.begin(book, pen, "章节", lists.SECTIONS, rows=counted.reports, freeze="C3")
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
        for finding in [*worst_first(report.findings), *worst_first(idle)][: ROW_LIMIT - issue]:
            issue += 1
            cells, height = finding_row(pen, issues, report, finding, counted, row, issue, decisions)
            add_row(issues, issue, cells, height)
            used.add(finding.fingerprint)
        cells, height = lists.section_row(pen, sections, report)
        add_row(sections, row, cells, height)
        sources.append(lists.source_row(pen, sources, report))
    for column in counted.columns:
        fields.append(lists.field_row(pen, fields, column))
    left_over(book, pen, {name: one for name, one in decisions.items() if name not in used and one.entered()})
    write_overview(overview, pen, counted, run_date, cut=_cut(counted, pen))
    return details


def _cut(counted: Survey, pen: Pen) -> list[str]:
    """A sentence for whatever the book cannot hold in full."""
    wanted = {"汇总": counted.reports, "明细": counted.values, "问题": counted.findings}
    sentences = [
        f"“{title}”只列出前 {ROW_LIMIT - 2:,} 行（共 {rows:,} 行），Excel 容纳不下更多；全部内容见 CSV 文件。"
        for title, rows in wanted.items()
        if rows > ROW_LIMIT - 2
    ]
    if pen.comments > COMMENT_LIMIT:
        sentences.append(f"“汇总”只有前 {COMMENT_LIMIT:,} 个有标记的单元格附批注；其余的说明见“问题”。")
    return sentences


class _SteadyZip(ZipFile):
    """An archive whose entries all bear the same time, so that the same content gives the same bytes."""

    details: RowStream

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        super().writestr(_entry(name), data)

    def write(self, filename: _Path, arcname: _Path | None = None, *_: Any, **__: Any) -> None:
        entry = _entry(fspath(arcname or filename))
        with Path(filename).open("rb") as source, self.open(entry, "w", force_zip64=True) as target:
            if f"/{entry.filename}" == self.details.sheet.path:
                self.details.copy_into(source, target)
            else:
                copyfileobj(source, target, 1 << 20)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _STAMP)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry

"""A workbook of findings alone: 问题 with a row a finding, and 说明 with what its columns and codes mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from ..decisions import Decision
from ..marks import BLAMES, GLYPHS, WORDS
from ..record import SEVERITIES
from ..rules import RULES
from ..telling import Told, ToldReport
from ..version import VERSION
from .heads import begin, left_over, prepare_issues
from .lists import headings
from .looks import BODY, HEADING, INPUT, LABEL, NOTE, SEVERITY, TEXT, TITLE, height_of
from .steady import plain_font, save_book
from .stream import ROW_LIMIT
from .styles import Pen, add_row, prepare

COLUMNS = headings(
    "severity 程度 9; code 代码 13; organ 机关 22; year 年度 7; message 什么问题 46; where 哪里 30; place 页或位置 13;"
    "printed 报告所印 16; due 应为 9; sides 两边比较 12; cure 怎么改 34; basis 依据 34; quote 原文摘录 30; decision 处置 10;"
    "corrected 更正值 10; remark 备注 26; blame 责任 10; outcome 判断 10; source 来源文件 30; fingerprint 指纹 19; recorded 已记录 30"
)
_PRINTED = "K"
_LINES = 9
_TITLE, _CURE = 54.0, 60.0
_ABOUT = {
    "severity": "错误：与报告自身矛盾、不合规定，或读不了；警告：多半有误；提示：供参考",
    "where": "部分、表和栏目；正文里的问题写明在哪一部分",
    "printed": "报告上印的原样", "due": "能由勾稽关系唯一确定时给出；改动前先对照台账核实",
    "sides": "被比较的两边", "basis": "规定或算术上的根据", "decision": "在黄色三列填写核对结果；再写同一文件时保留",
    "blame": "报告本身：报告有误；读取存疑：可能是程序读错；未定：两者都可能",
    "fingerprint": "同一处问题每次运行都是同一个指纹；nianbao decide 用它", "recorded": "写出本表时已有的处置、何人、何日",
}  # fmt: skip


def write_findings_book(
    reports: Sequence[ToldReport], path: Path, run_date: date, decisions: Mapping[str, Decision] | None = None
) -> None:
    """Write the workbook, the reports in the order given; the same input gives the same bytes.

    ``decisions`` by fingerprint are kept where their finding is gone. Raises OSError where it cannot be written.
    """
    book: Any = Workbook(write_only=True)
    pen = Pen()
    plain_font(book)
    total = sum(len(report.findings) for report in reports)
    rows = min(total, ROW_LIMIT - 2)
    sheet = begin(book, pen, "问题", COLUMNS, rows=rows, freeze="E3")
    prepare_issues(sheet, rows, COLUMNS, _PRINTED)
    at, shown = 2, set[str]()
    for report in reports:
        for told in report.findings[: ROW_LIMIT - at]:
            at += 1
            shown.add(told.fingerprint)
            cells, height = _row(pen, sheet, report, told)
            add_row(sheet, at, cells, height)
    _legend(book.create_sheet("说明"), pen, reports, run_date, total - rows)
    left_over(book, pen, {name: one for name, one in (decisions or {}).items() if name not in shown and one.entered()})
    save_book(book, path, run_date)


def _row(pen: Pen, sheet: Any, report: ToldReport, told: Told) -> tuple[list[Any], float]:
    decision = told.decision or Decision()
    top, centered = replace(TEXT, wrap=False), replace(TEXT, align="center")
    organ = report.organ or f"〔{report.name}〕"
    texts = {
        "severity": f"{GLYPHS[told.severity]} {WORDS[told.severity]}", "code": told.code, "organ": organ, "year": report.year,
        "message": told.what, "where": told.where, "place": told.place, "printed": told.printed, "due": told.due,
        "sides": told.sides, "cure": told.cure, "basis": told.basis, "quote": told.quote, "decision": decision.verdict,
        "corrected": decision.corrected, "remark": decision.remark, "blame": BLAMES[told.blame], "outcome": WORDS[told.outcome],
        "source": report.path, "fingerprint": told.fingerprint, "recorded": decision.record(),
    }  # fmt: skip
    looks = {
        "severity": replace(SEVERITY[told.severity], valign="top"), "year": centered, "due": centered, "sides": centered,
        "place": centered, "blame": centered, "outcome": centered, "decision": INPUT, "corrected": INPUT, "remark": INPUT,
        "source": top, "recorded": top,
    }  # fmt: skip
    cells = [pen.cell(sheet, texts[one.id] or None, looks.get(one.id, TEXT)) for one in COLUMNS]
    wrapped = [(str(texts[one.id] or ""), one.width) for one in COLUMNS if one.id not in ("source", "recorded")]
    return cells, height_of(wrapped, _LINES)


def _legend(sheet: Any, pen: Pen, reports: Sequence[ToldReport], run_date: date, cut: int) -> None:
    prepare(sheet, (16, 12, 11, 11, _TITLE, _CURE), titles=False)
    rows: list[list[Any]] = [[pen.cell(sheet, "年度报告核对结果：说明", TITLE)]]
    counts = "　".join(f"{WORDS[one]} {sum(report.count(one) for report in reports)}" for one in SEVERITIES)
    rows.append([pen.cell(sheet, f"{run_date.isoformat()}　nianbao {VERSION}　·　报告 {len(reports)} 份　{counts}", NOTE)])
    hidden = sum(report.dismissed for report in reports)
    if hidden:
        rows.append([pen.cell(sheet, f"另有 {hidden} 条已作误报处理，未列出；加 --all 列出。", NOTE)])
    if cut:
        rows.append([pen.cell(sheet, f"“问题”只列出前 {ROW_LIMIT - 2:,} 行，另有 {cut:,} 条容纳不下；全部内容用 -f csv。", SEVERITY["warning"])])
    rows += [[], [pen.cell(sheet, "各列", HEADING)]]
    rows += [[pen.cell(sheet, one.label, BODY), pen.cell(sheet, _ABOUT[one.id], BODY)] for one in COLUMNS if one.id in _ABOUT]
    found: dict[str, list[Told]] = {}
    many: Counter[str] = Counter()
    for report in reports:
        for told in report.findings:
            found.setdefault(told.code, []).append(told)
        many.update({told.code for told in report.findings})
    rows += [[], [pen.cell(sheet, "出现的问题" if found else "没有发现问题", HEADING)]]
    if found:
        rows.append(pen.row(sheet, ("代码", "程度", "条数", "报告数", "含义", "怎么改"), LABEL))
    heights = dict[int, float]()
    for code, told_of in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        rule = RULES.get(code)
        title, cure = (rule.title, rule.told("改")) if rule else ("", "")
        gravest = min((one.severity for one in told_of), key=SEVERITIES.index)
        items = (code, WORDS[gravest], len(told_of), many[code], title, cure)
        rows.append(pen.row(sheet, items, TEXT))
        heights[len(rows)] = height_of(((title, _TITLE), (cure, _CURE)), _LINES)
    for at, row in enumerate(rows, 1):
        add_row(sheet, at, row, heights.get(at, 18.0 if at > 1 else 30.0))

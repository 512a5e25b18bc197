"""The 概览 sheet: what the book holds, how the reports fare, and how to read the colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from openpyxl.formatting.rule import DataBarRule
from openpyxl.worksheet.cell_range import CellRange

from ..display import clipped
from ..form import load
from ..layout import version_of
from ..marks import CONFLICT_GLYPH, GLYPHS, STATUSES, WORDS
from ..record import SCHEMA
from ..version import VERSION
from . import looks as look
from .looks import Style
from .styles import Pen, prepare
from .survey import Survey

TOP = 10
"""How many codes are listed."""
_WIDTHS = (20, 11, 11, 11, 11, 11, 3, 13, 74)
_ZERO = Style(color="BFBFBF")
_SHEETS = (
    ("汇总", "一份报告一行，全部栏目；点“问题数”看该报告的问题"),
    ("明细", "一个数据一行：原文、读法、页码与位置"),
    ("问题", "一条问题一行；在黄色的“处置、更正值、备注”三列填写核对结果，重新运行时保留"),
    ("章节", "六个部分的文字与字数"),
    ("事实", "正文里写到的数字和说法，一处一行"),
    ("规则", "全部规则：查什么、依据、例子、怎么改，本簿各有几条"),
    ("字段", "栏目编号、名称、单位与勾稽关系"),
    ("来源", "文件、页数、SHA-256"),
)
_LEGEND: tuple[tuple[str | int, Style, str], ...] = (
    (f"{GLYPHS['error']} 0", look.ERROR, "错误：与报告自身矛盾，或读取失败；指着单元格看说明"),
    (f"{GLYPHS['warning']} 0", look.WARNING, "警告：多半有误，或不合格式要求"),
    (f"{GLYPHS['info']} 0", look.INFO, "提示：供参考，不影响“正常”"),
    (f"{CONFLICT_GLYPH} 0", look.CONFLICT, "斜纹：两路读数不一致，须对照原文"),
    ("", look.MISSING, "灰斜纹：原文中没有找到这一格（不是 0）"),
    ("", look.PLAIN, "空：找到了这一格，原文空白（不是 0）"),
    ("无", look.INSTEAD, "灰斜体：原文印的不是数字，照录（无、/、文字）"),
    ("", look.ABSENT, "灰底：该报告所用格式没有这一栏"),
    (0, replace(look.NUMBER, fill=look.SOLVED.fill), "青底：由勾稽关系唯一确定的读数"),
    (0, replace(look.CORRECTED, align="right"), "绿底：人工更正"),
)


def write_overview(sheet: Any, pen: Pen, counted: Survey, run_date: date, *, remarks: Sequence[str] = ()) -> None:
    """Fill the sheet; ``remarks`` say what of the other sheets is not where one would look for it."""
    prepare(sheet, _WIDTHS, titles=False)
    sheet.page_setup.fitToHeight = 1
    cells: dict[tuple[int, int], Any] = {}

    def put(row: int, column: int, item: int | str | None, style: Style = look.BODY, link: str | None = None) -> None:
        cells[row, column] = pen.cell(sheet, item, style, link=link)

    put(1, 1, "政府信息公开工作年度报告 · 汇总", look.TITLE)
    versions = sorted((version_of(load(*form)), count) for form, count in counted.forms.items())
    forms = "、".join(f"{version} {count:,} 份" for version, count in versions)
    put(2, 1, f"生成日期 {run_date.isoformat()}　·　nianbao {VERSION}（{SCHEMA}）　·　格式：{forms or '无'}", look.NOTE)
    for offset, sentence in enumerate(remarks):
        put(3 + offset, 1, f"注意：{sentence}", replace(look.WARNING, ruled=False))
    top = 4 + len(remarks)
    bottom = max(_states(put, counted, top), _guide(put, top)) + 2
    _codes(sheet, put, counted, bottom)

    sheet.row_dimensions[1].height = 32
    for row in range(1, max(row for row, _ in cells) + 1):
        sheet.append([cells.get((row, column)) for column in range(1, len(_WIDTHS) + 1)])


def _states(put: Any, counted: Survey, top: int) -> int:
    """How many reports fare how, in all and year by year; the last row used."""
    put(top, 1, "报告状态", look.HEADING)
    for column, label in enumerate(("年度", "报告", *STATUSES.values()), 1):
        put(top + 1, column, label, look.LABEL)
    years = sorted({year for year, _ in counted.years}, key=lambda year: (year is None, -(year or 0)))
    row = top + 2
    looks = {"clean": look.CLEAN, "warned": look.WARNING, "faulty": look.ERROR, "unread": look.ERROR}
    for year in years:
        counts = [counted.years[year, status] for status in STATUSES]
        put(row, 1, "未识别" if year is None else year, look.CENTER)
        put(row, 2, sum(counts), look.NUMBER)
        for column, (status, count) in enumerate(zip(STATUSES, counts, strict=True), 3):
            shade = looks[status] if count else _ZERO
            put(row, column, count, replace(look.NUMBER, color=shade.color, fill=shade.fill))
        row += 1
    bold = replace(look.NUMBER, bold=True)
    put(row, 1, "合计", replace(look.CENTER, bold=True))
    put(row, 2, counted.reports, bold)
    for column, status in enumerate(STATUSES, 3):
        put(row, column, counted.statuses[status], bold)
    total = "　".join(f"{WORDS[name]} {counted.severities[name]:,}" for name in ("error", "warning", "info"))
    dismissed = f"　误报 {counted.dismissed:,}" if counted.dismissed else ""
    put(row + 1, 1, f"数据 {counted.values:,} 个；问题 {counted.findings:,} 条（{total}{dismissed}）", look.NOTE)
    return row + 1


def _guide(put: Any, top: int) -> int:
    """The legend and the links to the other sheets, at the right; the last row used."""
    put(top, 8, "图例", look.HEADING)
    for row, (sample, style, meaning) in enumerate(_LEGEND, top + 1):
        put(row, 8, sample, replace(style, align="center"))
        put(row, 9, meaning)
    row = top + len(_LEGEND) + 2
    put(row, 8, "各表", look.HEADING)
    for offset, (title, about) in enumerate(_SHEETS, 1):
        put(row + offset, 8, title, replace(look.LINK, ruled=False), f"'{title}'!A1")
        put(row + offset, 9, about)
    return row + len(_SHEETS)


def _codes(sheet: Any, put: Any, counted: Survey, top: int) -> None:
    """The commonest findings, with bars in the cells that count them."""
    codes = counted.commonest()[:TOP]
    put(top, 1, "最常见的问题" if codes else "没有发现问题", look.HEADING)
    if not codes:
        return
    for column, label in enumerate(("代码", "程度", "条数", "报告数", "例"), 1):
        put(top + 1, column, label, look.LABEL)
    for column in range(6, 10):
        put(top + 1, column, None, look.LABEL)
    for row, (code, entry) in enumerate(codes, top + 2):
        put(row, 1, code, look.PLAIN)
        put(row, 2, f"{GLYPHS[entry.severity]} {WORDS[entry.severity]}", look.SEVERITY[entry.severity])
        put(row, 3, entry.findings, look.NUMBER)
        put(row, 4, entry.reports, look.NUMBER)
        put(row, 5, clipped(entry.example, 72), look.PLAIN)
    for row in range(top + 1, top + 2 + len(codes)):
        sheet.merged_cells.add(CellRange(min_row=row, max_row=row, min_col=5, max_col=9))
    # Bars in the cells themselves: a chart beside the table would say the same again.
    bars = DataBarRule(start_type="num", start_value=0, end_type="max", color="9DB8E0")  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(f"C{top + 2}:C{top + 1 + len(codes)}", bars)

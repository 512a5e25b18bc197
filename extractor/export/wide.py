"""The 汇总 sheet: a row a report, a column a field, with what is wrong marked where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from openpyxl.utils import get_column_letter

from ..display import clipped, one_line, width_of
from ..layout import form_of, version_of
from ..marks import GLYPHS, MANY, STATUSES, WORDS, equation, figure, flags_of, status_of
from ..record import Finding, Report, Value
from . import styles as look
from .columns import Column, details_of
from .lists import headings, who
from .safe import shown_value
from .styles import LINK_LIMIT, SEVERITY, Pen, Style, prepare, reference
from .survey import Survey

IDENTITY = headings("organ 机关 28; year 年度 7; kind 类型 9; edition 格式 13; status 状态 11; worst 最重 9; findings 问题数 8")
MORE = headings("errors 错误 7; warnings 警告 7; region 地区 12; published 公布日期 12; source 来源文件 24")
_BANDS = {"t2": "2F6F73", "t3": "2E5E9E", "t4": "6B4E8F"}


def column_of(counted: Survey, field_id: str | None) -> int:
    """The column of 汇总, from 1, that holds a field; the first where it has none."""
    ids = {column.id: number for number, column in enumerate(counted.columns, len(IDENTITY) + len(MORE) + 1)}
    return ids.get(field_id or "", 1)


def begin_wide(book: Any, pen: Pen, counted: Survey) -> Any:
    """The sheet with its headings, outline groups and frozen panes; the rows are up to the caller."""
    sheet = book.create_sheet("汇总")
    heads = (*IDENTITY, *MORE)
    widths = [heading.width for heading in heads] + [_width(column) for column in counted.columns]
    freeze = f"{get_column_letter(len(IDENTITY) + 1)}3"
    prepare(sheet, widths, freeze=freeze, filtered=len(widths), rows=counted.reports)
    sheet.print_title_cols = "A:B"
    sheet.row_dimensions[1].height = 58
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 18, True
    hidden = _outline(sheet, counted, len(heads))
    # All columns on one page could not be read: as many pages side by side as they need.
    shown = sum(width for number, width in enumerate(widths, 1) if get_column_letter(number) not in hidden)
    sheet.page_setup.fitToWidth = max(1, round(shown / 200))
    sheet.page_setup.pageOrder = "overThenDown"
    labels = pen.row(sheet, [heading.label for heading in heads], look.LABEL)
    for column in counted.columns:
        band = _BANDS.get(column.field.table if column.field else "", look.LABEL.fill)
        labels.append(pen.cell(sheet, column.label, replace(look.LABEL, fill=band, size=9)))
    sheet.append(labels)
    sheet.append(pen.row(sheet, [*(heading.id for heading in heads), *(one.id for one in counted.columns)], look.ID))
    return sheet


def _width(column: Column) -> float:
    """Wide enough for the label on three lines, within bounds."""
    return max(9.0, min(18.0, width_of(column.label) / 3 + 4))


def _outline(sheet: Any, counted: Survey, before: int) -> set[str]:
    """Group the columns that a total sums up, closed unless there is something to see; the letters closed."""
    hidden: set[str] = set()
    details = details_of(counted.columns)
    groups: dict[str, list[str]] = {}
    for detail, total in details.items():
        groups.setdefault(total, []).append(detail)
    letters = {one.id: get_column_letter(number) for number, one in enumerate(counted.columns, before + 1)}
    for total, members in groups.items():
        closed = not counted.flagged.intersection(members)
        for member in members:
            dimension = sheet.column_dimensions[letters[member]]
            dimension.outlineLevel, dimension.hidden = 1, closed
        sheet.column_dimensions[letters[total]].collapsed = closed
        hidden.update(letters[member] for member in members if closed)
    return hidden


def wide_row(pen: Pen, sheet: Any, report: Report, counted: Survey, row: int, first_finding: int) -> list[Any]:
    """The cells of a report in row ``row``; its findings begin in row ``first_finding`` of 问题."""
    form = form_of(report)
    status, worst = status_of(report), report.worst()
    severities = [finding.severity for finding in report.findings]
    shade = {"faulty": look.ERROR, "unread": look.ERROR, "warned": look.WARNING}.get(status, look.CLEAN)
    link = reference("问题", first_finding, 1) if severities and row - 2 <= LINK_LIMIT else None
    region = report.region_name
    cells = [
        pen.cell(sheet, who(report), replace(look.PLAIN, bold=True) if report.organ else replace(look.INSTEAD, align=None)),
        pen.cell(sheet, report.year, look.CENTER), pen.cell(sheet, WORDS.get(report.kind, report.kind), look.CENTER),
        pen.cell(sheet, version_of(form) if form and report.edition else report.edition, look.CENTER),
        pen.cell(sheet, STATUSES[status], shade),
        pen.cell(sheet, f"{GLYPHS[worst]} {WORDS[worst]}" if worst else None, SEVERITY[worst] if worst else look.PLAIN),
        pen.cell(sheet, len(severities), replace(look.LINK, align="center") if link else look.CENTER, link=link),
        pen.cell(sheet, severities.count("error"), look.CENTER), pen.cell(sheet, severities.count("warning"), look.CENTER),
        pen.cell(sheet, region), pen.cell(sheet, report.published, look.CENTER), pen.cell(sheet, report.source.name),
    ]  # fmt: skip
    flags = flags_of(report)
    for column in counted.columns:
        value = None if status == "unread" else report.values.get(column.id)
        found = flags.get(column.id, [])
        cells.append(
            pen.cell(sheet, shown_value(value), _look(column, value, found), comment=_comment(column.id, value, found))
        )
    return cells


def _look(column: Column, value: Value | None, found: Sequence[Finding]) -> Style:
    """The style of a cell: how its content is set, then the strongest of what there is to say of it."""
    if value is None:
        return look.ABSENT
    content = shown_value(value)
    format = None
    if isinstance(content, (int, float)):
        signed = column.field is not None and column.field.kind == "signed_count"
        format = look.SIGNED if signed else look.COUNT if content == int(content) else look.AMOUNT
    return _style(format, found[0].severity if found else None, value.reading, value.kind == "missing")


@lru_cache(maxsize=256)
def _style(format: str | None, severity: str | None, reading: str, missing: bool) -> Style:
    """The style of a cell with a number in that format, or with none."""
    base = look.INSTEAD if format is None else replace(look.NUMBER, format=format)
    mark = SEVERITY[severity] if severity else None
    if reading == "conflict":
        fill = mark.fill if mark else look.CONFLICT.fill
        return replace(base, color=look.CONFLICT.color, fill=fill, hatch=look.CONFLICT.hatch)
    if missing:
        hatched = replace(base, hatch=look.MISSING.hatch, pattern=look.MISSING.pattern)
        return replace(hatched, fill=mark.fill if mark else look.MISSING.fill)
    if mark is not None:
        return replace(base, color=mark.color, fill=mark.fill)
    if reading == "corrected":
        return replace(base, color=look.CORRECTED.color, fill=look.CORRECTED.fill, bold=True)
    return replace(base, fill=look.SOLVED.fill) if reading == "solved" else base


def _comment(field_id: str, value: Value | None, found: Sequence[Finding]) -> str | None:
    """What a reader who points at a marked cell is told; None for a cell without a mark."""
    told = [one for one in found if len(one.fields) <= MANY or one.fields[0] == field_id]
    conflict = value is not None and value.reading == "conflict"
    note = value.note if value is not None else None
    if not told and not conflict and not note:
        return None
    lines = []
    for finding in told[:4]:
        lines.append(f"{GLYPHS[finding.severity]} {finding.code}　{clipped(one_line(finding.message), 200)}")
        if equation(finding):
            lines.append(f"　比较：{equation(finding)}")
        if finding.suggestion is not None:
            where = "本格" if finding.suggestion.field == field_id else finding.suggestion.field
            lines.append(f"　建议：{where} 改为 {figure(finding.suggestion.value)}")
    if len(told) > 4:
        lines.append(f"……另有 {len(told) - 4} 条，见“问题”表")
    if conflict:
        lines.append("⇄ 两路读数不一致，请对照原文")
    if value is not None:
        place = f"第 {value.place.page} 页" if value.place.page else one_line(value.place.anchor or "")
        lines.append(f"原文：{clipped(one_line(value.raw), 80) or '（空白）'}" + (f"（{place}）" if place else ""))
    if note:
        lines.append(f"附注：{clipped(one_line(note), 120)}")
    return "\n".join(lines)

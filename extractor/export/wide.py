"""The 汇总 sheet: a row a report, a column a field, with what is wrong marked where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import product

from ..display import clipped, one_line
from ..layout import form_of, version_of
from ..marks import GLYPHS, MANY, STATUSES, WORDS, equation, figure, status_of
from ..record import SEVERITIES, Finding, Report, Value
from . import looks as look
from .columns import Column
from .lists import headings, who
from .looks import SEVERITY, Style
from .safe import shown_value
from .stream import Ink, Row

IDENTITY = headings("organ 机关 28; year 年度 7; kind 类型 9; edition 格式 13; status 状态 11; worst 最重 9; findings 问题数 8")
MORE = headings("errors 错误 7; warnings 警告 7; region 地区 12; published 公布日期 12; source 来源文件 24")
_ORGAN, _NO_ORGAN = replace(look.PLAIN, bold=True), replace(look.INSTEAD, align=None)
_LINK = replace(look.LINK, align="center")
_COUNT = next(at for at, one in enumerate(IDENTITY) if one.id == "findings")


def places_of(columns: Sequence[Column]) -> dict[str, int]:
    """The column of 汇总, from 1, that holds each field, by id."""
    return {column.id: number for number, column in enumerate(columns, len(IDENTITY) + len(MORE) + 1)}


def wide_row(ink: Ink, report: Report, columns: Sequence[Column], flags: Mapping[str, Sequence[Finding]], first: str) -> Row:
    """The row of a report, which has ``flags`` (see :func:`~extractor.marks.flags_of`); ``first`` is where its findings begin."""
    form = form_of(report)
    status, worst = status_of(report), report.worst()
    severities = [finding.severity for finding in report.findings]
    shade = {"faulty": look.ERROR, "unread": look.ERROR, "warned": look.WARNING}.get(status, look.CLEAN)
    region = report.region_name
    cells = [
        ink.cell(who(report), _ORGAN if report.organ else _NO_ORGAN),
        ink.cell(report.year, look.CENTER), ink.cell(WORDS.get(report.kind, report.kind), look.CENTER),
        ink.cell(version_of(form) if form and report.edition else report.edition, look.CENTER),
        ink.cell(STATUSES[status], shade),
        ink.cell(f"{GLYPHS[worst]} {WORDS[worst]}" if worst else None, SEVERITY[worst] if worst else look.PLAIN),
        ink.cell(len(severities), _LINK if severities else look.CENTER),
        ink.cell(severities.count("error"), look.CENTER), ink.cell(severities.count("warning"), look.CENTER),
        ink.cell(region), ink.cell(report.published, look.CENTER), ink.cell(report.source.name),
    ]  # fmt: skip
    comments = []
    for at, column in enumerate(columns, len(cells)):
        value = None if status == "unread" else report.values.get(column.id)
        found = flags.get(column.id, ())
        content = shown_value(value)
        cells.append(ink.cell(content, look.ABSENT if value is None else _look(column, content, value, found)))
        if found or (value is not None and (value.note or value.reading == "conflict")):
            comment = _comment(column.id, value, found)
            comments += [(at, comment)] if comment else []
    links = ((_COUNT, first, str(len(severities))),) if severities else ()
    return Row(cells, None, links, tuple(comments))


def _look(column: Column, content: int | float | str | None, value: Value, found: Sequence[Finding]) -> Style:
    """The style of a cell: how its content is set, then the strongest of what there is to say of it."""
    format = None
    if isinstance(content, (int, float)):
        signed = column.field is not None and column.field.kind == "signed_count"
        format = look.SIGNED if signed else look.COUNT if content == int(content) else look.AMOUNT
    return _style(format, found[0].severity if found else None, value.reading, value.kind == "missing")


@cache
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


STYLES = (
    _ORGAN, _NO_ORGAN, _LINK, look.CENTER, look.PLAIN, look.ABSENT, look.ERROR, look.WARNING, look.CLEAN, *SEVERITY.values(),
    *(
        _style(format, severity, reading, missing)
        for format, severity, reading, missing in product(
            (None, look.COUNT, look.AMOUNT, look.SIGNED), (None, *SEVERITIES),
            ("agreed", "single", "solved", "conflict", "corrected"), (False, True),
        )
    ),
)  # fmt: skip
"""Every style of a cell in this list."""


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

"""The sheets of the workbook that are plain lists: 明细, 章节, 字段, 来源."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..display import one_line, printable
from ..form import Form, Identity
from ..layout import form_of, version_of
from ..marks import STATUSES, WORDS, flags_of, status_of
from ..record import Report
from .columns import Column
from .stream import Item
from .styles import AMOUNT, CENTER, ID, LABEL, NUMBER, PLAIN, SEVERITY, TEXT, Pen, Style, height_of, prepare


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a list: its id, its Chinese label, its width in characters."""

    id: str
    label: str
    width: float


def headings(spec: str) -> tuple[Heading, ...]:
    """Headings from ``id label width`` with semicolons between."""
    parts = (one.split() for one in spec.split(";"))
    return tuple(Heading(name, label, float(width)) for name, label, width in parts)


DETAILS = headings(
    "organ 机关 30; year 年度 7; field 字段 50; path 栏目 58; value 数值 12; raw 原文 16; kind 内容 11; reading 读法 11;"
    "note 附注 18; codes 问题代码 26; page 页 6; box 位置（左,上,右,下） 28; anchor 锚点 12; source 来源文件 26"
)
SECTIONS = headings(
    "organ 机关 26; year 年度 7;"
    + "".join(f"s{number} 第{name}部分 44; s{number}_length {name}·字数 8;" for number, name in enumerate("一二三四五六", 1))
    + "source 来源文件 26"
)
FIELDS = headings(
    "id 字段 46; label 简称 30; path 栏目 56; en English 64; unit 单位 10; kind 类型 10; role 作用 9;"
    "editions 所在格式 30; identities 勾稽关系 84"
)
SOURCES = headings(
    "name 文件 34; status 状态 12; organ 机关 30; year 年度 7; pages 页数 7; reader 读取方式 10; bytes 字节数 12;"
    "encoding 编码 10; media_type 媒体类型 24; path 路径 40; member 压缩包内 26; sha256 SHA-256 68"
)


_SECTION_LINES = 10
# The longest sheet does without rulings round its cells.
_BARE = Style(ruled=False)
_BARE_NUMBER = replace(NUMBER, ruled=False)
_BARE_AMOUNT = replace(_BARE_NUMBER, format=AMOUNT)
_BARE_CENTER = replace(CENTER, ruled=False)
_CENTRED = frozenset(("year", "raw", "page"))
_VALUE, _CODES = (next(at for at, one in enumerate(DETAILS) if one.id == name) for name in ("value", "codes"))
DETAIL_STYLES = tuple(
    _BARE_CENTER if one.id in _CENTRED else _BARE_NUMBER if one.id == "value" else _BARE for one in DETAILS
)
"""The styles of the columns of 明细."""


def begin(book: Any, pen: Pen, title: str, headings: Sequence[Heading], *, rows: int, freeze: str) -> Any:
    """A new sheet with its two heading rows: labels for people, ids for programs."""
    sheet = book.create_sheet(title)
    prepare(sheet, [heading.width for heading in headings], freeze=freeze, filtered=len(headings), rows=rows)
    sheet.row_dimensions[1].height = 26
    sheet.append(pen.row(sheet, [heading.label for heading in headings], LABEL))
    sheet.append(pen.row(sheet, [heading.id for heading in headings], ID))
    return sheet


def who(report: Report) -> str:
    """The organ of a report, or the name of its file in brackets where it could not be told."""
    return one_line(report.organ) if report.organ else f"〔{one_line(report.source.member or report.source.name)}〕"


def detail_rows(report: Report) -> Iterator[tuple[list[Item], dict[int, Style]]]:
    """A row a value of the report, and the styles of its cells that differ from :data:`DETAIL_STYLES`."""
    form = form_of(report)
    paths = {field.id: field.path for field in form.fields()} if form else {}
    flags, organ = flags_of(report), who(report)
    for name, value in report.values.items():
        place, found = value.place, flags.get(name, [])
        box = place.box
        edges = None if box is None else ",".join(f"{edge:.4f}" for edge in (box.left, box.top, box.right, box.bottom))
        marked = {_VALUE: _BARE_AMOUNT} if isinstance(value.value, float) else {}
        if found:
            marked[_CODES] = SEVERITY[found[0].severity]
        yield [
            organ, report.year, name, paths.get(name), value.value, value.raw, WORDS[value.kind], WORDS[value.reading],
            value.note, " ".join(dict.fromkeys(one.code for one in found)) or None, place.page, edges, place.anchor,
            report.source.name,
        ], marked  # fmt: skip


def section_row(pen: Pen, sheet: Any, report: Report) -> tuple[list[Any], float]:
    """The texts of the six sections, each under its printed heading, and how long they are; the row's height."""
    top = replace(TEXT, wrap=False)
    row = [pen.cell(sheet, who(report), TEXT), pen.cell(sheet, report.year, replace(top, align="center"))]
    texts = []
    for number in range(1, 7):
        section = report.section(f"s{number}")
        text = f"{one_line(section.title)}\n{printable(section.text)}".strip() if section else None
        length = len("".join(section.text.split())) if section else None
        row += [pen.cell(sheet, text, TEXT), pen.cell(sheet, length, replace(NUMBER, valign="top"))]
        texts.append((text, 44.0))
    return [*row, pen.cell(sheet, report.source.name, top)], height_of(texts, _SECTION_LINES)


def source_row(pen: Pen, sheet: Any, report: Report) -> list[Any]:
    """Where a report comes from."""
    source, status = report.source, status_of(report)
    look = {"faulty": SEVERITY["error"], "unread": SEVERITY["error"], "warned": SEVERITY["warning"]}.get(status, PLAIN)
    return [
        pen.cell(sheet, source.name), pen.cell(sheet, STATUSES[status], look), pen.cell(sheet, report.organ),
        pen.cell(sheet, report.year, CENTER), pen.cell(sheet, source.pages, CENTER),
        pen.cell(sheet, source.reader, CENTER), pen.cell(sheet, source.bytes, NUMBER),
        pen.cell(sheet, source.encoding, CENTER),
        pen.cell(sheet, source.media_type), pen.cell(sheet, source.path), pen.cell(sheet, source.member),
        pen.cell(sheet, source.sha256),
    ]  # fmt: skip


def field_row(pen: Pen, sheet: Any, column: Column) -> list[Any]:
    """The code book's entry of a column."""
    field = column.field
    if field is None:
        return pen.row(sheet, [column.id, "（格式中没有此栏目）", *[None] * 7])
    return pen.row(
        sheet,
        [
            field.id, column.label, field.path, field.en, field.unit, WORDS[field.kind], WORDS[field.role],
            "、".join(version_of(form) for form in column.forms),
            "；".join(dict.fromkeys(line for form in column.forms for line in _identities(form, field.id))),
        ],
    )  # fmt: skip


def _identities(form: Form, field_id: str) -> list[str]:
    """The identities of a form that a field takes part in, written out where it is their first."""
    lines = []
    for identity in form.identities():
        if identity.left[0] == field_id:
            sides = (_side(form, identity, ids) for ids in (identity.left, identity.right))
            lines.append(f"{identity.code}：{' = '.join(sides)}")
        elif field_id in identity.left or field_id in identity.right:
            lines.append(identity.code)
    return lines


def _side(form: Form, identity: Identity, ids: Sequence[str]) -> str:
    """One side of an identity, told by the axis it runs across; its first seven members."""
    fields = [form.field(one) for one in ids]
    names = [field.column.short if field.row == identity.axis else field.row.short for field in fields]
    return " + ".join(names[:7]) + (f" + …（共 {len(names)} 项）" if len(names) > 7 else "")

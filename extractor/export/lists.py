"""The sheets of the workbook that are plain lists: 明细, 章节, 来源, and the columns of 字段."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..display import one_line, printable
from ..form import Form
from ..layout import form_of
from ..marks import STATUSES, WORDS, status_of
from ..record import Finding, Report
from .looks import AMOUNT, CENTER, NUMBER, PLAIN, SEVERITY, TEXT, Style, height_of
from .stream import Ink, Row


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
_DETAIL_STYLES = tuple(
    _BARE_CENTER if one.id in _CENTRED else _BARE_NUMBER if one.id == "value" else _BARE for one in DETAILS
)
_VALUE, _CODES = (next(at for at, one in enumerate(DETAILS, 1) if one.id == name) for name in ("value", "codes"))
_TOP = replace(TEXT, wrap=False)
_TOP_CENTER, _TOP_NUMBER = replace(_TOP, align="center"), replace(NUMBER, valign="top")
STYLES = (*_DETAIL_STYLES, _BARE_AMOUNT, *SEVERITY.values(), TEXT, _TOP, _TOP_CENTER, _TOP_NUMBER, PLAIN, CENTER, NUMBER)
"""Every style of a cell in these lists."""


def who(report: Report) -> str:
    """The organ of a report, or the name of its file in brackets where it could not be told."""
    return one_line(report.organ) if report.organ else f"〔{one_line(report.source.member or report.source.name)}〕"


def detail_rows(ink: Ink, report: Report, flags: Mapping[str, Sequence[Finding]]) -> Iterator[str]:
    """The cells of a row a value of the report, which has ``flags`` (see :func:`~extractor.marks.flags_of`)."""
    form = form_of(report)
    paths = paths_of(form) if form else {}
    organ, year, ids, items, numbers, raws, kinds, readings, notes, _, pages, boxes, anchors, sources = (
        ink.column(number, style) for number, style in enumerate(_DETAIL_STYLES, 1)
    )
    amounts = ink.column(_VALUE, _BARE_AMOUNT)
    head, tail = organ[who(report)] + year[report.year], sources[report.source.name]
    for name, value in report.values.items():
        place, number = value.place, value.value
        box = place.box
        edges = None if box is None else f"{box.left:.4f},{box.top:.4f},{box.right:.4f},{box.bottom:.4f}"
        found = flags.get(name)
        marked = ""
        if found:
            column = ink.column(_CODES, SEVERITY[found[0].severity])
            marked = column[" ".join(dict.fromkeys(one.code for one in found))]
        yield (
            f"{head}{ids[name]}{items[paths.get(name)]}{(amounts if number.__class__ is float else numbers)[number]}{raws[value.raw]}"
            f"{kinds[WORDS[value.kind]]}{readings[WORDS[value.reading]]}{notes[value.note]}{marked}{pages[place.page]}{boxes[edges]}"
            f"{anchors[place.anchor]}{tail}"
        )


@cache
def paths_of(form: Form) -> dict[str, str]:
    """The Chinese path of each field of a form, by id."""
    return {field.id: field.path for field in form.fields()}


def section_row(ink: Ink, report: Report) -> Row:
    """The texts of the six sections, each under its printed heading, and how long they are."""
    cells = [ink.cell(who(report), TEXT), ink.cell(report.year, _TOP_CENTER)]
    texts = []
    for number in range(1, 7):
        section = report.section(f"s{number}")
        text = f"{one_line(section.title)}\n{printable(section.text)}".strip() if section else None
        length = len("".join(section.text.split())) if section else None
        cells += [ink.cell(text, TEXT), ink.cell(length, _TOP_NUMBER)]
        texts.append((text, 44.0))
    return Row((*cells, ink.cell(report.source.name, _TOP)), height_of(texts, _SECTION_LINES))


def source_row(ink: Ink, report: Report) -> Row:
    """Where a report comes from."""
    source, status = report.source, status_of(report)
    look = {"faulty": SEVERITY["error"], "unread": SEVERITY["error"], "warned": SEVERITY["warning"]}.get(status, PLAIN)
    return Row((
        ink.cell(source.name), ink.cell(STATUSES[status], look), ink.cell(report.organ), ink.cell(report.year, CENTER),
        ink.cell(source.pages, CENTER), ink.cell(source.reader, CENTER), ink.cell(source.bytes, NUMBER),
        ink.cell(source.encoding, CENTER), ink.cell(source.media_type), ink.cell(source.path), ink.cell(source.member),
        ink.cell(source.sha256),
    ))  # fmt: skip

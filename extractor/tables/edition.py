"""Which edition of the form a document's tables are in, told by their labels and never by the year."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass

from ..form import Axis, Form, FormTable, editions, load
from ..model import Document
from ..patterns import lazy_re
from ..text import key, words
from .labels import match

# Labels of table 2 that only one edition prints, by the item they stand under: each item votes once.
_MARKS = {
    "2021": (
        ("本年制发件数", "本年发件", "本年废止件数", "现行有效件"),
        ("本年收费金额",),
    ),
    "2019": (
        ("本年新制作数量", "本年新公开数量", "对外公开总数量", "对外公开数量"),
        ("上一年项目数量", "本年增减"),
        ("其他对外管理服务事项",),
        ("政府集中采购", "采购项目数量", "采购总金额"),
    ),
}  # fmt: skip
_THREE_ROWS = ("申请人无正当理由逾期", "逾期未按收费通知", "未按收费通知要求", "逾期不补正行政机关不再处理")
_ONE_ROW = "其他处理"
_TABLE_3 = (
    "本年新收政府信息公开申请", "结转下年度继续办理", "不掌握相关政府信息", "没有现成信息", "补正后申请内容", "行政执法案卷",
    "三类内部事务", "四类过程性", "要求提供公开出版物", "重新出具已获取",
)  # fmt: skip
LEAST_LABELS = 4
"""Row labels of table 3 that tell it from prose on the same matter."""
_YEAR = lazy_re(r"20\d\d(?=年)")
_TABLE_2_OPENS = ("第二十条第一项", "第二十条一项", "信息内容")
LONGEST_TABLE_2 = 800
LONGEST_TABLE_3 = 2600
"""Words of a table, its figures included; what stands farther on is prose."""


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of a document, folded, end to end, so that a label wrapped over lines is whole.

    ``flow`` are those of its running text, ``cells`` those of its tables alone.
    """

    flow: str
    cells: str


def wording_of(document: Document) -> Wording:
    """The words that a document prints."""
    return Wording(
        words("".join([line.text for line in document.flow])),
        words("".join([cell.text for table in document.tables() for cell in table.cells])),
    )


def marks(wording: Wording) -> dict[str, list[str]]:
    """The labels peculiar to each edition that table 2 prints, by edition."""
    votes = _votes(wording)
    return {edition: [label for group in groups for label in group] for edition, groups in votes.items()}


def form_of(wording: Wording) -> Form | None:
    """The form, with its variant, that a document's tables are in; None when no table is there.

    Table 2 decides, item by item, together with the rows of （六）其他处理 in table 3: one item left
    over from the older form does not make a report one of the older form. Where table 2 is missing
    those rows decide alone. A 2021 table 2 with that row undivided is the 23-row variant; without table 2
    that variant and the older form print the same, and then alone the year decides.
    """
    text = wording.flow + wording.cells
    votes = {edition: len(groups) for edition, groups in _votes(wording).items()}
    third = _table_3(text)
    three = any(label in third for label in _THREE_ROWS)
    has_table_3 = sum(label in text for label in _TABLE_3) >= LEAST_LABELS
    if votes["2021"] and votes["2021"] + three >= votes["2019"]:
        variant = "23-row" if has_table_3 and not three and _ONE_ROW in third else None
        return load("2021", variant)
    if votes["2019"]:
        return load("2019")
    if has_table_3:
        if three or _ONE_ROW not in third:
            return load("2021")
        return load("2021", "23-row") if _is_later(wording.flow) else load("2019")
    if "未经复议直接起诉" in text or "结果维持结果纠正" in text:
        return load("2021")
    return None


def _is_later(text: str) -> bool:
    """Whether the year that a text names most often is one that the form of 2021 is for."""
    named = Counter(_YEAR.findall(text)).most_common(1)
    return bool(named) and named[0][0] >= "2021"


def _votes(wording: Wording) -> dict[str, list[list[str]]]:
    """The labels found of each item that prints any, by edition: in the tables, else in the flow."""
    cells = _table_2(wording.cells)
    flow = _table_2(wording.flow) if any(label in wording.flow for label in _TABLE_2_OPENS) else ""
    found: dict[str, list[list[str]]] = {}
    for text in (cells, flow):
        found = {
            edition: [there for group in groups if (there := [label for label in group if label in text])]
            for edition, groups in _MARKS.items()
        }
        if any(found.values()):
            break
    return found


def _table_2(text: str) -> str:
    """The words of table 2: prose elsewhere may well speak of 政府集中采购."""
    start = next((at for label in _TABLE_2_OPENS if (at := text.find(label)) >= 0), -1)
    end = _row_one(text)
    if end <= start:
        end = start + LONGEST_TABLE_2 if start >= 0 else len(text)
    return text[max(start, 0) : end]


def _table_3(text: str) -> str:
    """The words of table 3, all of a text that does not print its first row."""
    start = _row_one(text)
    return text[start : start + LONGEST_TABLE_3] if start >= 0 else text


def _row_one(text: str) -> int:
    """Where table 3 prints its first row; prose before it may use the same words. -1 where nothing does."""
    whole = text.rfind(f"{_TABLE_3[0]}数量")
    return whole if whole >= 0 else text.rfind(_TABLE_3[0])


@functools.cache
def foreign_columns(form: Form, table_id: str) -> tuple[Axis, ...]:
    """The columns of this table in the other editions whose labels this form does not use."""
    own = _columns(form.table(table_id))
    labels = {key(label) for axis in own for label in (axis.label, *axis.aliases)}
    others = [load(edition).table(table_id) for edition in editions() if edition != form.edition]
    return tuple(axis for table in others for axis in _columns(table) if key(axis.label) not in labels)


@functools.cache
def _columns(table: FormTable) -> tuple[Axis, ...]:
    return tuple(column for block in table.blocks for column in block.columns)


@functools.lru_cache(maxsize=4096)
def is_foreign(text: str, form: Form, table_id: str) -> bool:
    """Whether a printed column label is one of another edition and none of this form's."""
    return match(text, _columns(form.table(table_id))) is None and match(text, foreign_columns(form, table_id)) is not None

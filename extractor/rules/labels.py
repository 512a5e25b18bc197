"""The printed labels of the tables: rows and columns altered, missing, doubled or moved, captions, the corner note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..form import Axis, FormTable
from ..record import Blame, Evidence
from ..tables.labels import bare, is_known
from ..tables.printed import Label, PrintedTable
from ..text import words
from .catalogue import Case, Fault, rule

ENOUGH = 0.8
"""Share of a table's rows or columns that must be known before one that is not there is called missing."""


MOST_TWICE = 3
"""Rows of one table that may be doubled by mistake."""


def _tables(case: Case, *names: str) -> Iterator[tuple[PrintedTable, FormTable]]:
    for printed in case.labels:
        if printed.table in names:
            yield printed, case.form.table(printed.table)


def _number(table: FormTable) -> str:
    return "一二三四"[int(table.id[1:]) - 1]


def _blame(sure: bool) -> Blame:
    """A page is read from its lines and characters: what its cells and its running text print alike is the source's."""
    return "source" if sure else "unknown"


def _cut(label: Label, due: str) -> bool:
    """Whether a label on a page is only a part of the one due, as at the end of a page."""
    return label.place.page is not None and bare(label.text) in bare(due)


def _one_line(text: str) -> str:
    return "".join(text.split())


_SLIGHT = str.maketrans("", "", "的度数量之")
"""Characters without which a label says the same: 本年度新收 for 本年新收, 申请数 for 申请数量."""


def _altered(label: Label, axis: Axis, axes: tuple[Axis, ...]) -> bool:
    """Whether the words of a label are others than the form's and all that are known to stand for them."""
    if is_known(label.text, axes) or _cut(label, axis.label):
        return False
    return bare(label.text).translate(_SLIGHT) != bare(axis.label).translate(_SLIGHT)


def _out_of_order(found: Sequence[str], order: Sequence[str]) -> str | None:
    """The one label whose removal leaves the others in order, else the first that stands too early; None if none."""
    due = [name for name in order if name in found]
    if list(found) == due:
        return None
    for name in found:
        if [one for one in found if one != name] == [one for one in due if one != name]:
            return name
    return next(name for name, one in zip(found, due, strict=True) if name != one)


def _fault(printed: PrintedTable, table: FormTable, label: Label, says: str, says_en: str, fields: tuple[str, ...], what: str) -> Fault:
    return Fault(
        f"表{_number(table)}{says}。", f"Table {table.id[1:]}: {says_en}.", fields,
        evidence=(Evidence(_one_line(label.text), label.place),), blame=_blame(printed.sure(label)), what=what,
    )  # fmt: skip


def _row_fields(table: FormTable, row: str) -> tuple[str, ...]:
    return tuple(field.id for (name, _), field in table.fields.items() if name == row)


def _column_fields(table: FormTable, column: str) -> tuple[str, ...]:
    return tuple(field.id for (_, name), field in table.fields.items() if name == column)


@rule("S-ROWLABEL", "warning", "form", "行名与格式不同", "A row label differs from the form")
def s_row_label(case: Case) -> Iterator[Fault]:
    """表格的行名改了字、少了一行、重复印了或者挪了位置。只看网页、DOCX 和有格线的页面，连在一起的文字不作判断。

    依据：格式规定了每一行的名称和次序（国办公开办函〔2021〕30号、〔2019〕60号）。
    例：“2.其他法律行政法规禁止公开”印成“2.其他法律行政止公开”；没有“4.无正当理由大量反复申请”一行。
    改：照格式原样印行名；没有数据的行也保留，填 0。序号、标点、空格、括注不同不算；表二的用词见 T2-LABEL。
    """
    for printed, table in _tables(case, "t2", "t3"):
        axes = {axis.id: axis for block in table.blocks for axis in block.rows}
        everything = tuple(axes.values())
        known = [label for label in printed.rows if label.axis is not None]
        names = [label.axis for label in known if label.axis is not None]
        if table.id == "t3":
            for label in known:
                axis = axes[str(label.axis)]
                if _altered(label, axis, everything):
                    says = f"的行名“{_one_line(label.text)}”与格式不同，应为“{axis.label}”"
                    yield _fault(printed, table, label, says, f"a row label differs from the form ({axis.en})",
                                 _row_fields(table, axis.id), f"altered {axis.id}")  # fmt: skip
        twice = {name: times for name, times in Counter(names).items() if times > 1}
        for name, times in twice.items():
            # With more of them it is the table that is printed again, for another year or another scope.
            if len(twice) <= MOST_TWICE:
                label = [one for one in known if one.axis == name][-1]
                yield _fault(printed, table, label, f"的“{axes[name].label}”印了 {times} 行", f"the row {axes[name].en} is printed {times} times",
                             _row_fields(table, name), f"twice {name}")  # fmt: skip
        once = list(dict.fromkeys(names))
        moved = _out_of_order(once, list(axes)) if len(once) == len(names) else None
        if moved is not None:
            label = next(one for one in known if one.axis == moved)
            yield _fault(printed, table, label, f"的“{axes[moved].label}”不在格式规定的位置", f"the row {axes[moved].en} is out of order",
                         _row_fields(table, moved), f"moved {moved}")  # fmt: skip
        yield from _missing_rows(case, printed, table, axes, once)


def _missing_rows(
    case: Case, printed: PrintedTable, table: FormTable, axes: dict[str, Axis], names: Sequence[str]
) -> Iterator[Fault]:
    """Rows whose labels no cell prints and of which nothing was read, in a table that is else whole."""
    strange = [label for label in printed.rows if label.axis is None]
    gone = [
        name for name in axes
        if name not in names and all(case.value(one).kind == "missing" for one in _row_fields(table, name))
    ]  # fmt: skip
    if not gone or len(names) < ENOUGH * len(axes):
        return
    labels = "、".join(f"“{axes[name].label}”" for name in gone)
    fields = tuple(one for name in gone for one in _row_fields(table, name))
    if not strange:
        says = f"没有{labels}{'一' if len(gone) == 1 else f' {len(gone)} '}行"
        yield _fault(printed, table, printed.rows[0], says, f"{len(gone)} rows of the form are not printed",
                     fields, f"missing {' '.join(gone)}")  # fmt: skip
    elif len(strange) == len(gone) == 1:
        says = f"的行名“{_one_line(strange[0].text)}”与格式不同，应为{labels}"
        yield _fault(printed, table, strange[0], says, f"a row label differs from the form ({axes[gone[0]].en})",
                     fields, f"altered {gone[0]}")  # fmt: skip


@rule("S-COLORDER", "warning", "form", "列名或列的次序与格式不同", "Column labels or their order differ from the form")
def s_column_order(case: Case) -> Iterator[Fault]:
    """表三表头的列改了名、缺了、重复印了或者换了次序。数字按印出的列名归位，所以列名印错，数字也会归错。

    依据：格式规定表三各列依次为自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他、总计。
    例：“总计”印在“自然人”之前；“社会公益组织”印成“社会团体”；“总计”低了一行表头（只提示）。
    改：照格式印列名和次序。不作判断的情形：表头认不全，或者文字里没有格子。
    """
    for printed, table in _tables(case, "t3"):
        columns = table.blocks[0].columns
        axes = {axis.id: axis for axis in columns}
        known = [label for label in printed.columns if label.axis is not None]
        names = [str(label.axis) for label in known]
        if len(set(names)) < ENOUGH * len(axes) - 1:
            continue
        for label in known:
            axis = axes[str(label.axis)]
            if _altered(label, axis, columns):
                says = f"的列名“{_one_line(label.text)}”与格式不同，应为“{axis.label}”"
                yield _fault(printed, table, label, says, f"a column label differs from the form ({axis.en})",
                             _column_fields(table, axis.id), f"altered {axis.id}")  # fmt: skip
        for name, times in Counter(names).items():
            if times > 1:
                label = [one for one in known if one.axis == name][-1]
                yield _fault(printed, table, label, f"的列名“{axes[name].label}”印了 {times} 次",
                             f"the column {axes[name].en} is printed {times} times",
                             _column_fields(table, name), f"twice {name}")  # fmt: skip
        moved = _out_of_order(names, list(axes)) if len(set(names)) == len(names) else None
        if moved is not None:
            label = known[names.index(moved)]
            order = "、".join(_one_line(one.text) for one in known)
            says = f"的列“{axes[moved].label}”不在格式规定的位置（印出的次序：{order}）"
            yield _fault(printed, table, label, says, f"the column {axes[moved].en} is out of order",
                         _column_fields(table, moved), f"moved {moved}")  # fmt: skip
        at = {str(label.axis): label for label in known}
        if {"natural_person", "commercial_enterprise", "total"} <= set(at) and (
            at["natural_person"].row < at["commercial_enterprise"].row == at["total"].row
        ):
            fault = _fault(printed, table, at["total"], "的“总计”印在“法人或其他组织”的下一行表头，应与“自然人”同一行",
                           "the column total stands a header row too low", (), "low total")  # fmt: skip
            yield replace(fault, severity="info")
        strange = [label for label in printed.columns if label.axis is None]
        gone = [name for name in axes if name not in names]
        if len(gone) == len(strange) == 1:
            says = f"的列名“{_one_line(strange[0].text)}”与格式不同，应为“{axes[gone[0]].label}”"
            yield _fault(printed, table, strange[0], says, f"a column label differs from the form ({axes[gone[0]].en})",
                         _column_fields(table, gone[0]), f"altered {gone[0]}")  # fmt: skip


@rule("T2-LABEL", "info", "form", "表二的用词与格式不同", "Table 2: wording differs from the form")
def t2_label(case: Case) -> Iterator[Fault]:
    """表二的行名、列名或“第二十条第（…）项”的标注与格式用词不同，意思看得出来，数字照常读取。

    依据：格式的表二（国办公开办函〔2021〕30号、〔2019〕60号）。
    例：2021 版把“行政规范性文件”印成“规范性文件”；“行政事业型收费”；行政处罚标在“第二十条第（五）项”之下。
    改：照格式原样印。括注、年份、标点、空格不同不算；用旧版表格的见 S-TABLEOLD。
    """
    for printed, table in _tables(case, "t2"):
        axes = {axis.id: axis for block in table.blocks for axis in (*block.rows, *block.columns)}
        wrong: list[tuple[Label, str]] = []
        for label in (*printed.rows, *printed.columns):
            if label.axis is not None:
                axis = axes[label.axis]
                if not _same(label, axis):
                    wrong.append((label, axis.label))
        captions = {axis.id: block.caption for block in table.blocks for axis in block.rows}
        for label in printed.captions:
            due = captions[str(label.axis)]
            if _clause(label.text) != _clause(due):
                wrong.append((label, due))
        shown: dict[str, tuple[Label, str]] = {}
        for label, due in wrong:
            shown.setdefault(_one_line(label.text), (label, due))
        if shown:
            says = "、".join(f"“{text}”应为“{due}”" for text, (_, due) in shown.items())
            yield Fault(
                f"表二用词与格式不同：{says}。", f"Table 2: {len(shown)} labels are worded otherwise than in the form.",
                evidence=tuple(Evidence(text, label.place) for text, (label, _) in shown.items()),
                blame=_blame(all(printed.sure(label) for label, _ in shown.values())), what=" ".join(shown),
            )  # fmt: skip


def _same(label: Label, axis: Axis) -> bool:
    """Whether a label is the form's own or the part of it that a page shows; a known other wording is neither."""
    return bare(label.text) == bare(axis.label) or (_cut(label, axis.label) and not is_known(label.text, (axis,)))


def _begun(note: Label, due: str) -> bool:
    """Whether a page shows the beginning of the note, whose end stands on the next."""
    return note.place.page is not None and words(due).startswith(words(note.text))


def _clause(text: str) -> str:
    """A caption such as 第二十条第（五）项 without what authors leave out of it."""
    return words(text).removeprefix("条例").replace("第", "").removesuffix("项")


@rule("S-NOTE", "info", "form", "表三的勾稽说明缺失或改动", "Table 3: the note on its sums is missing or altered")
def s_note(case: Case) -> Iterator[Fault]:
    """表三左上角应印“（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）”。

    依据：格式的表三（国办公开办函〔2021〕30号、〔2019〕60号）。
    例：印成“（数据的勾稽关系为…）”；左上角空着。
    改：照格式原样印。印在表格上方也算印了；没有读到表三格子的不作判断。
    """
    for printed, table in _tables(case, "t3"):
        if not table.note or len({label.axis for label in printed.rows}) < ENOUGH * len(table.blocks[0].rows):
            continue
        note = printed.note
        if note is None:
            yield Fault(
                f"表三没有印勾稽关系说明“{table.note}”。", "Table 3 does not print the note on its sums.",
                evidence=(Evidence("", printed.rows[0].place),), blame=_blame(printed.sure_of_no_note()), what="missing",
            )  # fmt: skip
        elif words(table.note) not in words(note.text) and not _begun(note, table.note):
            yield Fault(
                f"表三的勾稽关系说明印为“{_one_line(note.text)}”，应为“{table.note}”。",
                "The note on the sums of table 3 is altered.",
                evidence=(Evidence(_one_line(note.text), note.place),), blame=_blame(printed.sure(note)), what="altered",
            )  # fmt: skip

"""What is printed in the cells themselves: figures that cannot be counts, words and signs for figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ..form import Field
from ..record import Evidence, Kind, Suggestion, Value
from .arithmetic import blame_of
from .catalogue import Case, Fault, rule

MOST_NAMED = 6


def fields_where(case: Case, tables: tuple[str, ...], wanted: Callable[[Field, Value], bool]) -> list[Field]:
    """The fields of these tables whose printed value is as wanted; values in doubt are left to R-CONFLICT."""
    return [
        one
        for one in case.odd
        if one.table in tables and (value := case.value(one.id)).reading != "conflict" and wanted(one, value)
    ]


def named(fields: list[Field], most: int = MOST_NAMED) -> str:
    """The fields by their short labels, the first few of a long list."""
    names = "、".join(field.short for field in fields[:most])
    return names + (f" 等 {len(fields)} 格" if len(fields) > most else "")


def _evidence(case: Case, fields: list[Field]) -> tuple[Evidence, ...]:
    return tuple(Evidence(case.value(one.id).raw or "（空）", case.value(one.id).place) for one in fields[:MOST_NAMED])


def _together(case: Case, fields: list[Field], says: str, says_en: str) -> Iterator[Fault]:
    """One fault for all the cells of one table that share a flaw."""
    for table in ("t2", "t3", "t4"):
        here = [one for one in fields if one.table == table]
        if here:
            ids = tuple(one.id for one in here)
            message = f"{named(here)}：{says}。"
            yield Fault(message, f"{len(here)} cells: {says_en}.", ids, evidence=_evidence(case, here),
                        blame=blame_of(case, ids))  # fmt: skip


def _impossible(field: Field, value: Value) -> str:
    """Why a printed value cannot stand in its cell; empty when it can."""
    if value.kind == "text":
        return "不是数字"
    if value.kind != "number" or value.value is None:
        return ""
    if field.kind == "count" and (value.value < 0 or not float(value.value).is_integer()):
        return "件数应为非负整数"
    if field.kind == "signed_count" and not float(value.value).is_integer():
        return "增减数应为整数"
    if field.kind == "amount" and value.value < 0:
        return "金额不应为负"
    return ""


def _integers(case: Case, table: str) -> Iterator[Fault]:
    for field in fields_where(case, (table,), lambda field, value: bool(_impossible(field, value))):
        value = case.value(field.id)
        yield Fault(
            f"“{field.path}”印为“{value.raw}”，{_impossible(field, value)}。",
            f"{field.en} is printed as {value.raw!r}, which cannot stand in this cell.",
            (field.id,), evidence=(Evidence(value.raw, value.place),), blame=blame_of(case, (field.id,)),
        )  # fmt: skip


@rule("T3-INT", "error", "arithmetic", "表三：不是非负整数", "Table 3: not a non-negative integer")
def t3_integers(case: Case) -> Iterator[Fault]:
    """表三每一格都是件数，只能是非负整数。

    依据：各行以“数量”“件”计（国办公开办函〔2021〕30号）。
    例：某格印为 -1、2.5 或“若干”。
    改：填实际件数；没有的填 0。
    """
    yield from _integers(case, "t3")


@rule("T4-INT", "error", "arithmetic", "表四：不是非负整数", "Table 4: not a non-negative integer")
def t4_integers(case: Case) -> Iterator[Fault]:
    """表四十五格都是件数，只能是非负整数。

    依据：行政复议、行政诉讼按案件计。
    例：总计印为 1.0.0 或 -2。
    改：填实际件数；没有的填 0。
    """
    yield from _integers(case, "t4")


@rule("T2-INT", "error", "arithmetic", "表二：不是非负的数", "Table 2: not a non-negative number")
def t2_integers(case: Case) -> Iterator[Fault]:
    """表二件数是非负整数，收费金额是非负数（万元）；2019 版“本年增/减”可以为负。

    依据：表头“件数”“数量”“金额（单位：万元）”。
    例：行政处罚印为 12.5，收费金额印为 -3。
    改：按表头的单位填数。
    """
    yield from _integers(case, "t2")


@rule("T3-MISS", "warning", "form", "表三：有空白单元格", "Table 3: blank cells")
def t3_missing(case: Case) -> Iterator[Fault]:
    """表三别的格都有数字而有的格空着：不知是 0 还是漏填。

    依据：格式要求逐格填报，没有的填 0；空白不能当作 0。
    例：五类法人或其他组织整列空白；办理结果各行的总计列空白。
    改：逐格填数，没有的填 0。
    """
    blank = fields_where(case, ("t3",), lambda _, value: value.kind == "blank")
    filled = [field for field in case.form.table("t3").fields.values() if field.id in case.numbers]
    if not blank or not filled:
        return
    ids = tuple(field.id for field in blank)
    columns = list(dict.fromkeys(field.column.label for field in blank))
    rows = {field.row.id for field in filled} | {field.row.id for field in blank}
    whole = [c for c in columns if sum(field.column.label == c for field in blank) == len(rows)]
    where = f"“{'、'.join(whole)}”整列空白，" if whole else ""
    message = f"{where}共 {len(blank)} 格空白（{named(blank)}），没有的应填 0，空白不按 0 计。"
    yield Fault(
        message, f"{len(blank)} cells are blank; a blank is not read as 0.", ids,
        evidence=_evidence(case, blank), blame=blame_of(case, ids),
    )  # fmt: skip


@rule("T2-TEXT", "warning", "form", "表二：填的不是数字", "Table 2: not a figure")
def t2_text(case: Case) -> Iterator[Fault]:
    """表二某格填“无”、“/”、“-”或空着，没有填数字。“无”以及规章一行的“/”只作提示。

    依据：格式表头为“件数”“数量”“金额”，没有的填 0。
    例：行政许可一格印为“无”。
    改：没有的填 0。
    """
    for field in fields_where(case, ("t2",), lambda _, value: value.kind in ("none", "dash", "blank")):
        value = case.value(field.id)
        mild = value.kind == "none" or (value.kind == "dash" and field.row.id == "rules")
        yield Fault(
            f"“{field.path}”填的是“{value.raw or '（空白）'}”，应填数字，没有的填 0。",
            f"{field.en} holds {value.raw or 'nothing'} in place of a figure.",
            (field.id,), evidence=(Evidence(value.raw or "（空）", value.place),),
            blame=blame_of(case, (field.id,)), severity="info" if mild else "warning",
        )  # fmt: skip


@rule("C-BLANK", "warning", "form", "有空白单元格", "Blank cells")
def c_blank(case: Case) -> Iterator[Fault]:
    """表格里有空白单元格，不知是 0 还是漏填。表二、表三另有 T2-TEXT、T3-MISS，此处只作提示。

    依据：逐格填报，没有的填 0；空白不能当作 0。
    例：复议后起诉五格空白。
    改：没有的填 0。
    """
    yield from _instead(case, "blank", "空白，没有的应填 0", "blank; 0 is to be printed where there is none")


@rule("C-SLASH", "warning", "form", "用“/”或“-”代替数字", "A dash or slash in place of a figure")
def c_slash(case: Case) -> Iterator[Fault]:
    """单元格印为 /、-、— 或“不适用”。表二另有 T2-TEXT，此处只作提示。

    依据：逐格填报，没有的填 0。
    例：科研机构一列全部印为“/”。
    改：没有的填 0。
    """
    yield from _instead(case, "dash", "印为“/”或“-”，没有的应填 0", "a dash stands in place of a figure")


@rule("C-WU", "info", "form", "用“无”代替数字", "无 in place of a figure")
def c_wu(case: Case) -> Iterator[Fault]:
    """单元格印为“无”或“没有”。

    依据：逐格填报，没有的填 0。
    例：行政复议五格印为“无”。
    改：填 0。
    """
    yield from _instead(case, "none", "印为“无”，应填 0", "无 stands in place of 0")


_TOLD: Mapping[Kind, tuple[str, ...]] = {"blank": ("t2", "t3"), "dash": ("t2",), "none": ("t2",)}
"""The tables that have a rule of their own for each of these kinds."""


def _instead(case: Case, kind: Kind, says: str, says_en: str) -> Iterator[Fault]:
    """Cells that hold something of this kind in place of a figure; only a hint where another rule tells them."""
    cells = fields_where(case, ("t2", "t3", "t4"), lambda _, value: value.kind == kind)
    for fault in _together(case, cells, says, says_en):
        mild = case.form.field(fault.fields[0]).table in _TOLD[kind]
        yield replace(fault, severity="info") if mild else fault


def _printed(pattern: str) -> Callable[[Field, Value], bool]:
    """Whether the figure is printed in a certain way."""
    compiled = re.compile(pattern)
    return lambda _, value: value.kind == "number" and compiled.search(value.raw) is not None


@rule("C-UNIT", "info", "form", "数字后带单位", "A unit beside the figure")
def c_unit(case: Case) -> Iterator[Fault]:
    """单元格里数字后面带了“件”“元”“万元”等单位。单位照印保留在 note 中，数值不换算。

    依据：单位已在表头，格内只填数字；元与万元混用会差一万倍。
    例：0件、251000元、160.5964万元。
    改：去掉单位；金额按表头单位换算。（2019 版“采购总金额”没有固定单位，不提示。）
    """
    united = fields_where(case, ("t2", "t3", "t4"), _printed(r"^[^（(\[【]*\d\s*(?:件次|人次|万元|亿元|元|件|项|条|宗|起|份|个|次|笔)"))
    united = [field for field in united if not field.unit.startswith("元或")]
    yield from _together(case, united, "数字后带单位", "a unit is printed beside the figure")


@rule("C-FULLWIDTH", "info", "expert", "全角数字", "Full-width digits")
def c_fullwidth(case: Case) -> Iterator[Fault]:
    """数字是全角的，电子表格会当作文字。

    依据：全角数字不能参加运算，汇总时容易漏。
    例：１７。
    改：改为半角。
    """
    wide = fields_where(case, ("t2", "t3", "t4"), _printed(r"[０-９]"))
    yield from _together(case, wide, "数字是全角的", "the digits are full width")


@rule("C-COMMA", "info", "expert", "数字带千分位", "Thousands separators")
def c_comma(case: Case) -> Iterator[Fault]:
    """数字带千分位逗号，读成了一个数；汇总软件可能只读到逗号前。

    依据：格式没有规定千分位。
    例：1,234。
    改：去掉逗号。
    """
    commas = fields_where(case, ("t2", "t3", "t4"), _printed(r"\d[,，]\d"))
    yield from _together(case, commas, "数字带千分位逗号", "the figure has a thousands separator")


@rule("C-DECIMAL", "warning", "form", "件数带小数", "A decimal where a count belongs")
def c_decimal(case: Case) -> Iterator[Fault]:
    """件数印成小数；小数部分为零时（3.0）也提示。

    依据：表头为“件数”“数量”。
    例：行政处罚 9.63211。
    改：填整数；若是金额填错了行，移到收费金额。
    """
    point = _printed(r"^[^（(\[【]*\d\s*[.．]\s*\d")
    decimals = fields_where(case, ("t2", "t3", "t4"), lambda f, v: f.kind != "amount" and point(f, v))
    yield from _together(case, decimals, "件数带小数", "a count has decimals")


@rule("C-NEG", "warning", "form", "件数为负", "A negative count")
def c_negative(case: Case) -> Iterator[Fault]:
    """件数为负。2019 版“本年增/减”可以为负，不在此列。

    依据：表头为“件数”“数量”。
    例：总计 -1。
    改：查是否由公式相减得出。
    """
    negative = fields_where(
        case, ("t2", "t3", "t4"), lambda f, v: f.kind == "count" and v.value is not None and v.value < 0
    )
    yield from _together(case, negative, "件数为负", "the count is negative")


_LOOKALIKES = str.maketrans("OoQDlI|Zz", "000011122")


@rule("C-OCR", "warning", "expert", "形似数字的字母", "Letters that look like digits")
def c_ocr(case: Case) -> Iterator[Fault]:
    """单元格里是形似数字的字母，多半由扫描识别或手误造成。不代为更正。

    依据：字母不能参加运算。
    例：O、l、1O。
    改：对照原件改为数字。
    """
    odd = fields_where(
        case, ("t2", "t3", "t4"), lambda _, v: v.kind == "text" and bool(re.fullmatch(r"[\dOoQDlI|Zz]{1,6}", v.raw))
    )
    for field in odd:
        value = case.value(field.id)
        better = int(value.raw.translate(_LOOKALIKES))
        yield Fault(
            f"“{field.path}”印为“{value.raw}”，疑是 {better}。", f"{field.en} reads {value.raw!r}; {better} may be meant.",
            (field.id,), evidence=(Evidence(value.raw, value.place),), suggestion=Suggestion(field.id, better),
            blame="unknown",
        )  # fmt: skip

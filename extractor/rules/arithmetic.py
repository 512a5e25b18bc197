"""The identities of tables 3 and 4: rows, columns, balance, and the one cell that would mend them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from ..form import Form, Identity
from ..record import Blame, Evidence, Suggestion
from ..tables.locate import Mend, locate, residual
from ..tables.solve import holds, touching
from .catalogue import Case, Fault, rule


@functools.cache
def _identities(form: Form, code: str) -> tuple[tuple[Identity, frozenset[str]], ...]:
    """The identities of a code, each with its cells."""
    return tuple((one, frozenset(_cells(one))) for one in form.identities() if one.code == code)


def _cells(identity: Identity) -> tuple[str, ...]:
    return (*identity.left, *identity.right)


def check_identities(case: Case, code: str) -> Iterator[Fault]:
    """One fault a broken identity of this code, and one for all that cannot be decided."""
    undecided: list[Identity] = []
    mend: Mend | None = None
    table = code.split("-", maxsplit=1)[0].lower()
    for identity, cells in _identities(case.form, code):
        if case.sure.keys() >= cells:
            if residual(identity, case.sure) != 0:
                # A cell read in two ways must not be taken for the one that is wrong.
                mend = mend or locate(case.sure, case.form, table)
                yield _broken(case, identity, mend)
            continue
        values = [case.report.values[one] for one in cells]
        if "missing" in [one.kind for one in values]:
            continue
        if "conflict" in [one.reading for one in values]:
            undecided.append(identity)
        elif _contradicted(case, identity):
            yield _broken(case, identity, None)
        else:
            undecided.append(identity)
    if undecided:
        yield _undecided(case, undecided)


def _contradicted(case: Case, identity: Identity) -> bool:
    """Whether the printed parts of a sum already exceed it: blanks cannot be less than nothing."""
    for whole, parts in ((identity.left, identity.right), (identity.right, identity.left)):
        if all(one in case.numbers for one in whole) and all(case.numbers.get(one, 0) >= 0 for one in parts):
            known = sum(case.numbers[one] for one in parts if one in case.numbers)
            if known > sum(case.numbers[one] for one in whole):
                return True
    return False


def blame_of(case: Case, fields: Sequence[str]) -> Blame:
    """source when both routes read every cell alike, reading where one is in doubt, else unknown.

    A cell that the sums have settled is as sure as one read alike where such a sum does hold.
    """
    readings = {case.value(one).reading for one in fields}
    if "conflict" in readings:
        return "reading"
    return "source" if all(_is_sure(case, one) for one in fields) else "unknown"


def _is_sure(case: Case, field: str) -> bool:
    reading = case.value(field).reading
    if reading == "solved":
        return any(holds(one, case.numbers) for one in touching(case.form, [field]))
    return reading in ("agreed", "corrected")


def _shown(case: Case, fields: Sequence[str]) -> str:
    return " + ".join(case.value(one).raw or "（空）" for one in fields)


def _broken(case: Case, identity: Identity, mend: Mend | None) -> Fault:
    numbers = case.numbers
    left = sum(numbers.get(one, 0) for one in identity.left)
    right = sum(numbers.get(one, 0) for one in identity.right)
    fields = _cells(identity)
    name, name_en = identity.axis.label, identity.axis.en
    equation = f"{_shown(case, identity.left)} ≠ {_shown(case, identity.right)}"
    message = f"“{name}”：{_side(case, identity.left)}为 {left}，{_side(case, identity.right)}合计为 {right}"
    message_en = f"{name_en}: {_side_en(case, identity.left)} is {left}, the other side adds up to {right}"
    suggestion = None
    if mend is not None and mend.field in fields:
        target = case.form.field(mend.field)
        suggestion = Suggestion(mend.field, mend.value)
        message += f"；把“{target.path}”由 {numbers[mend.field]} 改为 {mend.value}，全表即平衡"
        message_en += f"; {target.en} {numbers[mend.field]} read as {mend.value} would balance the table"
    elif mend is not None and mend.hint:
        message += f"；{mend.hint}"
        message_en += f"; {mend.hint_en}"
    elif identity.code == "T4-SUM" and all(one in numbers for one in fields):
        suggestion = Suggestion(identity.left[0], right)
    places = [case.value(one).place for one in fields]
    evidence = (Evidence(equation, places[0]),)
    return Fault(
        message + "。", message_en + ".", fields, left, right, evidence, suggestion, blame=blame_of(case, fields)
    )


def _side(case: Case, fields: Sequence[str]) -> str:
    """What one side of an identity is called: its cells by their short labels, a long side as 各分项."""
    if len(fields) > 2:
        return "各分项"
    return "与".join(f"“{case.form.field(one).short}”" for one in fields)


def _side_en(case: Case, fields: Sequence[str]) -> str:
    return "the parts" if len(fields) > 2 else " plus ".join(case.form.field(one).en for one in fields)


def _undecided(case: Case, identities: Sequence[Identity]) -> Fault:
    cells = dict.fromkeys(one for item in identities for one in _cells(item))
    empty = tuple(one for one in cells if one not in case.numbers or case.value(one).reading == "conflict")
    as_zero = {one: case.numbers.get(one, 0) for item in identities for one in _cells(item)}
    off = [item for item in identities if residual(item, as_zero) != 0]
    blame = blame_of(case, empty)
    message = f"有 {len(identities)} 个等式因 {len(empty)} 个单元格没有数字或读法不一而无法核对"
    message_en = f"{len(identities)} sums cannot be checked: {len(empty)} cells hold no number or are in doubt"
    if off and blame != "reading":
        message += f"；即使按 0 计，也有 {len(off)} 个不成立"
        message_en += f"; read as 0, {len(off)} of them would not hold"
    place = case.value(empty[0]).place
    quote = "、".join(case.form.field(one).short for one in empty[:6])
    return Fault(
        message + "。", message_en + ".", empty, evidence=(Evidence(quote, place),), outcome="inconclusive",
        blame=blame, severity="info", what="undecided",
    )  # fmt: skip


@rule(
    "T3-BAL", "error", "form", "表三：第一项加第二项不等于第三项加第四项",
    "Table 3: received plus carried in is not outcomes plus carried out",
)  # fmt: skip
def t3_balance(case: Case) -> Iterator[Fault]:
    """本年新收 + 上年结转 = 办理结果总计 + 结转下年度，七列逐列成立。

    依据：格式表头印有“第一项加第二项之和，等于第三项加第四项之和”（国办公开办函〔2021〕30号）。
    例：自然人列新收 12、上年结转 3，总计 14、结转 0。
    改：查漏登、错列的申请；常见是结转下年度没有填。
    """
    yield from check_identities(case, "T3-BAL")


@rule("T3-ROW", "error", "arithmetic", "表三：行内分项之和不等于总计", "Table 3: a row's applicants do not add up to its total")
def t3_row(case: Case) -> Iterator[Fault]:
    """每一行的“总计”等于自然人与五类法人或其他组织之和。

    依据：由表头“申请人情况／总计”直接得出。
    例：予以公开一行 6、0、0、0、0、0，总计 7。
    改：核对该行各列；若消息指出一格即可平衡全表，先查那一格。
    """
    yield from check_identities(case, "T3-ROW")


@rule("T3-SUM", "error", "arithmetic", "表三：办理结果各项之和不等于（七）总计", "Table 3: the outcomes do not add up to row 总计")
def t3_sum(case: Case) -> Iterator[Fault]:
    """每一列从（一）予以公开到（六）其他处理各行之和等于（七）总计。

    依据：由行名“（七）总计”直接得出。
    例：自然人列各项相加为 26，（七）总计印为 20。
    改：查有无漏计的办理结果，或总计沿用了旧数。
    """
    yield from check_identities(case, "T3-SUM")


@rule("T4-SUM", "error", "arithmetic", "表四：四种结果之和不等于总计", "Table 4: outcomes do not add up to the total")
def t4_sum(case: Case) -> Iterator[Fault]:
    """行政复议、未经复议直接起诉、复议后起诉三组，各自维持、纠正、其他、未审结之和等于总计。

    依据：由表头直接得出。
    例：行政复议 10、1、0、0，总计印为 0。
    改：补填或更正总计；若整行错了一列，逐格右移核对。
    """
    yield from check_identities(case, "T4-SUM")

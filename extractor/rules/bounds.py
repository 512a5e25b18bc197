"""Tables 3 and 4: bounds that no sum shows, figures one column off, disputes without requests."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from ..form import FormTable
from ..record import Evidence
from ..tables.locate import residual
from .arithmetic import blame_of
from .catalogue import Case, Fault, rule
from .cells import MOST_NAMED

DISPUTED = ("t4.reconsideration.total", "t4.litigation_direct.total")
WORKLOAD = ("t3.received_new.total", "t3.carried_in.total")
AFTER, BEFORE = "t4.litigation_after_reconsideration.total", "t4.reconsideration.total"
FAR_BEYOND = (2, 20)
"""Disputes above twice the year's requests and twenty more are doubted without a look at the year before."""


def sure(case: Case, fields: Sequence[str]) -> bool:
    """Whether each of these cells holds a number that is not in doubt."""
    return case.sure.keys() >= set(fields)


@rule("T3-BOUND", "error", "arithmetic", "表三：分项大于所属的总数", "Table 3: a part is larger than its whole")
def t3_bound(case: Case) -> Iterator[Fault]:
    """结转下年度不多于本年新收加上年结转；每项办理结果不多于（七）总计。

    依据：由表头所印的关系和行名“（七）总计”直接推出。等式本身能核对时由 T3-BAL、T3-SUM 判错，不再提示；
    这里只说等式因别的格没有读到或读法不一而不能核对时，单看两三格就已经矛盾的。
    例：新收 2、上年结转 0、结转下年度 5，而总计一格没有读到。
    改：核对所列各格。
    """
    table = case.form.table("t3")
    broken = [
        (part, *whole) for parts, whole in _bounds(table) if sure(case, whole) for part in _above(case, parts, whole)
        if not _summed(case, table, (part, *whole))
    ]  # fmt: skip
    if not broken:
        return
    cells = tuple(dict.fromkeys(one for fields in broken for one in fields))
    told = [f"“{case.form.field(one).short}”{case.value(one).raw}" for one, *_ in broken[:MOST_NAMED]]
    evidence = [Evidence(" > ".join((case.value(part).raw, " + ".join(case.value(one).raw for one in whole))),
                         case.value(part).place) for part, *whole in broken[:MOST_NAMED]]  # fmt: skip
    yield Fault(
        f"{'、'.join(told)}大于所属的总数，共 {len(broken)} 处。", f"{len(broken)} cells are larger than the whole they are part of.",
        cells, case.numbers[broken[0][0]], sum(case.numbers[one] for one in broken[0][1:]), tuple(evidence),
        blame=blame_of(case, cells),
    )  # fmt: skip


@functools.cache
def _bounds(table: FormTable) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Cells of which none is more than its whole, and the cells that make up the whole."""
    return tuple(_bounds_of(table))


def _bounds_of(table: FormTable) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    block = table.blocks[0]
    for column in block.columns:
        at = {row.id: f"{table.id}.{row.id}.{column.id}" for row in block.rows}
        yield (at["carried_out"],), (at["received_new"], at["carried_in"])
        yield tuple(at[row.id] for row in block.rows if row.role == "leaf"), (at["results_total"],)


def _above(case: Case, parts: Sequence[str], whole: Sequence[str]) -> list[str]:
    """The parts that are more than a whole that is sure; cells without a sure number are not."""
    most = sum(case.sure[one] for one in whole)
    return [part for part in parts if case.sure.get(part, most) > most]


def _summed(case: Case, table: FormTable, fields: tuple[str, ...]) -> bool:
    """Whether the identity over these cells is judged by itself: no cell of it is missing or in doubt."""
    for identity in table.identities:
        cells = {*identity.left, *identity.right}
        if cells >= set(fields):
            return all(case.value(one).kind != "missing" and case.value(one).reading != "conflict" for one in cells)
    return False


@rule("T4-SHIFT", "info", "expert", "表四：数字疑似错了一列", "Table 4: the figures may stand one column off")
def t4_shift(case: Case) -> Iterator[Fault]:
    """表四各项之和不等于总计，而把数字左移或右移一列后三组都成立。

    依据：十五格印在一行，少填或多填一格，后面的数字就都错一列。只作提示，错误由 T4-SUM 说明。
    例：行政复议印为 11、10、1、0、0，左移一列成 10、1、0、0、11，即平衡。
    改：对照表头逐格核对，不要只改总计。
    """
    identities = [one for one in case.form.identities() if one.code == "T4-SUM"]
    fields = tuple(field.id for field in case.form.table("t4").fields.values())
    if not sure(case, fields) or not any(residual(one, case.numbers) for one in identities):
        return
    printed = [case.numbers[one] for one in fields]
    size = len(fields) // len(identities)
    for name, name_en, moved in _moved(printed, size):
        numbers = dict(zip(fields, moved, strict=True))
        if moved != printed and not any(residual(one, numbers) for one in identities):
            quote = " ".join(case.value(one).raw for one in fields)
            yield Fault(
                f"表四把{name}一列后，三组的各项之和都等于总计，疑似填错了列。",
                f"With {name_en} by one column all three sums of table 4 hold; the figures may stand one column off.",
                fields, evidence=(Evidence(quote, case.value(fields[0]).place),), blame=blame_of(case, fields),
            )  # fmt: skip
            return


def _moved(row: list[int | float], size: int) -> Iterator[tuple[str, str, list[int | float]]]:
    """The row with its figures, or those of the groups that need it, one column on; a figure is never dropped."""
    yield "全行数字左移", "the row moved left", row[1:] + row[:1]
    yield "全行数字右移", "the row moved right", row[-1:] + row[:-1]
    groups = [row[at : at + size] for at in range(0, len(row), size)]
    for name, name_en, step in (("不平的一组左移", "the group in error moved left", 1),
                                ("不平的一组右移", "the group in error moved right", -1)):  # fmt: skip
        turned = [one if sum(one[:-1]) == one[-1] else one[step:] + one[:step] for one in groups]
        yield name, name_en, [figure for group in turned for figure in group]


@rule("T4-PLAUS", "warning", "expert", "表四：争议案件多于申请", "Table 4: more disputes than requests")
def t4_plausible(case: Case) -> Iterator[Fault]:
    """行政复议加未经复议直接起诉的案件，多于本年的申请和上年办结的申请之和。

    依据：因信息公开申请引起的复议、诉讼，一般不会多于两年的申请。只有一年的报告时，多于本年新收加
    上年结转的两倍又多出二十件的才提示。案件按立案还是按结案统计，各地口径不一。
    例：本年与上年都没有申请，表四却有复议 3 件。
    改：核对表四是否计入了与政府信息公开无关的案件。
    """
    fields = (*DISPUTED, *WORKLOAD)
    if not sure(case, fields):
        return
    disputes = sum(case.numbers[one] for one in DISPUTED)
    requests = sum(case.numbers[one] for one in WORKLOAD)
    times, more = FAR_BEYOND
    if disputes <= requests * times + more:
        return
    quote = f"行政复议 {case.value(DISPUTED[0]).raw}、直接起诉 {case.value(DISPUTED[1]).raw}"
    yield Fault(
        f"行政复议与直接起诉共 {disputes} 件，多于本年新收加上年结转的 {requests} 件。",
        f"{disputes} cases of reconsideration and direct litigation, but {requests} requests received or carried in.",
        fields, disputes, requests, (Evidence(quote, case.value(DISPUTED[0]).place),), blame=blame_of(case, fields),
    )  # fmt: skip


@rule("T4-ORPHAN", "warning", "expert", "表四：没有复议却有复议后起诉", "Table 4: litigation after reconsideration without any")
def t4_orphan(case: Case) -> Iterator[Fault]:
    """复议后起诉有案件，而本年和上年的行政复议都是 0。

    依据：先复议才有复议后起诉；复议与起诉可以跨年，所以只有一年的报告时只作提示。总计本身不平的由 T4-SUM 说明。
    例：复议后起诉总计 2，本年、上年行政复议总计都是 0。
    改：核对是否应计入“未经复议直接起诉”。
    """
    fields = (AFTER, BEFORE)
    if sure(case, fields) and case.numbers[AFTER] > 0 and case.numbers[BEFORE] == 0 and not _wrong_total(case, fields):
        count = case.numbers[AFTER]
        quote = f"复议后起诉 {case.value(AFTER).raw}、行政复议 {case.value(BEFORE).raw}"
        yield Fault(
            f"复议后起诉 {count} 件，而本年行政复议为 0；如上年也没有行政复议，即有矛盾。",
            f"{count} suits after reconsideration, yet none was reconsidered this year.",
            fields, count, 0, (Evidence(quote, case.value(AFTER).place),), blame=blame_of(case, fields), severity="info",
        )  # fmt: skip


def _wrong_total(case: Case, totals: Sequence[str]) -> bool:
    """Whether one of these totals is not the sum of its group."""
    for identity in case.form.identities():
        if identity.left[0] in totals and sure(case, (*identity.left, *identity.right)) and residual(identity, case.numbers):
            return True
    return False

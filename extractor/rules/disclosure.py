"""Table 2: stocks and flows of documents and items that cannot be right together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..record import Evidence
from .arithmetic import blame_of
from .catalogue import Case, Fault, rule

DOCUMENTS = ("rules", "normative_documents")
ITEMS = ("licensing", "other_services", "penalty", "compulsion", "fees")


def _fault(case: Case, fields: tuple[str, ...], message: str, message_en: str, left: float, right: float) -> Fault:
    quote = "、".join(f"{case.form.field(one).column.label} {case.value(one).raw}" for one in fields)
    return Fault(
        message, message_en, fields, left, right, (Evidence(quote, case.value(fields[0]).place),),
        blame=blame_of(case, fields),
    )  # fmt: skip


def _row(case: Case, row: str, *columns: str) -> tuple[tuple[str, ...], list[int | float]] | None:
    """The fields of a row of table 2 and their numbers; None unless all are there."""
    fields = tuple(f"t2.{row}.{column}" for column in columns)
    if any(one not in case.numbers for one in fields):
        return None
    return fields, [case.numbers[one] for one in fields]


@rule("T2-STOCK", "error", "arithmetic", "表二：推算的年初有效件数为负", "Table 2: the stock at the start of the year would be negative")  # fmt: skip
def t2_stock(case: Case) -> Iterator[Fault]:
    """现行有效 + 本年废止 − 本年制发 就是年初的有效件数，不能为负。

    依据：由三个表头直接得出（2021 版）。
    例：制发 9、废止 0、现行有效 4。
    改：现行有效应含本年制发且未废止的件数。
    """
    for row in DOCUMENTS:
        found = _row(case, row, "issued", "repealed", "in_force")
        if found is None:
            continue
        fields, (issued, repealed, in_force) = found
        if in_force + repealed - issued < 0:
            label = case.form.field(fields[0]).row.label
            yield _fault(
                case, fields,
                f"“{label}”现行有效 {in_force} 加本年废止 {repealed} 少于本年制发 {issued}，推算年初有效件数为负。",
                f"{row}: in force {in_force} plus repealed {repealed} is less than issued {issued}.",
                in_force + repealed, issued,
            )  # fmt: skip


@rule("T2-GE", "warning", "arithmetic", "表二：现行有效少于本年制发", "Table 2: fewer in force than issued this year")
def t2_in_force(case: Case) -> Iterator[Fault]:
    """现行有效件数一般不少于本年制发件数，除非当年制发又当年废止。

    依据：由表头得出；已由 T2-STOCK 判错的不再提示。
    例：制发 6、废止 3、现行有效 4。
    改：核对现行有效件数；确有当年制发又废止的，可予说明。
    """
    for row in DOCUMENTS:
        found = _row(case, row, "issued", "repealed", "in_force")
        if found is None:
            continue
        fields, (issued, repealed, in_force) = found
        if in_force < issued <= in_force + repealed:
            label = case.form.field(fields[0]).row.label
            yield _fault(
                case, fields, f"“{label}”现行有效 {in_force} 少于本年制发 {issued}，除非当年制发的又在当年废止。",
                f"{row}: {in_force} in force, yet {issued} issued this year.", in_force, issued,
            )  # fmt: skip


@rule("T2-2019", "error", "arithmetic", "2019 版表二：数量前后矛盾", "Table 2 of 2019: figures that contradict each other")
def t2_of_2019(case: Case) -> Iterator[Fault]:
    """对外公开总数量不少于本年新公开数量；上一年项目数量加本年增减不为负；本年新公开多于新制作只作提示。

    依据：由 2019 版表头直接得出（国办公开办函〔2019〕60号）。
    例：新公开 60、对外公开总数量 8；上一年 3 项、本年减 5 项。
    改：对外公开总数量是累计数；增减数与上一年项目数核对。
    """
    for row in DOCUMENTS:
        found = _row(case, row, "disclosed_new", "disclosed_total")
        if found is not None and found[1][1] < found[1][0]:
            fields, (new, total) = found
            yield _fault(case, fields, f"“{case.form.field(fields[0]).row.label}”对外公开总数量 {total} 少于本年新公开 {new}。",
                         f"{row}: {total} disclosed in all, {new} of them this year.", total, new)  # fmt: skip
        found = _row(case, row, "made_new", "disclosed_new")
        if found is not None and found[1][1] > found[1][0]:
            fields, (made, new) = found
            fault = _fault(case, fields, f"“{case.form.field(fields[0]).row.label}”本年新公开 {new} 多于本年新制作 {made}，可能含往年制作的。",
                           f"{row}: {new} disclosed, {made} made this year.", new, made)  # fmt: skip
            yield replace(fault, severity="info")
    for row in ITEMS:
        found = _row(case, row, "items_prev", "items_change")
        if found is not None and sum(found[1]) < 0:
            fields, (before, change) = found
            yield _fault(case, fields, f"“{case.form.field(fields[0]).row.label}”上一年 {before} 项、本年增减 {change}，合计为负。",
                         f"{row}: {before} items last year, changed by {change}.", before + change, 0)  # fmt: skip

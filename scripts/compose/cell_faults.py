"""Faults of single figures in tables 3 and 4 and of the way a cell is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from random import Random

from extractor.form import Field
from extractor.record import Value

from . import figures, printing
from .report import Draft, Fault, Number


class NoPlace(ValueError):
    """The fault does not fit this draft, such as a thousands separator among small figures."""


def true_figure(draft: Draft, name: str) -> Number:
    """The figure that a cell should print."""
    return draft.quoted[name]


def printed_figures(draft: Draft) -> dict[str, Number]:
    """The cells that print a number."""
    return {name: value.value for name, value in draft.values.items() if value.value is not None}


def faulty(
    draft: Draft, name: str, code: str, changed: Mapping[str, Value], *, more: tuple[str, ...] = (), mend: bool = True
) -> Draft:
    """The draft with those cells and the fault they make: what it breaks, and its mend if one cell was changed.

    ``more`` names rules that go with the code besides those of the identities; an empty code stands
    for that of the first identity broken.
    """
    truths = {field: true_figure(draft, field) for field in changed}
    made = draft.with_values(changed)
    broken = figures.broken(made.form, printed_figures(made))
    code = code or broken[0].code
    codes = tuple(dict.fromkeys((code, *more, *(identity.code for identity in broken))))
    suggestion = next(iter(truths.items())) if mend and len(truths) == 1 else None
    fault = Fault(
        name=name, code=code, codes=codes, fields=tuple(changed),
        breaks=tuple((identity.code, identity.left[0]) for identity in broken),
        suggestion=suggestion, unique=suggestion is not None and len(broken) >= 2,
    )  # fmt: skip
    return replace(made, fault=fault)


def slipped(figure: Number, rng: Random) -> int:
    """Another count near the true one, as a slip of the finger makes it: never the same, never negative."""
    true = int(figure)
    digits = str(true)
    ways: list[int] = [true + 1, true + rng.randint(2, 9), max(true - 1, 0)]
    if len(digits) > 1:
        ways += [int(digits[1:]), int(digits[:-1]), int(digits[0] + digits), int(digits[::-1])]
    return rng.choice([way for way in ways if way != true])


def _cells(draft: Draft, table: str, keep: Callable[[Field], bool]) -> list[Field]:
    """Cells of a table that print a number and pass; never the one whose figure binds section six."""
    fields = [
        field for field in draft.form.table(table).fields.values()
        if field.row.id != "other_fee_overdue" and draft.values[field.id].value is not None and keep(field)
    ]  # fmt: skip
    if not fields:
        raise NoPlace(f"no cell of {table} will do")
    return fields


def _wrong(draft: Draft, name: str, code: str, fields: list[Field], rng: Random) -> Draft:
    field = rng.choice(fields)
    return faulty(draft, name, code, {field.id: printing.number(slipped(true_figure(draft, field.id), rng))})


def _row(draft: Draft, rng: Random) -> Draft:
    """The total of one row is wrong."""
    fields = _cells(draft, "t3", lambda f: f.column.role == "sum" and f.row.role != "sum")
    return _wrong(draft, "T3-ROW", "T3-ROW", fields, rng)


def _sum(draft: Draft, rng: Random) -> Draft:
    """One figure of the row （七）总计 is wrong."""
    return _wrong(draft, "T3-SUM", "T3-SUM", _cells(draft, "t3", lambda f: f.row.role == "sum"), rng)


def _balance(draft: Draft, rng: Random) -> Draft:
    """A row of the balance is wrong in one column, and half the time in its total to match."""
    field = rng.choice(_cells(draft, "t3", lambda f: f.row.role == "balance" and f.column.role != "sum"))
    wrong = slipped(true_figure(draft, field.id), rng)
    changed = {field.id: printing.number(wrong)}
    if rng.random() < 0.5:
        total = f"t3.{field.row.id}.total"
        changed[total] = printing.number(int(true_figure(draft, total)) + wrong - int(true_figure(draft, field.id)))
    return faulty(draft, "T3-BAL", "T3-BAL", changed)


def _typo(draft: Draft, rng: Random) -> Draft:
    """Any one figure of table 3 is wrong."""
    return _wrong(draft, "TYPO", "", _cells(draft, "t3", lambda f: True), rng)


def _slip(draft: Draft, rng: Random) -> Draft:
    """A figure of table 3 stands one column too far, and its neighbour's in its own place."""
    columns = [c.id for c in draft.form.table("t3").blocks[0].columns if c.role != "sum"]
    pairs = []
    for row in draft.form.table("t3").blocks[0].rows:
        for left, right in pairwise(columns):
            here, there = f"t3.{row.id}.{left}", f"t3.{row.id}.{right}"
            if row.id != "other_fee_overdue" and true_figure(draft, here) != true_figure(draft, there):
                pairs.append((row, here, there))
    if not pairs:
        raise NoPlace("no two neighbours differ")
    row, here, there = rng.choice(pairs)
    code = "T3-BAL" if row.role == "balance" else "T3-SUM"
    changed = {here: draft.values[there], there: draft.values[here]}
    return faulty(draft, "SLIP", code, changed)


def _t4(draft: Draft, rng: Random) -> Draft:
    """One figure of table 4 is wrong. Its sum shows that, but not which of its five it is."""
    return _wrong(draft, "T4-SUM", "T4-SUM", _cells(draft, "t4", lambda f: True), rng)


def _no_count(draft: Draft, rng: Random) -> Draft:
    """A negative or broken number where a count belongs."""
    field = rng.choice(_cells(draft, "t3", lambda f: f.column.role != "sum"))
    true = int(true_figure(draft, field.id))
    wrong: Number = -max(true, 1) if rng.random() < 0.5 else true + 0.5
    lexical = "C-NEG" if wrong < 0 else "C-DECIMAL"
    return faulty(draft, "T3-INT", "T3-INT", {field.id: printing.number(wrong)}, more=(lexical,))


def _left_blank(draft: Draft, rng: Random) -> Draft:
    """One cell of table 3 is blank, or the whole column of totals but for the balance's rows."""
    if rng.random() < 0.6:
        field = rng.choice(_cells(draft, "t3", lambda f: True))
        return faulty(draft, "T3-MISS", "T3-MISS", {field.id: printing.blank()}, more=("C-BLANK",))
    results = _cells(draft, "t3", lambda f: f.column.role == "sum" and f.row.role != "balance")
    blanks = {field.id: printing.blank() for field in results}
    return faulty(draft, "T3-MISS", "T3-MISS", blanks, more=("C-BLANK",), mend=False)


def _written(
    name: str,
    fits: Callable[[Number], bool],
    write: Callable[[Number, Random], Value],
    *,
    mend: bool = True,
) -> Callable[[Draft, Random], Draft]:
    """A fault of writing: one count of any table that fits is written otherwise."""

    def put(draft: Draft, rng: Random) -> Draft:
        fields = [
            field for field in draft.form.fields()
            if field.kind == "count" and field.row.id != "other_fee_overdue" and fits(true_figure(draft, field.id))
        ]  # fmt: skip
        if not fields:
            raise NoPlace(f"no figure fits {name}")
        field = rng.choice(fields)
        changed = {field.id: write(true_figure(draft, field.id), rng)}
        return faulty(draft, name, name, changed, more=_companions(name, field.table), mend=mend)

    return put


def _companions(name: str, table: str) -> tuple[str, ...]:
    """The rule on a table's cells that goes with a lexical one."""
    if name in ("C-DECIMAL", "C-NEG"):
        return (f"{table.upper()}-INT",)
    if name in ("C-SLASH", "C-WU", "C-BLANK") and table == "t2":
        return ("T2-TEXT",)
    return ("T3-MISS",) if name == "C-BLANK" and table == "t3" else ()


def _any(figure: Number) -> bool:
    return True


CELL_FAULTS: dict[str, Callable[[Draft, Random], Draft]] = {
    "T3-ROW": _row,
    "T3-SUM": _sum,
    "T3-BAL": _balance,
    "TYPO": _typo,
    "SLIP": _slip,
    "T4-SUM": _t4,
    "T3-INT": _no_count,
    "T3-MISS": _left_blank,
    "C-SLASH": _written("C-SLASH", lambda n: n == 0, lambda n, rng: Value(None, rng.choice("/-—"), "dash")),
    "C-WU": _written("C-WU", lambda n: n == 0, lambda n, rng: Value(None, "无", "none")),
    "C-BLANK": _written("C-BLANK", _any, lambda n, rng: printing.blank()),
    "C-UNIT": _written("C-UNIT", _any, lambda n, rng: printing.number(n, f"{n}件", "件"), mend=False),
    "C-FULLWIDTH": _written(
        "C-FULLWIDTH", _any, lambda n, rng: printing.number(n, printing.fullwidth(str(n))), mend=False
    ),
    "C-COMMA": _written("C-COMMA", lambda n: n >= 1000, lambda n, rng: printing.number(n, f"{n:,}"), mend=False),
    "C-DECIMAL": _written("C-DECIMAL", _any, lambda n, rng: printing.number(n + rng.choice((0.5, 0.25, 0.63211)))),
    "C-NEG": _written("C-NEG", _any, lambda n, rng: printing.number(-max(int(n), 1))),
}
"""The faults of single cells, by name."""

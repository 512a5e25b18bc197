"""Faults that keep or explain every sum: figures one column off, too many disputes or documents, a fee in yuan."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from extractor.record import Value

from . import printing
from .cell_faults import NoPlace, faulty, true_figure
from .report import Draft

_OUTCOMES = ("upheld", "corrected", "other_outcome", "pending", "total")


def _shifted(draft: Draft, rng: Random) -> Draft:
    """A group of table 4 with its total in front and every figure one column too far right."""
    groups = [row.id for row in draft.form.table("t4").blocks[0].rows]
    rng.shuffle(groups)
    for group in groups:
        fields = [f"t4.{group}.{one}" for one in _OUTCOMES]
        true = [int(true_figure(draft, one)) for one in fields]
        moved = [true[-1], *true[:-1]]
        if true[-1] and sum(moved[:-1]) != moved[-1]:
            return faulty(
                draft, "T4-SHIFT", "T4-SHIFT",
                {one: printing.number(figure) for one, figure in zip(fields, moved, strict=True)}, mend=False,
            )  # fmt: skip
    raise NoPlace("table 4 is empty")


def _disputes(draft: Draft, rng: Random) -> Draft:
    """Far more reconsiderations than requests."""
    requests = int(true_figure(draft, "t3.received_new.total")) + int(true_figure(draft, "t3.carried_in.total"))
    more = 3 * requests + rng.randint(30, 60)
    changed = {
        f"t4.reconsideration.{one}": printing.number(int(true_figure(draft, f"t4.reconsideration.{one}")) + more)
        for one in ("upheld", "total")
    }
    return faulty(draft, "T4-PLAUS", "T4-PLAUS", changed, mend=False)


def _columns(draft: Draft) -> tuple[str, str, str]:
    """The three columns of a row of documents: made this year, the middle one, and the stock."""
    return ("made_new", "disclosed_new", "disclosed_total") if draft.form.edition == "2019" else (
        "issued", "repealed", "in_force"
    )  # fmt: skip


def _rules(draft: Draft, rng: Random) -> Draft:
    """Rules (规章) of an organ that may make none."""
    if draft.organ.makes_rules:
        raise NoPlace("a city's government makes rules")
    made, middle, stock = _columns(draft)
    count = rng.randint(1, 9)
    figures = {made: count, stock: count, middle: count if middle == "disclosed_new" else 0}
    changed = {f"t2.rules.{name}": printing.number(figure) for name, figure in figures.items() if figure}
    return faulty(draft, "T2-RULE", "T2-RULE", changed, mend=False)


def _documents(draft: Draft, rng: Random) -> Draft:
    """Every paper of a bureau or town counted as a normative document of this year."""
    if draft.organ.kind == "government":
        raise NoPlace("a government may have as many")
    made, middle, stock = _columns(draft)
    count = rng.randint(18, 36)
    figures = {made: count, stock: count, middle: count if middle == "disclosed_new" else 0}
    changed = {f"t2.normative_documents.{name}": printing.number(figure) for name, figure in figures.items()}
    return faulty(draft, "T2-NORM", "T2-NORM", changed, mend=False)


def _yuan(draft: Draft, rng: Random) -> Draft:
    """The fee in yuan, with its unit, in the cell of 万元."""
    if draft.form.edition == "2019":
        raise NoPlace("the older form has no amount of fees")
    true = true_figure(draft, "t2.fees.amount")
    if not true:
        raise NoPlace("no fee")
    yuan = round(true * 10_000, 2)
    figure = int(yuan) if float(yuan).is_integer() else yuan
    changed: dict[str, Value] = {"t2.fees.amount": printing.number(figure, f"{printing.plain(figure)}元", "元")}
    return faulty(draft, "T2-UNIT", "T2-UNIT", changed, more=("C-UNIT",))


PLAUSIBLE_FAULTS: dict[str, Callable[[Draft, Random], Draft]] = {
    "T4-SHIFT": _shifted,
    "T4-PLAUS": _disputes,
    "T2-RULE": _rules,
    "T2-NORM": _documents,
    "T2-UNIT": _yuan,
}
"""The faults that only a look at what is plausible finds, by name."""

"""Faults of table 2, which no sum covers: only its stocks and flows can contradict each other."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from extractor.record import Value

from . import printing
from .cell_faults import NoPlace, faulty, true_figure
from .report import Draft, Number


def _documents(draft: Draft, edition: str) -> str:
    """The row of 规范性文件 as a prefix of field ids; NoPlace in the other edition's form."""
    if draft.form.edition != edition:
        raise NoPlace(f"the fault is one of edition {edition}")
    return "t2.normative_documents."


def _stock(draft: Draft, rng: Random) -> Draft:
    """More documents issued than are in force or were repealed: the opening stock would be negative."""
    row = _documents(draft, "2021")
    ceiling = int(true_figure(draft, f"{row}in_force")) + int(true_figure(draft, f"{row}repealed"))
    wrong = printing.number(ceiling + rng.randint(1, 9))
    return faulty(draft, "T2-STOCK", "T2-STOCK", {f"{row}issued": wrong}, more=("T2-GE",))


def _issued_above_stock(draft: Draft, rng: Random) -> Draft:
    """Fewer in force than were issued this year, as only a repeal within the year could explain."""
    row = _documents(draft, "2021")
    issued, repealed = (int(true_figure(draft, row + name)) for name in ("issued", "repealed"))
    if not issued or not repealed:
        raise NoPlace("nothing issued, or nothing repealed")
    wrong = issued - rng.randint(1, min(issued, repealed))
    return faulty(draft, "T2-GE", "T2-GE", {f"{row}in_force": printing.number(wrong)})


def _no_count(draft: Draft, rng: Random) -> Draft:
    """A negative or broken number where a count belongs."""
    field = rng.choice([f for f in draft.form.table("t2").fields.values() if f.kind == "count"])
    true = int(true_figure(draft, field.id))
    wrong: Number = -max(true, 1) if rng.random() < 0.5 else true + 0.5
    more = ["C-NEG" if wrong < 0 else "C-DECIMAL"]
    if wrong < 0 and field.role == "stock":
        more.append("T2-STOCK" if draft.form.edition == "2021" else "T2-2019")
    return faulty(draft, "T2-INT", "T2-INT", {field.id: printing.number(wrong)}, more=tuple(more))


def _form_2019(draft: Draft, rng: Random) -> Draft:
    """More documents disclosed this year than in all, or more items struck off than there were."""
    row = _documents(draft, "2019")
    disclosed = int(true_figure(draft, f"{row}disclosed_new"))
    if disclosed and rng.random() < 0.5:
        wrong = {f"{row}disclosed_total": printing.number(rng.randint(0, disclosed - 1))}
    else:
        item = rng.choice(("licensing", "other_services", "penalty", "compulsion", "fees"))
        before = int(true_figure(draft, f"t2.{item}.items_prev"))
        wrong = {f"t2.{item}.items_change": printing.number(-before - rng.randint(1, 9))}
    return faulty(draft, "T2-2019", "T2-2019", wrong)


def _words(draft: Draft, rng: Random) -> Draft:
    """Words or a stroke instead of a number."""
    field = rng.choice(list(draft.form.table("t2").fields.values()))
    wrong = rng.choice((
        Value(None, "无", "none"), Value(None, "/", "dash"), Value(None, "不适用", "dash"), Value(None, "", "blank"),
    ))  # fmt: skip
    return faulty(draft, "T2-TEXT", "T2-TEXT", {field.id: wrong})


TABLE2_FAULTS: dict[str, Callable[[Draft, Random], Draft]] = {
    "T2-STOCK": _stock,
    "T2-GE": _issued_above_stock,
    "T2-INT": _no_count,
    "T2-2019": _form_2019,
    "T2-TEXT": _words,
}
"""The faults of table 2, by name."""

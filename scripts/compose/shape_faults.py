"""Faults of the whole: sections, tables in the wrong form or missing, and what the prose says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from .cell_faults import NoPlace
from .prose import REGULATION_60, notice_for
from .report import Draft, Fault, SectionPlan, Shows

FIRST_YEAR_OF_2021_FORM = 2021


def _with(draft: Draft, code: str, *more: str, fields: tuple[str, ...] = ()) -> Draft:
    return replace(draft, fault=Fault(code, code, (code, *more), fields))


def _renumbered(plan: list[SectionPlan], rng: Random) -> tuple[SectionPlan, ...]:
    """The sections numbered anew half the time; otherwise each keeps its own number."""
    if rng.random() < 0.5:
        return tuple(plan)
    return tuple(replace(one, number=number) for number, one in enumerate(plan, 1))


def _missing(draft: Draft, rng: Random) -> Draft:
    """One section is left out, its table with it."""
    plan = list(draft.plan)
    gone = plan.pop(rng.randrange(len(plan)))
    more = ("S-TABLEMISS",) if gone.shows == "table" else ()
    return replace(_with(draft, "S-MISSING", *more), plan=_renumbered(plan, rng))


def _order(draft: Draft, rng: Random) -> Draft:
    """Two neighbouring sections have changed places."""
    plan = list(draft.plan)
    at = rng.randrange(len(plan) - 1)
    plan[at], plan[at + 1] = plan[at + 1], plan[at]
    return replace(_with(draft, "S-ORDER"), plan=_renumbered(plan, rng))


def _no_table(draft: Draft, rng: Random) -> Draft:
    """Words or a picture stand where a table belongs."""
    at = rng.choice([number for number, one in enumerate(draft.plan) if one.shows == "table"])
    shows: Shows = rng.choice(("told", "picture"))
    plan = list(draft.plan)
    plan[at] = replace(plan[at], shows=shows)
    return replace(_with(draft, "S-TABLEMISS"), plan=tuple(plan))


def _old_tables(draft: Draft, rng: Random) -> Draft:
    """The tables of the 2019 form in a report on a year for which the 2021 form is in force."""
    if draft.form.edition != "2019":
        raise NoPlace("the tables are not those of the 2019 form")
    year = max(draft.year, FIRST_YEAR_OF_2021_FORM + rng.randint(0, 3))
    return replace(_with(draft, "S-TABLEOLD"), year=year, intro_year=year, notice=notice_for(year))


def _instructions(draft: Draft, rng: Random) -> Draft:
    """The form's own instruction is left standing above the tables."""
    return replace(_with(draft, "S-TEMPLATE"), instructions=True)


def _no_fee_statement(draft: Draft, rng: Random) -> Draft:
    """Section six does not say what was charged for processing information."""
    if draft.quoted.get("t3.other_fee_overdue.total"):
        raise NoPlace("fee notices were sent, which is another fault")
    return replace(_with(draft, "S-S6FEE"), fee_statement=False)


def _stale_year(draft: Draft, rng: Random) -> Draft:
    """The introduction speaks of the year before."""
    return replace(_with(draft, "M-YEAR", "M-PERIOD"), intro_year=draft.year - 1)


def _period(draft: Draft, rng: Random) -> Draft:
    """The period does not end with the year."""
    return replace(_with(draft, "M-PERIOD"), period_end=rng.choice(("12月30日", "12月21日", "11月30日")))


def _stale_notice(draft: Draft, rng: Random) -> Draft:
    """The notice of 2019 is cited after that of 2021 had replaced it."""
    if draft.year < FIRST_YEAR_OF_2021_FORM:
        raise NoPlace("the notice of 2019 is the right one")
    return replace(_with(draft, "M-STALEDOC"), notice=REGULATION_60)


def _told_otherwise(draft: Draft, rng: Random) -> Draft:
    """The prose states another number of requests than table 3."""
    new, carried_in = (draft.quoted[f"t3.{row}.total"] for row in ("received_new", "carried_in"))
    if not new:
        raise NoPlace("no requests")
    # The sum of new and carried over is a fair reading too, so that it must not come out.
    offset = rng.choice([step for step in (-1, 1, 2, 5, 11) if step != carried_in and new + step > 0])
    return replace(_with(draft, "N-REQ", fields=("t3.received_new.total",)), request_offset=offset)


SHAPE_FAULTS: dict[str, Callable[[Draft, Random], Draft]] = {
    "S-MISSING": _missing,
    "S-ORDER": _order,
    "S-TABLEMISS": _no_table,
    "S-TABLEOLD": _old_tables,
    "S-TEMPLATE": _instructions,
    "S-S6FEE": _no_fee_statement,
    "M-YEAR": _stale_year,
    "M-PERIOD": _period,
    "M-STALEDOC": _stale_notice,
    "N-REQ": _told_otherwise,
}
"""The faults of the whole report, by name."""

"""A region of one year: its units' reports, the government's that sums them up, and one known fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from extractor import form as forms

from . import figures, names, printing
from .draft import draft
from .names import bureau
from .report import Draft, Fault, Number, Organ

REGION_FAULTS = ("L-SUM", "L-COVER", "L-BOUND", "L-SCOPE")
"""The codes of the rules that should find what is wrong with a region."""


@dataclass(frozen=True, slots=True)
class RegionSet:
    """``units`` are region, unit and role as in a list of units; ``drafts`` the region's report and its units'."""

    units: tuple[tuple[str, str, str], ...]
    drafts: tuple[Draft, ...]


def region(rng: Random, *, year: int, bureaus: int, towns: int = 3, fault: str | None = None) -> RegionSet:
    """A district's government with its office, bureaus and towns, whose figures its own report adds up.

    ``fault`` is one of :data:`REGION_FAULTS`; the government's report carries it.
    """
    form = forms.load("2021")
    place = f"{names.place(rng)}市{names.place(rng)}区"
    office = Organ(f"{place}人民政府办公室", "本办", place, "department", "county")
    chosen = rng.sample(names.BUREAUS, bureaus)
    members = [(office, "own"), *((bureau(place, one), "department") for one in chosen)]
    members += [(Organ(f"{place}{one}镇人民政府", "我镇", f"{one}镇", "town", "town"), "lower") for one in names.distinct(rng, towns)]
    drawn = [figures.draw(form, "small", who, rng) for who, _ in members]
    drafts = [
        draft(rng, year=year, edition="2021", profile="small", organ=who, drawn=its)
        for (who, _), its in zip(members, drawn, strict=True)
    ]
    sums: dict[str, Number] = {field.id: _sum(its[field.id] for its in drawn) for field in form.fields()}
    government = Organ(f"{place}人民政府", "我区", place, "government", "county")
    whole = draft(rng, year=year, edition="2021", profile="county", organ=government, drawn=sums)
    units = tuple((place, who.name, role) for who, role in members)
    if fault in ("L-COVER", "L-BOUND"):
        drafts.pop()
    if fault is not None:
        whole = _faulty(whole, fault, drawn, rng)
    return RegionSet(units, (whole, *drafts))


def drawn(count: int, seed: int, bureaus: int, fault_share: float) -> list[RegionSet]:
    """So many regions with so many bureaus each, a share of them with one fault."""
    made = []
    for number in range(count):
        rng = Random(f"region/{seed}/{number}")
        fault = rng.choice(REGION_FAULTS) if rng.random() < fault_share else None
        made.append(region(rng, year=rng.randint(2021, 2025), bureaus=bureaus, fault=fault))
    return made


def units_csv(made: Sequence[RegionSet]) -> str:
    """The units of the regions as the CSV file that lists them: region, unit, role."""
    return "".join(",".join(line) + "\n" for line in (("region", "unit", "role"), *(unit for one in made for unit in one.units)))


def _sum(parts: object) -> Number:
    total = sum(parts)  # type: ignore[call-overload]
    return total if isinstance(total, int) else round(float(total), 6)


def _faulty(whole: Draft, code: str, drawn: list[dict[str, Number]], rng: Random) -> Draft:
    changed: dict[str, Number] = {}
    field = "t2.licensing.decisions"
    if code == "L-SUM":
        changed = {field: whole.quoted[field] + rng.randint(1, 9)}
    elif code == "L-BOUND":
        # The report of the last unit is lost; the region's figure is below what the others have.
        changed = {field: max(sum(its[field] for its in drawn[:-1]) - rng.randint(1, 9), 0)}
    elif code == "L-SCOPE":
        changed = dict(drawn[0])
    made = whole.with_values({name: printing.number(figure) for name, figure in changed.items()})
    return replace(made, fault=Fault(code, code, (code,), tuple(changed) if len(changed) < 9 else ()))

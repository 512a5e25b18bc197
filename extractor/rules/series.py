"""Reports put together: an organ's over the years, and a region's with those of its units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..profile import DEFAULT, Profile
from ..record import Evidence
from .catalogue import Fault
from .entry import Entry, View
from .powers import names_place, organ_key

Role = Literal["own", "department", "lower"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit whose report goes into its region's: ``own`` is the government's office, ``lower`` a government below."""

    region: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Version:
    """A report of an organ on a year, and the other files that hold the same figures."""

    view: View
    again: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """The reports of one organ on two years that follow each other, each the only version of its year."""

    before: View
    now: View

    def both(self, *fields: str) -> bool:
        """Whether both reports print a sure number in each of these cells."""
        return all(one in self.before.numbers and one in self.now.numbers for one in fields)

    def explained(self, topic: str) -> str:
        """The sentence of the later report that explains a break in these figures; empty when there is none."""
        return next((quote for about, quote in self.now.entry.explained if about in (topic, "all")), "")


@dataclass(frozen=True, slots=True)
class Series:
    """One organ's reports: every version by year, years in order, and each two years that follow each other.

    A year with two versions makes no pair. Two such years, or one where the name tells no place, speak of
    several organs of one name (two counties' 财政局), and then nothing is paired.
    """

    organ: str
    years: Mapping[int, tuple[Version, ...]]
    pairs: tuple[Pair, ...] = ()
    profile: Profile = DEFAULT


@dataclass(frozen=True, slots=True)
class Region:
    """A region's report of one year with the reports found of its units, and the units without one."""

    whole: View
    found: Mapping[Unit, View]
    missing: Sequence[Unit] = ()
    profile: Profile = field(default=DEFAULT)


def series_of(organ: str, entries: Iterable[Entry], profile: Profile = DEFAULT) -> Series:
    """The reports of one organ by year; files with the same figures on one year are one version."""
    years: dict[int, list[Version]] = {}
    for entry in sorted(entries, key=lambda one: (one.year or 0, one.source, one.key)):
        versions = years.setdefault(entry.year or 0, [])
        view = View(entry)
        alike = next((at for at, one in enumerate(versions) if _same(one.view, view)), None)
        if alike is None:
            versions.append(Version(view))
        else:
            versions[alike] = Version(versions[alike].view, (*versions[alike].again, entry))
    doubled = sum(len(versions) > 1 for versions in years.values())
    pairs = [] if doubled > names_place(organ) else [
        Pair(now[0].view, after[0].view)
        for year, now in years.items() if len(now) == 1 and len(after := years.get(year + 1, [])) == 1
    ]  # fmt: skip
    return Series(organ, {year: tuple(versions) for year, versions in years.items()}, tuple(pairs), profile)


def _same(one: View, other: View) -> bool:
    """Whether two reports hold the same sure figures, so that they are one report in two files."""
    if one.entry.figures == other.entry.figures:
        return True
    shared = one.numbers.keys() & other.numbers.keys()
    most = max(len(one.numbers), len(other.numbers))
    return bool(shared) and len(shared) * 2 >= most and all(one.numbers[name] == other.numbers[name] for name in shared)


def regions_of(
    units: Sequence[Unit], series: Mapping[str, Series], known: Callable[[str], str], profile: Profile = DEFAULT
) -> Iterator[Region]:
    """Each region's report with those of its units, a year at a time; ``known`` gives an organ's key in ``series``.

    A region is named by its government or by its place alone. A year on which no unit reports, or on
    which the region has two differing reports, is passed over; a unit with two counts as missing.
    """
    for name in dict.fromkeys(unit.region for unit in units):
        offers = (name, f"{name}人民政府", f"{name}政府")
        own = next((series[key] for one in offers if (key := known(organ_key(one))) in series), None)
        if own is None:
            continue
        members = [unit for unit in units if unit.region == name and known(organ_key(unit.name)) != own.organ]
        for year, versions in own.years.items():
            if len(versions) != 1:
                continue
            found: dict[Unit, View] = {}
            for unit in members:
                there = series.get(known(organ_key(unit.name)))
                of_year = there.years.get(year, ()) if there is not None else ()
                if len(of_year) == 1:
                    found[unit] = of_year[0].view
            if found:
                yield Region(versions[0].view, found, [one for one in members if one not in found], profile)


def fault_of(
    now: View, fields: tuple[str, ...], others: Sequence[Evidence], message: str, message_en: str, **more: object
) -> Fault:
    """A fault of one report whose evidence is its own cells first and then what other reports print."""
    return Fault(message, message_en, fields, evidence=(now.own(*fields), *others), **more)  # type: ignore[arg-type]

"""The walk over many reports: rules that need an organ's other years, or a region's units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..profile import DEFAULT, Profile
from ..record import Finding, fingerprint
from . import catalogue
from .catalogue import Fault, Rule
from .entry import Entry
from .powers import organ_key, same_organs
from .series import Series, Unit, regions_of, series_of

WHAT = "across"
"""Set in every fingerprint of this walk, so that a finding of one report alone never shares it."""


class Head(NamedTuple):
    """What reports are put together by: the ``number`` of one, its organ and its year."""

    number: int
    organ: str | None
    year: int | None


def findings_across(
    entries: Iterable[Entry], units: Sequence[Unit] | None = None, profile: Profile = DEFAULT
) -> Mapping[str, tuple[Finding, ...]]:
    """What is found when reports are held against each other, by the key of the entry it belongs to.

    Reports are put together by organ and year; one whose organ or year is not known is left out. A
    finding belongs to the later of two reports, in T2-UNIT to the one at fault. ``units`` names what a
    region's report is made up of; without it no rule of level L- is held.
    """
    listed = list(entries)
    heads = (Head(number, one.organ, one.year) for number, one in enumerate(listed))
    found: dict[str, list[Finding]] = {}
    for key, finding in walk_across(heads, lambda numbers: [listed[one] for one in numbers], units, profile):
        found.setdefault(key, []).append(finding)
    return {key: tuple(findings) for key, findings in found.items()}


def walk_across(
    heads: Iterable[Head], take: Callable[[Sequence[int]], Iterable[Entry]], units: Sequence[Unit] | None = None, profile: Profile = DEFAULT
) -> Iterator[tuple[str, Finding]]:
    """The same, finding by finding with the key of its entry, for more reports than fit in memory.

    ``take`` gives the entries of some numbers, in that order: those of one organ at a time; only what ``units`` name is held
    to the end.
    """
    groups = _groups(heads)
    known = same_organs({key: {one.year or 0 for one in group} for key, group in groups.items()} | _named(units, groups))
    joined: dict[str, list[int]] = {}
    for key, group in groups.items():
        joined.setdefault(known[key], []).extend(one.number for one in group)
    wanted = {key for unit in units or () for key in _keys(unit, known)}
    kept: dict[str, Series] = {}
    for key, numbers in joined.items():
        if len(numbers) == 1 and key not in wanted:
            continue
        series = series_of(key, take(numbers), profile)
        yield from _told(_over_years(series), profile)
        if key in wanted:
            kept[key] = series
    for region in regions_of(units or (), kept, lambda key: known.get(key, key), profile):
        for rule in _rules(profile):
            if rule.levels is not None:
                yield from _told(((rule, entry, fault) for entry, fault in rule.levels(region)), profile)


def _groups(heads: Iterable[Head]) -> dict[str, list[Head]]:
    groups: dict[str, list[Head]] = {}
    for one in heads:
        if one.organ and one.year:
            groups.setdefault(organ_key(one.organ), []).append(one)
    return groups


def _named(units: Sequence[Unit] | None, groups: Mapping[str, list[Head]]) -> dict[str, set[int]]:
    """The names of units that no report bears as they stand: they too may be the shorter name of an organ."""
    names = {organ_key(name) for unit in units or () for name in (unit.name, unit.region, f"{unit.region}人民政府")}
    return {name: set() for name in names if name not in groups}


def _keys(unit: Unit, known: Mapping[str, str]) -> Iterator[str]:
    for name in (unit.name, unit.region, f"{unit.region}人民政府", f"{unit.region}政府"):
        key = organ_key(name)
        yield known.get(key, key)


def _rules(profile: Profile) -> Iterator[Rule]:
    return (rule for rule in catalogue.RULES.values() if profile.checks(rule.code, rule.optional))


def _over_years(series: Series) -> Iterator[tuple[Rule, Entry, Fault]]:
    for rule in _rules(series.profile):
        if rule.years is not None:
            yield from ((rule, entry, fault) for entry, fault in rule.years(series))


def _told(faults: Iterable[tuple[Rule, Entry, Fault]], profile: Profile) -> Iterator[tuple[str, Finding]]:
    for rule, entry, fault in faults:
        severity = profile.severity_of(rule.code, rule.severity, fault.severity)
        yield entry.key, Finding(
            rule.code, severity, fault.outcome, fault.blame, fault.message, fault.message_en, fault.fields, fault.left,
            fault.right, fault.evidence, fault.suggestion,
            fingerprint(rule.code, entry.organ or entry.source, entry.year, fault.fields, WHAT + fault.what),
        )  # fmt: skip


def is_across(finding: Finding, organ: str | None, source: str, year: int | None) -> bool:
    """Whether a finding of a record comes from holding it against other reports."""
    rule = catalogue.RULES.get(finding.code)
    if rule is None or (rule.years is None and rule.levels is None):
        return False
    # A rule with both parts tells them apart by the fingerprint; those of this walk carry no `what` of their own.
    plain = fingerprint(finding.code, organ or source, year, finding.fields, WHAT)
    return rule.check is None or finding.fingerprint == plain

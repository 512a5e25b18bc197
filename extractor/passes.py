"""Findings that only several reports together show: the place where such looks at a whole batch are plugged in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .copies import copies_among
from .passages import Passages
from .profile import DEFAULT, Profile
from .record import Finding, Report
from .rules import Head, Unit, walk_across
from .rules.entry import Entry
from .store import Store
from .store.apart import entry_in, passages_in


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a batch, on disk: gone through in order, as often as wanted, or taken one by one by position."""

    store: Store

    def __iter__(self) -> Iterator[tuple[int, Report]]:
        return self.store.entries()

    def heads(self) -> Iterator[Head]:
        """Position, organ and year of every report that could be read, in order."""
        return (Head(*row) for row in self.store.heads())

    def entry(self, position: int) -> Entry:
        """What is held of a report against an organ's other years and a region's units, without its record being unpacked."""
        return entry_in(self.store.apart(position), str(position))

    def passages(self, position: int) -> Passages:
        """What is held of a report to find copies of it, without its record being unpacked."""
        return passages_in(self.store.apart(position))

    def prose(self, position: int) -> Report:
        """The record of one source with its prose alone; raises KeyError where there is none."""
        return self.store.prose(position)

    def __getitem__(self, position: int) -> Report:
        """The record of one source; raises KeyError where there is none."""
        return self.store.entry(position)


Pass = Callable[[Records, Profile, Sequence[Unit]], Iterable[tuple[int, Finding]]]
"""One look at a whole batch: the findings, each with the position of the source whose record gets it.

It must hold of a record only what it compares, since a batch may have any size, and give the same
findings in the same order for the same records.
"""


def together(records: Records, profile: Profile, units: Sequence[Unit]) -> Iterator[tuple[int, Finding]]:
    """The rules across years and levels, and the search for copies."""
    for key, finding in walk_across(records.heads(), lambda some: map(records.entry, some), units, profile):
        yield int(key), finding
    listed = ((one.number, records.passages(one.number)) for one in records.heads())
    for position, copied in copies_among(listed, records.passages, records.prose, records.__getitem__, profile):
        yield from ((position, one) for one in copied)


PASSES: list[Pass] = [together]
"""Every look that is taken, in order."""


def judge_across(
    store: Store, profile: Profile = DEFAULT, units: Sequence[Unit] = (), passes: Sequence[Pass] | None = None
) -> None:
    """Take every look at the records of a run and keep what is found, in place of what an earlier run found.

    ``units`` (see :func:`extractor.units.read_units`) are what a region's report is made up of.
    """
    records = Records(store)
    looks = PASSES if passes is None else passes
    store.set_across(found for look in looks for found in look(records, profile, units))

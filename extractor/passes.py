"""Findings that only several reports together show: the place where such looks at a whole batch are plugged in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .copies import copies_among
from .passages import Passages
from .profile import DEFAULT, Profile
from .record import Finding, Report
from .rules import Unit, findings_across
from .rules.entry import Entry
from .store import Store
from .store.apart import unpacked_apart


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a batch, on disk: gone through in order, as often as wanted, or taken one by one by position."""

    store: Store

    def __iter__(self) -> Iterator[tuple[int, Report]]:
        return self.store.entries()

    def apart(self) -> Iterator[tuple[int, Entry, Passages]]:
        """Position, entry and passages of every report that could be read, in order, without a record being unpacked."""
        for position, data in self.store.apart():
            yield position, *unpacked_apart(data, str(position))

    def __getitem__(self, position: int) -> Report:
        """The record of one source; raises KeyError where there is none."""
        return self.store.entry(position)


Pass = Callable[[Records, Profile, Sequence[Unit]], Iterable[tuple[int, Finding]]]
"""One look at a whole batch: the findings, each with the position of the source whose record gets it.

It must hold of a record only what it compares, since a batch may have any size, and give the same
findings in the same order for the same records.
"""


def together(records: Records, profile: Profile, units: Sequence[Unit]) -> Iterator[tuple[int, Finding]]:
    """The rules across years and levels, and the search for copies; of each record a few kilobytes are held."""
    entries, passages = [], {}
    for position, entry, kept in records.apart():
        entries.append(entry)
        passages[position] = kept
    for key, found in findings_across(entries, units, profile).items():
        yield from ((int(key), one) for one in found)
    for position, copied in copies_among(passages, records.__getitem__, profile).items():
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

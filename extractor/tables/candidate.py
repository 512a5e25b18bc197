"""What one route says of one field, before the routes are compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..cells import Figure
from ..form import Form
from ..model import Place


class Candidate(NamedTuple):
    """One route's figure for a field. ``doubt`` says in a word why it may be wrong; empty when nothing does."""

    figure: Figure
    place: Place = Place()
    doubt: str = ""

    def same(self, other: Candidate) -> bool:
        """Whether both print the same: number by number, everything else by kind."""
        mine, others = self.figure, other.figure
        if mine.kind == "text" or others.kind == "text":
            return mine.raw == others.raw
        return (mine.kind, mine.value) == (others.kind, others.value)


@dataclass(frozen=True, slots=True)
class Run:
    """A printed row whose figures stand in runs with no break between them, such as ``200 000121``.

    ``fields`` are the row's fields in printed order; ``pieces`` the runs as printed, from left to right.
    ``doubt`` is that of a :class:`Candidate`: it stays whatever the sums say.
    """

    fields: tuple[str, ...]
    pieces: tuple[str, ...]
    place: Place = field(default_factory=Place)
    doubt: str = ""


@dataclass(slots=True)
class Route:
    """All that one route found: candidates by field (more than one where a row stands twice) and runs."""

    found: dict[str, list[Candidate]] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    short: list[Run] = field(default_factory=list)
    """Rows with fewer figures than fields, which tell no blank by themselves but confirm one seen elsewhere."""
    lost: list[tuple[str, Place, tuple[str, ...]]] = field(default_factory=list)
    """Printed rows whose figures found no field: their text, their place, and the row's fields if its label is known."""

    def add(self, field_id: str, candidate: Candidate) -> None:
        """Note a candidate, unless the very same is already there."""
        there = self.found.get(field_id)
        if there is None:
            self.found[field_id] = [candidate]
        elif not any(candidate.same(one) for one in there):
            there.append(candidate)

    def printed_twice(self, form: Form) -> set[str]:
        """The fields of tables most rows of which stand twice with other figures: last year's, or another report's.

        Sums tell which of two rows is the form's; of two whole tables both may add up.
        """
        fields: set[str] = set()
        for table in form.tables:
            rows: dict[str, bool] = {}
            for field_id, axis in ((one.id, one.row.id) for one in table.fields.values()):
                rows[axis] = rows.get(axis, False) or len(self.found.get(field_id, ())) > 1
            if sum(rows.values()) * 2 > len(rows) > 1:
                fields.update(one.id for one in table.fields.values())
        return fields

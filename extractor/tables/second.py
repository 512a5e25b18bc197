"""The second opinion on a PDF: what pdfplumber's reading confirms, settles or puts in doubt.

pdfium reads every file; pdfplumber, ten times slower, is asked only where the two routes over pdfium's
reading differ, lose a row, or break an identity of the form, and where one of them alone has read what no
cell should print.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..form import Form
from ..record import Value
from .confirm import Doubt, numbers_of
from .solve import holds


def wanted(values: Mapping[str, Value], doubts: Sequence[Doubt], form: Form) -> bool:
    """Whether a reading is in doubt: routes that differ, rows without a place, missing cells, a broken identity.

    So it is where one route alone has read a cell that prints no plain figure, which will be called a fault.
    """
    if doubts or any(one.reading == "single" and one.kind != "missing" and not one.raw.isdecimal() for one in values.values()):
        return True
    for table in form.tables:
        missing = sum(values[field.id].kind == "missing" for field in table.fields.values())
        if 0 < missing < len(table.fields):
            return True
    numbers = numbers_of(values)
    return any(holds(identity, numbers) is False for identity in form.identities())


def confirmed(
    values: Mapping[str, Value], doubts: Sequence[Doubt], second: Mapping[str, Value]
) -> tuple[dict[str, Value], list[Doubt]]:
    """The values and doubts after a second reading of the same file, field by field.

    Both alike: a value read one way becomes ``agreed``, and so does a conflict whose other reading was the
    odd one out. A cell that only one of them found is ``single``. Two different figures, each read without
    doubt, are a conflict: neither reader is believed above the other.
    """
    settled: dict[str, Value] = {}
    left = list(doubts)
    for field, first in values.items():
        other = second.get(field)
        settled[field] = first
        if other is None or other.kind == "missing" or other.reading == "conflict":
            continue
        if first.kind == "missing":
            settled[field] = replace(other, reading="single" if other.reading == "agreed" else other.reading)
            left = _without(left, field)
        elif first.reading == "conflict":
            if other.reading == "agreed" and (_alike(first, other) or _was_read(left, field, other)):
                settled[field] = replace(other, place=first.place)
                left = _without(left, field)
        elif _alike(first, other):
            settled[field] = replace(first, reading="agreed" if first.reading == "single" else first.reading)
        elif other.reading in ("agreed", "single"):
            settled[field] = replace(first, reading="conflict")
            left.append(Doubt("R-CONFLICT", (field,), (first.raw, other.raw), first.place, "differ"))
    return settled, left


def _alike(first: Value, other: Value) -> bool:
    return (first.kind, first.value) == (other.kind, other.value) and (first.kind != "text" or first.raw == other.raw)


def _was_read(doubts: Sequence[Doubt], field: str, other: Value) -> bool:
    """Whether the second reading's figure is one of those that the first could not choose between."""
    return any(field in doubt.fields and other.raw in doubt.readings for doubt in doubts)


def _without(doubts: Sequence[Doubt], field: str) -> list[Doubt]:
    """The doubts without this field; a doubt whose every field is settled is gone."""
    kept = []
    for doubt in doubts:
        if field not in doubt.fields:
            kept.append(doubt)
        elif len(doubt.fields) > 1:
            kept.append(replace(doubt, fields=tuple(one for one in doubt.fields if one != field)))
    return kept

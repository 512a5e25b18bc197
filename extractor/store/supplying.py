"""The records of a run as they are handed on: packed as they are kept, with the findings between reports."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from ..together import standing
from .packed import BATCH, Counts, Packed, Supply

RECORDS = "FROM sources s JOIN readings r ON r.id = s.reading"
"""The sources of the last run with their readings."""


def supplied(db: sqlite3.Connection) -> Supply:
    """All records of the last run, with the forms whose fields they list."""
    forms, others = set(), set[str]()
    for (listed,) in db.execute(f"SELECT DISTINCT r.form {RECORDS} WHERE r.form IS NOT NULL"):
        form, more = json.loads(listed)
        forms.update([tuple(form)] if form else [])
        others.update(more)
    return Supply(tuple(sorted(forms, key=str)), tuple(sorted(others)), partial(_batches, db))


def _batches(db: sqlite3.Connection) -> Iterator[tuple[tuple[Packed, ...], Counts]]:
    rest = packed_records(db)
    while some := tuple(islice(rest, BATCH)):
        yield tuple(packed for packed, _ in some), Counts(*map(sum, zip(*(counts for _, counts in some), strict=True)))


def packed_records(db: sqlite3.Connection) -> Iterator[tuple[Packed, Counts]]:
    """Each record of the last run, in order, and the rows it gives."""
    across = db.execute("SELECT position, record FROM across ORDER BY position, number")
    waiting = next(across, None)
    rows = db.execute(f"SELECT s.position, r.id, s.given, r.record, r.listed, r.found, r.stated {RECORDS} ORDER BY s.position")
    for position, reading, given, record, listed, found, stated in rows:
        more: list[str] = []
        while waiting is not None and waiting[0] <= position:
            more.append(waiting[1])
            waiting = next(across, None)
        count = _standing(db, reading, more) if more else found
        yield Packed(given, record, tuple(more)), Counts(1, listed, count, stated)


def _standing(db: sqlite3.Connection, reading: int, more: Sequence[str]) -> int:
    """How many findings a record has with those between reports."""
    own = db.execute("SELECT code, severity, fields FROM faults WHERE reading = ? ORDER BY number", (reading,)).fetchall()
    new = [(one["code"], one["severity"], " ".join(one["fields"])) for one in map(json.loads, more)]
    kept, added = standing(own, new)
    return len(kept) + len(added)

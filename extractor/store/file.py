"""The file of the store: opened, refused, written and read back."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from types import TracebackType

from ..decisions import Decision
from ..errors import RecordError
from ..marks import Status
from ..record import Finding, Report, SourceInfo
from ..record_json import finding_to_dict
from ..source import Source, Unreadable
from ..version import VERSION
from .counting import Counted, counted
from .entry import Entry, decision_row, fault_row, plain
from .packed import Packed, Supply
from .supplying import RECORDS, packed_records, supplied
from .trouble import refused

_COMMIT_EVERY = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """A reading that the store has: its number, how it fares, why it failed, and the time it was given."""

    id: int
    status: Status
    failure: str | None
    allowance: float | None


class Store:
    """An open store. Use it in a ``with``: what SQLite objects to comes out as a StoreError with the cure."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection
        self._run = 0
        self._numbers: dict[str, int] = dict(connection.execute("SELECT id, number FROM fields"))
        self._pending, self._closed = 0, False

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is not None and not self._closed:
                self._db.rollback()
                if self._run:
                    self._db.execute("UPDATE runs SET status = 'interrupted' WHERE id = ?", (self._run,))
            self.close()
        except sqlite3.Error as failed:
            error = error or failed
        if isinstance(error, sqlite3.Error | zlib.error):
            raise refused(self.path, error) from error

    def close(self) -> None:
        """Close the file, which then stands alone, without the journal it has while it is written."""
        if self._closed:
            return
        self._closed = True
        self._db.commit()
        with suppress(sqlite3.OperationalError):  # another program is looking at it
            self._db.execute("PRAGMA journal_mode = DELETE")
        self._db.close()

    # -- a run -------------------------------------------------------------------------------------------------------

    def begin(self, engine: str) -> None:
        """Begin a run: the list of sources is empty again, the readings stay, and so does the type of content they tell."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS types (sha256 TEXT PRIMARY KEY, media_type TEXT) WITHOUT ROWID")
        self._db.execute(
            f"INSERT OR IGNORE INTO temp.types SELECT s.sha256, s.media_type {RECORDS} WHERE s.sha256 IS NOT NULL AND r.engine = ?", (engine,)
        )
        self._db.execute("DELETE FROM sources")
        self._db.execute("DELETE FROM readings WHERE key IS NULL")
        self._db.execute("UPDATE runs SET status = 'interrupted' WHERE status = 'running'")
        made = self._db.execute(
            "INSERT INTO runs (started, status, program, engine) VALUES (?, 'running', ?, ?)", (_now(), VERSION, engine)
        )
        self._run = made.lastrowid or 0
        self._db.commit()

    def content(self, engine: str) -> str:
        """A hash of all that the results of this run are made from; the same hash, the same results."""
        made = hashlib.sha256(engine.encode())
        for query in (
            f"SELECT s.given, r.digest {RECORDS} ORDER BY s.position", "SELECT * FROM across ORDER BY position, number",
            "SELECT * FROM decisions ORDER BY fingerprint",
        ):  # fmt: skip
            for row in self._db.execute(query):
                made.update(repr(row).encode())
        return made.hexdigest()

    def written(self, content: str) -> dict[str, list[int]] | None:
        """The files that the last complete run wrote from that content, with size and time; None if it was another."""
        found = self._db.execute("SELECT content, files FROM runs WHERE status = 'done' ORDER BY id DESC LIMIT 1").fetchone()
        return None if found is None or found[0] != content else dict(json.loads(found[1]))

    def end(self, engine: str, reused: int, content: str, files: Mapping[str, list[int]]) -> None:
        """End a run that is complete. Readings of another program can never be used again and go."""
        self._db.execute(
            "DELETE FROM readings WHERE engine != ? AND id NOT IN (SELECT reading FROM sources WHERE reading IS NOT NULL)", (engine,)
        )
        self._db.execute(
            "UPDATE runs SET ended = ?, status = 'done', sources = (SELECT COUNT(*) FROM sources), reused = ?, content = ?, files = ? "
            "WHERE id = ?", (_now(), reused, content, json.dumps(files), self._run),
        )  # fmt: skip
        self._db.commit()
        free, pages = (self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
        if free * 2 > pages:
            self._db.execute("VACUUM")

    def place(self, position: int, source: Source | Unreadable, reading: int | None = None) -> None:
        """Enter a source of this run, with its reading if there is one already."""
        content = (source.sha256, source.bytes, source.media_type) if isinstance(source, Source) else (None, None, None)
        path, member = (None if text is None else plain(text) for text in (source.path, source.member))
        self._db.execute(
            "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (position, plain(source.name), path, member, json.dumps([source.path, source.member]), _place(source), *content, reading),
        )
        self._pending += 1
        if self._pending >= _COMMIT_EVERY:
            self._commit()

    def media_type(self, sha256: str) -> str | None:
        """The type that this very program found content to be in the run before; None for content that was not there."""
        found = self._db.execute("SELECT media_type FROM temp.types WHERE sha256 = ?", (sha256,)).fetchone()
        return None if found is None else str(found[0])

    def listed(self, source: Source | Unreadable) -> bool:
        """Whether this very file is among the sources of this run already, with the same content."""
        sha256 = source.sha256 if isinstance(source, Source) else None
        place = _place(source)
        found = self._db.execute("SELECT 1 FROM sources WHERE place = ? AND sha256 IS ? LIMIT 1", (place, sha256))
        return place is not None and found.fetchone() is not None

    def twin(self, source: Source) -> SourceInfo | None:
        """The first source of this run that has the same content; only its name, path and member are filled in."""
        found = self._db.execute(
            "SELECT name, path, member FROM sources WHERE sha256 = ? ORDER BY position LIMIT 1", (source.sha256,)
        ).fetchone()
        return None if found is None else SourceInfo(*found)

    def find(self, key: str) -> Kept | None:
        """The reading under a key."""
        row = self._db.execute("SELECT id, status, failure, allowance FROM readings WHERE key = ?", (key,)).fetchone()
        return None if row is None else Kept(*row)

    def add(
        self, position: int, entry: Entry, engine: str, key: str | None = None, seconds: float = 0.0, allowance: float | None = None
    ) -> None:
        """Keep a reading, in place of one with the same key, as that of the source in ``position``; committed at once."""
        if key is not None:
            self._db.execute("DELETE FROM readings WHERE key = ?", (key,))
        worst, *head = entry.head
        made = self._db.execute(
            f"INSERT INTO readings VALUES (NULL, {', '.join('?' * 21)})",
            (key, engine, entry.status, worst, entry.failure, *head, seconds, allowance, entry.record),
        )
        number = made.lastrowid
        for table, rows in (
            ("cells", ((self._number(name), *rest) for name, *rest in entry.cells)),
            ("sections", entry.sections), ("statements", entry.statements), ("faults", entry.faults),
        ):  # fmt: skip
            given = [(number, *row) for row in rows]
            if given:
                self._db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(given[0]))})", given)
        self._db.execute("UPDATE sources SET reading = ? WHERE position = ?", (number, position))
        self._commit()

    def _commit(self) -> None:
        self._db.commit()
        self._pending = 0

    def _number(self, field: str) -> int:
        """The number of a field; one that no form has gets one of its own."""
        number = self._numbers.get(field)
        if number is None:
            made = self._db.execute("INSERT INTO fields (id) VALUES (?)", (plain(field),))
            number = self._numbers[field] = made.lastrowid or 0
        return number

    # -- reading back ------------------------------------------------------------------------------------------------

    def entries(self) -> Iterator[tuple[int, Report]]:
        """Position and record of each source of this run, in order, without the findings between reports."""
        rows = self._db.execute(f"SELECT s.position, s.given, r.record {RECORDS} ORDER BY s.position")
        for position, given, record in rows:
            yield position, self._report(Packed(given, record))

    def entry(self, position: int) -> Report:
        """The record of one source, without the findings between reports; raises KeyError where there is none."""
        return self._report(self._one(position))

    def prose(self, position: int) -> Report:
        """The same with what the report is and its prose alone, in a third of the time."""
        with self._told():
            return self._one(position).prose()

    def _one(self, position: int) -> Packed:
        row = self._db.execute(f"SELECT s.given, r.record {RECORDS} WHERE s.position = ?", (position,)).fetchone()
        if row is None:
            raise KeyError(position)
        return Packed(*row)

    def heads(self) -> Iterator[tuple[int, str | None, int | None]]:
        """Position, organ and year of each source of this run that could be read, in order."""
        yield from self._db.execute(f"SELECT s.position, r.organ, r.year {RECORDS} WHERE r.apart IS NOT NULL ORDER BY s.position")

    def apart(self, position: int) -> bytes:
        """What is held of a source against other reports; raises KeyError where there is nothing."""
        row = self._db.execute(f"SELECT r.apart {RECORDS} WHERE s.position = ? AND r.apart IS NOT NULL", (position,)).fetchone()
        if row is None:
            raise KeyError(position)
        return bytes(row[0])

    def _report(self, packed: Packed) -> Report:
        with self._told():
            return packed.opened()[0]

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell of a damaged record as of a damaged store."""
        try:
            yield
        except RecordError as error:
            raise refused(self.path, error) from error

    def reports(self) -> Iterator[Report]:
        """The record of each source of this run, in order, with the findings between reports.

        Of one of those and one of the report itself, by one rule on the same fields, the more severe stands.
        """
        return (self._report(packed) for packed, _ in packed_records(self._db))

    def supply(self) -> Supply:
        """The same as whoever renders them takes them: as they are kept, with the numbers of rows they give."""
        return supplied(self._db)

    def set_across(self, found: Iterable[tuple[int, Finding]]) -> None:
        """Put findings between reports, each with the position of its source, in place of those there are."""
        self._db.execute("DELETE FROM across")
        for number, (position, finding) in enumerate(found):
            text = json.dumps(finding_to_dict(finding), separators=(",", ":"))
            row = (position, number, *fault_row(finding), text)
            self._db.execute(f"INSERT INTO across VALUES ({', '.join('?' * len(row))})", row)
        self._db.commit()

    def counted(self, most: int) -> Counted:
        """What there is to count, decisions of people taken into account, and the first ``most`` unread sources."""
        return counted(self._db, most)

    # -- decisions of people -----------------------------------------------------------------------------------------

    def decide(self, decisions: Mapping[str, Decision]) -> None:
        """Keep what people decided, by the fingerprint of the finding, in place of what is kept; committed at once."""
        self._db.execute("DELETE FROM decisions")
        self._db.executemany(
            f"INSERT INTO decisions VALUES ({', '.join('?' * 10)})",
            [(plain(name), *decision_row(one)) for name, one in decisions.items()],
        )
        self._db.commit()

    def decisions(self) -> dict[str, Decision]:
        """What people decided, by fingerprint."""
        return decisions_of(self._db)


def decisions_of(db: sqlite3.Connection) -> dict[str, Decision]:
    """The decisions in a store of this version or an older one, by fingerprint."""
    rows = db.execute("SELECT * FROM decisions ORDER BY fingerprint")
    names = [column[0] for column in rows.description]
    known = {one.name for one in fields(Decision)}
    found = (dict(zip(names, row, strict=True)) for row in rows)
    return {row["fingerprint"]: Decision(**{name: row[name] for name in row if name in known}) for row in found}


def _place(source: Source | Unreadable) -> str | None:
    """A name for the very file, wherever it is named from; None for standard input."""
    if source.path is None:
        return None
    path = os.path.abspath(source.path)  # noqa: PTH100 - a link is a file of its own
    return plain(path if source.member is None else f"{path}\n{source.member}")


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")

"""Reports by the clauses they use: which other reports share so much of a part that it may be a copy.

Time grows with the number of reports and of copies, not with its square: a report is only held against those that
share its rarest clauses. A clause that very many organs use is common language and proves nothing.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from .passages import PARTS, Part, Passages

K = TypeVar("K", bound=Hashable)

COMMON_SHARE, COMMON_LEAST = 0.2, 6
"""A clause is common language when more than this share of the organs, and more than so many, use it."""

GATE, GATE_CLAUSES = 0.3, 12
"""The share of equal clauses, or their number, from which a part may be a copy."""

RARE_USERS, RARE_CLAUSES = 4, 2
"""So few reports use a rare clause; parts that share so many of them may be copies too."""

_OFFICE = re.compile(r"(?:人民)?政府(?:办公[厅室])?$")


_TABLES = """
    CREATE TABLE report (number INTEGER PRIMARY KEY, organ BLOB, year INTEGER, source BLOB);
    CREATE TABLE used (slot INTEGER, number INTEGER);
    CREATE TABLE twin (parts BLOB, number INTEGER);
    CREATE TABLE shared (slot INTEGER PRIMARY KEY, users INTEGER, common INTEGER);
"""
_INDEXES = """
    CREATE INDEX used_by_slot ON used (slot, number);
    CREATE INDEX report_by_organ ON report (organ, year);
    CREATE INDEX twin_by_parts ON twin (parts, number);
    INSERT INTO shared SELECT slot, COUNT(*), 0 FROM used GROUP BY slot HAVING COUNT(*) > 1;
"""
# An organ is told by its name, a report without one by its number.
_COMMON = """
    UPDATE shared SET common = 1 WHERE users > :most AND :most < (
        SELECT COUNT(DISTINCT COALESCE(r.organ, r.number)) FROM used u JOIN report r ON r.number = u.number WHERE u.slot = shared.slot
    )
"""
_CACHE_MB = 16


class Who(NamedTuple):
    """Whose report it is: organ and year, and the beginning of its file's hash."""

    organ: str | None
    year: int | None
    source: bytes


class CopyIndex(Generic[K]):
    """An index of reports, whole when it is made. Each report has a number, the order in which it came.

    It is kept in a temporary file of its own, so that memory does not grow with the reports; ``passages`` gives those of a report
    by its key once more. Raises KeyError for a key that comes twice. :meth:`close` it, or use it in a ``with``.
    """

    def __init__(self, listed: Iterable[tuple[K, Passages]], passages: Callable[[K], Passages]) -> None:
        self.keys: list[K] = []
        self._db = sqlite3.connect("")
        self._db.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_MB * 1024}; {_TABLES}")
        self._fill(listed)
        self._db.executescript(_INDEXES)
        (self.count,) = self._one("SELECT COUNT(DISTINCT COALESCE(organ, number)) FROM report", ())
        """How many organs the reports are from; one without a name counts as an organ of its own."""
        self._db.execute(_COMMON, {"most": max(COMMON_LEAST, COMMON_SHARE * self.count)})
        self.passages = functools.lru_cache(maxsize=512)(lambda number: passages(self.keys[number]))
        """What is kept of the report with that number."""
        self.shared = functools.lru_cache(maxsize=512)(self._shared)
        """Of a report's clauses, how many reports use each of those that several use, and those that are common language."""
        self.who = functools.lru_cache(maxsize=1024)(self._who)
        """Whose report the one with that number is."""

    def __enter__(self) -> CopyIndex[K]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def _fill(self, listed: Iterable[tuple[K, Passages]]) -> None:
        met: set[K] = set()
        for number, (key, one) in enumerate(listed):
            if key in met:
                raise KeyError(key)
            met.add(key)
            self.keys.append(key)
            organ = None if one.organ is None else _bytes(one.organ)
            self._db.execute("INSERT INTO report VALUES (?, ?, ?, ?)", (number, organ, one.year, one.source))
            for part in one.parts:
                self._db.executemany("INSERT INTO used VALUES (?, ?)", [(slot, number) for slot in set(slots_of(part))])
                self._db.execute("INSERT INTO twin VALUES (?, ?)", (twin_key(part.id, part.hashes), number))

    def _who(self, number: int) -> Who:
        organ, year, source = self._one("SELECT organ, year, source FROM report WHERE number = ?", (number,))
        return Who(None if organ is None else organ.decode("utf-8", "surrogatepass"), year, source)

    def of_organ(self, organ: str, year: int) -> list[int]:
        """The numbers of an organ's reports on a year."""
        return self._numbers("SELECT number FROM report WHERE organ = ? AND year = ? ORDER BY number", (_bytes(organ), year))

    def twins(self, part: str, hashes: bytes) -> list[int]:
        """The numbers of the reports of which a part has exactly these clauses."""
        return self._numbers("SELECT number FROM twin WHERE parts = ? ORDER BY number", (twin_key(part, hashes),))

    def users(self, slot: int) -> list[int]:
        """The numbers of the reports that use a clause."""
        return self._numbers("SELECT number FROM used WHERE slot = ? ORDER BY number", (slot,))

    def _shared(self, number: int) -> tuple[dict[int, int], set[int]]:
        slots = [slot for part in self.passages(number).parts for slot in slots_of(part)]
        query = "SELECT slot, users, common FROM shared WHERE slot IN (SELECT value FROM json_each(?))"
        found = self._db.execute(query, (json.dumps(slots),)).fetchall()
        return {slot: users for slot, users, _ in found}, {slot for slot, _, common in found if common}

    def _one(self, query: str, given: tuple[object, ...]) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self._db.execute(query, given).fetchone()
        return found

    def _numbers(self, query: str, given: tuple[object, ...]) -> list[int]:
        return [number for (number,) in self._db.execute(query, given)]


def _bytes(organ: str) -> bytes:
    return organ.encode("utf-8", "surrogatepass")


def slot_of(part: str, hashed: int) -> int:
    """A clause of one part: the same words in another part are another clause."""
    return hashed * len(PARTS) + PARTS.index(part)


def slots_of(part: Part) -> list[int]:
    """The clauses of a part, in order."""
    first, step = PARTS.index(part.id), len(PARTS)
    return [hashed * step + first for hashed in array("I", part.hashes)]


def twin_key(part: str, hashes: bytes) -> bytes:
    """What two parts have alike when all their clauses are the same."""
    return hashlib.blake2b(part.encode() + hashes, digest_size=8).digest()


def likely_sources(index: CopyIndex[K], number: int, part: str, least: int) -> tuple[int, list[tuple[int, int]]]:
    """The words of a part that are no common language, and the reports it may be a copy of as (words in equal
    clauses, number), those first that share most of what few others have. None for fewer words than ``least``."""
    mine = index.passages(number).part(part)
    slots = dict(zip(slots_of(mine), mine.lengths, strict=True)) if mine else {}
    many, common = index.shared(number)
    slots = {slot: words for slot, words in slots.items() if slot not in common}
    weight = sum(slots.values())
    if weight < least:
        return weight, []
    equal: Counter[int] = Counter()
    rare: Counter[int] = Counter()
    enough = min(GATE * len(slots), GATE_CLAUSES)
    # Who shares so many clauses shares one of the rarest; where nobody does, the many users of the others need no look.
    alone = len(slots) - sum(slot in many for slot in slots)
    for met, slot in enumerate(sorted(slots.keys() & many.keys(), key=lambda one: (many[one], one)), alone):
        few = many[slot] <= RARE_USERS
        if not few and met > len(slots) - enough and len(equal) < 2:
            break
        users = index.users(slot)
        equal.update(users)
        if few:
            rare.update(users)
    own = index.who(number)
    likely = [
        other for other, times in equal.items()
        if (times >= enough or rare[other] >= RARE_CLAUSES) and other != number and may_be_source(own, index.who(other))
    ]  # fmt: skip
    ranked = []
    for other in likely:
        theirs = index.passages(other).part(part)
        both = slots.keys() & set(slots_of(theirs)) if theirs else set()
        telling = sum(slots[slot] / (many[slot] - 1) for slot in sorted(both))
        ranked.append((-telling, other, sum(slots[slot] for slot in both)))
    return weight, [(words, other) for _, other, words in sorted(ranked)]


def may_be_source(own: Who, other: Who) -> bool:
    """Whether a text may be from that report: not from a later one, nor from another version of itself.

    What an organ has from its own report of the year before is another matter.
    """
    if own.source and own.source == other.source:
        return False
    years = (own.year, other.year) if own.year is not None and other.year is not None else None
    if own.organ and other.organ and same_organ(own.organ, other.organ):
        return years is not None and years[1] < years[0] - 1
    return years is None or years[1] <= years[0]


def same_organ(one: str, other: str) -> bool:
    """Whether two names are one organ's: alike, one without its place before it, or a government and its office."""
    short, long = sorted((_OFFICE.sub("政府", one), _OFFICE.sub("政府", other)), key=len)
    return short == long or (long.endswith(short) and len(short) >= 4 and long[-len(short) - 1] in "省市区县州旗盟")

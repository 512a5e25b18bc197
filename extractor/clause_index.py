"""Reports by the clauses they use: which other reports share so much of a part that it may be a copy.

Time grows with the number of reports and of copies, not with its square: a report is only held against those that
share its rarest clauses. A clause that very many organs use is common language and proves nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from .passages import PARTS, Passages

K = TypeVar("K", bound=Hashable)

COMMON_SHARE, COMMON_LEAST = 0.2, 6
"""A clause is common language when more than this share of the organs, and more than so many, use it."""

GATE, GATE_CLAUSES = 0.3, 12
"""The share of equal clauses, or their number, from which a part may be a copy."""

RARE_USERS, RARE_CLAUSES = 4, 2
"""So few reports use a rare clause; parts that share so many of them may be copies too."""

_OFFICE = re.compile(r"(?:人民)?政府(?:办公[厅室])?$")


@dataclass(slots=True)
class CopyIndex(Generic[K]):
    """An index of reports, filled by :func:`add`. Each report has a number, the order in which it came.

    ``postings`` gives the reports that use a clause: one number, or a list of them. ``twins`` gives those whose
    part has exactly the same clauses.
    """

    keys: list[K] = field(default_factory=list)
    kept: list[Passages] = field(default_factory=list)
    numbers: dict[K, int] = field(default_factory=dict)
    postings: dict[int, int | list[int]] = field(default_factory=dict)
    organs: dict[str, list[int]] = field(default_factory=dict)
    twins: dict[bytes, list[int]] = field(default_factory=dict)
    nameless: int = 0

    def users(self, slot: int) -> list[int]:
        """The numbers of the reports that use a clause."""
        found = self.postings.get(slot, [])
        return found if isinstance(found, list) else [found]

    @property
    def count(self) -> int:
        """How many organs the reports are from; one without a name counts as an organ of its own."""
        return len(self.organs) + self.nameless


def add(index: CopyIndex[K], key: K, passages: Passages) -> None:
    """Enter a report; raises KeyError when the key is there already."""
    if key in index.numbers:
        raise KeyError(key)
    number = index.numbers[key] = len(index.keys)
    index.keys.append(key)
    index.kept.append(passages)
    if passages.organ is None:
        index.nameless += 1
    else:
        index.organs.setdefault(passages.organ, []).append(number)
    for part in passages.parts:
        for slot in {slot_of(part.id, hashed) for hashed, _ in part.clauses()}:
            before = index.postings.setdefault(slot, number)
            if isinstance(before, list):
                before.append(number)
            elif before != number:
                index.postings[slot] = [before, number]
        index.twins.setdefault(twin_key(part.id, part.hashes), []).append(number)


def index_of(passages: Mapping[K, Passages]) -> CopyIndex[K]:
    """An index of all these reports."""
    index: CopyIndex[K] = CopyIndex()
    for key, one in passages.items():
        add(index, key, one)
    return index


def slot_of(part: str, hashed: int) -> int:
    """A clause of one part: the same words in another part are another clause."""
    return hashed * len(PARTS) + PARTS.index(part)


def twin_key(part: str, hashes: bytes) -> bytes:
    """What two parts have alike when all their clauses are the same."""
    return hashlib.blake2b(part.encode() + hashes, digest_size=8).digest()


def common_in(index: CopyIndex[K]) -> Callable[[int], bool]:
    """A function that tells whether very many organs use a clause; good until the next :func:`add`."""
    most = max(COMMON_LEAST, COMMON_SHARE * index.count)
    known: dict[int, bool] = {}

    def common(slot: int) -> bool:
        users = index.users(slot)
        if len(users) <= most:
            return False
        if slot not in known:
            known[slot] = len({index.kept[one].organ or one for one in users}) > most
        return known[slot]

    return common


def likely_sources(
    index: CopyIndex[K], number: int, part: str, common: Callable[[int], bool], least: int
) -> tuple[int, list[tuple[int, int]]]:
    """The words of a part that are no common language, and the reports it may be a copy of as (words in equal
    clauses, number), those first that share most of what few others have. None for fewer words than ``least``."""
    own = index.kept[number]
    mine = own.part(part)
    slots = {slot_of(part, hashed): words for hashed, words in mine.clauses()} if mine else {}
    slots = {slot: words for slot, words in slots.items() if not common(slot)}
    weight = sum(slots.values())
    if weight < least:
        return weight, []
    equal: Counter[int] = Counter()
    rare: Counter[int] = Counter()
    enough = min(GATE * len(slots), GATE_CLAUSES)
    # Who shares so many clauses shares one of the rarest; where nobody does, the many users of the others need no look.
    for met, slot in enumerate(sorted(slots, key=lambda one: (len(index.users(one)), one))):
        users = index.users(slot)
        if len(users) > RARE_USERS and met > len(slots) - enough and len(equal) < 2:
            break
        equal.update(users)
        if len(users) <= RARE_USERS:
            rare.update(users)
    likely = [
        other for other, times in equal.items()
        if (times >= enough or rare[other] >= RARE_CLAUSES) and other != number and may_be_source(own, index.kept[other])
    ]  # fmt: skip
    ranked = []
    for other in likely:
        theirs = index.kept[other].part(part)
        both = slots.keys() & {slot_of(part, hashed) for hashed, _ in theirs.clauses()} if theirs else set()
        telling = sum(slots[slot] / (len(index.users(slot)) - 1) for slot in sorted(both))
        ranked.append((-telling, other, sum(slots[slot] for slot in both)))
    return weight, [(words, other) for _, other, words in sorted(ranked)]


def may_be_source(own: Passages, other: Passages) -> bool:
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

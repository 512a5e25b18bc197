"""Copies among many reports: an index of clauses finds who may have copied, the texts themselves decide.

Time grows with the number of reports and of copies, not with its square: a report is only held against those that
share its rarest clauses. A clause that very many organs use is common language and proves nothing.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import regex

from .likeness import Likeness, likeness
from .passages import PARTS, Clause, Passages, clauses_of, hash_of, passages_of
from .record import Finding, Report
from .rules.catalogue import finding_of
from .rules.copies import M_COPY, Y_COPY, m_copy, m_copy_customary, y_copy, y_copy_tables

K = TypeVar("K", bound=Hashable)
Texts = Callable[[K], Report]

COMMON_SHARE, COMMON_LEAST = 0.2, 6
"""A clause is common language when more than this share of the organs, and more than so many, use it."""
COPIED, COPIED_WORDS = 0.4, 80
PASSAGE = 30
"""The share of a part's own words, the words at least, and the words of its longest passage that make it a copy of another's."""
LONG_RUN = 200
"""Words in a row that make a copy whatever their share."""
GATE, GATE_WORDS = 0.2, 100
"""The share of words in equal clauses, or the number of words, from which two parts are held side by side."""
RARE_USERS, RARE_CLAUSES = 4, 2
"""So few reports use a rare clause; parts that share so many of them are held side by side too."""
YEAR_GATE = 0.04
"""The share of words in equal clauses from which a report is held beside the one of the year before."""
REPEATED, REPEATED_PART = 0.5, 0.9
"""The share of all prose, or of one part, that repeats the year before."""
REPEATED_WORDS, REPEATED_PART_WORDS = 120, 60
CUSTOMARY_WORDS = 120
SURE_DIGITS, FEW_DIGITS = 4, 3
CONFIRMED = 6
"""So many of the likeliest sources are read for a part."""
_OFFICE = regex.compile(r"(?:人民)?政府(?:办公[厅室])?$")


@dataclass(slots=True)
class CopyIndex(Generic[K]):
    """Reports by the clauses they use. Filled by :func:`add`; ``postings`` has one number, or a list, a clause."""

    keys: list[K] = field(default_factory=list)
    kept: list[Passages] = field(default_factory=list)
    numbers: dict[K, int] = field(default_factory=dict)
    postings: dict[int, int | list[int]] = field(default_factory=dict)
    organs: dict[str, list[int]] = field(default_factory=dict)
    unknown: int = 0
    twins: dict[int, list[int]] = field(default_factory=dict)


def add(index: CopyIndex[K], key: K, passages: Passages) -> None:
    """Enter a report; raises KeyError when the key is there already."""
    if key in index.numbers:
        raise KeyError(key)
    number = index.numbers[key] = len(index.keys)
    index.keys.append(key)
    index.kept.append(passages)
    if passages.organ is None:
        index.unknown += 1
    else:
        index.organs.setdefault(passages.organ, []).append(number)
    for part in passages.parts:
        for clause in {_slot(part.id, hashed) for hashed, _ in part.clauses()}:
            before = index.postings.setdefault(clause, number)
            if isinstance(before, list):
                before.append(number)
            elif before != number:
                index.postings[clause] = [before, number]
        if sum(part.lengths) >= CUSTOMARY_WORDS:
            index.twins.setdefault(_slot(part.id, hash(part.hashes)), []).append(number)


def index_of(passages: Mapping[K, Passages]) -> CopyIndex[K]:
    """An index of all these reports."""
    index: CopyIndex[K] = CopyIndex()
    for key, one in passages.items():
        add(index, key, one)
    return index


def copies_among(passages: Mapping[K, Passages], texts: Texts[K]) -> dict[K, tuple[Finding, ...]]:
    """The M-COPY and Y-COPY findings of each report, for those that have any.

    ``texts`` gives a report's record by its key; it is called for likely copies only.
    """
    index = index_of(passages)
    held = _Held(index, functools.lru_cache(maxsize=128)(texts))
    found = ((key, tuple(_findings(held, index.numbers[key]))) for key in passages)
    return {key: some for key, some in found if some}


def copies_of(index: CopyIndex[K], key: K, texts: Texts[K]) -> tuple[Finding, ...]:
    """The findings of one report of the index; raises KeyError when it is not there."""
    return tuple(_findings(_Held(index, texts), index.numbers[key]))


def copies_in(reports: Iterable[Report]) -> list[tuple[Finding, ...]]:
    """The findings of each of some reports that are at hand, in their order."""
    all_of = list(reports)
    found = copies_among({number: passages_of(one) for number, one in enumerate(all_of)}, all_of.__getitem__)
    return [found.get(number, ()) for number in range(len(all_of))]


class _Held(Generic[K]):
    """An index with its texts, whose clauses and common language are worked out once."""

    def __init__(self, index: CopyIndex[K], texts: Texts[K]) -> None:
        self.index, self.texts = index, texts
        self.commonest = max(COMMON_LEAST, COMMON_SHARE * (len(index.organs) + index.unknown))
        self._common: dict[int, bool] = {}
        self.clauses = functools.lru_cache(maxsize=512)(self._clauses)

    def report(self, number: int) -> Report:
        return self.texts(self.index.keys[number])

    def _clauses(self, number: int, part: str) -> list[Clause]:
        return clauses_of(self.report(number), part)

    def like(self, number: int, other: int, part: str) -> Likeness:
        """How much of a part's own words, common language not counted, stands in another report."""

        def common(clause: Clause) -> bool:
            return self.common(_slot(part, hash_of(clause.words)))

        return likeness(self.clauses(number, part), self.clauses(other, part), common)

    def users(self, slot: int) -> list[int]:
        """The numbers of the reports that use a clause."""
        found = self.index.postings.get(slot, [])
        return found if isinstance(found, list) else [found]

    def common(self, slot: int) -> bool:
        """Whether very many organs use a clause."""
        users = self.users(slot)
        if len(users) <= self.commonest:
            return False
        if slot not in self._common:
            organs = {self.index.kept[one].organ or one for one in users}
            self._common[slot] = len(organs) > self.commonest
        return self._common[slot]


def _slot(part: str, hashed: int) -> int:
    """A clause of one part: the same words in another part are another clause."""
    return hashed * len(PARTS) + PARTS.index(part)


def _findings(held: _Held[K], number: int) -> Iterator[Finding]:
    own = held.index.kept[number]
    for part in own.parts:
        yield from _copied(held, number, part.id)
    yield from _repeated(held, number)


def _copied(held: _Held[K], number: int, part: str) -> Iterator[Finding]:
    """The finding on a part that other reports have too."""
    own = held.index.kept[number]
    weights, likely = _likely(held, number, part)
    matches: list[tuple[float, int, Likeness]] = []
    for _, other in likely[:CONFIRMED]:
        like = held.like(number, other, part)
        if _is_copy(like):
            matches.append((like.share, other, like))
    if matches:
        _, best, like = max(matches, key=lambda one: (one[0], -one[1]))
        # Of a large group only the likeliest are read; the others count by their equal clauses.
        rest = [other for shared, other in likely[CONFIRMED:] if shared >= max(COPIED * weights, COPIED_WORDS)]
        group = [best, *(other for _, other, _ in matches if other != best), *rest]
        sure = own.organ is not None and held.index.kept[best].organ is not None
        fault = m_copy(held.report(number), part, like, held.report(best), _names(held, group), sure=sure)
        yield finding_of(M_COPY, fault, held.report(number))
        return
    whole = own.part(part)
    if whole is not None and (words := sum(whole.lengths)) >= CUSTOMARY_WORDS:
        same = held.index.twins.get(_slot(part, hash(whole.hashes)), [])
        group = [one for one in same if _may_be_source(own, held.index.kept[one], one == number)]
        if group:
            yield finding_of(M_COPY, m_copy_customary(held.report(number), part, words, _names(held, group)), held.report(number))


def _is_copy(like: Likeness) -> bool:
    many = like.share >= COPIED and like.copied >= COPIED_WORDS and like.run >= PASSAGE
    return many or like.run >= LONG_RUN


def _likely(held: _Held[K], number: int, part: str) -> tuple[int, list[tuple[int, int]]]:
    """The distinctive words of a part, and (words in equal clauses, report) of those that share enough, those first
    that share most of what few others have."""
    own = held.index.kept[number]
    mine = own.part(part)
    assert mine is not None
    slots = {_slot(part, hashed): words for hashed, words in mine.clauses()}
    slots = {slot: words for slot, words in slots.items() if not held.common(slot)}
    weights = sum(slots.values())
    if weights < COPIED_WORDS:
        return weights, []
    shared: Counter[int] = Counter()
    rare: Counter[int] = Counter()
    telling: defaultdict[int, float] = defaultdict(float)
    met = 0
    # Who shares so much shares one of the rarest clauses; without such a one the many users of the others need no look.
    for slot in sorted(slots, key=lambda one: (len(held.users(one)), one)):
        users = held.users(slot)
        if len(users) > RARE_USERS and met > (1 - GATE) * weights and not shared:
            break
        met += slots[slot]
        for other in users:
            if other != number:
                shared[other] += slots[slot]
                rare[other] += len(users) <= RARE_USERS
                telling[other] += slots[slot] / (len(users) - 1)
    enough = min(GATE * weights, GATE_WORDS)
    likely = [
        (words, other) for other, words in shared.items()
        if (words >= enough or rare[other] >= RARE_CLAUSES) and _may_be_source(own, held.index.kept[other])
    ]  # fmt: skip
    return weights, sorted(likely, key=lambda one: (-telling[one[1]], one[1]))


def _may_be_source(own: Passages, other: Passages, itself: bool = False) -> bool:
    """Whether a text may have been copied from that report: not from a later one, nor from another version of itself."""
    if itself or (own.source and own.source == other.source):
        return False
    years = None not in (own.year, other.year)
    if own.organ and other.organ and same_organ(own.organ, other.organ):
        return years and (other.year or 0) < (own.year or 0) - 1
    return not years or (other.year or 0) <= (own.year or 0)


def same_organ(one: str, other: str) -> bool:
    """Whether two names are one organ's: alike, one without its place before it, or a government and its office."""
    short, long = sorted((_OFFICE.sub("政府", one), _OFFICE.sub("政府", other)), key=len)
    return short == long or (long.endswith(short) and len(short) >= 4 and long[-len(short) - 1] in "省市区县州旗盟")


def _names(held: _Held[K], group: Iterable[int]) -> list[str]:
    found = [held.index.kept[one] for one in group]
    return [f"{one.organ or '机关不明'} {one.year or '年份不明'}" for one in found]


def _repeated(held: _Held[K], number: int) -> Iterator[Finding]:
    """The findings on what a report has from its own of the year before."""
    own = held.index.kept[number]
    same = held.index.organs.get(own.organ or "", []) if own.year is not None else []
    before = [one for one in same if held.index.kept[one].year == (own.year or 0) - 1]
    if not before:
        return
    last = max(before, key=lambda one: (_equal_words(own, held.index.kept[one]), -one))
    other = held.index.kept[last]
    if _equal_words(own, other) >= YEAR_GATE * sum(sum(part.lengths) for part in own.parts):
        likes = {
            part: likeness(held.clauses(number, part), held.clauses(last, part))
            for part in PARTS if part != "preface" and own.part(part) is not None
        }  # fmt: skip
        words, copied = sum(one.own for one in likes.values()), sum(one.copied for one in likes.values())
        whole = words >= REPEATED_WORDS and copied > REPEATED * words
        if whole or any(one.own >= REPEATED_PART_WORDS and one.share >= REPEATED_PART for one in likes.values()):
            yield finding_of(Y_COPY, y_copy(held.report(number), held.report(last), likes), held.report(number))
    alike = [one for one in own.figures if (one.table, one.digest) in {(two.table, two.digest) for two in other.figures}]
    digits = sum(one.digits for one in alike)
    if digits >= FEW_DIGITS:
        report = held.report(number)
        tables = [one.table for one in alike]
        fields = [name for name, value in report.values.items() if value.value and name.split(".")[0] in tables]
        fault = y_copy_tables(report, held.report(last), tables, fields, few=digits < SURE_DIGITS)
        yield finding_of(Y_COPY, fault, report)


def _equal_words(own: Passages, other: Passages) -> int:
    """The words of a report's clauses that are clauses of the other."""
    equal = 0
    for part in own.parts:
        theirs = other.part(part.id)
        known = {hashed for hashed, _ in theirs.clauses()} if theirs else set()
        equal += sum(words for hashed, words in part.clauses() if hashed in known)
    return equal

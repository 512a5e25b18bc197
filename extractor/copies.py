"""Copies among many reports: the index finds who may have copied, the texts themselves decide.

``passages_of`` each report is kept where there is room for it (a few kilobytes); :func:`copies_among` searches all of them at once.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic

from .clause_index import CopyIndex, K, likely_sources, may_be_source, slot_of
from .likeness import Likeness, likeness
from .passages import PARTS, Clause, Passages, clauses_of, hash_of, passages_of
from .profile import DEFAULT, Profile
from .record import Finding, Report
from .rules import catalogue
from .rules.catalogue import Fault, finding_of
from .rules.copies import m_copy, m_copy_customary, y_copy, y_copy_tables


@dataclass(frozen=True, slots=True)
class Measure:
    """What makes a part a copy: the share of its own words, the words at least, and those of its longest passage."""

    share: float
    words: int
    passage: int

    def holds(self, like: Likeness) -> bool:
        """Whether so much is the same."""
        return like.share >= self.share and like.copied >= self.words and like.run >= self.passage


AMONG_MANY = (Measure(0.4, 80, 30),)
AMONG_FEW = (Measure(0.7, 160, 60), Measure(0.9, 100, 60))
MANY = 30
"""From so many organs on common language can be told; among fewer more is asked for."""

LONG_RUN = 200
"""Words of one passage that make a copy whatever their share."""

CUSTOMARY_WORDS = 120
"""Words of a part that is told to be word for word another's though all of it is common language."""

CONFIRMED = 6
"""So many of the likeliest sources are read for a part."""

REPEATED, REPEATED_WORDS = 0.5, 120
"""The share of all prose that repeats the year before, and the words it has at least."""

REPEATED_PART, REPEATED_PART_WORDS = 0.9, 60
"""The same for one part."""

FEW_WORDS = 20
"""A part with fewer words of its own is not held beside the year before."""

YEAR_GATE = 0.04
"""The share of words in equal clauses from which a report is held beside the one of the year before."""

SURE_DIGITS, FEW_DIGITS = 4, 3
"""Digits of independent figures that are alike by no chance, and those that may be."""

CODES = ("M-COPY", "Y-COPY")
"""The rules of this module: both need other reports."""


def copies_among(
    listed: Iterable[tuple[K, Passages]], passages: Callable[[K], Passages], texts: Callable[[K], Report],
    records: Callable[[K], Report] | None = None, profile: Profile = DEFAULT,
) -> Iterator[tuple[K, tuple[Finding, ...]]]:
    """The M-COPY and Y-COPY findings of each report that has any, with its key; in the order of ``listed``.

    ``passages`` gives those of a report once more by its key, ``texts`` its prose, for likely copies only, and ``records``
    all of it where its figures are needed too (without it ``texts`` does). Of two reports on one year both are told, of
    different years the later one. Memory does not grow with the reports.
    """
    with CopyIndex(listed, passages) as index:
        held = _Held(index, functools.lru_cache(maxsize=128)(texts), records or texts, profile)
        for number, key in enumerate(index.keys):
            found = tuple(held.findings(number))
            if found:
                yield key, found


def copies_in(reports: Iterable[Report], profile: Profile = DEFAULT) -> list[tuple[Finding, ...]]:
    """The findings of each of some reports that are at hand, in their order."""
    listed = list(reports)
    kept = [passages_of(one) for one in listed]
    found = dict(copies_among(enumerate(kept), kept.__getitem__, listed.__getitem__, profile=profile))
    return [found.get(at, ()) for at in range(len(listed))]


class _Held(Generic[K]):
    """An index with its texts and a profile; the clauses of a text are worked out once."""

    def __init__(
        self, index: CopyIndex[K], texts: Callable[[K], Report], records: Callable[[K], Report], profile: Profile
    ) -> None:
        self.index, self.texts, self.records, self.profile = index, texts, records, profile
        self.measures = AMONG_MANY if index.count >= MANY else AMONG_FEW
        self.clauses = functools.lru_cache(maxsize=512)(self._clauses)

    def findings(self, number: int) -> Iterator[Finding]:
        """All that is found of one report."""
        own = self.index.passages(number)
        if self._wanted("M-COPY"):
            for part in own.parts:
                fault = self._copied(number, part.id)
                if fault is not None:
                    yield self._finding("M-COPY", fault, number)
        if self._wanted("Y-COPY"):
            for fault in self._repeated(number):
                yield self._finding("Y-COPY", fault, number)

    def _wanted(self, code: str) -> bool:
        return code in catalogue.RULES and code not in self.profile.off

    def _finding(self, code: str, fault: Fault, number: int) -> Finding:
        rule = catalogue.RULES[code]
        severity = fault.severity or self.profile.severities.get(code) or rule.severity
        return finding_of(rule, replace(fault, severity=severity), self._report(number))

    def _report(self, number: int) -> Report:
        return self.texts(self.index.keys[number])

    def _clauses(self, number: int, part: str) -> list[Clause]:
        return clauses_of(self._report(number), part)

    def _like(self, number: int, other: int, part: str) -> Likeness:
        """How much of a part's own words, common language not counted, stands in another report."""
        own = self.clauses(number, part)
        _, common = self.index.shared(number)
        return likeness(own, self.clauses(other, part), lambda clause: slot_of(part, hash_of(clause.words)) in common)

    def _copied(self, number: int, part: str) -> Fault | None:
        """What is to say of a part that other reports have too."""
        least = min(one.words for one in self.measures)
        weight, likely = likely_sources(self.index, number, part, least)
        likes = {other: self._like(number, other, part) for _, other in likely[:CONFIRMED]}
        copies = [
            other for other, like in likes.items() if like.run >= LONG_RUN or any(one.holds(like) for one in self.measures)
        ]
        if not copies:
            return self._customary(number, part)
        best = max(copies, key=lambda one: (likes[one].share, -one))
        # Of a large group only the likeliest are read; the others count by their equal clauses.
        enough = max(self.measures[0].share * weight, self.measures[0].words)
        rest = [other for words, other in likely[CONFIRMED:] if words >= enough]
        group = [best, *(one for one in copies if one != best), *rest]
        sure = self.index.who(number).organ is not None and self.index.who(best).organ is not None
        return m_copy(self._report(number), part, likes[best], self._report(best), self._names(group), sure=sure)

    def _customary(self, number: int, part: str) -> Fault | None:
        """What is to say of a part that is word for word another's, yet nothing but common language."""
        whole = self.index.passages(number).part(part)
        if whole is None or (words := sum(whole.lengths)) < CUSTOMARY_WORDS:
            return None
        own = self.index.who(number)
        group = [one for one in self.index.twins(part, whole.hashes) if one != number and may_be_source(own, self.index.who(one))]
        return m_copy_customary(self._report(number), part, words, self._names(group)) if group else None

    def _names(self, group: Iterable[int]) -> list[str]:
        found = [self.index.who(one) for one in group]
        return [f"{one.organ or '机关不明'} {one.year or '年份不明'}" for one in found]

    def _repeated(self, number: int) -> Iterator[Fault]:
        """What is to say of what a report has from its own of the year before."""
        own = self.index.passages(number)
        if own.organ is None or own.year is None:
            return
        before = self.index.of_organ(own.organ, own.year - 1)
        if not before:
            return
        last = max(before, key=lambda one: (_equal_words(own, self.index.passages(one)), -one))
        other = self.index.passages(last)
        prose = [part.id for part in own.parts if part.id != "preface"]
        if _equal_words(own, other) > YEAR_GATE * sum(sum(part.lengths) for part in own.parts):
            likes = {part: likeness(self.clauses(number, part), self.clauses(last, part)) for part in prose}
            likes = {part: one for part, one in likes.items() if one.own >= FEW_WORDS}
            words, copied = sum(one.own for one in likes.values()), sum(one.copied for one in likes.values())
            whole = words >= REPEATED_WORDS and copied > REPEATED * words
            if whole or any(one.own >= REPEATED_PART_WORDS and one.share >= REPEATED_PART for one in likes.values()):
                yield y_copy(self._report(number), self._report(last), likes)
        alike = [one for one in own.figures if (one.table, one.digest) in {(two.table, two.digest) for two in other.figures}]
        digits = sum(one.digits for one in alike)
        if digits >= FEW_DIGITS:
            tables = [one.table for one in alike]
            yield y_copy_tables(self.records(self.index.keys[number]), self._report(last), tables, few=digits < SURE_DIGITS)


def _equal_words(own: Passages, other: Passages) -> int:
    """The words of a report's clauses that are clauses of the other."""
    equal = 0
    for name in PARTS:
        mine, theirs = own.part(name), other.part(name)
        if mine and theirs:
            known = {hashed for hashed, _ in theirs.clauses()}
            equal += sum(words for hashed, words in mine.clauses() if hashed in known)
    return equal

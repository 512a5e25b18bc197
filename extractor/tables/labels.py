"""Printed labels to the rows and columns of the form: exact, by alias, by its beginning, then by likeness."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import regex

from ..form import Axis
from ..text import fold, key, words

GENERIC = frozenset({"其他", "总计", "合计", "总数"})
"""Labels too common to be told by a beginning or by likeness."""

_YEAR = regex.compile(r"[(（\[]?\s*(?:19|20)\d\d\s*年?度?\s*[)）\]]?")
_ASIDE = regex.compile(r"[(（\[【][^)）\]】]*[)）\]】]?")


@functools.lru_cache(maxsize=64)
def _spellings(axes: tuple[Axis, ...]) -> dict[str, str]:
    """Every exact spelling of these axes, folded, with its id; the first to claim a spelling keeps it."""
    table: dict[str, str] = {}
    for axis in axes:
        for label in (axis.label, *axis.aliases):
            table.setdefault(key(label), axis.id)
            table.setdefault(key(_ASIDE.sub("", fold(label))), axis.id)
    return table


@functools.lru_cache(maxsize=16384)
def match(text: str, axes: tuple[Axis, ...]) -> str | None:
    """The id of the row or column that a printed label names, or None.

    An aside such as ``（单位：万元）`` or ``(2023)`` in the label does not matter, nor do up to one wrong
    character in six.
    """
    printed = key(text)
    if not printed or len(printed) > 60:
        return None
    spellings = _spellings(axes)
    if printed in spellings:
        return spellings[printed]
    bare = key(_ASIDE.sub("", _YEAR.sub("", fold(text))))
    if bare in spellings:
        return spellings[bare]
    if printed in GENERIC or bare in GENERIC or len(bare) < 2:
        return None
    begun = _by_stem(bare, axes)
    if begun is None:
        begun = _by_likeness(bare, spellings)
    return begun if begun is not None or bare == printed else _by_likeness(printed, spellings)


def _by_stem(printed: str, axes: Sequence[Axis]) -> str | None:
    """The one axis whose first stem begins the label; None when there is none or more than one."""
    found = {
        axis.id
        for axis in axes
        for stem in axis.stems
        if stem not in GENERIC and printed.startswith(key(stem)) and len(printed) <= len(key(axis.label)) + 8
    }
    return found.pop() if len(found) == 1 else None


def _by_likeness(printed: str, spellings: dict[str, str]) -> str | None:
    if len(printed) < 4:
        return None
    found = set()
    for spelling, axis in spellings.items():
        wrong = max(1, len(spelling) // 6)
        near = len(spelling) >= 4 and abs(len(spelling) - len(printed)) <= wrong
        if near and _edits(printed, spelling, wrong) <= wrong:
            found.add(axis)
    return found.pop() if len(found) == 1 else None


def _edits(one: str, other: str, most: int) -> int:
    """How many characters must be put in, left out or exchanged to make one text the other; more than ``most`` is most + 1."""
    before = list(range(len(other) + 1))
    for number, character in enumerate(one, 1):
        row = [number]
        for at, there in enumerate(other, 1):
            row.append(min(before[at] + 1, row[-1] + 1, before[at - 1] + (character != there)))
        if min(row) > most:
            return most + 1
        before = row
    return before[-1]


def contains(text: str, label: str) -> bool:
    """Whether the words of a printed text contain those of a label."""
    return words(label) in words(text)


def is_known(text: str, axes: tuple[Axis, ...]) -> bool:
    """Whether a label is printed in a spelling that the form knows; asides, years and punctuation do not matter."""
    spellings = _spellings(axes)
    return key(text) in spellings or bare(text) in spellings


def bare(text: str) -> str:
    """A label's words alone: without its number, an aside in brackets, a year, blanks and punctuation."""
    return key(_ASIDE.sub("", _YEAR.sub("", fold(text))))

"""Printed labels to the rows and columns of the form: exact, by alias, by its beginning, then by likeness."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ..form import Axis
from ..patterns import lazy_re
from ..text import fold, key

GENERIC = frozenset({"其他", "总计", "合计", "总数"})
"""Labels too common to be told by a beginning or by likeness."""

_YEAR = lazy_re(r"[(（\[]?\s*(?:19|20)\d\d\s*年?度?\s*[)）\]]?")
_ASIDE = lazy_re(r"[(（\[【][^)）\]】]*[)）\]】]?")


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What tells each of some axes: ``spellings`` folded, with their ids; stems and near spellings as indexes.

    ``stems`` are found by their first character: the stem, its axis, and how long a label it may begin.
    ``near`` are found by the length of a printed label that may be meant: the spelling, its axis, its
    characters, and how many of them may be wrong.
    """

    spellings: dict[str, str]
    stems: dict[str, list[tuple[str, str, int]]]
    near: dict[int, list[tuple[str, str, frozenset[str], int]]]


@functools.lru_cache(maxsize=256)
def _known(axes: tuple[Axis, ...]) -> _Known:
    """Every way to tell these axes; the first to claim a spelling keeps it."""
    known = _Known({}, {}, {})
    for axis in axes:
        for label in (axis.label, *axis.aliases):
            known.spellings.setdefault(key(label), axis.id)
            known.spellings.setdefault(key(_ASIDE.sub("", fold(label))), axis.id)
        for stem in axis.stems:
            if stem not in GENERIC:
                known.stems.setdefault(key(stem)[0], []).append((key(stem), axis.id, len(key(axis.label)) + 8))
    for spelling, name in known.spellings.items():
        wrong = max(1, len(spelling) // 6)
        for length in range(len(spelling) - wrong, len(spelling) + wrong + 1) if len(spelling) >= 4 else ():
            known.near.setdefault(length, []).append((spelling, name, frozenset(spelling), wrong))
    return known


@functools.lru_cache(maxsize=16384)
def match(text: str, axes: tuple[Axis, ...]) -> str | None:
    """The id of the row or column that a printed label names, or None.

    An aside such as ``（单位：万元）`` or ``(2023)`` in the label does not matter, nor do up to one wrong
    character in six.
    """
    if text.strip().isdecimal():
        return None  # most cells: no label is a bare figure
    printed = key(text)
    if not printed or len(printed) > 60:
        return None
    known = _known(axes)
    if printed in known.spellings:
        return known.spellings[printed]
    plain = bare(text)
    if plain in known.spellings:
        return known.spellings[plain]
    if printed in GENERIC or plain in GENERIC or len(plain) < 2:
        return None
    begun = _by_stem(plain, known)
    if begun is None:
        begun = _by_likeness(plain, known)
    return begun if begun is not None or plain == printed else _by_likeness(printed, known)


@functools.lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A label's words alone: without its number, an aside in brackets, a year, blanks and punctuation."""
    return key(_ASIDE.sub("", _YEAR.sub("", fold(text))))


def _by_stem(printed: str, known: _Known) -> str | None:
    """The one axis whose first stem begins the label; None when there is none or more than one."""
    begun = known.stems.get(printed[0])
    if begun is None:
        return None
    found = {axis for stem, axis, longest in begun if len(printed) <= longest and printed.startswith(stem)}
    return found.pop() if len(found) == 1 else None


def _by_likeness(printed: str, known: _Known) -> str | None:
    """The one axis that has a spelling with few enough wrong characters; None when there is none or more than one."""
    near = known.near.get(len(printed)) if len(printed) >= 4 else None
    if near is None:
        return None
    found = set()
    characters = set(printed)
    for spelling, axis, spelled, wrong in near:
        # Each character that only one of them has is an edit: most pairs need no closer look.
        if (
            len(characters - spelled) <= wrong
            and len(spelled - characters) <= wrong
            and _edits(printed, spelling, wrong) <= wrong
        ):
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


def is_known(text: str, axes: tuple[Axis, ...]) -> bool:
    """Whether a label is printed in a spelling that the form knows; asides, years and punctuation do not matter."""
    spellings = _known(axes).spellings
    return key(text) in spellings or bare(text) in spellings

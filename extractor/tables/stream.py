"""The flow of a document as one folded string, and chains of the form's row labels found in it."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, compress
from typing import NamedTuple

from ..form import Axis, FormTable
from ..model import Document, Place
from ..patterns import lazy, lazy_re
from ..text import fold, key, unnumbered
from .labels import GENERIC

LONGEST_GAP = 260
"""Characters between two row labels of one table; farther apart they are not neighbours."""
SHORTEST_STEM = 3


_NUMBERED = lazy_re(r"(?:[(（]\s*[一二三四五六七八九]\s*[)）]|[一二三四]\s*[、.,]|\d\s*[.、,)])[\s“”\"]*$")
_MARK = lazy(r"(?<=\d)\p{No}+")
"""Footnote marks behind a figure; folded they would become its last digits."""
_LOOSE = frozenset(" \t\n\r\x0b\x0c\x85\xa0\u2028\u2029\u3000“”\"'‘’、,.。:;()（）")


@dataclass(frozen=True, slots=True)
class Stream:
    """The folded text of all flow lines, a line end between them, and where each line begins.

    ``printed`` is the same text unfolded, position by position. ``dense`` is the text without blanks and
    punctuation; ``at`` has the position in ``text`` of each of its characters.
    """

    text: str
    printed: str
    starts: tuple[int, ...]
    places: tuple[Place, ...]
    dense: str
    at: Sequence[int]

    def find(self, words: str, start: int = 0) -> int:
        """Where words first stand from a position on, whatever blanks or marks lie between; -1 if nowhere."""
        hit = self.dense.find(words, bisect.bisect_left(self.at, start))
        return self.at[hit] if hit >= 0 else -1

    def place(self, position: int) -> Place:
        """The place of the line that a position of the text lies in."""
        return self.line(position)[0]

    def line(self, position: int) -> tuple[Place, int]:
        """The place of the line that a position lies in, and where the next line begins."""
        if not self.places:
            return Place(), len(self.text)
        following = max(1, bisect.bisect_right(self.starts, position))
        return self.places[following - 1], self.starts[following] if following < len(self.starts) else len(self.text) + 1


class Anchor(NamedTuple):
    """A row label found: the row's id, where its numbering begins and where its known words end."""

    row: str
    start: int
    end: int
    weight: float


def stream_of(document: Document) -> Stream:
    """The flow of a document as one string."""
    lines = [line.text for line in document.flow]
    # Folded all at once, which neither makes nor takes away a line end.
    text = fold(_MARK.sub(" ", "\n".join(lines)))
    parts = text.split("\n")
    if len(parts) != len(lines):
        parts = [fold(_MARK.sub(" ", line)) for line in lines]
        text = "\n".join(parts)
    # A line whose length folding changes has lost its positions, and with them how it was printed.
    printed = [line if len(line) == len(folded) else folded for line, folded in zip(lines, parts, strict=True)]
    starts = [0, *accumulate(len(folded) + 1 for folded in parts)][:-1]
    kept = [character not in _LOOSE for character in text]
    dense, at = "".join(compress(text, kept)), list(compress(range(len(text)), kept))
    places = tuple([line.place for line in document.flow])
    return Stream(text, "\n".join(printed), tuple(starts), places, dense, at)


class _Told(NamedTuple):
    """What tells a row label: its own list number, words, and its first characters, which need that number."""

    number: str
    stems: tuple[str, ...]
    shortest: tuple[str, ...]


@functools.lru_cache(maxsize=256)
def _told(axis: Axis) -> _Told:
    """A label's stems, else its spellings; a longer one before its own beginning."""
    label = fold(axis.label)
    own = _digit(label[: len(label) - len(unnumbered(label))])
    stems = sorted({key(one) for one in (axis.stems or (axis.label, *axis.aliases))}, key=len, reverse=True)
    # The first characters alone will do where the label's own number stands before them.
    return _Told(own, tuple(stems), () if not own else tuple({key(label)[:SHORTEST_STEM]}.difference(stems)))


def anchors(stream: Stream, axis: Axis, start: int) -> list[Anchor]:
    """Every place from a position on where a row's label may begin.

    Blanks, quotes and line ends may stand between any two characters of it. A generic label (其他,
    总计) counts only with its list number before it, and with its own number so do a label's first
    characters alone, for its figures may stand between its lines.
    """
    found: dict[int, Anchor] = {}
    own, stems, shortest = _told(axis)
    first = bisect.bisect_left(stream.at, start)
    for stem in (*stems, *shortest):
        hit = stream.dense.find(stem, first)
        while hit >= 0:
            begin, end = stream.at[hit], stream.at[hit + len(stem) - 1] + 1
            number = _NUMBERED.search(stream.text, max(0, begin - 8), begin)
            printed = "" if number is None else _digit(number.group())
            if (number is None and stem in GENERIC) or (stem in shortest and printed != own):
                hit = stream.dense.find(stem, hit + 1)
                continue
            anchor = Anchor(axis.id, begin if number is None else number.start(), end, 1.5 if printed == own else 1.0)
            found.setdefault(end, anchor)
            hit = stream.dense.find(stem, hit + 1)
    return list(found.values())


def _digit(numbering: str) -> str:
    return "".join(character for character in numbering if character.isalnum())


def begin_of(stream: Stream, table: FormTable, start: int = 0) -> int:
    """Where the table may begin: at the first of its opening words, else where it is looked for."""
    hits = [hit for word in table.starts if (hit := stream.find(key(word), start)) >= 0]
    return min(hits, default=start)


def chain(stream: Stream, axes: Sequence[Axis], start: int = 0) -> list[Anchor]:
    """The row labels of one table in printed order: the heaviest chain of neighbours, at most one a row.

    Rows may be missing from the chain; none stands out of order.
    """
    found = [(number, anchor) for number, axis in enumerate(axes) for anchor in anchors(stream, axis, start)]
    found.sort(key=lambda pair: (pair[1].start, pair[0]))
    best: list[tuple[int, int, float, int]] = []
    """For each anchor its row and end, the weight of the heaviest chain up to it, and the anchor before it there."""
    heaviest: list[float] = []
    """For each anchor the weight of the heaviest chain up to it or to any before it: what no longer chain can beat."""
    for index, (number, anchor) in enumerate(found):
        _, start, end, weight = anchor
        score, before = weight, -1
        for earlier in range(index - 1, -1, -1):
            if heaviest[earlier] + weight <= score:
                break
            other_number, other_end, other_score, _ = best[earlier]
            gap = start - other_end
            if gap > LONGEST_GAP:
                break
            if other_number >= number or gap < 0:
                continue
            skipped = number - other_number - 1
            reached = other_score + weight - 0.002 * gap / 10 - 0.05 * skipped
            if reached > score:
                score, before = reached, earlier
        best.append((number, end, score, before))
        heaviest.append(max(score, heaviest[-1]) if heaviest else score)
    if not best:
        return []
    at = max(range(len(best)), key=lambda index: best[index][2])
    picked: list[Anchor] = []
    while at >= 0:
        picked.append(found[at][1])
        at = best[at][3]
    return picked[::-1]

"""Characters of a page to its printed lines: grouped by baseline, in order, blanks where there are gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import Final, NamedTuple

from .pdf_page import ASCENT, BASE, DESCENT, LEFT, RIGHT, SIZE, TEXT, Char

SAME_LINE: Final = 0.22
"""Baselines closer than this share of the size are one line: fonts differ a little, centred cells by half a line."""

WIDE: Final = "\u2e80"
"""From here on characters are as wide as they are high."""

# How wide a gap has to be, in ems, to be a blank: where one is printed, between Latin, between Han, and between both.
_PRINTED, _LATIN, _HAN, _MIXED = 0.05, 0.2, 0.4, 0.33


class PrintedLine(NamedTuple):
    """One printed line of a page (numbered from 1), or a part of one; lengths in points from the page's top left."""

    page: int
    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def top(self) -> float:
        """The upper edge of the line's text."""
        return self.base - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """The lower edge of the line's text."""
        return self.base + DESCENT * self.size


def rows_of(chars: Iterable[Char]) -> list[list[Char]]:
    """The characters of each baseline from the top, each from left to right, without regard to rules and columns."""
    by_base: dict[float, list[Char]] = defaultdict(list)
    for char in chars:
        by_base[char[BASE]].append(char)
    if not by_base:
        return []
    sizes = {base: max(map(itemgetter(SIZE), group)) for base, group in by_base.items()}
    usual = median(sizes.values())
    rows: list[list[Char]] = []
    first = previous = float("-inf")
    for base in sorted(by_base):
        near = SAME_LINE * max(sizes[base], 0.7 * usual)
        # Baselines of many columns can follow each other closely; a line is never as deep as its own text.
        if base - previous <= near and base - first <= 2.5 * near:
            rows[-1] += by_base[base]
        else:
            rows.append(list(by_base[base]))
            first = base
        previous = base
    for row in rows:
        row.sort(key=itemgetter(LEFT))
    return rows


def line_of(page: int, row: Sequence[Char]) -> PrintedLine | None:
    """The printed line of characters that share a baseline, given from left to right; None when all are blank."""
    inked = [char for char in row if char[TEXT] != " "]
    if not inked:
        return None
    size = em_of(inked)
    right = max(char[RIGHT] for char in inked[-3:])
    return PrintedLine(page, text_of(row, size), inked[0][LEFT], right, inked[0][BASE], size)


_SAMPLE, _LEAST_SIZE = 16, 0.5


def em_of(chars: Sequence[Char]) -> float:
    """The size of these characters (at least one): a Han character is as wide as its font is high, boxes of others are less exact."""
    wide = [right - left for text, left, right, _, _ in chars[:_SAMPLE] if text >= WIDE]
    return max(sorted(wide)[len(wide) // 2] if wide else max(chars[0][SIZE], chars[-1][SIZE]), _LEAST_SIZE)


def text_of(row: Sequence[Char], size: float) -> str:
    """The text of characters of that size that share a baseline, given from left to right; one blank a gap."""
    if len(row) == 1:
        return row[0][TEXT].strip()
    text, blanks = _text(row, size, 0.0)
    if blanks > 4 and blanks > len(text) / 3:
        # Spread over the width of the line: only what is wider than the usual step is a gap.
        gaps = [right[LEFT] - left[RIGHT] for left, right in pairwise(row)]
        text, _ = _text(row, size, max(median(gaps), 0.0))
    return text


def _text(row: Sequence[Char], size: float, step: float) -> tuple[str, int]:
    """The text, and how many blanks between Han characters come from gaps alone; ``step`` is what every gap has."""
    parts: list[str] = []
    least, latin, han, mixed = (_PRINTED * size, _LATIN * size + step, _HAN * size + step, _MIXED * size + step)
    blank = False
    blanks = 0
    last, last_left, last_right = "", 0.0, row[0][LEFT] if row else 0.0
    for text, left, right, _, _ in row:
        if text == " ":
            blank = True
            continue
        gap = left - last_right
        if gap > least and last:
            if blank:
                parts.append(" ")
            elif last >= WIDE and text >= WIDE:
                if gap > han:
                    parts.append(" ")
                    blanks += 1
            elif gap > (latin if last < WIDE and text < WIDE else mixed):
                parts.append(" ")
        elif text == last and left - last_left < 0.15 * size:
            continue  # the same character once more, to look bold
        parts.append(text)
        blank = False
        last, last_left, last_right = text, left, right
    return "".join(parts), blanks

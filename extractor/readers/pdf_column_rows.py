"""Where the rows of a table without rules begin and end, from how its labels stand around its figures."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

FIGURE: Final = re.compile(r"[\d.,，+\-－—–/／]+|无|\d[\d.,]*(?:万?元|件)")
"""What stands in a column of figures."""

FEWEST_ROWS: Final = 3

_UNIT = re.compile(r"万?元|件")
_ROOM = 1.0
# In ems: from line to line of a label, and of one over several rows; from figures to the rest of a long one, and to
# the farthest line of their label; then what it costs to leave a line to no row, and a row without a label.
_LABEL_STEP, _GROUP_STEP, WRAPPED, _REACH = 2.4, 1.9, 0.9, 8.0
_SKIPPED, _UNLABELLED = 0.3, 1.0
_MOSTLY = 0.6


class Piece(NamedTuple):
    """A run of text of one line without a wide gap."""

    text: str
    left: float
    right: float
    base: float
    size: float


class FigureRow(NamedTuple):
    """A printed line of several pieces, the last of which are figures."""

    base: float
    labels: list[Piece]
    figures: list[Piece]


def bounds_of(
    region: Sequence[list[Piece]], table: Sequence[FigureRow], levels: Sequence[float], leaf: float, figures: float
) -> list[float]:
    """The heights of the lines between the rows of a region, from its top to its bottom.

    Printed rules decide where they are; otherwise each line of the header is a row, and the lines of a label
    belong to the row of figures around which, or below whose first line, they are set.
    """
    top = min(piece.base - piece.size for line in region for piece in line) - _ROOM
    bottom = max(piece.base + 0.25 * piece.size for line in region for piece in line) + _ROOM
    within = [level for level in levels if top < level < bottom]
    parted = sum(any(above.base < level < below.base for level in within) for above, below in pairwise(table))
    if within and parted >= _MOSTLY * (len(table) - 1):
        return [top, *(level for level in within if top + 3 < level < bottom - 3), bottom]
    own = {row.base for row in table}
    others = [line[0].base for line in region if line[-1].right > figures and line[0].base not in own]
    after = min((base for base in others if base > table[-1].base), default=bottom)
    labels = sorted(
        {
            piece.base
            for line in region
            for piece in line
            if leaf < piece.right <= figures and piece.base < after and line[0].base not in others
        }
    )
    size = table[0].figures[0].size
    groups = _around(labels, [row.base for row in table], size)
    wrapped = [
        piece
        for line in region
        for piece in line
        if piece.left >= figures and (FIGURE.fullmatch(piece.text) or _UNIT.fullmatch(piece.text))
    ]
    rows = []
    for row, group in zip(table, groups, strict=True):
        # A figure too long for its column stands on two lines, around the others.
        around = [piece.base for piece in wrapped if abs(piece.base - row.base) < WRAPPED * size]
        rows.append((min([row.base, *group, *around]), max([row.base, *group, *around])))
    bases = sorted({line[0].base for line in region})
    # Lines of the header, and those below the rows of figures, are rows by themselves.
    rows = [(base, base) for base in bases if base < rows[0][0] - 0.3 * size] + rows
    rows += [(base, base) for base in bases if base > rows[-1][1] + 0.3 * size]
    return [top, *((upper[1] + lower[0]) / 2 - 0.35 * size for upper, lower in pairwise(rows)), bottom]


def _around(labels: Sequence[float], rows: Sequence[float], size: float) -> list[list[float]]:
    """The label lines of each row, in order, so that each row's lines lie around its figures as well as may be.

    Lines before the first row and after the last may belong to none.
    """
    skipped, unlabelled = _SKIPPED * size, _UNLABELLED * size
    best: list[list[tuple[float, int]]] = [[(skipped * end, 0) for end in range(len(labels) + 1)]]
    for base in rows:
        previous = best[-1]
        level = [(cost + unlabelled, end) for end, (cost, _) in enumerate(previous)]
        nearest = bisect_left(labels, base - _REACH * size)
        for end in range(nearest + 1, bisect_right(labels, base + _REACH * size) + 1):
            last = labels[end - 1]
            for start in range(end - 1, nearest - 1, -1):
                first = labels[start]
                if start < end - 1 and labels[start + 1] - first > _LABEL_STEP * size:
                    break
                # Set around the figures, or beginning with them.
                off = min(abs((first + last) / 2 - base), abs(first - base) + 0.5)
                level[end] = min(level[end], (previous[start][0] + off, start))
        best.append(level)
    count = len(labels)
    end = min(range(count + 1), key=lambda end: best[-1][end][0] + skipped * (count - end))
    groups: list[list[float]] = []
    for level in reversed(best[1:]):
        start = level[end][1]
        groups.append(list(labels[start:end]))
        end = start
    return groups[::-1]


def alone(line: Sequence[Piece], figures: float) -> bool:
    """Whether a line is a row of figures with one label: then that is no part of a label of several rows."""
    return len(line) > 1 and line[0].right <= figures < line[1].left


def reach(y: float, groups: Iterable[Piece], edges: Sequence[float], size: float) -> float:
    """How far to the left a line between two rows reaches: not through a label that goes on over it."""
    for start, end in reversed(list(pairwise(edges))):
        own = [piece for piece in groups if start <= piece.left and piece.right <= end + 0.3 * size]
        above = max((piece.base for piece in own if piece.base - 0.35 * piece.size < y), default=None)
        below = min((piece.base for piece in own if piece.base - 0.35 * piece.size > y), default=None)
        if above is not None and below is not None and below - above < _GROUP_STEP * size:
            return end
    return edges[0]

"""Tables without vertical rules, or without any: the lines that would rule them, from how the figures align.

A row of figures at its usual place under the others shows the columns; the label's lines, set around the
figures, show where a row begins and ends. The lines are then treated like printed ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..grid import Corners, Edge
from .blocks import SECTION
from .pdf_lines import em_of, text_of
from .pdf_page import BASE, LEFT, RIGHT, TEXT, Char, PageContent

_FIGURE = re.compile(r"[\d.,，+\-－—–/／]+|无|\d[\d.,]*(?:万?元|件)")
_UNIT = re.compile(r"万?元|件")
_FEWEST_COLUMNS, _FEWEST_ROWS, _ONE_ROW = 3, 3, 8
_ROOM = 1.0
# In ems: what parts two pieces of a line, lines of one table, and those with a rule between them; a larger print.
_PIECE_GAP, _STEP, _RULED_STEP, _LARGER = 0.35, 2.5, 5.0, 1.35
_LABEL_STEP, _GROUP_STEP, _WRAPPED = 2.4, 1.9, 0.9
_MOSTLY = 0.6


class _Piece(NamedTuple):
    """A run of text of one line without a wide gap."""

    text: str
    left: float
    right: float
    base: float
    size: float


class _Row(NamedTuple):
    """A printed line of several pieces, the last of which are figures."""

    base: float
    labels: list[_Piece]
    figures: list[_Piece]


def inferred(
    page: PageContent, rows: Iterable[Sequence[Char]], ruled: Sequence[Corners]
) -> tuple[list[Edge], list[Edge]]:
    """The horizontal and vertical edges that the page's rows of figures lack, outside its ruled tables.

    A table is three or more rows of three or more figures under each other, two where both have labels, or one
    row of eight or more.
    ``rows`` are the upright characters by baseline that lie in no ruled table. Nothing when there is no such table.
    """
    lines = [_pieces(row) for row in rows]
    lines = [line for line in lines if line]
    horizontals: list[Edge] = []
    verticals: list[Edge] = []
    for table in _tables([_row(line) for line in lines]):
        added = _ruled(page, lines, table, ruled)
        horizontals += added[0]
        verticals += added[1]
    return horizontals, verticals


def _pieces(row: Sequence[Char]) -> list[_Piece]:
    inked = [char for char in row if char[TEXT] != " "]
    if not inked:
        return []
    size = em_of(inked)
    runs: list[list[Char]] = [[inked[0]]]
    for char in inked[1:]:
        if char[LEFT] - runs[-1][-1][RIGHT] > _PIECE_GAP * size:
            runs.append([])
        runs[-1].append(char)
    return [_Piece(text_of(run, size), run[0][LEFT], run[-1][RIGHT], run[0][BASE], size) for run in runs]


def _row(line: list[_Piece]) -> _Row:
    count = 0
    for piece in reversed(line):
        if not _FIGURE.fullmatch(piece.text):
            break
        count += 1
    return _Row(line[0].base, line[: len(line) - count], line[len(line) - count :])


def _tables(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Rows of figures that stand under each other, a list a table."""
    tables: list[list[_Row]] = []
    for row in rows:
        if len(row.figures) < _FEWEST_COLUMNS:
            continue
        if tables and any(_aligned(above, row) for above in tables[-1][:-4:-1]):
            tables[-1].append(row)
        else:
            tables.append([row])
    return [
        table
        for table in tables
        if len(table) >= _FEWEST_ROWS
        or len(table[0].figures) >= _ONE_ROW
        or (len(table) > 1 and all(row.labels for row in table))
    ]


def _aligned(above: _Row, row: _Row) -> bool:
    """Whether most figures of a row overlap one of the row above, and no page of text lies between."""
    if row.base - above.base > 14 * row.figures[0].size:
        return False
    under = sum(
        any(figure.left < other.right and other.left < figure.right for other in above.figures)
        for figure in row.figures
    )
    return under >= 0.7 * max(len(row.figures), len(above.figures))


def _ruled(
    page: PageContent, lines: Sequence[list[_Piece]], table: Sequence[_Row], ruled: Sequence[Corners]
) -> tuple[list[Edge], list[Edge]]:
    usual = Counter(len(row.figures) for row in table).most_common(1)[0][0]
    model = [row for row in table if len(row.figures) == usual]
    spans = [
        (min(row.figures[number].left for row in model), max(row.figures[number].right for row in model))
        for number in range(usual)
    ]
    if any(left[1] >= right[0] for left, right in pairwise(spans)):
        return [], []
    between = [(left[1] + right[0]) / 2 for left, right in pairwise(spans)]
    size = max(piece.size for row in model for piece in row.labels + row.figures)
    levels = _levels(page, spans[0][0], spans[-1][1])
    region = _region(lines, table, size, levels, ruled)
    body = [
        piece
        for line in region
        for piece in line
        if piece.base >= table[0].base - 8 * size and piece.right <= spans[0][0]
    ]
    label_end = max((piece.right for piece in body), default=spans[0][0] - 2 * size)
    label_columns = _label_columns(body, size)
    everything = [piece for line in region for piece in line]
    left = min(piece.left for piece in everything) - _ROOM
    right = max(piece.right for piece in everything) + _ROOM
    columns = [*label_columns, (label_end + spans[0][0]) / 2, *between]
    leaf = label_columns[-1] if label_columns else left
    bounds = _bounds(region, table, levels, leaf, spans[0][0])
    figured = [figure for row in table for figure in row.figures]
    if any(figure.base - 0.7 * figure.size < y < figure.base for y in bounds for figure in figured):
        return [], []  # better no table than one that cuts its own figures
    groups = [
        piece for line in region for piece in line if piece.right <= spans[0][0] and not _alone(line, spans[0][0])
    ]
    edges = [left, *label_columns]
    horizontals = [(y, _label_edge(y, groups, edges, size), right) for y in bounds]
    horizontals = [(bounds[0], left, right), *horizontals[1:-1], (bounds[-1], left, right)]
    verticals = [(x, bounds[0], bounds[-1]) for x in (left, right)]
    for top, bottom in pairwise(bounds):
        inside = [piece for piece in everything if top < piece.base - 0.35 * piece.size < bottom]
        verticals += [
            (x, top, bottom) for x in columns if not any(piece.left + 0.5 < x < piece.right - 0.5 for piece in inside)
        ]
    return horizontals, verticals


def _levels(page: PageContent, left: float, right: float) -> list[float]:
    """The heights of the printed rules that run over all columns of figures."""
    levels: list[float] = []
    for y, start, end in sorted(page.horizontals):
        if start < left + 5 and end > right - 5 and (not levels or y - levels[-1] > 3):
            levels.append(y)
    return levels


def _region(
    lines: Sequence[list[_Piece]],
    table: Sequence[_Row],
    size: float,
    levels: Sequence[float],
    ruled: Sequence[Corners],
) -> list[list[_Piece]]:
    """The lines of a table: from its header, over its rows, to the last line of its last label."""
    bases = [line[0].base for line in lines]

    def belongs(number: int, neighbour: int) -> bool:
        """Whether a line next to one of the table's is part of it: close, in its size, no heading and no sentence."""
        line, (upper, lower) = lines[number], sorted((bases[number], bases[neighbour]))
        parted = any(upper < level < lower for level in levels)
        text = "".join(piece.text for piece in line)
        return (
            lower - upper < (_RULED_STEP if parted else _STEP) * size
            and line[0].size < _LARGER * size
            and not ((len(line) == 1 and SECTION.match(text)) or text.endswith(("。", "；", "：")))
            and not any(top <= line[0].base <= bottom for _, top, _, bottom in ruled)
        )

    first, last = bisect_right(bases, table[0].base) - 1, bisect_right(bases, table[-1].base) - 1
    while first > 0 and belongs(first - 1, first):
        first -= 1
    while last + 1 < len(lines) and belongs(last + 1, last):
        last += 1
    return list(lines[first : last + 1])


def _label_columns(body: Sequence[_Piece], size: float) -> list[float]:
    """Where columns of labels begin, after the first: left edges that three or more labels share."""
    starts: list[list[float]] = []
    for left in sorted(piece.left for piece in body):
        if starts and left - starts[-1][-1] < 0.7 * size:
            starts[-1].append(left)
        else:
            starts.append([left])
    common = [start[0] for start in starts if len(start) >= _FEWEST_ROWS]
    return [start - 0.25 * size for start in common[1:]]


def _bounds(
    region: Sequence[list[_Piece]], table: Sequence[_Row], levels: Sequence[float], leaf: float, figures: float
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
        if piece.left >= figures and (_FIGURE.fullmatch(piece.text) or _UNIT.fullmatch(piece.text))
    ]
    rows = []
    for row, group in zip(table, groups, strict=True):
        # A figure too long for its column stands on two lines, around the others.
        around = [piece.base for piece in wrapped if abs(piece.base - row.base) < _WRAPPED * size]
        rows.append((min([row.base, *group, *around]), max([row.base, *group, *around])))
    bases = sorted({line[0].base for line in region})
    # Lines of the header, and those below the rows of figures, are rows by themselves.
    rows = [(base, base) for base in bases if base < rows[0][0] - 0.3 * size] + rows
    rows += [(base, base) for base in bases if base > rows[-1][1] + 0.3 * size]
    return [top, *((upper[1] + lower[0]) / 2 - 0.35 * size for upper, lower in pairwise(rows)), bottom]


# What it costs, in ems of displacement, to leave a line to no row and a row without a label.
_SKIPPED, _UNLABELLED = 0.3, 1.0


def _around(labels: Sequence[float], rows: Sequence[float], size: float) -> list[list[float]]:
    """The label lines of each row, in order, so that each row's lines lie around its figures as well as may be.

    Lines before the first row and after the last may belong to none.
    """
    skipped, unlabelled = _SKIPPED * size, _UNLABELLED * size
    best: list[list[tuple[float, int]]] = [[(skipped * end, 0) for end in range(len(labels) + 1)]]
    for base in rows:
        previous = best[-1]
        level: list[tuple[float, int]] = []
        for end in range(len(labels) + 1):
            choices = [(previous[end][0] + unlabelled, end)]
            for start in range(end - 1, max(-1, end - 9), -1):
                first, last = labels[start], labels[end - 1]
                if start < end - 1 and labels[start + 1] - first > _LABEL_STEP * size:
                    break
                # Set around the figures, or beginning with them.
                off = min(abs((first + last) / 2 - base), abs(first - base) + 0.5)
                choices.append((previous[start][0] + off, start))
            level.append(min(choices))
        best.append(level)
    count = len(labels)
    end = min(range(count + 1), key=lambda end: best[-1][end][0] + skipped * (count - end))
    groups: list[list[float]] = []
    for level in reversed(best[1:]):
        start = level[end][1]
        groups.append(list(labels[start:end]))
        end = start
    return groups[::-1]


def _alone(line: Sequence[_Piece], figures: float) -> bool:
    """Whether a line is a row of figures with one label: then that is no part of a label of several rows."""
    return len(line) > 1 and line[0].right <= figures < line[1].left


def _label_edge(y: float, groups: Iterable[_Piece], edges: Sequence[float], size: float) -> float:
    """How far to the left a line between two rows reaches: not through a label that goes on over it."""
    for start, end in reversed(list(pairwise(edges))):
        own = [piece for piece in groups if start <= piece.left and piece.right <= end + 0.3 * size]
        above = max((piece.base for piece in own if piece.base - 0.35 * piece.size < y), default=None)
        below = min((piece.base for piece in own if piece.base - 0.35 * piece.size > y), default=None)
        if above is not None and below is not None and below - above < _GROUP_STEP * size:
            return end
    return edges[0]

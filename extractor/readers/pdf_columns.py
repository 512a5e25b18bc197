"""Tables without vertical rules, or without any: the lines that would rule them, from how the figures align.

A row of figures at its usual place under the others shows the columns; the label's lines, set around the
figures, show where a row begins and ends. The lines are then treated like printed ones.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ..grid import Corners, Edge
from .blocks import is_section
from .pdf_column_rows import FEWEST_ROWS, FIGURE, WRAPPED, FigureRow, Piece, alone, bounds_of, reach
from .pdf_lines import em_of, text_of
from .pdf_page import BASE, LEFT, RIGHT, TEXT, Char, PageContent

_FEWEST_COLUMNS, _ONE_ROW = 3, 8
_ROOM = 1.0
# In ems: what parts two pieces of a line, lines of one table, and those with a rule between them; a larger print.
_PIECE_GAP, _STEP, _RULED_STEP, _LARGER = 0.35, 2.5, 5.0, 1.35


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
    for table in _tables(_with_wrapped([_row(line) for line in lines])):
        added = _ruled(page, lines, table, ruled)
        horizontals += added[0]
        verticals += added[1]
    return horizontals, verticals


def _pieces(row: Sequence[Char]) -> list[Piece]:
    inked = [char for char in row if char[TEXT] != " "]
    if not inked:
        return []
    size = em_of(inked)
    runs: list[list[Char]] = [[inked[0]]]
    for char in inked[1:]:
        if char[LEFT] - runs[-1][-1][RIGHT] > _PIECE_GAP * size:
            runs.append([])
        runs[-1].append(char)
    return [Piece(text_of(run, size), run[0][LEFT], run[-1][RIGHT], run[0][BASE], size) for run in runs]


def _row(line: list[Piece]) -> FigureRow:
    count = 0
    for piece in reversed(line):
        if not FIGURE.fullmatch(piece.text):
            break
        count += 1
    return FigureRow(line[0].base, line[: len(line) - count], line[len(line) - count :])


def _with_wrapped(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """The rows with the figures that are too long for their columns and so begin on a line above the others."""
    whole = list(rows)
    for number, (above, row) in enumerate(pairwise(rows), 1):
        beside = [*row.labels, *row.figures]
        if (
            len(row.figures) >= _FEWEST_COLUMNS
            and above.figures
            and not above.labels
            and row.base - above.base < WRAPPED * row.figures[0].size
            and not any(one.left < other.right and other.left < one.right for one in above.figures for other in beside)
        ):
            figures = sorted([*above.figures, *row.figures], key=lambda figure: figure.left)
            whole[number] = row._replace(figures=figures)
            whole[number - 1] = above._replace(figures=[])
    return whole


def _tables(rows: Sequence[FigureRow]) -> list[list[FigureRow]]:
    """Rows of figures that stand under each other, a list a table."""
    tables: list[list[FigureRow]] = []
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
        if len(table) >= FEWEST_ROWS
        or len(table[0].figures) >= _ONE_ROW
        or (len(table) > 1 and all(row.labels for row in table))
    ]


def _aligned(above: FigureRow, row: FigureRow) -> bool:
    """Whether most figures of a row overlap one of the row above, and no page of text lies between."""
    if row.base - above.base > 14 * row.figures[0].size:
        return False
    under = sum(
        any(figure.left < other.right and other.left < figure.right for other in above.figures)
        for figure in row.figures
    )
    return under >= 0.7 * max(len(row.figures), len(above.figures))


def _ruled(
    page: PageContent, lines: Sequence[list[Piece]], table: Sequence[FigureRow], ruled: Sequence[Corners]
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
    bounds = bounds_of(region, table, levels, leaf, spans[0][0])
    figured = [figure for row in table for figure in row.figures]
    cut = any(figure.base - 0.7 * figure.size < y < figure.base for y in bounds for figure in figured)
    if cut or any(lower <= upper for upper, lower in pairwise(bounds)):
        return [], []  # better no table than one that cuts its own figures
    groups = [piece for line in region for piece in line if piece.right <= spans[0][0] and not alone(line, spans[0][0])]
    edges = [left, *label_columns]
    horizontals = [(y, reach(y, groups, edges, size), right) for y in bounds]
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
    lines: Sequence[list[Piece]],
    table: Sequence[FigureRow],
    size: float,
    levels: Sequence[float],
    ruled: Sequence[Corners],
) -> list[list[Piece]]:
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
            and not ((len(line) == 1 and is_section(text)) or text.endswith(("。", "；", "：")))
            and not any(top <= line[0].base <= bottom for _, top, _, bottom in ruled)
        )

    first, last = bisect_right(bases, table[0].base) - 1, bisect_right(bases, table[-1].base) - 1
    while first > 0 and belongs(first - 1, first):
        first -= 1
    while last + 1 < len(lines) and belongs(last + 1, last):
        last += 1
    return list(lines[first : last + 1])


def _label_columns(body: Sequence[Piece], size: float) -> list[float]:
    """Where columns of labels begin, after the first: left edges that three or more labels share."""
    starts: list[list[float]] = []
    for left in sorted(piece.left for piece in body):
        if starts and left - starts[-1][-1] < 0.7 * size:
            starts[-1].append(left)
        else:
            starts.append([left])
    common = [start[0] for start in starts if len(start) >= FEWEST_ROWS]
    return [start - 0.25 * size for start in common[1:]]

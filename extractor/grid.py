"""Ruling lines to cells: pure geometry, the same for a PDF page and a scan.

Lines are drawn in many pieces: four sides of a thin rectangle, one stroke a cell, two strokes side by
side. So edges are first brought onto common lines (snap) and put together along them (join); where a
vertical and a horizontal line meet is a vertex; the smallest rectangles whose four sides are drawn are the
cells; cells that share a corner are one table. Tables that only come near each other stay apart.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

Edge = tuple[float, float, float]
"""A piece of a line: its position across (y of a horizontal, x of a vertical one), and where it starts and ends."""

Corners = tuple[float, float, float, float]
"""A rectangle: left, top, right, bottom."""

SHORTEST_PIECE = 1.0
SNAP = JOIN = MEET = SHORTEST_LINE = 3.0
"""Tolerances in points, for edges of a page of text at its printed size."""

MOST_VERTICES = 10_000
"""More meeting points than that is a drawing, not a table."""


class TooManyEdges(ValueError):
    """The edges are too many to be the rules of tables."""


class GridCell(NamedTuple):
    """One cell of a grid: the row and column where it begins, from 0, and how many it spans."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table: the positions of its ``columns + 1`` and ``rows + 1`` lines, and its cells in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def box(self) -> Corners:
        """The rectangle around all cells."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def box_of(self, cell: GridCell) -> Corners:
        """The rectangle of one of its cells."""
        row, column, row_span, column_span = cell
        return (self.xs[column], self.ys[row], self.xs[column + column_span], self.ys[row + row_span])


def grids(horizontals: Iterable[Edge], verticals: Iterable[Edge], close: bool = False) -> list[Grid]:
    """The tables these edges rule, from top to bottom and left to right; a lone cell is no table.

    Lengths are in points (or any unit in which the tolerances above hold), y grows downwards. With ``close``
    tables that a page break leaves open are closed. Raises :class:`TooManyEdges` when the edges cannot be
    those of tables.
    """
    drawn = list(horizontals)
    rows, columns = merged(drawn), merged(verticals)
    if len(rows) * len(columns) > 400 * MOST_VERTICES:
        raise TooManyEdges(f"{len(rows)} × {len(columns)} lines")
    if close and (missing := _missing(rows, columns)):
        rows = merged(drawn + missing)
    if len(rows) < 2 or len(columns) < 2:
        return []
    tables = [group for group in _joined_by_corners(_cells(_vertices(rows, columns))) if len(group) > 1]
    tables.sort(key=lambda group: min((cell[1], cell[0]) for cell in group))
    return [_grid(group) for group in tables]


def _missing(rows: Sequence[Edge], columns: Sequence[Edge]) -> list[Edge]:
    """The horizontals that a page break left out.

    A browser cuts a table at the page's end without a rule below or above the cells it cuts. Where two
    neighbouring vertical lines of a table end at one height, at least one of them in the open, a horizontal
    belongs between their ends.
    """
    positions = [row[0] for row in rows]

    def crossed(top: float, bottom: float, left: float, right: float) -> bool:
        near = range(bisect_left(positions, top - MEET), bisect_right(positions, bottom + MEET))
        return any(rows[number][1] - MEET <= left and right <= rows[number][2] + MEET for number in near)

    found: list[Edge] = []
    for side in (1, 2):
        ends = sorted((column[side], column) for column in columns)
        first = 0
        for number in range(1, len(ends) + 1):
            if number < len(ends) and ends[number][0] <= ends[number - 1][0] + SNAP:
                continue
            lines = sorted(column for _, column in ends[first:number])
            in_the_open = [not crossed(line[side], line[side], line[0], line[0]) for line in lines]
            for index, (left, right) in enumerate(pairwise(lines)):
                shared = max(left[1], right[1]), min(left[2], right[2])
                if (in_the_open[index] or in_the_open[index + 1]) and crossed(*shared, left[0], right[0]):
                    found.append((left[side], left[0], right[0]))
            first = number
    return found


def merged(edges: Iterable[Edge]) -> list[Edge]:
    """The lines that pieces in one direction make up, by position and start.

    Pieces no further apart than SNAP, one after the other, move to their mean position; then those whose
    ends come within JOIN along the line are one.
    """
    pieces = sorted(edge for edge in edges if edge[2] - edge[1] >= SHORTEST_PIECE)
    lines: list[Edge] = []
    first = 0
    for number in range(1, len(pieces) + 1):
        if number == len(pieces) or pieces[number][0] > pieces[number - 1][0] + SNAP:
            group = pieces[first:number]
            position = sum(piece[0] for piece in group) / len(group)
            lines += ((position, start, end) for start, end in _joined(group) if end - start >= SHORTEST_LINE)
            first = number
    return lines


def _joined(group: list[Edge]) -> Iterable[tuple[float, float]]:
    spans = sorted({(start, end) for _, start, end in group})
    start, end = spans[0]
    for next_start, next_end in spans[1:]:
        if next_start > end + JOIN:
            yield start, end
            start, end = next_start, next_end
        elif next_end > end:
            end = next_end
    yield start, end


_Vertex = tuple[set[int], set[int]]
"""The numbers of the vertical and of the horizontal lines that meet there."""


def _vertices(rows: Sequence[Edge], columns: Sequence[Edge]) -> dict[float, dict[float, _Vertex]]:
    """The vertices by x and y, both in order."""
    positions = [row[0] for row in rows]
    found: dict[float, dict[float, _Vertex]] = {}
    count = 0
    for column_number, (x, top, bottom) in enumerate(columns):
        for row_number in range(bisect_left(positions, top - MEET), bisect_right(positions, bottom + MEET)):
            y, left, right = rows[row_number]
            if left - MEET <= x <= right + MEET:
                vertical, horizontal = found.setdefault(x, {}).setdefault(y, (set(), set()))
                vertical.add(column_number)
                horizontal.add(row_number)
                count += 1
        if count > MOST_VERTICES:
            raise TooManyEdges(f"more than {MOST_VERTICES} vertices")
    return {x: dict(sorted(column.items())) for x, column in found.items()}


def _cells(vertices: dict[float, dict[float, _Vertex]]) -> list[Corners]:
    """From each vertex the smallest rectangle down and to the right whose four sides are drawn."""
    rows: dict[float, list[tuple[float, _Vertex, dict[float, _Vertex]]]] = defaultdict(list)
    for x, column in vertices.items():
        for y, vertex in column.items():
            rows[y].append((x, vertex, column))
    seen: dict[float, int] = defaultdict(int)
    cells: list[Corners] = []
    for x, column in vertices.items():
        downwards = list(column.items())
        for number, (y, vertex) in enumerate(downwards, start=1):
            seen[y] += 1
            corner = _opposite(vertex, downwards[number:], rows[y], seen[y])
            if corner is not None:
                cells.append((x, y, *corner))
    return cells


def _opposite(
    vertex: _Vertex,
    below: Sequence[tuple[float, _Vertex]],
    row: Sequence[tuple[float, _Vertex, dict[float, _Vertex]]],
    first: int,
) -> tuple[float, float] | None:
    """The lower right corner of the smallest cell whose upper left corner is a vertex; None when there is none.

    ``below`` are the vertices under it, ``row`` those at its height, from ``first`` on to its right. Lines are
    whole, so beyond the first vertex that is off the line none is on it.
    """
    vertical, horizontal = vertex
    for bottom, (below_vertical, below_horizontal) in below:
        if vertical.isdisjoint(below_vertical):
            return None
        for number in range(first, len(row)):
            right, (right_vertical, right_horizontal), column = row[number]
            if horizontal.isdisjoint(right_horizontal):
                break
            corner = column.get(bottom)
            if corner and not (corner[0].isdisjoint(right_vertical) or corner[1].isdisjoint(below_horizontal)):
                return right, bottom
    return None


def _joined_by_corners(cells: Sequence[Corners]) -> list[list[Corners]]:
    """The cells in groups that hang together by shared corners."""
    leader = list(range(len(cells)))

    def lead(number: int) -> int:
        while leader[number] != number:
            leader[number] = number = leader[leader[number]]
        return number

    at_corner: dict[tuple[float, float], int] = {}
    for number, (left, top, right, bottom) in enumerate(cells):
        for corner in ((left, top), (left, bottom), (right, top), (right, bottom)):
            other = at_corner.setdefault(corner, number)
            if leader[other] != leader[number]:
                leader[lead(number)] = lead(other)
    groups: dict[int, list[Corners]] = defaultdict(list)
    for number, cell in enumerate(cells):
        groups[lead(number)].append(cell)
    return list(groups.values())


def _grid(group: Sequence[Corners]) -> Grid:
    xs = sorted({x for cell in group for x in (cell[0], cell[2])})
    ys = sorted({y for cell in group for y in (cell[1], cell[3])})
    column_of = {x: number for number, x in enumerate(xs)}
    row_of = {y: number for number, y in enumerate(ys)}
    cells = [
        GridCell(
            row=row_of[top],
            column=column_of[left],
            row_span=row_of[bottom] - row_of[top],
            column_span=column_of[right] - column_of[left],
        )
        for left, top, right, bottom in group
    ]
    return Grid(tuple(xs), tuple(ys), tuple(sorted(cells)))

"""The ruled tables of a page with their text, and the characters that are in none of them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import inf
from operator import itemgetter
from typing import NamedTuple

from ..grid import Corners, Grid, grids
from ..model import Cell, Place, Remark, Table
from .pdf_lines import em_of, text_of
from .pdf_page import BASE, LEFT, MIDDLE, RIGHT, SIZE, TEXT, Char, PageContent

_TOUCHING = 0.12
_ONE_NUMBER = 0.06
_PADDING = 12.0
"""The most that a cell leaves free at its two sides together, in points: office programs set 5.4 a side."""
_DIGITS = frozenset("0123456789０１２３４５６７８９,.，．")
_LAYOUT_LINES = 6
"""A cell over the whole width with that many lines of text lays out a page; no statutory table has one."""


class Tables(NamedTuple):
    """The tables of a page from the top, their rectangles in points, and what is in none of them.

    ``outside`` are the upright characters in no table (None when there is no table), ``lying`` the others.
    ``remarks`` are numbers that a rule cuts.
    """

    tables: list[Table]
    boxes: list[Corners]
    outside: list[Char] | None
    lying: list[Char]
    remarks: list[Remark]


@dataclass(slots=True)
class _Ruled:
    """A grid while it is being filled."""

    grid: Grid
    owner: list[list[int | None]]
    lines: dict[int, list[list[Char]]] = field(default_factory=lambda: defaultdict(list))
    run_on: int = 0
    parted: int = 0
    cut: Char | None = None

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell that covers a point."""
        xs, ys = self.grid.xs, self.grid.ys
        if not (xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]):
            return None
        row = min(bisect_right(ys, y), len(ys) - 1) - 1
        column = min(bisect_right(xs, x), len(xs) - 1) - 1
        return self.owner[row][column]


def tables_of(page: PageContent, rows: Sequence[list[Char]], drawn: bool = True) -> Tables:
    """The tables of a page, given its upright characters by baseline; ``drawn``: all its rules are, none is inferred.

    Rectangles behind lines of prose, frames around a page, and tables without any text are no tables: what
    they hold is outside. Raises :class:`extractor.grid.TooManyEdges`.
    """
    candidates = [grid for grid in grids(page.horizontals, page.verticals, close=True) if _side_by_side(grid)]
    ruled: list[_Ruled] = []
    outside: list[Char] | None = None
    while candidates:
        ruled = [_Ruled(grid, _owners(grid)) for grid in candidates]
        outside = _fill(ruled, rows)
        real = [table for table in ruled if table.lines and table.run_on <= table.parted]
        if len(real) == len(ruled):
            break
        candidates, ruled, outside = [table.grid for table in real], [], None
    if outside is None:
        return Tables([], [], None, page.turned, [])
    lying = _add_turned(ruled, page.turned)
    freed = [char for table in ruled for char in _dissolved(table, ruled)]
    outside += freed
    kept = [table for table in ruled if not freed or _side_by_side(table.grid, table.lines)]
    outside += [char for table in ruled if table not in kept for line in _all_lines(table) for char in line]
    return Tables(
        [_table(page, table, drawn) for table in kept],
        [table.grid.box for table in kept],
        outside,
        lying,
        [_cut_remark(page, table.cut) for table in kept if table.cut],
    )


def _side_by_side(grid: Grid, filled: Iterable[int] | None = None) -> bool:
    """Whether any two cells stand next to each other (with ``filled``: one of them with text)."""
    numbers = range(len(grid.cells)) if filled is None else filled
    first: dict[int, int] = {}
    for number, cell in enumerate(grid.cells):
        for row in range(cell.row, cell.row + cell.row_span):
            first[row] = -1 if row in first else number
    return any(
        first[row] == -1
        for number in numbers
        for row in range(grid.cells[number].row, grid.cells[number].row + grid.cells[number].row_span)
    )


def _owners(grid: Grid) -> list[list[int | None]]:
    owner: list[list[int | None]] = [[None] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    for number, cell in enumerate(grid.cells):
        for row in owner[cell.row : cell.row + cell.row_span]:
            row[cell.column : cell.column + cell.column_span] = [number] * cell.column_span
    return owner


def _middle(char: Char) -> tuple[float, float]:
    return (char[LEFT] + char[RIGHT]) / 2, char[BASE] - MIDDLE * char[SIZE]


def _fill(tables: Sequence[_Ruled], rows: Iterable[list[Char]]) -> list[Char]:
    """Puts each character into the cell its middle lies in, of the innermost table; returns the others."""
    innermost = sorted(tables, key=lambda table: _area(table.grid.box))
    outside: list[Char] = []
    for row in rows:
        base, size = row[0][BASE], row[0][SIZE]
        near = [table for table in innermost if table.grid.ys[0] < base + size and base - 2 * size < table.grid.ys[-1]]
        if near:
            _fill_row(near, row, outside)
        else:
            outside += row
    return outside


def _fill_row(tables: Sequence[_Ruled], row: Sequence[Char], outside: list[Char]) -> None:
    table: _Ruled | None = None
    last: Char | None = None
    line: list[Char] = []
    opened: dict[tuple[int, int], list[Char]] = {}
    cell_left = cell_top = cell_right = cell_bottom = 0.0
    for char in row:
        text, left, right, base, size = char
        x, y = (left + right) / 2, base - MIDDLE * size
        if not (cell_left <= x < cell_right and cell_top <= y < cell_bottom):
            if text == " ":
                continue  # no cell and no line begins with a blank
            before = table
            for table in tables:
                number = table.cell_at(x, y)
                if number is not None:
                    break
            else:
                outside.append(char)
                table, last = None, None
                cell_right = cell_left
                continue
            cell_left, cell_top, cell_right, cell_bottom = table.grid.box_of(table.grid.cells[number])
            line = opened.setdefault((id(table), number), [])
            if not line:
                table.lines[number].append(line)
            if last is not None and table is before:
                _weigh(table, last, char)
        line.append(char)
        if text != " ":
            last = char


def _weigh(table: _Ruled, left: Char, right: Char) -> None:
    """Counts text that runs on over a rule against text that the rule parts."""
    gap = right[LEFT] - left[RIGHT]
    if gap >= _TOUCHING * left[SIZE]:
        table.parted += 1
        return
    table.run_on += 1
    if gap < _ONE_NUMBER * left[SIZE] and left[TEXT].isdigit() and right[TEXT].isdigit():
        table.cut = left


def _area(box: Corners) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _all_lines(table: _Ruled) -> Iterable[list[Char]]:
    return (line for lines in table.lines.values() for line in lines)


def _add_turned(tables: Sequence[_Ruled], turned: Iterable[Char]) -> list[Char]:
    """Text set sideways in a cell follows the cell's upright text, in the file's own order; returns the rest."""
    innermost = sorted(tables, key=lambda table: _area(table.grid.box))
    sideways: dict[tuple[int, int], list[Char]] = {}
    rest: list[Char] = []
    for char in turned:
        for table in innermost:
            cell = table.cell_at(*_middle(char))
            if cell is not None:
                line = sideways.setdefault((id(table), cell), [])
                if not line:
                    table.lines[cell].append(line)
                # Laid out in one row, so that the text comes out in the order it was written.
                left = line[-1][RIGHT] if line else 0.0
                line.append((char[TEXT], left, left + char[SIZE], char[BASE], char[SIZE]))
                break
        else:
            rest.append(char)
    return rest


def _dissolved(table: _Ruled, tables: Sequence[_Ruled]) -> list[Char]:
    """Takes the text out of cells that lay out the page: those around another table, and long ones over all columns."""
    columns = len(table.grid.xs) - 1
    inner = [other for other in tables if other is not table and _within(other.grid.box, table.grid.box)]
    freed: list[Char] = []
    for number, lines in list(table.lines.items()):
        cell = table.grid.cells[number]
        over_all = cell.column_span == columns and len(lines) >= _LAYOUT_LINES
        if over_all or any(_within(other.grid.box, table.grid.box_of(cell)) for other in inner):
            freed += [char for line in table.lines.pop(number) for char in line]
    return freed


def _within(inner: Corners, outer: Corners) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _table(page: PageContent, table: _Ruled, drawn: bool) -> Table:
    grid, lines = table.grid, table.lines
    cells = tuple(
        Cell(
            _cell_text(lines[number], _width(grid, number) if drawn else inf) if number in lines else "",
            row,
            column,
            row_span,
            column_span,
            Place(page.number, box),
        )
        for number, ((row, column, row_span, column_span), box) in enumerate(
            zip(grid.cells, page.boxes(grid), strict=True)
        )
    )
    return Table(cells, len(grid.ys) - 1, len(grid.xs) - 1, Place(page.number, page.box(*grid.box)))


def _width(grid: Grid, number: int) -> float:
    left, _, right, _ = grid.box_of(grid.cells[number])
    return right - left


def _cell_text(lines: list[list[Char]], width: float) -> str:
    """The text of a cell that is so wide, a line each; a figure that its width has wrapped is whole."""
    if len(lines) == 1:
        return text_of(lines[0], em_of(lines[0]))
    merged = [lines[0]]
    for line in lines[1:]:
        # Within one cell, baselines less than half a line apart are one line in several fonts.
        if line[0][BASE] - merged[-1][0][BASE] < 0.45 * min(line[0][SIZE], merged[-1][0][SIZE]):
            merged[-1] = sorted(merged[-1] + line, key=itemgetter(LEFT))
        else:
            merged.append(line)
    text = ""
    for above, line in zip([None, *merged], merged, strict=False):
        part = text_of(line, em_of(line))
        text += part if not text or not part or (above and _goes_on(above, line, width)) else f"\n{part}"
    return text


def _goes_on(above: Sequence[Char], below: Sequence[Char], width: float) -> bool:
    """Whether a figure goes on in the next line of its cell: the line above had no room for another digit."""
    if len(below) > len(above) or above[0][TEXT] in "0０" or not all(char[TEXT] in _DIGITS for char in (*above, *below)):
        return False
    across = above[-1][RIGHT] - above[0][LEFT]
    return width - across < _PADDING + across / len(above)


def _cut_remark(page: PageContent, char: Char) -> Remark:
    box = page.box(char[LEFT], char[BASE] - char[SIZE], char[RIGHT] + char[SIZE], char[BASE])
    return Remark(
        "R-CONFLICT",
        f"第 {page.number} 页有数字跨在表格竖线上，无法确定它属于哪一格；请对照原件核对这一行。",
        f"A number on page {page.number} lies across a rule of its table; check that row against the source.",
        Place(page.number, box),
    )

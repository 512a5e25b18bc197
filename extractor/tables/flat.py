"""Table 4 by its grid: its groups side by side under two or three header rows, its figures on one line."""

from __future__ import annotations

from ..cells import read_cell
from ..form import Block, FormTable
from ..model import Cell
from .candidate import Candidate, Route
from .labels import match
from .rows import Row, is_figure

TELLING = ("upheld", "corrected", "other_outcome", "pending")


def read_flat(rows: list[Row], table: FormTable, route: Route, groups: int) -> tuple[set[int], int]:
    """Read every piece of the table among these rows.

    Returns the numbers of the rows it took and how many groups have been read in all, ``groups``
    before this call included: a piece whose header names no group is the next group in order.
    """
    block = table.blocks[0]
    taken: set[int] = set()
    for number, row in enumerate(rows):
        named = _outcomes(row, block)
        if sum(name in TELLING for _, name in named) < 2:
            continue
        for later in range(number + 1, len(rows)):
            if _outcomes(rows[later], block):
                continue
            if _is_line_of_figures(rows[later], len(named)):
                groups = _take(named, rows[:number], rows[later], table, route, groups)
                taken |= {number, later}
            break
    return taken, groups


def _outcomes(row: Row, block: Block) -> list[tuple[Cell, str]]:
    """The outcome labels a row shows (总计 may span down from the row above) with their columns' ids."""
    return [(cell, name) for cell in row.shown if (name := match(cell.text, block.columns)) is not None]


def _is_line_of_figures(row: Row, wanted: int) -> bool:
    figures = [cell for cell in row.cells if is_figure(cell)]
    return len(figures) >= min(wanted, 3) and len(row.cells) - len(figures) <= 1


def _take(
    named: list[tuple[Cell, str]], heads: list[Row], figures: Row, table: FormTable, route: Route, groups: int
) -> int:
    block = table.blocks[0]
    width = len(block.columns)
    ids = [column.id for column in block.columns]
    pieces = [named[start : start + width] for start in range(0, len(named), width)]
    regular = all([name for _, name in piece] == ids for piece in pieces)
    values = [cell for cell in figures.shown if cell.row == figures.cells[0].row and is_figure(cell)]
    ordered = values if len(values) == len(named) else []
    position = 0
    for piece in pieces:
        row_id = _group(piece[0][0], heads, block) or block.rows[min(groups, len(block.rows) - 1)].id
        groups += 1
        for header, outcome in piece:
            under = figures.covering[header.column] if header.column < len(figures.covering) else None
            under = under if under is not None and is_figure(under) else None
            by_order = ordered[position] if ordered else None
            position += 1
            cell = under or by_order
            if cell is None:
                continue
            doubt = "" if regular else "header"
            if under is not None and by_order is not None and under is not by_order:
                doubt = "shifted"
            route.add(table.field(row_id, outcome).id, Candidate(read_cell(cell.text), cell.place, doubt))
    return groups


def _group(header: Cell, heads: list[Row], block: Block) -> str | None:
    """The group whose label stands above a header cell, nearest first."""
    for head in reversed(heads):
        above = head.covering[header.column] if header.column < len(head.covering) else None
        name = match(above.text, block.rows) if above is not None else None
        if name is not None:
            return name
    return None

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
    heads: list[int] = []
    named: dict[int, tuple[Cell, str]] = {}
    for number, row in enumerate(rows):
        outcomes = [] if row.figures else _outcomes(row, block)
        if outcomes:
            # Labels may stand in two rows, and the upper ones need not span down.
            named.update({cell.column: (cell, name) for cell, name in outcomes})
            heads.append(number)
            continue
        told = [named[column] for column in sorted(named)]
        if sum(name in TELLING for _, name in told) >= 2 and _is_line_of_figures(row, len(told)):
            groups = _take(told, rows[:number], row, table, route, groups)
            taken |= {*heads, number}
        elif not row.figures:
            continue
        named, heads = {}, []
    return taken, groups


def unfinished(rows: list[Row], table: FormTable) -> list[Row]:
    """The header rows at the end of a piece, whose figures a page break has put into the next; empty if there are none."""
    last = max((number for number, row in enumerate(rows) if row.figures), default=-1)
    left = rows[last + 1 :]
    block = table.blocks[0]
    told = any(_outcomes(row, block) or any(match(cell.text, block.rows) for cell in row.shown) for row in left)
    return left if told else []


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
    ids = [column.id for column in block.columns]
    rows = [row.id for row in block.rows]
    told = [_group(cell, heads, block) for cell, _ in named]
    regular = [name for _, name in named] == ids * (len(named) // len(ids))
    values = [cell for cell in figures.shown if cell.row == figures.cells[0].row and is_figure(cell)]
    if None in told and (not regular or len(values) == len(table.fields) > len(named)):
        # A header that a page break has cut names some columns, and no group: only a whole line tells them.
        named = []
    elif None in told:
        # No label above: the pieces are the next groups in order.
        told = [rows[min(groups + at // len(ids), len(rows) - 1)] for at in range(len(named))]
    ordered = values if len(values) == len(named) else []
    found: set[str] = set()
    for position, ((header, outcome), row_id) in enumerate(zip(named, told, strict=False)):
        under = figures.covering[header.column] if header.column < len(figures.covering) else None
        under = under if under is not None and is_figure(under) else None
        by_order = ordered[position] if ordered else None
        cell = under or by_order
        if cell is None or row_id is None:
            continue
        doubt = "" if regular else "header"
        if under is not None and by_order is not None and under is not by_order:
            doubt = "shifted"
        found.add(table.field(row_id, outcome).id)
        route.add(table.field(row_id, outcome).id, Candidate(read_cell(cell.text), cell.place, doubt))
    if len(values) == len(table.fields):
        for field, cell in zip(table.fields.values(), values, strict=True):
            if field.id not in found:
                route.add(field.id, Candidate(read_cell(cell.text), cell.place, "header"))
    return groups + max(1, len(set(told)))


def _group(header: Cell, heads: list[Row], block: Block) -> str | None:
    """The group whose label stands above a header cell, nearest first."""
    for head in reversed(heads):
        above = head.covering[header.column] if header.column < len(head.covering) else None
        name = match(above.text, block.rows) if above is not None else None
        if name is not None:
            return name
    return None

"""The grid route: rows and columns of printed tables, told by their labels, to the fields of the form.

Rows are read one by one in reading order whatever table they stand in, so a table cut in pieces, by a
page break or by its author, needs no joining: each row carries its own label, and the meaning of the
columns goes on from the header last seen.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..cells import read_cell
from ..form import Axis, Block, Form, FormTable
from ..model import Cell, Document
from .candidate import Candidate, Route
from .flat import read_flat, unfinished
from .grid_header import Header, Places, ids_of, take_header
from .labels import match
from .page_breaks import table_rows
from .rows import Row

LEAST_FIGURES = 5
"""A row of table 3 with fewer figures than this, and a label that is not known, is not called lost."""


@dataclass(slots=True)
class _Reading:
    """What goes on from row to row: the headers in force, and the cells of several rows that have given a figure."""

    form: Form
    route: Route
    headers: tuple[tuple[FormTable, Header], ...]
    """Table 3 before table 2, each with its header."""
    given: dict[int, tuple[str, str, Candidate]] = field(default_factory=dict)
    """By the cell's identity: the row and field it gave a figure to, and the figure."""


def read_grids(document: Document, form: Form, tables: Sequence[list[Row]] | None = None) -> Route:
    """What the document's tables say of every field of the form; ``tables`` are its rows where they are known."""
    reading = _Reading(form, Route(), tuple((form.table(name), Header()) for name in ("t3", "t2")))
    flat, groups, above = form.table("t4"), 0, list[Row]()
    for rows in table_rows(document, form) if tables is None else tables:
        above = above if above and rows and len(above[-1].covering) == len(rows[0].covering) else []
        numbers, groups = read_flat([*above, *rows], flat, reading.route, groups)
        taken = {number - len(above) for number in numbers}
        above = unfinished(rows, flat)
        for number, row in enumerate(rows):
            if number not in taken:
                _read_row(row, reading)
    return reading.route


def _read_row(row: Row, reading: _Reading) -> None:
    # A row with so many figures is no header, and most rows have them.
    for table, header in reading.headers if len(row.figures) < LEAST_FIGURES else ():
        if take_header(row, reading.form, table, header):
            return
    for table, header in reading.headers:
        found = _named(row, table)
        if found is not None:
            if row.figures:
                header.loose.clear()
            _take_figures(row, table, *found, header, reading)
            return
    header = reading.headers[0][1]
    told = len(row.figures) >= LEAST_FIGURES or (row.figures and not row.labels)
    if header.at is not None and told and len(row.covering) == header.width:
        text = " ".join(cell.text for cell in row.shown if cell.text.strip())
        reading.route.lost.append((text, row.figures[0].place, ()))


def _named(row: Row, table: FormTable) -> tuple[Block, Axis, Cell] | None:
    """The row of the form that a printed row is, told by the last label before its figures."""
    for cell in reversed(row.labels):
        found = _row_named(cell.text, table)
        if found is not None:
            return *found, cell
    return None


@functools.lru_cache(maxsize=4096)
def _row_named(text: str, table: FormTable) -> tuple[Block, Axis] | None:
    """The row that a printed label names, with its block; of more than one the last."""
    for block in reversed(table.blocks):
        name = match(text, block.rows)
        if name is not None:
            return block, next(axis for axis in block.rows if axis.id == name)
    return None


def _take_figures(
    row: Row, table: FormTable, block: Block, axis: Axis, label: Cell, header: Header, reading: _Reading
) -> None:
    """Read a row's figures under the header and in their order after the label; note what speaks against them."""
    since = label.column + label.column_span
    after = [cell for cell in row.shown if cell.column >= since]
    if header.foreign or not after:
        return
    ids = ids_of(block.columns)
    own = header.at is not None and ids_of(header.columns) == ids
    at = header.at if own and header.at is not None else {}
    order, unsure = (header.order, header.unsure) if own else (ids, frozenset(ids))
    headed = _under_header(row, at, since) if own and len(row.covering) == header.width else None
    ordered = _before_blanks(after, order)
    chosen, doubt = _weighed(headed, ordered, at, after, ids)
    shared = len({id(cell) for cell in chosen.values()}) < len(chosen)
    for name, cell in chosen.items():
        if header.mixed and name not in at:
            continue
        why = "column" if name in unsure else doubt
        if headed is not None and name in header.wide and cell is headed.get(name):
            cell, spread = _only_figure(row, at[name], since)
            why = why or spread
            shared = shared or cell is not chosen[name]
        if shared and any(other is cell for place, other in chosen.items() if place != name):
            why = "merged"
        _give(cell, axis.id, table.fields[axis.id, name].id, why, reading)


def _weighed(
    headed: dict[str, Cell] | None, ordered: dict[str, Cell] | None, at: Places, after: Sequence[Cell], ids: Sequence[str]
) -> tuple[dict[str, Cell], str]:
    """The cells to believe, by what stands under the header and by their order, and a doubt if the two differ."""
    if headed is None:
        return ordered or {}, ""
    missing = [name for name in ids if name not in at]
    if len(headed) == len(at):
        if ordered and all(ordered[name] is cell for name, cell in headed.items()):
            return ordered, ""
        astray = _astray(after, at, len(ids))
        if not missing and not astray:
            return headed, ""
        if len(missing) == len(astray) == 1:
            return {**headed, missing[0]: astray[0]}, ""
    if ordered:
        return ordered, "column" if missing else "shifted"
    return headed, "uneven"


def _give(cell: Cell, row_id: str, field_id: str, doubt: str, reading: _Reading) -> None:
    """Note a figure; a cell that reaches over two rows of the form is in doubt in both."""
    candidate = Candidate(read_cell(cell.text), cell.place, doubt)
    if cell.row_span > 1:
        before = reading.given.setdefault(id(cell), (row_id, field_id, candidate))
        if before[0] != row_id:
            candidate = candidate._replace(doubt="merged")
            reading.route.found[before[1]] = [
                one._replace(doubt="merged") if one is before[2] else one for one in reading.route.found[before[1]]
            ]
    reading.route.add(field_id, candidate)


def _under_header(row: Row, at: Places, since: int) -> dict[str, Cell]:
    """The cell under each column of the header, from a grid column on, the first of several."""
    found = {}
    for name, positions in at.items():
        for position in positions:
            cell = row.covering[position]
            if cell is not None and cell.column >= since:
                found[name] = cell
                break
    return found


def _only_figure(row: Row, positions: Sequence[int], since: int) -> tuple[Cell, str]:
    """The figure under a header that spans several cells, and a doubt where more than one could be meant."""
    under = [cell for at in positions if (cell := row.covering[at]) is not None and cell.column >= since]
    under = list({id(cell): cell for cell in under}.values())
    filled = [cell for cell in under if cell.text.strip()]
    if not filled or (filled[0] is under[0] and all(read_cell(cell.text).value == 0 for cell in filled[1:])):
        # Zeros behind the figure are cells that the page hides.
        return under[0], ""
    return filled[0], "uneven"


def _astray(after: Sequence[Cell], at: Places, wanted: int) -> list[Cell]:
    """What is printed to the right of the label under no column; zeros behind a lone figure may be."""
    covered = {position for positions in at.values() for position in positions}
    stray = [
        cell
        for cell in after
        if cell.text.strip() and not covered.intersection(range(cell.column, cell.column + cell.column_span))
    ]
    return [cell for cell in stray if wanted > 1 or read_cell(cell.text).value != 0]


def _before_blanks(after: Sequence[Cell], order: Sequence[str]) -> dict[str, Cell] | None:
    """The figures in order when nothing or only empty cells stand behind the last of them; None otherwise."""
    if not order or len(after) < len(order) or any(cell.text.strip() for cell in after[len(order) :]):
        return None
    return dict(zip(order, after[: len(order)], strict=True))

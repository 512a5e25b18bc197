"""Tables that a page break has cut: halves of a row made whole, and a header put over the rows it belongs to."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence

from ..form import Axis, Form
from ..model import Cell, Document
from ..patterns import lazy_re
from .labels import match
from .rows import Row, rows_of

LABELS = 3
"""Columns of labels that a table has; a page shows the rules between them only where its rows have them."""

_DIGITS = lazy_re(r"\d[\d,\n]*")


def table_rows(document: Document, form: Form) -> list[list[Row]]:
    """The rows of every table in reading order; the halves of a row cut by a page break are one row.

    A header that a page break has parted from its rows, or cut through, stands over them in their own grid.
    """
    tables = [rows_of(table) for table in document.tables()]
    for upper, lower in itertools.pairwise(tables):
        if not (upper and lower and _pages_apart(upper[-1], lower[0]) == 1):
            continue
        at = _repeated(upper, lower)
        axes = _rows_named(form)
        half = _alike(lower[at], upper)
        whole = _whole(upper[-1], half, axes) or _torn(upper[-1], half, axes)
        if whole is not None:
            upper[-1] = whole
            del lower[at]
        else:
            _move_header(upper, lower, _columns_named(form))
    return tables


def _pages_apart(upper: Row, lower: Row) -> int:
    first, second = upper.cells[0].place.page, lower.cells[0].place.page
    return 0 if first is None or second is None else second - first


@functools.cache
def _rows_named(form: Form) -> tuple[Axis, ...]:
    return tuple(axis for table in form.tables if table.layout == "rows" for block in table.blocks for axis in block.rows)


@functools.cache
def _columns_named(form: Form) -> tuple[Axis, ...]:
    return tuple(axis for table in form.tables for block in table.blocks for axis in block.columns)


def _alike(row: Row, others: Sequence[Row]) -> Row:
    """A row in the grid of others, which show more or fewer rules between the columns of labels; itself where they do not."""
    more = abs(len(row.covering) - len(others[-1].covering))
    edges = _edges(others) if 0 < more < LABELS else None
    return row if edges is None else _in_grid([row], edges)[0]


def _repeated(upper: Sequence[Row], lower: Sequence[Row]) -> int:
    """How many rows at the top of a page print the header of the table above again; a row is left after them."""
    count = 0
    for above, below in zip(upper, lower[:-1], strict=False):
        if below.figures or _texts(above) != _texts(below) or not any(_texts(below)):
            break
        count += 1
    return count


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def _whole(upper: Row, lower: Row, axes: tuple[Axis, ...]) -> Row | None:
    """The row whose halves these are, or None when they are two rows.

    They are halves when the figures stand in one of them only and the labels name a row of the form
    together, and neither of them another row alone.
    """
    ups, downs = upper.labels, lower.labels
    if bool(upper.figures) == bool(lower.figures):
        return None
    if len(upper.covering) != len(lower.covering):
        return None
    full, rest = (upper, lower) if upper.figures else (lower, upper)
    first = min(cell.column for cell in full.figures)
    if any(cell.text.strip() and cell.column + cell.column_span > first for cell in rest.shown):
        return None  # words above or below the figures are a header's
    whole = match("".join(cell.text for cell in (*ups[-1:], *downs[-1:])), axes)
    if whole is None or any(match(cell.text, axes) not in (None, whole) for cell in (*ups[-1:], *downs[-1:])):
        return None
    return _merged(upper, lower)


def _torn(upper: Row, lower: Row, axes: tuple[Axis, ...]) -> Row | None:
    """The row of figures whose wrapped ends stand on the next page, or None when they are two rows.

    The ends are digits under some of the figures above, fewer than those; beside them at most the end of a label stands.
    """
    heads, ends = _digits(upper), _digits(lower)
    if len(upper.covering) != len(lower.covering) or not (ends and set(ends) < set(heads)):
        return None
    for cell in lower.shown:
        left = cell.column + cell.column_span <= min(heads) and match(cell.text, axes) is None
        if cell.text.strip() and cell.column not in ends and not left:
            return None
    return _merged(upper, lower)


def _digits(row: Row) -> set[int]:
    """The columns in which a row shows digits and nothing else, a thousands separator at most."""
    return {cell.column for cell in row.cells if _DIGITS.fullmatch(cell.text.strip())}


def _merged(upper: Row, lower: Row) -> Row:
    """One row of two halves: each cell's text above the text of the cell below it."""
    merged: dict[int, Cell] = {}
    for above, below in zip(upper.covering, lower.covering, strict=True):
        if above is None or below is None:
            continue
        text = "\n".join(part for part in (above.text, below.text) if part.strip())
        place = above.place if above.text.strip() else below.place
        merged.setdefault(id(above), above._replace(text=text, place=place))
    return _with(upper, merged)


# -- headers -------------------------------------------------------------------------------------------------------


def _move_header(upper: list[Row], lower: list[Row], columns: tuple[Axis, ...]) -> None:
    """Moves header rows at the end of a page to the top of the next, into the grid of the rows they stand over.

    A page that begins in the midst of a table has fewer or more columns than the table, by the rules it shows.
    """
    start = max((number for number, row in enumerate(upper) if row.figures), default=-1) + 1
    if not any(_names(cell, columns) for row in upper[start:] for cell in row.cells):
        return
    edges = _edges(lower)
    if edges is None:
        return
    moved = _in_grid(upper[start:], edges)
    joined = _joined(moved[-1], lower[0], columns)
    if joined is not None:
        moved[-1], lower[0] = joined
    del upper[start:]
    lower[:0] = [row for row in moved if any(cell.text.strip() for cell in row.shown)]


def _names(cell: Cell, columns: tuple[Axis, ...]) -> bool:
    return bool(cell.text.strip()) and match(cell.text, columns) is not None


def _edges(rows: Sequence[Row]) -> list[float] | None:
    """Where the columns of a grid begin, and where the last one ends, across the page; None where no place is known.

    A column that no row shows by itself begins where the one before it does.
    """
    known: dict[int, float] = {}
    for row in rows:
        for cell in row.cells:
            if cell.place.box is not None:
                known[cell.column] = cell.place.box.left
                known[cell.column + cell.column_span] = cell.place.box.right
    if not known:
        return None
    start = known[min(known)]
    return [start := known.get(column, start) for column in range(len(rows[0].covering) + 1)]


def _in_grid(rows: Sequence[Row], edges: Sequence[float]) -> list[Row]:
    """Rows of one grid in the columns of another: each cell covers the columns whose middle it lies over."""
    middles = [(left + right) / 2 for left, right in itertools.pairwise(edges)]
    placed: dict[int, Cell | None] = {}

    def at(cell: Cell) -> Cell | None:
        if id(cell) not in placed:
            box = cell.place.box
            under = [number for number, middle in enumerate(middles) if box is not None and box.left <= middle <= box.right]
            placed[id(cell)] = cell._replace(column=under[0], column_span=len(under)) if under else None
        return placed[id(cell)]

    made = []
    for row in rows:
        covering: list[Cell | None] = [None] * len(middles)
        for cell in filter(None, map(at, row.shown)):
            covering[cell.column : cell.column + cell.column_span] = [cell] * cell.column_span
        made.append(Row.of(filter(None, map(at, row.cells)), covering))
    return made


def _joined(upper: Row, lower: Row, columns: tuple[Axis, ...]) -> tuple[Row, Row] | None:
    """A header row that a page break cuts through: its labels whole in the lower part, gone from the upper; None for two rows."""
    above = {(cell.column, cell.column_span): cell for cell in upper.shown if cell.text.strip()}
    whole: dict[int, Cell] = {}
    gone: dict[int, Cell] = {}
    sure = False
    for below in lower.shown:
        over = above.get((below.column, below.column_span))
        if over is None:
            continue
        text = "\n".join(part for part in (over.text, below.text) if part.strip())
        whole[id(below)], gone[id(over)] = over._replace(text=text), over._replace(text="")
        named = match(text, columns) is not None
        if not named and _names(below, columns):
            return None
        sure = sure or (named and bool(below.text.strip()))
    return (_with(upper, gone), _with(lower, whole)) if sure and not lower.figures else None


def _with(row: Row, changed: dict[int, Cell]) -> Row:
    """The row with some of its cells, by identity, in another form."""
    covering = [changed.get(id(cell), cell) if cell is not None else None for cell in row.covering]
    return Row.of((changed.get(id(cell), cell) for cell in row.cells), covering)

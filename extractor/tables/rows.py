"""Printed rows of a document's tables, with rows that a page break has cut in two made whole."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from operator import attrgetter

from ..cells import read_cell
from ..form import Axis, Form
from ..model import Cell, Document, Table
from ..patterns import lazy
from ..record import Kind
from .labels import match

FIGURE_KINDS: frozenset[Kind] = frozenset({"number", "none", "dash", "blank"})

_COLUMN = attrgetter("column")
_DIGITS = lazy(r"\d[\d,\n]*")


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: the cells that begin in it, and the cell that covers each grid column."""

    cells: tuple[Cell, ...]
    covering: tuple[Cell | None, ...]
    shown: tuple[Cell, ...]
    """The cells the row shows from left to right, each once, those that reach in from above included."""
    labels: tuple[Cell, ...]
    """The cells with words that stand before the row's first figure, a running number before them left out."""
    figures: tuple[Cell, ...]
    """The cells that begin in this row and print something that is a figure."""

    @classmethod
    def of(cls, cells: Iterable[Cell], covering: Iterable[Cell | None]) -> Row:
        """A row from the cells that begin in it and those that cover its columns."""
        begun, covers = tuple(cells), tuple(covering)
        shown = tuple({id(cell): cell for cell in covers if cell is not None}.values())
        figures = tuple([cell for cell in begun if _shows(cell.text) == "figure"])
        return cls(begun, covers, shown, tuple(_labels(shown)), figures)


def _labels(shown: Iterable[Cell]) -> Iterator[Cell]:
    begun = False
    for cell in shown:
        what = _shows(cell.text)
        if what == "words":
            begun = True
            yield cell
        elif begun and what == "figure":
            return


@functools.lru_cache(maxsize=8192)
def _shows(text: str) -> str:
    """What a cell's text shows: a ``figure`` (or what stands for one), ``words``, or nothing (an empty string)."""
    if not text.strip():
        return ""
    return "figure" if read_cell(text).kind in FIGURE_KINDS else "words"


def is_figure(cell: Cell) -> bool:
    """Whether the cell holds a figure or what stands for one: 无, a dash, nothing."""
    return _shows(cell.text) != "words"


def rows_of(table: Table) -> list[Row]:
    """The printed rows of a table, those without a cell of their own left out."""
    grid = table.grid()
    begun: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        if cell.row < table.rows:
            begun[cell.row].append(cell)
    return [
        Row.of(sorted(cells, key=_COLUMN), covering)
        for cells, covering in zip(begun, grid, strict=True)
        if cells
    ]


def table_rows(document: Document, form: Form) -> list[list[Row]]:
    """The rows of every table in reading order; the halves of a row cut by a page break are one row."""
    tables = [rows_of(table) for table in document.tables()]
    blocks = [block for table in form.tables if table.layout == "rows" for block in table.blocks]
    axes = tuple(axis for block in blocks for axis in block.rows)
    for upper, lower in itertools.pairwise(tables):
        if upper and lower and _pages_apart(upper[-1], lower[0]) == 1:
            whole = _whole(upper[-1], lower[0], axes) or _torn(upper[-1], lower[0])
            if whole is not None:
                upper[-1] = whole
                del lower[0]
    return tables


def _pages_apart(upper: Row, lower: Row) -> int:
    first, second = upper.cells[0].place.page, lower.cells[0].place.page
    return 0 if first is None or second is None else second - first


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


def _torn(upper: Row, lower: Row) -> Row | None:
    """The row of figures whose wrapped ends stand on the next page, or None when they are two rows.

    The ends are digits under some of the figures above, without a label and fewer than those.
    """
    heads, ends = _digits(upper), _digits(lower)
    same = len(upper.covering) == len(lower.covering)
    if not (same and ends and set(ends) < set(heads)) or any(
        cell.text.strip() and cell.column not in ends for cell in lower.shown
    ):
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
        merged.setdefault(id(above), replace(above, text=text, place=place))
    covering = [merged.get(id(cell), cell) if cell is not None else None for cell in upper.covering]
    return Row.of((merged.get(id(cell), cell) for cell in upper.cells), covering)

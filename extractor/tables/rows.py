"""Printed rows of a table: their labels, their figures, and what reaches into them from above."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from ..cells import read_cell
from ..model import Cell, Table
from ..record import Kind

FIGURE_KINDS: frozenset[Kind] = frozenset({"number", "none", "dash", "blank"})

_COLUMN = attrgetter("column")


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

"""The header rows of printed tables: which grid positions each column of the form covers, and in what order."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..form import Axis, Block, Form, FormTable
from ..text import key
from .edition import is_foreign
from .labels import GENERIC, match
from .rows import Row

Places = dict[str, tuple[int, ...]]
"""The grid positions that each column of the form covers, by the column's id."""


@dataclass(slots=True)
class Header:
    """The header in force, in a grid ``width`` wide; ``at`` is None while there is none.

    ``order`` are the ids of its block's columns as printed, ``unsure`` those whose place no label tells,
    ``wide`` those that cover more positions than one.
    ``loose`` are the column labels met since the last row of figures: a header over several rows is put
    together from them. ``foreign``: a header is printed but it is not of this form, so figures under it
    have no field; ``mixed``: some of its labels are not.
    """

    columns: tuple[Axis, ...] = ()
    at: Places | None = None
    width: int = 0
    order: Sequence[str] = ()
    unsure: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    loose: Places = field(default_factory=dict)
    loose_width: int = 0
    foreign: bool = False
    mixed: bool = False

    def open(self, columns: tuple[Axis, ...], at: Places, width: int, mixed: bool) -> None:
        """Put a header in force."""
        self.at, self.columns, self.width = dict(at), columns, width
        self.order, self.unsure = _printed_order(ids_of(columns), at)
        self.wide = frozenset(name for name, positions in at.items() if len(positions) > 1)
        self.foreign, self.mixed = False, mixed

    def close(self) -> None:
        """No header is in force any more."""
        self.at, self.columns, self.foreign, self.mixed = None, (), False, False


@functools.lru_cache(maxsize=256)
def ids_of(columns: tuple[Axis, ...]) -> tuple[str, ...]:
    """The ids of columns in the form's order."""
    return tuple(column.id for column in columns)


def take_header(row: Row, form: Form, table: FormTable, header: Header) -> bool:
    """Put the header in force if the row is one: it prints two column labels, or the block's only one.

    A caption such as 第二十条第（六）项 ends the header before it. A row that opens with the table's own
    header word, or prints a label of another edition, but no column of this form is a foreign header.
    """
    places = _columns_at(row, table)
    if row.figures and not places:
        return False
    best, columns = _best_block(row, places, table, header)
    words = [cell.text for cell in row.cells if cell.text.strip()]
    strangers = table.id == "t2" and not row.figures and any(is_foreign(text, form, table.id) for text in words)
    if best:
        if not _repeats(best, columns, len(row.covering), header):
            header.open(columns, best, len(row.covering), strangers)
        return True
    if table.id != "t2" or not words or row.figures:
        return False
    if key(words[0]) == key(table.header) or strangers:
        header.close()
        header.foreign = len(words) > 1
        return True
    if match(words[0], _captions(table)) is not None:
        header.close()
        return len(words) == 1
    return False


def _best_block(row: Row, places: dict[int, Places], table: FormTable, header: Header) -> tuple[Places, tuple[Axis, ...]]:
    """The columns of the block whose header the row fits best, and that block's columns."""
    best: Places = {}
    columns: tuple[Axis, ...] = ()
    for number, block in enumerate(table.blocks):
        at = places.get(number, {})
        if len(table.blocks) == 1 and not row.figures:
            # Places in another grid, such as the one on the page before, say nothing of this one.
            upper = header.loose if header.loose_width == len(row.covering) else {}
            header.loose, header.loose_width = {**_above(row, upper, at), **at}, len(row.covering)
            at = header.loose
        telling = [axis for axis in block.columns if axis.id in at and key(axis.label) not in GENERIC] if at else ()
        if len(telling) >= min(2, len(block.columns)) and _fits(at, block) > _fits(best, None):
            best, columns = at, block.columns
    return best, columns


def _above(row: Row, upper: Places, at: Places) -> Places:
    """The labels of the header rows above that stand over nothing, or over their own cell, in this row."""
    if not upper:
        return {}
    own = {position for positions in at.values() for position in positions}
    blank = {number for number, cell in enumerate(row.covering) if cell is None or not cell.text.strip()}
    return {
        name: places for name, places in upper.items() if name not in at and blank.issuperset(places) and own.isdisjoint(places)
    }


def _repeats(at: Places, columns: tuple[Axis, ...], width: int, header: Header) -> bool:
    """Whether a header is a part of the one in force printed again, as at the top of a page."""
    if header.at is None or header.width != width or header.columns != columns or header.mixed:
        return False
    return all(header.at.get(name) == places for name, places in at.items())


def _fits(at: Places, block: Block | None) -> float:
    """How well columns found fit a block: all of it is better than more of a larger one."""
    if not at or block is None:
        return len(at)
    return len(at) + (0.5 if len(at) == len(block.columns) else 0)


@functools.cache
def _captions(table: FormTable) -> tuple[Axis, ...]:
    return tuple(Axis(block.caption, block.caption, "", "") for block in table.blocks if block.caption)


def _columns_at(row: Row, table: FormTable) -> dict[int, Places]:
    """The grid positions of each column label that the row shows, by block; those spanning down into it included."""
    places: dict[int, Places] = {}
    for cell in row.shown:
        for number, name in _columns_named(cell.text, table):
            at = places.setdefault(number, {})
            if name not in at:
                at[name] = tuple(range(cell.column, cell.column + cell.column_span))
    return places


@functools.lru_cache(maxsize=4096)
def _columns_named(text: str, table: FormTable) -> tuple[tuple[int, str], ...]:
    """The columns that a printed text may name: number of the block and id."""
    named = ((number, match(text, block.columns)) for number, block in enumerate(table.blocks))
    return tuple((number, name) for number, name in named if name is not None)


def _printed_order(ids: Sequence[str], at: Places) -> tuple[Sequence[str], frozenset[str]]:
    """The columns in printed order, and those whose place no label tells.

    One label that is not known is told by the gap among the others; with more the form's order is a
    guess. No order is given where the labels that are known do not stand in the form's order, or leave
    another gap: then the place of none is sure.
    """
    known = sorted(at, key=lambda name: at[name])
    unknown = [name for name in ids if name not in at]
    if not unknown:
        return known, frozenset()
    if known != [name for name in ids if name in at]:
        return (), frozenset()
    gaps = [ids.index(after) for before, after in pairwise(known) if at[before][-1] + 1 < at[after][0]]
    if len(unknown) == 1 and at:
        place = ids.index(unknown[0])
        inside = 0 < place < len(ids) - 1
        # A gap elsewhere may mean that the labels have slid along their row.
        return (ids, frozenset()) if gaps == [place + 1] * inside else ((), frozenset(ids))
    return ids, frozenset(unknown)

"""The grid route: rows and columns of printed tables, told by their labels, to the fields of the form.

Rows are read one by one in reading order whatever table they stand in, so a table cut in pieces, by a
page break or by its author, needs no joining: each row carries its own label, and the meaning of the
columns goes on from the header last seen.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..cells import read_cell
from ..form import Axis, Block, Form, FormTable
from ..model import Cell, Document
from ..text import key
from .candidate import Candidate, Route
from .edition import is_foreign
from .flat import read_flat, unfinished
from .labels import GENERIC, match
from .rows import Row, table_rows

LEAST_FIGURES = 5
"""A row of table 3 with fewer figures than this, and no label known, is not called lost."""

Places = dict[str, tuple[int, ...]]
"""The grid positions that each column of the form covers, by the column's id."""


@dataclass(slots=True)
class Header:
    """The header in force, in a grid ``width`` wide; ``at`` is None while there is none.

    ``loose`` are the column labels met since the last row of figures: a header over several rows is put
    together from them. ``foreign``: a header is printed but it is not of this form, so figures under it
    have no field; ``mixed``: some of its labels are not.
    """

    columns: tuple[Axis, ...] = ()
    at: Places | None = None
    width: int = 0
    loose: Places = field(default_factory=dict)
    loose_width: int = 0
    foreign: bool = False
    mixed: bool = False

    def close(self) -> None:
        """No header is in force any more."""
        self.at, self.columns, self.foreign, self.mixed = None, (), False, False


@dataclass(slots=True)
class _Reading:
    """What goes on from row to row: the headers in force and the cells that have given a figure."""

    form: Form
    route: Route
    headers: dict[str, Header]
    given: dict[int, tuple[str, str, Candidate]] = field(default_factory=dict)
    """By the cell's identity: the row and field it gave a figure to, and the figure."""


def read_grids(document: Document, form: Form) -> Route:
    """What the document's tables say of every field of the form."""
    reading = _Reading(form, Route(), {"t2": Header(), "t3": Header()})
    groups, above = 0, list[Row]()
    for rows in table_rows(document, form):
        above = above if above and rows and len(above[-1].covering) == len(rows[0].covering) else []
        numbers, groups = read_flat([*above, *rows], form.table("t4"), reading.route, groups)
        taken = {number - len(above) for number in numbers}
        above = unfinished(rows, form.table("t4"))
        for number, row in enumerate(rows):
            if number not in taken:
                _read_row(row, reading)
    return reading.route


def _read_row(row: Row, reading: _Reading) -> None:
    form, headers = reading.form, reading.headers
    figures = row.figures()
    # A row with so many figures is no header, and most rows have them.
    for name in ("t3", "t2") if len(figures) < LEAST_FIGURES else ():
        if _take_header(row, form, form.table(name), headers[name], bool(figures)):
            return
    for name in ("t3", "t2"):
        found = _named(row, form.table(name))
        if found is not None:
            if figures:
                headers[name].loose.clear()
            _take_figures(row, form.table(name), *found, headers[name], reading)
            return
    if headers["t3"].at is not None and len(figures) >= LEAST_FIGURES and len(row.covering) == headers["t3"].width:
        text = " ".join(cell.text for cell in row.shown if cell.text.strip())
        reading.route.lost.append((text, figures[0].place, ()))


def _take_header(row: Row, form: Form, table: FormTable, header: Header, figures: bool) -> bool:
    """Put the header in force if the row is one: it prints two column labels, or the block's only one.

    A caption such as 第二十条第（六）项 ends the header before it. A row that opens with the table's own
    header word, or prints a label of another edition, but no column of this form is a foreign header.
    """
    best, columns = _best_block(row, table, header, figures)
    words = [cell.text for cell in row.cells if cell.text.strip()]
    strangers = table.id == "t2" and not figures and any(is_foreign(text, form, table.id) for text in words)
    if best:
        if not _repeats(best, columns, len(row.covering), header):
            header.at, header.columns, header.width = dict(best), columns, len(row.covering)
            header.foreign, header.mixed = False, strangers
        return True
    if table.id != "t2" or not words or figures:
        return False
    if key(words[0]) == key(table.header) or strangers:
        header.close()
        header.foreign = len(words) > 1
        return True
    if match(words[0], _captions(table)) is not None:
        header.close()
        return len(words) == 1
    return False


def _best_block(row: Row, table: FormTable, header: Header, figures: bool) -> tuple[Places, tuple[Axis, ...]]:
    """The columns of the block whose header the row fits best, and that block's columns."""
    best: Places = {}
    columns: tuple[Axis, ...] = ()
    for block in table.blocks:
        at = _columns_at(row, block)
        if len(table.blocks) == 1 and not figures:
            # Places in another grid, such as the one on the page before, say nothing of this one.
            upper = header.loose if header.loose_width == len(row.covering) else {}
            header.loose, header.loose_width = {**_above(row, upper, at), **at}, len(row.covering)
            at = header.loose
        telling = [axis for axis in block.columns if axis.id in at and key(axis.label) not in GENERIC]
        if len(telling) >= min(2, len(block.columns)) and _fits(at, block) > _fits(best, None):
            best, columns = at, block.columns
    return best, columns


def _above(row: Row, upper: Places, at: Places) -> Places:
    """The labels of the header rows above that stand over nothing, or over their own cell, in this row."""
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


def _columns_at(row: Row, block: Block) -> Places:
    """The grid positions of each column label that the row shows, those spanning down into it included."""
    at: Places = {}
    for cell in row.shown:
        name = match(cell.text, block.columns)
        if name is not None and name not in at:
            at[name] = tuple(range(cell.column, cell.column + cell.column_span))
    return at


def _named(row: Row, table: FormTable) -> tuple[Block, Axis, Cell] | None:
    """The row of the form that a printed row is, told by the last label before its figures."""
    found = None
    for cell in row.labels():
        for block in table.blocks:
            name = match(cell.text, block.rows)
            if name is not None:
                found = block, next(axis for axis in block.rows if axis.id == name), cell
    return found


def _take_figures(
    row: Row, table: FormTable, block: Block, axis: Axis, label: Cell, header: Header, reading: _Reading
) -> None:
    """Read a row's figures under the header and in their order after the label; note what speaks against them."""
    after = [cell for cell in row.shown if cell.column >= label.column + label.column_span]
    if header.foreign or not after:
        return
    own = header.at is not None and [one.id for one in header.columns] == [one.id for one in block.columns]
    at = header.at if own and header.at is not None else {}
    order, unsure = _printed_order(block, at)
    headed = _under_header(row, at, after) if own and len(row.covering) == header.width else None
    ordered = _before_blanks(after, order)
    chosen, doubt = _weighed(headed, ordered, at, after, [one.id for one in block.columns])
    for name, cell in chosen.items():
        if header.mixed and name not in at:
            continue
        why = "column" if name in unsure else doubt
        if headed is not None and cell is headed.get(name) and len(at[name]) > 1:
            cell, spread = _only_figure(row, at[name], after)
            why = why or spread
        if any(other is cell for place, other in chosen.items() if place != name):
            why = "merged"
        _give(cell, axis.id, table.field(axis.id, name).id, why, reading)


def _weighed(
    headed: dict[str, Cell] | None, ordered: dict[str, Cell] | None, at: Places, after: Sequence[Cell], ids: list[str]
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
    before = reading.given.get(id(cell))
    if before is not None and before[0] != row_id:
        candidate = replace(candidate, doubt="merged")
        reading.route.found[before[1]] = [
            replace(one, doubt="merged") if one is before[2] else one for one in reading.route.found[before[1]]
        ]
    reading.route.add(field_id, candidate)
    reading.given.setdefault(id(cell), (row_id, field_id, candidate))


def _printed_order(block: Block, at: Places) -> tuple[list[str], set[str]]:
    """The block's columns in printed order, and those whose place no label tells.

    One label that is not known is told by the gap among the others; with more the form's order is a
    guess. No order is given where the labels that are known do not stand in the form's order or leave
    another gap.
    """
    ids = [column.id for column in block.columns]
    known = sorted(at, key=lambda name: at[name])
    unknown = [name for name in ids if name not in at]
    if not unknown:
        return known, set()
    if known != [name for name in ids if name in at]:
        return [], set()
    gaps = [ids.index(after) for before, after in pairwise(known) if at[before][-1] + 1 < at[after][0]]
    if len(unknown) == 1 and at:
        place = ids.index(unknown[0])
        inside = 0 < place < len(ids) - 1
        return (ids, set()) if gaps == [place + 1] * inside else ([], set())
    return ids, set(unknown)


def _under_header(row: Row, at: Places, after: Sequence[Cell]) -> dict[str, Cell]:
    """The cell under each column of the header, the first of several."""
    found = {}
    for name, positions in at.items():
        for position in positions:
            cell = row.covering[position]
            if cell is not None and any(cell is one for one in after):
                found[name] = cell
                break
    return found


def _only_figure(row: Row, positions: Sequence[int], after: Sequence[Cell]) -> tuple[Cell, str]:
    """The figure under a header that spans several cells, and a doubt where more than one could be meant."""
    under = [cell for at in positions if (cell := row.covering[at]) is not None and any(cell is one for one in after)]
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

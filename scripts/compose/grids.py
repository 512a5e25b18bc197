"""The three statutory tables as grids of cells with spans, drawn from the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from random import Random
from typing import Literal

from extractor.form import Axis, Block, FormTable
from extractor.record import Value

from .labels import relabel, wording
from .layout import Layout


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell in the row where it begins. ``field`` is the id of the figure it prints, if it prints one."""

    text: str
    row_span: int = 1
    column_span: int = 1
    kind: Literal["head", "label", "value", "note", "blank", "hidden"] = "label"
    field: str | None = None


Row = tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table: its rows, the relative widths of its columns, how many rows are its header."""

    table: str
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    head: int = 0


@dataclass(frozen=True, slots=True)
class Covered:
    """A position of a grid: the cell that covers it, and where that cell begins (from 0)."""

    cell: GridCell
    row: int
    column: int


def grids(table: FormTable, values: Mapping[str, Value], layout: Layout, year: int, rng: Random) -> list[Grid]:
    """The table as one grid, or as the pieces that the layout asks for, in printed order."""
    drawer = _Drawer(values, layout, year, rng)
    made = {"t2": drawer.t2, "t3": drawer.t3, "t4": drawer.t4}[table.id](table)
    return [_finished(grid, layout) for grid in made]


def covered(grid: Grid) -> list[list[Covered | None]]:
    """What covers each position, a list of ``len(widths)`` places a row; None where no cell lies."""
    width = len(grid.widths)
    places: list[list[Covered | None]] = [[None] * width for _ in grid.rows]
    for number, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            if cell.kind == "hidden":
                continue
            while places[number][column] is not None:
                column += 1
            for down in range(cell.row_span):
                for across in range(cell.column_span):
                    places[number + down][column + across] = Covered(cell, number, column)
            column += cell.column_span
    return places


def _finished(grid: Grid, layout: Layout) -> Grid:
    """The grid with the damage that a content system does to it."""
    rows, widths = grid.rows, grid.widths
    if layout.spans == "empty":
        rows = tuple(_without_row_spans(line, number) for number, line in enumerate(covered(grid)))
    if layout.hidden and grid.table == "t2":
        pair = (GridCell("0", kind="hidden"), GridCell("0", kind="hidden"))
        rows = tuple((*row, *pair) if row[-1].kind == "value" and row[-1].column_span > 1 else row for row in rows)
    if layout.trailing:
        empty = (GridCell("", kind="blank"),) * layout.trailing
        rows, widths = tuple((*row, *empty) for row in rows), (*widths, *((3,) * layout.trailing))
    return replace(grid, rows=rows, widths=widths)


def _without_row_spans(line: list[Covered | None], number: int) -> Row:
    """One row where whatever a rowspan covered from above has become an empty cell."""
    cells = []
    for column, place in enumerate(line):
        if place is None or place.column != column:
            continue
        if place.row == number:
            cells.append(replace(place.cell, row_span=1))
        else:
            cells.append(GridCell("", column_span=place.cell.column_span, kind="blank"))
    return tuple(cells)


class _Drawer:
    """Draws the tables of one report; holds what every cell needs."""

    def __init__(self, values: Mapping[str, Value], layout: Layout, year: int, rng: Random) -> None:
        self.values, self.layout, self.year, self.rng = values, layout, year, rng

    def head(self, text: str, row_span: int = 1, column_span: int = 1) -> GridCell:
        return GridCell(relabel(text, self.layout.labels, self.year), row_span, column_span, "head")

    def label(self, text: str, row_span: int = 1, column_span: int = 1) -> GridCell:
        return GridCell(relabel(text, self.layout.labels, self.year), row_span, column_span)

    def word(self, axis: Axis) -> str:
        return wording(axis, self.layout.labels, self.rng)

    def value(self, table: FormTable, row: Axis, column: Axis, column_span: int = 1) -> GridCell:
        name = table.field(row.id, column.id).id
        return GridCell(self.values[name].raw, 1, column_span, "value", name)

    def t2(self, table: FormTable) -> list[Grid]:
        if self.layout.t2_pieces == "blocks":
            pieces = []
            for block in table.blocks:
                count = len(block.columns)
                pieces.append(Grid("t2", tuple(self.t2_block(table, block, count)), (25, *((75 // count,) * count))))
            return pieces
        most = max(len(block.columns) for block in table.blocks)
        rows = [row for block in table.blocks for row in self.t2_block(table, block, most)]
        return [Grid("t2", tuple(rows), (25, *((75 // most,) * most)))]

    def t2_block(self, table: FormTable, block: Block, columns: int) -> list[Row]:
        """A 第二十条 item: its caption, its header, its rows, over so many value columns."""
        count = len(block.columns)
        spans = [columns // count] * count
        spans[-1] += columns - sum(spans)
        header = self.head(table.header)
        labels = [self.head(self.word(c), 1, span) for c, span in zip(block.columns, spans, strict=True)]
        rows: list[Row] = [(self.head(block.caption, 1, columns + 1),), (header, *labels)]
        for row in block.rows:
            cells = [self.value(table, row, c, span) for c, span in zip(block.columns, spans, strict=True)]
            rows.append((self.label(self.word(row)), *cells))
        return rows

    def t3(self, table: FormTable) -> list[Grid]:
        block = table.blocks[0]
        count = len(block.columns)
        label = self.layout.label_width
        widths = (6, 9, label - 15, *((round((100 - label) / count, 1),) * count))
        scaled = tuple(round(width * 10) for width in widths)
        header = self.t3_header(table, block)
        split = self.layout.t3_split
        if not split:
            inside = self.layout.header_inside
            body = self.t3_body(table, block, 0, inside or len(block.rows))
            body += [*header, *self.t3_body(table, block, inside, len(block.rows))] if inside else []
            return [Grid("t3", (*header, *body), scaled, len(header))]
        again = header if self.layout.t3_again == "header" else []
        return [
            Grid("t3", (*header, *self.t3_body(table, block, 0, split)), scaled, len(header)),
            Grid("t3", (*again, *self.t3_body(table, block, split, len(block.rows))), scaled, len(again)),
        ]

    def t3_header(self, table: FormTable, block: Block) -> list[Row]:
        corner = table.note if self.layout.note == "corner" else ""
        first = (GridCell(relabel(corner, self.layout.labels, self.year), 3, 3, "note"),
                 self.head(table.header, 1, len(block.columns)))  # fmt: skip
        second: list[GridCell] = []
        third: list[GridCell] = []
        for group, members in groupby(block.columns, key=lambda column: column.group):
            axes = list(members)
            if group:
                second.append(self.head(group, 1, len(axes)))
                third.extend(self.head(self.word(axis)) for axis in axes)
            else:
                second.extend(self.head(self.word(axis), 2) for axis in axes)
        return [first, tuple(second), tuple(third)]

    def t3_body(self, table: FormTable, block: Block, start: int, stop: int) -> list[Row]:
        """The rows from ``start`` to ``stop``; a label cut by ``start`` is repeated if the layout says so."""
        before = block.rows[start - 1] if start else None
        repeat = self.layout.t3_again != "none"
        rows: list[Row] = []
        for stage, in_stage in groupby(block.rows[start:stop], key=lambda row: row.stage):
            staged = list(in_stage)
            for group, in_group in groupby(staged, key=lambda row: row.group):
                axes = list(in_group)
                for axis in axes:
                    cells = [self.value(table, axis, column) for column in block.columns]
                    labels: list[GridCell] = []
                    if axis is staged[0] and stage:
                        cut = not rows and before is not None and before.stage == stage and not repeat
                        labels.append(self.label("" if cut else stage, len(staged)))
                    if axis is axes[0] and group:
                        cut = not rows and before is not None and before.group == group and not repeat
                        labels.append(self.label("" if cut else group, len(axes)))
                    labels.append(self.label(self.word(axis), 1, 3 - bool(stage) - bool(group)))
                    rows.append((*labels, *cells))
        return rows

    def t4(self, table: FormTable) -> list[Grid]:
        block = table.blocks[0]
        count = len(block.columns)
        if self.layout.t4_pieces == "groups":
            return [
                Grid("t4", self.t4_piece(table, block, row, count), (20,) * count, 3 if row.group else 2)
                for row in block.rows
            ]
        first: list[GridCell] = []
        second: list[GridCell] = []
        third: list[GridCell] = []
        last: list[GridCell] = []
        for group, members in groupby(block.rows, key=lambda row: row.group):
            axes = list(members)
            if group:
                first.append(self.head(group, 1, count * len(axes)))
                second.extend(self.head(self.word(axis), 1, count) for axis in axes)
                third.extend(self.head(self.word(column)) for _ in axes for column in block.columns)
            else:
                first.extend(self.head(self.word(axis), 1, count) for axis in axes)
                second.extend(self.head(self.word(column), 2) for _ in axes for column in block.columns)
            last.extend(self.value(table, axis, column) for axis in axes for column in block.columns)
        rows = (tuple(first), tuple(second), tuple(third), tuple(last))
        return [Grid("t4", rows, (10,) * (count * len(block.rows)), 3)]

    def t4_piece(self, table: FormTable, block: Block, row: Axis, count: int) -> tuple[Row, ...]:
        rows: list[Row] = [(self.head(row.group, 1, count),)] if row.group else []
        rows.append((self.head(self.word(row), 1, count),))
        rows.append(tuple(self.head(self.word(column)) for column in block.columns))
        rows.append(tuple(self.value(table, row, column) for column in block.columns))
        return tuple(rows)


def widths_of(grid: Grid, whole: int) -> list[int]:
    """The widths of the columns in whole units that add up to ``whole`` at most."""
    return [whole * width // sum(grid.widths) for width in grid.widths]


def texts(cells: Sequence[GridCell]) -> list[str]:
    """What the cells print, but for hidden ones."""
    return [cell.text for cell in cells if cell.kind != "hidden"]

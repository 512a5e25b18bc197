"""The form as it is printed: which form a report is in, and a form's tables as cells with spans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from .errors import UnknownEdition
from .form import Axis, Block, Form, FormTable, editions, load
from .record import Report

FormName = tuple[str, str | None]
"""The edition and the variant of a form."""


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of the printed form: a heading with its text, or the place of a field, by id. From 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str = ""
    field: str | None = None


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table of the printed form; the first ``labels`` of its columns hold the labels of rows."""

    table: FormTable
    cells: tuple[PrintedCell, ...]
    rows: int
    columns: int
    labels: int


def form_of(report: Report) -> Form | None:
    """The form whose fields a report lists: of its edition, the variant that shares most with it.

    A report without an edition (no table was found) may list the fields of one all the same, as
    missing. None when it lists none, or its edition does not ship with the package.
    """
    if not report.values:
        return None
    try:
        bases = [load(name) for name in ([report.edition] if report.edition else editions())]
    except UnknownEdition:
        return None
    forms = [form for base in bases for form in (base, *(load(base.edition, name) for name in base.variants))]
    listed = report.values.keys()
    for form in forms:
        if listed == ids_of(form):
            return form
    # The first of equals is the newest, without a variant.
    return max(forms, key=lambda form: len(listed & ids_of(form)) - len(ids_of(form) - listed))


@dataclass(frozen=True, slots=True)
class Listed:
    """Whose fields a report lists: of which ``form``, and ids that this does not have."""

    form: FormName | None = None
    others: tuple[str, ...] = ()


def listed_by(report: Report) -> Listed:
    """Whose fields a report lists.

    Those of a report without tables stand for a form that nobody saw, and call for no columns.
    """
    if report.edition is None and all(value.kind == "missing" for value in report.values.values()):
        return Listed()
    form = form_of(report)
    known = ids_of(form) if form is not None else frozenset()
    others = tuple(sorted(report.values.keys() - known))
    return Listed((form.edition, form.variant) if form is not None else None, others)


@cache
def ids_of(form: Form) -> frozenset[str]:
    """The ids of all fields of a form."""
    return frozenset(field.id for field in form.fields())


def version_of(form: Form) -> str:
    """The edition and, where there is one, the variant, for people: ``2021`` or ``2021（23-row）``."""
    return form.edition if form.variant is None else f"{form.edition}（{form.variant}）"


def printed(table: FormTable) -> PrintedTable:
    """The cells of a statutory table in the order of its rows, merged as in the notice's own form."""
    return _flat(table) if table.layout == "flat" else _rows(table)


def _rows(table: FormTable) -> PrintedTable:
    """A printed line a row: labels at the left under one corner, the columns' headings above."""
    axes = [row for block in table.blocks for row in block.rows]
    labels = 1 + any(row.group for row in axes) + any(row.stage for row in axes)
    values = max(len(block.columns) for block in table.blocks)
    cells: list[PrintedCell] = []
    at = 0
    for block in table.blocks:
        if block.caption:
            cells.append(PrintedCell(at, 0, 1, labels + values, block.caption))
            at += 1
        heads = (1 if table.note else 0) + 1 + any(column.group for column in block.columns)
        cells.append(PrintedCell(at, 0, heads, labels, table.note or table.header))
        if table.note:
            cells.append(PrintedCell(at, labels, 1, values, table.header))
        cells += _headings(block, at + bool(table.note), at + heads, labels, values)
        at += heads
        for number, row in enumerate(block.rows):
            cells += _labels(block.rows, number, at, labels)
            for position, column in enumerate(block.columns):
                span = values - position if position == len(block.columns) - 1 else 1
                field = table.field(row.id, column.id).id
                cells.append(PrintedCell(at, labels + position, 1, span, field=field))
            at += 1
    return PrintedTable(table, tuple(cells), at, labels + values, labels)


def _headings(block: Block, top: int, bottom: int, left: int, width: int) -> list[PrintedCell]:
    """The headings of a block's columns in the rows ``top`` to ``bottom``, groups above their members."""
    cells = []
    for number, column in enumerate(block.columns):
        span = width - number if number == len(block.columns) - 1 else 1
        start = top
        if column.group:
            if number == 0 or block.columns[number - 1].group != column.group:
                members = _run(block.columns, number, lambda axis: axis.group)
                cells.append(PrintedCell(top, left + number, 1, members, column.group))
            start = top + 1
        cells.append(PrintedCell(start, left + number, bottom - start, span, column.label))
    return cells


def _labels(rows: tuple[Axis, ...], number: int, at: int, labels: int) -> list[PrintedCell]:
    """The labels that begin in a row: its stage and group where they begin, and its own."""
    row = rows[number]
    before = rows[number - 1] if number else None
    cells = []
    column = 0
    if row.stage:
        if before is None or before.stage != row.stage:
            cells.append(PrintedCell(at, column, _run(rows, number, lambda axis: axis.stage), 1, row.stage))
        column += 1
    if row.group:
        if before is None or (before.stage, before.group) != (row.stage, row.group):
            span = _run(rows, number, lambda axis: (axis.stage, axis.group))
            cells.append(PrintedCell(at, column, span, 1, row.group))
        column += 1
    cells.append(PrintedCell(at, column, 1, labels - column, row.label))
    return cells


def _run(axes: tuple[Axis, ...], start: int, key: Callable[[Axis], object]) -> int:
    """How many axes from ``start`` on share the key of the first."""
    count = 1
    while start + count < len(axes) and key(axes[start + count]) == key(axes[start]):
        count += 1
    return count


def _flat(table: FormTable) -> PrintedTable:
    """All rows on one printed line: each row of the form is a heading over columns of its own."""
    cells: list[PrintedCell] = []
    at = width = 0
    for block in table.blocks:
        levels = 1 + any(row.group for row in block.rows)
        size = len(block.columns)
        width = max(width, size * len(block.rows))
        for number, row in enumerate(block.rows):
            left = number * size
            top = at
            if row.group:
                if number == 0 or block.rows[number - 1].group != row.group:
                    members = _run(block.rows, number, lambda axis: axis.group)
                    cells.append(PrintedCell(at, left, 1, members * size, row.group))
                top += 1
            cells.append(PrintedCell(top, left, at + levels - top, size, row.label))
            for position, column in enumerate(block.columns):
                field = table.field(row.id, column.id).id
                cells.append(PrintedCell(at + levels, left + position, 1, 1, column.label))
                cells.append(PrintedCell(at + levels + 1, left + position, 1, 1, field=field))
        at += levels + 2
    return PrintedTable(table, tuple(cells), at, width, 0)

"""What a source's own tables print beside figures: the labels of rows and columns, captions, the corner note.

Told from cells alone, never from running text. Nothing is judged here; what is read of a label that is not
the form's is whatever the form's row or column is that it was taken for.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from ..form import Axis, Form, FormTable
from ..model import Cell, Document, Line, Place
from ..patterns import lazy_re
from ..text import key, words
from .labels import GENERIC, match
from .page_breaks import table_rows
from .rows import Row

LEAST_FIGURES = 5
"""A row of table 3 with fewer figures than this, and no label known, is no row of it."""

WIDEST_ROW = 8
"""A row of table 2 has fewer cells than this, those that a page hides behind its figures included."""

SHORTEST_NOTE, LONGEST_NOTE = 4, 120
"""Characters of a corner note; nearly all cells have fewer."""
_NOTE = lazy_re(r"[勾钩]稽关系|第[一1]项加第[二2]项")
_CAPTION = lazy_re(r"第二十条.{0,8}[项款]?")


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label. ``axis`` is the id of the row or column it was taken for; None where it was taken for none.

    ``row`` is the row of its table, from 0, in which its cell begins.
    """

    axis: str | None
    text: str
    place: Place
    row: int = 0


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The labels of one form table as its cells print them.

    ``rows`` from top to bottom; ``columns`` from left to right, of the fullest header; ``captions`` stand over
    the row whose id they have; ``note`` is the corner note, None where none is printed. ``flow`` is the running
    text of a source with pages, a line each, none where its reader has doubts.
    """

    table: str
    rows: tuple[Label, ...] = ()
    columns: tuple[Label, ...] = ()
    captions: tuple[Label, ...] = ()
    note: Label | None = None
    flow: str = ""

    def sure(self, label: Label) -> bool:
        """Whether a label stands as its cell says: the source has cells of its own, or the running text says the same."""
        if label.place.page is None:
            return True
        parts = (regex.escape(part.strip()) for part in label.text.split("\n"))
        return all(regex.search(rf"(?<!\p{{Han}}){part}(?!\p{{Han}})", self.flow) for part in parts)

    def sure_of_no_note(self) -> bool:
        """Whether the running text of a source with pages prints no corner note either."""
        return all(row.place.page is None for row in self.rows) or (bool(self.flow) and not _NOTE.search(self.flow))


def printed_labels(document: Document, form: Form, tables: Sequence[list[Row]] | None = None) -> tuple[PrintedTable, ...]:
    """The labels of tables 2 and 3 in the cells of a document; a table that prints no row of its own is left out.

    Cells that are told from where their words stand may lack a piece of a label: they say nothing of labels.
    ``tables`` are the document's rows (:func:`table_rows`) where they are known.
    """
    rows = table_rows(document, form) if tables is None else tables
    tables = [own for own, table in zip(rows, document.tables(), strict=True) if not table.inferred]
    made = (_second(tables, form.table("t2")), _third(tables, form.table("t3"), document))
    paged = document.pages is not None and not document.remarks
    flow = "\n".join(line.text for line in document.flow) if paged else ""
    return tuple(replace(one, flow=flow) for one in made if one.rows)


def _axes(table: FormTable) -> tuple[Axis, ...]:
    return tuple(axis for block in table.blocks for axis in block.rows)


def _row_label(row: Row, axes: tuple[Axis, ...]) -> Label | None:
    """The label of a row: the last one that is a row's, else the last one before many figures."""
    labels = row.labels
    for cell in reversed(labels):
        name = match(cell.text, axes)
        if name is not None:
            return Label(name, cell.text, cell.place)
    if not labels or len(row.figures) < LEAST_FIGURES:
        return None
    return Label(None, labels[-1].text, labels[-1].place)


def _third(tables: Sequence[Sequence[Row]], table: FormTable, document: Document) -> PrintedTable:
    axes, columns = _axes(table), table.blocks[0].columns
    found: list[tuple[Label, bool]] = []
    header: list[Label] = []
    for printed in tables:
        above: list[Row] = []
        for row in printed:
            figures = bool(row.figures)
            label = None if not figures and _is_header(row, table, columns) else _row_label(row, axes)
            # 其他 and 总计 without a figure are as likely a piece of the header.
            if label is None or (label.axis is None and not found) or (not figures and key(label.text) in GENERIC):
                if figures:
                    above = []
                else:
                    above.append(row)
                continue
            found.append((label, figures))
            header = max(header, _header(above, columns, table), key=_known)
            above = []
        # A page may end between the header and its rows.
        header = max(header, _header(above, columns, table), key=_known)
    # The half of a row that a page break cut off has no figures; nor has a row that was left blank.
    full = {label.axis for label, figures in found if figures}
    rows = [label for label, figures in found if figures or (full and label.axis not in full)]
    return PrintedTable(table.id, tuple(rows), tuple(header), (), _note(document, table) if rows else None)


def _known(labels: Sequence[Label]) -> int:
    return len({label.axis for label in labels} - {None})


def _is_header(row: Row, table: FormTable, columns: tuple[Axis, ...]) -> bool:
    """Whether a row without figures prints a column's own label, a group's of columns or the table's header word."""
    texts = [key(cell.text) for cell in row.cells if cell.text.strip()]
    return not _groups(table).isdisjoint(texts) or any(text not in GENERIC and match(text, columns) is not None for text in texts)


@functools.cache
def _groups(table: FormTable) -> frozenset[str]:
    columns = [column for block in table.blocks for column in block.columns]
    return frozenset({key(table.header), *(key(column.group) for column in columns if column.group)})


def _header(above: Sequence[Row], columns: tuple[Axis, ...], table: FormTable) -> list[Label]:
    """The leaves of a header, from left to right: labels of columns, and cells that stand over none of those."""
    cells = {id(cell): cell for row in above for cell in row.shown if cell.text.strip()}
    known = [(cell, match(cell.text, columns)) for cell in cells.values()]
    told = [(cell, name) for cell, name in known if name is not None]
    if not told:
        return []
    first = min(cell.column for cell, _ in told)
    covered = {position for cell, _ in told for position in _span(cell)}
    if len(covered) < sum(cell.column_span for cell, _ in told):
        return []  # labels above each other: text set with tabs, whose places are no columns
    groups = _groups(table)
    strange = [
        (cell, None)
        for cell, name in known
        if name is None and cell.column > first - 2 and key(cell.text) not in groups
        and not covered.intersection(_span(cell)) and not _NOTE.search(cell.text)
    ]  # fmt: skip
    placed = sorted([*told, *strange], key=lambda one: (one[0].column, one[0].row))
    return [Label(name, cell.text, cell.place, cell.row) for cell, name in placed]


def _span(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _second(tables: Sequence[Sequence[Row]], table: FormTable) -> PrintedTable:
    axes = _axes(table)
    columns = tuple(column for block in table.blocks for column in block.columns)
    rows: list[Label] = []
    heads: list[Label] = []
    captions: list[Label] = []
    for printed in tables:
        waiting: Cell | None = None
        for row in printed:
            if len(row.cells) > WIDEST_ROW:
                continue
            texts = [cell for cell in row.cells if cell.text.strip()]
            if len(texts) == 1 and _CAPTION.fullmatch(words(texts[0].text)):
                waiting = texts[0]
            elif texts and key(texts[0].text) == key(table.header) and not row.figures:
                heads += [Label(match(cell.text, columns), cell.text, cell.place) for cell in texts[1:]]
            elif (label := _row_label(row, axes)) is not None and label.axis:
                rows.append(label)
                if waiting is not None:
                    captions.append(Label(label.axis, waiting.text, waiting.place))
                    waiting = None
    return PrintedTable(table.id, tuple(rows), tuple(heads), tuple(captions))


def _note(document: Document, table: FormTable) -> Label | None:
    """The corner note, in a cell or in lines of its own."""
    whole = words(table.note)
    texts = list(_texts(document))
    for number, (text, place) in enumerate(texts):
        if SHORTEST_NOTE <= len(text) <= LONGEST_NOTE and _NOTE.search(text):
            wrapped = words(text + (texts[number + 1][0] if number + 1 < len(texts) else ""))
            return Label(None, table.note if whole in wrapped else text, place)
    return None


def _texts(document: Document) -> Iterator[tuple[str, Place]]:
    for block in document.body:
        if isinstance(block, Line):
            yield block.text, block.place
        else:
            yield from [(cell.text, cell.place) for cell in block.cells]

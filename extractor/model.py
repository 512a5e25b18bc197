"""The Document model: what every reader makes, and all that anything after the readers knows of a file.

Lengths are fractions of the page, measured from its top left corner. Text is as printed: folding,
trimming of figures and the like are the business of whoever reads the text, never of a reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple

CELL_BREAK = "\t"
"""Stands in the text of a flow line where the source itself separates two cells of a table row."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in fractions (0 to 1) of its width and height from the top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its source.

    A page (from 1) and box for paginated sources; an anchor for the others: ``t2.r3.c4`` for a cell
    (table, row, column, from 1), ``p12`` for a paragraph, ``L40`` for a line of plain text.
    """

    page: int | None = None
    box: Box | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph of text, without its line end; never empty of visible characters."""

    text: str
    place: Place = field(default_factory=Place)


class Cell(NamedTuple):
    """One cell of a table: its text (line breaks kept as ``\\n``), position and spans, all from 0.

    A named tuple, for hundreds of them are made of every report.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as printed on one page or in one element: its cells in reading order, and its shape.

    ``inferred``: nothing in the source parts its cells but where their words stand, so that a label may lack a
    piece of its own, or have one of its neighbour's.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    place: Place = field(default_factory=Place)
    inferred: bool = False

    def grid(self) -> list[list[Cell | None]]:
        """The cell that covers each position, ``rows`` lists of ``columns``; None where no cell lies."""
        laid: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            _, top, left, down, across, _ = cell
            if down == across == 1 and top < self.rows and left < self.columns:
                # As below: nearly all cells are no larger.
                laid[top][left] = laid[top][left] or cell
                continue
            columns = range(left, min(left + across, self.columns))
            for row in laid[top : top + down]:
                for column in columns:
                    if row[column] is None:
                        row[column] = cell
        return laid


@dataclass(frozen=True, slots=True)
class Remark:
    """A reader's own doubt about what it read, such as a page without text; becomes an R- finding.

    ``severity`` is ``error`` where a part of the source is not in the record at all.
    """

    code: str
    message: str
    message_en: str
    place: Place = field(default_factory=Place)
    severity: Literal["error", "warning"] = "warning"


@dataclass(frozen=True, slots=True)
class Document:
    """A source as read: the body in reading order, and the flow of all its text.

    ``body``
        Paragraphs outside tables, and tables, in reading order. A table over two pages is two tables.
    ``flow``
        Every line of text in reading order, those inside tables too. Where the source itself
        separates cells (HTML, DOCX, tabs, pipes) a table row is one line with :data:`CELL_BREAK`
        between its cells; in a PDF it is the printed line, read without regard to rulings.
    ``running``
        Page headers, footers and page numbers, kept out of both.
    ``title``, ``published``
        What the source's own metadata says, as printed; None when it says nothing.
    ``encoding``
        The encoding the text was decoded from, such as ``gb18030``; None where the format has its own.
    """

    body: tuple[Line | Table, ...]
    flow: tuple[Line, ...]
    running: tuple[Line, ...] = ()
    pages: int | None = None
    title: str | None = None
    published: str | None = None
    encoding: str | None = None
    remarks: tuple[Remark, ...] = ()

    def tables(self) -> Iterator[Table]:
        """The tables of the body in reading order."""
        return (block for block in self.body if isinstance(block, Table))


def flow_of(body: tuple[Line | Table, ...]) -> tuple[Line, ...]:
    """The flow of a body whose source separates its cells: paragraphs as they are, a line a table row.

    A cell stands in the row where it begins; an empty cell leaves two :data:`CELL_BREAK` in a row.
    """
    lines: list[Line] = []
    for block in body:
        if isinstance(block, Line):
            lines.append(block)
            continue
        in_order = sorted(block.cells, key=attrgetter("row", "column"))
        for _, row in groupby(in_order, key=attrgetter("row")):
            cells = list(row)
            text = CELL_BREAK.join([cell.text for cell in cells]).replace("\n", "")
            if text.strip():
                lines.append(Line(text, cells[0].place))
    return tuple(lines)

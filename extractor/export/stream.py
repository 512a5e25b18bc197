"""Rows of the workbook's lists, written as XML at once: many times as fast as cell objects.

Openpyxl writes each sheet with its headings and all that belongs to it; the rows are spliced in when the
workbook is zipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

from .looks import PLAIN, Style
from .safe import for_excel, risky

ROW_LIMIT = 1_048_576
"""The most rows that a sheet of Excel has, headings included."""
LINK_LIMIT = 65_530
"""The most links that Excel keeps on one sheet."""
HEAD = 2
"""The rows of headings above each list."""

Item = int | float | str | None
_REMEMBERED, _SHORT = 5_000, 250


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be written: its cells as :class:`Ink` makes them (None leaves one out) and its height in points.

    ``links`` are (column from 0, place in the book, text shown), ``comments`` (column from 0, text).
    """

    cells: Sequence[str | None]
    height: float | None = None
    links: tuple[tuple[int, str, str], ...] = ()
    comments: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A comment on a cell: the number of its sheet among those of its list, row and column from 1, and the text."""

    sheet: int
    row: int
    column: int
    text: str


@cache
def letter_of(column: int) -> str:
    """The letters of a column, from 1."""
    above, last = divmod(column - 1, 26)
    return (letter_of(above) if above else "") + chr(65 + last)


def sheet_name(title: str, number: int) -> str:
    """The name of the sheet with that number, from 0, among those that a list takes."""
    return title if number == 0 else f"{title}{number + 1}"


def sheets_for(rows: int, limit: int = ROW_LIMIT) -> int:
    """How many sheets of ``limit`` rows, headings included, a list takes."""
    return max(1, -(-rows // (limit - HEAD)))


def spot(title: str, at: int, column: int, limit: int = ROW_LIMIT) -> str:
    """The place in the book of a cell of a list, as a link needs it; ``at`` from 0 over all its sheets, column from 1."""
    number, row = divmod(at, limit - HEAD)
    return f"'{sheet_name(title, number)}'!{letter_of(column)}{row + HEAD + 1}"


_ROW = "\0"
"""Stands for the number of a row that is not known yet; no text that is shown holds it."""
_BEGINS = tuple(f'<c r="{letter_of(column)}{_ROW}"' for column in range(1, 16_385))
"""How the cell of each column begins that a sheet can have."""


class Ink:
    """Makes the XML of cells, in ``styles``: for each its number in the book, and that when quoted.

    Words that are ``shared`` stand once in the book, under these numbers; all other text stands in its cell.
    """

    def __init__(self, styles: Mapping[Style, tuple[int, int]], shared: Mapping[str, int] = MappingProxyType({})) -> None:
        self._styles, self._shared = styles, shared
        self._shades = {style: _Shade(self, style, "") for style in styles}
        self._columns: dict[tuple[int, Style], _Shade] = {}

    def cell(self, item: Item, style: Style = PLAIN) -> str:
        """A cell without its place. Text stays text, whatever it looks like; None is an empty cell in that style."""
        return self._shades[style][item]

    def column(self, number: int, style: Style) -> Mapping[Item, str]:
        """The cells of a column, from 1, by what they hold, yet to be given their row; None is no cell at all."""
        shade = self._columns.get((number, style))
        if shade is None:
            shade = self._columns[number, style] = _Shade(self, style, _BEGINS[number - 1])
        return shade

    def made(self, item: Item, style: Style) -> str:
        """A cell as :meth:`cell` gives it, made anew."""
        plain, quoted = self._styles[style]
        safe = for_excel(item)
        if isinstance(safe, float) and safe.is_integer():
            safe = int(safe)  # which is the same when it is looked up
        if safe is None or safe == "":
            return f' s="{plain}"/>'
        if isinstance(safe, str):
            number = quoted if risky(safe) else plain
            shared = self._shared.get(safe)
            if shared is not None:
                return f' s="{number}" t="s"><v>{shared}</v></c>'
            plainly = safe.isprintable() and "  " not in f" {safe} "
            kept = "" if plainly else ' xml:space="preserve"'
            return f' s="{number}" t="inlineStr"><is><t{kept}>{escape(safe)}</t></is></c>'
        return f' s="{plain}"><v>{safe!r}</v></c>'


class _Shade(dict[Item, str]):
    """The cells in one style by what they hold. Most of a list's come again and again.

    ``begin`` stands before each; where there is one, None is no cell.
    """

    __slots__ = ("_begin", "_ink", "_style")

    def __init__(self, ink: Ink, style: Style, begin: str) -> None:
        self._ink, self._style, self._begin = ink, style, begin

    def __missing__(self, item: Item) -> str:
        made = "" if item is None and self._begin else self._begin + self._ink.made(item, self._style)
        if len(self) > _REMEMBERED:
            self.clear()
        if len(made) < _SHORT:
            self[item] = made
        return made


@dataclass(slots=True)
class SheetPart:
    """Rows and links of one sheet of a list, as XML."""

    rows: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class SheetRows:
    """Some rows of the list ``title``, which begin with its ``at``-th, from 0; where a sheet is full the next goes on.

    ``parts`` has the XML by the number of the sheet, ``notes`` the comments.
    """

    def __init__(self, title: str, at: int, limit: int = ROW_LIMIT) -> None:
        self.title, self.at = title, at
        self.parts: dict[int, SheetPart] = {}
        self.notes: list[Note] = []
        self._capacity = limit - HEAD

    def append(self, row: Row) -> None:
        """Write the next row."""
        number, at = divmod(self.at, self._capacity)
        at += HEAD + 1
        height = "" if row.height is None else f' ht="{row.height:g}" customHeight="1"'
        self.add("".join([begin + cell for begin, cell in zip(_BEGINS, row.cells, strict=False) if cell is not None]), height)
        if at - HEAD <= LINK_LIMIT:
            part = self.parts[number]
            part.links += [
                f'<hyperlink ref="{letter_of(column + 1)}{at}" location={quoteattr(to)} display={quoteattr(shown)}/>'
                for column, to, shown in row.links
            ]
        self.notes += [Note(number, at, column + 1, text) for column, text in row.comments]

    def add(self, cells: str, more: str = "") -> None:
        """Write the next row, of cells that :meth:`Ink.column` gave; ``more`` is what else there is to say of it."""
        number, at = divmod(self.at, self._capacity)
        part = self.parts.get(number)
        if part is None:
            part = self.parts[number] = SheetPart()
        row = str(at + HEAD + 1)
        part.rows.append(f'<row r="{row}"{more}>{cells.replace(_ROW, row)}</row>')
        self.at += 1

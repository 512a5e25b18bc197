"""Rows for the workbook's longest sheet, written as XML at once: several times as fast as cell objects.

Openpyxl writes the sheet with its headings and all that belongs to it; the rows are spliced in when
the workbook is zipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from .safe import for_excel, risky
from .styles import Pen, Style

Item = int | float | str | None
_END = b"</sheetData>"
_REMEMBERED = 20_000


class RowStream:
    """The rows of one sheet from its third on, kept in a temporary file until the workbook is zipped.

    ``styles`` are those of its columns.
    """

    def __init__(self, sheet: Any, pen: Pen, styles: Sequence[Style]) -> None:
        self.sheet = sheet
        self.row = 2
        self._pen = pen
        self._letters = [get_column_letter(number) for number in range(1, len(styles) + 1)]
        self._styles = styles
        self._bodies: dict[tuple[int, Item], str] = {}
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed by close(), after the book is zipped

    def append(self, items: Sequence[Item], marked: Mapping[int, Style] | None = None) -> None:
        """Write the next row; None leaves its cell out. ``marked`` cells, from 0, have styles of their own."""
        self.row += 1
        cells = []
        for column, item in enumerate(items):
            if item is None:
                continue
            if marked and column in marked:
                body = self._body(item, marked[column])
            else:
                # Most of what a column holds comes again and again: organs, paths, zeros.
                body = self._bodies.get((column, item), "")
                if not body:
                    body = self._bodies[column, item] = self._body(item, self._styles[column])
            cells.append(f'<c r="{self._letters[column]}{self.row}"{body}')
        if len(self._bodies) > _REMEMBERED:
            self._bodies.clear()
        self._file.write(f'<row r="{self.row}">{"".join(cells)}</row>'.encode())

    def copy_into(self, head: IO[bytes], target: IO[bytes]) -> None:
        """Copy the sheet as openpyxl wrote it, from ``head``, with the rows after its own."""
        before, end, after = head.read().rpartition(_END)
        target.write(before)
        self._file.seek(0)
        copyfileobj(self._file, target, 1 << 20)
        target.write(end + after)

    def close(self) -> None:
        """Give the temporary file back."""
        self._file.close()

    def _body(self, item: Item, style: Style) -> str:
        safe = for_excel(item)
        if isinstance(safe, str):
            number = self._pen.number(self.sheet, style, risky(safe))
            return f' s="{number}" t="inlineStr"><is><t xml:space="preserve">{escape(safe)}</t></is></c>'
        return f' s="{self._pen.number(self.sheet, style, False)}"><v>{safe!r}</v></c>'

"""Cells of an HTML table put on their grid, with spans as browsers take them and bad ones clipped."""

from __future__ import annotations

from typing import TypeAlias

from ..errors import SourceError
from ..limits import TABLE_POSITIONS as GRID_LIMIT
from ..patterns import lazy_re
from .blocks import LINE_BREAK, Block, DraftCell, DraftTable, draft_cell
from .html_text import cell_text

_WIDE = 100  # a wider cell than this means: to the end of the row
_MOST_ROWS = 1000
_NO_BLOCKS: list[Block] = []
_INTEGER = lazy_re(r"\s*([+-]?\d{1,9})")


ATTRIBUTE = lazy_re(r'([\w:-]+)="([^"]*)"')
"""A name and value in a tag as libxml2 writes it."""
_PLAIN = lazy_re(r"<(thead|tbody|/thead|/tbody|tr|/tr|td|th)\b([^>]*)>(?:([^<]*)</t[dh]>)?")


MarkupCell: TypeAlias = tuple[list[Block] | str, int, int]
"""A ``<td>``: what it holds, blocks or lines parted by ``\n``; its row span and column span as :func:`span` reads them."""


def span(value: str | None, least: int) -> int:
    """A ``colspan`` or ``rowspan`` as written; 1 where it is no number or below ``least``."""
    found = _INTEGER.match(value or "")
    number = int(found[1]) if found else 1
    return number if number >= least else 1


def placed(groups: list[list[list[MarkupCell]]]) -> DraftTable:
    """The cells of row groups (each a list of rows) at their places. A row span ends with its group.

    A row span of 0 means all the group. Rows without a cell of their own or from above go. Raises
    SourceError R-LIMIT beyond :data:`GRID_LIMIT`.
    """
    cells: list[DraftCell] = []
    row = columns = 0
    clip = False
    for group in groups:
        end = row + len(group)
        free: list[int] = []  # a column: the first row in which nothing from above reaches into it
        for markup in group:
            if not markup and all(until <= row for until in free):
                end -= 1
                clip = True
                continue
            column = 0
            for content, height, width in markup:
                while column < len(free) and free[column] > row:
                    column += 1
                reach = width
                if width > _WIDE:
                    reach, clip = 1, True
                if reach > 1 and free:
                    reach = next((k for k in range(1, reach) if column + k < len(free) and free[column + k] > row), reach)
                    width = min(width, reach) if reach < width <= _WIDE else width
                if height != 1:
                    height = end - row if height == 0 or height > _MOST_ROWS else min(height, end - row)
                    free.extend([0] * (column + reach - len(free)))
                    for covered in range(column, column + reach):
                        free[covered] = row + height
                if isinstance(content, str):
                    # As DraftCell(…) but without its Python frame: this line runs for every figure there is.
                    cells.append(tuple.__new__(DraftCell, (content, row, column, height, width, _NO_BLOCKS, False)))
                else:
                    cells.append(draft_cell(content, row, column, height, width))
                column += reach
            columns = max(columns, column)
            row += 1
            if row * columns > GRID_LIMIT:
                raise SourceError(
                    "R-LIMIT", "网页中的表格过大，无法读取，请另存为 PDF 或 DOCX。",
                    "A table of the page is too large to be read; save it as PDF or DOCX.",
                )
    if clip:
        cells = [
            cell._replace(
                column_span=min(cell.column_span, columns - cell.column), row_span=min(cell.row_span, row - cell.row)
            )
            for cell in cells
        ]
    return DraftTable(cells, row, columns)


def lifted(markup: str) -> tuple[str, list[DraftTable]]:
    """The markup with each plain table replaced by ``<drafted N/>``, and those tables.

    A plain table has nothing but rows and cells of text. Nearly all figures stand in such tables, and reading
    them by one pattern takes a fraction of the time that going through their tags does.
    """
    drafts: list[DraftTable] = []
    parts: list[str] = []
    done = 0
    start = markup.find("<table")
    while start >= 0:
        following = markup.find("<table", start + 6)
        end = markup.find("</table>", start)
        if end < 0:
            break
        if not 0 <= following < end:
            draft = _plain(markup[start:end])
            if draft is not None:
                parts += markup[done:start], f"<drafted {len(drafts)}/>"
                drafts.append(draft)
                done = end + 8
        start = following
    return "".join([*parts, markup[done:]]), drafts


def _plain(markup: str) -> DraftTable | None:
    """A table read by patterns; None where it has other than rows and cells of text."""
    for tag in ("p", "div"):
        markup = markup.replace(f"<{tag}>", LINE_BREAK).replace(f"</{tag}>", LINE_BREAK).replace(f"<{tag}/>", LINE_BREAK)
    markup = markup[markup.index(">") + 1 :]
    parts = _PLAIN.split(markup)
    if "".join(parts[0::4]).strip():  # what the pattern leaves over: other tags, text outside cells
        return None
    groups: list[list[list[MarkupCell]]] = [[]]
    row: list[MarkupCell] | None = None
    for name, attributes, text in zip(parts[1::4], parts[2::4], parts[3::4], strict=True):
        if name in ("td", "th"):
            if row is None:
                row = []
                groups[-1].append(row)
            height = width = 1
            if "span" in attributes:
                found = dict(ATTRIBUTE.findall(attributes))
                height, width = span(found.get("rowspan"), 0), span(found.get("colspan"), 1)
            row.append((cell_text(text) if text else "", height, width))
        elif name == "tr":
            row = []
            groups[-1].append(row)
        elif name != "/tr":
            row = None
            groups.append([])
    return placed(groups)

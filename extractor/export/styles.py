"""The cells, columns and pages of a book that openpyxl writes, in the styles of :mod:`.looks`.

This and the other modules of the workbook load openpyxl; they are imported only when one is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from .looks import FACE, PLAIN, Style
from .safe import for_excel, risky

_HAIR = Side(style="thin", color="D9D9D9")


class Pen:
    """Makes cells in styles; each style is worked out once a book, which makes long sheets quick."""

    def __init__(self) -> None:
        self._made: dict[Style, Any] = {}

    def cell(self, sheet: Any, item: int | float | str | None, style: Style = PLAIN, *, link: str | None = None) -> Any:
        """A cell for the next row of ``sheet``. Text stays text; ``link`` is a place in this book."""
        item = for_excel(item)
        if isinstance(item, str) and risky(item):
            style = replace(style, quoted=True)
        cell: Any = WriteOnlyCell(sheet)
        cell.value = item
        if isinstance(item, str):
            # Openpyxl would take "=…" for a formula and "#N/A" for an error.
            cell.data_type = "s"
        cell._style = self._array(sheet, style)
        if link is not None:
            cell.hyperlink = Hyperlink(ref="A1", location=link, display=str(item))
        return cell

    def row(self, sheet: Any, items: Iterable[int | float | str | None], style: Style = PLAIN) -> list[Any]:
        """Cells for a whole row in one style."""
        return [self.cell(sheet, item, style) for item in items]

    def numbers(self, sheet: Any, styles: Iterable[Style]) -> list[tuple[int, int]]:
        """The number that stands for each style in the XML of the book's sheets, and for the same when it is quoted."""
        return [(self._number(sheet, style), self._number(sheet, replace(style, quoted=True))) for style in styles]

    def _number(self, sheet: Any, style: Style) -> int:
        cell: Any = WriteOnlyCell(sheet)
        cell._style = self._array(sheet, style)
        return int(cell.style_id)

    def _array(self, sheet: Any, style: Style) -> Any:
        if style not in self._made:
            cell: Any = WriteOnlyCell(sheet)
            cell.font = Font(
                name=FACE, size=style.size, bold=style.bold, italic=style.italic, color=style.color,
                underline="single" if style.underline else None,
            )  # fmt: skip
            if style.hatch is not None:
                cell.fill = PatternFill(
                    style.pattern, fgColor=style.hatch, bgColor=style.fill or "FFFFFF"
                )
            elif style.fill is not None:
                cell.fill = PatternFill("solid", fgColor=style.fill)
            cell.alignment = Alignment(horizontal=style.align, vertical=style.valign, wrap_text=style.wrap)
            if style.ruled:
                cell.border = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
            cell.number_format = style.format
            cell.quotePrefix = style.quoted
            self._made[style] = cell._style
        return self._made[style]


def add_row(sheet: Any, row: int, cells: list[Any], height: float) -> None:
    """Append a row, the sheet's ``row``-th, of a height of its own; nothing is kept of it."""
    sheet.row_dimensions[row].height = height
    sheet.append(cells)
    del sheet.row_dimensions[row]


def prepare(
    sheet: Any, widths: Iterable[float], *, freeze: str | None = None, titles: bool = True, filtered: int = 0,
    rows: int = 0,
) -> None:  # fmt: skip
    """What must be said of a streamed sheet before its first row: widths, frozen panes, print and filter.

    ``titles`` repeats the two heading rows on each printed page; ``filtered`` columns get a filter
    over ``rows`` rows below the headings.
    """
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    if freeze:
        sheet.freeze_panes = freeze
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 90
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.HeaderFooter.oddFooter.center.text = "&A　第 &P / &N 页"
    if titles:
        sheet.print_title_rows = "1:2"
    if filtered:
        last = f"{get_column_letter(filtered)}{max(rows, 1) + 2}"
        sheet.auto_filter.ref, sheet.print_area = f"A2:{last}", f"A1:{last}"
        # A streamed sheet does not say how large it is, and readers must go through it to learn that.
        sheet.calculate_dimension = lambda: f"A1:{last}"

"""How the workbook looks: its few styles, and a pen that makes the cells of a sheet that is streamed.

This and the other modules of the workbook load openpyxl; they are imported only when one is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from ..display import clipped, width_of
from .safe import for_excel, risky

FACE = "微软雅黑"
LINK_LIMIT = 65_530
"""The most links that Excel keeps on one sheet."""
COMMENT_LIMIT = 20_000
"""The most comments in a book: each is a drawn shape, and Excel grows slow with many."""
_HAIR = Side(style="thin", color="D9D9D9")

COUNT = "#,##0"
AMOUNT = "#,##0.00####"
SIGNED = "+#,##0;-#,##0;0"


@dataclass(frozen=True, slots=True)
class Style:
    """A look. ``fill`` and ``hatch`` are RGB; ``hatch`` draws lines of that colour over the fill."""

    size: float = 10
    bold: bool = False
    italic: bool = False
    underline: bool = False
    color: str = "222222"
    fill: str | None = None
    hatch: str | None = None
    pattern: Literal["lightUp", "lightDown"] = "lightUp"
    align: Literal["left", "center", "right"] | None = None
    valign: Literal["top", "center"] = "center"
    wrap: bool = False
    format: str = "General"
    ruled: bool = True
    quoted: bool = False

    def __hash__(self) -> int:
        # Looked up for every cell: the four that differ most do, and cost a third of all.
        return hash((self.fill, self.format, self.color, self.align))


PLAIN = Style()
TEXT = Style(wrap=True, valign="top")
TITLE = Style(size=18, bold=True, color="1F3864", ruled=False)
NOTE = Style(color="7F7F7F", ruled=False)
BODY = Style(ruled=False)
HEADING = Style(size=12, bold=True, color="1F3864", ruled=False)
LABEL = Style(bold=True, color="FFFFFF", fill="44546A", align="center", wrap=True)
ID = Style(size=8, color="8C8C8C", fill="F5F5F5", align="left")
INPUT = Style(fill="FFFDE7", wrap=True, valign="top")
LINK = Style(color="0563C1", underline=True)
NUMBER = Style(format=COUNT, align="right")
CENTER = Style(align="center")

ERROR = Style(color="9C0006", fill="FFC7CE")
WARNING = Style(color="7F6000", fill="FFEB9C")
INFO = Style(color="1F4E79", fill="DDE6F9")
SEVERITY: Mapping[str, Style] = {"error": ERROR, "warning": WARNING, "info": INFO}
CLEAN = Style(color="375623")
INSTEAD = Style(color="7F7F7F", italic=True, align="right")
MISSING = Style(fill="FFFFFF", hatch="7F7F7F", pattern="lightDown")
ABSENT = Style(fill="F2F2F2")
SOLVED = Style(fill="CFF3F0")
CORRECTED = Style(color="375623", fill="E2EFDA", bold=True)
CONFLICT = Style(color="7030A0", fill="F0E6F8", hatch="B17ED8")


def numeral(item: int | float | str | None, style: Style = NUMBER) -> Style:
    """The style for a number: with decimals only where it has some."""
    return replace(style, format=AMOUNT) if isinstance(item, float) and not item.is_integer() else style


def height_of(texts: Iterable[tuple[str | None, float]], most: int) -> float:
    """The height in points of a row whose texts wrap in columns of these widths, ``most`` lines at most."""
    lines = [sum(1 + int(width_of(line) // (width - 1)) for line in text.split("\n")) for text, width in texts if text]
    return 4.0 + 14.0 * min(max(lines, default=1), most)


class Pen:
    """Makes cells in styles; each style is worked out once a book, which makes long sheets quick."""

    def __init__(self) -> None:
        self._made: dict[Style, Any] = {}
        self._numbers: dict[tuple[Style, bool], int] = {}
        self.comments = 0
        """How many comments were asked for; those above :data:`COMMENT_LIMIT` are left out."""

    def cell(
        self, sheet: Any, item: int | float | str | None, style: Style = PLAIN, *, link: str | None = None,
        comment: str | None = None,
    ) -> Any:  # fmt: skip
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
        if comment is not None:
            self.comments += 1
            if self.comments <= COMMENT_LIMIT:
                cell.comment = _comment(comment)
        return cell

    def row(self, sheet: Any, items: Iterable[int | float | str | None], style: Style = PLAIN) -> list[Any]:
        """Cells for a whole row in one style."""
        return [self.cell(sheet, item, style) for item in items]

    def number(self, sheet: Any, style: Style, quoted: bool) -> int:
        """The number that stands for a style in the XML of the book's sheets."""
        key = (style, quoted)
        if key not in self._numbers:
            cell: Any = WriteOnlyCell(sheet)
            cell._style = self._array(sheet, replace(style, quoted=quoted))
            self._numbers[key] = cell.style_id
        return self._numbers[key]

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


def _comment(text: str) -> Comment:
    text = clipped(str(for_excel(text)), 1500)
    lines = sum(1 + width_of(line) // 46 for line in text.split("\n"))
    comment = Comment(text, "nianbao")
    comment.width, comment.height = 340, min(24 + 17 * lines, 480)
    return comment


def add_row(sheet: Any, row: int, cells: list[Any], height: float) -> None:
    """Append a row, the sheet's ``row``-th, of a height of its own; nothing is kept of it."""
    sheet.row_dimensions[row].height = height
    sheet.append(cells)
    del sheet.row_dimensions[row]


def reference(sheet: str, row: int, column: int) -> str:
    """A place in the book as a link needs it; row and column from 1."""
    return f"'{sheet}'!{get_column_letter(column)}{row}"


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

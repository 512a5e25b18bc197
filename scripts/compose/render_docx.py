"""A laid-out report as a DOCX file, written as raw WordprocessingML without an office program."""

from __future__ import annotations

from random import Random
from xml.sax.saxutils import escape

from .docx_package import NAMESPACES, package
from .grids import Grid, GridCell, covered, widths_of
from .pages import Page, Para, Picture
from .picture import table_png

_TEXT_WIDTH = 9070
"""Width of the text on A4 between the margins set below, in twentieths of a point."""
_NUMERALS = "一二三四五六七八九十"


def render(page: Page, rng: Random) -> bytes:
    """The page as the bytes of a DOCX file; the same page and seed give the same bytes."""
    writer = _Writer(page, rng)
    body = "".join(writer.block(block) for block in page.body)
    footer = '<w:footerReference w:type="default" r:id="rId3"/>' if page.layout.page_numbers != "none" else ""
    section = (
        f'<w:sectPr>{footer}<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1418" w:bottom="1440" w:left="1418" w:header="851" w:footer="992" '
        'w:gutter="0"/>'
        "</w:sectPr>"
    )
    document = f"<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>"
    pictures = {name: table_png(name) for name in writer.pictures}
    return package(document, page, pictures)


class _Writer:
    """Writes the blocks of one page; numbers its tracked changes and pictures."""

    def __init__(self, page: Page, rng: Random) -> None:
        self.layout, self.rng = page.layout, rng
        self.year = page.draft.year
        self.changes = 0
        self.pictures: list[str] = []
        prefixes = [b.prefix for b in page.body if isinstance(b, Para) and b.role == "heading"]
        # A machine counts 一 to 六: it can set only headings that are numbered so.
        in_order = prefixes == [f"{numeral}、" for numeral in _NUMERALS[: len(prefixes)]]
        self.automatic = page.layout.automatic_numbers and in_order

    def block(self, block: Para | Picture | Grid) -> str:
        if isinstance(block, Para):
            return self.paragraph(block)
        if isinstance(block, Picture):
            self.pictures.append(block.table)
            return _picture(block.table, len(self.pictures))
        table = self.table(block)
        return f"{_inside_table(table) if self.layout.nested else table}<w:p/>"

    def paragraph(self, para: Para) -> str:
        size = round(self.layout.body_points * 2)
        style, text = {"title": "Title", "heading": "Heading1"}.get(para.role, "Normal"), para.text
        properties = [f'<w:pStyle w:val="{style}"/>']
        if para.role == "heading" and self.automatic:
            properties.append('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
            text = text[len(para.prefix) :].lstrip()
        if self.layout.boxed and para.role == "body":
            sides = ("top", "left", "bottom", "right")
            frame = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="1" w:color="auto"/>' for side in sides)
            properties.append(f"<w:pBdr>{frame}</w:pBdr>")
        properties.append('<w:spacing w:line="360" w:lineRule="auto"/>')
        if para.role in ("body", "subheading", "heading"):
            properties.append(f'<w:ind w:firstLineChars="200" w:firstLine="{size * 20}"/>')
        align = {"title": "center", "signature": "right"}.get(para.role)
        if align:
            properties.append(f'<w:jc w:val="{align}"/>')
        bold = para.role == "subheading" or (self.layout.bold and para.role in ("title", "heading"))
        size = {"title": 40, "heading": size + 2}.get(para.role, size)
        return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{self.runs(text, size, bold)}</w:p>"

    def runs(self, text: str, size: int, bold: bool = False) -> str:
        """The text as one run, or as several where Word would have cut it."""
        pieces = [text]
        if len(text) > 1 and self.rng.random() < 0.15:
            cut = self.rng.randint(1, len(text) - 1)
            pieces = [text[:cut], text[cut:]]
        return "".join(_run(piece, size, bold) for piece in pieces)

    def table(self, grid: Grid) -> str:
        widths = widths_of(grid, _TEXT_WIDTH)
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        border = 'w:val="single" w:sz="4" w:space="0" w:color="000000"' if self.layout.borders else 'w:val="nil"'
        borders = "".join(f"<w:{side} {border}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        margins = '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
        properties = (
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/>{margins}'
        )
        rows = []
        for number, line in enumerate(covered(grid)):
            repeated = "<w:tblHeader/>" if self.layout.repeat_header and number < grid.head else ""
            cells = []
            for column, place in enumerate(line):
                if place is None or place.column != column:
                    continue
                width = sum(widths[column : column + place.cell.column_span])
                cells.append(self.cell(place.cell, number > place.row, width))
            rows.append(f"<w:tr><w:trPr>{repeated}</w:trPr>{''.join(cells)}</w:tr>")
        return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def cell(self, cell: GridCell, continued: bool, width: int) -> str:
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if cell.column_span > 1:
            properties += f'<w:gridSpan w:val="{cell.column_span}"/>'
        if cell.row_span > 1:
            properties += "<w:vMerge/>" if continued else '<w:vMerge w:val="restart"/>'
        properties += '<w:vAlign w:val="center"/>'
        size = round(self.layout.table_points * 2)
        centred = cell.kind in ("head", "value", "blank") or (cell.row_span > 1 and cell.kind == "label")
        align = f'<w:jc w:val="{"center" if centred else "left"}"/>'
        text = "" if continued else cell.text
        inner = self.tracked(text, size) if cell.kind == "value" and text else self.runs(text, size) if text else ""
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:pPr>{align}</w:pPr>{inner}</w:p></w:tc>"

    def tracked(self, text: str, size: int) -> str:
        """A figure, sometimes with the one that it replaced still there as a tracked deletion."""
        if not self.layout.tracked or self.rng.random() > 0.08:
            return self.runs(text, size)
        self.changes += 2
        mark = f'w:author="审核" w:date="{self.year + 1}-01-10T09:00:00Z"'
        gone = f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:delText>{self.rng.randint(1, 99)}</w:delText></w:r>'
        return (
            f'<w:del w:id="{self.changes}" {mark}>{gone}</w:del>'
            f'<w:ins w:id="{self.changes + 1}" {mark}>{self.runs(text, size)}</w:ins>'
        )


def _run(text: str, size: int, bold: bool) -> str:
    weight = "<w:b/>" if bold else ""
    return f'<w:r><w:rPr>{weight}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _inside_table(table: str) -> str:
    """The table in the only cell of another, as layouts made by hand have it."""
    width = f'w:w="{_TEXT_WIDTH}"'
    cell = f'<w:tc><w:tcPr><w:tcW {width} w:type="dxa"/></w:tcPr>{table}<w:p/></w:tc>'
    head = f'<w:tblPr><w:tblW {width} w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol {width}/></w:tblGrid>'
    return f"<w:tbl>{head}<w:tr>{cell}</w:tr></w:tbl>"


def _picture(table: str, number: int) -> str:
    extent = 'cx="5334000" cy="1905000"'
    return (
        f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline><wp:extent {extent}/>'
        f'<wp:docPr id="{number}" name="图片 {number}"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{table}.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rIdPicture{table}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )

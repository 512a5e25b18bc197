"""The blocks of a WordprocessingML body: paragraphs as Word prints them, and drafts of tables."""

from __future__ import annotations

from lxml import etree

from ..errors import SourceError
from ..limits import TABLE_POSITIONS as GRID_LIMIT
from .blocks import LINE_BREAK, RAISED, UNSEEN, Block, DraftCell, DraftTable, draft_cell
from .docx_numbering import Numbering, W, flag, integer, value

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COLUMNS = 63  # as many as Word allows

_P, _TBL, _TR, _TC = W + "p", W + "tbl", W + "tr", W + "tc"
_TRPR, _TCPR, _SPAN, _MERGED, _ACROSS, _VALUE = (
    W + name for name in ("trPr", "tcPr", "gridSpan", "vMerge", "hMerge", "val")
)
_T, _TAB, _SYM, _PPR = W + "t", W + "tab", W + "sym", W + "pPr"
_BREAKS = frozenset({W + "br", W + "cr"})
_PIECES = (_T, M + "t", _TAB, W + "ptab", _SYM, W + "noBreakHyphen", *_BREAKS)
# Looked at before, or never.
_GONE = tuple(W + name for name in (
    "rPr", "tabs", "del", "moveFrom", "tblPr", "tblGrid", "tblPrEx", "sdtPr", "sdtEndPr", "instrText", "delText", "rt",
    "tcW", "tcBorders", "shd", "tcMar", "vAlign", "spacing", "ind", "jc", "proofErr", "bookmarkStart", "bookmarkEnd",
    "footnoteReference", "endnoteReference", "commentReference", "annotationRef", "sectPr",
))  # fmt: skip
# Wrappers around what they hold.
_OPENED = (
    *(W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "r",
                            "bdo", "dir", "ruby", "rubyBase")),
    MC + "AlternateContent", MC + "Choice", MC + "Fallback",
)  # fmt: skip
# Characters that symbol fonts draw; others of theirs are kept as they are coded.
_SYMBOLS = {
    ("Wingdings", 0xFC): "√", ("Wingdings", 0xFE): "☑", ("Wingdings", 0xA8): "□", ("Wingdings", 0x6F): "□",
    ("Wingdings", 0x6C): "●", ("Wingdings 2", 0x50): "√", ("Wingdings 2", 0x52): "☑", ("Wingdings 2", 0xA3): "□",
}  # fmt: skip


def blocks_of(body: etree._Element, numbering: Numbering) -> list[Block]:
    """The blocks of a simplified body; see :func:`simplify`. Raises SourceError R-LIMIT for a huge table."""
    blocks: list[Block] = []
    carried = ""
    for element in body:
        tag = element.tag  # each question put to lxml costs as much as several of Python's
        if tag == _P:
            text = carried + _text(element)
            carried = ""
            if element.get("joined") is not None:
                carried = text
                continue
            if numbering.lists:
                label = numbering.label(next(element.iterchildren(_PPR), None))
                if label and (text.strip() or body.tag == _TC):
                    text = label + text.lstrip()
            if LINE_BREAK in text:
                blocks.extend(Block(line.strip(" \t")) for line in text.split(LINE_BREAK))
            else:
                blocks.append(Block(text.strip(" \t")))
        elif tag == _TBL:
            blocks.append(Block(_table(element, numbering)))
    if carried:
        blocks.append(Block(carried.strip(" \t")))
    return blocks


def simplify(root: etree._Element, hidden: list[etree._Element]) -> None:
    """Leave of a document what is printed: no deletions, no hidden runs, of alternatives one, boxes as paragraphs.

    Paragraphs whose end is deleted are marked ``joined``. All of it is done by libxml2, for speed.
    """
    for element in hidden:
        _remove(element)
    for raised in root.iter(W + "vertAlign"):
        # A footnote's number is no digit of the figure before it.
        run = next(raised.iterancestors(W + "r"), None)
        for text in run.iter(_T) if run is not None and raised.get(W + "val") == "superscript" else ():
            text.text = (text.text or "").translate(RAISED)
    for mark in list(root.iter(W + "del", W + "cellDel", W + "hidden")):
        parent = mark.getparent()
        above = None if parent is None else parent.getparent()
        if parent is None or above is None:
            continue
        row = parent.tag == W + "trPr" and (mark.tag == W + "del" or flag(mark))
        if row or (parent.tag == W + "tcPr" and mark.tag == W + "cellDel"):
            _remove(above)
        elif parent.tag == W + "rPr" and above.tag == W + "pPr" and mark.tag == W + "del":
            paragraph = above.getparent()
            if paragraph is not None:
                paragraph.set("joined", "1")
    for alternatives in list(root.iter(MC + "AlternateContent")):
        chosen = alternatives.find(MC + "Choice")
        for other in list(alternatives) if chosen is not None else []:
            if other is not chosen:
                alternatives.remove(other)
    etree.strip_elements(root, *_GONE, with_tail=False)
    etree.strip_tags(root, *_OPENED)
    for box in list(root.iter(W + "txbxContent")):
        _unbox(box)


def paragraphs_of(root: etree._Element) -> list[str]:
    """The texts of a header or footer, without those with nothing visible."""
    etree.strip_elements(root, *_GONE, with_tail=False)
    texts = [" ".join(_text(paragraph).replace(LINE_BREAK, " ").split()) for paragraph in root.iter(_P)]
    return [text for text in texts if text]


def _unbox(box: etree._Element) -> None:
    """Put what a text box holds after the paragraph that it is anchored in."""
    host = next((above for above in box.iterancestors(_P)), None)
    parent = None if host is None else host.getparent()
    if host is None or parent is None:
        return
    after = host
    while (following := after.getnext()) is not None and following.get("boxed") == "1":
        after = following
    for child in list(box):
        if child.tag in (_P, _TBL):
            child.set("boxed", "1")
            after.addnext(child)
            after = child


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _text(paragraph: etree._Element) -> str:
    """A paragraph's text; :data:`LINE_BREAK` at its line breaks."""
    parts: list[str] = []
    for child in paragraph:
        tag = child.tag
        if tag == _T:
            parts.append(child.text or "")
        elif tag != _PPR:
            parts.extend(map(_piece, child.iter(*_PIECES)))
    text = "".join(parts)
    if not (text.isascii() or text.isalnum()):
        text = UNSEEN.sub("", text)
    return text.replace("\r", "").replace("\n", " ") if "\n" in text else text


def _piece(element: etree._Element) -> str:
    tag = element.tag
    if tag in (_T, M + "t"):
        return element.text or ""
    if tag in _BREAKS:
        return LINE_BREAK
    if tag == _SYM:
        return _symbol(element)
    return "-" if tag == W + "noBreakHyphen" else "\t"


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(W + "char") or "", 16)
    except ValueError:
        return ""
    font = element.get(W + "font") or ""
    code = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if (font, code) in _SYMBOLS:
        return _SYMBOLS[font, code]
    if font.startswith(("Wingdings", "Webdings")):
        return ""  # a drawing
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _table(element: etree._Element, numbering: Numbering) -> DraftTable:
    cells: list[DraftCell] = []
    reached: dict[int, int] = {}  # column: the merged cell that may go on in the next row
    columns = row = 0
    for line in element.iterchildren(_TR):
        column = min(integer(value(next(line.iterchildren(_TRPR), None), "gridBefore"), 0), _COLUMNS)
        going: dict[int, int] = {}
        for cell in line.iterchildren(_TC):
            properties: dict[str, str | None] = {}
            for child in cell.iterchildren(_TCPR):
                properties = {found.tag: found.get(_VALUE) for found in child}
            width = min(max(integer(properties.get(_SPAN), 1), 1), _COLUMNS)
            merged = _MERGED in properties
            across = properties.get(_ACROSS)
            if merged and properties[_MERGED] != "restart" and column in reached:
                above = reached[column]
                cells[above] = cells[above]._replace(row_span=row - cells[above].row + 1)
                going[column] = above
            elif across is not None and across != "restart" and cells and cells[-1].row == row:
                cells[-1] = cells[-1]._replace(column_span=column + width - cells[-1].column)
            else:
                if merged:
                    going[column] = len(cells)
                cells.append(draft_cell(_cell_blocks(cell, numbering), row, column, 1, width))
            column += width
        columns = max(columns, column)
        reached = going
        row += 1
        if row * columns > GRID_LIMIT:
            raise SourceError(
                "R-LIMIT", "文档中的表格过大，无法读取，请拆分后再读取。", "A table of the document is too large; split it."
            )
    return DraftTable(cells, row, columns)


def _cell_blocks(cell: etree._Element, numbering: Numbering) -> list[Block]:
    blocks = blocks_of(cell, numbering)
    for number, block in enumerate(blocks):
        if isinstance(block.content, str) and "\t" in block.content:
            blocks[number] = block._replace(content=block.content.replace("\t", " "))
    return blocks

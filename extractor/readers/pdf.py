"""PDF with a text layer to a Document: pdfium every day, pdfplumber as the second opinion."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from ..errors import SourceError
from ..grid import TooManyEdges
from ..limits import PAGES_SECONDS
from ..limits import PDF_PAGES as MOST_PAGES
from ..model import Document, Line, Place, Remark, Table
from . import pdfium, plumber
from .pdf_body import body_of
from .pdf_columns import inferred
from .pdf_lines import PrintedLine, line_of, rows_of
from .pdf_page import TEXT, Char, PageContent
from .pdf_running import PageLines, running_lines
from .pdf_tables import Tables, tables_of
from .stated import before_sections, stated_date

_BROWSER = "Skia/PDF"
"""The producer of pages printed from a browser; some of their characters take a closer look."""


def read_pdf(data: bytes) -> Document:
    """The document in a PDF's bytes, by its text layer.

    Raises :class:`SourceError`: R-BROKEN (damaged, cut off), R-ENCRYPTED (needs a password), R-LIMIT (more
    than :data:`MOST_PAGES` pages), R-NOTEXT (no page has text, or the fonts do not say which). Pages without
    text among others, characters no font names, and numbers a rule cuts are remarks.
    """
    with pdfium.opened(data) as document:
        pages = _page_count(document)
        title = pdfium.metadata(document, "Title")
        browser = _BROWSER in (pdfium.metadata(document, "Producer") or "")
        until = time.process_time() + PAGES_SECONDS
        read = [pdfium.read_page(document, index, browser) for index in _in_time(range(pages), until)]
    again = [number for number, page in enumerate(read, 1) if page is None]
    others = {page.number: page for page in plumber.read_pages(data, again)} if again else {}
    return _document([page or others[number] for number, page in enumerate(read, 1)], title)


def read_pdf_second(data: bytes) -> Document:
    """The same document read by pdfplumber: independent of :func:`read_pdf` up to characters and rules, slower.

    Raises what :func:`read_pdf` raises.
    """
    with pdfium.opened(data) as document:
        _page_count(document)
        title = pdfium.metadata(document, "Title")
    return _document(plumber.read_pages(data), title)


def _in_time(pages: Iterable[int], until: float) -> Iterator[int]:
    """The pages one by one. Raises :class:`SourceError` R-LIMIT when the processor has worked on them for too long."""
    for page in pages:
        if time.process_time() > until:
            raise SourceError(
                "R-LIMIT", f"PDF 的页面过于庞杂，{PAGES_SECONDS:g} 秒之内读不完；请在 PDF 阅读器中打印成新的 PDF 后再读取。",
                f"The pages of the PDF are too involved to be read within {PAGES_SECONDS:g} s; print it to a new PDF.",
            )
        yield page


def _page_count(document: object) -> int:
    pages = pdfium.page_count(document)
    if pages < 1:
        raise SourceError(
            "R-BROKEN", "PDF 没有任何页面；请重新下载或重新导出。", "The PDF has no page; export it again."
        )
    if pages > MOST_PAGES:
        raise SourceError(
            "R-LIMIT",
            f"PDF 有 {pages} 页，超过上限 {MOST_PAGES} 页；请只截取年度报告所在的页。",
            f"The PDF has {pages} pages, more than {MOST_PAGES}; extract the pages of the report.",
        )
    return pages


def _document(pages: Sequence[PageContent], title: str | None) -> Document:
    _require_text(pages)
    rows = [rows_of(page.chars) for page in pages]
    found = [_tables(page, page_rows) for page, page_rows in zip(pages, rows, strict=True)]
    outside = [_outside(*each) for each in zip(pages, rows, found, strict=True)]
    running = running_lines(outside)
    silent = _silent(pages, outside, running)
    for number, page in enumerate(pages):
        completed = _with_columns(page, rows[number], found[number], outside[number], running)
        if completed is not None:
            found[number], outside[number] = completed, _outside(page, rows[number], completed)

    def place(page: int, left: float, top: float, right: float, bottom: float) -> Place:
        return Place(page, pages[page - 1].box(left, top, right, bottom))

    def as_line(line: PrintedLine) -> Line:
        return Line(line.text, place(line.page, line.left, line.top, line.right, line.bottom))

    blocks = [block for page, tables in zip(outside, found, strict=True) for block in _in_order(page, tables, running)]
    flow = [
        as_line(line)
        for page, page_rows in zip(outside, rows, strict=True)
        for line in _all_lines(page, page_rows)
        if line not in running
    ]
    aside = [as_line(line) for page in outside for line in page.lines if line in running]
    aside += [
        Line(text, Place(page.number))
        for page, tables in zip(pages, found, strict=True)
        if (text := "".join(char[TEXT] for char in tables.lying))
    ]
    body = tuple(body_of(blocks, [page.width for page in pages], place))
    contents = [block.text if isinstance(block, Line) else block for block in body]
    return Document(
        body=body,
        flow=tuple(flow),
        running=tuple(aside),
        pages=len(pages),
        title=title,
        published=stated_date({}, before_sections(contents)),
        remarks=(*(remark for tables in found for remark in tables.remarks), *_remarks(pages, silent)),
    )


def _tables(page: PageContent, rows: Sequence[list[Char]], drawn: bool = True) -> Tables:
    try:
        if page.crowded:
            raise TooManyEdges(f"page {page.number}")
        return tables_of(page, rows, drawn)
    except TooManyEdges:
        remark = Remark(
            "R-LIMIT",
            f"第 {page.number} 页的线条过多，未按表格读取；如该页有统计表，请对照原件核对。",
            f"Page {page.number} holds too many lines to be read for tables; check its tables against the source.",
            Place(page.number),
        )
        return Tables([], [], None, page.turned, [remark])


_FIGURES = re.compile(r"(?:(?:^| )(?:[\d.,，+\-－—–/／]+|无|\d+件)){3}")


def _with_columns(
    page: PageContent, rows: Sequence[list[Char]], tables: Tables, outside: PageLines, running: set[PrintedLine]
) -> Tables | None:
    """The tables of a page with those that lack rules; None when there are none."""
    if not any(_FIGURES.search(line.text) for line in outside.lines):
        return None
    body = [row for row, line in zip(outside.rows, outside.lines, strict=True) if line not in running]
    horizontals, verticals = inferred(page, body, tables.boxes)
    if not verticals:
        return None
    added = replace(page, horizontals=page.horizontals + horizontals, verticals=page.verticals + verticals)
    return _tables(added, rows, drawn=False)


def _outside(page: PageContent, rows: Sequence[list[Char]], tables: Tables) -> PageLines:
    outer = rows if tables.outside is None else rows_of(tables.outside)
    pairs = [(row, line) for row in outer if (line := line_of(page.number, row))]
    extents = [(top, bottom) for _, top, _, bottom in tables.boxes]
    return PageLines(page.number, page.height, [line for _, line in pairs], [row for row, _ in pairs], extents)


def _all_lines(page: PageLines, rows: Sequence[list[Char]]) -> Iterator[PrintedLine]:
    """The lines of a page without regard to its tables; those outside them are taken as they are."""
    known = {(row[0], row[-1], len(row)): line for row, line in zip(page.rows, page.lines, strict=True)}
    for row in rows:
        line = known.get((row[0], row[-1], len(row))) or line_of(page.number, row)
        if line:
            yield line


def _in_order(page: PageLines, tables: Tables, running: set[PrintedLine]) -> list[PrintedLine | Table]:
    """The lines and tables of a page from the top."""
    placed: list[tuple[float, PrintedLine | Table]] = [(line.base, line) for line in page.lines if line not in running]
    placed += [(top, table) for (top, _), table in zip(page.tables, tables.tables, strict=True)]
    return [block for _, block in sorted(placed, key=itemgetter(0))]


def _require_text(pages: Sequence[PageContent]) -> None:
    chars = [char[TEXT] for page in pages for char in page.chars + page.turned if char[TEXT] != " "]
    if not chars:
        raise _no_text(len(pages))
    unnamed = sum(text == "\ufffd" or "\ue000" <= text <= "\uf8ff" for text in chars)
    if unnamed > len(chars) / 2:
        raise SourceError(
            "R-NOTEXT",
            "PDF 的字体没有文字编码，读出的不是文字；请从原始文件重新导出，或打印成图片后做文字识别（OCR）。",
            "The fonts of the PDF do not say which characters they print; export it again, or recognise its text (OCR).",
        )


def _no_text(pages: int) -> SourceError:
    return SourceError(
        "R-NOTEXT",
        f"PDF 共 {pages} 页，没有一页带文字（扫描件或图片）；请先做文字识别（OCR），或改用带文字的原始文件。",
        f"None of the {pages} pages of the PDF has text (a scan or pictures); recognise its text (OCR) first.",
    )


def _silent(pages: Sequence[PageContent], outside: Sequence[PageLines], running: set[PrintedLine]) -> list[int]:
    """The pages on which something is drawn but nothing written, but for a page number or a header on a picture.

    Raises :class:`SourceError` R-NOTEXT when all pages but blank ones are such.
    """
    silent = [
        page.number
        for page, lines in zip(pages, outside, strict=True)
        if page.drawn and not lines.tables and not page.turned and all(line in running for line in lines.lines)
        if page.pictures or not lines.lines
    ]
    if len(silent) == sum(page.drawn for page in pages):
        raise _no_text(len(pages))
    return silent


def _remarks(pages: Sequence[PageContent], silent: Sequence[int]) -> list[Remark]:
    remarks: list[Remark] = []
    if silent:
        remarks.append(
            Remark(
                "R-NOTEXT",
                f"第 {_ranges(silent, '、')} 页没有文字（扫描或图片），其内容未读取；请对该页做文字识别（OCR）后再试。",
                f"Page {_ranges(silent, ', ')} has no text (a scan or picture) and was not read; recognise its text first.",
                Place(silent[0]),
            )
        )
    remarks += [
        Remark(
            "R-NOTEXT",
            f"第 {page.number} 页有 {page.unmapped} 个字符的字体没有文字编码，读作“\ufffd”；请对照原件核对。",
            f"{page.unmapped} characters on page {page.number} are in a font that does not name them; check the source.",
            Place(page.number),
        )
        for page in pages
        if page.unmapped
    ]
    remarks += [
        Remark(
            "R-LOST",
            f"第 {page.number} 页有 {page.beyond} 个字符在页面边缘之外，印不出来，未读取；请从原始文件调整版面后重新导出。",
            f"{page.beyond} characters of page {page.number} lie beyond its edge and were not read; export it again.",
            Place(page.number),
        )
        for page in pages
        if page.beyond
    ]
    return remarks


def _ranges(numbers: Iterable[int], separator: str) -> str:
    parts = []
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        parts.append(str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}")
    return separator.join(parts)

"""The everyday PDF route: the pages of a file, their characters and their rules, straight from pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..errors import SourceError
from ..limits import PAGE_CHARACTERS
from .pdf_actual_text import with_boxes
from .pdf_chars import raw_chars, upright
from .pdf_page import PageContent, Placing
from .pdf_paths import read_paths
from .pdfium_calls import handle

_UNREADABLE = "PDF 文件已损坏或不完整，无法解析；请重新下载或重新导出后再试。"
_UNREADABLE_EN = "The PDF is damaged or incomplete and cannot be parsed; download or export it again."
_LOCKED = "PDF 文件已加密，需要口令才能打开；请先解除口令，另存后再试。"
_LOCKED_EN = "The PDF is encrypted and needs a password; remove the password, save it and try again."

_PASSWORD_ERROR = 4


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document in these bytes, closed at the end.

    Raises :class:`SourceError` R-ENCRYPTED when a password is needed, R-BROKEN when the file cannot be
    parsed or ends before its end.
    """
    import pypdfium2.raw as raw

    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if raw.FPDF_GetLastError() == _PASSWORD_ERROR:
            raise SourceError("R-ENCRYPTED", _LOCKED, _LOCKED_EN)
        raise SourceError("R-BROKEN", _UNREADABLE, _UNREADABLE_EN)
    try:
        # pdfium mends a file whose end is missing from what is left of it; pages would be lost silently.
        if not raw.FPDF_DocumentHasValidCrossReferenceTable(document) and _cut_off(data):
            raise SourceError("R-BROKEN", _UNREADABLE, _UNREADABLE_EN)
        yield document
    finally:
        raw.FPDF_CloseDocument(document)


def _cut_off(data: bytes) -> bool:
    end = data.rfind(b"%%EOF")
    return end < 0 or b" obj" in data[end:]


def page_count(document: Any) -> int:
    """The number of pages of an opened document."""
    import pypdfium2.raw as raw

    return int(raw.FPDF_GetPageCount(document))


def metadata(document: Any, name: str) -> str | None:
    """What the document's own metadata says under a name such as ``Title``; None when nothing."""
    import pypdfium2.raw as raw

    size = raw.FPDF_GetMetaText(document, name.encode(), None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    raw.FPDF_GetMetaText(document, name.encode(), buffer, size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace").strip("\0 \r\n\t") or None


def read_page(document: Any, index: int, browser: bool = False) -> PageContent | None:
    """What is printed on the page of that index (from 0).

    ``browser``: the page is printed from a browser; then it is None where pdfium may misplace characters:
    those that ``/ActualText`` names on a page that is turned or has forms, and where :func:`with_boxes`
    finds so. Raises :class:`SourceError` R-BROKEN when the page will not load.
    """
    import pypdfium2.raw as raw

    page = raw.FPDF_LoadPage(document, index)
    if not page:
        raise _damaged(index + 1)
    try:
        return _page_content(raw, page, index + 1, browser)
    finally:
        raw.FPDF_ClosePage(page)


def _page_content(raw: Any, page: Any, number: int, browser: bool) -> PageContent | None:
    bounds = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, bounds)
    frame = (bounds.left, bounds.bottom, bounds.right, bounds.top)
    text_page = raw.FPDFText_LoadPage(page)
    if not text_page:
        raise _damaged(number)
    try:
        count = raw.FPDFText_CountChars(text_page)
        if count > PAGE_CHARACTERS:
            raise SourceError(
                "R-LIMIT", f"PDF 第 {number} 页有 {count} 个字符，超过上限 {PAGE_CHARACTERS}；请只截取年度报告所在的页。",
                f"Page {number} of the PDF holds {count} characters, more than {PAGE_CHARACTERS}; extract the report's pages.",
            )
        printed = raw_chars(text_page, count)
        chars = with_boxes(printed, text_page) if browser else printed
    finally:
        raw.FPDFText_ClosePage(text_page)
    if chars is None:
        return None
    shown = Placing(max(raw.FPDFPage_GetRotation(page), 0) % 4, frame)
    standing, lying, placing, beyond = upright(chars, shown)
    objects = max(raw.FPDFPage_CountObjects(page), 0)
    paths = read_paths(handle(page), objects, placing)
    if chars is not printed and (placing.turn or paths.forms):
        return None
    width, height = placing.size
    return PageContent(
        number=number,
        width=width,
        height=height,
        chars=standing,
        horizontals=paths.horizontals,
        verticals=paths.verticals,
        turned=lying,
        pictures=paths.pictures,
        drawn=objects > 0,
        unmapped=chars.unmapped,
        crowded=paths.crowded,
        turns=(placing.turn - shown.turn) % 4,
        beyond=beyond,
    )


def _damaged(number: int) -> SourceError:
    return SourceError(
        "R-BROKEN",
        f"PDF 第 {number} 页已损坏，无法读取；请重新下载或重新导出后再试。",
        f"Page {number} of the PDF is damaged and cannot be read; download or export it again.",
    )

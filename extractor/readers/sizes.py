"""What is too large to be a report: refused with R-LIMIT before anything is made of it."""

from __future__ import annotations

from ..errors import SourceError
from ..limits import CHARACTERS, MARKUP_BYTES, PIECES
from ..model import Document, Line


def markup_within(data: bytes) -> None:
    """Raises SourceError R-LIMIT for a page or text of more than :data:`MARKUP_BYTES`."""
    if len(data) > MARKUP_BYTES:
        raise SourceError(
            "R-LIMIT", f"网页或文本超过 {MARKUP_BYTES >> 20} MB，请只保存年度报告的部分后再读取。",
            f"The page or text is larger than {MARKUP_BYTES >> 20} MB; save no more of it than the report.",
        )


def document_within(document: Document) -> Document:
    """The document itself. Raises SourceError R-LIMIT where it holds more text or cells than :mod:`limits` allows."""
    lines_within(sum(1 if isinstance(one, Line) else len(one.cells) for one in document.body) + len(document.running))
    if sum(len(line.text) for line in (*document.flow, *document.running)) > CHARACTERS:
        raise SourceError(
            "R-LIMIT", f"文件的文字超过 {CHARACTERS // 10_000} 万字，请只保留年度报告的部分后再读取。",
            f"The file holds more than {CHARACTERS:,} characters; keep no more of it than the report.",
        )
    return document


def lines_within(pieces: int) -> None:
    """Raises SourceError R-LIMIT for more than :data:`PIECES` lines and cells."""
    if pieces > PIECES:
        raise SourceError(
            "R-LIMIT", f"文件中有超过 {PIECES} 个段落和表格单元格，请只保留年度报告的部分后再读取。",
            f"The file holds more than {PIECES:,} paragraphs and cells; keep no more of it than the report.",
        )

"""From the bytes of a source to its Document: one reader a format, chosen by content.

A reader is imported when a source needs it, so that a command starts without any of their libraries.
"""

from __future__ import annotations

from .. import media
from ..archive import KINDS as ARCHIVES
from ..errors import SourceError
from ..model import Document
from ..source import Source
from .apart import read_within
from .sizes import document_within

READER_NAMES = {media.PDF: "pdf", media.HTML: "html", media.DOCX: "docx", media.TEXT: "text"}
"""The reader of each media type that is read, by the name that records give it."""

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "请用 Word 或 WPS 打开，另存为 DOCX 或 PDF 后再读取。"
_SAVE_AS_EN = "open it in Word or WPS and save it as DOCX or PDF."
_REFUSED: dict[str, tuple[str, str]] = {
    media.OLE: (f"旧版 Office 文件（.doc、.wps、.xls）不能直接读取，{_SAVE_AS}",
                f"Files of old Office formats (.doc, .wps, .xls) are not read; {_SAVE_AS_EN}"),
    media.RTF: (f"RTF 文件不能直接读取，{_SAVE_AS}", f"RTF files are not read; {_SAVE_AS_EN}"),
    media.ODT: (f"OpenDocument 文件不能直接读取，{_SAVE_AS}", f"OpenDocument files are not read; {_SAVE_AS_EN}"),
    media.XML: (f"XML 文件不能直接读取，{_SAVE_AS}", f"XML files are not read; {_SAVE_AS_EN}"),
    media.PPTX: ("演示文稿不能读取，请另存为 PDF。", "Presentations are not read; save it as PDF."),
    media.XLSX: ("电子表格不能作为年度报告读取，请提供报告本身（PDF、HTML、DOCX 或文本）。",
                 "Workbooks are not read as reports; give the report itself (PDF, HTML, DOCX or text)."),
    media.OFD: ("OFD 文件暂不能读取，请用 OFD 阅读器或 WPS 打开，转换为 PDF 后再读取。",
                "OFD files are not read yet; open it in an OFD viewer or WPS and convert it to PDF."),
    media.RAR: ("RAR 压缩包不能读取，请先解压，或重新打包为 zip 后再读取。",
                "RAR archives are not read; unpack it, or pack it anew as zip."),
    media.ZSTD: ("zst 压缩的文件不能读取，请先解压，或重新打包为 zip 后再读取。",
                 "Files packed by zstd are not read; unpack it, or pack it anew as zip."),
}
_PICTURE = (
    "这是图片，须先做文字识别（OCR），请转换为带文字层的 PDF 后再读取。",
    "This is a picture; scan pictures need text recognition first: turn it into a PDF with a text layer.",
)
_UNKNOWN = (
    "无法识别的文件类型，请提供 PDF、HTML、DOCX 或纯文本。",
    "The type of the file is not known; give a PDF, HTML, DOCX or plain text file.",
)
_ARCHIVE = (
    "压缩包本身不是报告，请指明其中的文件，或在命令行中给出该压缩包。",
    "An archive is no report; name a file in it, or give the archive to the command line.",
)


def read(source: Source) -> Document:
    """The Document of a source.

    Raises SourceError with the cure in its message: R-EMPTY (nothing in it, or nothing visible), R-TYPE (of a
    type that is not read), R-BROKEN, R-ENCRYPTED, R-NOTEXT (pictures of text) or R-LIMIT.
    """
    data, kind = source.data, source.media_type
    if not data:
        raise SourceError("R-EMPTY", "文件是空的（0 字节），请重新下载或导出。", "The file is empty; download it again.")
    if kind == media.PDF:
        return document_within(read_within("pdf", data))
    if kind == media.HTML:
        document = read_within("html", data)
    elif kind == media.DOCX:
        from .docx import read_docx

        document = read_docx(data)
    elif kind == media.TEXT:
        document = read_within("text", data)
    else:
        raise _refusal(data, kind)
    if not document.body:
        raise SourceError(
            "R-EMPTY", "文件中没有可见的文字，请确认下载完整，或提供另一种格式。",
            "The file has no visible text; make sure it was downloaded whole, or give another format.",
        )
    return document_within(document)


def _refusal(data: bytes, kind: str) -> SourceError:
    if kind == media.OLE and _ENCRYPTED_PACKAGE in data:
        return SourceError(
            "R-ENCRYPTED", "文件设有打开密码，请去除密码后再读取。", "The file is protected by a password; save it without one."
        )
    if kind.startswith("image/"):
        return SourceError("R-TYPE", *_PICTURE)
    if kind in ARCHIVES:
        return SourceError("R-TYPE", *_ARCHIVE)
    return SourceError("R-TYPE", *_REFUSED.get(kind, _UNKNOWN))


def read_second(source: Source) -> Document:
    """The Document of a PDF read another way, by pdfplumber; raises SourceError as :func:`read` does."""
    return read_within("second", source.data)

"""What a file is, told from its bytes; names and suffixes of published reports are too often wrong."""

from __future__ import annotations

import io
import re
import zipfile

from .encoding import decode

PDF = "application/pdf"
HTML = "text/html"
TEXT = "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OFD = "application/ofd"
ODT = "application/vnd.oasis.opendocument"
OLE = "application/x-ole-storage"
RTF = "text/rtf"
XML = "application/xml"
ZIP = "application/zip"
TAR = "application/x-tar"
GZIP = "application/gzip"
BZIP2 = "application/x-bzip2"
XZ = "application/x-xz"
ZSTD = "application/zstd"
SEVEN = "application/x-7z-compressed"
RAR = "application/vnd.rar"
BINARY = "application/octet-stream"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"{\\rtf", RTF),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN),
    (b"\x1f\x8b\x08", GZIP),
    (b"\xfd7zXZ\0", XZ),
    (b"\x28\xb5\x2f\xfd", ZSTD),
)
_HTML_START = re.compile(
    r"\s*+(?:<\?xml[^>]*>\s*+)?(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+"
    r"<(?:!doctype\s+html|/?(?:html|head|body|meta|title|link|style|script|base|form|table|tbody|tr|td|p|div|span|font|a"
    r"|h[1-6]|br|b|strong|center|section|article|main|header|ul|ol|li|img|o:p|ucap\w+)\b)",
    re.I | re.S,
)
_HTML_WHOLE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b[^>]*>", re.I)
_HTML_BLOCK = re.compile(r"</?(?:p|div|h[1-6]|li)\b[^>]*>", re.I)
_HTML_TABLE = re.compile(r"<t(?:able|r|d)\b[^>]*>", re.I)
_HTML_BREAK = re.compile(r"<br\s*/?>", re.I)
_MIME = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*(?:multipart/related|text/html)", re.I)
_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32)))


def media_type(data: bytes) -> str:
    """The media type of a file's bytes; ``application/octet-stream`` for what is none of those known.

    A .docx is told from other archives by its parts, HTML (whatever it is named, MHTML too) by its
    tags, and text by the absence of control characters. Never raises.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _archive_type(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"BZh") and data[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        return BZIP2
    if is_tar(data[:512]):
        return TAR
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "image/heic"
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if data.startswith(b"%PDF-"):
        return PDF
    # A cut of the head that ends inside a character is no matter: decode() forgives just that.
    text, encoding = decode(data[:65_536])
    head = text[:65_536]
    if b"%PDF-" in data[:1024] and not _HTML_START.match(head):
        return PDF
    # Some damage is no reason to refuse a text; a share of it is.
    strange = head.count("\ufffd") + _controls(data[:65_536], head, encoding)
    if strange > len(head) * (0.1 if encoding.endswith("?") else 0.02):
        return BINARY
    if _MIME.match(data[:4096]):
        return HTML
    if _is_html(head):
        return HTML
    if head.lstrip().startswith("<?xml"):
        return XML
    return TEXT


def _controls(data: bytes, text: str, encoding: str) -> int:
    """How many control characters there are in text that was decoded from that data."""
    if encoding.startswith("utf-16"):
        return sum(map(text.count, map(chr, _CONTROLS)))
    # In every other encoding a byte of that kind is such a character.
    return len(data) - len(data.translate(None, _CONTROLS))


def is_tar(head: bytes) -> bool:
    """Whether the first 512 bytes of a file are the header of a tar archive: their checksum stands among them."""
    stated = head[148:156].strip(b" \0")
    if len(head) < 512 or not head[0] or not stated.isdigit() or stated.strip(b"01234567"):
        return False
    return int(stated, 8) == sum(head[:148]) + 8 * ord(" ") + sum(head[156:512])


def _is_html(head: str) -> bool:
    """Whether text is HTML, not text (a Markdown export, say) in which some tables are written as HTML."""
    if _HTML_START.match(head) or _HTML_WHOLE.search(head[:4096]):
        return True
    if len(_HTML_BLOCK.findall(head)) >= 4:
        return True
    if not _HTML_TABLE.search(head):
        return False
    outside = re.sub(r"<table\b.*?(?:</table>|$)", "", head, flags=re.I | re.S)
    return bool(_HTML_BREAK.search(outside)) or sum(1 for line in outside.split("\n") if line.strip()) < 3


def _archive_type(data: bytes) -> str:
    """Which of the formats that are zip archives this is; a broken one is told by the names it still holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        # Local headers carry the names too, so a truncated .docx is still known as one.
        return DOCX if b"word/document.xml" in data else ZIP
    if "word/document.xml" in names:
        return DOCX
    if "[Content_Types].xml" in names:
        if any(name.startswith("xl/") for name in names):
            return XLSX
        return PPTX if any(name.startswith("ppt/") for name in names) else DOCX
    if any(name.rpartition("/")[2] == "OFD.xml" and name.count("/") <= 1 for name in names):
        return OFD
    if "mimetype" in names and "content.xml" in names:
        return ODT
    return ZIP

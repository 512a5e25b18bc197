"""What the streams of a PDF unpack to, told before anything is parsed: bombs are small files until somebody opens them.

pdfium unpacks and draws without limits of its own, and where memory ends it ends the process.
"""

from __future__ import annotations

import re
import zlib

from ..limits import PDF_PLAIN_BYTES, PDF_PLAIN_STREAM

_START = re.compile(rb"(?<!end)stream\r?\n")
_LONGEST_DICTIONARY = 20_000
_FILTER = re.compile(rb"/(\w+Decode|Fl|LZW|A85|AHx|RL)\b")
_FLATE = [b"FlateDecode"]
_PICTURES = frozenset({b"DCTDecode", b"JPXDecode", b"CCITTFaxDecode", b"JBIG2Decode"})
# A stream whose filter or kind is told elsewhere in the file, or in letters by number.
_ELSEWHERE = re.compile(rb"/(?:Filter|Subtype)\s*\[?\s*\d|#")
_PIECE = 1 << 16


def is_plain(data: bytes) -> bool:
    """Whether a PDF can be read without a process of its own around it.

    It can when no stream of it unpacks to much, no form draws several things (which may be forms that draw
    several), and all of that can be told. Of a bomb no more than that is unpacked here.
    """
    if b"/Encrypt" in data:
        return False
    whole = 0
    for found in _START.finditer(data):
        head = data[max(0, found.start() - _LONGEST_DICTIONARY) : found.start()]
        dictionary = head[max(head.rfind(b"obj"), 0) :]
        if len(dictionary) == _LONGEST_DICTIONARY or _ELSEWHERE.search(dictionary):
            return False
        filters = _FILTER.findall(dictionary)
        form = b"/Form" in dictionary
        drawn = 0
        if filters == _FLATE:
            size, drawn = _unpacked(data, found.end(), form)
            whole += size
            if size > PDF_PLAIN_STREAM or whole > PDF_PLAIN_BYTES:
                return False
        elif filters and not _PICTURES.issuperset(filters):
            return False
        elif form:
            drawn = data.count(b"Do", found.end(), max(data.find(b"endstream", found.end()), 0))
        if drawn > 1:
            return False
    return True


def _unpacked(data: bytes, start: int, form: bool) -> tuple[int, int]:
    """How many bytes a stream unpacks to, counted a little beyond the limit at most, and how often a form draws."""
    flate = zlib.decompressobj()
    size = drawn = 0
    packed = data[start : start + _PIECE]
    try:
        while packed and not flate.eof and size <= PDF_PLAIN_STREAM:
            made = flate.decompress(packed, 16 * _PIECE)
            size += len(made)
            drawn += made.count(b"Do") if form else 0
            packed = flate.unconsumed_tail
            if not packed:
                start += _PIECE
                packed = data[start : start + _PIECE]
    except zlib.error:
        pass  # what came before the damage is all that there is
    return size, drawn

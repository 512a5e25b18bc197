"""Small PDF files written by hand: text at a place, lines, rectangles; no font is embedded.

Lengths are points from the lower left corner, as in the file format.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import pairwise

A4 = (595.0, 842.0)


def text(x: float, y: float, content: str, size: float = 10.5, matrix: str = "1 0 0 1") -> str:
    """One run of text with its baseline at y; Han characters are one em wide, ASCII half an em."""
    code = content.encode("utf-16-be").hex()
    return f"BT /F {size} Tf {matrix} {x} {y} Tm <{code}> Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> str:
    """A stroked line."""
    return f"{width} w {x0} {y0} m {x1} {y1} l S\n"


def bar(x: float, y: float, width: float, height: float) -> str:
    """A filled rectangle: a thin one is how many printers draw a rule."""
    return f"{x} {y} {width} {height} re f\n"


def ruled(xs: Sequence[float], ys: Sequence[float]) -> str:
    """All lines of a table with those column and row positions."""
    levels = "".join(line(xs[0], y, xs[-1], y) for y in ys)
    return levels + "".join(line(x, ys[0], x, ys[-1]) for x in xs)


def table(xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]], size: float = 10.5) -> str:
    """A ruled table, its rows from the top (ys descending), each text at the left of its cell."""
    parts = [ruled(xs, ys)]
    for row, (top, bottom) in zip(rows, pairwise(ys), strict=True):
        parts += [
            text(x + 3, (top + bottom) / 2 - 0.35 * size, cell, size) for x, cell in zip(xs, row, strict=False) if cell
        ]
    return "".join(parts)


def pdf(
    *pages: str,
    size: tuple[float, float] = A4,
    page_keys: str = "",
    resources: str = "",
    extra: Sequence[bytes] = (),
    trailer: str = "",
    producer: str = "Hand",
    font: str | None = None,
) -> bytes:
    """A PDF with one page for each content stream.

    ``page_keys`` go into every page's dictionary, ``resources`` into its resources; ``extra`` objects are
    numbered from 10; ``font`` replaces the font's dictionary.
    """
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: (font or "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
            "/DescendantFonts [4 0 R] >>").encode(),
        4: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
           b"/Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R >>",
        5: b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
           b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        6: f"<< /Producer ({producer}) >>".encode(),
        **dict(enumerate(extra, start=10)),
    }  # fmt: skip
    first = 10 + len(extra)
    kids = []
    for number, content in enumerate(pages):
        page, stream = first + 2 * number, first + 2 * number + 1
        kids.append(f"{page} 0 R")
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents {stream} 0 R "
            f"/Resources << /Font << /F 3 0 R >> {resources} >> {page_keys} >>"
        ).encode()
        objects[stream] = stream_of(content.encode())
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _written(objects, trailer)


def stream_of(content: bytes, keys: str = "") -> bytes:
    """A compressed stream object with these keys in its dictionary."""
    packed = zlib.compress(content)
    head = f"<< /Filter /FlateDecode /Length {len(packed)} {keys} >>\nstream\n".encode()
    return head + packed + b"\nendstream"


def _written(objects: dict[int, bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    size = max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        entry = f"{places[number]:010d} 00000 n \n" if number in places else "0000000000 65535 f \n"
        out += entry.encode()
    out += f"trailer\n<< /Size {size} /Root 1 0 R /Info 6 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)

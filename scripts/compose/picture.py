"""A small picture of an empty table, for reports that show a picture where a table belongs."""

from __future__ import annotations

import functools
import struct
import zlib

_WIDTH, _HEIGHT = 560, 200


@functools.cache
def table_png(table: str) -> bytes:
    """A grey PNG of ruled lines; the number of columns goes with the table."""
    columns = {"t2": 4, "t3": 10, "t4": 15}[table]
    step = _WIDTH // columns
    rows = []
    for y in range(_HEIGHT):
        ruled = y % 25 == 0 or y == _HEIGHT - 1
        line = bytes(0 if ruled or x % step == 0 or x == _WIDTH - 1 else 255 for x in range(_WIDTH))
        rows.append(b"\0" + line)
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )

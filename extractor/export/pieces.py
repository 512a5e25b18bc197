"""Parts of a sheet, deflated where they were made, as one entry of an archive: nothing is packed twice."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

_SEGMENT = 1 << 20
_POLYNOMIAL = 0xEDB88320


@dataclass(slots=True)
class Spool:
    """Deflated pieces in a file, one stream: ``raw`` bytes before, with that ``crc``, and ``size`` after."""

    path: Path
    raw: int = 0
    size: int = 0
    crc: int = 0

    def take(self, stream: IO[bytes], size: int, raw: int, crc: int) -> None:
        """Append a piece that stands next in ``stream``."""
        with self.path.open("ab") as target:
            copy(stream, target, size)
        self.join(size, raw, crc)

    def join(self, size: int, raw: int, crc: int) -> None:
        """Count a piece that comes next."""
        self.crc = crc_of_both(self.crc, crc, raw)
        self.raw, self.size = self.raw + raw, self.size + size

    def chunks(self) -> Iterator[bytes]:
        """What is in the file."""
        if self.path.exists():
            with self.path.open("rb") as stream:
                while data := stream.read(_SEGMENT):
                    yield data


@dataclass(slots=True)
class Joined:
    """Pieces of text and spools put one after another: what there is to say of the whole, and the deflated bytes."""

    total: Spool = field(default_factory=lambda: Spool(Path()))
    parts: list[bytes | Spool] = field(default_factory=list)

    def text(self, data: bytes, last: bool = False) -> None:
        """Add bytes that are yet to be deflated; ``last`` ends the stream."""
        packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(data) + packer.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)
        self.total.join(len(packed), len(data), zlib.crc32(data))
        self.parts.append(packed)

    def spool(self, spool: Spool) -> None:
        """Add what a spool holds."""
        self.total.join(spool.size, spool.raw, spool.crc)
        self.parts.append(spool)

    def chunks(self) -> Iterator[bytes]:
        """The deflated bytes."""
        for part in self.parts:
            if isinstance(part, Spool):
                yield from part.chunks()
            else:
                yield part


def copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    """Copy so many bytes."""
    while size > 0:
        data = source.read(min(size, _SEGMENT))
        if not data:
            raise EOFError("a piece of a result is shorter than it was")
        target.write(data)
        size -= len(data)


def crc_of_both(first: int, second: int, length: int) -> int:
    """The CRC-32 of two byte strings one after the other; ``length`` is that of the second.

    CRC-32 is linear over GF(2): so many zero bytes after the first multiply its remainder by a power of x.
    """
    power = 0
    while length:
        if length & 1:
            first = _times(_zeros(power), first)
        length >>= 1
        power += 1
    return first ^ second


def _times(matrix: tuple[int, ...], vector: int) -> int:
    made = 0
    for row in matrix:
        if not vector:
            break
        if vector & 1:
            made ^= row
        vector >>= 1
    return made


@cache
def _zeros(power: int) -> tuple[int, ...]:
    """What 2 ** power zero bytes do to a remainder, as 32 rows of a matrix."""
    if power < 0:
        # One zero bit.
        matrix = (_POLYNOMIAL, *(1 << bit for bit in range(31)))
        for _ in range(3):
            matrix = tuple(_times(matrix, row) for row in matrix)
        return matrix
    before = _zeros(power - 1)
    return before if power == 0 else tuple(_times(before, row) for row in before)

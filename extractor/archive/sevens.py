"""7z archives, read through py7zr, which is an extra."""

from __future__ import annotations

import io
import lzma
import zlib
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from .parts import (
    SPOOL,
    Budget,
    Failure,
    Member,
    Obstacle,
    Wanted,
    broken,
    locked,
    over,
    to_read,
    too_many,
    unsupported,
)

if TYPE_CHECKING:
    from py7zr import SevenZipFile

_MISSING = Failure(
    None, "R-TYPE", "读取 7z 压缩包需要 py7zr；请运行 pip install 'nianbao[archives]' 后再读取，或先解压。",
    "7z archives need py7zr; run pip install 'nianbao[archives]' and read it again, or unpack it first.",
)
_DAMAGED = (OSError, EOFError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OverflowError,
            zlib.error, lzma.LZMAError)  # fmt: skip
"""What py7zr raises for a damaged archive beside its own errors."""


def members(data: bytes, budget: Budget, wanted: Wanted) -> Iterator[Member | Failure]:
    """The members of a 7z archive, sorted by name.

    What it states to hold is held against the limits before anything is expanded, and what comes out is counted again.
    Members are packed together, so all that is wanted is expanded in one go, beyond :data:`SPOOL` into a temporary file.
    """
    try:
        import py7zr
        from py7zr.exceptions import (
            ArchiveError,
            DecompressionBombError,
            PasswordRequired,
            UnsupportedCompressionMethodError,
        )
    except ImportError:
        yield _MISSING
        return
    with SpooledTemporaryFile(SPOOL) as file:
        out = _collector(file)
        try:
            with py7zr.SevenZipFile(io.BytesIO(data), max_extract_size=budget.bytes) as opened:
                found, failures = _wanted(opened, budget, wanted, len(data))
                yield from failures
                if found:
                    opened.extract(targets=found, factory=out)
        except PasswordRequired:
            yield locked(1)
            return
        except UnsupportedCompressionMethodError:
            yield unsupported(None)
            return
        except DecompressionBombError:
            budget.bytes = 0
            yield budget.exceeded(None)
            return
        except (ArchiveError, *_DAMAGED):
            # Those before the one that was being expanded have been proved by their checksums.
            out.pieces.popitem() if out.pieces else None
            yield broken()
        for name, (start, end) in sorted(out.pieces.items()):
            file.seek(start)
            budget.bytes -= end - start
            yield Member(name, file.read(end - start))


def _wanted(opened: SevenZipFile, budget: Budget, wanted: Wanted, packed: int) -> tuple[list[str], list[Failure]]:
    """The names to expand, and what speaks against others, or all of them."""
    files = list(opened.files)
    budget.members -= len(files)
    if budget.members < 0:
        return [], [too_many()]
    stated = sum(one.uncompressed for one in files)
    if stated > budget.ceiling(packed):
        size = max(1, stated // 1024 // 1024)
        return [], [over(None, f"展开后有 {size} MB", f"expands to {size} MB")]
    locks = opened.needs_password()
    named, failures = to_read(
        ((one.filename.replace("\\", "/"), one.filename, _obstacle(one, locks)) for one in files if not one.is_directory), wanted
    )
    return [name for _, name in named], failures


def _obstacle(info: Any, locked: bool) -> Obstacle | None:
    if locked:
        return "encrypted"
    return "link" if info.is_symlink or info.is_junction or info.is_socket else None


def _collector(file: IO[bytes]) -> Any:
    """The factory that has py7zr write every member into one file; ``pieces`` says where each begins and ends."""
    from py7zr import Py7zIO, WriterFactory

    class Piece(Py7zIO):
        def __init__(self, name: str) -> None:
            self.name, self.start = name, file.tell()
            pieces[name] = (self.start, self.start)

        def write(self, data: bytes | bytearray) -> int:
            made = file.write(data)
            pieces[self.name] = (self.start, file.tell())
            return made

        def read(self, size: int | None = None) -> bytes:
            return b""

        def seek(self, offset: int, whence: int = 0) -> int:
            return offset

        def flush(self) -> None:
            """Nothing waits."""

        def size(self) -> int:
            return file.tell() - self.start

    pieces: dict[str, tuple[int, int]] = {}

    class Collector(WriterFactory):
        def __init__(self) -> None:
            self.pieces = pieces

        def create(self, filename: str) -> Py7zIO:
            return Piece(filename)

    return Collector()

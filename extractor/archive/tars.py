"""Tar archives, plain or packed by gzip, bzip2 or xz; and single files packed so."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO

from .. import media
from .parts import (
    SPOOL,
    Budget,
    Failure,
    Member,
    Obstacle,
    Wanted,
    broken,
    broken_member,
    decoded,
    over,
    read_each,
    too_many,
)

_CHUNK = 1024 * 1024
_XZ_MEMORY = 256 * 1024 * 1024
_BLOCK = tarfile.BLOCKSIZE
_DAMAGED = (tarfile.TarError, OSError, EOFError, ValueError, OverflowError)


def members(data: bytes, budget: Budget, wanted: Wanted) -> Iterator[Member | Failure]:
    """The members of a plain tar archive, sorted by name, read one at a time."""
    yield from _members(io.BytesIO(data), budget, wanted)


def unpacked(data: bytes, kind: str, name: str, budget: Budget, wanted: Wanted) -> Iterator[Member | Failure]:
    """The members of a packed tar archive; of anything else that is packed the one file, under its ``name`` without the suffix."""
    ceiling = budget.ceiling(len(data))
    with SpooledTemporaryFile(SPOOL) as file:
        size, whole = 0, True
        try:
            for chunk in _expanded(data, kind):
                size += len(chunk)
                if size > ceiling:
                    budget.bytes -= size
                    yield budget.exceeded(None)
                    return
                file.write(chunk)
        except EOFError:
            whole = False  # what came before the cut is as it was packed
        except (OSError, zlib.error, lzma.LZMAError, ValueError) as error:
            greedy = isinstance(error, lzma.LZMAError) and "emory" in str(error)
            yield over(None, "解压所需内存过多", "takes too much memory to expand") if greedy else broken()
            return
        file.seek(0)
        if media.is_tar(file.read(_BLOCK)):
            file.seek(0)
            yield from _members(file, budget, wanted, whole)
        elif not whole:
            yield broken()
        elif wanted(inside := PurePosixPath(name).stem or name):
            file.seek(0)
            budget.bytes -= size
            budget.members -= 1
            yield Member(inside, file.read())


def _expanded(data: bytes, kind: str) -> Iterator[bytes]:
    """What was packed, a piece at a time; raises for what is damaged."""
    if kind == media.GZIP:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
        return
    while data:
        # Several streams may stand one after another. What xz asks for in memory is its maker's choice, so it is limited.
        one = bz2.BZ2Decompressor() if kind == media.BZIP2 else lzma.LZMADecompressor(memlimit=_XZ_MEMORY)
        given = data
        while not one.eof:
            chunk = one.decompress(given, _CHUNK)
            if not chunk and one.needs_input and not one.eof:
                raise EOFError("the packed data ends early")
            given = b""
            yield chunk
        data = one.unused_data.lstrip(b"\0")


def _members(file: IO[bytes], budget: Budget, wanted: Wanted, whole: bool = True) -> Iterator[Member | Failure]:
    """The members of a tar archive; ``whole`` tells whether all of it is there."""
    infos: list[tarfile.TarInfo] = []
    try:
        # Bytes that are no UTF-8 are kept, so that names can be read as GBK.
        opened = tarfile.TarFile(fileobj=file, encoding="utf-8", errors="surrogateescape")
    except _DAMAGED:
        yield broken()
        return
    try:
        while (info := opened.next()) is not None:
            infos.append(info)
            budget.members -= 1
            if budget.members < 0:
                yield too_many()
                return
    except _DAMAGED:
        whole = False
    # tarfile takes a damaged header for the end; a true end has a block of zeros.
    file.seek(opened.offset)
    end = file.read(_BLOCK)
    if not whole or len(end) < _BLOCK or any(end):
        yield broken()
    entries = ((_name(info), info, _obstacle(info)) for info in infos if not info.isdir())
    yield from read_each(entries, wanted, budget, lambda name, info: _read(opened, info, name, budget))


def _read(opened: tarfile.TarFile, info: tarfile.TarInfo, name: str, budget: Budget) -> Member | Failure:
    # A sparse file is larger than what stands in the archive.
    ceiling = budget.ceiling(info.size if not info.issparse() else 0)
    try:
        stream = opened.extractfile(info)
        data = stream.read(ceiling + 1) if stream is not None else b""
    except _DAMAGED:
        return broken_member(name)
    made = budget.take(name, data, ceiling)
    return broken_member(name) if isinstance(made, Member) and len(data) != info.size else made


def _obstacle(info: tarfile.TarInfo) -> Obstacle | None:
    return None if info.isreg() else "link"


def _name(info: tarfile.TarInfo) -> str:
    return decoded(info.name.encode("utf-8", "surrogateescape"))

"""Zip archives: their members, with Chinese names read right and bombs kept out."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator

from .parts import (
    Budget,
    Failure,
    Member,
    Obstacle,
    Wanted,
    broken,
    broken_member,
    decoded,
    read_each,
    too_many,
    unsupported,
)

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


def members(data: bytes, budget: Budget, wanted: Wanted) -> Iterator[Member | Failure]:
    """The members of a zip archive, sorted by name, read one at a time."""
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        yield broken()
        return
    with opened:
        infos = opened.infolist()
        budget.members -= len(infos)
        if budget.members < 0:
            yield too_many()
            return
        entries = ((_name(info), info, _obstacle(info)) for info in infos if not info.is_dir())
        yield from read_each(entries, wanted, budget, lambda name, info: _expand(opened, info, name, budget))


def _expand(opened: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget) -> Member | Failure:
    """One member's bytes. The sizes that the archive states are not believed, only what comes out is counted."""
    ceiling = budget.ceiling(info.compress_size)
    try:
        with opened.open(info) as stream:
            data = stream.read(ceiling + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        return broken_member(name)
    except (NotImplementedError, RuntimeError):
        return unsupported(name)
    return budget.take(name, data, ceiling)


def _obstacle(info: zipfile.ZipInfo) -> Obstacle | None:
    if info.flag_bits & _ENCRYPTED:
        return "encrypted"
    return "link" if stat.S_ISLNK(info.external_attr >> 16) else None


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name: UTF-8 where it says so or proves to be, else the GBK of Chinese Windows."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename.replace("\\", "/")
    # zipfile reads unflagged names as code page 437, which loses no byte.
    return decoded(info.filename.encode("cp437", "replace")).replace("\\", "/")

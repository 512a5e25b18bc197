"""Where reports come from: files, folders, patterns, archives and standard input, one file in memory at a time."""

from __future__ import annotations

import hashlib
import itertools
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from . import archive
from .addresses import Address, content
from .given import Given
from .limits import FILE_BYTES as FILE_LIMIT
from .listing import NEVER_REPORTS, Place, Unreadable, places, unopened
from .media import HTML, media_type

__all__ = [
    "FILE_LIMIT", "Known", "Place", "Source", "Unreadable", "is_own_page", "media_type", "nothing_known", "opened", "places", "source_of",
    "sources",
]  # fmt: skip


Known = Callable[[str], str | None]
"""Gives the media type of content by its SHA-256, or None."""

_GENERATOR, _HEAD = b'<meta name="generator" content="nianbao ', 2048


@dataclass(frozen=True, slots=True)
class Source:
    """One file or archive member as read.

    ``name`` is what to call it, ``path`` the file it came from (None for standard input), ``member``
    its name inside an archive, ``media_type`` what its content is, ``bytes`` its length. ``given`` is what
    is told of it from outside, most trusted first.
    """

    name: str
    path: str | None
    member: str | None
    data: bytes
    media_type: str
    sha256: str
    bytes: int
    given: tuple[Given, ...] = ()


def sources(arguments: Iterable[str], *, files_from: str | None = None) -> Iterator[Source | Unreadable]:
    """Each source that the arguments name, in their order; read only when asked for.

    An argument is a file, a folder (searched to its depths, sorted by name; hidden files, lock files of
    office programs and files that cannot be reports are left out), a pattern with ``*``, ``?``, ``[…]`` or
    ``**``, an archive (zip, tar, 7z: its members are the sources) or ``-`` for standard input as one document.
    ``files_from`` names a file with a path a line, ``-`` for standard input. Never raises for an input.
    """
    for place in places(arguments, files_from=files_from):
        yield from opened(place)


def is_own_page(source: Source | Unreadable) -> bool:
    """Whether a source is a page of findings that this program wrote, such as one kept in the folder of the reports."""
    return isinstance(source, Source) and source.media_type == HTML and _GENERATOR in source.data[:_HEAD]


def nothing_known(_: str) -> None:
    """What is known of the types of files that nobody has seen before."""


def opened(place: Place, known: Known = nothing_known) -> Iterator[Source | Unreadable]:
    """The sources of one of :func:`places`: one, or those inside an archive. Never raises for an input.

    ``known`` gives the media type of content by its SHA-256 where that was told before, and None elsewhere.
    """
    if isinstance(place, Unreadable):
        yield place
    elif place is None:
        yield from _read("-", None, sys.stdin.buffer)
    elif isinstance(place, Address):
        try:
            data = content(place, FILE_LIMIT + 1)
        except OSError as error:
            yield unopened(place.shown, error)
        else:
            yield from _sources(place.name, place.shown, data, known)
    else:
        yield from _open(place, known)


def _open(path: Path, known: Known = nothing_known) -> Iterator[Source | Unreadable]:
    try:
        size = path.stat().st_size
        if size > FILE_LIMIT:
            yield _too_large(str(path), None)
            return
        with path.open("rb") as stream:
            data = stream.read(FILE_LIMIT + 1)
    except (OSError, ValueError) as error:
        yield unopened(str(path), error)
        return
    yield from _sources(path.name, str(path), data, known)


def _read(name: str, path: str | None, stream: IO[bytes]) -> Iterator[Source | Unreadable]:
    try:
        data = stream.read(FILE_LIMIT + 1)
    except OSError as error:
        yield unopened(name, error)
        return
    yield from _sources(name, path, data)


def _sources(name: str, path: str | None, data: bytes, known: Known = nothing_known) -> Iterator[Source | Unreadable]:
    """One file's bytes as its source, or as its members' where it is an archive."""
    if len(data) > FILE_LIMIT:
        yield _too_large(name, path)
        return
    sha256 = hashlib.sha256(data).hexdigest()
    kind = known(sha256) or media_type(data)
    if kind not in archive.KINDS:
        yield _source(name, path, None, data, kind, sha256)
        return
    for member in archive.members(data, kind, name, wanted=_is_candidate):
        if isinstance(member, archive.Failure):
            called = name if member.name is None else member.name.rpartition("/")[2]
            yield Unreadable(called, path, member.name, member.code, member.message, member.message_en)
        else:
            data = member.data
            sha256 = hashlib.sha256(data).hexdigest()
            yield _source(member.name.rpartition("/")[2], path, member.name, data, known(sha256) or media_type(data), sha256)


def _is_candidate(member: str) -> bool:
    parts = member.split("/")
    if any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts):
        return False
    return Path(parts[-1]).suffix.lower() not in NEVER_REPORTS


def _source(name: str, path: str | None, member: str | None, data: bytes, kind: str, sha256: str) -> Source | Unreadable:
    if not data:
        return Unreadable(
            name, path, member, "R-EMPTY", "文件是空的（0 字节），请重新下载或导出。",
            "The file is empty (0 bytes); download or export it again.",
        )
    return Source(name, path, member, data, kind, sha256, len(data))


def _too_large(name: str, path: str | None) -> Unreadable:
    limit = FILE_LIMIT // 1024 // 1024
    return Unreadable(
        Path(name).name or name, path or (None if name == "-" else name), None, "R-LIMIT",
        f"文件超过 {limit} MB 的上限，请拆分或压缩后再读取。",
        f"The file is larger than the limit of {limit} MB; split or shrink it.",
    )


def source_of(given: str | os.PathLike[str] | bytes) -> Source | Unreadable:
    """One document as a source: a path as it stands (no pattern), or the bytes of a file.

    Raises FileNotFoundError for a path that is not there. A folder, or an archive of several
    documents, is Unreadable: those are read with :func:`sources`.
    """
    if isinstance(given, bytes):
        found = list(itertools.islice(_sources("-", None, given), 2))
    else:
        path = Path(given)
        if not path.exists():
            raise FileNotFoundError(f"找不到“{path}”，请检查路径。")
        found = [] if path.is_dir() else list(itertools.islice(_open(path), 2))
    if len(found) == 1:
        return found[0]
    name = "-" if isinstance(given, bytes) else Path(given).name
    return Unreadable(
        name, None if isinstance(given, bytes) else str(given), None, "R-TYPE",
        "这不是一个文件而是文件夹，或是含有多份文件的压缩包；请用 nianbao run 读取。",
        "This is a folder or an archive of several documents; read it with nianbao run.",
    )

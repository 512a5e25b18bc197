"""Where reports come from: files, folders, patterns, archives and standard input, one file in memory at a time."""

from __future__ import annotations

import fnmatch
import hashlib
import itertools
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from . import archive
from .encoding import decode
from .media import ZIP, media_type

__all__ = ["FILE_LIMIT", "Source", "Unreadable", "media_type", "source_of", "sources"]

FILE_LIMIT = 200 * 1024 * 1024
"""The largest file that is read, in bytes."""

# What a folder of reports also holds. Pictures are not among them: they may be scanned reports, and
# whoever reads must say so. A file named on the command line is tried whatever it is called.
_NEVER_REPORTS = frozenset({
    ".py", ".pyc", ".js", ".mjs", ".ts", ".css", ".json", ".jsonl", ".ndjson", ".geojson", ".csv", ".tsv", ".xls",
    ".xlsx", ".xlsm", ".et", ".parquet", ".feather", ".arrow", ".sqlite", ".sqlite3", ".db", ".toml", ".yaml", ".yml",
    ".ini", ".cfg", ".conf", ".log", ".lock", ".bak", ".tmp", ".part", ".crdownload", ".download", ".sh", ".bat",
    ".ps1", ".cmd", ".exe", ".dll", ".so", ".ico", ".svg", ".cur", ".woff", ".woff2", ".ttf", ".ttc", ".otf", ".eot",
    ".mp3", ".mp4", ".wav", ".avi", ".mov", ".flv", ".swf", ".map", ".xsd", ".dtd", ".lnk", ".url", ".ppt", ".pptx",
    ".dps", ".sha256", ".md5", ".ipynb", ".r", ".do", ".dta", ".sav",
})


@dataclass(frozen=True, slots=True)
class Source:
    """One file or archive member as read.

    ``name`` is what to call it, ``path`` the file it came from (None for standard input), ``member``
    its name inside an archive, ``media_type`` what its content is, ``bytes`` its length.
    """

    name: str
    path: str | None
    member: str | None
    data: bytes
    media_type: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A source that gave no bytes to read: why, as an R- code and one sentence with the cure."""

    name: str
    path: str | None
    member: str | None
    code: str
    message: str
    message_en: str


def sources(arguments: Iterable[str], *, files_from: str | None = None) -> Iterator[Source | Unreadable]:
    """Each source that the arguments name, in their order; read only when asked for.

    An argument is a file, a folder (searched to its depths, sorted by name; hidden files, lock files of
    office programs and files that cannot be reports are left out), a pattern with ``*``, ``?``, ``[…]`` or
    ``**``, a zip archive (its members are the sources) or ``-`` for standard input as one document.
    ``files_from`` names a file with a path a line, ``-`` for standard input. Never raises for an input.
    """
    for argument in arguments:
        if argument == "-":
            yield from _read("-", None, sys.stdin.buffer)
        else:
            yield from _argument(argument)
    if files_from is not None:
        yield from _listed(files_from)


def _listed(files_from: str) -> Iterator[Source | Unreadable]:
    """The sources that a list names; no patterns there, for a listed name is meant as it stands."""
    try:
        data = sys.stdin.buffer.read() if files_from == "-" else Path(files_from).read_bytes()
    except OSError as error:
        yield _unopened(files_from, error)
        return
    for line in decode(data)[0].splitlines():
        if line.strip():
            yield from _path(Path(line.strip()))


def _argument(argument: str) -> Iterator[Source | Unreadable]:
    path = Path(argument)
    if os.path.lexists(argument) or not any(char in argument for char in "*?["):
        yield from _path(path)
        return
    found = False
    parts = path.parts
    start = Path(parts[0]) if path.is_absolute() else Path()
    for match in _matches(start, parts[1:] if path.is_absolute() else parts, frozenset()):
        found = True
        if not ("**" in parts and match.is_dir()):  # its files match by themselves
            yield from _path(match)
    if not found:
        yield Unreadable(
            argument, argument, None, "R-BROKEN",
            f"没有文件符合“{argument}”，请检查路径和通配符。",
            f"No file matches '{argument}'; check the path and the pattern.",
        )


def _matches(folder: Path, parts: tuple[str, ...], above: frozenset[tuple[int, int]]) -> Iterator[Path]:
    """What a pattern finds below a folder, sorted by name; own code, since glob's ``**`` may run in circles."""
    part, rest = parts[0], parts[1:]
    if part == "**":
        if rest:
            yield from _matches(folder, rest, above)
        for entry in _entries(folder):
            if not entry.is_dir():
                if not rest and entry.suffix.lower() not in _NEVER_REPORTS:
                    yield entry
                continue
            key = _identity(entry)
            if key is not None and key not in above:
                yield from _matches(entry, parts, above | {key})
        return
    if not any(char in part for char in "*?["):
        step = folder / part
        if step.exists():
            yield from _matches(step, rest, above) if rest else (step,)
        return
    for entry in _entries(folder):
        if not fnmatch.fnmatchcase(entry.name, part):
            continue
        if rest:
            if entry.is_dir():
                yield from _matches(entry, rest, above)
        elif "." in part or entry.is_dir() or entry.suffix.lower() not in _NEVER_REPORTS:
            yield entry


def _entries(folder: Path) -> list[Path]:
    """What stands in a folder, sorted by name, without hidden files, lock files and saved pages' trappings."""
    try:
        found = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError:
        return []
    names = {entry.name for entry in found}

    def wanted(name: str) -> bool:
        stem = name.removesuffix("_files").removesuffix(".files").removesuffix("_文件")
        saved_page = stem != name and any(stem + suffix in names for suffix in (".html", ".htm", ".mht"))
        return not (name.startswith((".", "~$", ".~")) or saved_page)

    return [entry for entry in found if wanted(entry.name)]


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _path(path: Path) -> Iterator[Source | Unreadable]:
    try:
        if path.is_dir():
            key = _identity(path)
            yield from _folder(path, frozenset() if key is None else frozenset({key}))
            return
        size = path.stat().st_size
        if size > FILE_LIMIT:
            yield _too_large(str(path), None)
            return
        with path.open("rb") as stream:
            data = stream.read(FILE_LIMIT + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield _unopened(str(path), error)
        return
    yield from _sources(path.name, str(path), data)


def _folder(folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[Source | Unreadable]:
    """A folder's sources. ``above`` are the folders on the way here: a link back to one of them is not followed."""
    if not os.access(folder, os.R_OK | os.X_OK):
        yield _unopened(str(folder), PermissionError("permission denied"))
        return
    for entry in _entries(folder):
        if entry.is_dir():
            key = _identity(entry)
            if key is not None and key not in above:
                yield from _folder(entry, above | {key})
        elif entry.suffix.lower() not in _NEVER_REPORTS and (entry.is_file() or entry.is_symlink()):
            yield from _path(entry)


def _read(name: str, path: str | None, stream: IO[bytes]) -> Iterator[Source | Unreadable]:
    try:
        data = stream.read(FILE_LIMIT + 1)
    except OSError as error:
        yield _unopened(name, error)
        return
    yield from _sources(name, path, data)


def _sources(name: str, path: str | None, data: bytes) -> Iterator[Source | Unreadable]:
    """One file's bytes as its source, or as its members' where it is an archive."""
    if len(data) > FILE_LIMIT:
        yield _too_large(name, path)
        return
    kind = media_type(data)
    if kind != ZIP:
        yield _source(name, path, None, data, kind)
        return
    for member in archive.members(data, wanted=_is_candidate):
        if isinstance(member, archive.Failure):
            called = name if member.name is None else member.name.rpartition("/")[2]
            yield Unreadable(called, path, member.name, member.code, member.message, member.message_en)
        else:
            yield _source(member.name.rpartition("/")[2], path, member.name, member.data, media_type(member.data))


def _is_candidate(member: str) -> bool:
    parts = member.split("/")
    if any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts):
        return False
    return Path(parts[-1]).suffix.lower() not in _NEVER_REPORTS


def _source(name: str, path: str | None, member: str | None, data: bytes, kind: str) -> Source | Unreadable:
    if not data:
        return Unreadable(
            name, path, member, "R-EMPTY", "文件是空的（0 字节），请重新下载或导出。",
            "The file is empty (0 bytes); download or export it again.",
        )
    return Source(name, path, member, data, kind, hashlib.sha256(data).hexdigest(), len(data))


def _too_large(name: str, path: str | None) -> Unreadable:
    limit = FILE_LIMIT // 1024 // 1024
    return Unreadable(
        Path(name).name or name, path or (None if name == "-" else name), None, "R-LIMIT",
        f"文件超过 {limit} MB 的上限，请拆分或压缩后再读取。",
        f"The file is larger than the limit of {limit} MB; split or shrink it.",
    )


def _unopened(path: str, error: Exception) -> Unreadable:
    name = Path(path).name or path
    if isinstance(error, FileNotFoundError):
        return Unreadable(
            name, path, None, "R-BROKEN", f"找不到“{path}”，请检查路径。", f"'{path}' does not exist; check the path."
        )
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Unreadable(
        name, path, None, "R-BROKEN", f"打不开“{path}”（{reason}），请检查权限或重新复制该文件。",
        f"'{path}' cannot be opened ({reason}); check its permissions or copy it again.",
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
        found = [] if path.is_dir() else list(itertools.islice(_path(path), 2))
    if len(found) == 1:
        return found[0]
    name = "-" if isinstance(given, bytes) else Path(given).name
    return Unreadable(
        name, None if isinstance(given, bytes) else str(given), None, "R-TYPE",
        "这不是一个文件而是文件夹，或是含有多份文件的压缩包；请用 nianbao run 读取。",
        "This is a folder or an archive of several documents; read it with nianbao run.",
    )

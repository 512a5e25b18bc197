"""Which files there are to read: those that arguments name, found without opening any of them."""

from __future__ import annotations

import fnmatch
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .addresses import Address, find, is_address, local_path, without_user
from .display import clipped, one_line
from .encoding import decode

# What a folder of reports also holds. Pictures are not among them: they may be scanned reports, and
# whoever reads must say so. A file named on the command line is tried whatever it is called.
NEVER_REPORTS = frozenset({
    ".py", ".pyc", ".js", ".mjs", ".ts", ".css", ".json", ".jsonl", ".ndjson", ".geojson", ".csv", ".tsv", ".xls",
    ".xlsx", ".xlsm", ".et", ".parquet", ".feather", ".arrow", ".sqlite", ".sqlite-wal", ".sqlite-shm", ".sqlite-journal",
    ".sqlite3", ".db", ".toml", ".yaml", ".yml",
    ".ini", ".cfg", ".conf", ".log", ".lock", ".bak", ".tmp", ".part", ".crdownload", ".download", ".sh", ".bat",
    ".ps1", ".cmd", ".exe", ".dll", ".so", ".ico", ".svg", ".cur", ".woff", ".woff2", ".ttf", ".ttc", ".otf", ".eot",
    ".mp3", ".mp4", ".wav", ".avi", ".mov", ".flv", ".swf", ".map", ".xsd", ".dtd", ".lnk", ".url", ".ppt", ".pptx",
    ".dps", ".sha256", ".md5", ".ipynb", ".r", ".do", ".dta", ".sav", ".sarif",
})
SLIP_ENDING = "退回修改单.docx"
"""What the name of every slip of this program ends with: in a folder of reports it is none of them."""
"""The suffixes of files that are passed over in folders and archives."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A source that gave no bytes to read: why, as an R- code and one sentence with the cure."""

    name: str
    path: str | None
    member: str | None
    code: str
    message: str
    message_en: str


Place = Path | Address | Unreadable | None
"""A file yet to be opened, here or at an address; what could not be found; or None for standard input."""


def places(arguments: Iterable[str], *, files_from: str | None = None) -> Iterator[Place]:
    """The files that :func:`sources` would open, in the same order, without opening any of them."""
    for argument in arguments:
        if argument == "-":
            yield None
        else:
            yield from _argument(argument)
    if files_from is not None:
        yield from _listed(files_from)


def _listed(files_from: str) -> Iterator[Place]:
    """The files that a list names; no patterns there, for a listed name is meant as it stands."""
    try:
        data = sys.stdin.buffer.read() if files_from == "-" else Path(files_from).read_bytes()
    except OSError as error:
        yield unopened(files_from, error)
        return
    for line in decode(data)[0].splitlines():
        if name := line.strip():
            yield from _addressed(name) if is_address(name) else _path(Path(local_path(name)))


def _addressed(address: str) -> Iterator[Place]:
    found = False
    try:
        for found_there in find(address, kept_names, NEVER_REPORTS):
            found = True
            yield found_there
    except OSError as error:
        yield unopened(without_user(address), error)
        return
    if not found and any(char in address for char in "*?["):
        yield _unmatched(without_user(address))


def _argument(argument: str) -> Iterator[Place]:
    if is_address(argument) and not os.path.lexists(argument):
        yield from _addressed(argument)
        return
    argument = local_path(argument)
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
        yield _unmatched(argument)


def _unmatched(pattern: str) -> Unreadable:
    return Unreadable(
        pattern, pattern, None, "R-BROKEN",
        f"没有文件符合“{pattern}”，请检查路径和通配符。",
        f"No file matches '{pattern}'; check the path and the pattern.",
    )


def _matches(folder: Path, parts: tuple[str, ...], above: frozenset[tuple[int, int]]) -> Iterator[Path]:
    """What a pattern finds below a folder, sorted by name; own code, since glob's ``**`` may run in circles."""
    part, rest = parts[0], parts[1:]
    if part == "**":
        if rest:
            yield from _matches(folder, rest, above)
        for entry in _entries(folder):
            if not entry.is_dir():
                if not rest and entry.suffix.lower() not in NEVER_REPORTS:
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
        elif "." in part or entry.is_dir() or entry.suffix.lower() not in NEVER_REPORTS:
            yield entry


def _entries(folder: Path) -> list[Path]:
    """What stands in a folder, sorted by name, as :func:`kept_names` has it."""
    try:
        return [folder / name for name in kept_names(entry.name for entry in folder.iterdir())]
    except OSError:
        return []


def kept_names(entries: Iterable[str]) -> list[str]:
    """The names in a folder, sorted, without hidden files, lock files, slips and saved pages' trappings."""
    names = set(entries)

    def wanted(name: str) -> bool:
        stem = name.removesuffix("_files").removesuffix(".files").removesuffix("_文件")
        saved_page = stem != name and any(stem + suffix in names for suffix in (".html", ".htm", ".mht"))
        return not (name.startswith((".", "~$", ".~")) or name.endswith(SLIP_ENDING) or saved_page)

    return sorted(filter(wanted, names))


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _path(path: Path) -> Iterator[Place]:
    try:
        folder = path.is_dir()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield unopened(str(path), error)
        return
    if folder:
        key = _identity(path)
        yield from _folder(path, frozenset() if key is None else frozenset({key}))
    else:
        yield path


def _folder(folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[Place]:
    """A folder's files. ``above`` are the folders on the way here: a link back to one of them is not followed."""
    if not os.access(folder, os.R_OK | os.X_OK):
        yield unopened(str(folder), PermissionError("permission denied"))
        return
    for entry in _entries(folder):
        if entry.is_dir():
            key = _identity(entry)
            if key is not None and key not in above:
                yield from _folder(entry, above | {key})
        elif entry.suffix.lower() not in NEVER_REPORTS and (entry.is_file() or entry.is_symlink()):
            yield entry


def unopened(path: str, error: Exception) -> Unreadable:
    """What could not be opened, with the reason the system gave."""
    name = Path(path).name or path
    if isinstance(error, FileNotFoundError):
        return Unreadable(
            name, path, None, "R-BROKEN", f"找不到“{path}”，请检查路径。", f"'{path}' does not exist; check the path."
        )
    reason = clipped(one_line((error.strerror if isinstance(error, OSError) else None) or str(error)), 200)
    return Unreadable(
        name, path, None, "R-BROKEN", f"打不开“{path}”（{reason}），请检查权限或重新复制该文件。",
        f"'{path}' cannot be opened ({reason}); check its permissions or copy it again.",
    )

"""Records that were kept: files of JSON Lines, stores, and the folders that a run has left."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from .errors import RecordError
from .export.jsonl import read_file, read_jsonl
from .export.supply import again
from .record import Report
from .store.reading import is_store, stored_reports

STORE, LINES = "nianbao.sqlite", "reports.jsonl"


def kept_file(path: Path) -> Path:
    """The file of records that is meant: of a folder its store, or else its JSON Lines; raises RecordError for neither."""
    if not path.is_dir():
        return path
    for name in (STORE, LINES):
        if (path / name).is_file():
            return path / name
    raise RecordError(f"{path} 里没有 {STORE} 或 {LINES}；请给出 nianbao run 写出的文件夹，或记录文件。")


def holds_records(path: Path) -> bool:
    """Whether a file or folder holds records, and is no report itself: a store, or text that begins as JSON does."""
    if path.is_dir() or path.suffix.lower() in (".jsonl", ".ndjson"):
        return True
    with path.open("rb") as stream:
        begin = stream.read(64)
    return begin.startswith(b"SQLite format 3\x00") or begin.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b'{"')


def reports_in(path: Path) -> Iterator[Report]:
    """The records of a file, one at a time; raises RecordError naming file and line, StoreError for a store."""
    file = kept_file(path)
    try:
        if is_store(file):
            yield from stored_reports(file)
            return
        yield from read_file(file)
    except FileNotFoundError as error:
        raise RecordError(f"没有 {file} 这个文件；请检查路径。") from error
    except RecordError as error:
        raise RecordError(f"{file}：{error}") from error


def reports_of(paths: Iterable[Path]) -> Callable[[], Iterator[Report]]:
    """A function that goes through the records of all the files each time it is called; ``-`` is standard input.

    What comes from standard input is kept in a temporary file meanwhile.
    """
    gives = [_stdin() if path == Path("-") else _giver(path) for path in paths]

    def give() -> Iterator[Report]:
        for one in gives:
            yield from one()

    return give


def _giver(path: Path) -> Callable[[], Iterator[Report]]:
    return lambda: reports_in(path)


def _stdin() -> Callable[[], Iterator[Report]]:
    try:
        return again(read_jsonl(sys.stdin))
    except RecordError as error:
        raise RecordError(f"标准输入：{error}") from error

"""A store read for what is in it: one that a run has left, never made and never made anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from ..decisions import Decision
from ..errors import StoreError
from ..record import Report
from . import schema
from .file import Store, decisions_of
from .opening import version_of
from .trouble import refused


def is_store(path: Path) -> bool:
    """Whether a file is an SQLite database; raises OSError where it cannot be read."""
    with path.open("rb") as stream:
        return stream.read(16) == b"SQLite format 3\x00"


def stored_reports(path: Path) -> Iterator[Report]:
    """The records of the last run in a store, with the findings between reports. The file is only read, by any number at a time.

    Raises StoreError for a store that is damaged, in use by a run, of another program or version, and for one whose
    last run did not come to its end: part of the reports must not pass for all of them.
    """
    with _looked_at(path) as store:
        yield from store.reports()


def _looked_at(path: Path) -> Store:
    again = "请把 nianbao run 的同一条命令再运行一次"
    try:
        connection = _read_only(path)
        try:
            if version_of(connection, path) < schema.VERSION:
                raise StoreError(f"{path} 由较早版本的程序写成；{again}。")
            last = connection.execute("SELECT status FROM runs ORDER BY id DESC LIMIT 1").fetchone()
            if last is None or last[0] != "done":
                raise StoreError(f"{path} 里最近一次运行没有运行完；{again}，它会接着读完。")
            return Store(path, connection)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise refused(path, error) from error


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1.0)


def written_decisions(store: Path, book: Path) -> dict[str, Decision] | None:
    """The decisions that the last run into a store wrote into the workbook ``book``, as its sheets would give them.

    None where the workbook is not as that run left it, or that cannot be told: then the workbook itself must be asked.
    """
    try:
        status = book.stat()
        with closing(_read_only(store)) as connection:
            marks = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
            if marks != [schema.APPLICATION, schema.VERSION]:
                return None
            last = connection.execute("SELECT files FROM runs WHERE status = 'done' ORDER BY id DESC LIMIT 1").fetchone()
            if last is None or json.loads(last[0] or "{}").get(book.name) != [status.st_size, status.st_mtime_ns]:
                return None
            return {name: replace(one, recorded=one.record()) for name, one in decisions_of(connection).items()}
    except (OSError, sqlite3.Error, ValueError):
        return None

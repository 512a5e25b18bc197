"""A store opened: made where there is none, made anew where it is old, refused where it is not ours or not sound."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ..errors import StoreError
from . import schema
from .file import Store, decisions_of
from .trouble import refused

_CACHE_MB, _JOURNAL_PAGES = 8, 4000


def open_store(path: Path) -> Store:
    """Open the store in a file, which is made if it is not there.

    One of an older version is made anew: everything is read again, decisions of people are kept. Raises
    StoreError for a file that is damaged, of another program, in use, or of a newer version.
    """
    try:
        connection, version = _opened(path)
        try:
            if version and version < schema.VERSION:
                connection, version = _renewed(connection, path)
            if version == 0:
                _create(connection)
            elif connection.execute("SELECT 1 FROM runs WHERE status = 'running'").fetchone():
                # The last run was cut off: the file should be sound all the same, and is looked at before it is believed.
                (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
                if sound != "ok":
                    raise refused(path, sqlite3.DatabaseError(sound))
            return Store(path, connection)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise refused(path, error) from error


def _opened(path: Path) -> tuple[sqlite3.Connection, int]:
    """The file, ready to be written, and its version; nothing is written into a file that is not ours."""
    connection = sqlite3.connect(path, timeout=1.0)
    try:
        # One run at a time; this also does without shared memory, which network drives do not have.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        version = version_of(connection, path)
        # A commit is then an append to a journal: nothing is torn by whatever ends the program.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        # Pages that are written again and again stay in memory, and go into the file seldom: MB, and pages.
        connection.execute(f"PRAGMA cache_size = -{_CACHE_MB * 1024}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_JOURNAL_PAGES}")
    except BaseException:
        connection.close()
        raise
    return connection, version


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The version of a store of ours, 0 for an empty file; raises StoreError for one of another program or a newer version."""
    (tables,) = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application == 0 and version == 0 and tables == 0:
        return 0
    if application != schema.APPLICATION:
        raise StoreError(f"{path} 不是本程序的文件；请换一个结果文件夹，或把它移走后再运行同一条命令。")
    if version > schema.VERSION:
        raise StoreError(f"{path} 由更新版本的程序写成（第 {version} 版）；请升级本程序，或换一个结果文件夹。")
    return int(version)


def _create(connection: sqlite3.Connection) -> None:
    """Make the tables and views, all or nothing."""
    connection.execute("BEGIN")
    for statement in schema.statements():
        connection.execute(statement)
    fields = schema.all_fields()
    connection.executemany(
        "INSERT INTO fields VALUES (?, ?, ?, ?, ?, ?)",
        [(number, name, one.short, one.path, one.en, one.unit) for number, (name, one) in enumerate(fields.items(), 1)],
    )
    for statement in schema.views({name: number for number, name in enumerate(fields, 1)}):
        connection.execute(statement)
    told = schema.descriptions()
    connection.executemany(
        "INSERT INTO descriptions VALUES (?, ?, ?)", [(name, one, text) for name, columns in told.items() for one, text in columns.items()]
    )
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION}")
    connection.execute(f"PRAGMA user_version = {schema.VERSION}")
    connection.commit()


def _renewed(connection: sqlite3.Connection, path: Path) -> tuple[sqlite3.Connection, int]:
    """A store of an older version made anew, with its decisions."""
    decisions = decisions_of(connection)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with open_store(part) as made:
        made.decide(decisions)
    part.replace(path)
    return _opened(path)

"""What a run would do, without doing it: which sources it would read, by which reader, and which it would not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from .full_run import STORE, Options
from .ingest import Plan, called_of, sources_of, wanted
from .pipeline import info_of
from .source import Place, Unreadable
from .store import Kept, engine, key_of, open_store
from .store.schema import APPLICATION, VERSION

State = Literal["read", "kept", "duplicate", "unread"]


@dataclass(frozen=True, slots=True)
class Preview:
    """One source: to be ``read``, ``kept`` from an earlier run, a ``duplicate``, or ``unread`` whatever is done.

    ``reader`` is None for content that no reader takes, which is then said of it.
    """

    state: State
    reader: str | None
    name: str


def preview(places: Iterable[Place], out: Path, options: Options) -> Iterator[Preview]:
    """What :func:`~extractor.full_run.run_all` would do with each source; nothing is written into ``out``."""
    program = engine(options.profile)
    plan = Plan(program, 1, options.limits, options.retry_failed, options.limit, options.profile, hints=options.hints)
    with TemporaryDirectory(prefix="nianbao.") as folder, open_store(Path(folder) / STORE) as scratch, closing(_known(out / STORE)) as known:
        scratch.begin(program)
        for position, source in enumerate(sources_of(iter(places), plan), 1):
            if scratch.listed(source):
                continue
            state: State = "read"
            if isinstance(source, Unreadable):
                state = "unread"
            elif scratch.twin(source) is not None:
                state = "duplicate"
            elif not wanted(_find(known, key_of(source, program)), plan):
                state = "kept"
            scratch.place(position, source)
            yield Preview(state, info_of(source).reader, called_of(source))


def _known(path: Path) -> sqlite3.Connection:
    """The store of earlier runs, only to be read; an empty one where there is none that can be used."""
    if path.exists():
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        with suppress(sqlite3.Error):
            marks = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
            if marks == [APPLICATION, VERSION]:
                return connection
        connection.close()
    return sqlite3.connect(":memory:")


def _find(known: sqlite3.Connection, key: str) -> Kept | None:
    with suppress(sqlite3.Error):
        row = known.execute("SELECT id, status, failure, allowance FROM readings WHERE key = ?", (key,)).fetchone()
        return None if row is None else Kept(*row)
    return None

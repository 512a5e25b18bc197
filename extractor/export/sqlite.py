"""One SQLite file with every record: the tables and views of the store, for Datasette and sqlite-utils."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..decisions import Decision
from ..source import Source
from ..store import entry_of, open_store
from .supply import Reports, again, replacing

_ENGINE = "export"


def write_sqlite(reports: Reports, path: Path, decisions: Mapping[str, Decision] | None = None) -> None:
    """Write the records into a store of their own, in their order, with what people ``decisions`` made of findings.

    A run does not take readings over from it, as nothing says which program made them. Raises OSError or
    StoreError where it cannot be written; the file is whole or as it was.
    """
    with replacing(path) as part:
        part.unlink(missing_ok=True)
        with open_store(part) as store:
            store.decide(decisions or {})
            store.begin(_ENGINE)
            for position, report in enumerate(again(reports)(), 1):
                one = report.source
                store.place(position, Source(one.name, one.path, one.member, b"", one.media_type, one.sha256, one.bytes))
                store.add(position, entry_of(report, apart=False), _ENGINE)
            store.end(_ENGINE, 0, store.content(_ENGINE), {})

"""Records written for other programs: JSON Lines, CSV, and a workbook for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from ..decisions import Decision, merged
from .jsonl import line_of, read_file, read_jsonl, write_jsonl
from .supply import Reports, again, replacing
from .tabular import save, write_findings, write_long, write_wide

__all__ = [
    "FORMATS", "MORE", "NAMES", "TAKE_DECISIONS", "Reports", "again", "line_of", "read_file", "read_jsonl", "write_all",
    "write_findings", "write_jsonl", "write_long", "write_wide", "writer_of",
]  # fmt: skip

Writer = Callable[..., None]


def _jsonl(reports: Reports, path: Path, run_date: date) -> None:
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        write_jsonl(reports if isinstance(reports, Iterator) else again(reports)(), stream)


def _xlsx(reports: Reports, path: Path, run_date: date, decisions: Mapping[str, Decision] | None = None) -> None:
    from .decisions import keep
    from .workbook import write_workbook

    known = merged(decisions or {}, keep(path), run_date.isoformat())
    write_workbook(reports, path, run_date=run_date, decisions=known)


def _findings(reports: Reports, path: Path, run_date: date, decisions: Mapping[str, Decision] | None = None) -> None:
    save(lambda given, stream: write_findings(given, stream, decisions), reports, path)


FORMATS: Mapping[str, Writer] = {
    "jsonl": _jsonl,
    "csv": lambda reports, path, run_date: save(write_wide, reports, path),
    "long": lambda reports, path, run_date: save(write_long, reports, path),
    "findings": _findings,
    "xlsx": _xlsx,
}
"""The writer of each format, called with reports, the file to write and the date to print in it; those of
the workbook and of findings take ``decisions`` by fingerprint too.

``csv`` is a row a report, ``long`` a row a value and ``findings`` a row a finding; all three are CSV.
"""

def _parquet(reports: Reports, path: Path, run_date: date) -> None:
    from .parquet import write_parquet
    from .typed import values_sheet

    write_parquet(values_sheet(again(reports)), path)


def _parquet_wide(reports: Reports, path: Path, run_date: date) -> None:
    from .parquet import write_parquet
    from .typed import reports_sheet

    write_parquet(reports_sheet(again(reports)), path)


def _datapackage(reports: Reports, path: Path, run_date: date, decisions: Mapping[str, Decision] | None = None) -> None:
    from .datapackage import write_datapackage

    write_datapackage(reports, path, decisions)


MORE: Mapping[str, Writer] = {"parquet": _parquet, "parquet-wide": _parquet_wide, "datapackage": _datapackage}
"""The writers of formats that are only made when asked for; the path of ``datapackage`` is a folder's."""

TAKE_DECISIONS = frozenset({"xlsx", "findings", "datapackage"})
"""The formats whose writer takes ``decisions``."""

def writer_of(form: str) -> Writer:
    """The writer of one of :data:`FORMATS` or :data:`MORE`."""
    return FORMATS[form] if form in FORMATS else MORE[form]


NAMES: Mapping[str, str] = {
    "jsonl": "reports.jsonl", "xlsx": "reports.xlsx", "csv": "wide.csv", "long": "long.csv", "findings": "findings.csv",
}  # fmt: skip
"""What :func:`write_all` calls its files, by format; JSON Lines comes first, the others are made from it."""


def write_all(
    reports: Reports, folder: Path, *, run_date: date, decisions: Mapping[str, Decision] | None = None
) -> list[Path]:
    """Write every format into a folder that is made if need be; the paths, in the order of :data:`NAMES`.

    The reports are gone through once, to write ``reports.jsonl``; all else is read back from there,
    so that an iterator costs no memory. ``reports`` may be that file itself. ``decisions`` go into the
    workbook; those that people have entered in a ``reports.xlsx`` that is already there are kept. Raises OSError where a file
    cannot be written, such as a workbook that is open in Excel; each file is whole or as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    records = folder / NAMES["jsonl"]
    if not (isinstance(reports, Path) and records.exists() and reports.samefile(records)):
        FORMATS["jsonl"](reports, records, run_date)
    for name, file in NAMES.items():
        if name != "jsonl":
            more = {"decisions": decisions} if name in TAKE_DECISIONS and decisions else {}
            FORMATS[name](records, folder / file, run_date, **more)
    return [folder / file for file in NAMES.values()]

"""Records written for other programs: JSON Lines, CSV, and a workbook for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..decisions import Decision
from .jsonl import line_of, read_file, read_jsonl, write_jsonl
from .supply import Reports, again, replacing, supply_of
from .tabular import save, write_findings, write_long, write_wide

if TYPE_CHECKING:
    from ..store.packed import Supply

__all__ = [
    "FORMATS", "MORE", "NAMES", "TAKE_DECISIONS", "Reports", "again", "line_of", "read_file", "read_jsonl", "write_all",
    "write_findings", "write_jsonl", "write_long", "write_wide", "writer_of",
]  # fmt: skip

Writer = Callable[..., None]


def _jsonl(reports: Reports, path: Path, run_date: date) -> None:
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        write_jsonl(reports if isinstance(reports, Iterator) else again(reports)(), stream)


def _xlsx(reports: Reports, path: Path, run_date: date, decisions: Mapping[str, Decision] | None = None) -> None:
    from .results import write_workbook

    write_workbook(reports, path, run_date=run_date, decisions=decisions)


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


def _sqlite(reports: Reports, path: Path, run_date: date, decisions: Mapping[str, Decision] | None = None) -> None:
    from .sqlite import write_sqlite

    write_sqlite(reports, path, decisions)


MORE: Mapping[str, Writer] = {
    "parquet": _parquet, "parquet-wide": _parquet_wide, "sqlite": _sqlite, "datapackage": _datapackage,
}  # fmt: skip
"""The writers of formats that are only made when asked for; the path of ``datapackage`` is a folder's."""

TAKE_DECISIONS = frozenset({"xlsx", "findings", "sqlite", "datapackage"})
"""The formats whose writer takes ``decisions``."""

def writer_of(form: str) -> Writer:
    """The writer of one of :data:`FORMATS` or :data:`MORE`."""
    return FORMATS[form] if form in FORMATS else MORE[form]


NAMES: Mapping[str, str] = {
    "jsonl": "reports.jsonl", "xlsx": "reports.xlsx", "csv": "wide.csv", "long": "long.csv", "findings": "findings.csv",
}  # fmt: skip
"""What :func:`write_all` calls its files, by format."""


def write_all(
    reports: Reports | Supply, folder: Path, *, run_date: date, decisions: Mapping[str, Decision] | None = None, jobs: int = 1,
    scratch: Path | None = None, told: Callable[[int], None] | None = None,
) -> list[Path]:  # fmt: skip
    """Write every format into a folder that is made if need be; the paths, in the order of :data:`NAMES`.

    Each report is rendered once for all formats, by ``jobs`` processes. ``decisions`` go into the workbook; those that
    people have entered in a ``reports.xlsx`` that is already there are kept. Pieces are kept in a folder in ``scratch``
    meanwhile, without it in one of the system's. ``told`` is called with the number of reports done, now and then.
    Raises OSError where a file cannot be written, such as a workbook that is open in Excel; each file is whole or as it was.
    """
    from ..store.packed import Supply
    from .results import write_results

    folder.mkdir(parents=True, exist_ok=True)
    supply = reports if isinstance(reports, Supply) else supply_of(reports)
    targets = {name: folder / file for name, file in NAMES.items()}
    write_results(supply, targets, run_date=run_date, decisions=decisions, jobs=jobs, scratch=scratch, told=told)
    return list(targets.values())

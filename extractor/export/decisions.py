"""What people have entered in the 问题 sheet of a workbook, kept when the workbook is written anew."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from ..decisions import PENDING, Decision

SHEETS = ("问题", "旧处置")


def read_decisions(path: Path) -> dict[str, Decision]:
    """The decisions in a workbook, by the fingerprint of their finding.

    Raises ValueError for a file that is no workbook of ours; OSError where it cannot be read.
    """
    from xml.etree.ElementTree import ParseError

    from lxml.etree import XMLSyntaxError
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    # What a damaged workbook has openpyxl raise while its sheets are read.
    broken = (BadZipFile, InvalidFileException, ParseError, XMLSyntaxError, zlib.error, EOFError, LookupError, TypeError, AttributeError)
    try:
        book = load_workbook(path, read_only=True)
        try:
            return _all_decisions(book, path)
        finally:
            book.close()
    except broken as error:
        raise ValueError(f"{path} 不是本程序写出的工作簿，或已损坏。") from error


def _all_decisions(book: Any, path: Path) -> dict[str, Decision]:
    if SHEETS[0] not in book.sheetnames:
        raise ValueError(f"{path} 没有“{SHEETS[0]}”表。")
    found: dict[str, Decision] = {}
    for name in book.sheetnames:
        # A list that is longer than a sheet goes on in 问题2 and so on.
        if name.rstrip("0123456789") in SHEETS:
            found.update(_decisions(book[name].iter_rows(min_row=2, values_only=True)))
    return found


def aside(path: Path) -> Path:
    """Where a workbook that cannot be understood is kept when another takes its place."""
    return path.with_name(f"{path.stem}.old{path.suffix}")


def keep(path: Path) -> dict[str, Decision]:
    """The decisions in the workbook at ``path``, which is about to be written anew; none where there is none.

    A file there that cannot be understood is renamed to ``….old.xlsx`` rather than lost.
    """
    if not path.exists():
        return {}
    try:
        return read_decisions(path)
    except ValueError:
        path.replace(aside(path))
        return {}


def _decisions(rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[str, Decision]]:
    columns = {str(name): at for at, name in enumerate(next(rows, ())) if name}
    if "fingerprint" not in columns:
        return

    def item(row: tuple[object, ...], name: str) -> object:
        return row[columns[name]] if name in columns and columns[name] < len(row) else None

    for row in rows:
        fingerprint, corrected, year = item(row, "fingerprint"), item(row, "corrected"), item(row, "year")
        decision = Decision(
            str(item(row, "decision") or PENDING),
            corrected if isinstance(corrected, (int, float, str)) else None if corrected is None else str(corrected),
            str(item(row, "remark") or "") or None,
            str(item(row, "code") or ""), str(item(row, "organ") or ""), year if isinstance(year, int) else None,
            str(item(row, "message") or ""), recorded=str(item(row, "recorded") or ""),
        )  # fmt: skip
        if fingerprint and (decision.entered() or decision.recorded):
            yield str(fingerprint), decision

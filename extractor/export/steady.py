"""Workbooks whose bytes depend on nothing but what is in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from os import PathLike, fspath
from pathlib import Path
from shutil import copyfileobj
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.writer.excel import ExcelWriter

from .stream import RowStream
from .styles import FACE
from .supply import replacing

ROW_LIMIT = 1_048_576
"""The most rows that a sheet of Excel has, headings included."""
_Path = str | PathLike[str]
_STAMP = (1980, 1, 1, 0, 0, 0)


def plain_font(book: Any) -> None:
    """The font of every cell without a style of its own, and the measure of the columns' widths."""
    book._fonts = IndexedList([Font(name=FACE, size=10)])


def save_book(book: Any, path: Path, run_date: date, streams: Iterable[RowStream] = ()) -> None:
    """Save a book, whole or not at all; ``run_date`` is the only date in it, the rows of ``streams`` are spliced in.

    Openpyxl's own save() stamps the time of day into the book and its archive.
    """
    book.properties.creator = "nianbao"
    book.properties.created = book.properties.modified = datetime(run_date.year, run_date.month, run_date.day)
    with replacing(path) as part, _SteadyZip(part, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        archive.streams = tuple(streams)
        ExcelWriter(book, archive).write_data()


class _SteadyZip(ZipFile):
    """An archive whose entries all bear the same time, so that the same content gives the same bytes."""

    streams: tuple[RowStream, ...]

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        super().writestr(_entry(name), data)

    def write(self, filename: _Path, arcname: _Path | None = None, *_: Any, **__: Any) -> None:
        entry = _entry(fspath(arcname or filename))
        # A sheet has no path before the book is written.
        rows = next((one for one in self.streams if one.sheet.path == f"/{entry.filename}"), None)
        with Path(filename).open("rb") as source, self.open(entry, "w", force_zip64=True) as target:
            if rows is not None:
                rows.copy_into(source, target)
            else:
                copyfileobj(source, target, 1 << 20)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _STAMP)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry

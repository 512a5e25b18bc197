"""Workbooks whose bytes depend on nothing but what is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from os import PathLike, fspath
from pathlib import Path
from shutil import copyfileobj
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_WORKBOOK_RELS, REL_NS, SHARED_STRINGS, SHEET_MAIN_NS

from .looks import FACE
from .pieces import Joined, Spool
from .supply import replacing

_Path = str | PathLike[str]
_STAMP = (1980, 1, 1, 0, 0, 0)
_WORDS = "xl/sharedStrings.xml"
_WORDS_LINK = f'<Relationship Type="{REL_NS}/sharedStrings" Target="/{_WORDS}" Id="words"/>'.encode()


class _Words:
    """The shared strings as openpyxl's list of parts takes them."""

    path, mime_type = f"/{_WORDS}", SHARED_STRINGS


def plain_font(book: Any) -> None:
    """The font of every cell without a style of its own, and the measure of the columns' widths."""
    book._fonts = IndexedList([Font(name=FACE, size=10)])


@dataclass(frozen=True, slots=True)
class Splice:
    """What comes into a sheet that openpyxl writes without it: its rows and links, its comments and their shapes."""

    sheet: Any
    rows: Spool
    links: Spool
    comments: tuple[Path, Path] | None = None


def save_book(book: Any, path: Path, run_date: date, splices: tuple[Splice, ...] = (), words: Sequence[str] = ()) -> None:
    """Save a book, whole or not at all; ``run_date`` is the only date in it, the ``splices`` go into its sheets.

    ``words`` are the strings that cells of the splices share, by their number. Openpyxl's own save() stamps the time of day
    into the book and its archive, and has no shared strings.
    """
    book.properties.creator = "nianbao"
    book.properties.created = book.properties.modified = datetime(run_date.year, run_date.month, run_date.day)
    with replacing(path) as part, _SteadyZip(part, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        archive.splices = splices
        # Openpyxl numbers these files in the order of the sheets that have comments.
        noted = [one.comments for one in splices if one.comments is not None]
        archive.given = {
            name: file for number, files in enumerate(noted, 1)
            for name, file in zip((f"xl/comments/comment{number}.xml", f"xl/drawings/commentsDrawing{number}.vml"), files, strict=True)
        }  # fmt: skip
        writer = ExcelWriter(book, archive)
        if words:
            archive.words = True
            writer.manifest.append(_Words)
            archive.writestr(_WORDS, _string_table(words))
        writer.write_data()


class _SteadyZip(ZipFile):
    """An archive whose entries all bear the same time, so that the same content gives the same bytes."""

    splices: tuple[Splice, ...]
    given: Mapping[str, Path]
    words = False

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        if name in self.given:
            self._copied(self.given[name], _entry(name))
        elif name == ARC_WORKBOOK_RELS and self.words:
            before, end, after = data.rpartition(b"</Relationships>")
            super().writestr(_entry(name), before + _WORDS_LINK + end + after)
        else:
            super().writestr(_entry(name), data)

    def write(self, filename: _Path, arcname: _Path | None = None, *_: Any, **__: Any) -> None:
        entry = _entry(fspath(arcname or filename))
        # A sheet has no path before the book is written.
        splice = next((one for one in self.splices if one.sheet.path == f"/{entry.filename}"), None)
        if splice is None:
            self._copied(Path(filename), entry)
        else:
            self._joined(_spliced(Path(filename).read_bytes(), splice), entry)

    def _copied(self, path: Path, entry: ZipInfo) -> None:
        with path.open("rb") as source, self.open(entry, "w", force_zip64=True) as target:
            copyfileobj(source, target, 1 << 20)

    def _joined(self, joined: Joined, entry: ZipInfo) -> None:
        """An entry that is deflated already: the archive has no way of its own to take one."""
        stream: Any = self.fp
        entry.header_offset = stream.tell()
        entry.CRC, entry.file_size, entry.compress_size = joined.total.crc, joined.total.raw, joined.total.size
        stream.write(entry.FileHeader())
        for data in joined.chunks():
            stream.write(data)
        self.filelist.append(entry)
        self.NameToInfo[entry.filename] = entry
        self._didModify = True
        self.start_dir = stream.tell()


def _spliced(sheet: bytes, splice: Splice) -> Joined:
    """A sheet as openpyxl wrote it with its own rows, the rows and links that come into it."""
    joined = Joined()
    before, end, after = sheet.rpartition(b"</sheetData>")
    joined.text(before)
    joined.spool(splice.rows)
    if splice.links.raw:
        # Links stand before what is said of printing, in the order that the standard has.
        middle, margins, after = after.partition(b"<pageMargins")
        joined.text(end + middle + b"<hyperlinks>")
        joined.spool(splice.links)
        joined.text(b"</hyperlinks>" + margins + after, last=True)
    else:
        joined.text(end + after, last=True)
    return joined


def _string_table(words: Sequence[str]) -> str:
    table = "".join(f'<si><t xml:space="preserve">{escape(word)}</t></si>' for word in words)
    return f'<?xml version="1.0"?><sst xmlns="{SHEET_MAIN_NS}" uniqueCount="{len(words)}">{table}</sst>'


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _STAMP)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry

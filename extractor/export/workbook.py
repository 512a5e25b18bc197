"""The workbook for people: 概览, 汇总, 明细, 问题, 章节, 事实, 规则, 字段, 来源, put together from rendered pieces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

import openpyxl

from ..decisions import Decision
from ..rules import RULES
from . import facts, heads, issues, lists
from .looks import COMMENT_LIMIT
from .notes import Notes, stand_in
from .overview import write_overview
from .pieces import Spool
from .rendering import STYLES, Piece, Rendered
from .steady import Splice, plain_font, save_book
from .stream import HEAD, sheet_name, sheets_for
from .styles import Pen
from .survey import Survey


class Workbook:
    """A workbook that takes rendered batches in their order and is then saved; what it took is kept in a folder.

    ``words`` stand in it once, in that order, whichever cells name them.
    """

    def __init__(self, scratch: Path, limit: int, words: Sequence[str] = ()) -> None:
        self._scratch, self._limit = scratch, limit
        self._book: Any = openpyxl.Workbook(write_only=True)
        self._pen = Pen()
        plain_font(self._book)
        self._words = words
        self._overview = self._book.create_sheet("概览")
        self.numbers = self._pen.numbers(self._overview, STYLES)
        """What stands for each of :data:`.rendering.STYLES`."""
        self._spools: dict[tuple[str, int, bool], Spool] = {}
        self._notes = Notes(scratch)
        self._counted = Survey()
        self._used: set[str] = set()

    def take(self, piece: Piece, stream: IO[bytes]) -> None:
        """Take a piece that stands next in ``stream``."""
        self._spool(piece.result, piece.sheet, piece.links).take(stream, piece.size, piece.raw, piece.crc)

    def count(self, one: Rendered) -> None:
        """Take what was counted of a batch."""
        self._counted.merge(one.counted)
        self._notes.add(one.notes)
        self._used |= one.used

    def save(self, path: Path, run_date: date, decisions: Mapping[str, Decision]) -> None:
        """Write the headings and the short sheets, and put all together. Raises OSError where it cannot be written."""
        book, pen, counted = self._book, self._pen, self._counted
        columns = counted.columns
        splices: list[Splice] = []
        notes = self._notes.close()
        for title, rows in self._lists().items():
            for number in range(sheets_for(rows, self._limit)):
                here = min(rows - number * (self._limit - HEAD), self._limit - HEAD)
                sheet = self._begun(title, sheet_name(title, number), here)
                files = notes.get(number) if title == "汇总" else None
                if files is not None:
                    sheet._comments.append(stand_in())
                splices.append(Splice(sheet, self._spool(title, number, False), self._spool(title, number, True), files))
            if title == "事实":
                heads.fill_rules(pen, heads.begin(book, pen, "规则", facts.RULE_COLUMNS, rows=len(RULES), freeze="C3"), counted)
                heads.fill_fields(pen, heads.begin(book, pen, "字段", lists.FIELDS, rows=len(columns), freeze="C3"), columns)
        heads.left_over(book, pen, {name: one for name, one in decisions.items() if name not in self._used and one.entered()})
        write_overview(self._overview, pen, counted, run_date, remarks=self._remarks())
        save_book(book, path, run_date, tuple(splices), self._words)

    def _lists(self) -> dict[str, int]:
        """The rows of each list, in the order of the sheets."""
        counted = self._counted
        return {
            "汇总": counted.reports, "明细": counted.values, "问题": counted.findings, "章节": counted.reports,
            "事实": counted.statements, "来源": counted.reports,
        }  # fmt: skip

    def _begun(self, title: str, name: str, rows: int) -> Any:
        """A sheet of a list with its headings."""
        book, pen = self._book, self._pen
        if title == "汇总":
            return heads.begin_wide(book, pen, self._counted, name, rows)
        if title == "问题":
            sheet = heads.begin(book, pen, name, issues.ISSUES, rows=rows, freeze="E3")
            heads.prepare_issues(sheet, rows)
            return sheet
        columns = {"明细": lists.DETAILS, "章节": lists.SECTIONS, "事实": facts.FACTS, "来源": lists.SOURCES}[title]
        return heads.begin(book, pen, name, columns, rows=rows, freeze="C3")

    def _spool(self, title: str, number: int, links: bool) -> Spool:
        key = (title, number, links)
        if key not in self._spools:
            self._spools[key] = Spool(self._scratch / f"{title}{number}{'links' if links else ''}")
        return self._spools[key]

    def _remarks(self) -> list[str]:
        """A sentence for whatever does not stand on one sheet, or is left out."""
        sentences = []
        for title, rows in self._lists().items():
            count = sheets_for(rows, self._limit)
            if count > 1:
                last = f"“{sheet_name(title, 1)}”" + (f"至“{sheet_name(title, count - 1)}”" if count > 2 else "")
                sentences.append(f"“{title}”共 {rows:,} 行，超出一张表的 {self._limit:,} 行，其余接着写在{last}。")
        if self._notes.asked > COMMENT_LIMIT:
            sentences.append(f"“汇总”只有前 {COMMENT_LIMIT:,} 个有标记的单元格附批注；其余的说明见“问题”。")
        return sentences

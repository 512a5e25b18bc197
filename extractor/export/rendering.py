"""A batch of reports as pieces of every result, made in one go: each record is unpacked once, whoever needs it.

Batches know where they begin in each result, and so can be rendered in any order by any number of processes;
:mod:`.results` puts the pieces together.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from ..decisions import Decision, dismissed_of, without
from ..layout import FormName
from ..marks import BLAMES, STATUSES, WORDS, flags_of, status_of, worst_first
from ..record import Report
from ..store.packed import Counts, Packed
from . import facts, issues, lists, wide
from .columns import Column
from .jsonl import line_of
from .looks import Style
from .stream import Ink, Note, SheetPart, SheetRows, spot
from .survey import Survey, columns_for
from .tabular import add_rows, finding_rows, long_rows, wide_row

_LEVEL = 4
"""Of compression: a third larger than the best, in a third of the time."""


STYLES: tuple[Style, ...] = tuple(dict.fromkeys((*wide.STYLES, *lists.STYLES, *issues.STYLES, *facts.STYLES)))
"""Every style of a cell in the lists of the workbook."""


def words_in(columns: Iterable[Column]) -> tuple[str, ...]:
    """The words that come again in every report: they stand once in the workbook, whose cells then only name them."""
    fields = [field for one in columns if (field := one.field) is not None]
    told = (*(one.id for one in fields), *(one.path for one in fields), *WORDS.values(), *STATUSES.values(), *BLAMES.values())
    return tuple(dict.fromkeys(told))


@dataclass(frozen=True, slots=True)
class Plan:
    """What all batches are rendered by: the ``formats`` wanted, the forms that occur, and what the workbook needs.

    ``numbers`` are those of :data:`STYLES` in the book, plain and quoted, ``words`` those that stand in it once;
    ``limit`` is the rows of a sheet.
    """

    formats: frozenset[str]
    forms: tuple[FormName, ...]
    others: tuple[str, ...]
    numbers: Sequence[tuple[int, int]]
    words: Sequence[str]
    decisions: Mapping[str, Decision]
    limit: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Some reports in their order: ``before`` counts all that come before them. The plan is kept in a file."""

    plan: Path
    target: Path
    before: Counts
    reports: tuple[Packed | Report, ...]


class Piece(NamedTuple):
    """A part of a result in the file of its batch: ``size`` bytes, which ``raw`` bytes with that ``crc`` were deflated to.

    ``result`` is a format, or the title of a list of the workbook with the number of the sheet; ``raw`` is 0
    for what is not deflated. ``links`` are those of a sheet.
    """

    result: str
    sheet: int
    links: bool
    size: int
    raw: int = 0
    crc: int = 0


@dataclass(slots=True)
class Rendered:
    """What became of a batch of so many reports: the pieces in its file, in order; what was counted for the workbook; the
    comments; decisions that were used."""

    target: Path
    reports: int
    pieces: list[Piece] = field(default_factory=list)
    counted: Survey = field(default_factory=Survey)
    notes: list[Note] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Desk:
    """A plan with what is worked out of it once a process."""

    plan: Plan
    columns: tuple[Column, ...]
    ids: tuple[str, ...]
    ink: Ink
    book: issues.Book
    dismissed: frozenset[str]


@lru_cache(maxsize=1)
def _desk(path: Path) -> _Desk:
    plan: Plan = pickle.loads(path.read_bytes())
    columns = columns_for(plan.forms, plan.others)
    labels = {column.id: column.label for column in columns}
    book = issues.Book(labels, wide.places_of(columns), plan.decisions, plan.limit)
    dismissed = dismissed_of(plan.decisions)
    shared = {word: number for number, word in enumerate(plan.words)}
    return _Desk(plan, columns, tuple(labels), Ink(dict(zip(STYLES, plan.numbers, strict=False)), shared), book, dismissed)


def render(batch: Batch) -> Rendered:
    """Write the pieces of a batch into its file."""
    desk = _desk(batch.plan)
    opened = [one.opened() if isinstance(one, Packed) else (one, None) for one in batch.reports]
    reports = [report for report, _ in opened]
    made = Rendered(batch.target, len(reports))
    with batch.target.open("wb") as target:
        for name in sorted(desk.plan.formats - {"xlsx"}):
            lines = (line or line_of(report) for report, line in opened)
            text = "".join(f"{line}\n" for line in lines) if name == "jsonl" else _rows(name, reports, desk)
            made.pieces.append(Piece(name, 0, False, target.write(text.encode())))
        if "xlsx" in desk.plan.formats:
            _sheets(reports, batch.before, desk, made, target)
    return made


def _rows(name: str, reports: list[Report], desk: _Desk) -> str:
    """The rows of a CSV file."""
    stream = io.StringIO(newline="")
    for report in reports:
        if name == "csv":
            add_rows(stream, (wide_row(report, desk.ids),))
        elif name == "long":
            add_rows(stream, long_rows(report))
        else:
            add_rows(stream, finding_rows(report, desk.plan.decisions))
    return stream.getvalue()


def _sheets(reports: list[Report], before: Counts, desk: _Desk, made: Rendered, target: IO[bytes]) -> None:
    """The rows of the workbook's lists."""
    ink, limit, columns = desk.ink, desk.plan.limit, desk.columns
    summary, sections, sources = (SheetRows(title, before.reports, limit) for title in ("汇总", "章节", "来源"))
    details, found = SheetRows("明细", before.values, limit), SheetRows("问题", before.findings, limit)
    stated = SheetRows("事实", before.statements, limit)
    for whole in reports:
        report = without(whole, desk.dismissed)
        made.counted.add(whole, desk.dismissed)
        flags = flags_of(report)
        number = summary.at
        summary.append(wide.wide_row(ink, report, columns, flags, spot("问题", found.at, 1, limit)))
        if status_of(report) != "unread":
            for cells in lists.detail_rows(ink, report, flags):
                details.add(cells)
        for row in facts.fact_rows(ink, report):
            stated.append(row)
        # Those that people have dismissed are listed last.
        idle = [] if report is whole else [one for one in whole.findings if one not in report.findings]
        for finding in (*worst_first(report.findings), *worst_first(idle)):
            found.append(issues.finding_row(ink, report, finding, number, desk.book))
            if finding.fingerprint in desk.plan.decisions:
                made.used.add(finding.fingerprint)
        sections.append(lists.section_row(ink, report))
        sources.append(lists.source_row(ink, report))
    made.notes = summary.notes
    for one in (summary, details, found, sections, stated, sources):
        for number, part in one.parts.items():
            _keep(one.title, number, part, made, target)


def _keep(title: str, number: int, part: SheetPart, made: Rendered, target: IO[bytes]) -> None:
    for links, rows in ((False, part.rows), (True, part.links)):
        if rows:
            raw = "".join(rows).encode()
            packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
            # A full flush ends on a whole byte: pieces that follow one another are one stream.
            size = target.write(packer.compress(raw)) + target.write(packer.flush(zlib.Z_FULL_FLUSH))
            made.pieces.append(Piece(title, number, links, size, len(raw), zlib.crc32(raw)))

"""CSV: a row a report (wide), a value (long) or a finding. Columns are named by ids alone.

UTF-8 with a byte order mark and ``\\r\\n``, so that Excel opens it by a double click.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from ..decisions import Decision, code_of
from ..layout import form_of
from ..marks import flags_of, status_of, worst_first
from ..record import Finding, Report
from .described import FINDINGS, LONG, WIDE, names
from .safe import for_csv, shown_value
from .supply import Reports, again, replacing
from .survey import survey

ENCODING = "utf-8-sig"
_END = "\r\n"

Row = Sequence[object]


def write_wide(reports: Reports, stream: TextIO) -> None:
    """A row a report: what it is, how it fares, then every field of the forms that occur.

    A figure is a number, a cell that prints something else shows that, and one that is blank, was not
    found or is not in the report's form is empty; the long table tells these three apart.
    """
    give = again(reports)
    ids = [column.id for column in survey(give()).columns]
    write_rows(stream, wide_header(ids), (wide_row(report, ids) for report in give()))


def write_long(reports: Reports, stream: TextIO) -> None:
    """A row a value, with what is printed, how it was read and where it stands."""
    write_rows(stream, names(LONG), (row for report in again(reports)() for row in long_rows(report)))


def write_findings(reports: Reports, stream: TextIO, decisions: Mapping[str, Decision] | None = None) -> None:
    """A row a finding, the worst of each report first; ``fields`` are ids with blanks between.

    ``decision`` is the code of what a person decided about it, ``note`` the remark; empty without one.
    """
    rows = (row for report in again(reports)() for row in finding_rows(report, decisions))
    write_rows(stream, names(FINDINGS), rows)


def save(write: Callable[[Reports, TextIO], None], reports: Reports, path: Path) -> None:
    """Have one of the writers above fill a file."""
    with replacing(path) as part, part.open("w", encoding=ENCODING, newline="") as stream:
        write(reports, stream)


def write_rows(stream: TextIO, header: Iterable[str], rows: Iterable[Row]) -> None:
    """Write rows as CSV, made safe for spreadsheets."""
    csv.writer(stream, lineterminator=_END).writerow(header)
    add_rows(stream, rows)


def add_rows(stream: TextIO, rows: Iterable[Row]) -> None:
    """Write further rows."""
    known = _FIELDS
    stream.writelines(
        ",".join([known[item] if item.__class__ in _CACHED else _field(item) for item in row]) + _END for row in rows
    )


def _field(item: object) -> str:
    """An item as a field of a row that has more than one, as the ``csv`` module writes it."""
    if isinstance(item, int | float):
        return str(for_csv(item))
    stream = io.StringIO(newline="")
    # A row of one empty field would be written with quotation marks.
    csv.writer(stream, lineterminator=_END).writerow((for_csv(item), None))
    return stream.getvalue().removesuffix(f",{_END}")


_CACHED = frozenset((str, int, type(None)))


class _Fields(dict[object, str]):
    """The fields that items of the classes above give, no two of which are equal: most come again and again."""

    def __missing__(self, item: object) -> str:
        made = _field(item)
        if len(self) > _REMEMBERED:
            self.clear()
        if len(made) < _SHORT:
            self[item] = made
        return made


_FIELDS = _Fields()
_REMEMBERED, _SHORT = 10_000, 250


def wide_header(ids: Iterable[str]) -> tuple[str, ...]:
    """The names of the columns of the table with a row a report, which has the fields ``ids``."""
    return (*names(WIDE), *ids)


def wide_row(report: Report, ids: Iterable[str]) -> Row:
    """The row of a report."""
    values = report.values
    return (*summary_row(report), *(shown_value(values.get(one)) for one in ids))


def summary_row(report: Report) -> Row:
    """What a report is and how it fares, in the columns :data:`.described.WIDE`."""
    form = form_of(report)
    source = report.source
    severities = [finding.severity for finding in report.findings]
    return (
        report.organ, report.year, report.region_name, report.kind, report.edition,
        form.variant if form and report.edition else None, report.title, report.published, status_of(report), report.worst(),
        len(severities), severities.count("error"), severities.count("warning"),
        source.name, source.member, source.sha256,
    )  # fmt: skip


def long_rows(report: Report) -> Iterator[Row]:
    """A row a value of the report, in the columns :data:`.described.LONG`."""
    form = form_of(report)
    fields = {field.id: field for field in form.fields()} if form else {}
    flags = flags_of(report)
    for name, value in report.values.items():
        field, place = fields.get(name), value.place
        box = place.box
        edges = [None] * 4 if box is None else [round(edge, 4) for edge in (box.left, box.top, box.right, box.bottom)]
        yield (
            report.organ, report.year, report.edition, name, field.path if field else None,
            field.unit if field else None, value.value, value.raw, value.kind, value.reading, value.note, place.page,
            *edges, place.anchor, " ".join(dict.fromkeys(one.code for one in flags.get(name, ()))),
            report.source.name, report.source.sha256,
        )  # fmt: skip


def finding_rows(report: Report, decisions: Mapping[str, Decision] | None = None) -> Iterator[Row]:
    """A row a finding of the report, the worst first, in the columns :data:`.described.FINDINGS`."""
    known, none = decisions or {}, Decision()
    for one in worst_first(report.findings):
        yield (*_finding(report, one), *_decided(known.get(one.fingerprint, none)))


def _decided(decision: Decision) -> Row:
    return (code_of(decision.verdict) if decision.entered() else None, decision.remark)


def _finding(report: Report, finding: Finding) -> Row:
    suggestion = finding.suggestion
    evidence = finding.evidence[0] if finding.evidence else None
    return (
        report.organ, report.year, finding.severity, finding.code, finding.outcome, finding.blame, finding.message,
        finding.message_en, " ".join(finding.fields), finding.left, finding.right,
        suggestion.field if suggestion else None, suggestion.value if suggestion else None,
        evidence.place.page if evidence else None, evidence.place.anchor if evidence else None,
        evidence.quote if evidence else None, report.source.name, report.source.sha256, finding.fingerprint,
    )  # fmt: skip

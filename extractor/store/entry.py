"""A record as the rows that the store keeps of it: made where it was read, so that the parent has only to write."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from ..decisions import Decision
from ..display import escaped
from ..layout import listed_by
from ..marks import FAILURES, Status, status_of
from ..record import Finding, Report, Statement, Value
from .apart import packed_apart
from .packed import packed

Row = tuple[Any, ...]
_SHORT = 32
_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Entry:
    """The rows of one record, without the number of its reading; all text can be written as UTF-8.

    ``head`` are the columns of ``readings`` from ``worst`` to ``apart``, ``cells`` begin with the field's id.
    ``record`` is the record itself, packed.
    """

    status: Status
    failure: str | None
    head: Row
    cells: tuple[Row, ...]
    sections: tuple[Row, ...]
    statements: tuple[Row, ...]
    faults: tuple[Row, ...]
    record: bytes


def entry_of(report: Report, apart: bool = True) -> Entry:
    """The rows of a record. What was not read at all has no cells. ``apart``: it will be held against others."""
    status = status_of(report)
    failure = next((one.code for one in report.findings if one.code in FAILURES), None) if status == "unread" else None
    parts = [(part.id, part.title, part.text) for part in (report.preface, *report.sections) if part is not None]
    record = packed(report)
    listed = listed_by(report)
    head = (
        report.worst(), report.organ, report.year, report.region_name, report.kind, report.edition,
        report.title, report.published,
        json.dumps([listed.form, listed.others]) if listed.form or listed.others else None,
        0 if status == "unread" else len(report.values), len(report.statements), len(report.findings),
        hashlib.sha256(record).hexdigest()[:_SHORT], packed_apart(report) if apart and status != "unread" else None,
    )  # fmt: skip
    nothing = all(one.kind == "missing" for one in report.values.values())
    return Entry(
        status, failure, _plain(head), () if nothing else tuple(_cell(name, one) for name, one in report.values.items()),
        tuple(_plain((number, *part)) for number, part in enumerate(parts)),
        tuple(_plain((number, *_statement(one))) for number, one in enumerate(report.statements)),
        tuple((number, *fault_row(one)) for number, one in enumerate(report.findings)),
        record,
    )  # fmt: skip


def fault_row(finding: Finding) -> Row:
    """The columns of a finding, from its code to its fingerprint."""
    mend = finding.suggestion
    first = finding.evidence[0] if finding.evidence else None
    return _plain((
        finding.code, finding.severity, finding.outcome, finding.blame, " ".join(finding.fields), finding.left, finding.right,
        finding.message, finding.message_en, mend.field if mend else None, mend.value if mend else None,
        first.place.page if first else None, first.place.anchor if first else None, first.quote if first else None,
        finding.fingerprint,
    ))  # fmt: skip


def decision_row(decision: Decision) -> Row:
    """The columns of a decision, from its verdict to its date."""
    return _plain((
        decision.verdict, decision.corrected, decision.remark, decision.code, decision.organ, decision.year, decision.message,
        decision.who, decision.date,
    ))  # fmt: skip


def _cell(name: str, value: Value) -> Row:
    number, note, place = value.value, value.note, value.place
    return (
        plain(name), number if number is None else _item(number), plain(value.raw), value.kind, value.reading,
        note and plain(note), place.page, place.anchor and plain(place.anchor),
    )  # fmt: skip


def _statement(statement: Statement) -> Row:
    return (statement.section, statement.about, statement.number, statement.unit, statement.text)


def plain(text: str) -> str:
    """Text that can be written as UTF-8 and shown: half characters, bytes of names and control characters as escapes."""
    return text if text.isprintable() else escaped(text)


def _plain(row: Row) -> Row:
    return tuple([item if item is None or (item.__class__ is str and item.isprintable()) else _item(item) for item in row])


def _item(item: Any) -> Any:
    if isinstance(item, str):
        return plain(item)
    # SQLite has no larger integers; the record has them whole.
    return str(item) if isinstance(item, int) and abs(item) >= _LARGEST else item

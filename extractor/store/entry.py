"""A record as the rows that the store keeps of it: made where it was read, so that the parent has only to write."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

from ..decisions import Decision
from ..display import escaped
from ..marks import FAILURES, Status, status_of
from ..record import Finding, Report, Statement
from ..record_json import report_from_dict

Row = tuple[Any, ...]
_LEVEL = 1
_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Entry:
    """The rows of one record, without the number of its reading; all text can be written as UTF-8.

    ``head`` are the columns of ``readings`` from ``worst`` to ``published``, ``cells`` begin with the field's id.
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


def entry_of(report: Report) -> Entry:
    """The rows of a record. What was not read at all has no cells."""
    status = status_of(report)
    failure = next((one.code for one in report.findings if one.code in FAILURES), None) if status == "unread" else None
    parts = [(part.id, part.title, part.text) for part in (report.preface, *report.sections) if part is not None]
    head = (
        report.worst(), report.organ, report.year, report.region_name, report.kind, report.edition,
        report.title, report.published,
    )  # fmt: skip
    cells = [
        (name, one.value, one.raw, one.kind, one.reading, one.note, one.place.page, one.place.anchor)
        for name, one in report.values.items()
    ]
    nothing = all(one.kind == "missing" for one in report.values.values())
    return Entry(
        status, failure, _plain(head), tuple(map(_plain, () if nothing else cells)),
        tuple(_plain((number, *part)) for number, part in enumerate(parts)),
        tuple(_plain((number, *_statement(one))) for number, one in enumerate(report.statements)),
        tuple((number, *fault_row(one)) for number, one in enumerate(report.findings)),
        packed(report),
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


def packed(report: Report) -> bytes:
    """The record as JSON, compressed: to about a ninth, in less time than the disk would take for the rest."""
    # Escaped throughout: a text may hold half a character, which UTF-8 cannot carry.
    return zlib.compress(json.dumps(report.to_dict(), separators=(",", ":")).encode("ascii"), _LEVEL)


def unpacked(record: bytes) -> Report:
    """The reverse of :func:`packed`; raises zlib.error, ValueError or RecordError for what is none."""
    return report_from_dict(json.loads(zlib.decompress(record)))


def _statement(statement: Statement) -> Row:
    return (statement.section, statement.about, statement.number, statement.unit, statement.text)


def plain(text: str) -> str:
    """Text that can be written as UTF-8 and shown: half characters, bytes of names and control characters as escapes."""
    return text if text.isprintable() else escaped(text)


def _plain(row: Row) -> Row:
    return tuple(map(_item, row))


def _item(item: Any) -> Any:
    if isinstance(item, str):
        return plain(item)
    # SQLite has no larger integers; the record has them whole.
    return str(item) if isinstance(item, int) and abs(item) >= _LARGEST else item

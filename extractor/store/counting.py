"""What a run met, counted by the store itself, so that no record is unpacked for it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field

from ..marks import FAILURES, Status
from ..record import Finding, Severity, SourceInfo
from .schema import LIVE

_FAILURES = ", ".join(f"'{code}'" for code in sorted(FAILURES))
# Findings that people have dismissed count for nothing; that a file could not be read stays told.
_COUNTED = f"SELECT * FROM ({LIVE}) WHERE verdict IS NOT '误报' OR code IN ({_FAILURES})"
_STATUS = """CASE WHEN r.status = 'unread' THEN 'unread' ELSE CASE (
    SELECT MIN(CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END) FROM met WHERE met.position = s.position
) WHEN 1 THEN 'faulty' WHEN 2 THEN 'warned' ELSE 'clean' END END"""


@dataclass(slots=True)
class Counted:
    """Reports by status, findings by severity and code, and sources that gave nothing with the reason."""

    statuses: Counter[Status] = field(default_factory=Counter)
    severities: Counter[Severity] = field(default_factory=Counter)
    codes: Counter[tuple[Severity, str]] = field(default_factory=Counter)
    unread: list[tuple[SourceInfo, Finding]] = field(default_factory=list)


def counted(db: sqlite3.Connection, most: int) -> Counted:
    """Count the run whose sources are listed; of those that could not be read the first ``most`` are named."""
    made = Counted()
    db.execute("DROP TABLE IF EXISTS temp.met")
    db.execute(f"CREATE TEMP TABLE met AS SELECT position, status, severity, outcome, code FROM ({_COUNTED})")
    db.execute("CREATE INDEX temp.met_by_position ON met (position)")
    for status, count in db.execute(
        f"SELECT {_STATUS}, COUNT(*) FROM sources s JOIN readings r ON r.id = s.reading GROUP BY 1"
    ):
        made.statuses[status] = count
    for status, severity, outcome, code, count in db.execute(
        "SELECT status, severity, outcome, code, COUNT(*) FROM met GROUP BY 1, 2, 3, 4"
    ):
        made.severities[severity] += count
        if status != "unread" and outcome == "violated":
            made.codes[severity, code] += count
    rows = db.execute(
        "SELECT s.name, s.path, s.member, x.code, x.message, x.message_en FROM sources s JOIN readings r ON r.id = s.reading "
        "JOIN faults x ON x.reading = r.id AND x.number = 0 WHERE r.status = 'unread' ORDER BY s.position LIMIT ?", (most,)
    )  # fmt: skip
    for name, path, member, code, message, message_en in rows:
        finding = Finding(code, "error", "violated", "reading", message, message_en)
        made.unread.append((SourceInfo(name, path, member), finding))
    return made

"""A first pass over the reports: which columns their tables need, and what there is to count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..decisions import without
from ..display import one_line
from ..form import Form
from ..layout import form_of
from ..marks import MANY, Status, status_of
from ..record import SEVERITIES, Report, Severity
from .columns import Column, columns_of


@dataclass(slots=True)
class CodeCount:
    """How often a code was found, in how many reports, its gravest severity and a sentence of that."""

    severity: Severity
    example: str
    findings: int = 0
    reports: int = 0


@dataclass(slots=True)
class Survey:
    """What one pass over the reports counts.

    ``values`` are those of reports that could be read; ``flagged`` are the ids of fields to look at.
    ``findings`` and ``statements`` count all there are; of findings that people have ``dismissed``
    nothing else takes account.
    """

    columns: tuple[Column, ...] = ()
    forms: dict[Form, int] = field(default_factory=dict)
    reports: int = 0
    values: int = 0
    findings: int = 0
    dismissed: int = 0
    statements: int = 0
    statuses: Counter[Status] = field(default_factory=Counter)
    years: Counter[tuple[int | None, Status]] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    codes: dict[str, CodeCount] = field(default_factory=dict)
    flagged: set[str] = field(default_factory=set)

    def commonest(self) -> list[tuple[str, CodeCount]]:
        """The codes by the number of their findings, the most frequent first; of equals the gravest."""
        return sorted(
            self.codes.items(),
            key=lambda pair: (-pair[1].findings, SEVERITIES.index(pair[1].severity), pair[0]),
        )


def survey(reports: Iterable[Report], dismissed: frozenset[str] = frozenset()) -> Survey:
    """Go through the reports once and count; ``dismissed`` are fingerprints of findings."""
    made = Survey()
    others: set[str] = set()
    for report in reports:
        made.findings += len(report.findings)
        made.statements += len(report.statements)
        left = without(report, dismissed)
        made.dismissed += len(report.findings) - len(left.findings)
        _count(made, left)
        if report.edition is None and all(value.kind == "missing" for value in report.values.values()):
            # Its fields stand for those of a form that nobody saw, and call for no columns.
            continue
        form = form_of(report)
        if form is not None:
            made.forms[form] = made.forms.get(form, 0) + 1
        others.update(report.values)
    made.columns = columns_of(made.forms, others)
    return made


def _count(made: Survey, report: Report) -> None:
    status = status_of(report)
    made.reports += 1
    made.values += len(report.values) if status != "unread" else 0
    made.statuses[status] += 1
    made.years[report.year, status] += 1
    seen: set[str] = set()
    for finding in report.findings:
        made.severities[finding.severity] += 1
        entry = made.codes.setdefault(finding.code, CodeCount(finding.severity, one_line(finding.message)))
        if SEVERITIES.index(finding.severity) < SEVERITIES.index(entry.severity):
            entry.severity, entry.example = finding.severity, one_line(finding.message)
        entry.findings += 1
        entry.reports += finding.code not in seen
        seen.add(finding.code)
        if finding.severity != "info" and len(finding.fields) <= MANY:
            made.flagged.update(finding.fields)
    made.flagged.update(name for name, value in report.values.items() if value.reading == "conflict")

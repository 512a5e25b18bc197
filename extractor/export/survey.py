"""A first pass over the reports: which columns their tables need, and what there is to count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..decisions import without
from ..display import one_line
from ..form import load
from ..layout import FormName, listed_by
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

    ``forms`` counts the reports of each form, ``others`` are ids of fields that the form of their report does not
    have. ``values`` are those of reports that could be read; ``flagged`` are the ids of fields to look at.
    ``findings`` and ``statements`` count all there are; of findings that people have ``dismissed``
    nothing else takes account.
    """

    forms: Counter[FormName] = field(default_factory=Counter)
    others: set[str] = field(default_factory=set)
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

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of fields that tables of these reports need."""
        return columns_for(self.forms, self.others)

    def commonest(self) -> list[tuple[str, CodeCount]]:
        """The codes by the number of their findings, the most frequent first; of equals the gravest."""
        return sorted(
            self.codes.items(),
            key=lambda pair: (-pair[1].findings, SEVERITIES.index(pair[1].severity), pair[0]),
        )

    def add(self, report: Report, dismissed: frozenset[str] = frozenset()) -> None:
        """Count a report; ``dismissed`` are fingerprints of findings."""
        self.findings += len(report.findings)
        self.statements += len(report.statements)
        left = without(report, dismissed)
        self.dismissed += len(report.findings) - len(left.findings)
        _count(self, left)
        listed = listed_by(report)
        if listed.form is not None:
            self.forms[listed.form] += 1
        self.others.update(listed.others)

    def merge(self, later: Survey) -> None:
        """Add what was counted of the reports that come next."""
        self.forms += later.forms
        self.others |= later.others
        self.reports += later.reports
        self.values += later.values
        self.findings += later.findings
        self.dismissed += later.dismissed
        self.statements += later.statements
        self.statuses += later.statuses
        self.years += later.years
        self.severities += later.severities
        self.flagged |= later.flagged
        for code, more in later.codes.items():
            entry = self.codes.setdefault(code, CodeCount(more.severity, more.example))
            if SEVERITIES.index(more.severity) < SEVERITIES.index(entry.severity):
                entry.severity, entry.example = more.severity, more.example
            entry.findings += more.findings
            entry.reports += more.reports


def survey(reports: Iterable[Report], dismissed: frozenset[str] = frozenset()) -> Survey:
    """Go through the reports once and count; ``dismissed`` are fingerprints of findings."""
    made = Survey()
    for report in reports:
        made.add(report, dismissed)
    return made


def columns_for(forms: Iterable[FormName], others: Iterable[str] = ()) -> tuple[Column, ...]:
    """The columns that tables of reports in these forms need, and of ids that their own form does not have."""
    return columns_of([load(*one) for one in forms], others)


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

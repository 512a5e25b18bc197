"""The catalogue: one decorated function a rule, and the walk that turns what they yield into findings.

A rule is a generator over a :class:`Case` that yields a :class:`Fault` for each thing it finds. Its
docstring says what it looks for, why (with the source), an example and the cure; ``nianbao explain``,
the 规则 documents and the tests read it from here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..form import Field, Form
from ..model import Remark
from ..profile import DEFAULT, Profile
from ..record import Blame, Evidence, Finding, Outcome, Report, Severity, Suggestion, Value, fingerprint
from ..tables.reconcile import Doubt

Basis = Literal["law", "form", "arithmetic", "local", "expert", "reading"]


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at: the record without findings, its form, and what reading it met."""

    report: Report
    form: Form
    doubts: Sequence[Doubt] = ()
    remarks: Sequence[Remark] = ()
    old_labels: Sequence[str] = ()
    numbers: Mapping[str, int | float] = field(default_factory=dict)
    printed: frozenset[str] = frozenset()
    """The ids of the tables whose labels the source prints, whatever was read of them."""
    odd: Sequence[Field] = ()
    """The fields printed in any other way than as plain digits."""
    profile: Profile = DEFAULT

    def value(self, field_id: str) -> Value:
        """The value of a field."""
        return self.report.values[field_id]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found, before it has the rule's code and severity. None leaves the rule's own severity."""

    message: str
    message_en: str
    fields: tuple[str, ...] = ()
    left: int | float | None = None
    right: int | float | None = None
    evidence: tuple[Evidence, ...] = ()
    suggestion: Suggestion | None = None
    outcome: Outcome = "violated"
    blame: Blame = "source"
    severity: Severity | None = None
    what: str = ""
    """Tells two faults of one code without fields apart in their fingerprints."""


Check = Callable[[Case], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue. ``doc`` is its docstring: what, why, example, cure."""

    code: str
    severity: Severity
    basis: Basis
    title: str
    title_en: str
    doc: str
    check: Check | None


RULES: dict[str, Rule] = {}
"""Every rule by code, in the order of the catalogue."""


def rule(code: str, severity: Severity, basis: Basis, title: str, title_en: str) -> Callable[[Check], Check]:
    """Enter a generator function into the catalogue."""

    def enter(check: Check) -> Check:
        RULES[code] = Rule(code, severity, basis, title, title_en, inspect.getdoc(check) or "", check)
        return check

    return enter


def note(code: str, severity: Severity, title: str, title_en: str, doc: str) -> None:
    """Enter a code that reading itself raises, so that it can be explained like any other."""
    RULES[code] = Rule(code, severity, "reading", title, title_en, inspect.cleandoc(doc), None)


def findings_of(case: Case, codes: frozenset[str] | None = None) -> tuple[Finding, ...]:
    """Hold a case against the catalogue (or the named codes): errors first, then in printed order."""
    found = []
    for entry in RULES.values():
        if entry.check is not None and (codes is None or entry.code in codes):
            found += [finding_of(entry, fault, case.report) for fault in entry.check(case)]
    order = {name: number for number, name in enumerate(case.report.values)}
    rank = {"error": 0, "warning": 1, "info": 2}

    def place(finding: Finding) -> tuple[int, int, int, str]:
        first = min((order.get(name, len(order)) for name in finding.fields), default=len(order))
        return rank[finding.severity], finding.outcome != "violated", first, finding.code

    return tuple(sorted(found, key=place))


def finding_of(entry: Rule, fault: Fault, report: Report) -> Finding:
    """A rule's fault as the finding of a record."""
    who = report.organ or report.source.name
    return Finding(
        entry.code, fault.severity or entry.severity, fault.outcome, fault.blame, fault.message, fault.message_en,
        fault.fields, fault.left, fault.right, fault.evidence, fault.suggestion,
        fingerprint(entry.code, who, report.year, fault.fields, fault.what),
    )  # fmt: skip

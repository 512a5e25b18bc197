"""The catalogue: one decorated function a rule, and the walk that turns what they yield into findings.

A rule is a generator over a :class:`Case` that yields a :class:`Fault` for each thing it finds. Its
docstring says what it looks for, why (with the source), an example and the cure; ``nianbao explain``,
the 规则 documents and the tests read it from here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from ..form import Field, Form
from ..model import Remark
from ..profile import DEFAULT, Profile
from ..record import Blame, Evidence, Finding, Outcome, Report, Severity, Suggestion, Value, fingerprint
from ..tables.confirm import Doubt
from ..tables.printed import PrintedTable

if TYPE_CHECKING:
    from .claims import Span
    from .entry import Entry
    from .series import Region, Series

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
    """What the cells that hold a number hold; ``sure`` those of them that are not in doubt."""
    sure: Mapping[str, int | float] = field(default_factory=dict)
    printed: frozenset[str] = frozenset()
    """The ids of the tables whose labels the source prints, whatever was read of them."""
    odd: Sequence[Field] = ()
    """The fields printed in any other way than as plain digits."""
    profile: Profile = DEFAULT
    labels: Sequence[PrintedTable] = ()
    """The labels that the source's own tables print; none for a record read back from JSON."""
    spans: dict[tuple[str, ...], list[Span]] = field(default_factory=dict, compare=False, repr=False)
    """What rows of table 3 hold together, kept by their ids: many statements are held against the same few."""

    def value(self, field_id: str) -> Value:
        """The value of a field."""
        return self.report.values[field_id]

    @property
    def own_year(self) -> int | None:
        """The year reported on, unless only something outside the report tells it: its file's name, or what was given."""
        return self.report.year if self.report.year_basis not in ("file name", "given") else None


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
YearsCheck = Callable[["Series"], Iterator[tuple["Entry", Fault]]]
LevelsCheck = Callable[["Region"], Iterator[tuple["Entry", Fault]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue. ``doc`` is its docstring: what, why, example, cure.

    ``check`` judges one report, ``years`` the reports of one organ together, ``levels`` those of a region.
    An ``optional`` one is checked only where a profile switches it on.
    """

    code: str
    severity: Severity
    basis: Basis
    title: str
    title_en: str
    doc: str
    check: Check | None
    years: YearsCheck | None = None
    levels: LevelsCheck | None = None
    optional: bool = False

    def told(self, mark: str) -> str:
        """The part of ``doc`` that begins with a mark such as ``依据`` or ``改``, on one line; empty without it."""
        lines = self.doc.splitlines()
        at = next((number for number, line in enumerate(lines) if line.startswith(f"{mark}：")), None)
        if at is None:
            return ""
        part = [lines[at].partition("：")[2]]
        for line in lines[at + 1 :]:
            if not line.strip() or line.startswith(MARKS):
                break
            part.append(line)
        return "".join(one.strip() for one in part)

    def what(self) -> str:
        """What the rule looks for: its docstring up to the first mark, on one line."""
        lines: list[str] = []
        for line in self.doc.splitlines():
            if line.startswith(MARKS):
                break
            lines.append(line.strip())
        return "".join(lines)


MARKS = ("依据：", "例：", "改：", "不适用：")
"""What the parts of a rule's docstring begin with."""

RULES: dict[str, Rule] = {}
"""Every rule by code, in the order of the catalogue."""


def rule(
    code: str, severity: Severity, basis: Basis, title: str, title_en: str, *, optional: bool = False
) -> Callable[[Check], Check]:
    """Enter a generator function into the catalogue; an ``optional`` rule is off unless a profile switches it on."""

    def enter(check: Check) -> Check:
        RULES[code] = Rule(code, severity, basis, title, title_en, inspect.getdoc(check) or "", check, optional=optional)
        return check

    return enter


def rule_across_years(
    code: str, severity: Severity, basis: Basis, title: str, title_en: str
) -> Callable[[YearsCheck], YearsCheck]:
    """Enter a generator over an organ's reports; it yields the report that is at fault with each fault."""

    def enter(check: YearsCheck) -> YearsCheck:
        RULES[code] = Rule(code, severity, basis, title, title_en, inspect.getdoc(check) or "", None, years=check)
        return check

    return enter


def also_across_years(code: str) -> Callable[[YearsCheck], YearsCheck]:
    """Enter a generator as the part of a rule, already in the catalogue, that needs another year's report."""

    def enter(check: YearsCheck) -> YearsCheck:
        RULES[code] = replace(RULES[code], years=check)
        return check

    return enter


def rule_across_levels(
    code: str, severity: Severity, basis: Basis, title: str, title_en: str
) -> Callable[[LevelsCheck], LevelsCheck]:
    """Enter a generator over a region's report and those of its units."""

    def enter(check: LevelsCheck) -> LevelsCheck:
        RULES[code] = Rule(code, severity, basis, title, title_en, inspect.getdoc(check) or "", None, levels=check)
        return check

    return enter


def note(code: str, severity: Severity, title: str, title_en: str, doc: str) -> None:
    """Enter a code that reading itself raises, so that it can be explained like any other."""
    RULES[code] = Rule(code, severity, "reading", title, title_en, inspect.cleandoc(doc), None)


def findings_of(case: Case, codes: frozenset[str] | None = None) -> tuple[Finding, ...]:
    """Hold a case against the rules its profile has (or the named of them): errors first, then in printed order."""
    found, profile = [], case.profile
    for entry in RULES.values():
        if entry.check is None or not (codes is None or entry.code in codes):
            continue
        if profile.checks(entry.code, entry.optional):
            found += [finding_of(entry, fault, case.report, profile) for fault in entry.check(case)]
    return in_order(found, case.report.values)


def in_order(findings: Iterable[Finding], fields: Iterable[str]) -> tuple[Finding, ...]:
    """Findings as a record lists them: errors first, then in the printed order of its fields."""
    order = {name: number for number, name in enumerate(fields)}
    rank = {"error": 0, "warning": 1, "info": 2}

    def place(finding: Finding) -> tuple[int, int, int, str]:
        first = min((order.get(name, len(order)) for name in finding.fields), default=len(order))
        return rank[finding.severity], finding.outcome != "violated", first, finding.code

    return tuple(sorted(findings, key=place))


def finding_of(entry: Rule, fault: Fault, report: Report, profile: Profile = DEFAULT) -> Finding:
    """A rule's fault as the finding of a record, as severe as the profile has it."""
    who = report.organ or report.source.name
    return Finding(
        entry.code, profile.severity_of(entry.code, entry.severity, fault.severity), fault.outcome, fault.blame, fault.message, fault.message_en,
        fault.fields, fault.left, fault.right, fault.evidence, fault.suggestion,
        fingerprint(entry.code, who, report.year, fault.fields, fault.what),
    )  # fmt: skip

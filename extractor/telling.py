"""What a finding says to a person: what is wrong, where, what is printed and what was due, on what ground, how to mend it.

Everything a report's text could smuggle in is made printable here; whoever writes it escapes what its format needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .batch import called
from .decisions import Decision, dismissed_of, without
from .display import clipped, one_line
from .drawing import named
from .form import Form
from .layout import form_of
from .marks import FAILURES, Status, equation, figure, status_of, worst_first
from .model import Place
from .record import SEVERITIES, Blame, Finding, Outcome, Report, Severity
from .rules import RULES

QUOTE = 200
"""The most characters of a quote."""
_SHOWN = 6
_ANCHORS = (
    (re.compile(r"t(\d+)\.r(\d+)\.c(\d+)"), "文中第 {} 张表第 {} 行第 {} 格", "table {} row {} cell {}"),
    (re.compile(r"p(\d+)"), "第 {} 段", "paragraph {}"),
    (re.compile(r"L(\d+)"), "第 {} 行", "line {}"),
)
_SUM = re.compile(r"[-\d.,\s+]+[≠=][-\d.,\s+]+…?")
_NUMBERS = dict(zip(("t2", "t3", "t4"), ("二", "三", "四"), strict=True))


@dataclass(frozen=True, slots=True)
class Told:
    """One finding in words. Texts are single lines; those that do not apply are empty.

    ``where`` is the section, table and cell, ``place`` the page or whereabouts in a source without pages;
    ``printed`` and ``due`` are figures as people write them, ``sides`` the two that were compared.
    """

    code: str
    severity: Severity
    outcome: Outcome
    blame: Blame
    title: str
    what: str
    where: str
    place: str
    page: int | None
    anchor: str
    printed: str
    due: str
    sides: str
    quote: str
    basis: str
    cure: str
    fields: tuple[str, ...]
    fingerprint: str
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class ToldReport:
    """A report and its findings, worst first; ``dismissed`` counts those that are left out of them."""

    organ: str
    year: int | None
    title: str
    name: str
    path: str
    sha256: str
    status: Status
    findings: tuple[Told, ...]
    dismissed: int = 0

    def count(self, severity: Severity) -> int:
        """How many findings of that severity there are that nobody dismissed."""
        return sum(one.severity == severity and not dismissed(one) for one in self.findings)

    def rank(self) -> tuple[int, ...]:
        """Orders reports, the worst first: those that could not be read, then by errors, warnings, infos."""
        return (self.status != "unread", *(-self.count(one) for one in SEVERITIES))


def dismissed(told: Told) -> bool:
    """Whether a person has dismissed the finding."""
    return told.decision is not None and told.decision.verdict == "误报"


def tell(
    report: Report, lang: str = "zh", decisions: Mapping[str, Decision] | None = None, *, everything: bool = False
) -> ToldReport:
    """The report's findings in words, in Chinese (``zh``) or English (``en``).

    Findings that people have dismissed are left out unless ``everything`` is asked for.
    """
    known = decisions or {}
    left = without(report, dismissed_of(known))
    form = form_of(report)
    shown = report.findings if everything else left.findings
    # Those that were dismissed stand last.
    ordered = [*worst_first(left.findings), *worst_first(one for one in shown if one not in left.findings)]
    source = report.source
    return ToldReport(
        one_line(report.organ or ""), report.year, one_line(report.title or ""), one_line(source.member or source.name),
        called(source.name, source.path, source.member), source.sha256, status_of(left),
        tuple(_told(one, report, form, lang, known.get(one.fingerprint)) for one in ordered),
        len(report.findings) - len(shown),
    )  # fmt: skip


def is_sum(quote: str) -> bool:
    """Whether a quote is the sum that was worked out, such as ``28 ≠ 17 + 1``, and no words of the report."""
    return bool(_SUM.fullmatch(quote))


def place_of(place: Place, lang: str = "zh") -> str:
    """A place for people: the page, or where in a source without pages; empty when it is not known."""
    if place.page is not None:
        return f"第 {place.page} 页" if lang == "zh" else f"page {place.page}"
    for pattern, chinese, english in _ANCHORS:
        found = pattern.fullmatch(place.anchor or "")
        if found:
            return (chinese if lang == "zh" else english).format(*found.groups())
    return one_line(place.anchor or "")


def _told(finding: Finding, report: Report, form: Form | None, lang: str, decision: Decision | None) -> Told:
    zh, rule = lang == "zh", RULES.get(finding.code)
    mend = finding.suggestion
    place = finding.evidence[0].place if finding.evidence else Place()
    if mend and mend.field in report.values:
        place = report.values[mend.field].place  # where the figure to mend stands, not where the sum was found wrong
    cure = rule.told("改") if rule and zh else ""
    if finding.outcome != "violated" or finding.code in FAILURES:
        cure = ""  # what could not be read, or not be decided, says in its message what to do
    return Told(
        finding.code, finding.severity, finding.outcome, finding.blame,
        (rule.title if zh else rule.title_en) if rule else finding.code,
        one_line(finding.message if zh else finding.message_en),
        _where(finding, report, form, zh), place_of(place, lang), place.page, one_line(place.anchor or ""),
        _printed(finding, report, form, zh), figure(mend.value) if mend else "", equation(finding),
        clipped(one_line(finding.evidence[0].quote), QUOTE) if finding.evidence else "",
        rule.told("依据") if rule and zh else "", cure,
        finding.fields, finding.fingerprint, decision if decision and decision.entered() else None,
    )  # fmt: skip


def _where(finding: Finding, report: Report, form: Form | None, zh: bool) -> str:
    """The section, the table and the cell, or the section that holds the words quoted."""
    names = (finding.suggestion.field,) if finding.suggestion else finding.fields
    if not zh:
        return " ".join(names[:_SHOWN]) + (f" … ({len(names)})" if len(names) > _SHOWN else "") or _section(finding, report)
    if not names or form is None:
        return _section(finding, report)
    known = {field.id: field for field in form.fields()}
    tables = dict.fromkeys(known[name].table for name in names if name in known)
    head = "、".join(_table(table, form) for table in tables)
    if len(names) == 1:
        cell = known[names[0]].path if names[0] in known else one_line(names[0])
    elif any(len(table.fields) == len(names) for table in form.tables if table.id in tables):
        cell = f"全表 {len(names)} 格"
    else:
        cell = "、".join(named(name, form) for name in names[:_SHOWN]) + (f" 等 {len(names)} 格" if len(names) > _SHOWN else "")
    return f"{head}：{cell}" if head else cell


def _table(table_id: str, form: Form) -> str:
    section = next((one for one in form.sections if one.table == table_id), None)
    return f"第{section.number}部分表{_NUMBERS.get(table_id, '')}" if section else table_id


def _section(finding: Finding, report: Report) -> str:
    """The heading of the section that holds what is quoted; empty where none does."""
    quotes = ["".join(one.quote.split()) for one in finding.evidence]
    for section in report.sections:
        text = "".join((section.title + section.text).split())
        if any(quote and quote in text for quote in quotes):
            return one_line(section.title)
    return ""


def _printed(finding: Finding, report: Report, form: Form | None, zh: bool) -> str:
    """What the cells in question print; empty where the finding is about none or about many."""
    names = (finding.suggestion.field,) if finding.suggestion else finding.fields
    if not 0 < len(names) <= _SHOWN or any(name not in report.values for name in names):
        return ""
    blank, missing = ("（空白）", "（没有找到）") if zh else ("(blank)", "(not found)")
    texts = []
    for name in names:
        value = report.values[name]
        raw = missing if value.kind == "missing" else one_line(value.raw) or blank
        texts.append(raw if len(names) == 1 else f"{named(name, form) if zh else name} {raw}")
    return "；".join(texts)

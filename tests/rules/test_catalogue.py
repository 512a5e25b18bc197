"""Every rule of the catalogue has cases that it must find and cases that it must let pass."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from builders import labels_of, report_with, with_statements

from extractor.form import load
from extractor.given import Given
from extractor.model import Place
from extractor.pipeline import form_with
from extractor.profile import Profile
from extractor.record import SEVERITIES, Finding, Heading, Report, Section, SourceInfo
from extractor.rules import RULES, Unit, judge
from extractor.tables.confirm import Doubt
from extractor.together import check_all

CASES = Path(__file__).parent / "cases"
CHECKED = [rule.code for rule in RULES.values() if rule.check or rule.basis != "reading"]

ABOUT_CONTENT = frozenset({"S-ASPECT", "S-THIN", "S-GOV", "S-S5EMPTY", "S-S6FEE"})
"""Rules on what the sections must say."""


@dataclass(frozen=True)
class Example:
    """One case of a rule. ``expect`` and ``info`` are all codes found; ``fields`` those the rule itself names.

    ``reports`` are several reports judged together, each what is set here with changes of its own; ``units``
    the units of a region as region, unit, role; ``given`` what is told from outside, as name, value, origin.
    ``extra`` are headings beside the sections', by the section they follow; ``labels`` the arguments of labels_of.
    """

    code: str
    fails: bool
    name: str
    edition: str = "2021"
    variant: str | None = None
    set: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    readings: dict[str, str] = field(default_factory=dict)
    sections: list[str] | None = None
    texts: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    organ: str | None = None
    kind: str | None = None
    published: str | None = None
    year: int | None = None
    length_caps: dict[str, int] = field(default_factory=dict)
    old_labels: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    labels: list[dict[str, Any]] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    doubts: list[dict[str, Any]] = field(default_factory=list)
    expect: list[str] = field(default_factory=list)
    info: list[str] = field(default_factory=list)
    inconclusive: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    suggestion: dict[str, Any] | None = None
    says: str = ""
    reports: list[dict[str, Any]] = field(default_factory=list)
    units: list[list[str]] = field(default_factory=list)
    source: str = "report.html"
    given: list[list[Any]] = field(default_factory=list)
    organ_basis: str = ""
    year_basis: str = ""

    def report(self) -> Report:
        made = report_with(
            self.set, edition=self.edition, variant=self.variant, readings=self.readings, missing=self.missing
        )
        more: dict[str, Any] = {"source": SourceInfo(self.source), "given": tuple(Given(*one) for one in self.given)}
        more |= {name: getattr(self, name) for name in ("organ_basis", "year_basis") if getattr(self, name)}
        parts = [
            replace(one, text=self.texts.get(one.id, one.text), title=self.titles.get(one.id, one.title))
            for one in made.sections
        ]
        more["sections"] = tuple(parts)
        headings = []
        for one in parts:
            headings.append(Heading(one.title, one.id, one.place))
            headings += [Heading(self.extra[one.id], None, Place(anchor="p9"))] if one.id in self.extra else []
        more["headings"] = tuple(one for one in headings if self.sections is None or one.section in (None, *self.sections))
        if "preface" in self.texts:
            more["preface"] = Section("preface", "", self.texts["preface"], Place(anchor="p0"))
        for name in ("title", "organ", "kind", "published"):
            if getattr(self, name) is not None:
                more[name] = getattr(self, name) or None
        if self.sections is not None:
            there = {section.id: section for section in parts}
            more["sections"] = tuple(there[one] for one in self.sections)
        if self.year is not None:
            more["year"] = self.year or None
        return with_statements(Report(**{**{name: getattr(made, name) for name in made.__slots__}, **more}))

    def several(self) -> list[Example]:
        """The reports of this case, each as a case of its own."""
        made = []
        for number, own in enumerate(self.reports, 1):
            one = replace(self, reports=[], source=f"r{number}.html", **{**own, "set": self.set | own.get("set", {})})
            plain = one.report()
            title = f"{plain.year}年{plain.organ or ''}政府信息公开工作年度报告"
            made.append(replace(one, title=one.title or title))
        return made

    def judged(self) -> tuple[Report, ...]:
        """The case's reports with all that is found on them."""
        alone = [replace(one.report(), findings=one.alone()) for one in self.several() or [self]]
        if not self.reports:
            return tuple(alone)
        return check_all(alone, [Unit(region, name, role) for region, name, role in self.units])  # type: ignore[arg-type]

    def findings(self) -> tuple[Finding, ...]:
        """All findings of the case, report by report."""
        return tuple(finding for report in self.judged() for finding in report.findings)

    def alone(self) -> tuple[Finding, ...]:
        """The findings of one report by itself."""
        report = self.report()
        doubts = [
            Doubt(one["code"], tuple(one["fields"]), tuple(one["readings"]), Place(), one["why"]) for one in self.doubts
        ]
        form, profile = form_with(report), Profile(length_caps=self.length_caps)
        labels = [labels_of(form, one["table"], **{k: v for k, v in one.items() if k != "table"}) for one in self.labels]
        found = judge(
            report, form, doubts, (), self.old_labels, frozenset(self.printed), profile, printed_labels=labels
        )
        # The text that a case sets is what its rule looks at and no more: that it is thin is another rule's matter.
        told = {self.code, *self.expect, *self.info}
        return tuple(one for one in found if not self.texts or one.code in told or one.code not in ABOUT_CONTENT)


def examples() -> list[Example]:
    made = []
    for path in sorted(CASES.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        assert set(data) <= {"fail", "pass", "texts"}, path.name
        for kind in ("fail", "pass"):
            made += [Example(path.stem, kind == "fail", **_told(one, data.get("texts", {}))) for one in data.get(kind, ())]
    return made


def _told(case: dict[str, Any], named: dict[str, str]) -> dict[str, Any]:
    """A case with the texts that its file gives a name put in for ``{name}``."""
    made = {**case, "reports": [_told(one, named) for one in case["reports"]]} if "reports" in case else {**case}
    for part, text in case.get("texts", {}).items():
        for name, whole in named.items():
            text = text.replace(f"{{{name}}}", whole)
        made = {**made, "texts": {**made["texts"], part: text}}
    return made


EXAMPLES = examples()


def named(example: Example) -> str:
    return f"{example.code}-{'fail' if example.fails else 'pass'}-{example.name}"


def at(findings: tuple[Finding, ...], *severities: str) -> Counter[str]:
    return Counter(finding.code for finding in findings if finding.severity in severities)


def test_every_rule_has_a_case_file_with_both_kinds_and_no_file_is_left_over() -> None:
    assert sorted({example.code for example in EXAMPLES}) == sorted(CHECKED)
    for code in CHECKED:
        assert {example.fails for example in EXAMPLES if example.code == code} == {True, False}, code


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_exactly_the_expected_findings(example: Example) -> None:
    findings = example.findings()
    assert at(findings, "error", "warning") == Counter(example.expect)
    assert at(findings, "info") == Counter(example.info)
    open_ones = Counter(finding.code for finding in findings if finding.outcome == "inconclusive")
    assert open_ones == Counter(example.inconclusive)


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.fails], ids=named)
def test_a_failing_case_is_found_by_its_rule_and_by_no_other(
    example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [finding for finding in example.findings() if finding.code == example.code]
    assert own
    assert set(example.fields) <= {name for finding in own for name in finding.fields}
    if example.says:
        assert any(example.says in finding.message for finding in own)
    if example.suggestion is not None:
        given = {(one.suggestion.field, one.suggestion.value) for one in own if one.suggestion is not None}
        assert given == {(example.suggestion["field"], example.suggestion["value"])}
    # A new dict: taking the rule out of the real one and putting it back would change the order of the catalogue.
    left = {code: rule for code, rule in RULES.items() if code != example.code}
    monkeypatch.setattr("extractor.rules.catalogue.RULES", left)
    rest = Counter(finding.code for finding in example.findings())
    assert rest == Counter(example.expect) + Counter(example.info) - Counter({example.code: len(own)})


@pytest.mark.parametrize("example", [one for one in EXAMPLES if not one.fails], ids=named)
def test_a_passing_case_is_not_found_violated(example: Example) -> None:
    own = [finding for finding in example.findings() if finding.code == example.code]
    assert [finding for finding in own if finding.outcome == "violated"] == []


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.fails], ids=named)
def test_a_finding_says_what_where_and_in_both_languages(example: Example) -> None:
    for report, finding in [(one, finding) for one in example.judged() for finding in one.findings]:
        known = {field.id for field in form_with(report).fields()}
        assert finding.message.endswith("。"), finding.message
        assert finding.message_en.endswith("."), finding.message_en
        assert set(finding.fields) <= known
        assert finding.severity in SEVERITIES
        assert len(finding.fingerprint) == 16
        assert finding.suggestion is None or finding.suggestion.field in finding.fields


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.fails], ids=named)
def test_findings_are_the_same_run_after_run_and_each_has_a_fingerprint_of_its_own(example: Example) -> None:
    first, second = example.findings(), example.findings()
    assert first == second
    prints = [finding.fingerprint for finding in first]
    assert len(set(prints)) == len(prints)


def test_errors_come_first() -> None:
    for name, report in [(example.name, report) for example in EXAMPLES for report in example.judged()]:
        ranks = [SEVERITIES.index(finding.severity) for finding in report.findings]
        assert ranks == sorted(ranks), name


@pytest.mark.parametrize("code", CHECKED)
def test_every_rule_is_explained(code: str) -> None:
    doc = RULES[code].doc
    assert doc.split("\n", maxsplit=1)[0].endswith("。")
    for part in ("依据：", "例：", "改："):
        assert part in doc, (code, part)
    assert RULES[code].title
    assert RULES[code].title_en


@pytest.mark.parametrize("code", [code for code in RULES if code not in CHECKED])
def test_every_code_that_reading_raises_is_explained(code: str) -> None:
    assert code.startswith("R-")
    assert "改：" in RULES[code].doc


@pytest.mark.parametrize(("edition", "variant"), [("2021", None), ("2021", "23-row"), ("2019", None)])
def test_a_clean_record_has_no_findings(edition: str, variant: str | None) -> None:
    report = report_with(edition=edition, variant=variant)
    assert judge(report, load(edition, variant)) == ()


def test_blame_is_the_sources_only_where_both_routes_agree() -> None:
    fields = ("t4.reconsideration.total", "t4.reconsideration.upheld")
    changes = {"t4.reconsideration.upheld": "3"}
    for reading, blame in (("agreed", "source"), ("single", "unknown"), ("solved", "unknown"), ("conflict", "reading")):
        report = report_with(changes, readings=dict.fromkeys(fields, reading))
        finding = next(one for one in judge(report, load("2021")) if one.code == "T4-SUM")
        assert finding.blame == blame

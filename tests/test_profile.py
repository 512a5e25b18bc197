"""A profile switches rules and sets how severe they are; what reading met stays told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import report_with

from extractor.form import load
from extractor.pipeline import check
from extractor.profile import DEFAULT, Profile
from extractor.record import Report
from extractor.rules import RULES, judge

FORM = load("2021")
BLANK = "t3.carried_in.natural_person"


def found(report: Report, profile: Profile) -> dict[str, str]:
    return {one.code: one.severity for one in judge(report, FORM, profile=profile)}


def test_codes_that_are_off_are_not_checked() -> None:
    report = report_with({"t4.reconsideration.total": "3"})
    assert found(report, DEFAULT) == {"T4-SUM": "error"}
    assert found(report, Profile(off=frozenset({"T4-SUM"}))) == {}


def test_a_severity_stands_in_for_the_rules_own() -> None:
    report = report_with({"t4.reconsideration.total": "3"})
    assert found(report, Profile(severities={"T4-SUM": "info"})) == {"T4-SUM": "info"}


def test_optional_rules_are_checked_where_they_are_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "T4-SUM", replace(RULES["T4-SUM"], optional=True))
    report = report_with({"t4.reconsideration.total": "3"})
    assert found(report, DEFAULT) == {}
    assert found(report, Profile(on=frozenset({"T4-SUM"}))) == {"T4-SUM": "error"}
    assert found(report, Profile(on=frozenset({"T4-SUM"}), off=frozenset({"T4-SUM"}))) == {}


@pytest.mark.parametrize(("given", "found", "expected"), [
    (None, None, "warning"), (None, "info", "info"), ("error", None, "error"), ("error", "warning", "error"),
    ("error", "info", "info"), ("info", "error", "info"), ("warning", "error", "warning"),
])  # fmt: skip
def test_what_a_report_explains_stays_downgraded(given: str | None, found: str | None, expected: str) -> None:
    profile = Profile(severities={"T3-MISS": given} if given else {})  # type: ignore[dict-item]
    assert profile.severity_of("T3-MISS", "warning", found) == expected  # type: ignore[arg-type]


def test_a_doubt_of_reading_cannot_be_switched_off() -> None:
    assert Profile(off=frozenset({"R-CONFLICT"})).checks("R-CONFLICT")


def test_a_record_is_judged_anew_under_another_profile() -> None:
    report = check(report_with({"t4.reconsideration.total": "3"}))
    assert [one.code for one in report.findings] == ["T4-SUM"]
    assert check(report, Profile(off=frozenset({"T4-SUM"}))).findings == ()
    assert check(report, Profile(severities={"T4-SUM": "warning"})).findings[0].severity == "warning"
    assert check(report, Profile(severities={"T4-SUM": "warning"})).findings[0].fingerprint == report.findings[0].fingerprint

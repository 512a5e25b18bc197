"""What codes look like to people, and how a report fares."""

import typing

import pytest
from handmade import finding, report, unread, value

from extractor import record
from extractor.form import KINDS, ROLES
from extractor.marks import (
    BLAMES,
    STATUSES,
    WORDS,
    Status,
    equation,
    figure,
    flags_of,
    glyph_of,
    status_of,
    worst_first,
)


def test_every_code_of_a_record_and_form_has_its_word() -> None:
    codes = {code for kind in (record.Kind, record.Reading, record.Severity, record.Outcome) for code in typing.get_args(kind)}
    assert codes | KINDS | ROLES <= WORDS.keys()
    assert set(typing.get_args(record.Blame)) == BLAMES.keys()
    assert set(typing.get_args(Status)) == STATUSES.keys()


@pytest.mark.parametrize(
    ("severities", "status"),
    [((), "clean"), (("info",), "clean"), (("info", "warning"), "warned"), (("warning", "error", "info"), "faulty")],
)
def test_a_report_is_as_bad_as_its_worst_finding(severities: tuple[record.Severity, ...], status: Status) -> None:
    assert status_of(report(findings=tuple(finding(severity=one) for one in severities))) == status


def test_unread_is_what_reading_failed_on_and_left_nothing() -> None:
    assert status_of(unread()) == "unread"
    assert status_of(report(findings=(finding("R-CONFLICT", severity="warning"),))) == "warned"


def test_findings_come_worst_first_and_else_as_they_were() -> None:
    given = [finding("A-1", severity="info"), finding("A-2"), finding("A-3", severity="warning"), finding("A-4")]
    assert [one.code for one in worst_first(given)] == ["A-2", "A-4", "A-3", "A-1"]


def test_a_cell_bears_the_glyph_of_its_worst_finding_or_of_a_conflict() -> None:
    made = report(findings=(finding("A-1", "t2.rules.issued", severity="info"), finding("A-2", "t2.rules.issued")))
    flags = flags_of(made)
    assert [one.code for one in flags["t2.rules.issued"]] == ["A-2", "A-1"] and len(flags) == 1
    assert glyph_of(made["t2.rules.issued"], flags["t2.rules.issued"]) == "✖"
    assert glyph_of(value(3, reading="conflict"), ()) == "⇄" and glyph_of(value(3), ()) == ""


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (1234567, "1,234,567"), (-18, "-18"), (12.5, "12.5"), (0.1, "0.1"), (9.63211, "9.63211"), (1e-9, "1e-09"), (2.0, "2")],
)
def test_figures_are_written_in_full(number: float, text: str) -> None:
    assert figure(number) == text


def test_an_equation_says_whether_it_holds() -> None:
    assert equation(finding()) == "11 ≠ 0"
    assert equation(finding(left=3, right=3.0)) == "3 = 3"
    assert equation(finding(left=None)) == ""

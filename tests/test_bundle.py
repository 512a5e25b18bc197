"""Several reports in one file: the first is read and only it, the others are named; one report stays whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import (
    TITLE,
    document,
    document_from,
    figures,
    lines_of,
    not_right,
    record_of,
    silently_wrong,
    t3_rows,
    whole,
    whole_text,
)

from extractor.bundle import first_report
from extractor.form import load
from extractor.model import Document, Line

FORM = load("2021")
ONE, TWO = figures(seed=1), figures(seed=2)
OTHER = "2023年青川湾市云岭区水利局政府信息公开工作年度报告"
LAST_YEAR = TITLE.replace("2023", "2022")


def bound(*made: Document) -> Document:
    """Documents one after another in one file."""
    return Document(
        tuple(block for one in made for block in one.body), tuple(line for one in made for line in one.flow)
    )


@pytest.mark.parametrize("title", [OTHER, LAST_YEAR])
@pytest.mark.parametrize("faulty", [False, True])
def test_the_first_of_two_reports_is_read_and_the_other_named(title: str, faulty: bool) -> None:
    first = {**ONE, "t3.received_new.total": "999"} if faulty else ONE
    report = record_of(first_report(bound(whole(FORM, first), whole(FORM, TWO, title=title))))
    assert not_right(report, first) == []
    assert (report.title, report.year) == (TITLE, 2023)
    told = [one for one in report.findings if one.code == "R-SEVERAL"]
    assert [one.severity for one in told] == ["error"] and "2 份报告" in told[0].message and title in told[0].message


def test_text_without_cells() -> None:
    texts = [whole_text(FORM, lines_of(FORM, shown), title) for shown, title in ((ONE, TITLE), (TWO, OTHER), (TWO, LAST_YEAR))]
    report = record_of(first_report(document_from("\n".join(texts))))
    assert silently_wrong(report, ONE) == [] and not_right(report, ONE) == []
    assert any("3 份报告" in one.message and OTHER in one.message for one in report.findings)


@pytest.mark.parametrize("lines", [
    ("2023年青川湾市云岭区水利局", "政府信息公开工作年度报告"), ("2023年青川湾市云岭区水利局政府信息公开", "工作年度报告"),
    ("青川湾市云岭区水利局", "2023年政府信息公开工作年度报告"),
])  # fmt: skip
def test_a_title_on_two_lines_goes_with_the_report_that_it_names(lines: tuple[str, str]) -> None:
    second = whole(FORM, TWO, title=lines[0])
    second = replace(second, body=(second.body[0], Line(lines[1]), *second.body[1:]), flow=(second.flow[0], Line(lines[1]), *second.flow[1:]))
    first = whole(FORM, ONE)
    cut = first_report(bound(first, second))
    assert (cut.body, cut.flow) == (first.body, first.flow)


def test_one_report_stays_whole() -> None:
    made = whole(FORM, ONE)
    for held in (
        made,
        bound(made, made),  # a version for print
        bound(document(LAST_YEAR, OTHER), made),  # links above
        bound(made, document(LAST_YEAR, OTHER)),  # and below
        bound(document(TITLE), made),  # a cover
    ):
        assert first_report(held) is held


def test_a_title_left_standing_between_the_tables_of_one_report() -> None:
    """A page header of another report, or of last year, and the table goes on below it."""
    rows = t3_rows(FORM, ONE)
    made = whole(FORM, ONE, {"t3": [rows[:12], LAST_YEAR, rows[12:]]})
    assert first_report(made) is made
    report = record_of(made)
    assert silently_wrong(report, ONE) == [] and not any(one.code == "R-SEVERAL" for one in report.findings)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_tables_under_one_title_are_a_conflict(order: tuple[int, int]) -> None:
    """A table that adds up does not take the place of this year's, which does not: every figure that differs is in doubt."""
    faulty = {**ONE, "t3.received_new.total": "999", "t3.disclosed.natural_person": "77"}
    last_year = {**faulty, **{name: raw for name, raw in TWO.items() if name.startswith("t3.")}}
    tables = [t3_rows(FORM, faulty), t3_rows(FORM, last_year)]
    report = record_of(first_report(whole(FORM, faulty, {"t3": [tables[order[0]], "上年数据如下：", tables[order[1]]]})))
    assert silently_wrong(report, faulty) == [] and silently_wrong(report, last_year) == []

"""When pdfplumber is asked for a second reading of a PDF, and what its answer changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import form_figures, printed

from extractor.cells import read_cell
from extractor.form import load
from extractor.record import MISSING, Reading, Value
from extractor.tables.confirm import Doubt
from extractor.tables.second import confirmed, wanted

FORM = load("2021")
FIELD = "t2.licensing.decisions"


def value(text: str, reading: Reading = "agreed") -> Value:
    figure = read_cell(text)
    return Value(figure.value, figure.raw, figure.kind, figure.note, reading)


WHOLE = {name: value(text) for name, text in printed(form_figures(FORM, 3)).items()}


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({}, False),
        ({FIELD: value("5", "single")}, False),
        ({FIELD: value("", "single")}, True),
        ({FIELD: value("1,234", "single")}, True),
        ({FIELD: value("不适用", "single")}, True),
        ({FIELD: value("")}, False),  # two routes agree that it is blank
        ({FIELD: MISSING}, True),
        ({"t3.disclosed.total": value("99999")}, True),  # breaks its sums
    ],
)
def test_a_second_reading_is_asked_for_where_the_first_may_be_wrong(changed: dict[str, Value], asked: bool) -> None:
    assert wanted(WHOLE | changed, [], FORM) is asked
    assert wanted(WHOLE, [Doubt("R-LOST", (), ("1 2",), WHOLE[FIELD].place, "row")], FORM)


@pytest.mark.parametrize(
    ("first", "second", "reading"),
    [
        (value("", "single"), value("", "single"), "agreed"),
        (value("5"), value("6"), "conflict"),
        (value("5", "conflict"), value("5"), "agreed"),
        (MISSING, value("5"), "single"),
        (value("5", "single"), MISSING, "single"),
        (value("5"), replace(value("6"), reading="conflict"), "agreed"),
    ],
)
def test_what_two_readings_say_together(first: Value, second: Value, reading: str) -> None:
    values, doubts = confirmed({FIELD: first}, [], {FIELD: second})
    assert values[FIELD].reading == reading
    assert bool(doubts) is (reading == "conflict")

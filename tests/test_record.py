"""The record as JSON and back: nothing is lost, nothing turns into something else."""

import json
from dataclasses import replace

import pytest
from handmade import finding, report, unread, value
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import RecordError
from extractor.model import Box, Place
from extractor.record import Heading, Report, Statement, Value, fingerprint
from extractor.record_json import place_from_dict, place_to_dict, report_from_dict

STATEMENT = Statement("共收到申请5件", 5, "件", "received_new", "s1", Place(1), "own", period=2023, role="total", word="收到")
NOTHING = Statement("未发生行政复议", None, None, "reconsideration", "s1", negated=True, role="none")


def back(made: Report) -> Report:
    return report_from_dict(json.loads(made.to_json()))


@pytest.mark.parametrize(
    "made",
    [
        report(findings=(finding(), finding("M-YEAR", suggestion=None, left=None, right=None, evidence=()))),
        report(edition="2019", year=2020, headings=(Heading("七、附件", None, Place(anchor="p9")),)),
        report(variant="23-row", statements=(STATEMENT, NOTHING)),
        unread(),
        replace(unread(), values={}),
    ],
    ids=["2021", "2019", "23-row", "unread", "without values"],
)
def test_a_record_comes_back_from_json_as_it_was(made: Report) -> None:
    assert back(made) == made


@pytest.mark.parametrize(
    "cell",
    [
        Value(None, "无", "none"), Value(None, "/", "dash"), Value(None, "", "blank"), Value(None, "", "missing"),
        Value(None, "见附件", "text"), value(0), value(0.5), value(10**18), Value(22, "22（其中修订16件）", "number", "其中修订16件"),
        Value(-18, "－１８", "number", None, "solved", Place(anchor="t2.r3.c4")),
    ],
)  # fmt: skip
def test_every_sort_of_cell_stays_what_it_is(cell: Value) -> None:
    again = back(report({"t2.rules.issued": cell}))["t2.rules.issued"]
    assert again == cell
    assert type(again.value) is type(cell.value), "17 must not become 17.0"


@given(
    raw=st.text(max_size=40),
    number=st.one_of(st.none(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    note=st.one_of(st.none(), st.text(max_size=10)),
)
def test_any_text_and_number_survive(raw: str, number: float | None, note: str | None) -> None:
    cell = Value(number, raw, "text" if number is None else "number", note)
    assert back(report({"t2.rules.issued": cell}))["t2.rules.issued"] == cell


def test_the_json_is_one_line_with_chinese_as_it_is() -> None:
    line = report({"t2.rules.issued": Value(None, "一\n二", "text")}).to_json()
    assert "\n" not in line and "青川湾市" in line and '"schema":"nianbao/1"' in line


def test_boxes_are_fractions_with_four_decimals() -> None:
    place = Place(2, Box(0.123456, 0.2, 1 / 3, 1))
    assert place_to_dict(place) == {"page": 2, "box": [0.1235, 0.2, 0.3333, 1], "anchor": None}
    assert place_from_dict(place_to_dict(place)).box == Box(0.1235, 0.2, 0.3333, 1)


def test_statements_of_an_older_record_are_read_with_what_they_have() -> None:
    data = report(statements=(STATEMENT,)).to_dict()
    data["statements"] = [{name: data["statements"][0][name] for name in ("text", "number", "unit", "about", "section", "place")}]
    (one,) = report_from_dict(data).statements
    assert (one.number, one.about, one.scope, one.negated, one.role) == (5, "received_new", None, False, "count")


@pytest.mark.parametrize("schema", ["nianbao/2", None, 1])
def test_another_schema_is_refused(schema: object) -> None:
    with pytest.raises(RecordError, match="nianbao/1"):
        report_from_dict({**report().to_dict(), "schema": schema})


@pytest.mark.parametrize("part", ["source", "values", "sections", "findings"])
def test_a_record_without_a_part_is_refused_by_name(part: str) -> None:
    data = report().to_dict()
    del data[part]
    with pytest.raises(RecordError, match=part):
        report_from_dict(data)


def test_a_report_is_a_mapping_of_its_fields() -> None:
    made = report(findings=(finding(severity="info"), finding(severity="warning")))
    assert made["t3.received_new.total"].value == 5
    assert len(made) == len(list(made)) == 200
    assert made.worst() == "warning" and report().worst() is None
    section = made.section("s1")
    assert section is not None and section.title == "一、总体情况"
    assert made.section("s9") is None


def test_a_fingerprint_knows_the_fault_and_not_the_order_of_its_fields() -> None:
    one = fingerprint("T3-SUM", "甲局", 2023, ("a", "b"))
    assert one == fingerprint("T3-SUM", "甲局", 2023, ("b", "a"))
    others = [
        fingerprint("T3-ROW", "甲局", 2023, ("a", "b")), fingerprint("T3-SUM", "乙局", 2023, ("a", "b")),
        fingerprint("T3-SUM", "甲局", 2022, ("a", "b")), fingerprint("T3-SUM", "甲局", 2023, ("a",)),
        fingerprint("T3-SUM", "甲局", 2023, ("a", "b"), "x"),
    ]  # fmt: skip
    assert len({one, *others}) == 6

"""What a finding says to a person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from handmade import finding, report, unread, value

from extractor.decisions import Decision
from extractor.form import load
from extractor.model import Place
from extractor.record import MISSING, Evidence, Finding, Report, Value
from extractor.telling import Told, is_sum, place_of, tell

PLAIN = {"suggestion": None, "left": None, "right": None}


def told(one: Finding, lang: str = "zh", made: Report | None = None) -> Told:
    (only,) = tell(replace(made or report(), findings=(one,)), lang).findings
    return only


def test_where_names_section_table_and_cell() -> None:
    assert told(finding()).where == "第四部分表四：行政复议/总计"
    two = finding("T3-BAL", "t3.received_new.total", "t3.carried_in.total", **PLAIN)
    assert told(two).where == "第三部分表三：新收·总计、上年结转·总计" and told(two).printed == "新收·总计 5；上年结转·总计 0"
    four, three = ([field.id for field in load("2021").table(name).fields.values()] for name in ("t4", "t3"))
    assert told(finding("S-TABLEMISS", *four, **PLAIN)).where == "第四部分表四：全表 15 格"
    many = finding("C-BLANK", *three[:9], **PLAIN)
    assert told(many).where.endswith("等 9 格") and told(many).printed == ""
    assert told(finding(), "en").where == "t4.reconsideration.total"


def test_a_quote_from_the_prose_is_found_in_its_section() -> None:
    quoted = finding("S-ORDER", fields=(), evidence=(Evidence("另起 一段。", Place(anchor="p9")),), **PLAIN)
    assert told(replace(quoted, fields=())).where == "一、总体情况" and told(replace(quoted, fields=())).place == "第 9 段"
    absent = replace(quoted, fields=(), evidence=())
    assert told(absent).where == "" and told(absent).place == ""


@pytest.mark.parametrize(("cell", "shown"), [
    (Value(None, "", "blank"), "（空白）"), (MISSING, "（没有找到）"), (Value(None, "无", "none"), "无"), (value(1234), "1234"),
])  # fmt: skip
def test_what_is_printed_is_shown_as_printed(cell: Value, shown: str) -> None:
    assert told(finding(), made=report({"t4.reconsideration.total": cell})).printed == shown


def test_the_place_is_that_of_the_figure_to_mend() -> None:
    assert told(finding()).page == 3, "the evidence is on page 4"
    assert told(finding(**PLAIN)).page == 4


@pytest.mark.parametrize(("place", "zh", "en"), [
    (Place(3), "第 3 页", "page 3"), (Place(anchor="t2.r3.c4"), "文中第 2 张表第 3 行第 4 格", "table 2 row 3 cell 4"),
    (Place(anchor="L40"), "第 40 行", "line 40"), (Place(anchor="h1"), "h1", "h1"), (Place(), "", ""),
])  # fmt: skip
def test_places_are_for_people(place: Place, zh: str, en: str) -> None:
    assert (place_of(place), place_of(place, "en")) == (zh, en)


def test_cure_and_basis_are_the_rules_own() -> None:
    assert told(finding()).cure and told(finding()).basis and told(finding(outcome="inconclusive")).cure == ""
    assert tell(unread()).findings[0].cure == "", "the message says what to do"
    assert told(finding("Z-NEW")).title == "Z-NEW", "a code of a later version"


def test_the_worst_report_ranks_first() -> None:
    ordered = [tell(one).rank() for one in (
        unread(), report(findings=(finding(), finding())), report(findings=(finding(),)), report(findings=(finding(severity="warning"),)), report(),
    )]  # fmt: skip
    assert ordered == sorted(ordered) and len(set(ordered)) == 5


def test_dismissed_findings_are_left_out_or_stand_last() -> None:
    made = report(findings=(finding(), finding("T4-INT", severity="warning")))
    known = {finding().fingerprint: Decision("误报")}
    assert [one.code for one in tell(made, "zh", known).findings] == ["T4-INT"] and tell(made, "zh", known).status == "warned"
    everything = tell(made, "zh", known, everything=True)
    assert [one.code for one in everything.findings] == ["T4-INT", "T4-SUM"] and everything.count("error") == 0


def test_texts_are_fit_for_a_terminal() -> None:
    text = "\x1b[2J\u202e坏\n了"
    one = told(replace(finding(), message=text, evidence=(Evidence(text, Place(anchor=text)),), suggestion=None))
    assert (one.what, one.quote, one.place) == ("坏 了", "坏 了", "坏 了")


def test_sums_are_told_from_words() -> None:
    assert is_sum("28 ≠ 17 + 1") and is_sum("16 ≠ 5 + 2 + …") and not is_sum("共5件") and not is_sum("")

"""From a document in memory to its record: complete, judged, the same every time, and never silently wrong."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from importlib import resources

import jsonschema  # type: ignore[import-untyped]
import pytest
from builders import (
    ORGAN,
    TITLE,
    Block,
    Row,
    document,
    document_from,
    figures,
    form_figures,
    headings,
    lines_of,
    not_right,
    printed,
    record_of,
    report_with,
    silently_wrong,
    t3_body,
    t3_header,
    table_fields,
    whole,
    whole_text,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.form import Form, load
from extractor.model import CELL_BREAK, Document, Line, Remark
from extractor.pipeline import check
from extractor.record import Report
from extractor.record_json import report_from_dict
from extractor.rules import judge

FORMS: list[tuple[str, str | None]] = [("2021", None), ("2021", "23-row"), ("2019", None)]
SCHEMA = json.loads((resources.files("extractor") / "record.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def assert_sound(report: Report, *, schema: bool = True) -> None:
    """What every record promises: all fields, the schema, and a finding for all that is missing or in doubt."""
    if schema:
        VALIDATOR.validate(report.to_dict())
    assert report_from_dict(json.loads(report.to_json())) == report
    named = {name for finding in report.findings for name in finding.fields}
    unreadable = any(finding.code.startswith("R-") and not finding.fields for finding in report.findings)
    for name, value in report.values.items():
        assert (value.value is not None) == (value.kind == "number"), name
        if value.reading == "conflict":
            assert name in named, name
        if value.kind == "missing":
            assert name in named or unreadable, name
    prints = [finding.fingerprint for finding in report.findings]
    assert len(set(prints)) == len(prints)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("as_text", [False, True])
def test_a_clean_report_of_each_form(form: tuple[str, str | None], as_text: bool) -> None:
    chosen, shown = load(*form), figures(*form, seed=7)
    title = TITLE if form[0] == "2021" else TITLE.replace("2023", "2020")
    made = document_from(whole_text(chosen, lines_of(chosen, shown), title)) if as_text else whole(chosen, shown, title=title)
    report = record_of(made)
    assert_sound(report)
    assert report.findings == ()
    assert not_right(report, shown) == []
    assert list(report.values) == [field.id for field in chosen.fields()]
    assert (report.edition, report.organ, report.kind) == (form[0], ORGAN, "department")
    assert [section.id for section in report.sections] == ["s1", "s2", "s3", "s4", "s5", "s6"]
    assert {value.reading for value in report.values.values()} == {"single" if as_text else "agreed"}


def test_the_older_form_in_a_newer_year_is_an_error() -> None:
    report = record_of(whole(load("2019"), figures("2019")))
    assert [finding.code for finding in report.findings] == ["S-TABLEOLD"]


@pytest.mark.parametrize("table", ["t2", "t3", "t4"])
def test_a_table_that_is_a_picture_is_missing_and_not_zero(table: str) -> None:
    form, shown = load("2021"), figures()
    made = whole(form, shown, {table: []})
    report = record_of(made)
    assert_sound(report)
    gone = table_fields(form.table(table))
    assert {report[name].kind for name in gone} == {"missing"}
    assert [finding.code for finding in report.findings] == ["S-TABLEMISS"]
    assert set(report.findings[0].fields) == set(gone)
    assert not_right(report, shown, [name for name in shown if name not in gone]) == []


def test_all_tables_as_pictures_leave_no_edition_and_no_figure() -> None:
    report = record_of(whole(load("2021"), figures(), {"t2": [], "t3": [], "t4": []}))
    assert_sound(report)
    assert report.edition is None
    assert {value.kind for value in report.values.values()} == {"missing"}
    assert [finding.code for finding in report.findings] == ["S-TABLEMISS"] * 3


@pytest.mark.parametrize("table", ["t2", "t3", "t4"])
def test_labels_without_a_figure_are_lost_and_named(table: str) -> None:
    form, shown = load("2021"), figures()
    lines = lines_of(form, shown)
    bare = ["".join(one for one in line if not one.isdigit() and one != ".").strip() for line in lines[table]]
    report = record_of(document_from(whole_text(form, {**lines, table: bare})))
    assert_sound(report)
    gone = set(table_fields(form.table(table)))
    assert {report[name].kind for name in gone} == {"missing"}
    assert gone <= {name for finding in report.findings for name in finding.fields}


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        ("关于召开会议的通知", "定于本周五召开全体会议，请准时参加。"),
        ([["姓名", "电话"], ["甲", "1"]],),
        ("一、会议情况", "二、下一步打算"),
    ],
)
def test_what_is_no_report_says_so(blocks: tuple[Block, ...]) -> None:
    report = record_of(document(*blocks))
    assert_sound(report)
    assert [finding.code for finding in report.findings] == ["R-NOTREPORT"]
    assert {value.kind for value in report.values.values()} == {"missing"}


def test_a_readers_remark_becomes_a_finding() -> None:
    remark = Remark("R-NOTEXT", "第 3 页是图片，没有文字。", "Page 3 is a picture without text.")
    report = record_of(replace(whole(load("2021"), figures()), remarks=(remark,)))
    assert [(finding.code, finding.severity) for finding in report.findings] == [("R-NOTEXT", "warning")]


def test_the_same_document_gives_the_same_record_and_judging_again_changes_nothing() -> None:
    form = load("2021")
    truth = {**figures(seed=2), "t3.disclosed.total": "7", "t4.reconsideration.total": "", "t2.rules.issued": "无"}
    first, second = record_of(whole(form, truth)), record_of(whole(form, truth))
    assert first == second
    assert first.to_json() == second.to_json()
    assert first.findings
    assert check(first).findings == first.findings
    assert check(report_from_dict(json.loads(first.to_json()))).findings == first.findings


def test_a_faulty_report_is_read_as_printed_and_told() -> None:
    form, shown = load("2021"), figures(seed=6)
    truth = {**shown, "t3.disclosed.total": str(int(shown["t3.disclosed.total"]) + 4), "t4.reconsideration.total": "0"}
    report = record_of(whole(form, truth))
    assert not_right(report, truth) == []
    by_code = {finding.code: finding for finding in report.findings}
    assert sorted(finding.code for finding in report.findings) == ["T3-ROW", "T3-SUM", "T4-SUM"]
    for code in ("T3-ROW", "T3-SUM"):
        mend = by_code[code].suggestion
        assert mend is not None
        assert (mend.field, mend.value) == ("t3.disclosed.total", int(shown["t3.disclosed.total"]))
        assert by_code[code].blame == "source"


def damaged(form: Form, truth: dict[str, str], rng: random.Random) -> Document:
    """A report in some layout, with cells or rows of its tables dropped, doubled or moved."""
    kind = rng.choice(["html", "grid", "tabs", "blanks", "lines", "half", "early"])
    if kind in ("html", "grid"):
        rows: list[Row] = [*t3_header(form), *t3_body(form, truth, spans=rng.choice(["proper", "empty", "none"]))]
        for _ in range(rng.choice([0, 1, 2])):
            at = rng.randrange(4, len(rows))
            row = list(rows[at])
            if rng.random() < 0.4:
                del row[rng.randrange(len(row))]
            elif rng.random() < 0.6:
                row.insert(rng.randrange(len(row)), "")
            else:
                rows.insert(at, list(row))
            rows[at] = row
        return whole(form, truth, {"t3": [rows]}, flow=(lambda made: []) if kind == "grid" else None)
    separator = {"tabs": CELL_BREAK, "lines": "\n"}.get(kind, " ")
    lines = lines_of(form, truth, separator)
    if kind == "half":
        lines = {
            table: ["".join(one for one in line if one != " " or rng.random() < 0.6) for line in found]
            for table, found in lines.items()
        }
    if kind == "early":
        moved = []
        for line in lines["t3"]:
            label, _, values = line.partition(" ")
            early = values.replace(" ", "").isdigit() and rng.random() < 0.3
            moved += [values, label] if early else [line]
        lines["t3"] = moved
    return document_from(whole_text(form, lines))


@pytest.mark.parametrize("seed", range(100))
def test_damaged_and_faulty_reports_are_never_silently_wrong(seed: int) -> None:
    rng = random.Random(seed)
    form = load(*rng.choice(FORMS))
    truth = printed(form_figures(form, seed, rng.choice([1, 3, 40, 400])))
    if rng.random() < 0.7:
        for name in rng.sample(list(truth), rng.randint(1, 8)):
            truth[name] = rng.choice(["", "/", "无", str(rng.randint(0, 300)), f"{rng.randint(1, 9)}件", "-1", "1.5", "1,234"])
    report = record_of(damaged(form, truth, rng))
    assert_sound(report, schema=seed % 10 == 0)
    assert silently_wrong(report, truth) == []


WORDS = st.sampled_from([
    *headings(load("2021")), TITLE, "行政许可", "规章", "本年制发件数", "第二十条第（一）项", "信息内容", "总计", "自然人", "商业企业", "0",
    "12", "007", "无", "/", "结果维持", "结果纠正", "一、本年新收政府信息公开申请数量", "（一）予以公开", "3.其他", "四、结转下年度继续办理",
    "2023年", "\t", " ", "", "9" * 60, "（" * 40, "1.5", "①", "⾃然⼈", "\u200b", "本年新制作数量", "- 4 -", "三、本年度办理结果",
])  # fmt: skip


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=9), max_size=14), st.booleans())
def test_no_document_raises(rows: list[list[str]], as_table: bool) -> None:
    made = document(TITLE, rows) if as_table and rows else document_from("\n".join("".join(row) for row in rows))
    assert_sound(record_of(made), schema=False)


def test_long_runs_of_digits_and_deep_brackets_cost_little() -> None:
    form, shown = load("2021"), figures()
    lines = lines_of(form, shown)
    lines["t3"] = [f"{line.partition(' ')[0]} {'1234567' * 6}" if " " in line else line for line in lines["t3"]]
    report = record_of(document_from(whole_text(form, lines) + "\n" + "（" * 3000 + "\n" + "一、" * 2000))
    assert_sound(report)
    assert {report[name].kind for name in table_fields(form.table("t3"))} <= {"missing", "text"}


def test_lines_of_the_flow_need_not_match_the_body() -> None:
    made = whole(load("2021"), figures(seed=8))
    assert_sound(record_of(replace(made, flow=())))
    assert_sound(record_of(replace(made, body=())))
    assert_sound(record_of(replace(made, flow=(Line("1 2 3"),))))


def test_a_record_judged_again_keeps_what_only_its_source_could_tell() -> None:
    bare = report_with(missing=["t3"])
    first = replace(bare, findings=judge(bare, load("2021"), printed=frozenset({"t3"})))
    assert [one.code for one in first.findings] == ["R-LOST"]
    assert check(first).findings == first.findings


def test_a_cell_read_in_two_ways_is_never_named_as_the_one_to_mend() -> None:
    cell = "t3.disclosed.natural_person"
    sure = report_with({cell: "5"})
    assert {one.suggestion.field for one in judge(sure, load("2021")) if one.suggestion} == {cell}
    unsure = report_with({cell: "5"}, readings={cell: "conflict"})
    assert not [one for one in judge(unsure, load("2021")) if one.suggestion or one.outcome == "violated"]


def test_what_the_narrative_asserts_stands_in_the_record_and_is_made_anew_when_it_is_judged_again() -> None:
    form = load("2021")
    made = record_of(whole(form, figures()))
    told = [(one.about, one.negated, one.section) for one in made.statements]
    assert told == [("fee_notices", False, "s6"), ("processing_fee", True, "s6")]
    assert check(replace(made, statements=())).statements == made.statements


def test_narrative_and_tables_that_differ_are_told() -> None:
    form = load("2021")
    shown = figures()
    text = f"全年共收到政府信息公开申请{int(shown['t3.received_new.total']) + 10000}件。"
    one, two, *rest = whole(form, shown).body
    assert isinstance(rest[0], Line)
    body = (one, two, replace(rest[0], text=text), *rest[1:])
    found = [finding for finding in record_of(replace(whole(form, shown), body=body)).findings if finding.code == "N-REQ"]
    assert [finding.severity for finding in found] == ["error"]
    assert found[0].fields == ("t3.received_new.total",) and found[0].evidence[0].quote == text.rstrip("。")

"""CSV that Excel opens by a double click, pandas reads, and no formula gets through."""

import csv
import io
from datetime import date
from pathlib import Path

import pandas
import pytest
from handmade import ORGAN, finding, report, unread, value

from extractor.export import FORMATS, write_findings, write_long, write_wide
from extractor.export.safe import for_csv
from extractor.export.tabular import add_rows
from extractor.record import MISSING, Report, Value

RUN = date(2024, 5, 1)


def saved(name: str, reports: list[Report], tmp_path: Path) -> Path:
    path = tmp_path / f"{name}.csv"
    FORMATS[name](reports, path, RUN)
    return path


def rows(write: object, reports: list[Report]) -> list[dict[str, str]]:
    stream = io.StringIO()
    write(reports, stream)  # type: ignore[operator]
    return list(csv.DictReader(io.StringIO(stream.getvalue())))


@pytest.mark.parametrize("name", ["csv", "long", "findings"])
def test_bytes_are_what_excel_wants(name: str, tmp_path: Path) -> None:
    data = saved(name, [report(findings=(finding(),))], tmp_path).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert ORGAN in data.decode("utf-8-sig")


ODD = ("", "甲", "a,b", 'say "it"', "two\nlines", "a\rb", " edge ", "\t", "=1+1", None, 0, 1, 1.0, -0.0, 0.1 + 0.2, 1e16, -7, 2**70, "1", "None")


def test_rows_are_written_as_the_csv_module_writes_them() -> None:
    rows = [tuple(ODD[(start + step) % len(ODD)] for step in range(3)) for start in range(len(ODD))] * 2
    ours, theirs = io.StringIO(newline=""), io.StringIO(newline="")
    add_rows(ours, rows)
    csv.writer(theirs, lineterminator="\r\n").writerows([for_csv(item) for item in row] for row in rows)
    assert ours.getvalue() == theirs.getvalue()


def test_wide_has_a_row_a_report_and_a_column_a_field(tmp_path: Path) -> None:
    frame = pandas.read_csv(saved("csv", [report(), report(edition="2019", year=2020), unread()], tmp_path))
    assert len(frame) == 3
    assert list(frame["status"]) == ["clean", "clean", "unread"]
    assert list(frame["edition"].fillna(0)) == [2021, 2019, 0]
    assert frame["t3.received_new.total"].tolist()[:2] == [5, 5]
    assert frame["t2.rules.issued"].isna().tolist() == [False, True, True], "a form that lacks a field leaves it empty"


def test_wide_has_only_the_columns_of_forms_that_occur() -> None:
    only = rows(write_wide, [report(variant="23-row"), unread()])
    assert "t3.other_handling.total" in only[0] and "t3.other_remaining.total" not in only[0]
    assert only[0]["variant"] == "23-row" and only[1]["variant"] == ""
    assert "t2.rules.issued" not in rows(write_wide, [unread()])[0]


def test_wide_prints_what_is_no_number_and_never_zero_for_nothing() -> None:
    made = report(
        {
            "t2.rules.issued": Value(None, "无", "none"), "t2.rules.repealed": Value(None, "", "blank"),
            "t2.rules.in_force": MISSING, "t2.licensing.decisions": Value(None, "/", "dash"),
            "t2.penalty.decisions": Value(None, "见附\n件", "text"), "t2.fees.amount": value(0.000012),
            "t2.compulsion.decisions": value(0),
        }
    )  # fmt: skip
    row = rows(write_wide, [made])[0]
    ids = ("rules.issued", "rules.repealed", "rules.in_force", "licensing.decisions", "penalty.decisions", "compulsion.decisions")
    assert [row[f"t2.{name}"] for name in ids] == ["无", "", "", "/", "见附件", "0"]
    assert row["t2.fees.amount"] == "0.000012"


def test_long_tells_blank_from_missing_and_gives_the_place() -> None:
    made = report({"t2.rules.issued": Value(None, "", "blank"), "t2.rules.repealed": MISSING}, findings=(finding(),))
    table = {row["field"]: row for row in rows(write_long, [made])}
    assert len(table) == 200
    assert table["t2.rules.issued"]["kind"] == "blank" and table["t2.rules.repealed"]["kind"] == "missing"
    total = table["t4.reconsideration.total"]
    assert (total["value"], total["codes"], total["page"], total["left"], total["unit"]) == ("0", "T4-SUM", "3", "0.31", "件")
    assert total["path"] == "行政复议/总计"


def test_findings_come_worst_first_with_what_they_rest_on() -> None:
    made = report(findings=(finding("M-YEAR", severity="info", evidence=(), suggestion=None), finding()))
    table = rows(write_findings, [made, report()])
    assert [row["code"] for row in table] == ["T4-SUM", "M-YEAR"]
    first = table[0]
    assert (first["left"], first["right"], first["suggestion_field"], first["suggestion_value"], first["page"]) == (
        "11", "0", "t4.reconsideration.total", "11", "4",
    )  # fmt: skip
    assert first["quote"] == "10 1 0 0 0" and len(first["fingerprint"]) == 16


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "＝1+1", "　@A1", "-=1", "--1", "-1-1", "+A1"],
)
def test_text_that_could_be_a_formula_gets_a_tab_before_it(text: str) -> None:
    assert str(for_csv(text)).startswith("\t")
    assert str(for_csv(text)).strip() == text.replace("\r", "\n").strip()


@pytest.mark.parametrize("text", ["-18", "+21", "+1,036", "-0.5", "-5%", "-", "--", "—", "/", "无", "a=b", "1-2", ""])
def test_figures_and_dashes_stay_as_they_are(text: str) -> None:
    assert for_csv(text) == text


def test_hostile_text_keeps_its_cell(tmp_path: Path) -> None:
    name = '=HYPERLINK("http://evil"),"x"\r\n第二行\x00\x1b[31m'
    path = saved("csv", [report(organ=name), report()], tmp_path)
    table = list(csv.reader(path.open(encoding="utf-8-sig", newline="")))
    assert len(table) == 3 and {len(row) for row in table} == {len(table[0])}
    assert table[1][0] == '\t=HYPERLINK("http://evil"),"x"\n第二行'


def test_an_iterator_can_be_written_although_wide_goes_through_twice() -> None:
    assert len(rows(write_wide, iter([report(), unread()]))) == 2  # type: ignore[arg-type]

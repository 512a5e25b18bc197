"""The workbook of findings alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
from handmade import ORGAN, finding, report, unread

from extractor.checking import write_check
from extractor.decisions import Decision
from extractor.record import Evidence, Report, SourceInfo

RUN = date(2024, 5, 1)


def saved(path: Path, *reports: Report, **more: Any) -> Any:
    write_check(iter(reports), "xlsx", path, run_date=RUN, **more)
    return openpyxl.load_workbook(path)


def rows(book: Any, name: str = "问题") -> list[dict[str, Any]]:
    found = book[name].iter_rows(min_row=2, values_only=True)
    ids = [str(one) for one in next(found)]
    return [dict(zip(ids, row, strict=True)) for row in found]


def test_a_row_a_finding_the_worst_report_first(tmp_path: Path) -> None:
    book = saved(tmp_path / "a.xlsx", report(findings=(finding(severity="warning"),)), report(), report(findings=(finding(),)), unread())
    found = rows(book)
    assert [row["severity"] for row in found] == ["✖ 错误", "✖ 错误", "▲ 警告"] and found[0]["code"] == "R-BROKEN"
    row = found[1]
    assert (row["organ"], row["year"], row["printed"], row["due"], row["sides"]) == (ORGAN, 2023, "0", "11", "11 ≠ 0")
    assert row["where"] == "第四部分表四：行政复议/总计" and row["cure"] and row["basis"] and row["decision"] == "待核"
    told = [cell for line in book["说明"].iter_rows(values_only=True) for cell in line if cell]
    assert "T4-SUM" in told and any("报告 4 份　错误 2　警告 1" in str(one) for one in told)


def test_what_was_typed_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = saved(path, report(findings=(finding(), finding("T4-INT"))))
    where = {cell.value: cell.column for cell in book["问题"][2]}
    book["问题"].cell(3, where["decision"]).value = "误报"
    book["问题"].cell(3, where["remark"]).value = "按地方口径"
    book.save(path)
    found = rows(saved(path, report(findings=(finding(), finding("T4-INT")))))
    assert [row["code"] for row in found] == ["T4-INT"], "a dismissed one is listed on request only"
    found = rows(saved(path, report(findings=(finding(), finding("T4-INT"))), everything=True))
    assert [(row["code"], row["decision"], row["remark"]) for row in found] == [("T4-INT", "待核", None), ("T4-SUM", "误报", "按地方口径")]


def test_the_same_findings_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        saved(tmp_path / name, report(findings=(finding(),)), decisions={"f" * 16: Decision("误报", code="T4-SUM")})
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    text = "=cmd|' /C calc'!A0\x00\x1b[31m\ud800"
    bad = replace(finding(), message=text, evidence=(Evidence(text),), fingerprint=text, code=text)
    saved(tmp_path / "a.xlsx", report(organ=text, source=SourceInfo(text, text), findings=(bad,)))
    with ZipFile(tmp_path / "a.xlsx") as archive:
        for name in archive.namelist():
            if "worksheets/sheet" in name:
                assert b"<f>" not in archive.read(name) and b"\x1b" not in archive.read(name)


def test_nothing_found_is_a_book_too(tmp_path: Path) -> None:
    book = saved(tmp_path / "a.xlsx", report())
    assert rows(book) == [] and "没有发现问题" in [cell.value for cell in book["说明"]["A"]]

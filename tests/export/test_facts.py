"""The sheets 事实 and 规则 of the workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from handmade import finding, report

from extractor.export.results import write_workbook
from extractor.model import Place
from extractor.record import Report
from extractor.rules import RULES

PLAIN = {
    "text": "共收到申请5件", "number": 5, "unit": "件", "about": "received_new", "section": "s1", "scope": "own", "role": "total",
    "place": {"page": 2, "box": None, "anchor": "p3"},
}  # fmt: skip


@dataclass(frozen=True)
class Stated:
    """A statement as a dataclass, with some parts only."""

    text: str = "=无行政诉讼"
    number: float | None = None
    about: str | None = "litigation"
    section: str | None = "preface"
    negated: bool = True
    role: str = "none"
    period: int = 2022
    place: Place = field(default_factory=lambda: Place(anchor="L4"))


def sheet(report: Report, tmp_path: Path, name: str) -> list[dict[str, Any]]:
    path = tmp_path / "reports.xlsx"
    write_workbook([report], path, run_date=date(2024, 5, 1))
    rows = openpyxl.load_workbook(path)[name].iter_rows(min_row=2, values_only=True)
    ids = [str(one) for one in next(rows)]
    return [dict(zip(ids, row, strict=True)) for row in rows]


def test_each_statement_has_a_row_of_plain_data_and_of_objects_alike(tmp_path: Path) -> None:
    made = report(statements=(PLAIN, Stated()), findings=(finding(),))
    first, second = sheet(made, tmp_path, "事实")
    assert (first["text"], first["number"], first["unit"], first["about"]) == ("共收到申请5件", 5, "件", "新收申请")
    assert (first["scope"], first["role"], first["page"], first["anchor"], first["section"]) == ("本机关", "总数", 2, "p3", "一、总体情况")
    assert (second["about"], second["section"], second["negated"], second["role"]) == ("行政诉讼", "开头", "是", "没有")
    assert (second["number"], second["page"], second["anchor"], second["period"]) == (None, None, "L4", 2022)
    assert second["text"] == "=无行政诉讼"


def test_without_statements_the_sheet_is_there_and_empty(tmp_path: Path) -> None:
    assert sheet(report(), tmp_path, "事实") == []


def test_the_catalogue_is_there_with_how_often_each_was_found(tmp_path: Path) -> None:
    rows = {row["code"]: row for row in sheet(report(findings=(finding(),)), tmp_path, "规则")}
    assert list(rows) == list(RULES)
    entry = rows["T4-SUM"]
    assert entry["found"] == 1 and rows["T3-SUM"]["found"] is None and entry["severity"] == "✖ 错误" and entry["kind"] == "算术"
    assert entry["what"] and entry["basis"] and entry["cure"] and entry["example"] and entry["title_en"]
    assert all("改：" not in str(row["what"]) for row in rows.values())

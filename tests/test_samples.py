"""The same report in four formats gives the same record, and every sample gives its expected record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from extractor.rules import RULES

SAMPLES = Path(__file__).parent.parent / "samples"
TRUTHS = sorted((SAMPLES / "truth").glob("*.json"))
FORMATS = sorted(SAMPLES.glob("2021_青川湾市云岭区财政局.*"))


def without_place(record: dict[str, Any]) -> dict[str, Any]:
    """A record with everything that tells where it was read, and not what, taken out."""
    preface = {k: v for k, v in (record["preface"] or {}).items() if k != "place"}
    values = {name: {k: v for k, v in value.items() if k != "place"} for name, value in record["values"].items()}
    headings = [{k: v for k, v in heading.items() if k != "place"} for heading in record["headings"]]
    sections = [{k: v for k, v in section.items() if k != "place"} for section in record["sections"]]
    statements = [{k: v for k, v in one.items() if k != "place"} for one in record["statements"]]
    findings = [{k: v for k, v in finding.items() if k != "evidence"} for finding in record["findings"]]
    told = {"preface": preface, "values": values, "sections": sections, "statements": statements, "findings": findings}
    return {**record, "source": None, "headings": headings, **told}


def test_four_formats_of_one_report_are_there() -> None:
    assert {path.suffix for path in FORMATS} == {".html", ".docx", ".pdf", ".txt"}


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.suffix)
def test_four_formats_give_equal_records(path: Path) -> None:
    first = without_place(extract(FORMATS[0]).to_dict())
    assert without_place(extract(path).to_dict()) == first


@pytest.mark.parametrize("truth_file", TRUTHS, ids=lambda path: path.stem)
def test_sample_gives_its_expected_record(truth_file: Path) -> None:
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    report = extract(SAMPLES / truth["file"])
    assert {name: (v.value, v.kind, v.note) for name, v in report.values.items()} == {
        name: (v["value"], v["kind"], v["note"]) for name, v in truth["values"].items()
    }
    assert (report.organ, report.year, report.edition) == (truth["organ"], truth["year"], truth["edition"])
    assert [(s.id, s.title, s.text) for s in report.sections] == [
        (s["id"], s["title"], s["text"]) for s in truth["sections"]
    ]
    assert report.title == truth["title"]


@pytest.mark.parametrize("truth_file", TRUTHS, ids=lambda path: path.stem)
def test_fault_of_a_sample_is_found_and_nothing_else_is_an_error(truth_file: Path) -> None:
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    errors = {one.code for one in extract(SAMPLES / truth["file"]).findings if one.severity == "error"}
    fault = truth["fault"]
    if fault is None:
        assert errors == set()
        return
    assert errors == {code for code in fault["codes"] if RULES[code].severity == "error"}


@pytest.mark.parametrize(("name", "code"), [("2023_空文件.txt", "R-EMPTY"), ("2023_云岭区便民服务中心_通知.txt", "R-NOTREPORT")])
def test_sample_that_is_no_report_says_so(name: str, code: str) -> None:
    report = extract(SAMPLES / name)
    assert [one.code for one in report.findings] == [code]
    assert {value.kind for value in report.values.values()} == {"missing"}

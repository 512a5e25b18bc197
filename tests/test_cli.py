"""The command as a user meets it: what it reads, what it prints where, how it ends."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from extractor import batch, extract
from extractor.cli import main
from extractor.export import FORMATS, results
from extractor.form import load
from extractor.rules import RULES

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
VERBS = {"run", "parse", "check", "decide", "diff", "export", "profiles", "show", "form", "rules", "explain", "inspect"}
posix = pytest.mark.skipif(os.name != "posix", reason="needs signals, named pipes and terminals of POSIX")


def sample(code: str | None, style: str = "plain") -> Path:
    """A web page of the 2021 form among the samples with that planted fault, or without one."""
    for path in sorted((SAMPLES / "truth").glob("*.html.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if (truth["fault"] or {}).get("code") == code and (truth["style"], truth["edition"]) == (style, "2021"):
            return SAMPLES / str(truth["file"])
    raise AssertionError(f"no sample with {code}")


XLSX = FORMATS["xlsx"]
CLEAN, FAULTY, ODD = sample(None), sample("T4-SUM"), sample(None, "none")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to work in: a clean report, a faulty one, and an empty file. Workbooks, which take time, are empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(FORMATS, "xlsx", lambda reports, path, run_date: path.touch())
    for name in [name for name in os.environ if name.startswith("NIANBAO_")]:
        monkeypatch.delenv(name)
    shutil.copy(CLEAN, "clean.html")
    shutil.copy(FAULTY, "faulty.html")
    Path("empty.pdf").touch()
    yield tmp_path


def nianbao(*arguments: str, **more: Any) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="nianbao", **more)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def process(*arguments: str, **more: Any) -> subprocess.Popen[bytes]:
    """The command as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})}
    return subprocess.Popen([sys.executable, "-m", "extractor", *arguments], env=environment, **more)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


# -- verbs and sources -----------------------------------------------------------------------------------------------


def test_every_verb_explains_itself() -> None:
    assert set(main.commands) == VERBS
    for verb in VERBS:
        result = nianbao(verb, "--help")
        assert result.exit_code == 0 and f"Usage: nianbao {verb}" in result.stdout
    assert all(verb in nianbao("-h").stdout for verb in VERBS)


def test_the_command_is_a_module_too() -> None:
    done = process("--version", stdout=subprocess.PIPE).communicate()[0].decode()
    assert done == nianbao("--version").stdout and done.startswith("nianbao, version ")


def test_sources_of_every_sort(work: Path) -> None:
    (work / "in").mkdir()
    shutil.copy(CLEAN, work / "in" / "a.html")
    with zipfile.ZipFile("all.zip", "w") as archive:
        archive.write(CLEAN, "区/b.html")
    (work / "list").write_text("clean.html\nin/a.html\n", encoding="utf-8")
    for arguments, names in (
        (["clean.html"], ["clean.html"]),
        (["in"], ["a.html"]),
        (["in/*.html", "clean.h?ml"], ["a.html", "clean.html"]),
        (["all.zip"], ["b.html"]),
        (["--files-from", "list"], ["clean.html", "a.html"]),
    ):
        result = nianbao("parse", *arguments)
        records = lines(result)
        assert [record["source"]["name"] for record in records] == names and result.exit_code == 0
        assert len({json.dumps(record["values"], sort_keys=True) for record in records}) == 1
    assert lines(nianbao("parse", "all.zip"))[0]["source"]["member"] == "区/b.html"
    piped = lines(nianbao("parse", "-", input=CLEAN.read_bytes()))
    assert [(one["source"]["name"], one["source"]["path"]) for one in piped] == [("-", None)]
    assert piped[0]["values"] == records[0]["values"]
    assert len(lines(nianbao("parse", "--files-from", "-", input=b"clean.html\n"))) == 1


@pytest.mark.parametrize("arguments", [[], ["nothing-in-here"], ["--files-from", "list"]])
@pytest.mark.parametrize("verb", ["run", "parse", "check"])
def test_nothing_to_read_is_a_usage_error_and_no_success(work: Path, verb: str, arguments: list[str]) -> None:
    (work / "nothing-in-here").mkdir()
    (work / "list").write_text("\n")
    result = nianbao(verb, *arguments, *(["-o", "out"] if verb == "run" else []))
    assert result.exit_code == 2 and result.stdout == "" and "文件" in result.stderr
    assert not (work / "out").exists()


# -- standard output, standard error, exit codes ---------------------------------------------------------------------


def test_standard_output_carries_data_alone(work: Path) -> None:
    result = nianbao("parse", "clean.html", "empty.pdf", "faulty.html")
    assert [record["schema"] for record in lines(result)] == ["nianbao/1"] * 3
    assert "empty.pdf：R-EMPTY" in result.stderr and "已读 3" in result.stderr
    assert nianbao("run", "clean.html", "-o", "out").stdout == ""
    assert nianbao("parse", "clean.html").stderr == "", "one file, nothing to tell"


@pytest.mark.parametrize(("arguments", "code"), [
    (["parse", "clean.html"], 0), (["parse", "faulty.html"], 0), (["parse", "faulty.html", "empty.pdf"], 3),
    (["check", "clean.html"], 0), (["check", "faulty.html"], 1), (["check", "faulty.html", "empty.pdf"], 3),
    (["check", "faulty.html", "--fail-on", "never"], 0), (["check", "empty.pdf", "--fail-on", "never"], 3),
    (["check", "faulty.html", "--fail-on", "warning"], 1),
    (["run", "clean.html", "-o", "out"], 0), (["run", "faulty.html", "-o", "out"], 1), (["run", "clean.html", "empty.pdf", "-o", "out"], 3),
    (["run", "clean.html"], 2), (["parse", "clean.html", "-f", "pdf"], 2), (["check", "missing.html"], 3),
    (["show", "clean.html"], 0), (["show", "faulty.html"], 0), (["show", "empty.pdf"], 3), (["inspect", "empty.pdf"], 3),
    (["inspect", "faulty.html"], 0), (["nonsense"], 2), (["check", "clean.html", "--lang", "fr"], 2),
])  # fmt: skip
def test_exit_codes(work: Path, arguments: list[str], code: int) -> None:
    assert nianbao(*arguments).exit_code == code


def test_fail_on_counts_findings_of_that_severity_and_worse(work: Path) -> None:
    """The sample that prints 无 in its cells has findings, but no error."""
    severities = {finding["severity"] for finding in lines(nianbao("check", str(ODD)))}
    assert severities and "error" not in severities
    for level, counted in (("error", {"error"}), ("warning", {"error", "warning"}), ("info", severities), ("never", set())):
        assert nianbao("check", str(ODD), "--fail-on", level).exit_code == int(bool(severities & counted))


def test_check_prints_json_lines_in_a_pipe(work: Path) -> None:
    findings = lines(nianbao("check", "clean.html", "faulty.html"))
    assert [(one["source"], one["code"], one["blame"]) for one in findings] == [("faulty.html", "T4-SUM", "source")]
    assert {"path", "organ", "year", "message", "message_en", "evidence", "suggestion", "fingerprint"} <= findings[0].keys()


def test_check_as_a_table_has_the_quote_the_mend_and_the_cure(work: Path) -> None:
    table = nianbao("check", "clean.html", "faulty.html", "empty.pdf", "-f", "table").stdout
    assert "✓ 没有发现问题" in table and "✖ T4-SUM" in table and "28 ≠ 29" in table
    assert "建议：复议·总计 改为 29" in table and "改：" in table and "责任：报告本身" in table
    assert "✖ R-EMPTY 文件是空的" in table
    english = nianbao("check", "faulty.html", "-f", "table", "--lang", "en").stdout
    assert "total is 28" in english and "suggested: t4.reconsideration.total = 29" in english and "责任" not in english


def test_check_as_csv(work: Path) -> None:
    head, row = nianbao("check", "faulty.html", "-f", "csv").stdout.splitlines()
    assert "code" in head.split(",") and "T4-SUM" in row


def test_hostile_text_steers_no_terminal(work: Path) -> None:
    (work / "\x1b[2Jevil.html").write_bytes(b"")
    for arguments in (["check", ".", "-f", "table"], ["run", ".", "-o", "out"], ["show", "\x1b[2Jevil.html"], ["parse", "."]):
        result = nianbao(*arguments)
        assert result.exit_code == 3 and "\x1b" not in result.stdout + result.stderr


@pytest.mark.parametrize("form", ["csv", "long", "findings"])
def test_parse_writes_tables_to_standard_output_and_to_files(work: Path, form: str) -> None:
    printed = nianbao("parse", "clean.html", "faulty.html", "-f", form).stdout_bytes.decode()
    assert nianbao("parse", "clean.html", "faulty.html", "-f", form, "-o", "new/x.csv").stdout == ""
    assert (work / "new" / "x.csv").read_bytes().decode("utf-8-sig") == printed and "organ" in printed.splitlines()[0]


def test_a_workbook_goes_to_a_file_alone(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "xlsx", XLSX)
    result = nianbao("parse", "clean.html", "-f", "xlsx")
    assert result.exit_code == 2 and "-o" in result.stderr and result.stdout == ""
    assert nianbao("parse", "clean.html", "-f", "xlsx", "-o", "x.xlsx").exit_code == 0
    assert zipfile.is_zipfile("x.xlsx")


@pytest.mark.parametrize("arguments", [
    ["run", "clean.html", "-o", "faulty.html"], ["run", "clean.html", "-o", "faulty.html/out"],
    ["parse", "clean.html", "-o", "faulty.html/x.csv", "-f", "csv"], ["parse", "clean.html", "-o", "."],
])  # fmt: skip
def test_what_cannot_be_written_is_told_in_a_sentence(work: Path, arguments: list[str]) -> None:
    before = (work / "faulty.html").read_bytes()
    result = nianbao(*arguments)
    assert result.exit_code == 2 and ("faulty.html" in result.stderr or "'.'" in result.stderr)
    assert (work / "faulty.html").read_bytes() == before


def test_a_workbook_that_is_open_elsewhere_is_named(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", locked)
    monkeypatch.setitem(FORMATS, "xlsx", XLSX)
    result = nianbao("parse", "clean.html", "-f", "xlsx", "-o", "out/reports.xlsx")
    assert result.exit_code == 2 and "写不了 out/reports.xlsx（Permission denied）；请关闭" in result.stderr
    assert list((work / "out").iterdir()) == []


# -- run -------------------------------------------------------------------------------------------------------------


def test_run_writes_everything_and_sums_it_up(work: Path) -> None:
    result = nianbao("run", ".", "-o", "out")
    names = ["reports.jsonl", "reports.xlsx", "wide.csv", "long.csv", "findings.csv", "nianbao.sqlite", "nianbao.metadata.json"]
    assert sorted(path.name for path in (work / "out").iterdir()) == sorted(names)
    said = result.stderr
    assert "已读 3 · ✓ 正常 1 · ✖ 有错误 1 · ⊘ 读不了 1" in said
    assert "empty.pdf：R-EMPTY 文件是空的" in said and "✖ T4-SUM" in said and "最慢：" in said
    assert all(f"  out/{name}\n" in said for name in names)
    assert said.rstrip().splitlines()[-1] == "下一步：nianbao explain T4-SUM；打开 out/reports.xlsx"
    again = nianbao("run", ".", "-o", "out")
    assert "已读 3" in again.stderr, "what it wrote itself is no source"


def test_a_workbook_that_cannot_be_read_is_kept_and_that_is_said(work: Path) -> None:
    (work / "out").mkdir()
    (work / "out" / "reports.xlsx").write_bytes(b"PK\x03\x04 cut short")
    said = nianbao("run", ".", "-o", "out").stderr
    assert "out/reports.xlsx 已损坏，或不是本程序写的，已改名为 reports.old.xlsx" in said
    assert (work / "out" / "reports.old.xlsx").read_bytes() == b"PK\x03\x04 cut short"
    assert "reports.old.xlsx" not in nianbao("run", ".", "-o", "out", "--lang", "en").stderr
    (work / "out" / "reports.xlsx").write_bytes(b"no workbook")
    assert "decisions typed into it were not taken over" in nianbao("run", ".", "-o", "out", "--lang", "en").stderr


def test_run_speaks_english_on_request(work: Path) -> None:
    said = nianbao("run", ".", "-o", "out", "--lang", "en").stderr
    assert "read 3 · ✓ clean 1 · ✖ with errors 1 · ⊘ unread 1" in said and "R-EMPTY The file is empty" in said
    assert "Next: nianbao explain T4-SUM; open out/reports.xlsx" in said


def test_a_dry_run_lists_and_writes_nothing(work: Path) -> None:
    shutil.copy(CLEAN, "copy.html")
    result = nianbao("run", ".", "missing.html", "-o", "out", "--dry-run")
    assert result.exit_code == 0 and not (work / "out").exists()
    assert [line.split("\t") for line in result.stdout.splitlines()] == [
        ["read", "html", "clean.html"], ["duplicate", "html", "copy.html"], ["unread", "-", "empty.pdf"], ["read", "html", "faulty.html"],
        ["unread", "-", "missing.html"],
    ]  # fmt: skip
    assert result.stderr == "要读 2 · 重复 1 · 打不开 2\n"
    nianbao("run", "clean.html", "-o", "out")
    before = (work / "out" / "nianbao.sqlite").read_bytes()
    again = nianbao("run", ".", "-o", "out", "--dry-run", "--limit", "3", "-q")
    assert [line.split("\t")[0] for line in again.stdout.splitlines()] == ["kept", "duplicate", "unread"] and again.stderr == ""
    assert (work / "out" / "nianbao.sqlite").read_bytes() == before
    (work / "empty").mkdir()
    assert nianbao("run", "empty", "-o", "out", "--dry-run").exit_code == 2


def test_events_for_programs(work: Path) -> None:
    result = nianbao("run", ".", "-o", "out", "--progress", "json", "-j", "1")
    events = [json.loads(line) for line in result.stderr.splitlines()]
    assert [one["event"] for one in events] == ["started", "failed", "read", "read", "comparing", "writing", "done"]
    assert events[0]["total"] == 3 and events[1]["code"] == "R-EMPTY" and events[1]["source"] == "empty.pdf"
    assert [one["done"] for one in events] == [0, 1, 2, 3, 3, 3, 3] and events[-1]["statuses"] == {"clean": 1, "faulty": 1, "unread": 1}
    assert all({"done", "total", "unread", "reused", "seconds", "rate"} <= one.keys() for one in events)
    assert events[-1]["written"][0] == "out/reports.jsonl" and result.exit_code == 3
    assert nianbao("run", ".", "-o", "out", "--progress", "json", "-q").stderr == ""


def test_a_store_that_is_not_ours_is_told_in_a_sentence(work: Path) -> None:
    (work / "out").mkdir()
    (work / "out" / "nianbao.sqlite").write_text("x" * 200)
    result = nianbao("run", ".", "-o", "out")
    assert result.exit_code == 2 and "out/nianbao.sqlite" in result.stderr and "移走后再运行" in result.stderr
    assert "Traceback" not in result.stderr and [path.name for path in (work / "out").iterdir()] == ["nianbao.sqlite"]


def test_run_takes_a_list_of_files(work: Path) -> None:
    (work / "list").write_text("faulty.html\n\nclean.html\n", encoding="utf-8")
    assert nianbao("run", "--files-from", "list", "-o", "out").exit_code == 1
    assert [json.loads(line)["source"]["name"] for line in (work / "out" / "reports.jsonl").open()] == ["faulty.html", "clean.html"]
    assert nianbao("run", "--files-from", "-", "-o", "piped", input=b"clean.html\n").exit_code == 0
    assert nianbao("run", "-", "-o", "stdin", input=CLEAN.read_bytes()).exit_code == 0
    assert json.loads((work / "stdin" / "reports.jsonl").read_text())["source"]["path"] is None


@pytest.mark.parametrize("arguments", [["run", ".", "-o", "out"], ["parse", "."], ["check", "."]])
def test_quiet_is_silent(work: Path, arguments: list[str]) -> None:
    assert nianbao(*arguments, "-q").stderr == ""


def test_options_come_from_the_environment(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("NIANBAO_RUN_OUT", "there"), ("NIANBAO_FAIL_ON", "never"), ("NIANBAO_QUIET", "1")):
        monkeypatch.setenv(name, text)
    result = nianbao("run", "faulty.html")
    assert (result.exit_code, result.stderr) == (0, "") and (work / "there" / "wide.csv").exists()
    assert nianbao("check", "faulty.html", "--fail-on", "error").exit_code == 1, "what is typed outranks it"
    monkeypatch.setenv("NIANBAO_LANG", "en")
    assert "nothing found" in nianbao("check", "clean.html", "-f", "table").stdout
    monkeypatch.setenv("NIANBAO_FAIL_ON", "sometimes")
    assert nianbao("check", "clean.html").exit_code == 2


# -- one report, the catalogue, the code book ------------------------------------------------------------------------


def test_show_draws_the_form(work: Path) -> None:
    drawn = nianbao("show", "faulty.html").stdout
    assert "┌" in drawn and "申请人情况" in drawn and "✖28" in drawn and "T4-SUM" in drawn
    assert "文件是空的" in nianbao("show", "empty.pdf").stdout


@pytest.mark.parametrize("verb", ["show", "inspect"])
def test_a_verb_for_one_report_takes_no_folder_of_several(work: Path, verb: str) -> None:
    result = nianbao(verb, ".")
    assert result.exit_code == 2 and "clean.html" in result.stderr and result.stdout == ""
    (work / "empty").mkdir()
    assert nianbao(verb, "empty").exit_code == 2
    (work / "one").mkdir()
    shutil.copy(CLEAN, work / "one")
    assert nianbao(verb, "one").exit_code == 0


def test_form_in_every_format() -> None:
    assert len(nianbao("form", "2021", "--format", "csv").stdout.splitlines()) == 201
    assert len(json.loads(nianbao("form", "2021", "--format", "json").stdout)["fields"]) == 200
    assert "200 个字段" in nianbao("form").stdout
    assert "t3.other_handling.total" in nianbao("form", "2021", "--variant", "23-row").stdout


def test_an_unknown_edition_names_those_there_are() -> None:
    result = nianbao("form", "2008")
    assert result.exit_code == 2 and "2021" in result.stderr and "2019" in result.stderr
    assert nianbao("form", "2021", "--variant", "99-row").exit_code == 2


@pytest.mark.parametrize("typed", ["T3-BAL", "t3-bal", " T3_bal "])
def test_explain_takes_a_code_however_typed(typed: str) -> None:
    result = nianbao("explain", typed)
    assert result.exit_code == 0 and result.stdout.startswith("T3-BAL  ")
    assert all(part in result.stdout for part in (RULES["T3-BAL"].title_en, "依据：", "改："))


@pytest.mark.parametrize(("typed", "near"), [("T3BAL", "T3-BAL"), ("R-EMTPY", "R-EMPTY"), ("T4-XXXXXX", "T4-SUM")])
def test_an_unknown_code_suggests_those_like_it(typed: str, near: str) -> None:
    result = nianbao("explain", typed)
    assert result.exit_code == 2 and near in result.stderr and result.stdout == ""


def test_rules_lists_the_whole_catalogue() -> None:
    listed = nianbao("rules").stdout.splitlines()
    assert [line.split()[0] for line in listed] == list(RULES)
    assert RULES["R-EMPTY"].title_en in nianbao("rules", "--lang", "en").stdout
    assert all(nianbao("explain", code).exit_code == 0 for code in RULES)


# -- the terminal, the pipe, the interrupt ---------------------------------------------------------------------------


@posix
def test_on_a_terminal_check_prints_a_table_without_colours(work: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    child = process("check", "clean.html", "faulty.html", stdout=theirs, stderr=theirs, env={"NO_COLOR": "1", "TERM": "xterm"})
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # how Linux says that the other side is closed
            break
        if not part:
            break
        seen += part
    os.close(ours)
    assert child.wait(30) == 1
    assert "■ " in seen.decode() and "✖ T4-SUM" in seen.decode() and "已读 2" in seen.decode()
    assert re.search(rb"\x1b\[[0-9;]*m", seen) is None and b"\x1b[2K\xe2\x96\xa0" in seen, "the progress line has made room"


@posix
@pytest.mark.parametrize("arguments", [["parse", "many"], ["parse", "many", "-f", "long"], ["form", "--format", "json"]])
def test_a_closed_pipe_ends_it_quietly(work: Path, arguments: list[str]) -> None:
    (work / "many").mkdir()
    for number in range(6):
        shutil.copy(CLEAN, work / "many" / f"{number}.html")  # more than a pipe holds
    child = process(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None and child.stderr is not None
    child.stdout.read(20)
    child.stdout.close()
    said = child.stderr.read().decode()
    child.stderr.close()
    assert child.wait(30) == 0
    assert "Traceback" not in said and "Error" not in said and "Exception" not in said


@posix
def test_ctrl_c_ends_run_with_what_to_type_next(work: Path) -> None:
    """The second source is a pipe that never gives anything, so that the interrupt comes in the middle of the work."""
    (work / "out").mkdir()
    (work / "out" / "reports.jsonl").write_text("before")
    os.mkfifo("late source.html")
    typed = ["run", "clean.html", "late source.html", "-o", "out"]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests run in the background would pass on SIG_IGN
    try:
        child = process(*typed, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    finally:
        signal.signal(signal.SIGINT, before)
    with open("late source.html", "wb", buffering=0):  # noqa: PTH123 - waits until the command has opened it
        child.send_signal(signal.SIGINT)
        printed, said = child.communicate(timeout=30)
    assert child.returncode == 130 and printed == b""
    assert shlex.join(["nianbao", *typed]) in said.decode() and "Traceback" not in said.decode()
    assert sorted(path.name for path in (work / "out").iterdir()) == ["nianbao.sqlite", "reports.jsonl"]
    assert (work / "out" / "reports.jsonl").read_text() == "before" and "接着读" in said.decode()


@pytest.mark.parametrize("arguments", [
    ["parse", "."], ["parse", ".", "-f", "csv", "-o", "x.csv"], ["check", "."], ["show", "clean.html"],
])  # fmt: skip
def test_an_interrupt_leaves_whole_lines_and_whole_files(
    work: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:

    def interrupted(source: Any, *_: Any) -> Any:
        if source.name in ("faulty.html", "clean.html" if arguments[0] == "show" else ""):
            raise KeyboardInterrupt
        return extract(source)

    monkeypatch.setattr(batch, "extract", interrupted)
    before = sorted(work.iterdir())
    result = nianbao(*arguments)
    assert result.exit_code == 130 and shlex.join(["nianbao", *arguments]) in result.stderr
    assert result.stdout == "" or result.stdout.endswith("}\n")
    assert all(json.loads(line) for line in result.stdout.splitlines())
    assert [path for path in sorted(work.rglob("*")) if path not in before and path.is_file()] == []


def test_an_interrupt_while_results_are_written_keeps_those_there_were(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(batch: Any) -> None:
        raise KeyboardInterrupt

    nianbao("run", "clean.html", "-o", "out")
    before = (work / "out" / "wide.csv").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(results, "render", interrupted)
        result = nianbao("run", "clean.html", "faulty.html", "-o", "out")
    assert result.exit_code == 130 and "接着读" in result.stderr and (work / "out" / "wide.csv").read_bytes() == before
    again = nianbao("run", "clean.html", "faulty.html", "-o", "out")
    assert again.exit_code == 1 and "2 份沿用上次" in again.stderr


# -- how fast it starts ----------------------------------------------------------------------------------------------

HEAVY = {"pandas", "numpy", "openpyxl", "docx", "pdfplumber", "pdfminer", "pypdfium2", "rich", "PIL"}


def imported(*arguments: str) -> set[str]:
    """The top-level packages that a run of the command imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "extractor", *arguments], cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    names = [line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines() if line.startswith("import time:")]
    assert "click" in names
    return {name.partition(".")[0] for name in names}


def test_the_command_starts_without_the_libraries_that_only_work_needs() -> None:
    assert imported("--help").isdisjoint(HEAVY | {"lxml", "regex", "tomllib"})


def test_a_web_page_is_read_without_the_libraries_of_other_formats() -> None:
    loaded = imported("parse", str(CLEAN))
    assert "lxml" in loaded and loaded.isdisjoint(HEAVY)


def test_output_is_utf8_whatever_the_locale(work: Path) -> None:
    child = process("check", "faulty.html", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                    env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"})  # fmt: skip
    printed, said = child.communicate()
    assert json.loads(printed)["code"] == "T4-SUM" and child.returncode == 1 and b"Traceback" not in said


def test_the_code_book_is_what_the_form_says() -> None:
    rows = io.StringIO(nianbao("form", "2019", "-f", "csv").stdout).read().splitlines()[1:]
    assert [row.split(",")[2] for row in rows] == [field.id for field in load("2019").fields()]


def test_run_hands_on_what_its_options_say(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    monkeypatch.setattr("extractor.full_run.run_all", lambda found, out, options, watching: given.append(options) or (batch.Tally(), [out]))
    Path("units.csv").write_text("region,unit,role\n云岭区,云岭区财政局,department\n", encoding="utf-8")
    nianbao("run", "clean.html", "-o", "out", "-q", "--units", "units.csv", "--cluster", "tcp://a:1", "--parquet-parts", "-j", "3", "--timeout", "7")
    (options,) = given
    assert ["云岭区财政局" in str(one) for one in options.units] == [True] and (options.cluster, options.parts) == ("tcp://a:1", True)
    assert (options.jobs, options.limits.timeout) == (3, 7.0)


def test_a_cluster_that_cannot_be_reached_is_said_in_one_sentence(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("extractor.cluster.joining._CONNECT", 0.2)
    done = nianbao("run", "clean.html", "-o", "out", "--cluster", "tcp://127.0.0.1:9")
    assert done.exit_code == 2 and done.stderr.count("连不上集群 tcp://127.0.0.1:9") == 1 and "Traceback" not in done.stderr

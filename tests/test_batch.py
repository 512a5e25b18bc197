"""Many sources: each gives a record, what happened is counted, and the summary says what matters first."""

from __future__ import annotations

import io
import re
import shutil
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from builders import TITLE, document, headings, record_of
from handmade import finding, report, unread

from extractor import batch, extract, progress
from extractor.batch import Tally, extract_all, safely
from extractor.display import width_of
from extractor.errors import SourceError
from extractor.form import load
from extractor.marks import status_of
from extractor.model import Remark
from extractor.pipeline import info_of
from extractor.pipeline import unread as unread_of
from extractor.progress import Progress, closing, summary
from extractor.record import Report, Section, SourceInfo
from extractor.rules import RULES
from extractor.source import Source, Unreadable, source_of, sources

SAMPLES = Path(__file__).parents[1] / "samples"
CLEAN = sorted(SAMPLES.glob("2021*.html"))[0]


def taken(path: Path = CLEAN) -> Source:
    found = source_of(path)
    assert isinstance(found, Source)
    return found


def counted(*reports: Report) -> Tally:
    tally = Tally()
    for number, made in enumerate(reports):
        tally.add(made, number / 10)
    return tally


# -- how a record fares ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [
    "R-EMPTY", "R-TYPE", "R-BROKEN", "R-ENCRYPTED", "R-NOTEXT", "R-NOTREPORT", "R-LIMIT", "R-TIMEOUT", "R-CRASH",
])  # fmt: skip
def test_a_record_with_only_the_finding_of_an_unread_file_is_unread(code: str) -> None:
    made = unread_of(SourceInfo("x.pdf"), SourceError(code, "打不开；请重新下载。", "Broken."))
    assert len(made.values) == 200 and status_of(made) == "unread"
    assert RULES[code].severity == "error"


def test_a_record_that_holds_anything_is_not_unread() -> None:
    gone = unread()
    assert status_of(report(findings=gone.findings)) == "faulty", "values were read"
    remark = finding("R-NOTEXT", severity="warning")
    assert status_of(unread_with(remark)) == "warned", "one page without text is no unread file"
    assert status_of(unread_with(finding("R-LOST", severity="warning"))) == "warned"
    assert status_of(unread_with(finding("S-TABLEMISS"))) == "faulty"
    sections = (Section("s1", "一、总体情况", "文字"),)
    assert status_of(unread_with(*gone.findings, finding("S-TABLEMISS"), sections=sections)) == "faulty"
    assert status_of(unread_with()) == "clean"


def unread_with(*findings: object, sections: tuple[Section, ...] = ()) -> Report:
    return replace(unread(), findings=findings, sections=sections)  # type: ignore[arg-type]


# -- the batch -------------------------------------------------------------------------------------------------------


def test_every_source_gives_a_record_in_order(tmp_path: Path) -> None:
    shutil.copy(CLEAN, tmp_path / "b.html")
    (tmp_path / "a.html").touch()
    (tmp_path / "c.html").write_text("今天天气很好。", encoding="utf-8")
    tally = Tally()
    made = list(extract_all(sources([str(tmp_path), str(tmp_path / "missing.pdf")]), tally))
    assert [one.source.name for one in made] == ["a.html", "b.html", "c.html", "missing.pdf"]
    assert tally.read == 4 and dict(tally.statuses) == {"unread": 3, "clean": 1}
    assert [(Path(name).name, one.code) for name, one in tally.unread] == [
        ("a.html", "R-EMPTY"), ("c.html", "R-NOTREPORT"), ("missing.pdf", "R-BROKEN"),
    ]  # fmt: skip
    assert tally.slowest[0] > 0 and tally.seconds >= tally.slowest[0]


@pytest.mark.parametrize("fault", [ValueError("boom\n\x1b[31m" + "x" * 5000), RecursionError(), KeyError("t9")])
def test_a_crash_is_the_finding_of_one_file_and_the_batch_goes_on(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def crashing(source: Source | Unreadable, *_: object) -> Report:
        if source.name == "bad":
            raise fault
        return extract(source)

    monkeypatch.setattr(batch, "extract", crashing)
    good = taken()
    bad = Source("bad", "bad", None, good.data, good.media_type, good.sha256, good.bytes)
    tally = Tally()
    before, crashed, after = extract_all([good, bad, good], tally)
    assert before == after and status_of(before) == "clean"
    (one,) = crashed.findings
    assert (one.code, one.severity, one.blame, status_of(crashed)) == ("R-CRASH", "error", "reading", "unread")
    assert type(fault).__name__ in one.message and type(fault).__name__ in one.message_en
    assert len(one.message) < 400 and one.message.isprintable() and one.message.endswith("报给开发者。")
    assert crashed.source == info_of(bad) and {value.kind for value in crashed.values.values()} == {"missing"}
    assert [name for name, _ in tally.unread] == ["bad"]


def test_memory_that_runs_out_is_a_limit_and_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(source: object, *_: object) -> Report:
        raise MemoryError

    monkeypatch.setattr(batch, "extract", exhausted)
    made = safely(taken())
    assert [one.code for one in made.findings] == ["R-LIMIT"] and status_of(made) == "unread"
    with pytest.raises(MemoryError):
        batch.attempt(taken())


def test_an_interrupt_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(source: object, *_: object) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "extract", interrupted)
    with pytest.raises(KeyboardInterrupt):
        safely(taken())


def test_sources_are_read_one_at_a_time() -> None:
    asked = []

    def endless() -> object:
        while True:
            asked.append(1)
            yield taken()

    next(extract_all(endless(), Tally()))  # type: ignore[arg-type]
    assert len(asked) == 1


def test_findings_are_counted_worst_first_then_commonest() -> None:
    info, warning, error = (finding(code, severity=severity) for code, severity in (
        ("C-WU", "info"), ("T3-MISS", "warning"), ("T4-SUM", "error")))  # fmt: skip
    doubtful = finding("T3-BAL", outcome="inconclusive")
    rare = finding("T3-ROW")
    tally = counted(report(findings=(info, info, info, warning, rare, doubtful)), report(findings=(info, warning, error, error)), unread())
    assert tally.commonest(9) == [("error", "T4-SUM", 2), ("error", "T3-ROW", 1), ("warning", "T3-MISS", 2), ("info", "C-WU", 4)]
    assert tally.commonest(1) == [("error", "T4-SUM", 2)]
    assert tally.severities["error"] == 5, "what is not decidable, and what was not read, count for the exit code"


# -- the summary -----------------------------------------------------------------------------------------------------


def test_the_summary_says_what_was_not_read_and_what_is_commonest() -> None:
    tally = counted(report(), unread("坏.pdf"), report(findings=(finding("C-WU", severity="info"),) * 9 + (finding(),)))
    said = summary(tally, [Path("out/reports.jsonl"), Path("out/reports.xlsx")])
    counts, *rest = said.splitlines()
    assert counts.startswith("已读 3 · ✓ 正常 1 · ✖ 有错误 1 · ⊘ 读不了 1 · 用时 ")
    assert rest == [
        "读不了：", "  in/坏.pdf：R-BROKEN 文件已损坏；请重新下载。",
        "最常见的问题：", f"  ✖ T4-SUM         1  {RULES['T4-SUM'].title}", f"  ● C-WU           9  {RULES['C-WU'].title}",
        "最慢：in/a.pdf（0.20 秒）",
        "结果：", "  out/reports.jsonl", "  out/reports.xlsx",
        "下一步：nianbao explain T4-SUM；打开 out/reports.xlsx",
    ]  # fmt: skip
    assert "R-BROKEN" not in "".join(rest[2:]), "what was not read is no finding about a report"


def test_a_clean_batch_has_a_short_summary() -> None:
    said = summary(counted(report()), [Path("out/reports.xlsx")])
    assert len(said.splitlines()) == 4 and said.endswith("下一步：打开 out/reports.xlsx")


def test_results_that_still_hold_are_said_to(tmp_path: Path) -> None:
    tally = counted(report())
    tally.unchanged = True
    assert "结果没有变化，未重写：" in summary(tally, [tmp_path]) and "results stand" in summary(tally, [tmp_path], "en")


def test_many_unread_sources_are_counted_and_the_first_named() -> None:
    said = closing(counted(*(unread(f"{number}.pdf") for number in range(progress.MOST_NAMED + 7))))
    assert len(said.splitlines()) == progress.MOST_NAMED + 3 and "另有 7 个" in said


def test_a_member_is_named_with_its_archive() -> None:
    tally = Tally()
    tally.add(unread_of(SourceInfo("年报.pdf", "in/all.zip", "区/年报.pdf"), SourceError("R-BROKEN", "坏了。", "Broken.")), 0)
    assert "in/all.zip › 区/年报.pdf：R-BROKEN" in closing(tally)
    assert "in/all.zip › 区/年报.pdf: R-BROKEN Broken." in closing(tally, "en")


def test_names_steer_no_terminal() -> None:
    said = closing(counted(unread("\x1b[2J\n坏.pdf")))
    assert "\x1b" not in said and len(said.splitlines()) == 3


# -- the progress line -----------------------------------------------------------------------------------------------


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    stream = io.StringIO()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=stream))  # pytest has its own sys.stderr
    return stream


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    stream = Screen()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=stream))  # pytest has its own sys.stderr
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "72")
    return stream


def test_a_log_gets_a_line_every_hundred_files(log: io.StringIO) -> None:
    tally, shown, made = Tally(), Progress(quiet=False), report()
    for _ in range(350):
        shown.show(tally, "a.pdf")
        tally.add(made, 0)
    shown.clear()
    assert log.getvalue().splitlines() == [f"已读 {number} · ✓ 正常 {number}" for number in (100, 200, 300)]


def test_the_line_says_how_many_there_are_and_how_long_it_takes(log: io.StringIO) -> None:
    tally = Tally(total=400, started=time.perf_counter() - 60)
    for _ in range(100):
        tally.add(report(), 0)
    Progress(quiet=False).show(tally, "a.pdf")
    assert log.getvalue() == "已读 100/400 · ✓ 正常 100 · 剩约 3 分钟\n"
    tally.reused = 95
    assert progress.remaining(tally) is None, "too few were read to tell"
    tally.total = 90
    assert "已读 100/100" in progress._counts(tally, "zh"), "an archive is one file and many sources"


def test_what_comes_after_reading_is_told(log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    tally, shown = Tally(), Progress(quiet=False)
    shown.later(tally, "writing", 0)
    for _ in range(200):
        tally.add(report(), 0)
    for stage, count in (("comparing", 0), ("writing", 0), ("writing", 50)):
        shown.later(tally, stage, count)  # type: ignore[arg-type]
    assert log.getvalue().splitlines() == ["各份报告相互对照 …", "写结果 …"], "a small batch is not worth a line, nor is every step"
    monkeypatch.setattr(progress, "LOG_SECONDS", 0.0)
    Progress(quiet=False, lang="en").later(tally, "writing", 75)
    Progress(quiet=True).later(tally, "writing", 100)
    assert log.getvalue().splitlines()[2:] == ["writing results 75/200"]


def test_the_bar_goes_on_after_reading(screen: Screen) -> None:
    shown, tally = Progress(quiet=False), counted(report(), report())
    tally.total = 2
    shown.show(tally, "a.pdf")
    shown.later(tally, "comparing", 0)
    shown.later(tally, "writing", 1)
    assert shown.bar is not None and not shown.bar.finished
    shown.clear()
    assert "写结果 1/2" in screen.getvalue()


def test_the_closing_says_what_was_taken_over() -> None:
    tally = counted(report(), unread())
    tally.reused, tally.given_up = 2, 1
    said = closing(tally)
    assert "（2 份沿用上次）" in said and "1 个沿用上次的结果，没有重读；要重读请加 --retry-failed" in said
    assert "2 from the last run" in closing(tally, "en") and "add --retry-failed" in closing(tally, "en")


def test_a_slow_batch_gets_lines_in_a_log_too(log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LOG_SECONDS", 0.0)
    tally = counted(report())
    Progress(quiet=False).show(tally, "a.pdf")
    assert log.getvalue() == "已读 1 · ✓ 正常 1\n"


def test_the_bar_on_a_terminal_fits_and_is_taken_away(screen: Screen) -> None:
    shown = Progress(quiet=False)
    shown.show(counted(report(), unread()), "青川湾市云岭区发展和改革局\x1b[31m政府信息公开工作年度报告.pdf")
    shown.clear()
    shown.clear()
    drawn = re.sub("\x1b\\[[0-9;?]*[A-Za-z]", "\x1b", screen.getvalue()).split("\r")
    lines = [line.replace("\x1b", "") for line in drawn]
    assert any("已读 2 · ✓ 正常 1 · ⊘ 读不了 1 青川" in line for line in lines)
    assert all(width_of(line.strip("\n")) <= 72 for line in lines)
    assert screen.getvalue().endswith("\x1b[2K") and "\x1b[31m政" not in screen.getvalue()


def test_no_line_where_none_is_wanted_or_none_can_be_drawn(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = Progress(quiet=True)
    quiet.show(Tally(), "a.pdf")
    quiet.clear()
    monkeypatch.setenv("TERM", "dumb")
    plain = Progress(quiet=False)
    plain.show(Tally(), "a.pdf")
    plain.clear()
    assert screen.getvalue() == ""


def test_no_colours_where_none_are_wanted(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    shown = Progress(quiet=False)
    shown.show(counted(report(findings=(finding(),))), "a.pdf")
    shown.clear()
    assert "已读 1" in screen.getvalue()
    assert not re.findall("\x1b\\[[0-9;]*m", screen.getvalue())
    assert "\x1b" not in summary(counted(report(findings=(finding(),))), [])


def test_a_remark_of_the_reader_counts_as_a_warning() -> None:
    made = document(TITLE, *(one for heading in headings(load("2021")) for one in (heading, "本机关工作有序推进。")))
    read = record_of(replace(made, remarks=(Remark("R-NOTEXT", "第 2 页没有文字；请核对。", "Page 2 has no text."),)))
    assert status_of(read) == "faulty", "tables are missing, yet the report was read"
    assert ("warning", "R-NOTEXT") in counted(read).codes

"""A whole run over a store: resumed, killed, in one process or several, it gives what one uninterrupted run gives."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from handmade import finding

from extractor import export, extract, full_run, passes
from extractor.batch import Tally
from extractor.cli import main
from extractor.decisions import Decision
from extractor.events import Lines
from extractor.export import NAMES, read_file
from extractor.full_run import Options, run_all
from extractor.listing import places
from extractor.marks import status_of
from extractor.passes import Records
from extractor.profile import Profile
from extractor.progress import closing
from extractor.record import Finding, Report
from extractor.rules import Unit
from extractor.workers import Limits

pytestmark = pytest.mark.usefixtures("crew")
posix = pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")
ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
PAGES = sorted(SAMPLES.glob("*.html"))[:4]
NOTED = "jobs:noted"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with four reports, an empty file, a copy, and an archive of two. Workbooks, which take time, are left out."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(export, "NAMES", {form: name for form, name in NAMES.items() if form != "xlsx"})
    monkeypatch.setattr(full_run, "processors", lambda: 2)
    folder = tmp_path / "in"
    folder.mkdir()
    for number, page in enumerate(PAGES):
        shutil.copy(page, folder / f"{number}.html")
    shutil.copy(PAGES[0], folder / "0 副本.html")
    (folder / "empty.pdf").touch()
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.write(PAGES[1], "区/m.html")
        archive.writestr("区/说明.txt", "今天天气很好。")
    yield tmp_path


def run(*arguments: str, out: str = "out", **more: Any) -> tuple[Tally, list[Path]]:
    options = Options(**{"jobs": 1, "limits": Limits(timeout=30), **more})
    return run_all(places(arguments or ("in",)), Path(out), options, lambda tally: Lines(tally, True, "zh"))


def results(out: str = "out") -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(Path(out).iterdir()) if "sqlite" not in path.name}


def records(out: str = "out") -> list[Report]:
    return list(read_file(Path(out) / "reports.jsonl"))


def reads() -> int:
    """How many sources the job that leaves marks has read."""
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in Path("in").glob("*.log"))


def codes(report: Report) -> list[str]:
    return [one.code for one in report.findings]


# -- one run ---------------------------------------------------------------------------------------------------------


def test_every_source_has_its_record_in_the_order_given(work: Path) -> None:
    tally, written = run()
    found = records()
    assert [one.source.name for one in found] == ["0 副本.html", "0.html", "1.html", "2.html", "3.html", "empty.pdf", "m.html", "说明.txt"]
    assert [path.name for path in written] == [
        "reports.jsonl", "wide.csv", "long.csv", "findings.csv", "nianbao.sqlite", "nianbao.metadata.json"
    ]  # fmt: skip
    assert found[2] == extract(Path("in/1.html")), "what the workers give is what reading here gives"
    assert tally.read == 8 and tally.total == 7 and tally.statuses["unread"] == 2
    assert [name for name, _ in tally.unread] == ["in/empty.pdf", "in/z.zip › 区/说明.txt"]


def test_a_copy_is_read_once_and_said_to_be_one(work: Path) -> None:
    run(job=NOTED)
    first, second, *_, member, _ = records()
    assert "R-DUPLICATE" not in codes(first) and first.values == extract(PAGES[0]).values
    assert codes(second) == ["R-DUPLICATE"] and "in/0 副本.html" in second.findings[0].message and status_of(second) == "warned"
    assert {one.kind for one in second.values.values()} == {"missing"}, "no figure counts twice"
    assert codes(member) == ["R-DUPLICATE"] and member.source.member == "区/m.html"
    assert reads() == 5, "four pages and the note in the archive"


def test_a_file_named_twice_is_one_source(work: Path) -> None:
    run("in/0.html", "in/0.html", "./in/../in/0.html", "in/[01].html")
    assert [(one.source.path, codes(one)) for one in records()] == [
        ("in/0.html", codes(extract(PAGES[0]))), ("in/1.html", codes(extract(PAGES[1]))),
    ]


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_number_of_processes_changes_nothing(work: Path, jobs: int) -> None:
    run(out="one")
    run(out="more", jobs=jobs)
    assert results("one") == results("more")


def test_a_page_that_this_program_wrote_is_no_report(work: Path) -> None:
    said = CliRunner().invoke(main, ["check", "in/0.html", "-f", "html", "-o", "in/核对.html"])
    assert said.exit_code in (0, 1), said.output
    tally, _ = run()
    assert tally.passed == ["in/核对.html"] and tally.statuses["unread"] == 2 and len(records()) == 8
    assert "略过本程序写出的 1 个页面：in/核对.html" in closing(tally)


def test_nothing_to_read_leaves_nothing(work: Path) -> None:
    (work / "empty").mkdir()
    tally, written = run("empty")
    assert tally.read == 0 and written == [] and not (work / "out").exists()


def test_a_limit_stops_after_so_many_sources(work: Path) -> None:
    tally, _ = run(limit=3)
    assert len(records()) == 3 and tally.total == 3


@posix
def test_files_that_cost_their_worker_are_named_and_the_others_read(work: Path) -> None:
    for word in ("segfault", "hang", "eat", "raise"):
        (work / "in" / f"{word}.txt").write_text(f"{word}：某局2023年政府信息公开工作年度报告", encoding="utf-8")
    tally, _ = run(job="jobs:reading", jobs=2, limits=Limits(timeout=3))
    found = {one.source.name: one for one in records()}
    expected = {"segfault.txt": "R-CRASH", "hang.txt": "R-TIMEOUT", "eat.txt": "R-LIMIT", "raise.txt": "R-CRASH"}
    assert {name: codes(found[name]) for name in expected} == {name: [code] for name, code in expected.items()}
    assert "SIGSEGV" in found["segfault.txt"].findings[0].message and "超过 3 秒" in found["hang.txt"].findings[0].message
    assert all(len(one.values) == 200 and one.source.sha256 for name, one in found.items() if name in expected)
    assert found["1.html"].values == extract(PAGES[1]).values and tally.statuses["unread"] == 6
    with sqlite3.connect("out/nianbao.sqlite") as store:
        assert {name for (name,) in store.execute("SELECT source FROM findings WHERE code = 'R-TIMEOUT'")} == {"hang.txt"}
    store.close()


# -- the next run ----------------------------------------------------------------------------------------------------


def test_a_second_run_reads_only_what_is_new_or_changed(work: Path) -> None:
    run(job=NOTED)
    before, first = reads(), results()
    tally, _ = run(job=NOTED)
    assert reads() == before and results() == first and tally.reused == 5
    (work / "in" / "1.html").write_bytes(PAGES[1].read_bytes() + b"<!-- -->")
    shutil.copy(PAGES[2], work / "in" / "9.html")
    (work / "in" / "2.html").unlink()
    run(job=NOTED)
    assert reads() == before + 3, "changed; new by its name; and the one in the archive, no longer a copy"
    shutil.rmtree(work / "out")
    changed = records_after(job=NOTED)
    assert [one.source.name for one in changed] == ["0 副本.html", "0.html", "1.html", "3.html", "9.html", "empty.pdf", "m.html", "说明.txt"]


def records_after(**more: Any) -> list[Report]:
    run(**more)
    return records()


def test_what_was_read_elsewhere_in_the_tree_is_known_by_its_name_and_content(work: Path) -> None:
    run()
    (work / "in").rename(work / "moved")
    tally, _ = run("moved")
    assert tally.reused == 5 and [one.source.path for one in records()][:2] == ["moved/0 副本.html", "moved/0.html"]
    first = results()
    shutil.rmtree(work / "out")
    run("moved")
    assert results() == first, "as if nothing had been known"


def test_another_program_or_profile_reads_again(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("in/0.html", "in/1.html", job=NOTED)
    run("in/0.html", "in/1.html", job=NOTED, profile=Profile(off=frozenset({"T4-SUM"})))
    assert reads() == 4
    with sqlite3.connect("out/nianbao.sqlite") as store:
        assert store.execute("SELECT COUNT(*), COUNT(DISTINCT engine) FROM readings").fetchone() == (2, 1), "the old can never serve again"
    store.close()


def test_what_failed_is_tried_again_when_asked_or_given_more_time(work: Path) -> None:
    for name in ("hang.txt", "raise.txt"):
        (work / "in" / name).write_text(f"{name}：某局2023年政府信息公开工作年度报告", encoding="utf-8")
    short, longer = Limits(timeout=1.0), Limits(timeout=1.2)
    bad = ("in/hang.txt", "in/raise.txt")
    run(*bad, job="jobs:reading", limits=short)
    tally, _ = run(*bad, job="jobs:reading", limits=short)
    assert (tally.reused, tally.given_up) == (2, 2)
    tally, _ = run(*bad, job="jobs:reading", limits=longer)
    assert (tally.reused, tally.given_up) == (1, 1)
    tally, _ = run(*bad, retry_failed=True)
    assert (tally.reused, tally.given_up) == (0, 0) and {"R-TIMEOUT", "R-CRASH"}.isdisjoint(codes(records()[0]) + codes(records()[1]))


def test_results_are_written_again_only_where_something_changed(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def written() -> list[str]:
        return sorted(path.name for path in Path("out").iterdir() if path.stat().st_mtime_ns > 10**18 and path.suffix != ".sqlite")

    def aged() -> None:
        for path in Path("out").iterdir():
            os.utime(path, ns=(10**17, 10**17))

    run()
    everything = ["findings.csv", "long.csv", "reports.jsonl", "wide.csv"]
    aged()
    tally, paths = run()
    assert not tally.unchanged and written() == everything, "touched by somebody"
    tally, again = run()
    assert tally.unchanged and again == paths
    (work / "out" / "wide.csv").unlink()
    tally, _ = run()
    assert not tally.unchanged and (work / "out" / "wide.csv").exists()
    for more in ({"decisions": {"ab" * 8: Decision("误报")}}, {"profile": Profile(off=frozenset({"C-WU"}))}, {"limit": 2}):
        tally, _ = run(**more)
        assert not tally.unchanged and run(**more)[0].unchanged
    (work / "in" / "9.html").write_bytes(PAGES[0].read_bytes() + b" ")
    assert not run()[0].unchanged and len(records()) == 9
    assert run()[0].unchanged
    monkeypatch.setattr(passes, "PASSES", [lambda entries, profile, units: iter([(1, finding("Y-SHIFT"))])])
    assert run()[0].unchanged, "records that are the same are not held against each other again"
    more = {"units": (Unit("青川湾市云岭区人民政府", "青川湾市云岭区财政局", "department"),)}
    assert not run(**more)[0].unchanged and run(**more)[0].unchanged
    assert "Y-SHIFT" in codes(records()[0])


def test_the_log_of_runs(work: Path) -> None:
    run()
    run()
    with sqlite3.connect("out/nianbao.sqlite") as store:
        assert store.execute("SELECT status, sources, reused FROM runs").fetchall() == [("done", 8, 0), ("done", 8, 5)]
    store.close()


# -- all together ----------------------------------------------------------------------------------------------------


def test_looks_at_the_whole_batch_get_their_findings_into_the_results(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def look(entries: Records, profile: Profile, units: object) -> Iterator[tuple[int, Finding]]:
        organs = [(position, one) for position, one in entries if one.organ]
        assert [position for position, _ in entries] == list(range(1, 9)), "gone through as often as wanted"
        assert entries[organs[-1][0]] == organs[-1][1], "or one by one"
        yield organs[-1][0], finding("Y-SHIFT", "t3.carried_over.total", message="与上年不接。")

    monkeypatch.setattr(passes, "PASSES", [look])
    tally, _ = run()
    assert [one.source.name for one in records() if "Y-SHIFT" in codes(one)] == ["3.html"]
    assert tally.codes["error", "Y-SHIFT"] == 1 and b"Y-SHIFT" in results()["findings.csv"]
    again, _ = run()
    assert again.codes == tally.codes and codes(records()[4]).count("Y-SHIFT") == 1, "found anew, not twice"


def test_the_tally_is_that_of_the_records(work: Path) -> None:
    dismissed = next(one.fingerprint for report in map(extract, PAGES) for one in report.findings if one.severity == "error")
    for decisions in ({}, {dismissed: Decision("误报")}):
        tally, _ = run(decisions=decisions)
        plain = Tally(dismissed=frozenset(decisions))
        for one in records():
            plain.add(one, 0)
        assert (tally.statuses, tally.severities, tally.codes) == (plain.statuses, plain.severities, plain.codes)
        assert [(name, one.code, one.message) for name, one in tally.unread] == [(name, one.code, one.message) for name, one in plain.unread]


# -- interrupted and killed ------------------------------------------------------------------------------------------

SCRIPT = """
import sys
from pathlib import Path
from extractor.events import Events
from extractor.export import NAMES
from extractor.full_run import Options, run_all
from extractor.listing import places
del NAMES["xlsx"]
run_all(places(["many"]), Path("out"), Options(jobs=2, job="jobs:slowly"), Events)
"""


@pytest.fixture
def many(work: Path) -> Path:
    """Thirty small reports."""
    (work / "many").mkdir()
    text = next(SAMPLES.glob("2021*.txt")).read_text(encoding="utf-8")
    for number in range(30):
        (work / "many" / f"{number:02}.txt").write_text(f"{text}\n附：{number}\n", encoding="utf-8")
    return work


def begun() -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    return subprocess.Popen([sys.executable, "-c", SCRIPT], env=environment, stderr=subprocess.PIPE)


def readings() -> int:
    """How many readings a store holds, looked at as another program would."""
    with sqlite3.connect("out/nianbao.sqlite") as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (count,) = store.execute("SELECT COUNT(*) FROM readings WHERE key IS NOT NULL").fetchone()
        (whole,) = store.execute("SELECT COUNT(*) FROM (SELECT 1 FROM cells GROUP BY reading HAVING COUNT(*) = 200)").fetchone()
        assert whole == count, "no reading without its rows"
    store.close()
    return int(count)


@posix
def test_a_run_killed_again_and_again_loses_what_was_being_read_and_no_more(many: Path) -> None:
    run("many", out="whole")
    chance = random.Random(11)
    before, kills = 0, 0
    for stop in (1, 9, 30):
        child = begun()
        assert child.stderr is not None
        told = 0
        for line in child.stderr:
            event = json.loads(line)
            told = max(told, event["done"])
            if told >= stop and event["event"] != "done":
                time.sleep(chance.random() * 0.05)
                child.send_signal(signal.SIGKILL)
                break
        child.stderr.read()
        child.stderr.close()
        kills += child.wait(60) == -signal.SIGKILL
        kept = readings()
        assert kept >= max(told - 1, before), "what was told as done is kept"
        before = kept
    assert kills >= 2
    tally, _ = run("many")
    assert tally.reused == before and results("whole") == results("out")


@posix
def test_an_interrupt_keeps_what_was_read(many: Path) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests run in the background would pass on SIG_IGN
    try:
        child = begun()
    finally:
        signal.signal(signal.SIGINT, before)
    assert child.stderr is not None
    for line in child.stderr:
        if json.loads(line)["done"] >= 5:
            child.send_signal(signal.SIGINT)
            break
    said = child.stderr.read()
    child.stderr.close()
    assert child.wait(60) != 0 and b"KeyboardInterrupt" in said
    assert sorted(path.name for path in Path("out").iterdir()) == ["nianbao.sqlite"], "one sound file and nothing half written"
    with sqlite3.connect("out/nianbao.sqlite") as store:
        assert store.execute("SELECT status FROM runs").fetchall() == [("interrupted",)]
    store.close()
    tally, _ = run("many")
    assert 5 <= tally.reused < 30
    run("many", out="whole")
    assert results("whole") == results("out")


def test_a_result_that_cannot_be_written_costs_no_reading(work: Path) -> None:
    (work / "out" / "long.csv").mkdir(parents=True)
    with pytest.raises(OSError):
        run()
    assert not [path for path in Path("out").iterdir() if ".part" in path.name], "nothing half written or left over"
    (work / "out" / "long.csv").rmdir()
    tally, _ = run()
    assert tally.reused == 5


def test_a_record_is_the_same_wherever_its_source_stands(work: Path) -> None:
    """The store relies on it: a reading is kept under content and file name alone."""
    for page in sorted(SAMPLES.glob("20*.*")):
        data = page.read_bytes()
        one, other = (extract(path) for path in (page, copied(work / "elsewhere" / page.name, data)))
        assert replace(other, source=replace(other.source, path=one.source.path)) == one


def copied(path: Path, data: bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path

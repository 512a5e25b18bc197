"""Many sources read in processes: the same records in the same order, whatever becomes of one of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extractor import ordered
from extractor.batch import Tally, extract_all
from extractor.cli import batches, main
from extractor.ordered import extract_in_order
from extractor.record import Report
from extractor.source import Source, Unreadable, sources
from extractor.workers import Limits

pytestmark = pytest.mark.usefixtures("crew")
PAGES = sorted((Path(__file__).parents[1] / "samples").glob("*.html"))[:6]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six reports, the largest first, between an empty file at each end and one in the middle."""
    monkeypatch.chdir(tmp_path)
    for number, page in enumerate(PAGES):
        shutil.copy(page, tmp_path / f"{number}.html")
    for name in (" 0.pdf", "2 .pdf", "9.pdf"):
        (tmp_path / name).touch()
    return tmp_path


def in_processes(found: Iterator[Source | Unreadable], jobs: int = 2, **more: float) -> tuple[list[Report], Tally]:
    tally = Tally()
    return list(extract_in_order(found, tally, jobs, Limits(**{"timeout": 60.0, **more}))), tally  # type: ignore[arg-type]


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_same_records_in_the_same_order(work: Path, jobs: int) -> None:
    plain = Tally()
    expected = list(extract_all(sources(["."]), plain))
    found, tally = in_processes(sources(["."]), jobs)
    names = [" 0.pdf", "0.html", "1.html", "2 .pdf", "2.html", "3.html", "4.html", "5.html", "9.pdf"]
    assert found == expected and [one.source.name for one in found] == names
    assert (tally.statuses, tally.codes, tally.unread) == (plain.statuses, plain.codes, plain.unread)


def test_one_that_is_lost_has_its_record_in_its_place(work: Path) -> None:
    for name in ("1 segfault.txt", "1 hang.txt"):
        (work / name).write_text("x", encoding="utf-8")
    tally, said = Tally(), list[str]()
    found = list(extract_in_order(
        sources(["."]), tally, 2, Limits(timeout=3), lambda tally, name: said.append(name), job="jobs:moodily_packed",
    ))  # fmt: skip
    assert [one.source.name for one in found][1:5] == ["0.html", "1 hang.txt", "1 segfault.txt", "1.html"]
    codes = {one.source.name: [each.code for each in one.findings] for one in found}
    assert codes["1 segfault.txt"] == ["R-CRASH"] and codes["1 hang.txt"] == ["R-TIMEOUT"]
    assert len(found) == len(said) == tally.read == 11


def test_nothing_and_nothing_readable(work: Path) -> None:
    assert in_processes(iter(()))[0] == []
    found, tally = in_processes(sources([" 0.pdf", "9.pdf"]))
    assert [one.source.name for one in found] == [" 0.pdf", "9.pdf"] and tally.statuses["unread"] == 2


def nianbao(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="nianbao")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize("verb", ["parse", "check"])
def test_verbs_read_many_files_in_processes_and_a_few_at_once(work: Path, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    real = ordered.extract_in_order

    def counted(found: Iterator[Source | Unreadable], tally: Tally, jobs: int, limits: Limits, *more: object) -> Iterator[Report]:
        calls.append((jobs, limits.timeout))
        return real(found, tally, jobs, limits, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(ordered, "extract_in_order", counted)
    few = nianbao(verb, ".", "-f", "jsonl")
    assert len(list(work.iterdir())) > batches.FEW and [limit for _, limit in calls] == [60.0]
    assert nianbao(verb, ".", "-f", "jsonl", "-j", "2", "--timeout", "50").stdout == few.stdout and calls[-1] == (2, 50.0)
    count = len(calls)
    one = nianbao(verb, "0.html", "-f", "jsonl")
    assert len(calls) == count and nianbao(verb, "0.html", "-f", "jsonl", "-j", "1").stdout == one.stdout and len(calls) == count + 1
    assert few.exit_code == 3 and all(json.loads(line) for line in few.stdout.splitlines())
    assert nianbao(verb, ".", "-j", "0").exit_code == nianbao(verb, ".", "--timeout", "0").exit_code == 2

"""Workers: what happens to one of them is the business of its one task."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor import workers
from extractor.errors import WorkerError
from extractor.workers import Answer, Limits, answers

ROOT = Path(__file__).parents[1]
MOODY = "jobs:moody"
pytestmark = pytest.mark.usefixtures("crew")
posix = pytest.mark.skipif(os.name != "posix", reason="limits and signals of POSIX")


def done(tasks: list[str], limits: Limits | None = None, count: int = 2) -> dict[str, Answer[str]]:
    return {one.task: one for one in answers(tasks, MOODY, limits or Limits(timeout=20), count)}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_task_is_done_once_however_many_workers(count: int) -> None:
    found = list(answers(range(40), "jobs:double", Limits(), count))
    assert sorted((one.task, one.value) for one in found) == [(number, number * 2) for number in range(40)]
    assert all(one.failure is None and one.seconds >= 0 for one in found)


def test_no_task_no_process() -> None:
    assert list(answers([], "no.such.module:at_all", Limits(), 4)) == []


@posix
@pytest.mark.parametrize(("task", "failure", "detail"), [
    ("segfault", "crash", "SIGSEGV"), ("exit", "crash", "exit 7"), ("killed", "memory", "SIGKILL"),
    ("eat", "memory", "MemoryError"), ("exhausted", "memory", "MemoryError"),
])  # fmt: skip
def test_a_worker_that_dies_costs_its_one_task(task: str, failure: str, detail: str) -> None:
    found = done(["a", "b", task, "c", "d"])
    assert (found[task].failure, found[task].detail, found[task].value) == (failure, detail, None)
    assert [found[one].value for one in "abcd"] == [f"{one} done" for one in "abcd"]


@pytest.mark.parametrize("task", ["hang", "spin"])
def test_an_overdue_worker_is_ended(task: str) -> None:
    started = time.monotonic()
    found = done(["a", task, "b"], Limits(timeout=0.4))
    assert (found[task].failure, found[task].detail) == ("timeout", "0.4 s")
    assert found["a"].value == "a done" and found["b"].value == "b done"
    assert time.monotonic() - started < 30


def test_an_error_of_the_work_is_told_in_a_line_and_not_tried_again() -> None:
    found = done(["raise", "a"])
    assert found["raise"].failure == "crash" and found["raise"].detail.startswith("ValueError: 没有 xxx")
    assert len(found["raise"].detail) <= 220 and found["raise"].detail.isprintable()


def test_what_fails_once_is_tried_again_alone(tmp_path: Path) -> None:
    once = f"once {tmp_path / 'mark'}"
    assert done([once])[once].value == "once done"


def test_workers_are_replaced_after_some_tasks() -> None:
    tasks = [f"pid {number}" for number in range(6)]
    pids = [one.value for one in answers(tasks, MOODY, Limits(recycle=2), 1)]
    assert len(set(pids)) == 3


def test_tasks_are_asked_for_when_they_can_be_done() -> None:
    """One being done and one made ready: more would pile up."""
    asked: list[int] = []

    def endless() -> Iterator[int]:
        number = 0
        while True:
            asked.append(number)
            yield number
            number += 1

    listening = answers(endless(), "jobs:double", Limits(), 1)
    for taken in range(1, 20):
        next(listening)
        assert len(asked) <= taken + 2
    listening.close()  # type: ignore[attr-defined]


def test_whoever_stops_listening_stops_the_workers() -> None:
    found: list[str] = []
    for one in answers(["pid 1", "hang", "pid 2"], MOODY, Limits(timeout=None), 2):
        found.append(one.value)
        if len(found) == 2:
            break
    del one
    deadline = time.monotonic() + 10
    alive = set(found)
    while alive and time.monotonic() < deadline:
        alive = {pid for pid in alive if Path(f"/proc/{pid}").exists()}
        time.sleep(0.02)
    assert not alive


def test_workers_that_cannot_start_are_an_error_and_no_endless_loop() -> None:
    with pytest.raises(WorkerError, match="重新安装"):
        list(answers(["a"], "no.such.module:at_all", Limits(), 2))


def test_nothing_a_worker_prints_gets_among_the_data(tmp_path: Path) -> None:
    """The script has no guard against being run again: workers know nothing of it."""
    script = tmp_path / "script.py"
    script.write_text(
        f"from extractor.workers import *\nprint([one.value for one in answers(['print'], {MOODY!r}, Limits(), 1)])"
    )
    run = subprocess.run(
        [sys.executable, script], env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}, capture_output=True, check=True
    )
    assert run.stdout.decode().split() == ["['print", "done']"] and b"on standard output" in run.stderr


def test_without_a_fork_server_workers_are_spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers.multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    assert [one.value for one in answers([21], "jobs:double", Limits(), 1)] == [42]

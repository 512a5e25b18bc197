"""A run on a cluster gives what a run on one machine gives, whatever happens to the workers on the way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from extractor.batch import Tally
from extractor.errors import MissingExtra, WorkerError
from extractor.events import Lines
from extractor.export import FORMATS, read_file
from extractor.full_run import Options, run_all
from extractor.ingest import Task
from extractor.listing import places
from extractor.marks import Status
from extractor.source import Source, source_of
from extractor.workers import Answer, Limits

distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'nianbao[cluster]'")
pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'nianbao[cluster]'")

from pyarrow import concat_tables, parquet  # noqa: E402

from extractor.cluster import Cluster, connected, far, joining, near  # noqa: E402

pytestmark = [pytest.mark.usefixtures("crew"), pytest.mark.skipif(os.name != "posix", reason="needs process groups of POSIX")]
ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
REPORT = next(SAMPLES.glob("2021*.html"))
ENVIRONMENT = {
    **os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "False",
}  # fmt: skip


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in. Workbooks, which take time, are empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(FORMATS, "xlsx", lambda reports, path, run_date, **more: path.touch())
    (tmp_path / "in").mkdir()
    return tmp_path


def made(count: int) -> None:
    """So many reports in the folder ``in``, each with a content of its own."""
    page = REPORT.read_bytes()
    for number in range(count):
        Path(f"in/{number:02}.html").write_bytes(page + f"<!-- {number} -->".encode())


def run(*arguments: str, out: str, watch: Callable[[Tally], Any] | None = None, **more: Any) -> tuple[Tally, list[Path]]:
    options = Options(**{"jobs": 2, "limits": Limits(timeout=30), "parts": True, **more})
    return run_all(places(arguments or ("in",)), Path(out), options, watch or (lambda tally: Lines(tally, True, "zh")))


def results(out: str) -> dict[str, Any]:
    """The files of results by name, and the parts as the one table that they make."""
    files: dict[str, Any] = {path.name: path.read_bytes() for path in Path(out).iterdir() if path.is_file() and "sqlite" not in path.name}
    return files | {"parts": concat_tables([parquet.read_table(path) for path in sorted(Path(out, "parts").iterdir())])}


def readings() -> int:
    """How many readings the store has, of a run that did not come to its end."""
    with closing(sqlite3.connect("out/nianbao.sqlite")) as store:
        assert store.execute("SELECT status FROM runs").fetchall() == [("interrupted",)]
        (count,) = store.execute("SELECT COUNT(*) FROM readings WHERE key IS NOT NULL").fetchone()
    return int(count)


# -- a real cluster --------------------------------------------------------------------------------------------------


@dataclass
class Machines:
    """A scheduler and its workers, each a group of processes, as if on machines of their own."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]

    def lose(self) -> None:
        """Take away a worker with all its processes, at once."""
        os.killpg(self.workers.pop().pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    folder = tmp_path_factory.mktemp("cluster")
    started: list[subprocess.Popen[bytes]] = []

    def start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
        # Neither this folder nor what Dask says there is of interest.
        command = [sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard", *arguments]
        with (folder / f"{len(started)}.log").open("wb") as log:
            started.append(subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stderr=log, stdout=log, start_new_session=True))
        return started[-1]

    told = folder / "scheduler.json"
    scheduler = start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told))
    workers = [
        start("dask_worker", "--scheduler-file", str(told), "--nthreads", threads, "--local-directory", str(folder / threads))
        for threads in ("2", "1")
    ]
    try:
        deadline = time.monotonic() + 30
        while not told.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        address = json.loads(told.read_text())["address"]
        with distributed.Client(address, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield Machines(address, scheduler, workers)
    finally:
        for one in started:
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGTERM)
        for one in started:
            try:
                one.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(one.pid, signal.SIGKILL)
                one.wait()


class Loses(Lines):
    """Takes a worker away once so many files are done."""

    def __init__(self, tally: Tally, machines: Machines, after: int) -> None:
        super().__init__(tally, True, "zh")
        self.machines, self.after = machines, after
        self.left: int | None = None

    def read(self, name: str, status: Status, seconds: float, failure: str | None) -> None:
        """Count, and strike."""
        if self.left is None and self.tally.read >= self.after:
            self.machines.lose()
            self.left = (self.tally.total or 0) - self.tally.read


def test_files_that_workers_cannot_see_are_sent_to_them(work: Path, machines: Machines) -> None:
    """In the memory of this process; in an archive; and one that kills whoever reads it."""
    import fsspec

    memory = fsspec.filesystem("memory")
    for number in range(4):
        memory.pipe(f"/年报/{number}.html", REPORT.read_bytes() + f"<!-- {number} -->".encode())
    memory.pipe("/年报/segfault.html", REPORT.read_bytes())
    shutil.make_archive("in/a", "zip", SAMPLES, "2023_空文件.txt")
    try:
        run("memory://年报", "in", out="one", job="jobs:reading")
        tally, _ = run("memory://年报", "in", out="many", job="jobs:reading", cluster=machines.address)
    finally:
        memory.rm("/年报", recursive=True)
    assert results("one") == results("many") and tally.sent == 5
    failed = [one.findings[0] for one in read_file(Path("many/reports.jsonl")) if one.source.name == "segfault.html"]
    assert [one.code for one in failed] == ["R-CRASH"] and "SIGSEGV" in failed[0].message


def test_a_worker_lost_midway_changes_nothing(work: Path, machines: Machines) -> None:
    made(40)
    run(out="one")
    watches: list[Loses] = []

    def watch(tally: Tally) -> Loses:
        watches.append(Loses(tally, machines, after=6))
        return watches[-1]

    tally, written = run(out="many", cluster=machines.address, job="jobs:slowly", watch=watch)
    assert watches[0].left is not None and watches[0].left > 10 and machines.workers[0].poll() is None, "one was lost midway, one is left"
    assert tally.read == 40 and tally.sent == 0, "they were fetched where they lie"
    one, many = results("one"), results("many")
    assert one == many and many["parts"].num_rows == 40 * 200
    assert one["parts"].schema.equals(many["parts"].schema, check_metadata=True)
    assert Path("many/parts") in written
    tally, _ = run(out="many", cluster=machines.address)
    assert tally.reused == 40 and tally.unchanged, "what a cluster has read is kept like all else"


def test_workers_with_another_program_are_refused(work: Path, machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    made(1)
    with monkeypatch.context() as patch, pytest.raises(WorkerError, match="不是同一个；请在各台机器上安装同一版本"):
        patch.setattr(joining, "ENGINE", "another")
        run(out="out", cluster=machines.address)
    monkeypatch.setattr(near, "ENGINE", "another")  # as of one that joined later
    with pytest.raises(WorkerError, match="不是同一个；请在各台机器上安装同一版本"):
        run(out="out", cluster=machines.address)


def test_a_scheduler_that_is_lost_is_told_and_what_was_read_is_kept(work: Path, machines: Machines) -> None:
    """The last of the tests with these machines."""
    made(40)

    class Strikes(Lines):
        def read(self, name: str, status: Status, seconds: float, failure: str | None) -> None:
            if self.tally.read == 3:
                os.killpg(machines.scheduler.pid, signal.SIGKILL)

    with pytest.raises(WorkerError, match="断了；已读完的都存下了"):
        run(out="out", cluster=machines.address, job="jobs:slowly", watch=lambda tally: Strikes(tally, True, "zh"))
    assert 3 <= readings() < 40


def test_a_cluster_of_this_machine_alone(work: Path) -> None:
    """The command as it is typed, and interrupted by Ctrl-C, which reaches all processes of a terminal."""
    made(40)
    command = [sys.executable, "-m", "extractor", "run", "in", "-o", "out", "--cluster", "local", "-j", "1", "--progress", "json"]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests run in the background would pass on SIG_IGN
    try:
        child = subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, start_new_session=True, text=True)
    finally:
        signal.signal(signal.SIGINT, before)
    assert child.stderr is not None
    for line in child.stderr:
        if json.loads(line)["done"] >= 3:
            os.killpg(child.pid, signal.SIGINT)
            break
    said = [line for line in child.stderr if line.strip() and not line.startswith("{")]
    child.stderr.close()
    assert child.wait(60) == 130 and said[0].startswith("已中断") and len(said) == 2, said
    assert 3 <= readings() < 40 and [path.name for path in Path("out").iterdir()] == ["nianbao.sqlite"]


# -- joining ---------------------------------------------------------------------------------------------------------


def test_what_is_missing_is_told_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "_CONNECT", 0.2)
    with pytest.raises(WorkerError, match=r"连不上集群 tcp://127\.0\.0\.1:9（.*）；请检查地址"), connected("tcp://127.0.0.1:9", 1):
        pass
    with pytest.raises(WorkerError, match="连不上集群 nonsense://x"), connected("nonsense://x", 1):
        pass
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r"nianbao\[cluster\]"), connected("local", 1):
        pass


# -- what a cluster may do, by a stand-in for Dask's client ----------------------------------------------------------


@dataclass
class Outcome:
    """Stands for a future: done at once, with a value or an error."""

    key: str
    value: Any = None
    error: Exception | None = None
    status: str = "finished"

    def result(self, timeout: float) -> Any:
        """The value, or the error."""
        if self.error is not None:
            raise self.error
        return self.value

    def add_done_callback(self, done: Callable[[Outcome], None]) -> None:
        """It is done."""
        done(self)


@dataclass
class Alone:
    """Stands for a client whose workers are this process; ``fate`` says what becomes of a lot of files with these names."""

    fate: Callable[[list[str]], Exception | None] = lambda names: None
    workers: dict[str, int] = field(default_factory=lambda: {"tcp://w": 1})
    sent: list[list[str]] = field(default_factory=list)

    def nthreads(self) -> dict[str, int]:
        """The workers."""
        return self.workers

    def submit(self, work: Callable[..., Any], program: str, data: bytes, pure: bool) -> Outcome:
        """Do it here."""
        names = [one.task.source.name for one in far.unpacked(data).items]
        self.sent.append(names)
        error = self.fate(names)
        return Outcome(str(len(self.sent)), None if error else work(program, data), error)

    def cancel(self, futures: Sequence[Outcome], force: bool) -> None:
        """Nothing is going on."""


def source(name: str) -> Source:
    found = source_of(Path("in", name))
    assert isinstance(found, Source)
    return found


def told(client: Alone, tasks: list[Task]) -> dict[str, Answer[Task]]:
    """The answers by name; each task has one."""
    found = list(Cluster(client, "tcp://s").answers(tasks, "jobs:named", Limits(timeout=20), 1))
    assert sorted(one.task.position for one in found) == [one.position for one in tasks]
    return {one.task.source.name: one for one in found}


def killed() -> Exception:
    return distributed.KilledWorker("lot", None, 3)


def test_a_file_that_kills_its_workers_costs_itself_alone(work: Path) -> None:
    made(6)
    client = Alone(lambda names: killed() if "03.html" in names else None)
    found = told(client, [Task(number, source(f"{number:02}.html")) for number in range(6)])
    assert {name: (one.value, one.failure) for name, one in found.items() if name != "03.html"} == {
        f"{number:02}.html": (f"{number:02}.html", None) for number in (0, 1, 2, 4, 5)
    }
    assert found["03.html"].failure == "crash"
    first, last = [len(names) for names in client.sent if "03.html" in names]
    assert first > 1 and last == 1, "with others, then alone"


def test_a_lot_that_loses_its_workers_once_is_read_all_the_same(work: Path) -> None:
    made(2)
    fates = iter([killed()])
    found = told(Alone(lambda names: next(fates, None)), [Task(number, source(f"{number:02}.html")) for number in range(2)])
    assert [one.value for _, one in sorted(found.items())] == ["00.html", "01.html"]


def test_files_are_sent_where_the_workers_see_nothing_or_something_else(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(5)
    tasks = [Task(number, source(f"{number:02}.html")) for number in range(5)]
    monkeypatch.setattr(far, "opened", lambda place: iter([replace(tasks[0].source, sha256="another")]))
    client = Alone()
    cluster = Cluster(client, "tcp://s")
    found = list(cluster.answers(iter(tasks), "jobs:named", Limits(timeout=20), 1))
    assert sorted(one.value for one in found) == [f"{number:02}.html" for number in range(5)]
    assert cluster.sent == 5 and not cluster.shared
    assert sum(map(len, client.sent)) <= 9, "what is to be sent is found out once"


def test_a_file_that_changes_while_it_waits_is_not_taken_for_what_it_was(work: Path) -> None:
    made(2)
    tasks = [Task(number, source(f"{number:02}.html")) for number in range(2)]
    Path("in/01.html").write_text("今天天气很好。", encoding="utf-8")
    found = told(Alone(), tasks)
    assert (found["00.html"].failure, found["01.html"].failure) == (None, "changed")
    Path("in/00.html").unlink()
    cluster = Cluster(Alone(), "tcp://s")
    assert [one.failure for one in cluster.answers(tasks[:1], "jobs:named", Limits(timeout=20), 1)] == ["changed"] and cluster.shared


def joined(address: str, jobs: int) -> AbstractContextManager[Cluster]:
    return nullcontext(Cluster(Alone(), address))


def test_a_changed_file_is_named_and_read_by_the_next_run(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(2)

    def answers(self: Cluster, tasks: Iterator[Task], *more: Any) -> Iterator[Answer[Task]]:
        yield from (Answer(task, None, "changed") for task in tasks)

    monkeypatch.setattr(Cluster, "answers", answers)
    monkeypatch.setattr("extractor.cluster.connected", joined)
    run(out="out", cluster="tcp://s")
    first = list(read_file(Path("out/reports.jsonl")))
    assert [one.findings[0].code for one in first] == ["R-BROKEN"] * 2 and "被改动或移走" in first[0].findings[0].message
    tally, _ = run(out="out")
    assert tally.reused == 0 and tally.statuses["unread"] == 0


def test_a_cluster_that_stays_empty_ends_the_run(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Never(Outcome):
        def result(self, timeout: float) -> Any:
            raise TimeoutError

    monkeypatch.setattr(near, "PATIENCE", 0.0)
    made(1)
    client = Alone(workers={})
    monkeypatch.setattr(client, "submit", lambda *given, **more: Never("1"))
    with pytest.raises(WorkerError, match="已没有工作进程；请启动 dask worker"):
        told(client, [Task(1, source("00.html"))])
    monkeypatch.setattr(client, "submit", lambda *given, **more: Outcome("1", error=CancelledError()))
    with pytest.raises(WorkerError, match="断了"):
        told(client, [Task(1, source("00.html"))])
    monkeypatch.setattr(client, "submit", lambda *given, **more: Outcome("1", error=ModuleNotFoundError("No module named 'extractor'")))
    with pytest.raises(WorkerError, match=r"出错（ModuleNotFoundError: No module named 'extractor'）"):
        told(client, [Task(1, source("00.html"))])


def test_no_more_is_asked_for_than_the_cluster_can_take(work: Path) -> None:
    made(30)
    asked: list[int] = []

    def feed() -> Iterator[Task]:
        for number in range(30):
            asked.append(number)
            yield Task(number, source(f"{number:02}.html"))

    listening = Cluster(Alone(workers={"tcp://w": 1}), "tcp://s").answers(feed(), "jobs:named", Limits(timeout=20), 1)
    next(listening)
    assert len(asked) <= 6, "three small lots"
    listening.close()  # type: ignore[attr-defined]


def test_work_that_takes_long_goes_out_file_by_file(work: Path) -> None:
    made(1)
    flight = near._Flight(Cluster(Alone(), "tcp://s"), "jobs:named", Limits())
    tasks = [Task(number, source("00.html")) for number in range(200)]
    for seconds, size in ((30.0, 1), (0.1, 10), (0.001, near.MOST_FILES)):
        flight.seconds_a_file = seconds
        assert len(list(flight.packed_up(iter(tasks)))) == size

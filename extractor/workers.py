"""Work done in processes of their own: one that crashes, hangs or eats memory costs its one task and no other.

The pools of the standard library are lost whole when one of their processes dies. Here each worker has
one task at a time, which its own parent holds; what becomes of the worker becomes of that task alone.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any, Generic, TypeVar

from .errors import WorkerError
from .serving import GRACE, Failure, Limits, serve

__all__ = ["Answer", "Crew", "Failure", "Limits", "answers", "answers_of", "prepare"]

T = TypeVar("T")

_MOST_FAILED_STARTS = 3
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What became of a task: its ``value``, or None with the ``failure`` and a word on it; and the seconds it took."""

    task: T
    value: Any = None
    failure: Failure | None = None
    detail: str = ""
    seconds: float = 0.0


@dataclass(slots=True, eq=False)
class _Hand(Generic[T]):
    """A worker as its parent knows it. ``task`` is a list of none or one, since a task may be anything."""

    process: Any
    pipe: Connection
    ready: bool = False
    done: int = 0
    task: list[T] = field(default_factory=list)
    attempt: int = 0
    since: float = 0.0


def answers(tasks: Iterable[T], job: str, limits: Limits, count: int) -> Iterator[Answer[T]]:
    """Do ``job`` for every task in ``count`` processes; the answers as they come, in no order.

    ``job`` names a function of one argument, as ``package.module:name``; tasks and values must pickle. A task
    whose worker dies, or is overdue, or runs out of memory is tried again in a fresh process (``attempts``) before
    it counts as failed. Tasks are asked for when a worker can take them, one for each ahead at most, so that neither
    they nor the answers pile up. Whoever stops listening stops the workers. Raises WorkerError where no
    process can be started.
    """
    crew = Crew[T](job, limits)
    try:
        yield from answers_of(crew, tasks, count)
    finally:
        crew.dismiss()


def answers_of(crew: Crew[T], tasks: Iterable[T], count: int = 1) -> Iterator[Answer[T]]:
    """As :func:`answers`, by workers that are there afterwards for more; who does not listen to the end must dismiss them."""
    feed, ahead = iter(tasks), deque[T]()
    done: list[Answer[T]] = []
    while True:
        # Whoever is idle gets a task before anybody looks at what is done.
        idle = [hand for hand in crew.hands if not hand.task]
        while (idle or len(crew.hands) < count) and (ahead or _pull(feed, ahead)):
            crew.give(idle.pop() if idle else crew.hire(), ahead.popleft())
        yield from done
        if not any(hand.task for hand in crew.hands):
            return
        # The next tasks are made ready while the workers are busy.
        while len(ahead) < count and not crew.anything() and _pull(feed, ahead):
            pass
        done = list(crew.collect())


def prepare(job: str) -> None:
    """Have what the workers of a ``job`` need loaded meanwhile, so that the first of them is there at once."""
    if _context(job).get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        ensure_running()


def _context(job: str) -> Any:
    """How processes are started: forked from one that has everything loaded and does nothing else, where that can be."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([job.partition(":")[0]])
    return context


@contextmanager
def _no_main() -> Iterator[None]:
    """Start processes that know nothing of the script that runs here: each would run it again."""
    with _ONE_AT_A_TIME:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def _pull(feed: Iterator[T], ahead: deque[T]) -> bool:
    """Take the next task, if there is one."""
    for task in feed:
        ahead.append(task)
        return True
    return False


class Crew(Generic[T]):
    """The workers of one job, within its limits, and what each is doing."""

    def __init__(self, job: str, limits: Limits) -> None:
        self.job, self.limits = job, limits
        self.hands: list[_Hand[T]] = []
        self.failed_starts = 0
        self.context = _context(job)

    def hire(self) -> _Hand[T]:
        """Start a worker."""
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=serve, args=(theirs, self.job, self.limits), daemon=True)
        try:
            with _no_main():
                process.start()
        except OSError as error:
            ours.close()
            raise WorkerError(f"启动不了工作进程（{error.strerror or error}）；请关闭一些程序，或用 -j 1 再运行。") from error
        finally:
            theirs.close()
        hand: _Hand[T] = _Hand(process, ours)
        self.hands.append(hand)
        return hand

    def give(self, hand: _Hand[T], task: T, attempt: int = 1) -> None:
        """Have a worker do a task."""
        hand.task, hand.attempt, hand.since = [task], attempt, time.monotonic()
        if hand.ready:
            _send(hand.pipe, task)

    def anything(self) -> bool:
        """Whether a worker has something to say."""
        return bool(wait([hand.pipe for hand in self.hands if hand.task], 0))

    def collect(self) -> Iterator[Answer[T]]:
        """Wait until something happens; the answers that there are then."""
        busy = [hand for hand in self.hands if hand.task]
        limit = self.limits.timeout
        patience = None
        if limit is not None:
            patience = max(0.0, min(hand.since for hand in busy) + limit - time.monotonic()) + 0.01
        moved = wait([hand.pipe for hand in busy], patience)
        for hand in busy:
            if hand.pipe in moved:
                yield from self.heard(hand)
            elif limit is not None and hand.ready and time.monotonic() - hand.since > limit:
                yield from self.lost(hand, "timeout", f"{limit:g} s")
            elif limit is not None and not hand.ready and time.monotonic() - hand.since > max(limit, 60.0):
                yield from self.lost(hand, "crash", "")

    def heard(self, hand: _Hand[T]) -> Iterator[Answer[T]]:
        """What a worker says: that it is ready, its answer, or nothing more, since it is gone."""
        try:
            said = hand.pipe.recv()
        except (EOFError, OSError):
            hand.process.join(GRACE)
            yield from self.lost(hand, *_ending(hand.process.exitcode))
            return
        if not hand.ready:
            hand.ready, hand.since, self.failed_starts = True, time.monotonic(), 0
            _send(hand.pipe, hand.task[0])
            return
        failure, value = said
        if failure == "memory":
            yield from self.lost(hand, failure, "MemoryError")
            return
        seconds, task = time.monotonic() - hand.since, hand.task[0]
        hand.task, hand.done = [], hand.done + 1
        if hand.done >= self.limits.recycle:
            self.end(hand)
        yield Answer(task, None, failure, value, seconds) if failure else Answer(task, value, seconds=seconds)

    def lost(self, hand: _Hand[T], failure: Failure, detail: str) -> Iterator[Answer[T]]:
        """A worker that is gone or must go: its task is tried again in a fresh one, or has failed."""
        self.end(hand, kill=True)
        if not hand.ready:
            self.failed_starts += 1
            if self.failed_starts >= _MOST_FAILED_STARTS:
                raise WorkerError(f"工作进程启动后即结束（{detail or '没有回应'}）；请重新安装本程序后再运行。")
            self.give(self.hire(), hand.task[0], hand.attempt)
        elif hand.attempt < self.limits.attempts:
            self.give(self.hire(), hand.task[0], hand.attempt + 1)
        else:
            yield Answer(hand.task[0], None, failure, detail, time.monotonic() - hand.since)

    def end(self, hand: _Hand[T], kill: bool = False) -> None:
        """Let a worker go, at once or when it has seen that its pipe is closed."""
        self.hands.remove(hand)
        if kill:
            hand.process.kill()
        hand.pipe.close()
        hand.process.join(GRACE)

    def dismiss(self) -> None:
        """End all workers, whatever they are doing."""
        for hand in list(self.hands):
            hand.process.kill()
        for hand in list(self.hands):
            self.end(hand)


def _send(pipe: Connection, task: object) -> None:
    # A worker that is gone is noticed when its pipe is read.
    with suppress(BrokenPipeError, ConnectionResetError):
        pipe.send(task)


def _ending(code: int | None) -> tuple[Failure, str]:
    """Why a process ended by itself: its exit code, or the name of the signal."""
    if code is None or code >= 0:
        return "crash", f"exit {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    # Nobody but the system kills a worker that is not overdue, and it does so when memory runs out.
    return {"SIGKILL": "memory", "SIGALRM": "timeout"}.get(name, "crash"), name  # type: ignore[return-value]

"""On the client: files go out in lots, answers come back as they are done, and what a lost worker had is sent again."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..addresses import address_of, is_address, leads_back
from ..display import clipped, one_line
from ..errors import WorkerError
from ..ingest import Task
from ..source import Source, opened
from ..workers import Answer, Limits
from .far import ENGINE, Item, Lot, Reply, about, packed, read_lot, told, unpacked

AHEAD = 2
"""Lots that each thread of the cluster has, one to read and one to go on with."""
LOT_SECONDS, MOST_FILES, MOST_BYTES = 1.0, 64, 8 * 2**20
"""A lot takes about a second to read, and has no more files than that, nor more bytes that travel with it."""
FLYING_BYTES = 256 * 2**20
"""The bytes of files that travel at a time: the scheduler holds them until they are read."""
PATIENCE = 60.0
"""How long, in seconds, a run waits for a worker when none is left."""
_TICK, _LOOK_EVERY = 1.0, 5.0
_AGAIN = "已读完的都存下了，请排除后再运行同一条命令接着读。"


class Cluster:
    """A cluster that reads; ``sent`` counts the files that its workers could not see and that this machine sent them."""

    def __init__(self, client: Any, address: str) -> None:
        self.client, self.address = client, address
        self.jobs = sum(client.nthreads().values())
        self.sent = 0
        self.shared = True
        self.interrupted = False

    def answers(self, tasks: Iterable[Task], job: str, limits: Limits, count: int) -> Iterator[Answer[Task]]:
        """As :func:`extractor.workers.answers`, on the workers of the cluster, however many those are (``count`` is not asked).

        Tasks are asked for when the cluster can take them. Each is answered once, whatever is lost or read twice on
        the way. Raises WorkerError with the cure where the cluster is lost as a whole.
        """
        flight = _Flight(self, job, limits)
        try:
            yield from flight.answers(iter(tasks))
        finally:
            flight.call_back()

    def heed(self) -> None:
        """Raise the interrupt that has been noted, if any."""
        if self.interrupted:
            raise KeyboardInterrupt


@dataclass(slots=True)
class _Sent:
    """A lot on its way, with what it takes to send it again; ``alone`` once it is a single file for the second time."""

    items: tuple[Item, ...]
    bytes: int
    alone: bool = False
    future: Any = None


@dataclass(slots=True)
class _Flight:
    """One call of :meth:`Cluster.answers`: the lots that are out, by the key of their future."""

    cluster: Cluster
    job: str
    limits: Limits
    out: dict[str, _Sent] = field(default_factory=dict)
    again: list[_Sent] = field(default_factory=list)
    landed: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    seconds_a_file: float = LOT_SECONDS / 2
    looked: float = field(default_factory=time.monotonic)
    empty_since: float | None = None

    def answers(self, feed: Iterator[Task]) -> Iterator[Answer[Task]]:
        while True:
            sent = self.send(feed)
            if not sent and not self.out:
                return
            for key in self.home(wait=not sent):
                yield from self.settled(key)

    # -- out ---------------------------------------------------------------------------------------------------------

    def send(self, feed: Iterator[Task]) -> bool:
        """Send a lot if the cluster can take one more and there is one."""
        if len(self.out) >= AHEAD * max(self.cluster.jobs, 1) or sum(one.bytes for one in self.out.values()) >= FLYING_BYTES:
            return False
        lot = self.again.pop() if self.again else _lot(self.packed_up(feed))
        if not lot.items:
            return False
        data = packed(Lot(lot.items, self.job, self.limits))
        try:
            lot.future = self.cluster.client.submit(read_lot, ENGINE, data, pure=False)
        except Exception as error:
            raise self.lost() from error
        self.out[lot.future.key] = lot
        landed, key = self.landed, lot.future.key
        lot.future.add_done_callback(lambda _: landed.put(key))
        return True

    def packed_up(self, feed: Iterator[Task]) -> Iterator[Item]:
        """The next files: as many as take about a second."""
        most = max(1, min(MOST_FILES, round(LOT_SECONDS / self.seconds_a_file)))
        travelling = 0
        for number, task in enumerate(feed, 1):
            item = _item(task, self.cluster.shared)
            travelling += len(item.task.source.data)
            self.cluster.sent += item.where is None
            yield item
            if number >= most or travelling >= MOST_BYTES:
                return

    # -- home --------------------------------------------------------------------------------------------------------

    def home(self, wait: bool) -> Iterator[str]:
        """The keys of what is done by now; if need be, and told to, it waits for one."""
        while True:
            self.cluster.heed()
            if time.monotonic() - self.looked > _LOOK_EVERY:
                self.look()
            try:
                yield self.landed.get(timeout=_TICK if wait else 0)
                wait = False
            except queue.Empty:
                if not wait:
                    return

    def look(self) -> None:
        """See how many can read now; raises WorkerError when nobody is left for long."""
        self.looked = time.monotonic()
        try:
            self.cluster.jobs = sum(self.cluster.client.nthreads().values())
        except Exception as error:
            raise self.lost() from error
        if self.cluster.jobs:
            self.empty_since = None
            return
        self.empty_since = self.empty_since or self.looked
        if self.looked - self.empty_since > PATIENCE:
            raise WorkerError(f"集群 {self.cluster.address} 里已没有工作进程；请启动 dask worker 后再运行同一条命令，会接着读。")

    def lost(self) -> WorkerError:
        return WorkerError(f"与集群 {self.cluster.address} 的连接断了；{_AGAIN}")

    def settled(self, key: str) -> Iterator[Answer[Task]]:
        """The answers of a lot; what must be sent again is."""
        from distributed import KilledWorker

        lot = self.out[key]
        try:
            kind, data = self.outcome(lot.future)
        except KilledWorker as error:
            del self.out[key]
            yield from self.killed(lot, error)
            return
        if kind == "other":
            raise WorkerError(other_program(data.decode()))
        if kind == "trouble":
            raise WorkerError(f"工作进程读不了文件（{data.decode()}）；{_AGAIN}")
        del self.out[key]
        reply: Reply = unpacked(data)
        tasks = {one.task.position: one.task for one in lot.items}
        for position in reply.unseen:
            whole = _brought(tasks[position])
            if whole is None:
                yield Answer(tasks[position], None, "changed")
            else:
                if len(reply.unseen) == len(tasks):
                    # Nothing of the lot is to be seen there, though it is here: the rest is not tried.
                    self.cluster.shared = False
                self.cluster.sent += 1
                self.again.append(_lot([Item(whole, None)]))
        for position, answer in reply.answers:
            self.seconds_a_file += (max(answer.seconds, 1e-3) - self.seconds_a_file) / 8
            yield Answer(tasks[position], answer.value, answer.failure, answer.detail, answer.seconds)

    def outcome(self, future: Any) -> tuple[str, bytes]:
        """What a worker said; raises KilledWorker where several died under the lot."""
        from distributed import KilledWorker

        while True:
            try:
                kind, data = future.result(timeout=_TICK)
                return kind, data
            except KilledWorker:
                raise
            except CancelledError as error:
                raise self.lost() from error
            except Exception as error:
                if not isinstance(error, TimeoutError) or future.status == "error":
                    reason = clipped(one_line(f"{type(error).__name__}: {error}"), 200)
                    raise WorkerError(f"集群 {self.cluster.address} 出错（{reason}）；{_AGAIN}") from error
                # It was there, and its worker was lost before it was fetched: it is being read again.
                self.cluster.heed()
                self.look()

    def killed(self, lot: _Sent, error: Exception) -> Iterator[Answer[Task]]:
        """A lot whose workers died under it, several of them: each file is tried once more, alone."""
        if lot.alone:
            yield Answer(lot.items[0].task, None, "crash", type(error).__name__)
        else:
            self.again += [_lot([one], alone=True) for one in lot.items]

    def call_back(self) -> None:
        """Give up what is still out."""
        if self.out:
            with suppress(Exception):  # the cluster may be gone, which is told already
                self.cluster.client.cancel([one.future for one in self.out.values()], force=True)


def _lot(items: Iterable[Item], alone: bool = False) -> _Sent:
    held = tuple(items)
    return _Sent(held, sum(len(one.task.source.data) for one in held), alone)


def _item(task: Task, shared: bool) -> Item:
    """A file as it goes out: without its bytes where the workers can fetch it."""
    source = task.source
    if shared and source.path is not None and source.member is None:
        where = source.path if is_address(source.path) else os.path.abspath(source.path)  # noqa: PTH100 - a link stays one
        if leads_back(where) or not is_address(where):
            return Item(replace(task, source=replace(source, data=b"")), where)
    return Item(task, None)


def _brought(task: Task) -> Task | None:
    """The task with the bytes of its file, which the workers could not see; None where the file is no longer what it was."""
    path = task.source.path or ""
    found = list(opened(address_of(path) if is_address(path) else Path(path)))
    if len(found) == 1 and isinstance(found[0], Source) and found[0].sha256 == task.source.sha256:
        return replace(task, source=replace(task.source, data=found[0].data))
    return None


def other_program(versions: str, worker: str = "") -> str:
    """What to say of a worker that runs another program, given its versions in words."""
    return (
        f"工作进程{f' {worker} ' if worker else ''}的程序（{versions}）与本机的（{told(about())}）不是同一个；"
        "请在各台机器上安装同一版本的 nianbao 和依赖，再重新启动 dask worker。"
    )

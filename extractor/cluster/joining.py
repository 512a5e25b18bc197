"""Joining a cluster: a scheduler that answers, workers that are there, and the same program on all of them."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing import resource_tracker
from typing import Any

from ..display import clipped, one_line
from ..errors import MissingExtra, WorkerError
from .far import ENGINE, about, told
from .near import Cluster, other_program

LOCAL = "local"
"""Stands for a cluster of processes on this machine, made for the run."""
_CONNECT, _WORKERS = 10.0, 30.0
"""Seconds to wait for the scheduler, and for its first worker."""
_CURE = "请启动 dask worker {address} 后再运行同一条命令。"


@contextmanager
def connected(address: str, jobs: int) -> Iterator[Cluster]:
    """The cluster whose scheduler has that address (``tcp://host:8786``), or for :data:`LOCAL` one of ``jobs`` processes.

    Raises MissingExtra without Dask, WorkerError with the cure where the scheduler cannot be reached, has no
    worker, or has workers with another program.
    """
    try:
        import distributed
    except ImportError as error:
        raise MissingExtra("--cluster 要用 Dask；请运行 pip install 'nianbao[cluster]'。") from error
    dask: Any = distributed
    # What concerns the user is told in our words; the rest would run into the progress line.
    for name in [one for one in logging.root.manager.loggerDict if one.partition(".")[0] in ("distributed", "tornado", "asyncio")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with ExitStack() as held:
        where: Any = address
        if address == LOCAL:
            with _deaf():
                made = dask.LocalCluster(
                    n_workers=jobs, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, memory_limit=0,
                    silence_logs=logging.CRITICAL,
                )  # fmt: skip
            where = held.enter_context(made)
        try:
            client = held.enter_context(dask.Client(where, timeout=_CONNECT, set_as_default=False))
        except (OSError, ValueError) as error:
            reason = clipped(one_line(str(error)), 200)
            raise WorkerError(f"连不上集群 {address}（{reason}）；请检查地址，并确认 dask scheduler 正在运行。") from error
        try:
            client.wait_for_workers(1, timeout=_WORKERS)
        except TimeoutError as error:
            raise WorkerError(f"集群 {address} 里没有工作进程；{_CURE.format(address=address)}") from error
        _same_program(client)
        cluster = Cluster(client, address)
        with _interruptible(cluster):
            yield cluster


@contextmanager
def _interruptible(cluster: Cluster) -> Iterator[None]:
    """The first Ctrl-C waits for the next safe place: Dask lets go of things in ``__del__``, where an interrupt is lost."""
    ours = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.default_int_handler

    def note(number: int, frame: object) -> None:
        cluster.interrupted = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    if ours:
        signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
    cluster.heed()


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes that are started within hear no Ctrl-C: it reaches all of a terminal, and is this process's business."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    # Its start would let the signal through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _same_program(client: Any) -> None:
    """Whether all workers run this very program: results of another one would be other results."""
    for worker, found in client.run(about, on_error="return").items():
        if isinstance(found, Exception):
            reason = clipped(one_line(f"{type(found).__name__}: {found}"), 200)
            raise WorkerError(f"工作进程 {worker} 上用不了本程序（{reason}）；请在那里安装 nianbao[cluster]，再重新启动 dask worker。")
        if found["engine"] != ENGINE:
            raise WorkerError(other_program(told(found), str(worker)))

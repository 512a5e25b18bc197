"""The life of a worker process: a task, an answer, until its parent has no more of them."""

from __future__ import annotations

import math
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any, Literal

from .display import clipped, one_line

Failure = Literal["crash", "timeout", "memory", "changed"]

_FAULT_LENGTH = 200
GRACE = 5
"""Seconds that a process has to end by itself, or its parent to end it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take: ``timeout`` in seconds (None for no limit), ``memory`` in bytes of address space.

    A worker is replaced by a fresh one after ``recycle`` tasks. A task whose worker is lost is tried ``attempts``
    times. Memory is limited where the system can (not on Windows).
    """

    timeout: float | None = 60.0
    memory: int | None = 2 * 1024**3
    recycle: int = 500
    attempts: int = 2


def serve(pipe: Connection, job: str, limits: Limits) -> None:
    """The life of a worker: a task, an answer, until the pipe is closed."""
    # An interrupt is the parent's business; and no library may write among the data on standard output.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(2, 1)
    module, _, name = job.partition(":")
    work: Callable[[Any], Any] = getattr(import_module(module), name)
    if limits.memory is not None:
        _limit_memory(limits.memory)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send(None)
        while True:
            task = pipe.recv()
            _alarm(limits.timeout)
            said: tuple[Failure | None, Any]
            try:
                said = (None, work(task))
            except MemoryError:
                said = ("memory", None)
            except Exception as error:  # noqa: BLE001 - the answer names the fault
                said = ("crash", clipped(one_line(f"{type(error).__name__}: {error}"), _FAULT_LENGTH))
            del task
            pipe.send(said)
            _alarm(None)


def _limit_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _alarm(timeout: float | None) -> None:
    """Have the system end this process if nobody else does: its parent may be gone."""
    if hasattr(signal, "alarm"):
        signal.alarm(0 if timeout is None else math.ceil(timeout) + GRACE)

"""What workers do in tests, named by import path as the program names its own."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from extractor.ingest import Task, read_entry
from extractor.ordered import read_packed
from extractor.store import Entry


def double(task: int) -> int:
    """An honest piece of work."""
    return task * 2


def moody(task: str) -> str:
    """Does what the task says; ``once PATH`` dies the first time only."""
    word, _, rest = task.partition(" ")
    if word == "segfault":
        ctypes.string_at(0)
    elif word == "exit":
        os._exit(7)
    elif word == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == "hang":
        time.sleep(600)
    elif word == "spin":
        while True:
            pass
    elif word == "eat":
        return str(len(bytearray(8 * 1024**3)))
    elif word == "raise":
        raise ValueError("没有\n" + "x" * 5000)
    elif word == "exhausted":
        raise MemoryError
    elif word == "print":
        print("on standard output")
        sys.stdout.flush()
    elif word == "pid":
        return str(os.getpid())
    elif word == "once" and not Path(rest).exists():
        Path(rest).touch()
        os._exit(1)
    return f"{word} done"


def reading(task: Task) -> Entry:
    """Reads as the program does, but for sources whose name says what else happens."""
    name = task.source.name
    for word in ("segfault", "hang", "eat", "raise"):
        if name.startswith(word):
            moody(word)
    return read_entry(task)


def moodily_packed(task: Task) -> bytes:
    """Reads for a record in its turn, but for sources whose name says what else happens."""
    for word in ("segfault", "hang"):
        if word in task.source.name:
            moody(word)
    return read_packed(task)


def slowly(task: Task) -> Entry:
    """Reads as the program does, and takes its time."""
    time.sleep(0.02)
    return read_entry(task)


def noted(task: Task) -> Entry:
    """Reads as the program does, and leaves a mark for it beside the source."""
    assert task.source.path is not None
    with Path(task.source.path).with_suffix(".log").open("a", encoding="utf-8") as stream:
        stream.write("read\n")
    return read_entry(task)


def named(task: Task) -> str:
    """The name of the source whose content it is given."""
    assert task.source.data
    return task.source.name

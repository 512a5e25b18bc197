"""What a batch tells while it goes on: a progress line for people, or one JSON object a line for programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from .batch import Tally
from .marks import Status
from .progress import Progress, Stage


class Watch(Protocol):
    """Who is told how far a batch is; the tally, which it has, is up to date whenever it is told anything."""

    def started(self, jobs: int) -> None:
        """The batch begins, with so many processes."""

    def read(self, name: str, status: Status, seconds: float, failure: str | None) -> None:
        """A source is done; 0 seconds where the result of an earlier run was taken over."""

    def stage(self, stage: Stage, count: int) -> None:
        """All is read: reports are held against each other, or the results written, ``count`` of the reports so far."""

    def done(self, written: Sequence[Path]) -> None:
        """All is read and written."""

    def clear(self) -> None:
        """Something else is about to be printed."""


class Lines:
    """The progress line of :class:`Progress`."""

    def __init__(self, tally: Tally, quiet: bool, lang: str) -> None:
        self.tally, self.line = tally, Progress(quiet, lang)

    def started(self, jobs: int) -> None:
        """Nothing is said until something is done."""

    def read(self, name: str, status: Status, seconds: float, failure: str | None) -> None:
        """Say how far the batch is."""
        self.line.show(self.tally, name)

    def stage(self, stage: Stage, count: int) -> None:
        """Say what is done now that all is read."""
        self.line.later(self.tally, stage, count)

    def done(self, written: Sequence[Path]) -> None:
        """The summary says the rest."""

    def clear(self) -> None:
        """Take the line away."""
        self.line.clear()


class Events:
    """Writes ``started``, then ``read`` or ``failed`` for each source as it is done, then ``comparing``, ``writing`` and ``done``.

    Each has ``done`` (sources so far), ``total`` (files to read, null where not known), ``unread``, ``reused``,
    ``seconds`` since the start and ``rate`` (sources read anew a second).
    """

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.last = 0.0

    def started(self, jobs: int) -> None:
        """The batch begins."""
        self._write("started", jobs=jobs)

    def read(self, name: str, status: Status, seconds: float, failure: str | None) -> None:
        """A source is done; ``took`` is 0 where the result of an earlier run was taken over."""
        if failure is None:
            self._write("read", source=name, status=status, took=round(seconds, 3))
        else:
            self._write("failed", source=name, status=status, took=round(seconds, 3), code=failure)

    def stage(self, stage: Stage, count: int) -> None:
        """What comes after reading: when it begins, and at most once a second with the number of reports done."""
        now = time.monotonic()
        if count == 0 or now - self.last >= 1:
            self.last = now
            self._write(stage, reports=count)

    def done(self, written: Sequence[Path]) -> None:
        """All is read and written."""
        tally = self.tally
        self._write(
            "done", statuses=dict(tally.statuses), severities=dict(tally.severities), written=[str(path) for path in written]
        )

    def clear(self) -> None:
        """Nothing is to be taken away."""

    def _write(self, event: str, **more: Any) -> None:
        tally = self.tally
        seconds = tally.seconds
        line = {
            "event": event, **more, "done": tally.read, "total": tally.total, "unread": tally.statuses["unread"],
            "reused": tally.reused, "seconds": round(seconds, 3),
            "rate": round((tally.read - tally.reused) / seconds, 2) if seconds else 0.0,
        }  # fmt: skip
        # Escaped: a name may hold what standard error cannot carry.
        sys.stderr.write(json.dumps(line) + "\n")
        sys.stderr.flush()

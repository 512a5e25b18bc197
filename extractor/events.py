"""What a batch tells while it goes on: a progress line for people, or one JSON object a line for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from .batch import Tally
from .marks import Status
from .progress import Progress


class Watch(Protocol):
    """Who is told how far a batch is; the tally, which it has, is up to date whenever it is told anything."""

    def started(self, jobs: int) -> None:
        """The batch begins, with so many processes."""

    def read(self, name: str, status: Status, seconds: float, failure: str | None) -> None:
        """A source is done; 0 seconds where the result of an earlier run was taken over."""

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

    def done(self, written: Sequence[Path]) -> None:
        """The summary says the rest."""

    def clear(self) -> None:
        """Take the line away."""
        self.line.clear()


class Events:
    """Writes ``started``, then ``read`` or ``failed`` for each source as it is done, then ``done``.

    Each has ``done`` (sources so far), ``total`` (files to read, null where not known), ``unread``, ``reused``,
    ``seconds`` since the start and ``rate`` (sources read anew a second).
    """

    def __init__(self, tally: Tally) -> None:
        self.tally = tally

    def started(self, jobs: int) -> None:
        """The batch begins."""
        self._write("started", jobs=jobs)

    def read(self, name: str, status: Status, seconds: float, failure: str | None) -> None:
        """A source is done; ``took`` is 0 where the result of an earlier run was taken over."""
        if failure is None:
            self._write("read", source=name, status=status, took=round(seconds, 3))
        else:
            self._write("failed", source=name, status=status, took=round(seconds, 3), code=failure)

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

"""Reports that are gone through more than once, and files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ..marks import status_of
from ..record import Report
from .jsonl import read_file, write_jsonl

if TYPE_CHECKING:
    from ..store.packed import Counts, Supply

Reports = Path | Iterable[Report] | Callable[[], Iterable[Report]]
"""What every writer takes: reports, a function that gives them anew, or a file of JSON Lines.

Memory stays the same however many reports an iterator, a function or a file gives.
"""


def supply_of(reports: Reports) -> Supply:
    """The reports as they are handed to those who render them."""
    from ..store.packed import BATCH, Counts, Supply
    from .survey import survey

    give = again(reports)
    met = survey(give())

    def batches() -> Iterator[tuple[tuple[Report, ...], Counts]]:
        rest = give()
        while some := tuple(islice(rest, BATCH)):
            listed = sum(len(one.values) for one in some if status_of(one) != "unread")
            findings, statements = (sum(map(len, items)) for items in ((one.findings for one in some), (one.statements for one in some)))
            yield some, Counts(len(some), listed, findings, statements)

    return Supply(tuple(met.forms), tuple(sorted(met.others)), batches)


def again(reports: Reports) -> Callable[[], Iterator[Report]]:
    """A function that goes through the reports from the start each time it is called.

    An iterator can be gone through but once: it is emptied into a temporary file.
    """
    if isinstance(reports, Path):
        path = reports
        return lambda: read_file(path)
    if callable(reports):
        give = reports
        return lambda: iter(give())
    if isinstance(reports, Iterator):
        return _Spilled(reports)
    kept = reports
    return lambda: iter(kept)


class _Spilled:
    """The reports of an iterator, in a temporary file that goes when this does."""

    def __init__(self, reports: Iterator[Report]) -> None:
        handle, name = tempfile.mkstemp(prefix="nianbao.", suffix=".jsonl")
        self._path = Path(name)
        self._end = weakref.finalize(self, self._path.unlink, missing_ok=True)
        os.close(handle)
        with self._path.open("w", encoding="utf-8", newline="\n") as stream:
            write_jsonl(reports, stream)

    def __call__(self) -> Iterator[Report]:
        # The generator holds on to self, and so to the file, until it is done.
        yield from read_file(self._path)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; it takes the place of ``path`` once all is written, and only then."""
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

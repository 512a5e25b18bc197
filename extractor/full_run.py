"""The whole of ``nianbao run``: list, read into the store, look at all reports together, write the results."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from .profile import DEFAULT, Profile
from .workers import Limits, prepare

if TYPE_CHECKING:
    from .batch import Tally
    from .decisions import Decision
    from .events import Watch
    from .hints import Hints
    from .ingest import Answers
    from .listing import Place
    from .rules import Unit

JOB = "extractor.ingest:read_entry"
"""What the workers do."""
PARTS = "parts"
"""The folder, in that of the results, of the values as Parquet parts."""
_SCRATCH = ".nianbao.part"
STORE, DESCRIPTIONS = "nianbao.sqlite", "nianbao.metadata.json"
"""The names, in the folder of the results, of the store and of what describes it to Datasette."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a run goes: ``jobs`` processes (None: as many as there are processors), the ``limits`` of each file.

    ``retry_failed`` reads again what could not be read before, ``limit`` stops after so many sources. Reports
    are judged by ``profile``; ``decisions`` are what people decided, by fingerprint, ``units`` what a region adds up. ``job`` reads a source.
    ``hints`` tells of each source what is known of it from outside.
    ``cluster`` is the address of a Dask scheduler that has the reading done, or ``local`` (see :mod:`extractor.cluster`);
    ``parts`` asks for the values as Parquet parts besides.
    """

    jobs: int | None = None
    limits: Limits = field(default_factory=Limits)
    retry_failed: bool = False
    limit: int | None = None
    profile: Profile = DEFAULT
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    units: tuple[Unit, ...] = ()
    job: str = JOB
    hints: Hints | None = None
    cluster: str | None = None
    parts: bool = False


class Listing:
    """The files of a run, kept on disk: how many there are is known before the first is opened."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - it goes with this
        self.count = 0
        for place in places:
            # Paths as text: they are many, and slow to pickle.
            pickle.dump(str(place) if isinstance(place, Path) else place, self._file)
            self.count += 1

    def __iter__(self) -> Iterator[Place]:
        self._file.seek(0)
        for _ in range(self.count):
            place = pickle.load(self._file)
            yield Path(place) if isinstance(place, str) else place


def run_all(
    places: Iterable[Place], out: Path, options: Options, watching: Callable[[Tally], Watch]
) -> tuple[Tally, list[Path]]:
    """Read all there is into the store of the folder ``out`` and write every result; what was met, and the paths written.

    Who ``watching`` gives is told how far it is. Whatever ends this, the same call goes on where it stopped and
    gives the same results. Where there is nothing to read, nothing is written. Raises StoreError and
    WorkerError with the cure; OSError for a result that cannot be written.
    """
    listing = Listing(places)
    if listing.count and options.cluster is None:
        # The workers load what they need while this process loads its own.
        prepare(options.job)
    from .batch import Tally
    from .decisions import dismissed_of

    tally = Tally(dismissed=dismissed_of(options.decisions))
    if not listing.count:
        return tally, []
    # A folder that cannot be made is told before an hour of reading, not after it.
    out.mkdir(parents=True, exist_ok=True)
    tally.total = listing.count if options.limit is None else min(listing.count, options.limit)
    watch = watching(tally)
    try:
        written = _run(listing, out, options, tally, watch)
        watch.done(written)
    finally:
        watch.clear()
    return tally, written


def _run(listing: Listing, out: Path, options: Options, tally: Tally, watch: Watch) -> list[Path]:
    from .export import write_all
    from .ingest import Plan, complete, ingest
    from .passes import judge_across
    from .store import engine, open_store

    program = engine(options.profile)
    # Parts that are there are kept up to date: old ones beside new results would be wrong in silence.
    parts = options.parts or options.cluster is not None or (out / PARTS).is_dir()
    if parts:
        from .export.parquet import pyarrow

        pyarrow()
    with open_store(out / STORE) as store:
        store.decide(options.decisions)
        with _readers(options, tally) as (answers, jobs):
            plan = Plan(
                program, jobs, options.limits, options.retry_failed, options.limit, options.profile, options.job, options.hints, answers
            )
            watch.started(jobs)
            ingest(store, iter(listing), plan, tally, watch.read)
        if tally.read == 0:
            return []
        made_from = f"{program} {options.units} {parts}"
        content = store.content(made_from)
        before = store.written(content)
        if before is None:
            # Otherwise what was found between the reports then still holds.
            watch.stage("comparing", 0)
            judge_across(store, options.profile, options.units)
            content = store.content(made_from)
            before = store.written(content)
        complete(tally, store)
        tally.unchanged = before is not None and before == _stamps(out, before)
        if not tally.unchanged:
            watch.stage("writing", 0)
            run_date = datetime.now().astimezone().date()
            # Whoever reads, the results are rendered here.
            hands = processors() if options.cluster is not None else jobs
            with _scratch(out / _SCRATCH) as scratch:
                written = write_all(
                    store.supply(), out, run_date=run_date, decisions=options.decisions, jobs=hands, scratch=scratch,
                    told=partial(watch.stage, "writing"),
                )  # fmt: skip
            if parts:
                written += _parts(out)
            before = _stamps(out, [path.relative_to(out).as_posix() for path in written])
        store.end(program, tally.reused, content, before or {})
    # Of the parts, which may be many, the folder is named.
    files = dict.fromkeys(out / name.partition("/")[0] for name in before or ())
    return [*files, out / STORE, _described(out / DESCRIPTIONS)]


@contextmanager
def _readers(options: Options, tally: Tally) -> Iterator[tuple[Answers, int]]:
    """Who reads, and how many at a time."""
    jobs = options.jobs or min(processors(), tally.total or 1)
    if options.cluster is None:
        from .workers import answers

        yield answers, jobs
        return
    from .cluster import connected

    with connected(options.cluster, jobs) as cluster:
        yield cluster.answers, cluster.jobs
        tally.sent = cluster.sent


def _parts(out: Path) -> list[Path]:
    """The values of the records just written, as Parquet parts."""
    from .export import NAMES, again
    from .export.parquet import write_parts
    from .export.typed import values_sheet

    return write_parts(values_sheet(again(out / NAMES["jsonl"])), out / PARTS, "long")


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder for what is needed only for a while; what a run that was killed has left in it goes first."""
    rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def _stamps(out: Path, names: Iterable[str]) -> dict[str, list[int]]:
    """Size and time of the results: one that a person has changed, or taken away, is written again."""
    made: dict[str, list[int]] = {}
    for name in names:
        with suppress(FileNotFoundError):
            status = (out / name).stat()
            made[name] = [status.st_size, status.st_mtime_ns]
    return made


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _described(path: Path) -> Path:
    """Write what describes the store, where it is not there as it should be."""
    from .export.supply import replacing
    from .store.schema import datasette

    text = json.dumps(datasette(), ensure_ascii=False, indent=1) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        with replacing(path) as part:
            part.write_text(text, encoding="utf-8")
    return path

"""Sources into the store: what is new is read by the workers, what was read before is taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from .batch import MOST_UNREAD, Tally, attempt, called, crashed, out_of_memory, overdue
from .errors import SourceError
from .hints import Hints
from .marks import Status
from .pipeline import info_of, unread
from .profile import DEFAULT, Profile
from .record import Report
from .source import Known, Place, Source, Unreadable, is_own_page, nothing_known, opened
from .store import Entry, Kept, Store, entry_of, key_of
from .workers import Answer, Limits, answers

Told = Callable[[str, Status, float, str | None], None]
"""Called with each source as it is done: what it is called, how it fares, seconds (0 when taken over), why it failed."""

Answers = Callable[[Iterable["Task"], str, Limits, int], Iterator[Answer["Task"]]]
"""Who has the tasks done: :func:`extractor.workers.answers` on this machine, or a cluster."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a batch is read: in how many processes (``jobs``), within which ``limits``, judged by which ``profile``.

    ``engine`` is :func:`~extractor.store.engine` of all that steers the reading, the profile included.
    ``retry_failed`` reads again what could not be read in an earlier run; ``limit`` stops after so many sources.
    ``job`` is the function that reads a :class:`Task`, by its import path, ``hints`` what is told of the sources; ``answers``
    has the job done.
    """

    engine: str
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    retry_failed: bool = False
    limit: int | None = None
    profile: Profile = DEFAULT
    job: str = "extractor.ingest:read_entry"
    hints: Hints | None = None
    answers: Answers = answers


@dataclass(frozen=True, slots=True)
class Task:
    """A source to read, and where it stands."""

    position: int
    source: Source
    profile: Profile = DEFAULT


def read_entry(task: Task) -> Entry:
    """What a worker does: read a source. Raises MemoryError where that is not enough."""
    return entry_of(attempt(task.source, task.profile))


def called_of(source: Source | Unreadable) -> str:
    """What to call a source."""
    return called(source.name, source.path, source.member)


def sources_of(
    places: Iterator[Place], plan: Plan, passed: Callable[[str], None] | None = None, known: Known = nothing_known
) -> Iterator[Source | Unreadable]:
    """The sources of all places with what is told of them, one open at a time; as many as the plan has.

    Pages that this program wrote are passed over; ``passed`` is told what they are called. ``known`` is that of :func:`opened`.
    """

    def each() -> Iterator[Source | Unreadable]:
        for place in places:
            for source in opened(place, known):
                if not is_own_page(source):
                    yield source
                elif passed is not None:
                    passed(called_of(source))

    found = islice(each(), plan.limit)
    return found if plan.hints is None else map(plan.hints, found)


def wanted(kept: Kept | None, plan: Plan) -> bool:
    """Whether a source must be read: it never was, or the reading failed and may fare better now."""
    if kept is None:
        return True
    if kept.failure == "R-TIMEOUT":
        longer = plan.limits.timeout is None or (kept.allowance is not None and plan.limits.timeout > kept.allowance)
        return longer or plan.retry_failed
    return plan.retry_failed and kept.failure is not None


def ingest(store: Store, places: Iterator[Place], plan: Plan, tally: Tally, told: Told) -> None:
    """Bring every source into the store: in the order given, whatever the order in which they are done.

    A source that was read before, by this very program, is not read again. One with the content of an
    earlier source is not read either: its record says so (R-DUPLICATE). A file named twice is one source.
    """
    store.begin(plan.engine)
    for answer in plan.answers(_tasks(store, places, plan, tally, told), plan.job, plan.limits, plan.jobs):
        task, source = answer.task, answer.task.source
        entry = answer.value if answer.failure is None else entry_of(failed(answer, plan.limits))
        # What was read is not what was hashed: it is kept for this run alone.
        key = None if answer.failure == "changed" else key_of(source, plan.engine)
        store.add(task.position, entry, plan.engine, key, answer.seconds, plan.limits.timeout)
        _count(tally, entry.status)
        tally.slowest = max(tally.slowest, (answer.seconds, called_of(source)))
        told(called_of(source), entry.status, answer.seconds, entry.failure)


def _tasks(store: Store, places: Iterator[Place], plan: Plan, tally: Tally, told: Told) -> Iterator[Task]:
    """The sources that must be read; the others are settled on the way."""
    for position, source in enumerate(sources_of(places, plan, tally.passed.append, store.media_type), 1):
        if store.listed(source):
            continue
        if isinstance(source, Unreadable):
            report = unread(info_of(source), SourceError(source.code, source.message, source.message_en))
        else:
            twin = store.twin(source)
            if twin is None:
                kept = store.find(key_of(source, plan.engine))
                if wanted(kept, plan):
                    store.place(position, source)
                    yield Task(position, source, plan.profile)
                elif kept is not None:
                    store.place(position, source, kept.id)
                    tally.reused += 1
                    tally.given_up += kept.failure is not None
                    _count(tally, kept.status)
                    told(called_of(source), kept.status, 0.0, kept.failure)
                continue
            report = unread(info_of(source), _duplicate(called(twin.name, twin.path, twin.member)))
        entry = entry_of(report)
        store.place(position, source)
        store.add(position, entry, plan.engine)
        _count(tally, entry.status)
        told(called_of(source), entry.status, 0.0, entry.failure)


def _count(tally: Tally, status: Status) -> None:
    tally.statuses[status] += 1


def _duplicate(first: str) -> SourceError:
    return SourceError(
        "R-DUPLICATE",
        f"内容与“{first}”完全相同，只读一次，数值见那一份；请删去其中一个。",
        f"The content is the same as that of '{first}', which holds the values; remove one of the two.",
    )


def _changed() -> SourceError:
    return SourceError(
        "R-BROKEN", "文件在运行中被改动或移走，没有读到原来的内容；请再运行同一条命令。",
        "The file was changed or taken away during the run and was not read; run the same command again.",
    )


def failed(answer: Answer[Task], limits: Limits) -> Report:
    """The record of a source whose worker was lost, twice."""
    error = crashed(answer.detail)
    if answer.failure == "memory":
        error = out_of_memory()
    elif answer.failure == "timeout" and limits.timeout is not None:
        error = overdue(limits.timeout)
    elif answer.failure == "changed":
        error = _changed()
    return unread(info_of(answer.task.source), error, answer.task.source.given)


def complete(tally: Tally, store: Store) -> None:
    """Fill in what only the store knows in the end: findings between reports, and what people have dismissed."""
    met = store.counted(MOST_UNREAD)
    tally.statuses, tally.severities, tally.codes = met.statuses, met.severities, met.codes
    tally.unread = [(called(one.name, one.path, one.member), finding) for one, finding in met.unread]

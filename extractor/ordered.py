"""Many sources read in processes of their own, their records in the order of the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from .batch import Tally, attempt
from .errors import SourceError
from .ingest import Task, called_of, failed
from .pipeline import info_of, unread
from .profile import DEFAULT, Profile
from .record import Report
from .source import Source, Unreadable
from .store.packed import packed, unpacked
from .workers import Limits, answers

JOB = "extractor.ordered:read_packed"
"""What the workers do."""


def read_packed(task: Task) -> bytes:
    """What a worker does: read a source. Packed, for a record may have to wait for those before it."""
    return packed(attempt(task.source, task.profile))


def extract_in_order(
    sources: Iterable[Source | Unreadable], tally: Tally, jobs: int, limits: Limits,
    progress: Callable[[Tally, str], None] | None = None, profile: Profile = DEFAULT, job: str = JOB,
) -> Iterator[Report]:  # fmt: skip
    """The record of each source as :func:`~extractor.batch.extract_all` gives it, read in so many processes.

    One whose process is lost, or that takes longer than the limits allow, has a record that says so. Raises
    WorkerError where no process can be started.
    """
    done: dict[int, tuple[str, float, bytes | Report]] = {}

    def tasks() -> Iterator[Task]:
        for position, source in enumerate(sources):
            if isinstance(source, Unreadable):
                error = SourceError(source.code, source.message, source.message_en)
                done[position] = (source.name, 0.0, unread(info_of(source), error))
            else:
                yield Task(position, source, profile)

    def ready() -> Iterator[Report]:
        while tally.read in done:
            name, seconds, made = done.pop(tally.read)
            report = unpacked(made) if isinstance(made, bytes) else made
            if progress is not None:
                progress(tally, name)
            tally.add(report, seconds)
            yield report

    for answer in answers(tasks(), job, limits, jobs):
        value = answer.value if answer.failure is None else failed(answer, limits)
        done[answer.task.position] = (called_of(answer.task.source), answer.seconds, value)
        yield from ready()
    yield from ready()

"""What the verbs share: the sources of a command, a batch over them, and how it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..display import one_line
from ..ending import output

if TYPE_CHECKING:
    from ..batch import Tally
    from ..hints import Hints
    from ..profile import Profile
    from ..progress import Progress
    from ..record import Report
    from ..source import Source, Unreadable

FEW = 8
"""So many files are read sooner here than processes of their own have started."""
EXIT_FINDINGS, EXIT_UNREAD = 1, 3
"""Exit codes; 2 is usage, 130 an interrupt."""


def sources_of(
    arguments: tuple[str, ...], files_from: str | None, hints: Hints | None = None
) -> Iterator[Source | Unreadable]:
    """The sources; a usage error where there is none at all, so that a wrong folder is no success."""
    from ..source import sources

    if not arguments and files_from is None:
        raise click.UsageError("没有给出要读的文件；给出文件、文件夹、通配符或压缩包，或者 - 表示标准输入。")
    found = sources(arguments, files_from=files_from)
    found = found if hints is None else map(hints, found)
    first = next(found, None)
    if first is None:
        raise click.UsageError(f"{one_line('、'.join(arguments) or files_from or '')} 里没有可读的文件；请检查路径。")
    return chain([first], found)


def one_source(argument: str) -> Source | Unreadable:
    """The one source of a verb that takes one."""
    first, *more = islice(sources_of((argument,), None), 2)
    if more:
        names = one_line(f"{argument} 里不止一份文件（{first.name}、{more[0].name}……）")
        raise click.UsageError(f"{names}；请指明其中一份。")
    return first


@dataclass(frozen=True, slots=True)
class Reading:
    """How the sources of a batch are read: by which profile, in how many processes (None: as fits), in what time each."""

    profile: Profile
    jobs: int | None = None
    timeout: float | None = None
    hints: Hints | None = None


@contextmanager
def batch_of(
    arguments: tuple[str, ...], files_from: str | None, lang: str, quiet: bool, out: Path | None, *, reading: Reading,
    dismissed: frozenset[str] = frozenset(), shows: bool = True,
) -> Iterator[tuple[Tally, Iterator[Report]]]:  # fmt: skip
    """The tally and the reports of a batch; what was not read is told at its end.

    ``dismissed`` are the fingerprints of findings that do not count; ``shows`` tells whether data comes as
    the reports are read, and not at their end.
    """
    from ..batch import Tally
    from ..progress import Progress, closing

    # On a terminal the data itself shows how far it is.
    tally = Tally(dismissed=dismissed)
    progress = Progress(quiet or (shows and out is None and sys.stdout.isatty()), lang)
    with output(out):
        try:
            yield tally, _cleared(_read(sources_of(arguments, files_from, reading.hints), tally, progress, reading), progress)
        finally:
            progress.clear()
    if not quiet and (tally.read > 1 or tally.unread):
        click.echo(closing(tally, lang), err=True)
    tell_hints(reading.hints, lang, quiet)


def tell_hints(hints: Hints | None, lang: str, quiet: bool) -> None:
    """Say on standard error what of a list and of templates fitted nothing."""
    if hints is not None and not quiet:
        for line in hints.notes(lang):
            click.echo(line, err=True)


def _read(
    found: Iterator[Source | Unreadable], tally: Tally, progress: Progress, reading: Reading
) -> Iterator[Report]:
    """The reports, read here where there are a few, for that starts at once; else in processes of their own."""
    first = list(islice(found, FEW + 1))
    if len(first) <= FEW and reading.jobs is None and reading.timeout is None:
        from ..batch import extract_all

        return extract_all(first, tally, progress.show, reading.profile)
    from ..full_run import processors
    from ..ordered import extract_in_order
    from ..workers import Limits

    limits = Limits() if reading.timeout is None else Limits(timeout=reading.timeout)
    jobs = reading.jobs or processors()
    return extract_in_order(chain(first, found), tally, jobs, limits, progress.show, reading.profile)


def _cleared(reports: Iterator[Report], progress: Progress) -> Iterator[Report]:
    """The reports; after the last the progress line makes room for what is then printed."""
    yield from reports
    progress.clear()


def profile_of(wanted: str, quiet: bool = True) -> Profile:
    """The profile that an option names; a usage error where there is none, or one that cannot be meant.

    One that is not the default is named on standard error unless ``quiet``.
    """
    from ..errors import ProfileError
    from ..profile_file import load_profile

    try:
        profile = load_profile(wanted)
    except ProfileError as error:
        raise click.UsageError(str(error)) from error
    if not quiet and profile.name != "default":
        click.echo(f"口径 / profile: {profile.name}", err=True)
    return profile


def leave(tally: Tally, fail_on: str) -> None:
    """Exit as the contract has it: unread sources outrank findings."""
    from ..record import SEVERITIES

    if tally.statuses["unread"]:
        sys.exit(EXIT_UNREAD)
    names: list[str] = list(SEVERITIES)
    counted = SEVERITIES[: names.index(fail_on) + 1] if fail_on in names else ()
    sys.exit(EXIT_FINDINGS if any(tally.severities[one] for one in counted) else 0)

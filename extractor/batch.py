"""Many sources one after another: each gives a record whatever it holds, and what happened is counted."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from .decisions import without
from .display import clipped, one_line
from .errors import SourceError
from .marks import Status, status_of
from .pipeline import extract, info_of, unread
from .profile import DEFAULT, Profile
from .record import SEVERITIES, Finding, Report, Severity
from .source import Source, Unreadable
from .version import VERSION

_FAULT_LENGTH = 200
MOST_UNREAD = 100
"""How many unread sources a tally names; all of them are counted."""


@dataclass(slots=True)
class Tally:
    """What a batch met: reports by status, findings by severity and code, sources that gave nothing and why.

    ``slowest`` is the source that took longest, in seconds, with its name. Findings whose fingerprints are
    among the ``dismissed`` count for nothing. ``total`` is how many files there are to read, where that is
    known, and ``reused`` how many results of an earlier run were taken over, ``given_up`` of them of sources
    that could not be read. ``unchanged`` says that the results of the last run still hold and were left as they
    are; ``sent`` how many files this machine sent to the workers of a cluster, ``passed`` are pages of this program that
    were passed over. Of the unread, the first :data:`MOST_UNREAD` are named.
    """

    statuses: Counter[Status] = field(default_factory=Counter)
    severities: Counter[Severity] = field(default_factory=Counter)
    codes: Counter[tuple[Severity, str]] = field(default_factory=Counter)
    unread: list[tuple[str, Finding]] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    started: float = field(default_factory=time.perf_counter)
    dismissed: frozenset[str] = frozenset()
    total: int | None = None
    reused: int = 0
    given_up: int = 0
    unchanged: bool = False
    sent: int = 0
    passed: list[str] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many sources have been taken, those that gave nothing included."""
        return sum(self.statuses.values())

    @property
    def seconds(self) -> float:
        """The time since the batch began."""
        return time.perf_counter() - self.started

    def add(self, report: Report, seconds: float) -> None:
        """Count one record; what a source that gave nothing lacks is no finding about a report."""
        report = without(report, self.dismissed)
        status, name = status_of(report), called(report.source.name, report.source.path, report.source.member)
        self.statuses[status] += 1
        self.severities.update(one.severity for one in report.findings)
        if status == "unread":
            if len(self.unread) < MOST_UNREAD:
                self.unread.append((name, report.findings[0]))
        else:
            self.codes.update((one.severity, one.code) for one in report.findings if one.outcome == "violated")
        self.slowest = max(self.slowest, (seconds, name))

    def commonest(self, most: int) -> list[tuple[Severity, str, int]]:
        """The commonest findings: errors before warnings before infos, then by their number."""
        ordered = sorted(self.codes.items(), key=lambda item: (SEVERITIES.index(item[0][0]), -item[1], item[0][1]))
        return [(severity, code, count) for (severity, code), count in ordered[:most]]


def called(name: str, path: str | None, member: str | None) -> str:
    """What to call a source so that it can be found: its path, and its member where that is an archive."""
    return f"{path or name} › {member}" if member else path or name


def extract_all(
    sources: Iterable[Source | Unreadable], tally: Tally, progress: Callable[[Tally, str], None] | None = None,
    profile: Profile = DEFAULT,
) -> Iterator[Report]:  # fmt: skip
    """The record of each source, as it is read, judged under the profile. Nothing a source holds ends the batch."""
    for source in sources:
        if progress is not None:
            progress(tally, source.name)
        started = time.perf_counter()
        report = safely(source, profile)
        tally.add(report, time.perf_counter() - started)
        yield report


def safely(source: Source | Unreadable, profile: Profile = DEFAULT) -> Report:
    """The record of a source; a fault of this program becomes the finding R-CRASH of that source alone."""
    try:
        return attempt(source, profile)
    except MemoryError:
        return unread(info_of(source), out_of_memory())


def attempt(source: Source | Unreadable, profile: Profile = DEFAULT) -> Report:
    """As :func:`safely`, but for MemoryError, which is raised: a fresh process may have enough."""
    try:
        return extract(source, profile)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one file must not cost the others; the finding names the fault
        return unread(info_of(source), crashed(f"{type(error).__name__}: {error}"))


def crashed(fault: str) -> SourceError:
    """Why a source gave nothing when reading it failed inside this program."""
    fault = clipped(one_line(fault), _FAULT_LENGTH)
    return SourceError(
        "R-CRASH",
        f"读取时程序出错（{fault}），其他文件不受影响；请把该文件与版本号 {VERSION} 报给开发者。",
        f"Reading failed inside the program ({fault}); please report the file and version {VERSION}.",
    )


def overdue(timeout: float) -> SourceError:
    """Why a source gave nothing when reading it took longer than ``timeout`` seconds."""
    return SourceError(
        "R-TIMEOUT",
        f"读取超过 {timeout:g} 秒的时限，其他文件不受影响；请加 --timeout {timeout * 5:g} 再运行，或拆分文件。",
        f"Reading took longer than {timeout:g} s; run again with --timeout {timeout * 5:g}, or split the file.",
    )


def out_of_memory() -> SourceError:
    """Why a source gave nothing when reading it took more memory than there is."""
    return SourceError(
        "R-LIMIT",
        "读取所需内存超出上限，其他文件不受影响；请拆分文件，或换一种格式。",
        "Reading takes more memory than is allowed; split the file, or give another format.",
    )

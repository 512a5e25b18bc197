"""Many sources one after another: each gives a record whatever it holds, and what happened is counted."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from .errors import SourceError
from .marks import Status, status_of
from .pipeline import extract, info_of, unread
from .record import Report
from .source import Source, Unreadable
from .version import VERSION


@dataclass(slots=True)
class Tally:
    """What a batch met: reports by status, findings by code, sources that gave nothing, seconds each took."""

    statuses: Counter[Status] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    unread: list[tuple[str, str]] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    seconds: float = 0.0

    @property
    def read(self) -> int:
        """How many sources have been taken, those that gave nothing included."""
        return sum(self.statuses.values())

    def add(self, report: Report, seconds: float) -> None:
        """Count one record."""
        status = status_of(report)
        name = report.source.member or report.source.path or report.source.name
        self.statuses[status] += 1
        self.codes.update(one.code for one in report.findings if one.outcome == "violated")
        self.severities.update(one.severity for one in report.findings)
        if status == "unread":
            self.unread.append((name, report.findings[0].message))
        self.slowest = max(self.slowest, (seconds, name))
        self.seconds += seconds


def extract_all(
    sources: Iterable[Source | Unreadable], tally: Tally, progress: Callable[[Tally, str], None] | None = None
) -> Iterator[Report]:
    """The record of each source, as it is read. Nothing a source holds ends the batch."""
    for source in sources:
        if progress is not None:
            progress(tally, source.name)
        started = time.perf_counter()
        report = safely(source)
        tally.add(report, time.perf_counter() - started)
        yield report


def safely(source: Source | Unreadable) -> Report:
    """The record of a source; a fault of this program becomes the finding R-CRASH of that source alone."""
    try:
        return extract(source)
    except Exception as error:  # noqa: BLE001 - one file must not cost the others; the finding names the fault
        fault = f"{type(error).__name__}: {error}"
        return unread(
            info_of(source),
            SourceError(
                "R-CRASH",
                f"读取时程序出错（{fault}），其他文件不受影响；请把该文件与版本号 {VERSION} 报给开发者。",
                f"Reading failed inside the program ({fault}); please report the file and version {VERSION}.",
            ),
        )

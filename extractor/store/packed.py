"""Records as they are kept and handed about without being unpacked: compressed, with what tells their size."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ..errors import RecordError
from ..layout import FormName
from ..record import Report
from ..record_json import finding_from_dict, prose_from_dict, report_from_dict
from ..together import with_findings

_LEVEL = 1

BATCH = 25
"""So many reports are rendered at a time."""


class Counts(NamedTuple):
    """How many reports there are, and rows of each list of the workbook."""

    reports: int = 0
    values: int = 0
    findings: int = 0
    statements: int = 0

    def plus(self, more: Counts) -> Counts:
        """The sum of two counts."""
        return Counts(*(one + other for one, other in zip(self, more, strict=True)))


@dataclass(frozen=True, slots=True)
class Supply:
    """All reports of a run: the forms whose fields they list, ids that are in none of these, and the reports in batches.

    ``batches`` goes through them from the start each time it is called, each batch with what there is in it.
    """

    forms: tuple[FormName, ...]
    others: tuple[str, ...]
    batches: Callable[[], Iterator[tuple[tuple[Packed | Report, ...], Counts]]]


def packed(report: Report) -> bytes:
    """The record as a line of JSON, compressed: to about a ninth, in less time than the disk would take for the rest."""
    return zlib.compress(report.to_json().encode(), _LEVEL)


def unpacked(record: bytes) -> Report:
    """The reverse of :func:`packed`; raises zlib.error, ValueError or RecordError for what is none."""
    return report_from_dict(json.loads(zlib.decompress(record)))


@dataclass(frozen=True, slots=True)
class Packed:
    """A record as the store gives it: packed, with the path and member of its source now, and findings between reports.

    ``given`` is path and member as JSON, ``across`` each finding as JSON.
    """

    given: str
    record: bytes
    across: tuple[str, ...] = ()

    def opened(self) -> tuple[Report, str]:
        """The record, and its line of JSON; raises RecordError where it is damaged."""
        report, line = self._unpacked(report_from_dict)
        now = self._placed(report)
        if self.across:
            now = with_findings(now, [finding_from_dict(json.loads(one)) for one in self.across])
        # What has not changed since it was packed need not be put into JSON again.
        return now, line if now is report else now.to_json()

    def prose(self) -> Report:
        """What the report is and its prose alone (see :func:`~extractor.record_json.prose_from_dict`); raises RecordError."""
        return self._placed(self._unpacked(prose_from_dict)[0])

    def _unpacked(self, made: Callable[[Mapping[str, Any]], Report]) -> tuple[Report, str]:
        try:
            line = zlib.decompress(self.record).decode()
            return made(json.loads(line)), line
        except (zlib.error, ValueError) as error:
            raise RecordError(f"记录已损坏（{error}）；请把存储文件移走后再运行同一条命令。") from error

    def _placed(self, report: Report) -> Report:
        """The record with where its source is now: the same content under the same name may have stood elsewhere."""
        path, member = json.loads(self.given)
        if (path, member) == (report.source.path, report.source.member):
            return report
        return replace(report, source=replace(report.source, path=path, member=member))

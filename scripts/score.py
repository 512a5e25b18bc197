#!/usr/bin/env python3
"""Hold records against the truth: cells right, missing, wrong but flagged, silently wrong; by toolchain and layout.

usage: python scripts/score.py TRUTH RECORDS [--by layout] [--lost N]

TRUTH is a folder of JSON files as `make_samples.py --many` writes them (or a JSON Lines file of the
same objects), RECORDS the JSON Lines that `nianbao parse` prints for the same files. Exit 0 when all is
right; 1 when a record is missing, or anything in one: a cell, organ, year, edition, section, planted fault.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractor.rules import RULES

CLEAN_STYLES = frozenset({"plain", "spaces", "note"})
"""Ways of printing figures that no finding should mind."""
UNBLAMED = frozenset({"S-TABLEMISS"})
"""A table that is not there as text may be there as a picture: whose fault that is no reader can say."""

Truth = Mapping[str, Any]
Record = Mapping[str, Any]


@dataclass(slots=True)
class Score:
    """Counts over a set of reports. ``cells`` are those that the source tells, ``untold`` the rest, said to be so."""

    reports: int = 0
    cells: int = 0
    right: int = 0
    missing: int = 0
    flagged: int = 0
    silent: int = 0
    untold: int = 0
    kinds: int = 0
    notes: int = 0
    organ: int = 0
    year: int = 0
    edition: int = 0
    sections: int = 0
    clean: int = 0
    false_alarms: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    mends: int = 0
    mended: int = 0
    blames: int = 0
    blamed: int = 0
    unchecked: Counter[str] = field(default_factory=Counter)
    """Faults composed whose code is in no catalogue yet."""
    lost: list[str] = field(default_factory=list)

    def add(self, truth: Truth, record: Record) -> None:
        """Count one report; of one whose characters are garbled all that counts is that it says so and tells nothing wrong."""
        self.reports += 1
        if truth.get("garbled"):
            self._garbled(truth, record)
            return
        self._cells(truth, record)
        for name in ("organ", "year", "edition"):
            self._whole(truth, name, truth[name], record[name])
        self._whole(truth, "sections", [one["id"] for one in truth["sections"]], [one["id"] for one in record["sections"]])
        self._findings(truth, record)

    def miss(self, truth: Truth) -> None:
        """Count a report without a record: all that it tells is missing."""
        self.reports += 1
        self.cells += len(truth["values"])
        self.missing += len(truth["values"])
        if truth.get("fault") is not None:
            self.faults[truth["fault"]["code"]] += 1
        self.lost.append(f"{'missing':<8}{truth['file']}  no record")

    def _whole(self, truth: Truth, name: str, want: object, got: object) -> None:
        """Count what a report has but one of; the counter has its name."""
        setattr(self, name, getattr(self, name) + (got == want))
        if got != want:
            self.lost.append(f"{name:<8}{truth['file']}  is {want!r}, read {got!r}")

    def _garbled(self, truth: Truth, record: Record) -> None:
        for name in ("organ", "year", "edition", "sections"):
            setattr(self, name, getattr(self, name) + 1)
        said = any(one["code"].startswith("R-") and one["outcome"] == "violated" for one in record["findings"])
        for name, want in truth["values"].items():
            got = record["values"].get(name)
            if got is None or got["kind"] == "missing" or got["reading"] == "conflict":
                self.untold += 1
            elif not said and (got["value"], got["kind"]) != (want["value"], want["kind"]):
                self.cells += 1
                self._lose(truth, "silent", name, want, got)
        # What was damaged may be read right all the same, such as UTF-16 whose damage left every character.
        if not said and (truth["organ"], truth["year"]) != (record["organ"], record["year"]):
            self.lost.append(f"unsaid  {truth['file']}  garbled")

    def _cells(self, truth: Truth, record: Record) -> None:
        named = {name for finding in record["findings"] for name in finding["fields"]}
        untold = set(truth["values"]) if truth.get("lossy") else set()
        for name, want in truth["values"].items():
            got = record["values"].get(name)
            flagged = got is None or got["reading"] == "conflict" or name in named
            same = got is not None and (got["value"], got["kind"]) == (want["value"], want["kind"])
            if name in untold and (flagged or got is None or got["kind"] == "missing"):
                # Run-together text may not tell the cell: then to say so is right, and only that.
                self.untold += 1
                continue
            self.cells += 1
            self.kinds += got is not None and got["kind"] == want["kind"]
            self.notes += got is not None and (got["note"] or None) == (want.get("note") or None)
            if same:
                self.right += 1
            elif got is None or got["kind"] == "missing":
                self._lose(truth, "missing", name, want, got)
            elif flagged:
                self._lose(truth, "flagged", name, want, got)
            else:
                self._lose(truth, "silent", name, want, got)

    def _lose(self, truth: Truth, how: str, name: str, want: Mapping[str, Any], got: Mapping[str, Any] | None) -> None:
        setattr(self, how, getattr(self, how) + 1)
        seen = "nothing" if got is None else f"{got['raw']!r} ({got['kind']}, {got['reading']})"
        self.lost.append(f"{how:<8}{truth['file']}  {name}: printed {want['raw']!r} ({want['kind']}), read {seen}")

    def _findings(self, truth: Truth, record: Record) -> None:
        violated = [one for one in record["findings"] if one["outcome"] == "violated"]
        expected = truth.get("fault")
        if expected is None and truth.get("style", "plain") not in CLEAN_STYLES:
            return  # 无, blanks and the like in place of figures are what findings are for
        if expected is None:
            self.clean += 1
            for one in violated:
                if one["code"] not in truth.get("expected", ()):
                    self.false_alarms[f"{one['severity']} {one['code']}"] += 1
            return
        code = expected["code"]
        if code not in RULES:
            self.unchecked[code] += 1
            return
        self.faults[code] += 1
        hits = [one for one in violated if one["code"] == code]
        self.found[code] += bool(hits)
        if not hits:
            self.lost.append(f"unfound {truth['file']}  {code} {' '.join(expected.get('fields', ()))}")
        if code not in UNBLAMED:
            # Text without rows and cells can be read in one way only, and then a doubt is all that is right.
            right = {"source"} if truth.get("gridded", True) else {"source", "unknown"}
            self.blames += bool(hits)
            self.blamed += any(one["blame"] in right for one in hits)
            if hits and not any(one["blame"] in right for one in hits):
                self.lost.append(f"unblamed {truth['file']}  {code} {' '.join(expected.get('fields', ()))}")
        suggestion = expected.get("suggestion")
        if suggestion and expected.get("unique", True):
            self.mends += 1
            given = any(one["suggestion"] == suggestion for one in violated)
            self.mended += given
            if not given:
                self.lost.append(f"unmended {truth['file']}  {code} {suggestion}")

    def cells_of_row(self) -> tuple[str, ...]:
        """One row of the table, as text, in the order of :data:`HEADINGS`."""
        alarms = sum(count for alarm, count in self.false_alarms.items() if alarm.startswith("error"))
        warnings = sum(count for alarm, count in self.false_alarms.items() if alarm.startswith("warning"))
        return (
            str(self.reports), str(self.cells), _share(self.right, self.cells), str(self.missing), str(self.flagged),
            str(self.silent), str(self.untold), _share(self.kinds, self.cells), _share(self.organ, self.reports),
            _share(self.year, self.reports), _share(self.edition, self.reports), _share(self.sections, self.reports),
            _share(sum(self.found.values()), sum(self.faults.values())), _share(self.mended, self.mends),
            _share(self.blamed, self.blames), str(alarms), f"{warnings / self.clean:.2f}" if self.clean else "–",
        )  # fmt: skip

    def line(self, name: str) -> str:
        """One row of the table in columns."""
        return f"{name:<22}" + "".join(f"{text:>9}" for text in self.cells_of_row())


HEADINGS = (
    "reports", "cells", "right", "missing", "flagged", "silent", "untold", "kinds", "organ", "year", "edition", "sections",
    "faults", "mends", "blame", "alarms", "warn/rep",
)  # fmt: skip
HEAD = f"{'':<22}" + "".join(f"{heading:>9}" for heading in HEADINGS)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "–"


def score(truths: Iterable[Truth], records: Mapping[str, Record], by: str = "") -> dict[str, Score]:
    """Scores by group, ``""`` for all together; ``records`` are by the name of their file.

    ``by`` names a key of the truth (toolchain) or of its layout; a list there counts in each of its groups.
    """
    scores = {"": Score()}
    for truth in truths:
        record = records.get(Path(truth["file"]).name)
        for group in ("", *_groups(truth, by)):
            counted = scores.setdefault(group, Score())
            if record is None:
                counted.miss(truth)
            else:
                counted.add(truth, record)
    return scores


def _groups(truth: Truth, by: str) -> Iterator[str]:
    if not by:
        return
    value = truth.get(by, truth.get("layout", {}).get(by))
    if by == "layout" and isinstance(value, Mapping):
        yield from (f"{name}={choice}" for name, choice in value.items() if choice not in (None, False, ""))
    elif value is not None:
        yield from map(str, value if isinstance(value, list) else [value])


def load_truths(path: Path) -> list[Truth]:
    """The truths in a folder of JSON files, or in a JSON Lines file."""
    if path.is_dir():
        return [json.loads(one.read_text(encoding="utf-8")) for one in sorted(path.glob("*.json"))]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def load_records(path: Path) -> dict[str, Record]:
    """The records of a JSON Lines file by the name of their source."""
    records = {}
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            records[record["source"]["name"]] = record
    return records


def main() -> int:
    """Print the table; 1 when anything is not right."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("truth", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--by", default="toolchain", help="group by this key of the truth or of its layout; 'layout' for all of it")
    parser.add_argument("--lost", type=int, default=20, help="how many lost cells and faults to name")
    options = parser.parse_args()
    scores = score(load_truths(options.truth), load_records(options.records), options.by)
    print(HEAD)
    for name in sorted(scores, key=lambda one: (one == "", one)):
        print(scores[name].line(name or "all"))
    whole = scores[""]
    print("\nfaults found by code: " + ", ".join(f"{code} {whole.found[code]}/{count}" for code, count in sorted(whole.faults.items())))
    print("false alarms: " + (", ".join(f"{alarm} ×{count}" for alarm, count in whole.false_alarms.most_common()) or "none"))
    for line in sorted(whole.lost, key=lambda line: not line.startswith("silent"))[: options.lost]:
        print("  " + line)
    return int(bool(whole.lost))


if __name__ == "__main__":
    sys.exit(main())

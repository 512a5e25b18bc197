"""Reports put together by hand, with whatever a test wants in them; no file is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from extractor.form import load
from extractor.model import Box, Place
from extractor.record import (
    MISSING,
    Evidence,
    Finding,
    Heading,
    Report,
    Section,
    SourceInfo,
    Suggestion,
    Value,
    fingerprint,
)

ORGAN = "青川湾市云岭区发展和改革局"


def value(number: int | float, page: int = 3, **more: Any) -> Value:
    """A cell with a printed number."""
    return Value(number, f"{number}", "number", place=Place(page, Box(0.31, 0.52, 0.36, 0.54)), **more)


def values(edition: str = "2021", variant: str | None = None) -> dict[str, Value]:
    """Every field of a form with figures that keep every identity: 3 natural persons, 2 enterprises, all disclosed."""
    made = {}
    for field in load(edition, variant).fields():
        people = {"natural_person": 3, "commercial_enterprise": 2, "total": 5}.get(field.column.id, 0)
        counted = field.table == "t3" and field.row.id in ("received_new", "disclosed", "results_total")
        made[field.id] = value(people if counted else 0, page=2 if field.table == "t2" else 3, reading="agreed")
    return made


def finding(code: str = "T4-SUM", *fields: str, **more: Any) -> Finding:
    """A finding with something in every place."""
    named = fields or ("t4.reconsideration.total",)
    made = Finding(
        code, "error", "violated", "source", "行政复议总计印为 0，各项之和为 11。", "The total is 0, the items add to 11.",
        named, 11, 0, (Evidence("10 1 0 0 0", Place(4, Box(0.1, 0.2, 0.3, 0.4))),), Suggestion(named[0], 11),
        fingerprint(code, ORGAN, 2023, named),
    )  # fmt: skip
    return replace(made, **more)


def report(
    changes: Mapping[str, Value] | None = None, *, edition: str = "2021", variant: str | None = None, **more: Any
) -> Report:
    """A whole report of an edition; ``changes`` are laid over its figures, ``more`` over its other parts."""
    titles = [f"{section.number}、{section.title}" for section in load(edition).sections]
    made = Report(
        SourceInfo("a.pdf", "in/a.pdf", None, "ab" * 32, "application/pdf", 293525, 5, None, "pdf"),
        {**values(edition, variant), **(changes or {})},
        tuple(
            Section(f"s{number}", title, "" if number in (2, 3, 4) else "本部分的说明。\n另起一段。", Place(number))
            for number, title in enumerate(titles, 1)
        ),
        headings=tuple(Heading(title, f"s{number}", Place(number)) for number, title in enumerate(titles, 1)),
        organ=ORGAN, organ_basis="title", year=2023, year_basis="title",
        region={"code": "999901", "name": "云岭区", "level": "county"}, kind="department", edition=edition,
        title=f"2023年{ORGAN}政府信息公开工作年度报告", published="2024-01-19",
    )  # fmt: skip
    return replace(made, **more)


def unread(name: str = "b.pdf") -> Report:
    """What stands for a file that could not be read: every field missing, one finding that says why."""
    fault = Finding(
        "R-BROKEN", "error", "inconclusive", "reading", "文件已损坏；请重新下载。", "The file is damaged.",
        fingerprint="0" * 16,
    )  # fmt: skip
    return Report(
        SourceInfo(name, f"in/{name}", None, "cd" * 32, "application/pdf", 12),
        {field.id: MISSING for field in load("2021").fields()},
        findings=(fault,),
    )

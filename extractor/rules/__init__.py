"""The catalogue of rules and the one call that holds a record against it."""

from __future__ import annotations

from collections.abc import Sequence

from ..form import Form
from ..model import Remark
from ..profile import DEFAULT, Profile
from ..record import Finding, Report
from ..tables.confirm import Doubt, numbers_of
from ..tables.printed import PrintedTable
from . import (
    arithmetic,
    bounds,
    cells,
    citations,
    content,
    copies,
    dates,
    disclosure,
    documents,
    filed,
    genre,
    growth,
    headings,
    labels,
    language,
    levels,
    metadata,
    narrative,
    narrative_cells,
    narrative_fees,
    narrative_inner,
    narrative_notes,
    organs,
    periods,
    reading,
    structure,
    template,
    trends,
    years,
)
from .across import Head, findings_across, walk_across
from .catalogue import RULES, Case, Rule, finding_of, findings_of
from .entry import Entry, entry_of
from .reading import unreadable
from .series import Unit

__all__ = [
    "RULES", "Entry", "Head", "Rule", "Unit", "arithmetic", "bounds", "cells", "citations", "content", "copies", "dates",
    "disclosure", "documents", "entry_of", "filed", "findings_across", "genre", "growth", "headings", "judge", "labels", "language",
    "levels", "metadata", "narrative", "narrative_cells", "narrative_fees", "narrative_inner", "narrative_notes", "organs",
    "periods", "structure", "template", "trends", "unreadable", "walk_across", "years",
]  # fmt: skip


def judge(
    report: Report,
    form: Form,
    doubts: Sequence[Doubt] = (),
    remarks: Sequence[Remark] = (),
    old_labels: Sequence[str] = (),
    printed: frozenset[str] = frozenset(),
    profile: Profile = DEFAULT,
    printed_labels: Sequence[PrintedTable] = (),
) -> tuple[Finding, ...]:
    """Every finding on a record, errors first.

    ``doubts`` and ``remarks`` are what reading met; ``old_labels`` the labels of the 2019 form that a
    source prints, ``printed`` the tables whose labels it prints, ``printed_labels`` those labels as its cells
    print them. Without them, for a record read back from JSON, only the record itself is judged.
    """
    odd = [
        field for field in form.fields()
        if (value := report.values[field.id]).kind != "number" or not (value.raw.isascii() and value.raw.isdigit())
    ]  # fmt: skip
    numbers = numbers_of(report.values)
    sure = {name: number for name, number in numbers.items() if report.values[name].reading != "conflict"}
    case = Case(report, form, doubts, remarks, old_labels, numbers, sure, printed, odd, profile, printed_labels)
    noted = [finding_of(RULES[code], fault, report, profile) for code, fault in reading.remarks_of(case)]
    return (*findings_of(case), *noted)

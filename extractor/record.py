"""The record: everything nianbao says of one report.

The shape is the contract ``nianbao/1``; ``record.schema.json`` beside this file is its JSON Schema, and
:mod:`.record_json` its JSON form both ways.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from .display import json_text
from .given import Given, given_value
from .model import Place

if TYPE_CHECKING:
    import pandas

SCHEMA = "nianbao/1"

Kind = Literal["number", "none", "dash", "blank", "text", "missing"]
Reading = Literal["agreed", "single", "solved", "conflict", "corrected"]
Severity = Literal["error", "warning", "info"]
Outcome = Literal["violated", "inconclusive"]
Blame = Literal["source", "reading", "unknown"]
Scope = Literal["own", "region", "organ", "channel", "site", "filing", "subset"]
Role = Literal["count", "total", "part", "share", "growth", "amount", "none"]
Comparison = Literal["up", "down", "flat"]
Breakdown = Literal["closed", "open"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Value:
    """One cell: ``value`` is a number or None (never 0 for want of one), ``raw`` what is printed."""

    value: int | float | None
    raw: str
    kind: Kind
    note: str | None = None
    reading: Reading = "single"
    place: Place = field(default_factory=Place)


MISSING = Value(None, "", "missing")
"""The value of a cell that was not found."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the source and the words that stand there."""

    quote: str
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The printed figure that would mend a finding. Never applied by itself."""

    field: str
    value: int | float


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found wrong (or not decidable), with what it rests on."""

    code: str
    severity: Severity
    outcome: Outcome
    blame: Blame
    message: str
    message_en: str
    fields: tuple[str, ...] = ()
    left: int | float | None = None
    right: int | float | None = None
    evidence: tuple[Evidence, ...] = ()
    suggestion: Suggestion | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section as printed: its id in the form, its heading and its paragraphs, one a line."""

    id: str
    title: str
    text: str
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one place of the narrative asserts: a figure, or that there was nothing (``negated``, no number).

    ``text``
        The clause as printed.
    ``number``, ``unit``
        The figure in that unit; money stays in its unit (万元, 元), a share is in %. None where none is printed.
    ``about``
        What is counted: the stem of a row of the form (received_new, carried_in, results_total, carried_out, disclosed,
        denied, unavailable, not_processed, other_handling, reconsideration, litigation, normative_documents_issued,
        rules_in_force, licensing, penalty, compulsion, fees) or processing_fee, fee_notices, disclosed_information,
        all_answered; None when that cannot be told.
    ``section``, ``place``
        Where it stands: preface or s1 to s6, and the place of that part.
    ``scope``
        Whose figure it is: own (我局), region (全区), organ (another organ is named, see ``subject``), channel, site, filing,
        subset (some only: 涉及土地的申请); None when nothing is said.
    ``subject``
        The organ named as subject, as printed.
    ``period``
        A year, or previous, part (上半年), cumulative (2019年以来), planned; None for the year reported on.
    ``comparison``
        up, down or flat for a figure of growth (较上年增长 x%).
    ``role``
        count, total (共), part (of ``part_of``), share (占 x%), growth, amount (of money), none (negated).
    ``word``
        The word that tells what is counted, such as 收到 or 办结.
    ``part_of``
        For a part, share or growth: the number of the statement it belongs to, from 0.
    ``breakdown``
        For a whole that is broken down: closed when its parts are listed to the end, open when not (等, 包括).
    ``approximate``
        Whether the figure is rounded (余, 多, 约, 近).
    """

    text: str
    number: int | float | None
    unit: str | None
    about: str | None
    section: str | None
    place: Place = field(default_factory=Place)
    scope: Scope | None = None
    subject: str | None = None
    period: int | str | None = None
    negated: bool = False
    comparison: Comparison | None = None
    role: Role = "count"
    word: str | None = None
    part_of: int | None = None
    breakdown: Breakdown | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first level as printed; ``section`` is the id of the section it opens, None for one more."""

    text: str
    section: str | None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Where a record comes from. ``bytes`` counts them; ``pages`` is None for sources without pages."""

    name: str
    path: str | None = None
    member: str | None = None
    sha256: str = ""
    media_type: str = "application/octet-stream"
    bytes: int = 0
    pages: int | None = None
    encoding: str | None = None
    reader: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One report as data. ``report["t3.received_new.total"]`` is the :class:`Value` of that field."""

    source: SourceInfo
    values: Mapping[str, Value]
    sections: tuple[Section, ...] = ()
    findings: tuple[Finding, ...] = ()
    organ: str | None = None
    organ_basis: str | None = None
    year: int | None = None
    year_basis: str | None = None
    region: Mapping[str, str] | None = None
    kind: str = "other"
    edition: str | None = None
    title: str | None = None
    published: str | None = None
    preface: Section | None = None
    headings: tuple[Heading, ...] = ()
    statements: tuple[Statement, ...] = ()
    given: tuple[Given, ...] = ()

    def __getitem__(self, field_id: str) -> Value:
        return self.values[field_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)

    def section(self, section_id: str) -> Section | None:
        """The section with that id (s1 to s6), or None when the report has none."""
        for section in self.sections:
            if section.id == section_id:
                return section
        return None

    def text_of(self, section_id: str) -> str:
        """The text of a section, or of the ``preface`` before the first one; empty when it is not there."""
        part = self.preface if section_id == "preface" else self.section(section_id)
        return part.text if part is not None else ""

    @property
    def region_name(self) -> str | None:
        """The region's name: that of ``region``, or, where its code is not known, the one that was given."""
        name = (self.region or {}).get("name") or given_value(self.given, "region")
        return None if name is None else str(name)

    def worst(self) -> Severity | None:
        """The highest severity among the findings; None when there are none."""
        present = {finding.severity for finding in self.findings}
        return next((severity for severity in SEVERITIES if severity in present), None)

    def to_frame(self) -> pandas.DataFrame:
        """One row a field: organ, year, field, path, value, raw, kind, note, reading, page."""
        from .frame import frame_of

        return frame_of(self)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain data, ready for JSON, in the order of the contract."""
        from .record_json import report_to_dict

        return report_to_dict(self)

    def to_json(self) -> str:
        """The record as one line of JSON, Chinese unescaped."""
        return json_text(self.to_dict())

    def __str__(self) -> str:
        from .drawing import text_of

        return text_of(self)

    def _repr_html_(self) -> str:
        from .drawing import html_of

        return html_of(self)


def fingerprint(code: str, who: str, year: int | None, fields: Sequence[str], what: str = "") -> str:
    """A finding's stable name: the same fault of the same report in any later run has the same one."""
    key = "|".join((code, who, str(year), ",".join(sorted(fields)), what))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]

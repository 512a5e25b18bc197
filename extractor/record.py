"""The record: everything nianbao says of one report, and its JSON form both ways.

The shape is the contract ``nianbao/1``; ``record.schema.json`` beside this file is its JSON Schema.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from .display import json_text
from .given import Given, given_value
from .model import Box, Place

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
        return next((section for section in self.sections if section.id == section_id), None)

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
        return _to_dict(self)

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


def place_to_dict(place: Place) -> dict[str, Any]:
    """A place as the contract has it: page, box as four fractions, anchor."""
    box = place.box
    rounded = None if box is None else [round(edge, 4) for edge in (box.left, box.top, box.right, box.bottom)]
    return {"page": place.page, "box": rounded, "anchor": place.anchor}


def place_from_dict(data: Mapping[str, Any]) -> Place:
    """The reverse of :func:`place_to_dict`."""
    box = data.get("box")
    return Place(data.get("page"), None if box is None else Box(*box), data.get("anchor"))


def _value_to_dict(value: Value) -> dict[str, Any]:
    return {
        "value": value.value, "raw": value.raw, "kind": value.kind, "note": value.note, "reading": value.reading,
        "place": place_to_dict(value.place),
    }  # fmt: skip


def _statement_to_dict(one: Statement) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__} | {"place": place_to_dict(one.place)}


def _statement_from_dict(data: Mapping[str, Any]) -> Statement:
    known = {name: data[name] for name in Statement.__slots__ if name in data}
    return Statement(**{**known, "place": place_from_dict(data["place"])})


def finding_to_dict(finding: Finding) -> dict[str, Any]:
    """A finding as the contract has it."""
    suggestion = finding.suggestion
    return {
        "code": finding.code, "severity": finding.severity, "outcome": finding.outcome, "blame": finding.blame,
        "fields": list(finding.fields), "left": finding.left, "right": finding.right,
        "message": finding.message, "message_en": finding.message_en,
        "evidence": [{**place_to_dict(one.place), "quote": one.quote} for one in finding.evidence],
        "suggestion": None if suggestion is None else {"field": suggestion.field, "value": suggestion.value},
        "fingerprint": finding.fingerprint,
    }  # fmt: skip


def _to_dict(report: Report) -> dict[str, Any]:
    source = report.source
    return {
        "schema": SCHEMA,
        "source": {name: getattr(source, name) for name in source.__slots__},
        "organ": report.organ, "organ_basis": report.organ_basis,
        "year": report.year, "year_basis": report.year_basis,
        "region": None if report.region is None else dict(report.region),
        "kind": report.kind, "edition": report.edition, "title": report.title, "published": report.published,
        "preface": None if report.preface is None else {
            "text": report.preface.text, "place": place_to_dict(report.preface.place),
        },
        "headings": [
            {"text": one.text, "section": one.section, "place": place_to_dict(one.place)} for one in report.headings
        ],
        "sections": [
            {"id": one.id, "title": one.title, "text": one.text, "place": place_to_dict(one.place)}
            for one in report.sections
        ],
        "values": {name: _value_to_dict(value) for name, value in report.values.items()},
        "statements": [_statement_to_dict(one) for one in report.statements],
        "findings": [finding_to_dict(one) for one in report.findings],
        "given": [{"name": one.name, "value": one.value, "origin": one.origin} for one in report.given],
    }  # fmt: skip


def report_from_dict(data: Mapping[str, Any]) -> Report:
    """A record's plain data as a :class:`Report` again; raises RecordError for another schema."""
    from .errors import RecordError

    if data.get("schema") != SCHEMA:
        raise RecordError(f"不是 {SCHEMA} 记录（schema 为 {data.get('schema')!r}）；请用 nianbao parse 重新生成。")
    try:
        return Report(
            source=SourceInfo(**{name: data["source"].get(name) for name in SourceInfo.__slots__}),
            values={
                name: Value(v["value"], v["raw"], v["kind"], v["note"], v["reading"], place_from_dict(v["place"]))
                for name, v in data["values"].items()
            },
            sections=tuple(
                Section(s["id"], s["title"], s["text"], place_from_dict(s["place"])) for s in data["sections"]
            ),
            findings=tuple(finding_from_dict(one) for one in data["findings"]),
            preface=_preface_from_dict(data.get("preface")),
            headings=tuple(
                Heading(one["text"], one["section"], place_from_dict(one["place"])) for one in data.get("headings", ())
            ),
            statements=tuple(_statement_from_dict(one) for one in data.get("statements", ())),
            **{
                name: data.get(name)
                for name in ("organ", "organ_basis", "year", "year_basis", "region", "edition", "title", "published")
            },
            kind=data.get("kind", "other"),
            given=tuple(Given(one["name"], one["value"], one["origin"]) for one in data.get("given", ())),
        )
    except (KeyError, TypeError) as error:
        raise RecordError(f"记录缺少内容（{error}）；请用 nianbao parse 重新生成。") from error


def _preface_from_dict(data: Mapping[str, Any] | None) -> Section | None:
    return None if data is None else Section("preface", "", data["text"], place_from_dict(data["place"]))


def finding_from_dict(data: Mapping[str, Any]) -> Finding:
    """The reverse of :func:`finding_to_dict`."""
    suggestion = data.get("suggestion")
    return Finding(
        data["code"], data["severity"], data["outcome"], data["blame"], data["message"], data["message_en"],
        tuple(data["fields"]), data["left"], data["right"],
        tuple(Evidence(one["quote"], place_from_dict(one)) for one in data["evidence"]),
        None if suggestion is None else Suggestion(suggestion["field"], suggestion["value"]),
        data["fingerprint"],
    )  # fmt: skip

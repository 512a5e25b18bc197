"""The JSON form of a record, both ways: the contract ``nianbao/1`` as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from .errors import RecordError
from .given import Given
from .model import Box, Place
from .record import SCHEMA, Evidence, Finding, Heading, Report, Section, SourceInfo, Statement, Suggestion, Value


def place_to_dict(place: Place) -> dict[str, Any]:
    """A place as the contract has it: page, box as four fractions, anchor."""
    box = place.box
    rounded = None if box is None else [round(edge, 4) for edge in (box.left, box.top, box.right, box.bottom)]
    return {"page": place.page, "box": rounded, "anchor": place.anchor}


def place_from_dict(data: Mapping[str, Any]) -> Place:
    """The reverse of :func:`place_to_dict`."""
    box = data.get("box")
    # The cells of one report stand where those of others do: places without a box come again and again.
    return _boxless(data.get("page"), data.get("anchor")) if box is None else Place(data.get("page"), Box(*box), data.get("anchor"))


@lru_cache(maxsize=4096)
def _boxless(page: int | None, anchor: str | None) -> Place:
    return Place(page, None, anchor)


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


def report_to_dict(report: Report) -> dict[str, Any]:
    """The record as plain data, ready for JSON, in the order of the contract."""
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


def prose_from_dict(data: Mapping[str, Any]) -> Report:
    """The same with what the report is and its prose alone: no values, statements, headings and findings."""
    return report_from_dict({**data, "values": {}, "statements": (), "headings": (), "findings": ()})


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

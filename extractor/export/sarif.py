"""Findings as SARIF 2.1.0 (OASIS), which code hosts, editors and quality gates read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, TextIO
from urllib.parse import quote

from ..display import json_text
from ..marks import BLAMES
from ..rules import RULES
from ..telling import Told, ToldReport, dismissed
from ..version import VERSION

SCHEMA_URI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[str, str] = {"error": "error", "warning": "warning", "info": "note"}
_LINE = re.compile(r"L(\d+)")


def write_sarif(reports: Iterable[ToldReport], stream: TextIO, lang: str = "zh") -> None:
    """Write one run: every rule of the catalogue, every source, every finding.

    A finding that people have dismissed is a suppressed result. Cells stand among the logical
    locations; a page stands in ``properties``, for SARIF knows no pages. A finding that cannot be
    decided has kind ``review`` and so, as the standard has it, no level.
    """
    stream.write(json_text(sarif_of(reports, lang), indent=1) + "\n")


def sarif_of(reports: Iterable[ToldReport], lang: str = "zh") -> dict[str, Any]:
    """The SARIF log as plain data."""
    numbers = {code: number for number, code in enumerate(RULES)}
    artifacts, results = [], []
    for index, report in enumerate(reports):
        uri = uri_of(report.path)
        artifacts.append({"location": {"uri": uri}, **({"hashes": {"sha-256": report.sha256}} if report.sha256 else {})})
        results += [_result(one, report, uri, index, numbers) for one in report.findings]
    return {
        "$schema": SCHEMA_URI,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "nianbao", "version": VERSION, "semanticVersion": VERSION,
                "language": "zh-CN" if lang == "zh" else "en", "rules": [_rule(code, lang) for code in RULES],
            }},
            "columnKind": "unicodeCodePoints",
            "artifacts": artifacts,
            "results": results,
        }],
    }  # fmt: skip


def uri_of(path: str) -> str:
    """A source's path as a URI reference, ``archive.zip!/member`` for what an archive holds."""
    outer, _, member = _encodable(path).partition(" › ")
    pure = PurePath(outer)
    text = pure.as_posix()
    # A colon in the first part of a relative reference would read as a scheme.
    head = pure.as_uri() if pure.is_absolute() else quote(text) if ":" not in text.split("/")[0] else f"./{quote(text)}"
    return f"{head}!/{quote(member)}" if member else head


def _rule(code: str, lang: str) -> dict[str, Any]:
    rule = RULES[code]
    zh = lang == "zh"
    return {
        "id": code,
        "shortDescription": {"text": rule.title if zh else rule.title_en},
        **({"fullDescription": {"text": rule.what()}, "help": {"text": rule.doc}} if zh and rule.doc else {}),
        "defaultConfiguration": {"level": LEVELS[rule.severity], "enabled": not rule.optional},
        "properties": {"basis": rule.basis},
    }


def _result(told: Told, report: ToldReport, uri: str, index: int, numbers: Mapping[str, int]) -> dict[str, Any]:
    line = _LINE.fullmatch(told.anchor)
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri, "index": index}}
    if line and int(line[1]) > 0:
        physical["region"] = {"startLine": int(line[1])}
    location: dict[str, Any] = {"physicalLocation": physical}
    if told.fields:
        location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "member"} for name in told.fields]
    facts = {
        "organ": report.organ, "year": report.year, "where": told.where, "place": told.place, "page": told.page,
        "printed": told.printed, "due": told.due, "quote": told.quote, "cure": told.cure, "outcome": told.outcome,
        "blame": told.blame if told.blame in BLAMES else "unknown", "severity": told.severity,
    }  # fmt: skip
    result: dict[str, Any] = {
        "ruleId": told.code,
        **({"ruleIndex": numbers[told.code]} if told.code in numbers else {}),
        "kind": "fail" if told.outcome == "violated" else "review",
        "level": LEVELS[told.severity] if told.outcome == "violated" else "none",
        "message": {"text": _encodable(told.what or told.title)},
        "locations": [location],
        "partialFingerprints": {"nianbao/v1": told.fingerprint},
        "properties": {name: _encodable(item) if isinstance(item, str) else item for name, item in facts.items() if item not in ("", None)},
    }
    if told.decision is not None and dismissed(told):
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": _encodable(told.decision.remark or told.decision.verdict)}
        ]
    return result


def _encodable(text: str) -> str:
    """The text, halves of characters escaped, which UTF-8 cannot carry."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")

"""The SARIF log: what the standard asks for, and what its readers use."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from handmade import finding, report, unread

from extractor.decisions import Decision
from extractor.export.sarif import sarif_of, uri_of, write_sarif
from extractor.model import Place
from extractor.record import Evidence, SourceInfo
from extractor.rules import RULES
from extractor.telling import tell

DOUBT = finding("T3-ROW", "t3.disclosed.total", outcome="inconclusive", severity="info", suggestion=None)
LINED = finding("S-ORDER", "", fields=(), suggestion=None, evidence=(Evidence("二、", Place(anchor="L40")),), fingerprint="b" * 16)


def log(*findings: Any, lang: str = "zh", **more: Any) -> dict[str, Any]:
    told = [tell(report(findings=findings), lang, **more), tell(unread(), lang), tell(report(), lang)]
    stream = io.StringIO()
    write_sarif(told, stream, lang)
    return dict(json.loads(stream.getvalue()))


def test_the_log_has_what_the_standard_demands() -> None:
    made = log(finding(), DOUBT, LINED)
    assert made["version"] == "2.1.0" and made["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = made["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "nianbao" and [rule["id"] for rule in driver["rules"]] == list(RULES)
    assert all(rule["shortDescription"]["text"] and rule["defaultConfiguration"]["level"] in ("error", "warning", "note") for rule in driver["rules"])
    assert len(run["results"]) == 4 and len(run["artifacts"]) == 3
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] and result["message"]["text"]
        # The standard: any kind but fail has the level none.
        assert (result["kind"], result["level"] == "none") in (("fail", False), ("review", True))
        (location,) = result["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][artifact["index"]]["location"]["uri"] == artifact["uri"]
        assert set(result) <= {
            "ruleId", "ruleIndex", "kind", "level", "message", "locations", "partialFingerprints", "properties", "suppressions",
        }  # fmt: skip
    by_code = {result["ruleId"]: result for result in run["results"]}
    assert by_code["T4-SUM"]["level"] == "error" and by_code["T3-ROW"]["kind"] == "review"
    assert by_code["T4-SUM"]["partialFingerprints"] == {"nianbao/v1": finding().fingerprint}
    assert by_code["T4-SUM"]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "t4.reconsideration.total"
    assert by_code["S-ORDER"]["locations"][0]["physicalLocation"]["region"] == {"startLine": 40}
    assert "region" not in by_code["T4-SUM"]["locations"][0]["physicalLocation"], "a page is no line"
    assert by_code["T4-SUM"]["properties"]["due"] == "11"
    assert run["artifacts"][0]["hashes"]["sha-256"] == "ab" * 32


def test_it_speaks_english_too() -> None:
    driver = log(finding(), lang="en")["runs"][0]["tool"]["driver"]
    assert driver["language"] == "en" and driver["rules"][0]["shortDescription"]["text"].isascii()


def test_a_dismissed_finding_is_a_suppressed_result() -> None:
    known = {finding().fingerprint: Decision("误报", remark="按地方口径")}
    assert [one["ruleId"] for one in log(finding(), decisions=known)["runs"][0]["results"]] == ["R-BROKEN"]
    (shown, _) = log(finding(), decisions=known, everything=True)["runs"][0]["results"]
    assert shown["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "按地方口径"}]


@pytest.mark.parametrize(("path", "uri"), [
    ("年报/a b.pdf", "年报/a b.pdf"), ("in/all.zip › 区/b.html", "in/all.zip!/区/b.html"), ("a:b.txt", "./a:b.txt"), ("100%.txt", "100%.txt"),
])  # fmt: skip
def test_paths_become_references(path: str, uri: str) -> None:
    made = uri_of(path)
    assert made.isascii() and " " not in made and unquote(made) == uri and urlsplit(made).scheme == ""
    assert uri_of(str(Path("/x/年报.pdf"))) == "file:///x/%E5%B9%B4%E6%8A%A5.pdf"


def test_hostile_text_stays_text() -> None:
    text = "\ud800\x1b[2J\u202e</script>"
    made = report(organ=text, source=SourceInfo(text, text), findings=(replace(finding(), message=text, evidence=(Evidence(text),)),))
    stream = io.StringIO()
    write_sarif([tell(made)], stream)
    data = stream.getvalue().encode("utf-8")
    assert b"\x1b" not in data and b"\xe2\x80\xae" not in data
    assert json.loads(data)["runs"][0]["results"][0]["message"]["text"] == "</script>"


def test_nothing_found_is_a_log_too() -> None:
    assert sarif_of([])["runs"][0]["results"] == []

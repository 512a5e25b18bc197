"""The published JSON Schema takes every record and refuses what the contract rules out."""

import copy
import json
from importlib import resources
from typing import Any

import pytest
from handmade import finding, report, unread, value
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from extractor.model import Place
from extractor.record import Report, Statement, Value

SCHEMA = json.loads((resources.files("extractor") / "record.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
FIELD = "t2.rules.issued"
STATEMENT = Statement("共收到申请5件", 5, "件", "received_new", "s1", Place(1), "own", period=2023, role="total", word="收到")


def test_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "made",
    [
        report(findings=(finding(), finding("M-YEAR", suggestion=None, left=None, right=None, evidence=()))),
        report(edition="2019", region=None, published=None, kind="government"),
        report(variant="23-row", statements=(STATEMENT,)),
        report({FIELD: Value(None, "", "blank", place=Place(anchor="t1.r2.c3"))}),
        report({FIELD: Value(None, "693665", "number", None, "conflict")}),
        unread(),
    ],
    ids=["2021", "2019", "23-row", "anchored", "conflict", "unread"],
)
def test_every_record_is_valid(made: Report) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(json.loads(made.to_json()))] == []


def sample() -> dict[str, Any]:
    made = report(values={FIELD: value(3)}, findings=(finding(),), statements=(STATEMENT,))
    data: dict[str, Any] = json.loads(made.to_json())
    assert VALIDATOR.is_valid(data)
    return data


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (["schema"], "nianbao/2"),
        (["kind"], "bureau"),
        (["year"], "2023"),
        (["year"], 23),
        (["organ"], ""),
        (["organ_basis"], "guess"),
        (["edition"], "21"),
        (["published"], "2024年1月19日"),
        (["region"], {"code": "320813", "name": "云岭区"}),
        (["region", "extra"], 1),
        (["source", "sha256"], "abc"),
        (["source", "bytes"], -1),
        (["values", "t3.total"], None),
        (["values", FIELD, "value"], "0"),
        (["values", FIELD, "value"], None),
        (["values", FIELD, "kind"], "zero"),
        (["values", FIELD, "kind"], "blank"),
        (["values", FIELD, "reading"], "sure"),
        (["values", FIELD, "raw"], None),
        (["values", FIELD, "confidence"], 0.9),
        (["values", FIELD, "place", "page"], 0),
        (["values", FIELD, "place", "box"], [0.1, 0.2, 0.3]),
        (["values", FIELD, "place", "box"], [0, 0, 595, 842]),
        (["sections", 0, "level"], 1),
        (["statements", 0, "number"], "5"),
        (["statements", 0, "role"], "sum"),
        (["statements", 0, "scope"], "everyone"),
        (["statements", 0, "period"], "2023"),
        (["statements", 0, "part_of"], -1),
        (["findings", 0, "severity"], "fatal"),
        (["findings", 0, "outcome"], "passed"),
        (["findings", 0, "blame"], "them"),
        (["findings", 0, "code"], "t4-sum"),
        (["findings", 0, "message"], ""),
        (["findings", 0, "fields"], ["总计"]),
        (["findings", 0, "suggestion"], {"field": FIELD, "value": None}),
        (["findings", 0, "suggestion"], {"field": FIELD}),
        (["findings", 0, "evidence", 0, "quote"], None),
        (["findings", 0, "fingerprint"], ""),
        (["findings", 0, "note"], ""),
    ],
)
def test_what_the_contract_rules_out_is_refused(path: list[Any], wrong: object) -> None:
    data = sample()
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = wrong
    assert not VALIDATOR.is_valid(data)


def test_every_part_is_required() -> None:
    whole = sample()

    def holes(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        if isinstance(node, list):
            return [hole for at, one in enumerate(node) for hole in holes(one, (*path, at))]
        if not isinstance(node, dict):
            return []
        own = [] if path == ("values",) else [(*path, key) for key in node]
        return own + [hole for key, one in node.items() for hole in holes(one, (*path, key))]

    for hole in holes(whole):
        data = copy.deepcopy(whole)
        at = data
        for step in hole[:-1]:
            at = at[step]
        del at[hole[-1]]
        assert not VALIDATOR.is_valid(data), f"{hole} can be left out"


def test_additions_are_free_at_the_top_and_in_the_source_only() -> None:
    data = sample()
    data["seconds"] = 0.4
    data["source"]["url"] = "https://example.invalid/a.pdf"
    assert VALIDATOR.is_valid(data)
    data["values"][FIELD]["place"]["line"] = 3
    assert not VALIDATOR.is_valid(data)


def test_a_missing_cell_has_neither_number_nor_text() -> None:
    for cell in (Value(0, "", "missing"), Value(None, "0", "missing"), Value(0, "无", "none"), Value(0, "", "blank")):
        assert not VALIDATOR.is_valid(report({FIELD: cell}).to_dict() | {"sections": [], "statements": []})
    assert VALIDATOR.is_valid(json.loads(report({FIELD: value(0)}).to_json()))

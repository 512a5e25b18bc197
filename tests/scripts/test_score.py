"""The scorer: what is right counts as right, and each way of being wrong lands in its own column."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

import score

Record = dict[str, Any]
CELL = "t3.received_new.total"


def cell(number: int | None, kind: str = "number", raw: str | None = None, **more: Any) -> Record:
    return {"value": number, "raw": f"{number}" if raw is None else raw, "kind": kind, "note": None, **more}


def truth(name: str = "a.html", **more: Any) -> Record:
    return {
        "file": name, "organ": "云岭区财政局", "year": 2023, "edition": "2021", "toolchain": "html", "layout": {"site": "plain"},
        "sections": [{"id": "s1", "title": "一、总体情况", "text": "文字"}, {"id": "s3", "title": "三、", "text": ""}],
        "values": {CELL: cell(5), "t3.carried_in.total": cell(0), "t2.rules.issued": cell(None, "none", "无"),
                   "t2.fees.amount": cell(None, "blank", "")},
        "fault": None, "lossy": False, **more,
    }  # fmt: skip


def perfect(given: Record) -> Record:
    """The record that says just what the truth does."""
    fault = given["fault"]
    findings = [] if fault is None else [
        {"code": fault["code"], "severity": "error", "outcome": "violated", "blame": "source", "fields": fault["fields"],
         "suggestion": fault["suggestion"]},
    ]  # fmt: skip
    return {
        "source": {"name": given["file"]}, **{name: given[name] for name in ("organ", "year", "edition", "sections")},
        "values": {name: {**one, "reading": "agreed"} for name, one in given["values"].items()}, "findings": findings,
    }  # fmt: skip


FAULTY = truth("b.docx", toolchain="docx", fault={
    "code": "T3-BAL", "fields": [CELL], "suggestion": {"field": CELL, "value": 4}, "unique": True,
})  # fmt: skip
TRUTHS = [truth(), FAULTY]


def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], truths: list[Record],
    records: list[Record], *more: str,
) -> tuple[int, str, dict[str, dict[str, str]]]:  # fmt: skip
    """The exit code, what was printed, and the printed table by row and column."""
    (tmp_path / "truth").mkdir()
    for one in truths:
        (tmp_path / "truth" / f"{one['file']}.json").write_text(json.dumps(one), encoding="utf-8")
    (tmp_path / "records.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["score.py", str(tmp_path / "truth"), str(tmp_path / "records.jsonl"), *more])
    code = score.main()
    printed = capsys.readouterr().out
    head, *rows = printed.partition("\n\n")[0].splitlines()
    names = head.split()
    table = {line.split()[0]: dict(zip(names, line.split()[1:], strict=True)) for line in rows}
    return code, printed, table


Runner = Callable[..., tuple[int, str, dict[str, dict[str, str]]]]


@pytest.fixture
def scored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    return lambda truths, records, *more: run(tmp_path, monkeypatch, capsys, truths, records, *more)


def changed(change: Callable[[Record], None], which: int = 0) -> list[Record]:
    """The perfect records with one of them changed."""
    records = [perfect(one) for one in copy.deepcopy(TRUTHS)]
    change(records[which])
    return records


def test_perfect_records_score_everything_and_exit_0(scored: Runner) -> None:
    code, printed, table = scored(TRUTHS, [perfect(one) for one in TRUTHS])
    assert code == 0 and set(table) == {"html", "docx", "all"}
    whole = table["all"]
    assert (whole["reports"], whole["cells"]) == ("2", "8")
    assert {whole[name] for name in ("right", "kinds", "organ", "year", "edition", "sections", "faults", "mends", "blame")} == {"100.00%"}
    assert {whole[name] for name in ("missing", "flagged", "silent", "untold", "alarms")} == {"0"}
    assert "faults found by code: T3-BAL 1/1" in printed and "false alarms: none" in printed


def silently(record: Record) -> None:
    record["values"][CELL]["value"] = 6


def flagged(record: Record) -> None:
    record["values"][CELL] = cell(6, reading="conflict")


def named(record: Record) -> None:
    silently(record)
    record["findings"] = [{"code": "C-ODD", "severity": "info", "outcome": "inconclusive", "blame": "reading", "fields": [CELL], "suggestion": None}]


def unfound(record: Record) -> None:
    record["values"][CELL] = cell(None, "missing", "", reading="single")


def absent(record: Record) -> None:
    del record["values"][CELL]


def none_as_zero(record: Record) -> None:
    record["values"]["t2.rules.issued"] = cell(0, raw="无", reading="agreed")


def blank_as_dash(record: Record) -> None:
    record["values"]["t2.fees.amount"]["kind"] = "dash"


@pytest.mark.parametrize(("change", "column"), [
    (silently, "silent"), (flagged, "flagged"), (named, "flagged"), (unfound, "missing"), (absent, "missing"),
    (none_as_zero, "silent"), (blank_as_dash, "silent"),
])  # fmt: skip
def test_a_wrong_cell_is_counted_in_its_column(scored: Runner, change: Callable[[Record], None], column: str) -> None:
    code, printed, table = scored(TRUTHS, changed(change))
    assert code == 1
    assert {name: table["all"][name] for name in ("missing", "flagged", "silent")} == {
        "missing": "0", "flagged": "0", "silent": "0", column: "1",
    }  # fmt: skip
    assert table["all"]["right"] == "87.50%" and table["html"][column] == "1" and table["docx"][column] == "0"
    assert f"  {column:<8}a.html  t" in printed


def test_a_record_that_is_not_there_is_all_missing(scored: Runner) -> None:
    code, printed, table = scored(TRUTHS, [perfect(TRUTHS[1])])
    assert code == 1 and "a.html  no record" in printed
    assert (table["all"]["reports"], table["all"]["missing"], table["all"]["right"]) == ("2", "4", "50.00%")
    assert (table["all"]["organ"], table["html"]["organ"], table["html"]["right"]) == ("50.00%", "0.00%", "0.00%")


@pytest.mark.parametrize(("name", "wrong"), [
    ("organ", "云岭区司法局"), ("organ", None), ("year", 2022), ("edition", None), ("sections", [{"id": "s1"}]),
])  # fmt: skip
def test_what_a_report_has_one_of_is_counted_in_its_column(scored: Runner, name: str, wrong: Any) -> None:
    code, printed, table = scored(TRUTHS, changed(lambda record: record.update({name: wrong})))
    assert code == 1 and table["all"]["right"] == "100.00%" and f"  {name:<8}a.html" in printed
    others = {"organ", "year", "edition", "sections"} - {name}
    assert table["all"][name] == "50.00%" and {table["all"][one] for one in others} == {"100.00%"}


def test_a_planted_fault_must_be_found_mended_and_blamed_on_the_source(scored: Runner) -> None:
    code, printed, table = scored(TRUTHS, changed(lambda record: record["findings"].clear(), 1))
    assert code == 1 and (table["all"]["faults"], table["all"]["mends"]) == ("0.00%", "0.00%")
    assert "unfound b.docx  T3-BAL" in printed and "unmended b.docx  T3-BAL" in printed and "T3-BAL 0/1" in printed


def test_a_wrong_suggestion_and_blame_are_seen(scored: Runner) -> None:
    def doubtful(record: Record) -> None:
        record["findings"][0] |= {"blame": "reading", "suggestion": {"field": CELL, "value": 3}}

    code, _, table = scored(TRUTHS, changed(doubtful, 1))
    assert code == 1 and (table["all"]["faults"], table["all"]["mends"], table["all"]["blame"]) == ("100.00%", "0.00%", "0.00%")


def test_findings_on_a_clean_report_are_false_alarms(scored: Runner) -> None:
    def alarm(record: Record) -> None:
        record["findings"] = [
            {"code": code, "severity": severity, "outcome": outcome, "blame": "source", "fields": [], "suggestion": None}
            for code, severity, outcome in (
                ("T4-SUM", "error", "violated"), ("T3-MISS", "warning", "violated"), ("T3-SUM", "error", "inconclusive"),
                ("S-ORDER", "error", "violated"),
            )
        ]  # fmt: skip

    code, printed, table = scored([truth(expected=["S-ORDER"]), FAULTY], changed(alarm))
    assert (table["all"]["alarms"], table["all"]["warn/rep"]) == ("1", "1.00") and code == 0
    assert "error T4-SUM ×1" in printed and "S-ORDER ×" not in printed


def test_what_a_lossy_text_does_not_tell_may_be_left_open_but_not_guessed(scored: Runner) -> None:
    lossy = truth(lossy=True)
    records = [perfect(lossy)]
    records[0]["values"][CELL] = cell(6, reading="conflict")
    records[0]["values"]["t2.rules.issued"] = cell(None, "missing", "", reading="single")
    records[0]["values"]["t3.carried_in.total"]["value"] = 9
    code, _, table = scored([lossy], records)
    assert code == 1 and (table["all"]["untold"], table["all"]["silent"], table["all"]["cells"]) == ("2", "1", "2")


def test_groups_by_a_key_of_the_layout(scored: Runner) -> None:
    _, _, table = scored([truth(), {**FAULTY, "layout": {"site": "framed"}}], [perfect(one) for one in TRUTHS], "--by", "site")
    assert {name: table[name]["reports"] for name in table} == {"plain": "1", "framed": "1", "all": "2"}


def test_only_so_many_lost_cells_are_named(scored: Runner) -> None:
    _, printed, _ = scored(TRUTHS, changed(lambda record: record["values"].clear()), "--lost", "2")
    assert printed.count("  missing a.html") == 2


def test_truths_in_one_file_of_lines(tmp_path: Path) -> None:
    (tmp_path / "truth.jsonl").write_text("".join(json.dumps(one) + "\n\n" for one in TRUTHS), encoding="utf-8")
    assert score.load_truths(tmp_path / "truth.jsonl") == TRUTHS

"""The file of decisions: what goes in comes out, also when Excel has been at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.decisions import VERDICTS, Decision, code_of, merged, verdict_of
from extractor.errors import DecisionError
from extractor.export.decision_file import COLUMNS, read_decision_file, write_decision_file

A, B, DIGITS = "3f09c2d1a4b5e687", "00aa11bb22cc33dd", "1234567890123456"
FULL = Decision("误报", 5, "按地方口径", "T4-SUM", "青川湾市云岭区司法局", 2023, "合计不符。", "李工", "2024-02-01")


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    path = tmp_path / "new" / "nianbao-decisions.csv"
    made = {A: FULL, B: Decision("已说明", 1.5, "一行\n又一行"), DIGITS: Decision("待核", "约3", "=1+1")}
    write_decision_file(path, made)
    assert read_decision_file(path) == made
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n") and b"dismissed" in data
    assert b"\t=1+1" in data, "no formula"
    assert b"\t" + DIGITS.encode() in data, "or Excel would round it"
    before = data
    write_decision_file(path, read_decision_file(path))
    assert path.read_bytes() == before


def test_there_may_be_none(tmp_path: Path) -> None:
    assert read_decision_file(tmp_path / "none.csv") == {}
    (tmp_path / "empty.csv").write_bytes(b"")
    assert read_decision_file(tmp_path / "empty.csv") == {}


@pytest.mark.parametrize("data", [
    f"fingerprint,decision,date\n{A},误报,2024/2/1\n".encode("gb18030"),
    f"\ufeffFingerprint;Decision;note;date\r\n{A.upper()}; dismissed ;;2024年2月1日\r\n;;;\r\n".encode(),
    f"decision\tfingerprint\tdate\n误报\t {A}\t2024-02-01 00:00:00\n".encode(),
], ids=["gbk", "semicolons", "tabs"])  # fmt: skip
def test_what_excel_makes_of_it_is_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert read_decision_file(path) == {A: Decision("误报", date="2024-02-01")}


@pytest.mark.parametrize(("text", "line", "cure"), [
    ("id,decision\n", "第 1 行", "fingerprint"), (f"fingerprint,decision\n{A},dismised\n", "第 2 行", "dismissed"),
    (f"fingerprint,decision\n{A},误报\n1.23457E+15,误报\n", "第 3 行", "指纹"),
])  # fmt: skip
def test_what_cannot_be_understood_is_told_with_its_line(tmp_path: Path, text: str, line: str, cure: str) -> None:
    path = tmp_path / "处置.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionError) as caught:
        read_decision_file(path)
    assert all(part in str(caught.value) for part in ("处置.csv", line, cure))


def test_every_verdict_has_a_code_and_back() -> None:
    assert [verdict_of(code_of(one)) for one in VERDICTS] == list(VERDICTS)
    assert verdict_of(" Dismissed ") == verdict_of("误报") == "误报" and verdict_of("") == "待核"
    with pytest.raises(ValueError, match="pending"):
        verdict_of("perhaps")


def test_what_is_typed_outranks_the_file_and_else_the_file_the_workbook() -> None:
    as_written = Decision("误报", None, "甲", recorded="误报；甲〔李工 2024-02-01〕")
    typed = Decision("原文如此", None, "甲", recorded="误报；甲〔李工 2024-02-01〕")
    taken_back = Decision(recorded="误报；甲〔李工 2024-02-01〕")
    filed = {A: Decision("已说明", None, "乙", who="王工", date="2024-03-01")}
    assert merged(filed, {A: as_written}, "2024-04-01") == filed, "changed in the file since"
    assert merged(filed, {A: typed}, "2024-04-01")[A] == Decision("原文如此", None, "甲", date="2024-04-01")
    assert not merged(filed, {A: taken_back}, "2024-04-01")[A].entered()
    assert merged({}, {A: as_written}, "2024-04-01")[A] == Decision("误报", None, "甲", who="李工", date="2024-02-01")
    assert merged(filed, {}, "2024-04-01") == filed

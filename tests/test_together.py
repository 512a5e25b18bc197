"""Records judged together: findings are put into the records, once, and made anew each time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders import report_with

from extractor import check, check_all
from extractor.errors import UnitsError
from extractor.record import Report
from extractor.rules import Unit
from extractor.units import read_units

AFTER = {"t4.litigation_after_reconsideration.upheld": "2", "t4.litigation_after_reconsideration.total": "2"}


def of(year: int, changes: dict[str, str] | None = None, organ: str | None = None) -> Report:
    made = report_with(changes, year=year)
    return check(replace(made, organ=organ) if organ else made)


def codes(report: Report) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in report.findings]


def test_records_come_back_in_order_with_findings_in_place() -> None:
    before = of(2022, {"t2.normative_documents.in_force": "20"})
    now = of(2023, {"t2.normative_documents.in_force": "15", "t3.disclosed.total": "1"})
    second, first = check_all([now, before])
    assert codes(first) == [] and second.year == 2023
    assert codes(second)[-1] == ("Y-STOCK", "warning") and codes(second)[0][1] == "error"


def test_what_two_years_show_takes_the_place_of_what_one_could_not() -> None:
    alone = of(2023, AFTER)
    assert codes(alone) == [("T4-ORPHAN", "info")]
    together = check_all([of(2022), alone])
    assert codes(together[1]) == [("T4-ORPHAN", "warning")]
    assert check_all(together) == together
    # With another report for last year the finding of one report stands again.
    other = of(2022, {"t4.reconsideration.pending": "2", "t4.reconsideration.total": "2"})
    assert codes(check_all([other, together[1]])[1]) == [("T4-ORPHAN", "info"), ("Y-PEND", "info")]


def test_a_fee_that_its_own_cell_gives_away_keeps_its_suggestion() -> None:
    fee = "t2.fees.amount"
    _, report = check_all([of(2022, {fee: "3.2"}), of(2023, {fee: "33500元"})])
    (finding,) = [one for one in report.findings if one.code == "T2-UNIT"]
    assert finding.suggestion is not None and finding.suggestion.value == 3.35


def test_judging_twice_changes_nothing_and_alone_takes_it_back() -> None:
    pair = [of(2022, {"t2.normative_documents.in_force": "20"}), of(2023)]
    once = check_all(pair)
    assert check_all(once) == once and codes(once[1]) == [("Y-STOCK", "warning")]
    assert check_all(once[1:]) == (pair[1],)


def test_a_region_is_held_against_its_units() -> None:
    units = [Unit("云岭区", "云岭区人民政府办公室", "own"), Unit("云岭区", "云岭区财政局", "department")]
    licences = {"t2.licensing.decisions": "4"}
    reports = [of(2023, licences, "云岭区人民政府"), of(2023, None, "云岭区人民政府办公室"), of(2023, licences, "青川湾市云岭区财政局")]
    assert [codes(one) for one in check_all(reports, units)] == [[], [], []]
    wrong = [of(2023, {"t2.licensing.decisions": "5"}, "云岭区人民政府"), *reports[1:]]
    (finding,) = check_all(wrong, units)[0].findings
    assert (finding.code, finding.left, finding.right) == ("L-SUM", 5, 4)
    assert finding.evidence[1].quote == "云岭区人民政府办公室 0、云岭区财政局 4"
    assert check_all(wrong)[0].findings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_of_units_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes("地区,单位,角色\n云岭区,云岭区人民政府办公室,本级\n\n云岭区, 云岭区财政局 ,\n云岭区,松溪浦镇人民政府,lower\n".encode(encoding))
    assert read_units(path) == (
        Unit("云岭区", "云岭区人民政府办公室", "own"), Unit("云岭区", "云岭区财政局", "department"),
        Unit("云岭区", "松溪浦镇人民政府", "lower"),
    )  # fmt: skip


@pytest.mark.parametrize(("line", "says"), [("云岭区", "三列"), ("云岭区,财政局,boss", "boss")])
def test_a_list_of_units_that_cannot_be_used_names_its_line(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "units.csv"
    path.write_text(f"region,unit,role\n{line}\n", encoding="utf-8")
    with pytest.raises(UnitsError, match=rf"第 2 行.*{says}"):
        read_units(path)

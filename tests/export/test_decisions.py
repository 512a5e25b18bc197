"""What people entered in the 问题 sheet outlives the next run."""

from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from handmade import finding, report, value

from extractor.decisions import Decision
from extractor.export import FORMATS
from extractor.export.decisions import read_decisions
from extractor.record import Finding

RUN = date(2024, 5, 1)
FEW = {"t4.reconsideration.total": value(0), "t3.results_total.total": value(5)}
ONE, OTHER = finding(), finding("T3-SUM", "t3.results_total.total")


def run(path: Path, *findings: Finding) -> Any:
    FORMATS["xlsx"]([report(values=FEW, findings=findings)], path, RUN)
    return openpyxl.load_workbook(path)


def enter(path: Path, row: int, **items: object) -> None:
    book: Any = openpyxl.load_workbook(path)
    sheet = book["问题"]
    where = {cell.value: cell.column for cell in sheet[2]}
    for name, item in items.items():
        sheet.cell(row, where[name]).value = item
    book.save(path)


def decisions(book: Any, sheet: str = "问题") -> list[tuple[Any, ...]]:
    where = [cell.value for cell in book[sheet][2]]
    picked = [where.index(name) for name in ("fingerprint", "decision", "corrected", "remark")]
    return [tuple(row[at] for at in picked) for row in book[sheet].iter_rows(min_row=3, values_only=True)]


def test_entries_are_there_again_after_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "reports.xlsx"
    run(path, ONE, OTHER)
    enter(path, 3, decision="已更正", corrected=11, remark="已电话核实")
    found = decisions(run(path, OTHER, ONE))
    assert (ONE.fingerprint, "已更正", 11, "已电话核实") in found
    assert (OTHER.fingerprint, "待核", None, None) in found


def test_an_entry_whose_finding_is_gone_is_kept_apart_and_comes_back_with_it(tmp_path: Path) -> None:
    path = tmp_path / "reports.xlsx"
    run(path, ONE, OTHER)
    enter(path, 3, decision="误报", remark="=1+1")
    book = run(path, OTHER)
    assert decisions(book, "旧处置") == [(ONE.fingerprint, "误报", None, "=1+1")]
    assert decisions(run(path, OTHER), "旧处置") == [(ONE.fingerprint, "误报", None, "=1+1")]
    book = run(path, ONE, OTHER)
    assert "旧处置" not in book.sheetnames and (ONE.fingerprint, "误报", None, "=1+1") in decisions(book)


def test_a_run_without_entries_leaves_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "reports.xlsx"
    run(path, ONE)
    before = path.read_bytes()
    run(path, ONE)
    assert path.read_bytes() == before and "旧处置" not in openpyxl.load_workbook(path).sheetnames


def test_rows_may_be_sorted_and_columns_moved_in_between(tmp_path: Path) -> None:
    path = tmp_path / "reports.xlsx"
    run(path, ONE, OTHER)
    enter(path, 4, decision="原文如此")
    book = openpyxl.load_workbook(path)
    sheet = book["问题"]
    sheet.insert_cols(2)
    sheet.insert_rows(3)
    book.save(path)
    assert read_decisions(path) == {
        OTHER.fingerprint: Decision("原文如此", None, None, "T3-SUM", report().organ or "", 2023, OTHER.message)
    }


@pytest.mark.parametrize("foreign", [b"not a workbook", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_not_ours_is_moved_aside_and_not_lost(foreign: bytes, tmp_path: Path) -> None:
    path = tmp_path / "reports.xlsx"
    path.write_bytes(foreign)
    assert run(path, ONE).sheetnames[0] == "概览"
    assert (tmp_path / "reports.old.xlsx").read_bytes() == foreign
    with pytest.raises(ValueError, match="工作簿"):
        read_decisions(tmp_path / "reports.old.xlsx")


@pytest.mark.parametrize(
    "entry", ["xl/sharedStrings.xml", "xl/worksheets/sheet4.xml", "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("left", [None, 0.0, 0.5])
@pytest.mark.filterwarnings("ignore:Defined names")
def test_a_damaged_workbook_is_set_aside_and_ends_no_run(entry: str, left: float | None, tmp_path: Path) -> None:
    path = tmp_path / "reports.xlsx"
    run(path, ONE)
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    whole = parts.pop(entry)
    with ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        if left is not None:
            archive.writestr(entry, whole[: int(len(whole) * left)])
    damaged = path.read_bytes()
    assert decisions(run(path, ONE)) == [(ONE.fingerprint, "待核", None, None)]
    aside = path.with_name("reports.old.xlsx")
    # Without its looks a book still tells what was entered.
    assert aside.exists() is ((entry, left) != ("xl/styles.xml", None))
    assert not aside.exists() or aside.read_bytes() == damaged


def test_a_workbook_without_its_words_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "reports.xlsx"
    run(path, ONE)
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "xl/sharedStrings.xml"}
    with ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(ValueError, match="已损坏"):
        read_decisions(path)

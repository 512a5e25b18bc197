"""The workbook as a program and a person find it: figures, marks, links, and the same bytes each time."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pandas
import pytest
from handmade import ORGAN, finding, report, unread, value
from openpyxl.utils import get_column_letter

from extractor.decisions import Decision
from extractor.export import notes, workbook
from extractor.export.decisions import read_decisions
from extractor.export.results import write_workbook
from extractor.export.safe import EXCEL_LIMIT
from extractor.form import load
from extractor.record import MISSING, Report, Section, SourceInfo, Value

RUN = date(2024, 5, 1)
FEW = {"t4.reconsideration.total": value(0)}
SHEETS = ["概览", "汇总", "明细", "问题", "章节", "事实", "规则", "字段", "来源"]


def saved(reports: list[Report], tmp_path: Path, **more: Any) -> Path:
    path = tmp_path / "reports.xlsx"
    write_workbook(reports, path, run_date=RUN, **more)
    return path


def opened(reports: list[Report], tmp_path: Path, **more: Any) -> Any:
    return openpyxl.load_workbook(saved(reports, tmp_path, **more))


def columns(sheet: Any) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[2] if cell.value}


def cell(book: Any, field: str, row: int = 3, sheet: str = "汇总") -> Any:
    return book[sheet].cell(row, columns(book[sheet])[field])


def test_the_sheets_stand_in_order_and_each_says_what_is_in_its_columns(tmp_path: Path) -> None:
    book = opened([report(findings=(finding(),)), unread()], tmp_path)
    assert book.sheetnames == SHEETS
    for name in SHEETS[1:]:
        sheet = book[name]
        labels, ids = ([item.value for item in sheet[row]] for row in (1, 2))
        assert all(labels) and all(ids) and len(set(labels)) == len(labels) and len(set(ids)) == len(ids)
        assert sheet.freeze_panes.endswith("3") and sheet.auto_filter.ref.startswith("A2:")
        assert sheet.print_title_rows == "$1:$2" and sheet.page_setup.orientation == "landscape"


def test_pandas_reads_every_sheet_by_its_ids(tmp_path: Path) -> None:
    path = saved([report(findings=(finding(),)), report(edition="2019", year=2020)], tmp_path)
    frames = pandas.read_excel(path, sheet_name=SHEETS[1:], header=1)
    wide = frames["汇总"]
    assert wide["t3.received_new.total"].tolist() == [5, 5] and wide["year"].tolist() == [2023, 2020]
    assert wide["t2.rules.issued"].isna().tolist() == [False, True]
    assert len(frames["明细"]) == 398 and len(frames["问题"]) == 1 and len(frames["章节"]) == len(frames["来源"]) == 2
    assert set(frames["字段"]["id"]) == set(wide.columns[12:])
    assert frames["章节"]["s1_length"].tolist() == [12, 12]


def test_only_the_columns_of_forms_that_occur_are_there(tmp_path: Path) -> None:
    ids = columns(opened([report(variant="23-row"), unread()], tmp_path)["汇总"])
    assert "t3.other_handling.total" in ids
    assert "t3.other_remaining.total" not in ids and "t2.rules.made_new" not in ids


def test_figures_are_numbers_and_nothing_else_is(tmp_path: Path) -> None:
    cells = {
        "t2.rules.issued": Value(None, "无", "none"), "t2.rules.repealed": Value(None, "", "blank"), "t2.rules.in_force": MISSING,
        "t2.normative_documents.issued": Value(None, "/", "dash"), "t2.licensing.decisions": value(1234567),
        "t2.penalty.decisions": value(9.63), "t2.fees.amount": value(160.5964), "t2.compulsion.decisions": value(10**16 + 1),
    }  # fmt: skip
    book = opened([report(cells)], tmp_path)
    shown = {name: cell(book, name) for name in cells}
    assert shown["t2.rules.issued"].value == "无" and shown["t2.normative_documents.issued"].value == "/"
    assert shown["t2.rules.repealed"].value is None and shown["t2.rules.in_force"].value is None
    assert shown["t2.licensing.decisions"].number_format == "#,##0"
    assert "." in shown["t2.penalty.decisions"].number_format, "a fraction where a count belongs must not look whole"
    assert shown["t2.fees.amount"].value == 160.5964 and "." in shown["t2.fees.amount"].number_format
    assert shown["t2.compulsion.decisions"].value == "10000000000000001", "Excel would round it"


def test_changes_show_their_sign(tmp_path: Path) -> None:
    book = opened([report({"t2.licensing.items_change": value(-18)}, edition="2019")], tmp_path)
    shown = cell(book, "t2.licensing.items_change")
    assert shown.value == -18 and shown.number_format.startswith("+")


def look(item: Any) -> tuple[str, str, str]:
    return item.fill.patternType or "", item.fill.fgColor.rgb[-6:], item.fill.bgColor.rgb[-6:]


def test_each_state_of_a_cell_looks_its_own(tmp_path: Path) -> None:
    made = report(
        {
            "t2.rules.issued": MISSING, "t2.rules.repealed": Value(None, "", "blank"), "t2.rules.in_force": value(3, reading="conflict"),
            "t2.licensing.decisions": value(3, reading="solved"), "t2.fees.amount": value(3, reading="corrected"),
        },
        findings=(
            finding("A-1", "t2.penalty.decisions"), finding("A-2", "t2.compulsion.decisions", severity="warning"),
            finding("A-3", "t2.normative_documents.issued", severity="info"),
        ),
    )  # fmt: skip
    book = opened([made, report(edition="2019")], tmp_path)
    fields = [
        "rules.issued", "rules.repealed", "rules.in_force", "licensing.decisions", "fees.amount", "penalty.decisions",
        "compulsion.decisions", "normative_documents.issued", "procurement.amount",
    ]  # fmt: skip
    looks = [look(cell(book, f"t2.{name}")) for name in fields]
    assert len(set(looks)) == len(looks), "and a field of another form looks unlike a missing one"
    assert looks[0][0] == looks[2][0][:5] + "Down" and looks[2][0] == "lightUp"


def test_a_flagged_cell_says_why(tmp_path: Path) -> None:
    made = report({"t4.reconsideration.upheld": value(10, note="含上年1件")}, findings=(finding(),))
    book = opened([made], tmp_path)
    comment = cell(book, "t4.reconsideration.total").comment
    for part in ("✖ T4-SUM", "各项之和为 11", "11 ≠ 0", "建议：本格 改为 11", "原文：0（第 3 页）"):
        assert part in comment.text
    with ZipFile(tmp_path / "reports.xlsx") as archive:
        shapes = archive.read("xl/drawings/commentsDrawing1.vml").decode()
    assert [int(one) for one in re.findall(r"width:(\d+)px", shapes)] == [340, 340], "room for a sentence"
    assert "含上年1件" in cell(book, "t4.reconsideration.upheld").comment.text
    assert cell(book, "t4.reconsideration.pending").comment is None


def test_a_finding_on_a_whole_table_is_told_once(tmp_path: Path) -> None:
    fields = {field.id: MISSING for field in load("2021").table("t3").fields.values()}
    book = opened([report(fields, findings=(finding("S-TABLE", *fields, suggestion=None),))], tmp_path)
    sheet = book["汇总"]
    assert [one.comment is not None for one in sheet[3]].count(True) == 1
    assert len({look(cell(book, name)) for name in fields}) == 1
    assert "等 175 项" in cell(book, "path", sheet="问题").value


def test_comments_stop_at_a_number_that_excel_can_bear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "COMMENT_LIMIT", 2)
    monkeypatch.setattr(workbook, "COMMENT_LIMIT", 2)
    names = ["t2.rules.issued", "t2.rules.repealed", "t2.rules.in_force"]
    book = opened([report(findings=tuple(finding("A-1", name) for name in names))], tmp_path)
    assert [cell(book, name).comment is not None for name in names] == [True, True, False]
    assert look(cell(book, names[2])) == look(cell(book, names[0]))
    assert "批注" in book["概览"]["A3"].value


def test_details_are_folded_away_unless_there_is_something_in_them(tmp_path: Path) -> None:
    sheet = opened([report(findings=(finding("A-1", "t3.carried_in.natural_person"),))], tmp_path)["汇总"]
    where = columns(sheet)

    def hidden(field: str) -> bool:
        at = where[field]
        groups = [one for one in sheet.column_dimensions.values() if one.min <= at <= one.max]
        return any(one.hidden for one in groups)

    assert hidden("t3.received_new.natural_person") and hidden("t4.litigation_direct.pending")
    assert not hidden("t3.carried_in.natural_person") and not hidden("t3.carried_in.other_organization")
    assert not hidden("t3.received_new.total") and not hidden("t2.rules.issued")


def test_links_lead_to_the_cell_and_back(tmp_path: Path) -> None:
    whole = finding("M-YEAR", severity="info", fields=(), suggestion=None)
    book = opened([report(values=FEW), report(values=FEW, findings=(finding(), whole)), unread()], tmp_path)
    wide, issues = book["汇总"], book["问题"]
    at = columns(issues)["link"]
    targets = [issues.cell(row, at).hyperlink.location for row in (3, 4, 5)]
    total = get_column_letter(columns(wide)["t4.reconsideration.total"])
    assert targets == [f"'汇总'!{total}4", "'汇总'!A4", "'汇总'!A5"]
    counts = [cell(book, "findings", row) for row in (3, 4, 5)]
    assert [one.value for one in counts] == [0, 2, 1]
    assert [one.hyperlink.location if one.hyperlink else None for one in counts] == [None, "'问题'!A3", "'问题'!A5"]
    for name in SHEETS[1:]:
        assert f"'{name}'!A1" in [one.hyperlink.location for row in book["概览"] for one in row if one.hyperlink]


def test_people_get_columns_of_their_own(tmp_path: Path) -> None:
    sheet = opened([report(values=FEW, findings=(finding(), finding("A-2", severity="info")))], tmp_path)["问题"]
    letter = get_column_letter(columns(sheet)["decision"])
    rule = sheet.data_validations.dataValidation[0]
    assert rule.formula1 == '"待核,原文如此,已更正,已说明,误报"' and str(rule.sqref) == f"{letter}3:{letter}4"
    assert sheet[f"{letter}3"].value == "待核"
    for name in ("corrected", "remark"):
        assert sheet.cell(3, columns(sheet)[name]).value is None


def test_the_overview_counts_and_draws(tmp_path: Path) -> None:
    made = [report(), report(findings=(finding(), finding("A-2", severity="warning"))), report(year=2022), unread()]
    sheet = opened(made, tmp_path)["概览"]
    texts = [[item for item in row if item is not None] for row in sheet.iter_rows(values_only=True)]
    flat = [item for row in texts for item in row]
    assert any("2024-05-01" in str(item) and "2021 3 份" in str(item) for item in flat)
    assert [2023, 2, 1, 0, 1, 0] in [row[:6] for row in texts] and ["合计", 4, 2, 0, 1, 1] in [row[:6] for row in texts]
    assert ["T4-SUM", "✖ 错误", 1, 1, finding().message] in texts
    assert any("数据 600 个；问题 3 条（错误 2　警告 1　提示 0）" in str(item) for item in flat)
    assert [rule.type for some in sheet.conditional_formatting for rule in some.rules] == ["dataBar"]


def test_a_book_without_findings_or_reports_is_a_book(tmp_path: Path) -> None:
    assert "没有发现问题" in [one.value for one in opened([report()], tmp_path)["概览"]["A"]]
    assert opened([], tmp_path).sheetnames == SHEETS


HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝A1", "#REF!", "\x00\x1b[31m坏\ud800\uffff", "_x0041_"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_or_breaks_the_file(text: str, tmp_path: Path) -> None:
    place = report()["t2.rules.issued"].place
    made = report(
        values={"t2.rules.issued": Value(None, text, "text", text, place=place), "t9.x.y": Value(1, text, "number")},
        organ=text, title=text, published=text, region={"code": text, "name": text, "level": text}, kind=text,
        source=SourceInfo(text, text, text, text, text, 1, None, text, text),
        sections=tuple(Section(f"s{number}", text, text) for number in range(1, 7)),
        findings=(replace(finding("A-1", "t2.rules.issued", "t9.x.y", message=text), code=text, fingerprint=text),),
    )  # fmt: skip
    path = saved([made], tmp_path)
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if "worksheets/sheet" in name and name.endswith(".xml"):
                xml = archive.read(name).decode()
                assert "<f>" not in xml and "<f " not in xml and 't="e"' not in xml
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows(min_row=3):
            for one in row:
                assert one.data_type != "f"
                if isinstance(one.value, str) and one.value[:1] in "=+-@":
                    assert one.quotePrefix, f"{sheet.title}!{one.coordinate} would turn into a formula when edited"


def test_words_of_every_report_stand_once_in_the_file(tmp_path: Path) -> None:
    path = saved([report(), report(year=2022)], tmp_path)
    with ZipFile(path) as archive:
        table = archive.read("xl/sharedStrings.xml").decode()
        details = archive.read("xl/worksheets/sheet3.xml").decode()
    field = load("2021").field("t3.received_new.total")
    assert table.count(f">{field.path}<") == 1 and table.count(f">{field.id}<") == 1
    assert field.path not in details and details.count('t="s"') > 2 * 200
    sheet = openpyxl.load_workbook(path)["明细"]
    at = columns(sheet)
    shown = {row[at["field"] - 1]: row[at["path"] - 1] for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert shown[field.id] == field.path


def test_text_that_excel_cannot_hold_is_cut_with_a_mark(tmp_path: Path) -> None:
    text = "字" * 32_000 + "𠀋" * 1_000
    book = opened([report(values=FEW, sections=(Section("s1", "一、总体情况", text),))], tmp_path)
    shown = cell(book, "s1", sheet="章节").value
    assert len(shown.encode("utf-16-le")) // 2 <= EXCEL_LIMIT and "已截断" in shown[-30:]
    assert cell(book, "s1_length", sheet="章节").value == 33_000


def test_the_same_reports_give_the_same_bytes(tmp_path: Path) -> None:
    made = [report({"t2.rules.issued": value(3, note="注")}, findings=(finding(),)), report(edition="2019"), unread()]
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx", "c.xlsx")]
    write_workbook(made, paths[0], run_date=RUN)
    write_workbook(iter(made), paths[1], run_date=RUN)
    write_workbook(made, paths[2], run_date=date(2024, 5, 2))
    first, second, later = (path.read_bytes() for path in paths)
    assert first == second
    with ZipFile(paths[0]) as one, ZipFile(paths[2]) as other:
        assert {entry.date_time for entry in one.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        differing = [name for name in one.namelist() if one.read(name) != other.read(name)]
    assert later != first and sorted(differing) == ["docProps/core.xml", "xl/worksheets/sheet1.xml"]


def test_more_rows_than_a_sheet_has_go_on_in_the_next_and_that_is_said(tmp_path: Path) -> None:
    found = tuple(finding(f"A-{n}", "t2.rules.issued") for n in range(5))
    made = [report({"t2.rules.issued": value(n)}, findings=found) for n in range(12)]
    book = opened(made, tmp_path, row_limit=10)
    details = [name for name in book.sheetnames if name.startswith("明细")]
    assert details == ["明细", *(f"明细{number}" for number in range(2, 301))]
    assert [name for name in book.sheetnames if name.startswith(("汇总", "问题"))] == ["汇总", "汇总2", "问题", *(f"问题{n}" for n in range(2, 9))]
    assert [book[name].max_row for name in ("汇总", "汇总2", "明细300", "问题8")] == [10, 6, 10, 6]
    assert book["汇总2"].auto_filter.ref.endswith("6") and columns(book["汇总2"]) == columns(book["汇总"])
    rows = [row[:3] for name in details for row in book[name].iter_rows(min_row=3, values_only=True)]
    assert rows == [(ORGAN, 2023, name) for one in made for name in one.values], "none is lost and none is twice"
    # The ninth report is the first of the second sheet; its findings begin with the 41st.
    assert cell(book, "t2.rules.issued", sheet="汇总2").value == 8 and "A-0" in cell(book, "t2.rules.issued", sheet="汇总2").comment.text
    assert cell(book, "findings", sheet="汇总2").hyperlink.location == "'问题6'!A3"
    assert cell(book, "link", sheet="问题6").hyperlink.location.startswith("'汇总2'!") and cell(book, "organ", sheet="问题6").value == ORGAN
    told = [str(book["概览"][f"A{row}"].value) for row in range(3, 9)]
    assert "“汇总”共 12 行，超出一张表的 10 行" in told[0] and told[0].endswith("写在“汇总2”。")
    assert "“明细”共 2,400 行" in told[1] and "“明细2”至“明细300”" in told[1] and "“问题”共 60 行" in told[2]


def test_decisions_are_found_on_every_sheet_of_findings(tmp_path: Path) -> None:
    found = tuple(replace(finding(f"A-{n}"), fingerprint=f"{n:016x}") for n in range(20))
    decided = {f"{17:016x}": Decision("误报", remark="核过")}
    path = saved([report(findings=found)], tmp_path, row_limit=10, decisions=decided)
    assert read_decisions(path)[f"{17:016x}"].remark == "核过"


def test_a_report_without_an_organ_is_known_by_its_file(tmp_path: Path) -> None:
    book = opened([unread("扫描件.pdf")], tmp_path)
    assert cell(book, "organ").value == "〔扫描件.pdf〕" and cell(book, "status").value == "⊘ 读不了"
    assert book["明细"].max_row == 2, "a file that could not be read has no values to list"
    assert cell(book, "organ", sheet="问题").value == "〔扫描件.pdf〕"


def test_the_code_book_writes_the_identities_out(tmp_path: Path) -> None:
    sheet = opened([report()], tmp_path)["字段"]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert len(rows) == 200
    entry = rows["t3.disclosed.total"]
    assert entry[1] == "予以公开·总计" and entry[4] == "件"
    assert entry[8] == "T3-ROW：总计 = 自然人 + 商业企业 + 科研机构 + 公益组织 + 法律服务 + 其他组织；T3-SUM"
    assert "T3-BAL：新收 + 上年结转 = 办理结果总计 + 结转下年" in rows["t3.received_new.natural_person"][8]
    assert rows["t2.rules.issued"][8] is None


def test_names_of_files_and_places_are_as_in_the_record(tmp_path: Path) -> None:
    book = opened([report(findings=(finding(),))], tmp_path)
    sources = {key: cell(book, key, sheet="来源").value for key in ("name", "path", "sha256", "bytes", "pages")}
    assert sources == {"name": "a.pdf", "path": "in/a.pdf", "sha256": "ab" * 32, "bytes": 293525, "pages": 5}
    assert cell(book, "box", sheet="明细").value == "0.3100,0.5200,0.3600,0.5400"
    assert cell(book, "organ", sheet="明细").value == ORGAN

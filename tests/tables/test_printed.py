"""The labels that the cells of a document print: rows, columns, captions, the corner note."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import (
    C,
    Row,
    document,
    document_from,
    figures,
    record_of,
    t2_rows,
    t3_body,
    t3_header,
    t3_rows,
    table,
    whole,
)

from extractor.form import load
from extractor.model import Document, Place, Remark
from extractor.pipeline import check
from extractor.record_json import report_from_dict
from extractor.tables.printed import Label, PrintedTable, printed_labels

FORM = load("2021")
SHOWN = figures()
T3 = FORM.table("t3")
ROWS = [row.id for row in T3.blocks[0].rows]
COLUMNS = [column.id for column in T3.blocks[0].columns]


def third(made: Document) -> PrintedTable:
    return next(one for one in printed_labels(made, FORM) if one.table == "t3")


def codes(made: Document) -> list[str]:
    return [one.code for one in record_of(made).findings]


@pytest.mark.parametrize("spans", ["proper", "empty", "none"])
def test_the_forms_own_labels(spans: str) -> None:
    found = third(document(t3_rows(FORM, SHOWN, spans=spans)))
    assert [label.axis for label in found.rows] == ROWS
    assert [label.axis for label in found.columns] == COLUMNS
    assert found.note is not None and found.note.text == T3.note


def test_the_items_of_table_2_with_their_captions() -> None:
    rows = [row for piece in t2_rows(FORM, SHOWN) for row in piece]
    found = printed_labels(document(rows), FORM)[0]
    assert [label.axis for label in found.rows] == ["rules", "normative_documents", "licensing", "penalty", "compulsion", "fees"]
    assert [label.axis for label in found.columns] == ["issued", "repealed", "in_force", "decisions", "decisions", "amount"]
    assert [(label.axis, label.text) for label in found.captions][2] == ("penalty", "第二十条第（六）项")


def test_running_text_prints_no_labels() -> None:
    text = "\n".join("\t".join(one if isinstance(one, str) else one.text for one in row) for row in t3_rows(FORM, SHOWN))
    assert printed_labels(document_from(text), FORM) == ()


def altered(old: str, new: str) -> list[Row]:
    rows = []
    for row in t3_rows(FORM, SHOWN):
        cells = [one if isinstance(one, C) else C(one) for one in row]
        rows.append([C(new if one.text == old else one.text, one.down, one.across) for one in cells])
    return rows


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开", "S-ROWLABEL"),
        ("（七）总计", "（七）合计", None),
        ("3.危及“三安全一稳定”", "３、危及三安全一稳定", None),
        ("科研机构", "科研单位", "S-COLORDER"),
        ("自然人", "个人申请", "S-COLORDER"),
        (T3.note, "（数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "S-NOTE"),
        (T3.note, "", "S-NOTE"),
        (T3.note, "本列数据的勾稽关系为:第一项加第二项之和,\n等于第三项加第四项之和", None),
    ],
)
def test_a_label_that_is_not_the_forms_is_found_and_its_figures_are_read(old: str, new: str, code: str | None) -> None:
    made = whole(FORM, SHOWN, {"t3": [altered(old, new)]})
    report = record_of(made)
    assert [one.code for one in report.findings] == ([code] if code else [])
    assert report["t3.denied_prohibited_by_law.total"].raw == SHOWN["t3.denied_prohibited_by_law.total"]
    assert report["t3.received_new.natural_person"].raw == SHOWN["t3.received_new.natural_person"]


def test_the_note_above_the_table_is_printed_too() -> None:
    rows = altered(T3.note, "")
    assert codes(whole(FORM, SHOWN, {"t3": [T3.note, rows]})) == []


def test_columns_that_changed_places_are_told_and_read_by_their_labels() -> None:
    order = ["natural_person", "research_institution", "commercial_enterprise", *COLUMNS[3:]]
    header = t3_header(FORM)
    inner = list(header[2])
    inner[0], inner[1] = inner[1], inner[0]
    rows = [*header[:2], inner, *t3_body(FORM, SHOWN, columns=order)]
    found = third(document(rows))
    assert [label.axis for label in found.columns] == order
    report = record_of(whole(FORM, SHOWN, {"t3": [rows]}))
    assert "S-COLORDER" in [one.code for one in report.findings]


def test_a_total_that_stands_a_header_row_too_low_is_only_noted() -> None:
    header = t3_header(FORM)
    rows = [header[0], list(header[1])[:-1], [*header[2], "总计"], *t3_body(FORM, SHOWN)]
    findings = record_of(whole(FORM, SHOWN, {"t3": [rows]})).findings
    assert [(one.code, one.severity) for one in findings] == [("S-COLORDER", "info")]


def test_pieces_of_a_header_are_no_rows() -> None:
    pieces: list[Row] = [["", "", "", "", "", "", "", "", "其他", ""], ["", "", "", "", "", "", "", "", "", "总计"]]
    header = t3_header(FORM)
    found = third(document([*header, *pieces, *t3_body(FORM, SHOWN)]))
    assert [label.axis for label in found.rows] == ROWS


def test_a_row_left_out_is_told_as_such() -> None:
    rows = [row for row in t3_rows(FORM, SHOWN, spans="empty") if "2.重复申请" not in [getattr(one, "text", one) for one in row]]
    report = record_of(whole(FORM, SHOWN, {"t3": [rows]}))
    finding = next(one for one in report.findings if one.code == "S-ROWLABEL")
    assert "没有“2.重复申请”一行" in finding.message
    assert set(finding.fields) == {f"t3.not_processed_repeat.{column}" for column in COLUMNS}


def test_what_only_the_source_tells_is_kept_when_a_record_is_judged_again() -> None:
    report = record_of(whole(FORM, SHOWN, {"t3": [altered("科研机构", "科研单位")]}))
    again = check(report_from_dict(report.to_dict()))
    assert [one.code for one in again.findings] == ["S-COLORDER"]


@pytest.mark.parametrize(
    ("flow", "sure"),
    [
        ("二、上年结转的\n公开申请 1 2 3", True),
        ("一、本年新收 上年结转的 0\n公开申请", True),
        ("二、上年结转的政府\n公开申请 1 2 3", False),  # the cell has lost what stands behind
        ("", False),  # the reader has doubts of its own
    ],
)
def test_a_label_on_a_page_is_sure_where_the_running_text_prints_it_too(flow: str, sure: bool) -> None:
    label = Label("carried_in", "上年结转的\n公开申请", Place(1))
    assert PrintedTable("t3", (label,), flow=flow).sure(label) is sure
    assert PrintedTable("t3", (label,), flow=flow).sure_of_no_note() is bool(flow)
    assert not PrintedTable("t3", (label,), flow=f"（数据的勾稽关系为）\n{flow}").sure_of_no_note()


def test_the_running_text_is_held_against_pages_alone_and_not_where_their_reader_has_doubts() -> None:
    made = document(table(t3_rows(FORM, SHOWN), 1, 1))
    assert third(made).flow == ""
    paged = replace(made, pages=1)
    assert "（一）予以公开" in third(paged).flow
    assert third(replace(paged, remarks=(Remark("R-NOTEXT", "", ""),))).flow == ""

"""Tables over two pages: rows cut in two, figures whose ends wrap, headers cut through or parted from their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from builders import C, Row, document, figures, t3_body, t3_header, table

from extractor.form import load
from extractor.model import Box, Place, Table
from extractor.tables.grid_route import read_grids
from extractor.tables.page_breaks import table_rows

FORM = load("2021")
ZEROS = ["0"] * 7


def halves(upper: list[str | C], lower: list[str | C], pages: tuple[int | None, int | None] = (3, 4)) -> int:
    """How many rows two rows on two pages are."""
    made = document(table([upper], 1, pages[0]), table([lower], 2, pages[1]))
    return sum(map(len, table_rows(made, FORM)))


def test_halves_of_a_row_are_one_row() -> None:
    assert halves(["1.属于国", *ZEROS], ["家秘密", *[""] * 7]) == 1
    assert halves(["1.属于国", *[""] * 7], ["家秘密", *ZEROS]) == 1
    assert halves(["5.属于三类", *ZEROS], ["内部事务信息", *[""] * 7]) == 1


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["1.属于国家秘密", *ZEROS], ["2.其他法律行政法规禁止公开", *[""] * 7]),  # a blank row is a row
        (["1.属于国家秘密", *[""] * 7], ["2.其他法律行政法规禁止公开", *ZEROS]),
        (["1.属于国家秘密", *ZEROS], ["2.其他法律行政法规禁止公开", *ZEROS]),
        (["1.属于国", *ZEROS], ["家秘密", *ZEROS]),  # figures on both sides
        (["小计", *ZEROS], ["说明", *[""] * 7]),
        (["1.属于国", *ZEROS], ["家秘密", ""]),  # another grid
    ],
)
def test_two_rows_stay_two(upper: list[str | C], lower: list[str | C]) -> None:
    assert halves(upper, lower) == 2


@pytest.mark.parametrize("pages", [(3, 3), (3, 5), (4, 3), (None, None), (3, None)])
def test_only_neighbouring_pages_cut_a_row(pages: tuple[int | None, int | None]) -> None:
    assert halves(["1.属于国", *ZEROS], ["家秘密", *[""] * 7], pages) == 2


def test_the_whole_rows_of_a_cut_table_keep_their_places() -> None:
    body = t3_body(FORM, figures(), spans="empty")
    made = document(table([*t3_header(FORM), *body[:6]], 1, 3), table(body[6:], 2, 4))
    upper, lower = table_rows(made, FORM)
    assert (len(upper), len(lower)) == (9, 19)
    assert {cell.place.page for row in upper for cell in row.cells} == {3}


EDGES = [0.1, 0.15, 0.2, 0.4, 0.46, 0.52, 0.58, 0.64, 0.7, 0.76, 0.82]
"""Where the columns of table 3 begin across the page, and where the last one ends: three of labels, seven of figures."""


def printed(rows: Sequence[Row], page: int, edges: Sequence[float] = EDGES) -> Table:
    """A table whose columns stand at these places of a page."""
    made = table(rows, page, page)
    cells = [
        cell._replace(place=Place(page, Box(edges[cell.column], 0.1, edges[cell.column + cell.column_span], 0.2)))
        for cell in made.cells
    ]
    return replace(made, cells=tuple(cells))


HEADER: list[Row] = [
    [C("（本列数据的勾稽关系为：", 3), C("申请人情况", 1, 7)],
    [C("自然人", 2), C("法人或其他组织", 1, 5), C("总计", 2)],
]
NARROW = [EDGES[0], *EDGES[3:]]
"""The header alone shows no rules between the columns of labels."""


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (["商业", "科研", "社会", "法律", "其他"], [C("第一项加第二项之和）", 1, 3), "", "企业", "机构", "公益组织", "服务机构", "", ""]),
        (["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"], [C("第一项加第二项之和）", 1, 3), *[""] * 7]),
        (["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"], None),
    ],
)
def test_a_header_above_the_page_break_heads_the_rows_below_it(last: list[str], first: Row | None) -> None:
    told = figures(seed=10)
    lower = [*([first] if first else []), *t3_body(FORM, told)]
    made = document(printed([*HEADER, last], 3, NARROW), printed(lower, 4))
    found = read_grids(made, FORM).found
    row = [found[f"t3.received_new.{column.id}"][0] for column in FORM.table("t3").blocks[0].columns]
    assert [one.doubt for one in row] == [""] * 7
    assert [one.figure.raw for one in row] == [told[f"t3.received_new.{column.id}"] for column in FORM.table("t3").blocks[0].columns]


def test_columns_in_another_order_above_a_page_break_are_believed() -> None:
    last = ["商业", "科研", "法律", "社会", "其他"]
    first: Row = [C("", 1, 3), "", "企业", "机构", "服务机构", "公益组织", "", ""]
    body: list[Row] = [[C("一、本年新收政府信息公开申请数量", 1, 3), *"1234567"]]
    made = document(printed([*HEADER, last], 3, NARROW), printed([first, *body], 4))
    found = read_grids(made, FORM).found
    assert [found[f"t3.received_new.{name}"][0].figure.raw for name in ("public_interest_organization", "legal_service_organization")] == ["5", "4"]


def test_a_blank_row_below_a_header_is_no_part_of_it() -> None:
    last = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    first: Row = ["", "", "1.属于国家秘密", *[""] * 7]
    _, lower = table_rows(document(printed([*HEADER, last], 3, NARROW), printed([first, ["", "", "2.其他法律行政法规禁止公开", *ZEROS]], 4)), FORM)
    assert [row.labels[0].text for row in lower[-2:]] == ["1.属于国家秘密", "2.其他法律行政法规禁止公开"]


def test_the_ends_of_wrapped_figures_are_found_below_a_header_printed_again() -> None:
    header: Row = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    made = document(table([header, ["186", "79", "9", "4", "225"]], 1, 4), table([header, ["4", "", "", "", "2"]], 2, 5))
    upper, lower = table_rows(made, FORM)
    assert [cell.text for cell in upper[-1].cells] == ["186\n4", "79", "9", "4", "225\n2"]
    assert [[cell.text for cell in row.cells] for row in lower] == [header]


@pytest.mark.parametrize("label", ["", "不予处理"])
@pytest.mark.parametrize("edges", [EDGES, NARROW])
def test_the_ends_of_wrapped_figures_stand_beside_the_end_of_a_label_and_under_rules_of_their_own(label: str, edges: list[float]) -> None:
    wide = len(edges) == len(EDGES)
    upper: list[Row] = [["", "", "1.信访举报投诉类申请", *ZEROS[:6], "11"] if wide else ["1.信访举报投诉类申请", *ZEROS[:6], "11"]]
    made = document(printed(upper, 3, edges), printed([["", label, "", *[""] * 6, "7"], ["", "", "2.重复申请", *ZEROS]], 4))
    above, below = table_rows(made, FORM)
    assert above[-1].figures[-1].text == "11\n7"
    assert [row.labels[0].text for row in below] == ["2.重复申请"]


def test_figures_without_a_label_that_belong_to_no_row_above_are_said_to_be_lost() -> None:
    body: list[Row] = [[C("一、本年新收政府信息公开申请数量", 1, 3), *ZEROS]]
    last = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    header: list[Row] = [[C("", 3, 3), HEADER[0][1]], HEADER[1], last]
    made = document(printed([*header, *body], 3), printed([["", "", "", "5", "8", *[""] * 5]], 6))
    assert [text for text, _, _ in read_grids(made, FORM).lost] == ["5 8"]

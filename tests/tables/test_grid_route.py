"""Tables in every layout seen in published reports: read right, or in doubt and said to be, never silently wrong.

Each layout is read twice: with the flow of its cells as a second route, and by its grid alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from builders import (
    Block,
    C,
    Printed,
    Row,
    figures,
    not_right,
    record_of,
    silently_wrong,
    t2_rows,
    t3_body,
    t3_header,
    t3_rows,
    t4_pieces,
    t4_rows,
    table,
    table_fields,
    whole,
)

from extractor.form import load
from extractor.record import Report

FORM = load("2021")
SHOWN = figures(seed=3)
COLUMNS = FORM.table("t3").blocks[0].columns
NAMES = [column.id for column in COLUMNS]
LABELS = [column.label for column in COLUMNS]
NOTE = FORM.table("t3").note
ITEM_ONE = [f"t2.{row}.{column}" for row in ("rules", "normative_documents") for column in ("issued", "repealed", "in_force")]


def read(
    truth: Printed = SHOWN, *, grid_only: bool = False, tables: Mapping[str, Sequence[Block]] | None = None,
    t2: Sequence[Block] | None = None, t3: Sequence[Block] | None = None,
) -> Report:  # fmt: skip
    """The record of a whole report with other tables in place of the form's own."""
    chosen = {name: blocks for name, blocks in (("t2", t2), ("t3", t3), *(tables or {}).items()) if blocks is not None}
    report = record_of(whole(FORM, truth, chosen, flow=(lambda made: []) if grid_only else None))
    assert report.edition == "2021"
    return report


def joined(pieces: Sequence[Sequence[Row]]) -> list[Row]:
    return [row for piece in pieces for row in piece]


def rows_between(start: int, stop: int | None = None, spans: str = "proper") -> list[Row]:
    """Some rows of table 3; a label that spans down from above them is left out, as a cut table has it."""
    body = t3_body(FORM, SHOWN, spans="none")[start:stop]
    return [*body] if spans == "none" else body


EMPTY_HEADER: list[Row] = [
    [C(NOTE, 1, 3), C("申请人情况", 1, 7)],
    ["", "", "", "自然人", C("法人或其他组织", 1, 5), "总计"],
    ["", "", "", "", *LABELS[1:6], ""],
]
LOW_TOTAL: list[Row] = [
    [C(NOTE, 3, 3), C("申请人情况", 1, 7)],
    ["自然人", C("法人或其他组织", 1, 5), ""],
    ["", *LABELS[1:6], "总计"],
]
TRAILING: list[Row] = [[*row, "", ""] for row in t3_rows(FORM, SHOWN)]

RIGHT: dict[str, dict[str, Sequence[Block]]] = {
    "as the form prints it": {},
    "an empty cell in place of each row span": {"t3": [t3_rows(FORM, SHOWN, spans="empty")]},
    "label cells left out, so that rows begin too far left": {"t3": [t3_rows(FORM, SHOWN, spans="none")]},
    "empty cells in place of the header's row spans": {"t3": [[*EMPTY_HEADER, *t3_body(FORM, SHOWN)]]},
    "总计 in the lower header row": {"t3": [[*LOW_TOTAL, *t3_body(FORM, SHOWN)]]},
    "no note in the corner": {"t3": [[[C("", 3, 3), C("申请人情况", 1, 7)], *t3_rows(FORM, SHOWN)[1:]]]},
    "empty cells behind every row": {
        "t2": [[[*row, ""] for row in joined(t2_rows(FORM, SHOWN))]],
        "t3": [TRAILING],
        "t4": [[[*row, ""] for row in t4_rows(FORM, SHOWN)]],
    },
    "hidden zeros behind lone figures": {"t2": [joined(t2_rows(FORM, SHOWN, hidden=True))]},
    "table 2 in four tables": {"t2": t2_rows(FORM, SHOWN)},
    "table 4 in three tables": {"t4": t4_pieces(FORM, SHOWN)},
    "table 4 in three tables without group labels": {"t4": [rows[-2:] for rows in t4_pieces(FORM, SHOWN)]},
    "a running number before each row": {
        "t2": [[[C("", 1, 1), *row] if isinstance(row[0], C) else ["1", *row] for row in joined(t2_rows(FORM, SHOWN))]]
    },
    "labels with blanks and line ends": {
        "t3": [[*t3_header(FORM)[:1], *[[replace(one, text=" ".join(one.text)) if isinstance(one, C) else "\n".join(one)
               for one in row] for row in t3_header(FORM)[1:]], *t3_body(FORM, SHOWN)]],
    },
}  # fmt: skip


@pytest.mark.parametrize("grid_only", [False, True])
@pytest.mark.parametrize("name", RIGHT)
def test_a_layout_is_read_right(name: str, grid_only: bool) -> None:
    report = read(grid_only=grid_only, tables=RIGHT[name])
    assert not_right(report, SHOWN) == []
    assert [finding for finding in report.findings if finding.fields] == []


@pytest.mark.parametrize("grid_only", [False, True])
@pytest.mark.parametrize("again", ["nothing", "the header", "half the header"])
@pytest.mark.parametrize("at", [1, 2, 3, 4, 7, 11, 12, 13, 16, 20, 23, 24])
def test_table_3_cut_in_two_anywhere(at: int, again: str, grid_only: bool) -> None:
    header = t3_header(FORM)
    repeated = {"nothing": [], "the header": header, "half the header": header[1:]}[again]
    lower = [*repeated, *rows_between(at)]
    report = read(t3=[[*header, *rows_between(0, at)], lower], grid_only=grid_only)
    assert silently_wrong(report, SHOWN) == []
    if again != "half the header":
        assert not_right(report, SHOWN) == []


@pytest.mark.parametrize("cuts", [(2, 12), (5, 20), (1, 24)])
def test_table_3_in_three_tables_of_different_widths(cuts: tuple[int, int]) -> None:
    first, second = cuts
    pieces: list[Block] = [
        [*t3_header(FORM), *rows_between(0, first)],
        [["", *row] for row in rows_between(first, second)],
        [row[-8:] for row in rows_between(second)],
    ]
    report = read(t3=pieces)
    assert not_right(report, SHOWN) == []


def cut_by_page(row: int, figures_above: bool) -> tuple[list[Block], Printed]:
    """Table 3 on two pages, one row's label and figures parted by the page break."""
    body = t3_body(FORM, SHOWN, spans="none")
    *labels, label = body[row][:-7]
    text = label.text if isinstance(label, C) else str(label)
    width = label.across if isinstance(label, C) else 1
    values = list(body[row][-7:])
    blank = [""] * 7
    upper: Row = [*labels, C(text[: len(text) // 2], 1, width), *(values if figures_above else blank)]
    lower: Row = [*("" for _ in labels), C(text[len(text) // 2 :], 1, width), *(blank if figures_above else values)]
    first = table([*t3_header(FORM), *body[:row], upper], 3, page=3)
    second = table([lower, *body[row + 1 :]], 4, page=4)
    return [first, second], SHOWN


@pytest.mark.parametrize("figures_above", [True, False])
@pytest.mark.parametrize("row", [0, 1, 3, 5, 8, 12, 14, 19, 24])
def test_a_row_cut_by_a_page_break_is_one_row(row: int, figures_above: bool) -> None:
    blocks, truth = cut_by_page(row, figures_above)
    report = read(t3=blocks, grid_only=True)
    assert silently_wrong(report, truth) == []
    assert not_right(report, truth) == []


def test_a_merged_label_broken_by_a_page_leaves_its_rows_alone() -> None:
    body = t3_body(FORM, SHOWN, spans="empty")
    body[12] = ["", "（四）无", *body[12][2:]]
    body[13] = ["三、本年度办理结果", "法提供", *body[13][2:]]
    upper, lower = table([*t3_header(FORM), *body[:13]], 3, page=3), table(body[13:], 4, page=4)
    assert not_right(read(t3=[upper, lower], grid_only=True), SHOWN) == []


# Columns ------------------------------------------------------------------------------------------


def permuted(order: Sequence[int], labels: Sequence[str] = LABELS) -> list[Row]:
    header: Row = ["项目", "", "", *(labels[one] for one in order)]
    return [header, *t3_body(FORM, SHOWN, columns=[NAMES[one] for one in order])]


ORDERS = [(1, 0, 2, 3, 4, 5, 6), (0, 1, 3, 2, 4, 5, 6), (6, 0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0, 6), (0, 6, 1, 2, 3, 4, 5)]


@pytest.mark.parametrize("grid_only", [False, True])
@pytest.mark.parametrize("order", ORDERS)
def test_columns_in_another_order_are_told_by_their_labels(order: Sequence[int], grid_only: bool) -> None:
    assert not_right(read(t3=[permuted(order)], grid_only=grid_only), SHOWN) == []


@pytest.mark.parametrize("grid_only", [False, True])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("unknown", [1, 2, 3, 7])
def test_columns_in_another_order_with_unknown_labels_are_never_silently_wrong(
    order: Sequence[int], unknown: int, grid_only: bool
) -> None:
    labels = [f"第{number}类对象" if number < unknown else label for number, label in enumerate(LABELS)]
    assert silently_wrong(read(t3=[permuted(order, labels)], grid_only=grid_only), SHOWN) == []


@pytest.mark.parametrize("grid_only", [False, True])
def test_one_unknown_label_is_told_by_the_others(grid_only: bool) -> None:
    for number in range(7):
        labels = [*LABELS]
        labels[number] = "第三类对象"
        assert not_right(read(t3=[permuted(range(7), labels)], grid_only=grid_only), SHOWN) == []


def test_a_table_without_any_header_is_in_doubt() -> None:
    report = read(t3=[t3_body(FORM, SHOWN)], grid_only=True)
    t3 = table_fields(FORM.table("t3"))
    assert {report[name].reading for name in t3} == {"conflict"}
    assert [report[name].raw for name in t3] == [SHOWN[name] for name in t3]


@pytest.mark.parametrize("grid_only", [False, True])
@pytest.mark.parametrize("opening", ["信息内容", "名称", ""])
def test_the_older_forms_header_over_item_one_gives_nothing(opening: str, grid_only: bool) -> None:
    pieces = t2_rows(FORM, SHOWN)
    pieces[0][1] = [opening, "本年新制作数量", "本年新公开数量", "对外公开总数量"]
    report = read(t2=[joined(pieces)], grid_only=grid_only)
    assert {report[name].kind for name in ITEM_ONE} == {"missing"}
    assert [one.code for one in report.findings] == ["S-TABLEOLD", "R-LOST"]
    assert set(report.findings[1].fields) == set(ITEM_ONE)
    assert not_right(report, SHOWN, set(SHOWN) - set(ITEM_ONE)) == []


@pytest.mark.parametrize("grid_only", [False, True])
def test_a_header_that_mixes_both_forms_gives_only_its_own_columns(grid_only: bool) -> None:
    pieces = t2_rows(FORM, SHOWN)
    pieces[0][1] = ["信息内容", "本年新制作数量", "本年废止件数", "现行有效件数"]
    report = read(t2=[joined(pieces)], grid_only=grid_only)
    assert report["t2.rules.issued"].kind == report["t2.normative_documents.issued"].kind == "missing"
    assert not_right(report, SHOWN, [name for name in SHOWN if not name.endswith(".issued")]) == []


@pytest.mark.parametrize("grid_only", [False, True])
def test_the_columns_of_item_one_in_another_order(grid_only: bool) -> None:
    pieces = t2_rows(FORM, SHOWN)
    pieces[0][1] = ["信息内容", "现行有效件数", "本年制发件数", "本年废止件数"]
    pieces[0][2:] = [[row[0], row[3], row[1], row[2]] for row in pieces[0][2:]]
    assert not_right(read(t2=[joined(pieces)], grid_only=grid_only), SHOWN) == []


def test_a_blank_header_leaves_the_row_in_doubt() -> None:
    pieces = t2_rows(FORM, SHOWN)
    pieces[0][1] = ["", "", "", ""]
    report = read(t2=[joined(pieces)])
    assert {report[name].reading for name in ITEM_ONE} == {"conflict"}


# Rows -----------------------------------------------------------------------------------------------


def with_row(at: int, row: Row) -> list[Row]:
    body = t3_body(FORM, SHOWN)
    body[at] = row
    return [*t3_header(FORM), *body]


@pytest.mark.parametrize("grid_only", [False, True])
@pytest.mark.parametrize("column", range(7))
def test_a_cell_left_out_puts_its_whole_row_in_doubt(column: int, grid_only: bool) -> None:
    row = list(t3_body(FORM, SHOWN)[5])
    del row[column - 7]
    truth = {**SHOWN, f"t3.denied_prohibited_by_law.{NAMES[column]}": ""}
    report = read(truth, t3=[with_row(5, row)], grid_only=grid_only)
    assert silently_wrong(report, truth) == []
    given = [report[f"t3.denied_prohibited_by_law.{name}"] for name in NAMES]
    assert {value.reading for value in given if value.kind != "missing"} == {"conflict"}


@pytest.mark.parametrize("grid_only", [False, True])
@pytest.mark.parametrize("column", range(7))
def test_an_empty_cell_too_many_is_right_or_in_doubt(column: int, grid_only: bool) -> None:
    row = list(t3_body(FORM, SHOWN)[5])
    row.insert(len(row) - 7 + column, "")
    report = read(t3=[with_row(5, row)], grid_only=grid_only)
    assert silently_wrong(report, SHOWN) == []
    if not grid_only:
        assert not_right(report, SHOWN) == []


@pytest.mark.parametrize("grid_only", [False, True])
@pytest.mark.parametrize("width", [2, 3, 6])
def test_one_cell_over_several_columns_belongs_to_none_for_sure(width: int, grid_only: bool) -> None:
    row = [*t3_body(FORM, SHOWN)[5][:-7], C("0", 1, width), *["0"] * (7 - width)]
    report = read(t3=[with_row(5, row)], grid_only=grid_only)
    for name in NAMES[:width]:
        assert report[f"t3.denied_prohibited_by_law.{name}"].reading == "conflict"


@pytest.mark.parametrize("grid_only", [False, True])
def test_a_cell_over_two_rows_is_in_doubt_in_both(grid_only: bool) -> None:
    pieces = t2_rows(FORM, SHOWN)
    pieces[0][2:] = [["规章", C("5", 2), C("5", 2), C("9", 2)], ["行政规范性文件"]]
    report = read(t2=[joined(pieces)], grid_only=grid_only)
    assert {report[name].reading for name in ITEM_ONE} == {"conflict"}


@pytest.mark.parametrize("grid_only", [False, True])
@pytest.mark.parametrize("label", ["小计", "合计", "（三）不予公开", "其中：涉企"])
def test_a_subtotal_row_changes_no_other_row(label: str, grid_only: bool) -> None:
    body = t3_body(FORM, SHOWN, spans="empty")
    body.insert(12, ["", label, "", *"1234567"])
    report = read(t3=[[*t3_header(FORM), *body]], grid_only=grid_only)
    assert silently_wrong(report, SHOWN) == []
    # A second row of totals is told from the first by the sums where there are two routes.
    settled = label == "合计" and not grid_only
    assert bool({"R-LOST", "R-CONFLICT"} & {one.code for one in report.findings}) != settled


def test_a_row_printed_twice_with_other_figures_is_settled_by_the_sums_or_a_conflict() -> None:
    body = t3_body(FORM, SHOWN)
    again = ["", "", "1.属于国家秘密", "999", *body[4][-6:]]
    for rows in ([*body[:5], again, *body[5:]], [*body[:4], again, *body[4:]]):
        report = read(t3=[[*t3_header(FORM), *rows]], grid_only=True)
        assert silently_wrong(report, SHOWN) == []
        assert report["t3.denied_state_secret.natural_person"].reading == "conflict"


def test_rows_of_another_table_do_not_pass_for_table_2() -> None:
    other: list[Row] = [["事项", "数量"], ["行政许可", "777"], ["行政处罚", "888"]]
    report = record_of(whole(FORM, SHOWN, {"t2": ["表格见图片。", other]}))
    assert silently_wrong(report, {**SHOWN, **dict.fromkeys(table_fields(FORM.table("t2")), "图片")}) == []


@pytest.mark.parametrize("extra", [["0", "0"], ["", ""], ["3", "0"], ["0", "9"]])
def test_figures_beside_a_lone_figure_are_hidden_zeros_or_a_doubt(extra: list[str]) -> None:
    pieces = t2_rows(FORM, SHOWN)
    pieces[1][2] = ["行政许可", "25", *extra]
    report = read({**SHOWN, "t2.licensing.decisions": "25"}, t2=[joined(pieces)], grid_only=True)
    value = report["t2.licensing.decisions"]
    assert value.value == 25
    assert (value.reading == "conflict") == any(text.strip("0") for text in extra)


def test_a_figure_in_the_wrong_one_of_several_cells_is_in_doubt() -> None:
    pieces = t2_rows(FORM, SHOWN)
    pieces[1][2] = ["行政许可", "", "25", ""]
    report = read({**SHOWN, "t2.licensing.decisions": "25"}, t2=[joined(pieces)])
    assert (report["t2.licensing.decisions"].value, report["t2.licensing.decisions"].reading) == (25, "conflict")


# Other forms -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("edition", "variant"), [("2021", "23-row"), ("2019", None)])
@pytest.mark.parametrize("spans", ["proper", "empty", "none"])
def test_the_other_forms_in_the_same_layouts(edition: str, variant: str | None, spans: str) -> None:
    form, shown = load(edition, variant), figures(edition, variant, seed=5)
    report = record_of(whole(form, shown, {"t2": t2_rows(form, shown), "t3": [t3_rows(form, shown, spans=spans)]}))
    assert report.edition == edition
    assert set(report.values) == {field.id for field in form.fields()}
    assert not_right(report, shown) == []


def blanks() -> Iterator[str]:
    yield from ("t2.rules.issued", "t2.rules.in_force", "t2.fees.amount", "t4.reconsideration.upheld")
    for row in ("received_new", "denied_state_secret", "results_total", "carried_out"):
        yield from (f"t3.{row}.{name}" for name in ("natural_person", "research_institution", "total"))


@pytest.mark.parametrize("field", list(blanks()))
def test_a_blank_cell_is_blank(field: str) -> None:
    truth = {**SHOWN, field: ""}
    report = read(truth)
    assert (report[field].kind, report[field].value) == ("blank", None)
    assert not_right(report, truth) == []


@pytest.mark.parametrize(
    "fields",
    [
        [name for name in SHOWN if name.startswith("t3.") and name.endswith(".total")],
        [name for name in SHOWN if name.startswith("t3.") and name.rpartition(".")[2] in NAMES[1:6]],
        [name for name in SHOWN if name.startswith("t3.")],
        [name for name in SHOWN if name.startswith("t2.")],
        [name for name in SHOWN if name.startswith("t4.")],
        list(SHOWN),
    ],
    ids=["totals", "organisations", "table 3", "table 2", "table 4", "every cell"],
)
@pytest.mark.parametrize("text", ["", "/", "无"])
def test_whole_columns_and_tables_without_figures_never_become_zeros(fields: list[str], text: str) -> None:
    truth = {**SHOWN, **dict.fromkeys(fields, text)}
    report = read(truth)
    assert not_right(report, truth) == []
    assert {report[name].value for name in fields} == {None}


@pytest.mark.parametrize("at", [1, 2, 3])
def test_table_4_cut_by_a_page_below_its_header(at: int) -> None:
    rows = t4_rows(FORM, SHOWN)
    report = read(tables={"t4": [rows[:at], rows[at:]]})
    assert silently_wrong(report, SHOWN) == []
    assert not_right(report, SHOWN) == []


def test_a_cut_header_that_names_some_columns_gives_no_group_their_figures() -> None:
    """The page break has left the first group's labels above; the next group's stand alone over all fifteen figures."""
    *head, figures_row = t4_rows(FORM, SHOWN)
    outcomes = [column.label for column in FORM.table("t4").blocks[0].columns]
    lower = [["", "", "", "", "", *outcomes, *outcomes], figures_row]
    report = read(tables={"t4": [head[:1], lower]}, grid_only=True)
    assert silently_wrong(report, SHOWN) == []
    assert all(report[name].value is None or report[name].value == float(SHOWN[name]) for name in SHOWN if name.startswith("t4"))


@pytest.mark.parametrize("slid", [1, 2])
def test_a_header_row_that_has_slid_makes_its_columns_unsure(slid: int) -> None:
    """A blank cell lost before the lower labels puts each of them over its neighbour's figures."""
    printed = table([*t3_header(FORM), *t3_body(FORM, SHOWN)])
    shown = {(cell.row, cell.column): cell.text for cell in printed.cells}
    rows = [[shown.get((row, column), "") for column in range(printed.columns)] for row in range(printed.rows)]
    lower = next(number for number, row in enumerate(rows) if "商业企业" in row)
    rows[lower] = rows[lower][slid:] + [""] * slid
    report = read(t3=[rows])
    assert silently_wrong(report, SHOWN) == []

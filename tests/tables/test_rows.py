"""Printed rows: their labels, their figures, and rows that a page break has cut in two."""

from __future__ import annotations

import pytest
from builders import C, document, figures, t3_body, t3_header, table

from extractor.form import load
from extractor.tables.rows import rows_of, table_rows

FORM = load("2021")
ZEROS = ["0"] * 7


def labels(row: list[str | C]) -> list[str]:
    return [cell.text for cell in rows_of(table([row]))[0].labels]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["规章", "1", "2", "3"], ["规章"]),
        (["（三）不予公开", "1.属于国家秘密", "0", "0"], ["（三）不予公开", "1.属于国家秘密"]),
        (["", "规章", "1"], ["规章"]),
        (["3", "规章", "1", "2"], ["规章"]),
        (["规章", "无", "无"], ["规章"]),
        (["规章", "/", "说明"], ["规章"]),
        (["规章", "若干", "3"], ["规章", "若干"]),
        (["1", "2", "3"], []),
        (["规章", "", ""], ["规章"]),
    ],
)
def test_labels_are_the_words_before_the_first_figure(row: list[str | C], expected: list[str]) -> None:
    assert labels(row) == expected


def test_a_row_shows_the_cells_that_reach_into_it_but_its_figures_are_its_own() -> None:
    rows = rows_of(table([[C("（三）不予公开", 2), "1.属于国家秘密", C("5", 2), "1"], ["2.其他法律行政法规禁止公开", "2"]]))
    assert [cell.text for cell in rows[1].labels] == ["（三）不予公开", "2.其他法律行政法规禁止公开"]
    assert [cell.text for cell in rows[1].shown] == ["（三）不予公开", "2.其他法律行政法规禁止公开", "5", "2"]
    assert [cell.text for cell in rows[1].figures] == ["2"]


def test_a_row_without_a_cell_of_its_own_is_left_out() -> None:
    made = table([[C("甲", 2), C("1", 2)], [], ["乙", "2"]])
    assert [[cell.text for cell in row.cells] for row in rows_of(made)] == [["甲", "1"], ["乙", "2"]]


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

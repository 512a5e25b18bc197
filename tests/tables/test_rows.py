"""Printed rows: their labels, their figures, and the cells that reach into them."""

from __future__ import annotations

import pytest
from builders import C, table

from extractor.tables.rows import rows_of


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

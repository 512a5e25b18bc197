"""Table 4 by its grid, whole or in pieces."""

from __future__ import annotations

import pytest
from builders import C, Printed, Row, document, figures, t4_pieces, t4_rows, table

from extractor.form import load
from extractor.tables.candidate import Route
from extractor.tables.flat import read_flat
from extractor.tables.page_breaks import table_rows

FORM = load("2021")
TABLE = FORM.table("t4")
SHOWN = {name: text for name, text in figures(seed=4).items() if name.startswith("t4.")}
OUTCOMES = [column.label for column in TABLE.blocks[0].columns]


def read(*tables: list[Row]) -> tuple[dict[str, str], dict[str, str]]:
    """What each field prints and the doubts, after reading some tables in order."""
    route, groups = Route(), 0
    for rows in table_rows(document(*(table(rows, number) for number, rows in enumerate(tables, 1))), FORM):
        _, groups = read_flat(rows, TABLE, route, groups)
    found = {name: [one.figure.raw for one in candidates] for name, candidates in route.found.items()}
    assert all(len(texts) == 1 for texts in found.values())
    doubts = {name: one.doubt for name, (one, *_) in route.found.items() if one.doubt}
    return {name: texts[0] for name, texts in found.items()}, doubts


def group_of(shown: Printed, name: str) -> dict[str, str]:
    return {field: text for field, text in shown.items() if field.startswith(f"t4.{name}.")}


def test_whole_and_in_three_pieces() -> None:
    assert read(t4_rows(FORM, SHOWN)) == (SHOWN, {})
    assert read(*t4_pieces(FORM, SHOWN)) == (SHOWN, {})


def test_pieces_in_another_order_are_told_by_their_group_labels() -> None:
    first, second, third = t4_pieces(FORM, SHOWN)
    assert read(third, first, second) == (SHOWN, {})


def test_pieces_without_group_labels_are_taken_in_order() -> None:
    pieces = [rows[-2:] for rows in t4_pieces(FORM, SHOWN)]
    assert read(*pieces)[0] == SHOWN


def test_outcomes_in_another_order_are_told_by_their_labels() -> None:
    rows = t4_pieces(FORM, SHOWN)[0]
    order = [4, 1, 0, 3, 2]
    rows[-2:] = [[rows[-2][one] for one in order], [rows[-1][one] for one in order]]
    assert read(rows)[0] == group_of(SHOWN, "reconsideration")


def test_a_label_that_is_not_known_leaves_a_doubt() -> None:
    rows = t4_rows(FORM, SHOWN)
    rows[2] = ["其它情形" if number == 1 else text for number, text in enumerate(rows[2])]
    found, doubts = read(rows)
    for name, text in found.items():
        assert text == SHOWN[name] or name in doubts


def test_blank_cells_are_blank_and_keep_their_places() -> None:
    truth = {**SHOWN, "t4.litigation_direct.corrected": "", "t4.reconsideration.total": ""}
    assert read(t4_rows(FORM, truth)) == (truth, {})


@pytest.mark.parametrize("text", ["/", "无", "—"])
def test_a_line_of_signs_is_a_line_of_figures(text: str) -> None:
    truth = dict.fromkeys(SHOWN, text)
    assert read(t4_rows(FORM, truth)) == (truth, {})


def test_an_explanation_between_header_and_figures_is_passed_over() -> None:
    rows = t4_rows(FORM, SHOWN)
    assert read([*rows[:3], [C("（单位：件）", 1, 15)], rows[3]])[0] == SHOWN


def test_a_table_without_outcomes_gives_nothing() -> None:
    assert read([["名称", "数量"], ["行政复议", "3"]]) == ({}, {})
    assert read([OUTCOMES[:1], ["3"]]) == ({}, {})

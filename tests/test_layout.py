"""The printed form: every table a full rectangle with each field in one place, merged as in the notice."""

import pytest
from handmade import report, unread

from extractor.form import editions, load
from extractor.layout import PrintedTable, form_of, printed, version_of

FORMS = [(edition, variant) for edition in editions() for variant in (None, *load(edition).variants)]


def covered(table: PrintedTable) -> dict[tuple[int, int], int]:
    places: dict[tuple[int, int], int] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                places[row, column] = places.get((row, column), 0) + 1
    return places


@pytest.mark.parametrize(("edition", "variant"), FORMS)
def test_cells_fill_each_table_without_gap_or_overlap(edition: str, variant: str | None) -> None:
    for table in map(printed, load(edition, variant).tables):
        whole = {(row, column): 1 for row in range(table.rows) for column in range(table.columns)}
        assert covered(table) == whole


@pytest.mark.parametrize(("edition", "variant"), FORMS)
def test_each_field_has_one_place(edition: str, variant: str | None) -> None:
    form = load(edition, variant)
    placed = [cell.field for table in map(printed, form.tables) for cell in table.cells if cell.field]
    assert sorted(placed) == sorted(field.id for field in form.fields())


def test_table_three_is_merged_as_printed() -> None:
    table = printed(load("2021").table("t3"))
    cells = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells if cell.text}
    assert (table.rows, table.columns, table.labels) == (28, 10, 3)
    assert cells["申请人情况"] == (0, 3, 1, 7)
    assert cells["法人或其他组织"] == (1, 4, 1, 5)
    assert cells["自然人"] == (1, 3, 2, 1) and cells["总计"] == (1, 9, 2, 1)
    assert cells["三、本年度办理结果"] == (5, 0, 22, 1)
    assert cells["（三）不予公开"] == (7, 1, 8, 1)
    assert cells["（七）总计"] == (26, 1, 1, 2)
    assert cells["四、结转下年度继续办理"] == (27, 0, 1, 3)


def test_table_four_stands_on_one_line_under_three_rows_of_headings() -> None:
    table = printed(load("2021").table("t4"))
    cells = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells if cell.text}
    assert (table.rows, table.columns, table.labels) == (4, 15, 0)
    assert cells["行政复议"] == (0, 0, 2, 5) and cells["行政诉讼"] == (0, 5, 1, 10)
    assert cells["复议后起诉"] == (1, 10, 1, 5)
    assert {cell.row for cell in table.cells if cell.field} == {3}


def test_the_last_column_of_a_narrow_block_takes_the_rest() -> None:
    table = printed(load("2019").table("t2"))
    spans = {cell.field: cell.column_span for cell in table.cells if cell.field}
    assert spans["t2.fees.items_change"] == 2 and spans["t2.fees.items_prev"] == 1
    assert printed(load("2021").table("t2")).columns == 4


@pytest.mark.parametrize(("edition", "variant"), FORMS)
def test_the_form_is_told_from_the_fields_a_report_lists(edition: str, variant: str | None) -> None:
    form = form_of(report(edition=edition, variant=variant))
    assert form is load(edition, variant) or (form is not None and (form.edition, form.variant) == (edition, variant))
    assert version_of(load("2021", "23-row")) == "2021（23-row）"


def test_a_report_without_a_table_lists_a_form_all_the_same() -> None:
    form = form_of(unread())
    assert form is not None and form.edition == "2021"
    assert form_of(report(edition="2021", values={})) is None


def test_an_edition_that_does_not_ship_is_no_form() -> None:
    from dataclasses import replace

    assert form_of(replace(report(), edition="1999")) is None

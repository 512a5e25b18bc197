"""What two routes agree on, what the sums decide between them, and what stays a conflict."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from builders import form_figures, printed, table_fields

from extractor.cells import read_cell
from extractor.form import load
from extractor.model import Place
from extractor.record import Value
from extractor.tables.candidate import Candidate, Route, Run
from extractor.tables.confirm import Doubt, numbers_of
from extractor.tables.reconcile import reconcile

FORM = load("2021")
TRUTH = printed(form_figures(FORM, 3))
FIELD = "t3.disclosed.natural_person"
FREE = "t2.licensing.decisions"
"""A field that no identity touches."""


def route(cells: Mapping[str, str], doubts: Mapping[str, str] | None = None) -> Route:
    made = Route()
    for name, text in cells.items():
        made.add(name, Candidate(read_cell(text), Place(anchor=name), (doubts or {}).get(name, "")))
    return made


def settled(grid: Route, flow: Route) -> tuple[dict[str, Value], list[Doubt]]:
    return reconcile(grid, flow, FORM)


def test_every_field_of_the_form_is_there_and_missing_is_not_zero() -> None:
    values, doubts = settled(Route(), Route())
    assert list(values) == [field.id for field in FORM.fields()]
    assert {(value.kind, value.value) for value in values.values()} == {("missing", None)}
    assert doubts == []


def test_equal_readings_agree_and_a_lone_one_is_single() -> None:
    values, doubts = settled(route(TRUTH), route({FIELD: TRUTH[FIELD], FREE: TRUTH[FREE]}))
    assert [name for name, value in values.items() if value.reading == "agreed"] == [FREE, FIELD]
    assert values["t3.disclosed.total"].reading == "single"
    assert doubts == []


@pytest.mark.parametrize(("one", "other"), [("0", ""), ("0", "无"), ("无", "/"), ("", "/"), ("若干", "多件")])
def test_zero_blank_none_and_dash_are_not_the_same(one: str, other: str) -> None:
    values, doubts = settled(route({FREE: one}), route({FREE: other}))
    assert values[FREE].reading == "conflict"
    assert [(doubt.why, set(doubt.readings)) for doubt in doubts] == [("differ", {one, other})]


def test_the_sums_decide_between_two_readings() -> None:
    wrong = {**TRUTH, FIELD: "999"}
    for grid, flow in ((TRUTH, wrong), (wrong, TRUTH)):
        values, doubts = settled(route(grid), route(flow))
        assert (values[FIELD].raw, values[FIELD].reading) == (TRUTH[FIELD], "solved")
        assert doubts == []


def test_where_both_readings_break_a_sum_or_none_is_touched_it_stays_a_conflict() -> None:
    one, other = {**TRUTH, FIELD: "998"}, {**TRUTH, FIELD: "999"}
    values, doubts = settled(route(one), route(other))
    assert values[FIELD].reading == "conflict"
    assert doubts[0].readings == ("998", "999")
    values, _ = settled(route({**TRUTH, FREE: "1"}), route({**TRUTH, FREE: "2"}))
    assert values[FREE].reading == "conflict"


def test_a_reading_that_the_sums_allow_does_not_settle_a_cell_they_do_not_touch() -> None:
    wrong = {**TRUTH, FIELD: "999", FREE: "999"}
    values, doubts = settled(route(TRUTH), route(wrong))
    assert values[FIELD].reading == "solved"
    assert values[FREE].reading == "conflict"
    assert [doubt.fields for doubt in doubts] == [(FREE,)]


def test_two_rows_of_one_label_are_a_conflict_or_settled_by_the_sums() -> None:
    twice = route(TRUTH)
    twice.add(FREE, Candidate(read_cell("77")))
    values, _ = settled(twice, route({FREE: TRUTH[FREE]}))
    assert values[FREE].reading == "conflict"
    same = route(TRUTH)
    same.add(FREE, Candidate(read_cell(TRUTH[FREE])))
    assert settled(same, Route())[0][FREE].reading == "single"


@pytest.mark.parametrize("doubt", ["header", "uneven", "column", "merged"])
def test_a_lone_doubtful_reading_is_a_conflict(doubt: str) -> None:
    values, doubts = settled(route(TRUTH, {FIELD: doubt}), Route())
    assert (values[FIELD].raw, values[FIELD].reading) == (TRUTH[FIELD], "conflict")
    assert [(one.fields, one.why) for one in doubts] == [((FIELD,), doubt)]


@pytest.mark.parametrize("doubt", ["shifted", "order"])
def test_what_the_sums_can_confirm_they_do(doubt: str) -> None:
    assert settled(route(TRUTH, {FIELD: doubt}), Route())[0][FIELD].reading == "solved"
    values, doubts = settled(route({**TRUTH, FIELD: "999"}, {FIELD: doubt}), Route())
    assert values[FIELD].reading == "conflict"
    assert [one.why for one in doubts] == [doubt]
    # Where no sum or only one says anything, nothing is confirmed.
    assert settled(route(TRUTH, {FREE: doubt}), Route())[0][FREE].reading == "conflict"
    one_sum = "t4.reconsideration.upheld"
    assert settled(route(TRUTH, {one_sum: doubt}), Route())[0][one_sum].reading == "conflict"
    assert settled(route({FIELD: "5"}, {FIELD: doubt}), Route())[0][FIELD].reading == "conflict"


@pytest.mark.parametrize("doubt", ["shifted", "header", "uneven"])
def test_a_second_route_lays_a_doubt(doubt: str) -> None:
    values, doubts = settled(route(TRUTH, {FREE: doubt}), route(TRUTH))
    assert values[FREE].reading == "agreed"
    assert doubts == []


@pytest.mark.parametrize("doubt", ["column", "merged"])
def test_a_doubt_that_both_routes_share_stays(doubt: str) -> None:
    values, _ = settled(route(TRUTH, {FREE: doubt}), route(TRUTH, {FREE: doubt}))
    assert values[FREE].reading == "conflict"


def test_a_total_and_one_column_that_may_have_changed_places_are_told_by_the_rows_sum() -> None:
    pair = {"t3.disclosed.natural_person": "column", "t3.disclosed.total": "column"}
    values, doubts = settled(route(TRUTH, pair), Route())
    assert {values[name].reading for name in pair} == {"solved"}
    assert doubts == []
    swapped = {**TRUTH, "t3.disclosed.natural_person": TRUTH["t3.disclosed.total"], "t3.disclosed.total": TRUTH[FIELD]}
    assert {settled(route(swapped, pair), Route())[0][name].reading for name in pair} == {"conflict"}
    # One row that proves the columns proves them for a row that does not add up.
    faulty = {**TRUTH, "t3.carried_in.total": "9999"}
    both = {**pair, "t3.carried_in.natural_person": "column", "t3.carried_in.total": "column"}
    assert {settled(route(faulty, both), Route())[0][name].reading for name in both} == {"solved"}
    others = {"t3.disclosed.natural_person": "column", "t3.disclosed.commercial_enterprise": "column"}
    assert {settled(route(TRUTH, others), Route())[0][name].reading for name in others} == {"conflict"}


def test_the_route_that_knows_the_columns_is_believed() -> None:
    guess = route({**TRUTH, FREE: "7"}, {FREE: "column"})
    for grid, flow in ((route(TRUTH), guess), (guess, route(TRUTH))):
        values, _ = settled(grid, flow)
        assert (values[FREE].raw, values[FREE].reading) == (TRUTH[FREE], "single")


def test_digits_that_stand_apart_are_a_conflict_unless_the_sums_confirm_them() -> None:
    figure = int(TRUTH["t3.results_total.total"])
    apart = f"{figure // 10} {figure % 10}"
    values, _ = settled(route({**TRUTH, "t3.results_total.total": apart}), Route())
    assert (values["t3.results_total.total"].value, values["t3.results_total.total"].reading) == (figure, "solved")
    for cells in ({FREE: "1 2"}, {FREE: "1\n2"}):
        values, doubts = settled(route(cells), route(cells))
        assert values[FREE].reading == "conflict"
        assert doubts[0].why == "apart"


ROW = tuple(f"t3.disclosed.{column.id}" for column in FORM.table("t3").blocks[0].columns)


def without(fields: tuple[str, ...]) -> dict[str, str]:
    return {name: text for name, text in TRUTH.items() if name not in fields}


def test_a_run_together_row_is_split_by_the_sums() -> None:
    flow = Route(runs=[Run(ROW, ("".join(TRUTH[name] for name in ROW),))])
    values, doubts = settled(route(without(ROW)), flow)
    assert {name: values[name].raw for name in ROW} == {name: TRUTH[name] for name in ROW}
    assert {values[name].reading for name in ROW} == {"solved"}
    assert doubts == []


def test_a_run_that_no_sum_allows_is_lost_and_named() -> None:
    flow = Route(runs=[Run(ROW, ("1111119",))])
    values, doubts = settled(route(without(ROW)), flow)
    assert {values[name].kind for name in ROW} == {"missing"}
    assert [(one.code, one.fields, one.why) for one in doubts] == [("R-LOST", ROW, "run")]


def test_a_run_whose_columns_are_a_guess_stays_a_conflict_with_its_figures() -> None:
    flow = Route(runs=[Run(ROW, ("".join(TRUTH[name] for name in ROW),), doubt="column")])
    values, doubts = settled(route(without(ROW)), flow)
    assert {values[name].reading for name in ROW} == {"conflict"}
    assert doubts[0].why == "column"


def test_a_cut_that_rests_on_its_row_alone_is_a_conflict() -> None:
    """Digits whose own sum leaves one cut, in a table whose other rows are not there to confirm it."""
    flow = Route(runs=[Run(ROW, ("12", "00", "000", "12"))])
    values, _ = settled(Route(), flow)
    assert [values[name].value for name in ROW] == [12, 0, 0, 0, 0, 0, 12]
    assert {values[name].reading for name in ROW} == {"conflict"}


def test_a_run_of_table_2_is_a_conflict_whatever_its_digits() -> None:
    fields = tuple(f"t2.rules.{column}" for column in ("issued", "repealed", "in_force"))
    for pieces in (("693665",), ("12", "3"), ("423",)):
        values, doubts = settled(Route(), Route(runs=[Run(fields, pieces)]))
        assert {values[name].reading for name in fields} == {"conflict"}
        assert doubts[0].code == "R-CONFLICT"
    values, _ = settled(Route(), Route(runs=[Run(fields, ("0036",))]))
    assert [values[name].value for name in fields] == [0, 0, 36]
    assert {values[name].reading for name in fields} == {"solved"}


def test_a_run_does_not_overwrite_what_the_grid_has_read() -> None:
    flow = Route(runs=[Run(ROW, ("9" * 14,))])
    values, doubts = settled(route(TRUTH), flow)
    assert [values[name].raw for name in ROW] == [TRUTH[name] for name in ROW]
    assert doubts == []


def test_a_lost_row_is_told_unless_the_other_route_has_read_it() -> None:
    lost = ("小计 1 2 3 4 5 6 7", Place(anchor="x"), ())
    _, doubts = settled(Route(lost=[lost]), Route())
    assert [(one.code, one.readings) for one in doubts] == [("R-LOST", ("小计 1 2 3 4 5 6 7",))]
    known = ("（一）予以公开 1 2 3 4 5 6 7 8", Place(anchor="y"), ROW)
    assert settled(route(TRUTH), Route(lost=[known]))[1] == []
    assert settled(route(without(ROW)), Route(lost=[known]))[1][0].fields == ROW


def test_only_numbers_count() -> None:
    values, _ = settled(route({FREE: "无", FIELD: "3", "t4.reconsideration.total": ""}), Route())
    assert numbers_of(values) == {FIELD: 3}
    assert len(table_fields(FORM.table("t3"))) == 175


def row(name: str) -> list[str]:
    return [field for field in table_fields(FORM.table("t3")) if field.startswith(f"t3.{name}.")]


def test_running_text_that_doubts_its_order_says_nothing_against_a_ruled_cell() -> None:
    fields = row("disclosed")
    turned = dict(zip(fields, [TRUTH[name] for name in (*fields[1:], fields[0])], strict=True))
    values, doubts = settled(route(TRUTH), route({**TRUTH, **turned}, dict.fromkeys(fields, "order")))
    assert [values[name].raw for name in fields] == [TRUTH[name] for name in fields]
    assert doubts == []


def test_ruled_cells_in_doubt_do_not_outrank_it() -> None:
    values, doubts = settled(route({**TRUTH, FREE: "8"}, {FREE: "merged"}), route({**TRUTH, FREE: "9"}, {FREE: "order"}))
    assert values[FREE].reading == "conflict"
    assert doubts


@pytest.mark.parametrize(("figures", "reading"), [(("4", "6"), "agreed"), (("6", "4"), "single"), (("4",), "single")])
def test_a_row_with_blanks_is_confirmed_by_the_same_figures_in_the_running_text(figures: tuple[str, ...], reading: str) -> None:
    fields = row("disclosed")
    printed_row = dict.fromkeys(fields, "") | {fields[0]: "4", fields[6]: "6"}
    flow = route({name: text for name, text in TRUTH.items() if name not in fields})
    flow.short.append(Run(tuple(fields), figures))
    values, _ = settled(route({**TRUTH, **printed_row}), flow)
    assert {values[name].reading for name in fields} == {reading}
    assert values[fields[1]].kind == "blank"


def test_two_sums_that_hold_prove_a_figure_broken_over_two_lines_though_a_third_is_wrong() -> None:
    total = "t3.results_total.research_institution"
    broken = TRUTH[total][0] + "\n" + TRUTH[total][1:]
    spoiled = {**TRUTH, "t3.carried_in.research_institution": str(int(TRUTH["t3.carried_in.research_institution"]) + 1)}
    values, _ = settled(route({**spoiled, total: broken}), Route())
    assert (values[total].raw, values[total].reading) == (TRUTH[total], "solved")


@pytest.mark.parametrize(("doubt", "raw"), [("uneven", "7 7第二十条第（五）项"), ("merged", "7 第二十条")])
def test_a_cell_that_shows_the_figure_among_its_neighbours_words_gives_way_to_the_running_text(doubt: str, raw: str) -> None:
    values, doubts = settled(route({FREE: raw}, {FREE: doubt}), route({FREE: "7"}))
    assert (values[FREE].value, values[FREE].reading, doubts) == (7, "single", [])
    values, _ = settled(route({FREE: raw}, {FREE: doubt}), route({FREE: "8"}))
    assert values[FREE].reading == "conflict"


@pytest.mark.parametrize(("cells", "reading"), [
    (("", "", "94 13", "1", "0", "1 0", "109"), "conflict"),  # two figures here, none there: all may have slid
    (("94", "13", "1", "0", "0", "1 0", "109"), "agreed"),  # two figures in one cell alone
    (("", "", "94", "1", "0", "1", "109"), "agreed"),  # blanks alone
])  # fmt: skip
def test_figures_beside_two_in_one_cell_and_none_in_another_are_in_doubt(cells: tuple[str, ...], reading: str) -> None:
    row = dict(zip([name for name in TRUTH if name.startswith("t3.received_new.")], cells, strict=True))
    values, doubts = settled(route(row), route(row))
    assert values["t3.received_new.public_interest_organization"].reading == reading
    told = {name for doubt in doubts for name in doubt.fields}
    assert told >= {name for name, value in values.items() if value.reading == "conflict"}


def test_a_row_of_zeros_out_of_order_is_confirmed_once_every_other_row_has_its_figures() -> None:
    form = FORM
    rows = [row.id for row in form.table("t3").blocks[0].rows]
    columns = [column.id for column in form.table("t3").blocks[0].columns]

    def readings(sure_elsewhere: bool) -> set[str]:
        grid, flow = Route(), Route()
        for row in rows:
            fields = tuple(form.table("t3").field(row, column).id for column in columns)
            odd = row == "disclosed"
            for name in fields:
                grid.add(name, Candidate(read_cell("" if odd and name.endswith("total") else "0")))
                if not odd and (sure_elsewhere or row != "carried_in"):
                    flow.add(name, Candidate(read_cell("0")))
            if odd:
                flow.short.append(Run(fields, ("0",) * 6, doubt="order"))
        values, _ = reconcile(grid, flow, form)
        return {values[f"t3.disclosed.{column}"].reading for column in columns}

    assert readings(True) == {"agreed"}
    assert readings(False) == {"single"}


@pytest.mark.parametrize(("figures_", "reading"), [("0000000", "single"), ("0000001", "conflict"), ("       ", "conflict")])
def test_columns_in_doubt_make_no_difference_to_a_row_of_one_figure(figures_: str, reading: str) -> None:
    names = [name for name in TRUTH if name.startswith("t3.denied_state_secret.")]
    row = dict(zip(names, (one.strip() for one in figures_), strict=True))
    values, doubts = settled(route(row, dict.fromkeys(names, "column")), Route())
    assert {values[name].reading for name in names} == {reading}
    assert bool(doubts) is (reading == "conflict")


def test_a_row_of_zeros_that_running_text_alone_tells_stays_in_doubt() -> None:
    names = [name for name in TRUTH if name.startswith("t3.denied_state_secret.")]
    values, _ = settled(Route(), route(dict.fromkeys(names, "0"), dict.fromkeys(names, "column")))
    assert {values[name].reading for name in names} == {"conflict"}

"""One wrong figure is named and mended; two are never mended into a third; what only hints, hints."""

from __future__ import annotations

import random

import pytest
from builders import form_figures, table_fields

from extractor.form import load
from extractor.tables.locate import locate, residual

FORMS: list[tuple[str, str | None]] = [("2021", None), ("2021", "23-row"), ("2019", None)]
FORM = load("2021")
FIELDS = table_fields(FORM.table("t3"))
PEOPLE = [column.id for column in FORM.table("t3").blocks[0].columns][:6]


@pytest.mark.parametrize("form", FORMS)
def test_a_table_that_adds_up_has_nothing_to_mend(form: tuple[str, str | None]) -> None:
    for seed in range(10):
        for table in ("t3", "t4"):
            assert locate(form_figures(load(*form), seed), load(*form), table) is None


@pytest.mark.parametrize("by", [1, -1, 9, 100, 12345])
@pytest.mark.parametrize("seed", range(3))
def test_each_wrong_figure_of_table_3_is_found_and_mended_exactly(seed: int, by: int) -> None:
    numbers = form_figures(FORM, seed)
    tried = 0
    for field in FIELDS:
        wrong = {**numbers, field: numbers[field] + by}
        if wrong[field] >= 0:
            mend = locate(wrong, FORM, "t3")
            assert mend is not None, field
            assert (mend.field, mend.value) == (field, numbers[field])
            tried += 1
    assert tried > 160


@pytest.mark.parametrize("form", FORMS[1:])
def test_each_wrong_figure_of_the_other_forms_too(form: tuple[str, str | None]) -> None:
    chosen = load(*form)
    numbers = form_figures(chosen, 4)
    for field in table_fields(chosen.table("t3")):
        mend = locate({**numbers, field: numbers[field] + 7}, chosen, "t3")
        assert mend is not None
        assert (mend.field, mend.value) == (field, numbers[field])


@pytest.mark.parametrize("seed", range(25))
def test_two_wrong_figures_are_never_mended_into_a_third(seed: int) -> None:
    rng = random.Random(seed)
    numbers = form_figures(FORM, seed)
    for _ in range(60):
        first, second = rng.sample(FIELDS, 2)
        by = rng.choice([1, 2, 10, 37])
        wrong = {**numbers, first: numbers[first] + by, second: numbers[second] + rng.choice([by, -by, 3])}
        mend = locate(wrong, FORM, "t3")
        assert mend is None or not mend.field, (first, second)


def test_two_wrong_figures_in_neighbouring_columns_are_hinted_at() -> None:
    numbers = form_figures(FORM, 2)
    here, there = "t3.disclosed.natural_person", "t3.disclosed.commercial_enterprise"
    mend = locate({**numbers, here: numbers[here] + 4, there: numbers[there] - 4}, FORM, "t3")
    assert mend is not None
    assert not mend.field
    assert "填错了列" in mend.hint
    assert "自然人" in mend.hint
    assert "商业企业" in mend.hint


def test_a_row_left_out_is_hinted_at() -> None:
    numbers = form_figures(FORM, 2)
    row = [name for name in FIELDS if name.startswith("t3.denied_internal_affairs.")]
    mend = locate({**numbers, **dict.fromkeys(row, 0)}, FORM, "t3")
    assert mend is not None
    assert not mend.field
    assert "漏了一行" in mend.hint


def test_no_mend_is_negative() -> None:
    numbers = dict.fromkeys(FIELDS, 0)
    for field in FIELDS:
        mend = locate({**numbers, field: -3}, FORM, "t3")
        assert mend is not None
        assert (mend.field, mend.value) == (field, 0)
    # Mending the cell to less than nothing is no mend.
    wrong = {**form_figures(FORM, 1)}
    name = "t3.disclosed.natural_person"
    for other in ("t3.disclosed.total", "t3.results_total.natural_person"):
        wrong[other] -= wrong[name] + 5
    mend = locate(wrong, FORM, "t3")
    assert mend is None or not mend.field or mend.value >= 0


def test_a_table_with_open_cells_names_only_what_its_other_sums_prove() -> None:
    numbers = form_figures(FORM, 3)
    for row in FORM.table("t3").blocks[0].rows:
        if row.role != "balance":
            del numbers[f"t3.{row.id}.total"]
    # Without the totals a leaf lies under its column's sum alone: it cannot be named.
    wrong = {**numbers, "t3.disclosed.natural_person": numbers["t3.disclosed.natural_person"] + 3}
    assert locate(wrong, FORM, "t3") is None
    # The balance's rows still lie under two sums each, and no two of them under the same.
    wrong = {**numbers, "t3.carried_in.natural_person": numbers["t3.carried_in.natural_person"] + 3}
    mend = locate(wrong, FORM, "t3")
    assert mend is not None
    assert mend.field == "t3.carried_in.natural_person"


def test_with_open_cells_two_wrong_figures_can_look_like_one() -> None:
    """The limit of the code: without the total column a leaf and a row of the balance fail like the total between."""
    numbers = form_figures(FORM, 3)
    for row in FORM.table("t3").blocks[0].rows:
        del numbers[f"t3.{row.id}.total"]
    wrong = {
        **numbers,
        "t3.disclosed.natural_person": numbers["t3.disclosed.natural_person"] + 3,
        "t3.received_new.natural_person": numbers["t3.received_new.natural_person"] + 3,
    }
    mend = locate(wrong, FORM, "t3")
    assert mend is not None
    assert (mend.field, mend.value) == ("t3.results_total.natural_person", numbers["t3.results_total.natural_person"] + 3)


def test_table_4_has_one_sum_a_group_and_names_nothing() -> None:
    numbers = form_figures(FORM, 5)
    for field in table_fields(FORM.table("t4")):
        assert locate({**numbers, field: numbers[field] + 1}, FORM, "t4") is None


def test_decimals_that_agree_to_a_millionth_hold() -> None:
    identity = next(one for one in FORM.identities() if one.code == "T4-SUM")
    numbers = dict.fromkeys(identity.right, 0.1)
    assert residual(identity, {**numbers, identity.left[0]: 0.4}) == 0
    assert residual(identity, {**numbers, identity.left[0]: 0.5}) == pytest.approx(0.1)

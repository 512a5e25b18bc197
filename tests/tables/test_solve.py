"""Run-together figures are cut as the sums allow: the truth, or undecided; never another reading for sure."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping

import pytest
from builders import form_figures, table_fields
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.form import Form, load
from extractor.tables.candidate import Run
from extractor.tables.solve import decode, fewest, forced, holds, splits, touching

FORMS: list[tuple[str, str | None]] = [("2021", None), ("2021", "23-row"), ("2019", None)]


def rows_of(form: Form) -> list[tuple[str, ...]]:
    """The fields of each row of table 3."""
    block = form.table("t3").blocks[0]
    return [tuple(f"t3.{row.id}.{column.id}" for column in block.columns) for row in block.rows]


def glue(texts: tuple[str, ...], keep: random.Random | None = None, share: float = 0.5) -> tuple[str, ...]:
    """The figures with no break between them, or with only some of the breaks left."""
    text = texts[0]
    for one in texts[1:]:
        text += (" " if keep is not None and keep.random() < share else "") + one
    return tuple(text.split())


def texts_of(numbers: Mapping[str, float], fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(numbers[name]) for name in fields)


seeds = st.integers(min_value=0, max_value=10**6)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=seeds, which=st.sampled_from(FORMS), largest=st.sampled_from([1, 9, 40, 300]), share=st.floats(0, 1))
def test_a_single_run_together_row_of_a_valid_table_is_the_truth_or_undecided(
    seed: int, which: tuple[str, str | None], largest: int, share: float
) -> None:
    form, rng = load(*which), random.Random(seed)
    numbers = form_figures(form, seed, largest)
    fields = rng.choice(rows_of(form))
    truth = texts_of(numbers, fields)
    known = {name: value for name, value in numbers.items() if name not in fields}
    [(_, left)] = decode([Run(fields, glue(truth, rng, share))], known, form)
    assert left is None or truth in left
    if left is not None and len(left) > 1:
        for cut in left:
            together = {**known, **{name: int(figure) for name, figure in zip(fields, cut, strict=True)}}
            assert all(holds(one, together) for one in touching(form, fields)), "the sums across would settle it"


@settings(max_examples=8, deadline=None, derandomize=True)
@given(seed=seeds, largest=st.sampled_from([2, 12, 60]), share=st.floats(0, 0.9))
def test_whole_run_together_tables_never_lose_the_truth(seed: int, largest: int, share: float) -> None:
    form, rng = load("2021"), random.Random(seed)
    numbers = form_figures(form, seed, largest)
    runs = [Run(fields, glue(texts_of(numbers, fields), rng, share)) for fields in rows_of(form)]
    decided = 0
    for run, left in decode(runs, {}, form):
        truth = texts_of(numbers, run.fields)
        assert left is None or truth in left
        decided += left is not None and len(left) == 1
    assert decided >= 18


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=seeds, largest=st.sampled_from([1, 12, 200]), share=st.floats(0, 1))
def test_a_valid_table_4_in_one_run_keeps_the_truth(seed: int, largest: int, share: float) -> None:
    form = load("2021")
    numbers = form_figures(form, seed, largest)
    fields = tuple(table_fields(form.table("t4")))
    truth = texts_of(numbers, fields)
    [(_, left)] = decode([Run(fields, glue(truth, random.Random(seed), share))], {}, form)
    assert left is None or truth in left


@pytest.mark.parametrize(
    ("pieces", "wanted", "sums", "expected"),
    [
        (("6200008",), 7, (6,), [("6", "2", "0", "0", "0", "0", "8")]),
        (("6200009",), 7, (6,), []),
        (("6", "2", "0", "0", "0", "0", "8"), 7, (6,), [("6", "2", "0", "0", "0", "0", "8")]),
        (("20", "0", "0", "0", "02"), 7, (6,), [("2", "0", "0", "0", "0", "0", "2")]),
        (("64", "0020470"), 7, (6,), [("64", "0", "0", "2", "0", "4", "70")]),
        (("0000000",), 7, (6,), [tuple("0000000")]),
        (("00",), 3, (), []),
        (("007",), 3, (), [("0", "0", "7")]),
        (("010",), 2, (), [("0", "10")]),
        (("12件", "3"), 2, (), [("12件", "3")]),
        (("156813件", "42174"), 7, (6,), [("156", "8", "1", "3件", "4", "2", "174")]),
        (("264", "-18"), 2, (), [("264", "-18")]),
        (("1.5",), 1, (), [("1.5",)]),
        (("1.5",), 2, (), []),
        ((), 1, (), []),
        (("无",), 2, (), []),
    ],
)
def test_the_cuts_that_are_allowed(
    pieces: tuple[str, ...], wanted: int, sums: tuple[int, ...], expected: list[tuple[str, ...]]
) -> None:
    found = splits(pieces, wanted, sums)
    assert found is not None
    assert sorted(found) == sorted(expected)


def brute(text: str, wanted: int) -> list[tuple[str, ...]]:
    """Every cut, by trying them all."""
    if wanted == 1:
        return [(text,)] if text == "0" or not text.startswith("0") else []
    found = []
    for at in range(1, len(text)):
        if text[0] != "0" or at == 1:
            found += [(text[:at], *rest) for rest in brute(text[at:], wanted - 1)]
    return found


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(alphabet="0012345", min_size=1, max_size=8), st.integers(min_value=1, max_value=5))
def test_cutting_finds_what_trying_everything_finds(digits: str, wanted: int) -> None:
    every = [cut for cut in brute(digits, wanted) if all(cut)] if len(digits) >= wanted else []
    assert sorted(splits((digits,), wanted) or ()) == sorted(every)
    summed = [cut for cut in every if sum(map(int, cut[:-1])) == int(cut[-1])] if wanted > 1 else []
    if wanted > 1:
        assert sorted(splits((digits,), wanted, (wanted - 1,)) or ()) == sorted(summed)


@pytest.mark.parametrize("garbage", ["9" * 200, "1" * 49, "12" * 20, "0" * 200, "10" * 24, "1234567890" * 5, "1" * 100 + "0" * 100])
@pytest.mark.parametrize("wanted", [3, 7, 15])
def test_garbage_costs_little_and_decides_nothing(garbage: str, wanted: int) -> None:
    started = time.process_time()
    found = splits((garbage,), wanted, (wanted - 1,) if wanted > 3 else ())
    assert time.process_time() - started < 1.0
    assert found is None or len(found) != 1


def test_a_whole_table_of_garbage_costs_little() -> None:
    form = load("2021")
    for garbage in ("1" * 40, "123" * 12, "90" * 18):
        started = time.process_time()
        decode([Run(fields, (garbage,)) for fields in rows_of(form)], {}, form)
        assert time.process_time() - started < 10.0


def test_too_many_cuts_are_undecided_and_not_the_first_few() -> None:
    assert splits(("1" * 30,), 7) is None


def test_the_fewest_figures_that_pieces_can_hold() -> None:
    assert [fewest((one,)) for one in ("0", "7", "70", "007", "000", "0070", "1001")] == [1, 1, 1, 3, 3, 3, 1]
    assert fewest(("20", "0", "02")) == 4
    assert fewest(("-18", "+5")) == 2


def test_a_digit_a_figure_needs_no_sum() -> None:
    assert forced(Run(("a", "b", "c"), ("12", "3")))
    assert not forced(Run(("a", "b"), ("12", "3")))


def test_an_identity_with_an_open_cell_neither_holds_nor_fails() -> None:
    form = load("2021")
    numbers = form_figures(form, 1)
    identity = form.identities()[0]
    assert holds(identity, numbers) is True
    assert holds(identity, {**numbers, identity.left[0]: numbers[identity.left[0]] + 1}) is False
    del numbers[identity.left[0]]
    assert holds(identity, numbers) is None


def test_each_cell_of_table_3_lies_under_identities_of_its_own() -> None:
    form = load("2021")
    under = [frozenset(id(one) for one in touching(form, [name])) for name in table_fields(form.table("t3"))]
    assert len(set(under)) == len(under) == 175

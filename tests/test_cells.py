"""What a cell prints: its kind, its number, its note. Blank, 0, 无 and / stay four different things."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.cells import MOST_DIGITS, Figure, number, read_cell


@pytest.mark.parametrize(
    ("printed", "value", "note"),
    [
        ("0", 0, None),
        ("17", 17, None),
        (" 17 ", 17, None),
        ("１７", 17, None),
        ("1,234", 1234, None),
        ("１，２３４，５６７", 1234567, None),
        ("+21", 21, None),
        ("-18", -18, None),
        ("−18", -18, None),
        ("＋21", 21, None),
        ("160.596412", 160.596412, None),
        ("3.0", 3, None),
        ("0件", 0, "件"),
        ("251000元", 251000, "元"),
        ("160.5964万元", 160.5964, "万元"),
        ("12 项", 12, "项"),
        ("22（其中修订16件）", 22, "(其中修订16件)"),
        ("22\n（其中\n修订16件）", 22, "(其中修订16件)"),
        ("22件（含废止1件）", 22, "件(含废止1件)"),
        ("5①", 5, "①"),
        ("12²", 12, "²"),
    ],
)
def test_a_number_is_read_whole_and_what_stands_beside_it_is_its_note(
    printed: str, value: float, note: str | None
) -> None:
    figure = read_cell(printed)
    assert (figure.kind, figure.value, figure.note, figure.apart) == ("number", value, note, False)
    assert isinstance(figure.value, type(value))


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("", "blank"), ("  ", "blank"), ("\u00a0", "blank"), ("\u3000\n", "blank"), ("\u200b", "blank"),
        ("无", "none"), (" 无 ", "none"), ("没有", "none"), ("未发生", "none"), ("无①", "none"),
        ("/", "dash"), ("-", "dash"), ("—", "dash"), ("--", "dash"), ("——", "dash"), ("／", "dash"), ("不适用", "dash"),
        ("N/A", "dash"), ("\\", "dash"),
        ("若干", "text"), ("O", "text"), ("1O", "text"), ("一", "text"), ("①", "text"), ("½", "text"), ("3.2.1", "text"),
        ("12,34", "text"), ("1/2", "text"), ("12%", "text"), ("约12", "text"), ("12-15", "text"), ("&nbsp;", "text"),
        ("--5", "text"), ("3.5万", "text"), ("#REF!", "text"), ("*", "text"), ("12+3", "text"),
    ],
)  # fmt: skip
def test_what_is_no_number_has_no_value(printed: str, kind: str) -> None:
    figure = read_cell(printed)
    assert (figure.kind, figure.value) == (kind, None)


@pytest.mark.parametrize("printed", ["1 234", "1\n234", "12\n3", "1,2 34", "0 0", "1 2 3"])
def test_digits_that_stand_apart_may_be_two_figures(printed: str) -> None:
    figure = read_cell(printed)
    assert figure.kind == "text" or figure.apart


@pytest.mark.parametrize("printed", ["１７", "22（其中修订16件）", "1,234", "5①", " 12件 "])
def test_the_raw_text_is_what_is_printed(printed: str) -> None:
    assert read_cell(printed).raw == printed.strip()


def test_absurdly_long_figures_are_text_and_never_break_what_follows() -> None:
    for digits in ("9" * (MOST_DIGITS + 1), "9" * 400, "1" * 5000, "9" * 400 + ".5", "1" * 5000 + "件"):
        assert read_cell(digits) == Figure(digits, "text")
    assert read_cell("9" * MOST_DIGITS).value == int("9" * MOST_DIGITS)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="0123456789０１9.,+-−/—无件万元（）() \n\u3000①²其中OIx", max_size=12))
def test_any_cell_gives_a_figure_that_json_can_hold(printed: str) -> None:
    figure = read_cell(printed)
    assert (figure.value is not None) == (figure.kind == "number")
    if figure.value is not None:
        assert math.isfinite(figure.value)
        assert json.loads(json.dumps(figure.value)) == figure.value
        digits = "".join(character for character in figure.raw if character.isdecimal())
        assert str(abs(int(figure.value))) in f"{int(digits):d}" or int(figure.value) == 0


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(min_value=0, max_value=10**9))
def test_every_way_to_print_a_count_gives_the_count(count: int) -> None:
    wide = str(count).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for printed in (f"{count}", f"{count:,}", wide, f"{count}件", f" {count}\n", f"{count}.0", f"+{count}"):
        assert read_cell(printed).value == count


def test_a_number_is_an_int_unless_it_has_decimals() -> None:
    assert [number(one) for one in ("7", "7.0", "7.50", "1,200")] == [7, 7, 7.5, 1200]
    assert [type(number(one)) for one in ("7", "7.0", "7.50")] == [int, int, float]


@pytest.mark.parametrize(("text", "apart"), [("100.632\n11", False), ("1234\n5", True), ("3\n1.5", True), ("12", False)])
def test_decimals_that_go_on_over_a_line_are_one_figure(text: str, apart: bool) -> None:
    assert read_cell(text).apart is apart

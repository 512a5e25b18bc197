"""Text as it is shown: widths, wrapping, and nothing that steers a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.display import clipped, one_line, padded, printable, width_of, wrapped


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("总计", 4), ("１２", 4), ("（一）", 6), ("“a”", 3), ("é", 1), ("e\u0301", 1), ("𠀋", 2), ("a\u200bb", 2)],
)
def test_width(text: str, width: int) -> None:
    assert width_of(text) == width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m红\x1b[0m", "红"),
        ("\x1b]0;title\x07x", "x"),
        ("\x9b31m红", "红"),
        ("a\x00b\x08c\x7f", "abc"),
        ("甲\u202e乙\u2066丙", "甲乙丙"),
        ("\ud800x\uffff", "x"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("列\t列", "列\t列"),
        ("\x1b", ""),
    ],
)
def test_what_steers_a_terminal_or_cannot_stand_in_xml_is_taken_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters(codec=None), max_size=60))
def test_no_control_character_is_left(text: str) -> None:
    assert not any(
        (character < " " and character not in "\n\t") or "\x7f" <= character <= "\x9f" or "\ud800" <= character <= "\udfff"
        for character in printable(text)
    )
    assert printable(printable(text)) == printable(text)


@given(st.text(max_size=80), st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text: str, width: int) -> None:
    text = one_line(text)
    lines = wrapped(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_numbers_and_words_are_not_broken_while_they_fit() -> None:
    assert wrapped("共收到1,234件", 8) == ["共收到", "1,234件"]
    assert wrapped("1234567890", 4) == ["1234", "5678", "90"]
    assert wrapped("甲\n乙", 8) == ["甲", "乙"]


def test_padding_and_clipping() -> None:
    assert padded("总计", 6) == "总计  " and padded("5", 3, "right") == "  5" and padded("甲", 5, "center") == " 甲  "
    assert clipped("一二三四", 3) == "一二…" and clipped("一二", 3) == "一二"

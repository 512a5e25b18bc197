"""List numbers of word processors and browsers."""

from __future__ import annotations

import pytest

from extractor.readers.numerals import chinese, printed


@pytest.mark.parametrize(("number", "text"), [
    (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (25, "二十五"), (100, "一百"), (105, "一百零五"), (110, "一百一十"),
    (111, "一百一十一"), (1001, "一千零一"), (9999, "九千九百九十九"), (0, "0"), (10_000, "10000"),
])
def test_counting_in_chinese(number: int, text: str) -> None:
    assert chinese(number) == text


@pytest.mark.parametrize(("kind", "first", "twelfth"), [
    ("decimal", "1", "12"), ("chineseCounting", "一", "十二"), ("japaneseCounting", "一", "十二"), ("ideographDigital", "一", "一二"),
    ("chineseLegalSimplified", "壹", "壹拾贰"), ("decimalZero", "01", "12"), ("decimalFullWidth", "１", "１２"),
    ("decimalEnclosedCircle", "①", "⑫"), ("decimalEnclosedParen", "⑴", "⑿"), ("lowerLetter", "a", "l"), ("upperRoman", "I", "XII"),
    ("ideographTraditional", "甲", "12"), ("ideographZodiac", "子", "亥"), ("bullet", "", ""), ("none", "", ""), ("unheard-of", "1", "12"),
])
def test_kinds_of_numbers(kind: str, first: str, twelfth: str) -> None:
    assert (printed(1, kind), printed(12, kind)) == (first, twelfth)


def test_numbers_that_a_kind_does_not_have() -> None:
    assert (printed(27, "upperLetter"), printed(21, "decimalEnclosedCircle"), printed(0, "lowerRoman")) == ("AA", "21", "0")

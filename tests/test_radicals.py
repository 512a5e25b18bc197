"""Radical code points become the characters a reader sees."""

from __future__ import annotations

import unicodedata

from extractor.radicals import RADICALS, unradical


def test_browser_printed_words_become_ordinary_text() -> None:
    assert unradical("⼈⺠政府⽂件⼯作，⻅附表，⻓期⻔户⻛险⻥⻬") == "人民政府文件工作，见附表，长期门户风险鱼齐"
    assert unradical("⼾⼝") == "户口"
    assert unradical("㇐、总体情况，不予公开，2022年") == "一、总体情况，不予公开，2022年"


def test_every_kangxi_radical_and_nearly_all_of_the_supplement_are_mapped() -> None:
    kangxi = [code for code in range(0x2F00, 0x2FD6) if code not in RADICALS]
    assigned = [code for code in range(0x2E80, 0x2F00) if unicodedata.name(chr(code), "")]
    supplement = [chr(code) for code in assigned if code not in RADICALS]
    assert kangxi == []
    assert supplement == ["⺀"]  # a component that no character stands for


def test_the_map_keeps_lengths_and_is_stable() -> None:
    assert all(len(plain) == 1 for plain in RADICALS.values())
    assert all(unradical(plain) == plain for plain in RADICALS.values())
    assert unradical("ABC 123") == "ABC 123"

"""The lists of words: every slip is found, no right word is a slip, every pattern compiles."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from builders import report_with

from extractor.model import Place
from extractor.record import Section
from extractor.rules.catalogue import RULES, Case
from extractor.rules.language import _slips
from extractor.rules.wording import phrases, wording

SLIPS = [(wrong, one["right"]) for one in wording()["typos"] for wrong in one["wrong"]]


@pytest.mark.parametrize(("wrong", "right"), SLIPS)
def test_every_slip_is_found_once(wrong: str, right: str) -> None:
    assert [found for *_, found in _slips(f"本机关{wrong}。")] == [right]


def test_no_slip_stands_twice_and_none_is_what_is_right() -> None:
    assert Counter(wrong for wrong, _ in SLIPS).most_common(1)[0][1] == 1
    assert [wrong for wrong, right in SLIPS if wrong in right.split(" / ")] == []


@pytest.mark.parametrize("path", [("doubled_right",), ("generic", "strong"), ("generic", "weak"), ("genre", "party_work")])
def test_every_list_is_a_pattern_that_does_not_match_nothing(path: tuple[str, ...]) -> None:
    assert phrases(*path).search("") is None


def test_a_list_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        phrases("generic", "none")


@pytest.mark.parametrize("text", [
    "谁公开谁审查、谁审查谁负责", "应公开尽公开", "早发现早报告早处置", "公开透明、公正公平", "进一步推进一网通办", "件件有回音、事事有着落",
    "一件一件核对", "规范规范性文件管理", "高标准高质量高效率",
])  # fmt: skip
def test_set_phrases_are_no_slips(text: str) -> None:
    report = replace(report_with(), preface=Section("preface", "", f"{text}。", Place()))
    check = RULES["X-TYPO"].check
    assert check is not None
    assert list(check(Case(report, None))) == []  # type: ignore[arg-type]

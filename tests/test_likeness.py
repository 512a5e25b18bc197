"""How much of one text stands in another."""

from __future__ import annotations

import pytest

from extractor.likeness import likeness
from extractor.passages import Clause

A = "逐月核对村级台账并在公示栏张贴结果", "分批更新托育机构办事指南", "邀请村民代表旁听评审会议", "为老年人代办各类申请事项"


def clauses(*texts: str) -> list[Clause]:
    found, at = [], 0
    for text in texts:
        found.append(Clause(text, at, at + len(text)))
        at += len(text) + 1
    return found


def test_a_text_is_all_in_itself_and_a_stranger_has_none_of_it() -> None:
    same = likeness(clauses(*A), clauses(*A))
    assert (same.share, same.run) == (1.0, same.own)
    assert same.mine == same.theirs == (0, sum(map(len, A)) + 3)
    other = likeness(clauses(*A), clauses("对照清单整改道路养护问题", "推送夏季防汛提示信息"))
    assert (other.copied, other.run, other.mine) == (0, 0, (0, 0))


def test_the_order_of_passages_does_not_matter_and_is_told_by_the_longest() -> None:
    turned = likeness(clauses(*A), clauses(*A[2:], *A[:2]))
    assert turned.share > 0.95
    assert turned.mine == (0, len(A[0]) + 1 + len(A[1]))


@pytest.mark.parametrize("changed, least", [("公开栏", 0.9), ("村务公开展板上", 0.85)])
def test_a_small_change_costs_its_own_words_only(changed: str, least: float) -> None:
    like = likeness(clauses(*A), clauses(A[0].replace("公示栏", changed), *A[1:]))
    assert least < like.share < 1


def test_common_language_holds_a_passage_together_but_is_not_counted() -> None:
    common = "切实加强组织领导明确责任分工"
    own = clauses(A[0], common, A[1])
    like = likeness(own, own, lambda one: one.words == common)
    assert (like.copied, like.own, like.run) == (len(A[0]) + len(A[1]),) * 3
    assert like.mine == (own[0].start, own[-1].end)


def test_short_turns_of_phrase_are_met_by_chance() -> None:
    assert likeness(clauses("持续更新办事指南"[:7]), clauses("持续更新办事指南汇编")).copied == 0


def test_words_are_counted_once_however_often_the_other_has_them() -> None:
    like = likeness(clauses(A[0]), clauses(A[0], A[0]))
    assert like.copied == like.own
    twice = likeness(clauses(A[0], A[0]), clauses(A[0]))
    assert twice.copied == twice.own

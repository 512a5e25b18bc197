"""Copies among reports: who is told of which, and what is no copy."""

from __future__ import annotations

import sys
import tracemalloc
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from builders import report_with

from extractor.clause_index import CopyIndex, same_organ
from extractor.copies import copies_among, copies_in
from extractor.model import Place
from extractor.passages import Part, Passages, passages_of
from extractor.profile import Profile
from extractor.record import Finding, Report, Section, SourceInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from bench_copies import score_of
from compose.copy_set import CopySet

PLAN = "青川湾市云岭区发展和改革局"
MONEY = "青川湾市云岭区财政局"
S1 = (
    "{me}逐村走访摸清群众想看什么，把农田水利和道路养护的进度逐旬张贴在公示栏；{me}对照新条例重排了目录顺序，"
    "将过去分散在七处的收费依据并到一页，并请退休教师试读改稿；办事窗口添置自助查询机，老人可由志愿者代为检索；"
    "每逢集市派人到现场答疑，把问得最多的惠农补贴条款做成大字卡片；年底由人大代表随机抽看答复文书，"
    "对说理单薄的逐份退回重写，重写稿在例会上传阅讲评；新进人员先跟班两周再单独上岗，遇到拿不准的先问后办。"
)
S5 = (
    "一是乡镇之间公示栏更换时间不齐，有的月初张贴有的月底才补；二是大字卡片种类偏少，医保和低保还没有做出来。"
    "接下来{me}打算统一在每月集市前一天更换，由驻村干部拍照存档；再请县医院帮忙写医保卡片的底稿，争取秋收前发到各户；"
    "同时给志愿者开短训班，教会他们帮老人查进度、打印回执。"
)
OTHER = (
    "{me}把门户栏目由三级压缩为两级，常用文件两次点击即可打开；与广播站合办早间节目，每周讲解一件新出台的文件；"
    "对历年旧文逐份标注效力，失效的移入专门目录并写明替代文件；答复前由法律顾问会签，复杂的附上依据全文；"
    "网站改版期间保留旧入口半年，避免收藏的链接打不开；每季度把检索不到的词汇总起来，反过来补写问答。"
)


def saying(
    organ: str | None = PLAN, year: int = 2023, s1: str = OTHER, s5: str = "", name: str = "", me: str = "我局", **more: Any
) -> Report:
    sections = tuple(Section(one, "", text.format(me=me), Place(anchor=one)) for one, text in (("s1", s1), ("s5", s5)) if text)
    source = SourceInfo(name or f"{organ}{year}.html", sha256=more.pop("sha256", ""))
    made = report_with(more.pop("cells", None), organ=organ, year=year, sections=sections, **more)
    return Report(**{**{one: getattr(made, one) for one in made.__slots__}, "source": source})


def told(reports: Sequence[Report], **more: Any) -> list[list[tuple[str, str]]]:
    return [[(one.code, one.severity) for one in found] for found in copies_in(reports, **more)]


def only(found: Sequence[Finding]) -> Finding:
    (one,) = found
    return one


def test_a_copy_with_another_name_put_in_is_told_to_both_with_both_passages() -> None:
    first, second = copies_in([saying(s1=S1), saying(MONEY, s1=S1, me="本单位")])
    one = only(first)
    assert (one.code, one.severity, one.blame) == ("M-COPY", "warning", "source")
    assert one.message.startswith(f"第一部分与{MONEY} 2023 年报告（{MONEY}2023.html）相同 100 %")
    mine, theirs = one.evidence
    assert mine.place == Place(anchor="s1")
    assert mine.quote.startswith("我局逐村走访")
    assert theirs.quote.startswith(f"{MONEY} 2023 年报告（{MONEY}2023.html）第一部分：本单位逐村走访")
    assert theirs.place == Place()
    assert PLAN in only(second).message


def test_of_two_years_the_later_report_is_told() -> None:
    assert told([saying(s1=S1, year=2022), saying(MONEY, s1=S1)]) == [[], [("M-COPY", "warning")]]


def test_many_copies_of_one_text_are_one_finding() -> None:
    reports = [saying(f"青川湾市云岭区{one}局", s1=S1) for one in ("财政", "审计", "水利", "商务", "信访")]
    one = only(copies_in(reports)[0])
    assert "与其他 4 份报告（" in one.message
    assert " 等）大段相同" in one.message


def test_each_part_is_told_by_itself() -> None:
    found = copies_in([saying(s1=S1, s5=S5), saying(MONEY, s1=OTHER, s5=S5)])
    assert "第五部分" in only(found[0]).message
    both = copies_in([saying(s1=S1, s5=S5), saying(MONEY, s1=S1, s5=S5)])
    assert [one.message[:4] for one in both[0]] == ["第一部分", "第五部分"]
    assert len({one.fingerprint for one in both[0]}) == 2


@pytest.mark.parametrize(("one", "other"), [
    (saying(s1=S1), saying(s1=S1, name="修订版.html")),
    (saying("青川湾市云岭区人民政府", s1=S1), saying("青川湾市云岭区人民政府办公室", s1=S1)),
    (saying("云岭区财政局", s1=S1), saying(MONEY, s1=S1)),
    (saying(s1=S1, sha256="ab" * 32), saying(MONEY, s1=S1, sha256="ab" * 32)),
    (saying(s1=S1[:60]), saying(MONEY, s1=S1[:60])),
    (saying(s1=S1), saying(MONEY, s1=OTHER)),
], ids=["two versions", "government and office", "name without its place", "one file", "too short", "nothing alike"])  # fmt: skip
def test_no_copies(one: Report, other: Report) -> None:
    assert told([one, other]) == [[], []]


def test_an_organ_that_is_not_known_is_left_open_and_a_joint_report_is_only_noted() -> None:
    found = only(copies_in([saying(None, s1=S1), saying(MONEY, s1=S1)])[1])
    assert (found.severity, found.outcome) == ("info", "inconclusive")
    joint = only(copies_in([saying(s1=S1 + "{me}与区财政局合署办公。"), saying(MONEY, s1=S1)])[0])
    assert (joint.severity, joint.outcome) == ("info", "violated")


def test_customary_statements_alike_are_no_copy() -> None:
    usual = "我局未收到政府信息公开申请，未发生行政复议和行政诉讼。未收取信息处理费，没有其他需要报告的事项。" * 6
    assert told([saying(s1=usual), saying(MONEY, s1=usual)]) == [[], []]


def test_what_very_many_organs_say_is_common_language_and_no_more_than_noted() -> None:
    reports = [saying(f"青川湾市云岭区{one}局", s1=S1) for one in "甲乙丙丁戊己庚辛壬癸子丑"]
    assert told(reports) == [[("M-COPY", "info")]] * 12
    assert "通用的语句" in copies_in(reports)[0][0].message


def test_text_of_the_year_before_is_told_as_a_share() -> None:
    before, now = saying(year=2022, s1=S1, s5=S5), saying(s1=S1 + OTHER, s5=S5)
    first, second = copies_in([before, now])
    assert first == ()
    one = only(second)
    assert (one.code, one.severity) == ("Y-COPY", "warning")
    assert one.message.startswith("与上年报告相同 ")
    share = int(one.message.split()[1])
    assert 50 < share < 75
    assert one.left is not None
    assert one.right
    assert round(100 * one.left / one.right) == share
    assert [piece.place.anchor for piece in one.evidence if piece.place.anchor] == ["s1", "s5"]


def test_one_part_of_the_year_before_is_told_though_the_rest_is_new() -> None:
    assert told([saying(year=2022, s1=S1, s5=S5), saying(s1=OTHER + OTHER.replace("，", "又，"), s5=S5)])[1] == [("Y-COPY", "warning")]
    assert told([saying(year=2022, s1=S1, s5=S5), saying(s1=OTHER, s5="")])[1] == []


def test_text_of_an_older_year_is_a_copy_too() -> None:
    reports = [saying(year=2021, s1=S1), saying(year=2022, s1=OTHER), saying(s1=S1)]
    assert told(reports)[2] == [("M-COPY", "warning")]


TABLE = {"t2.licensing.decisions": "128", "t2.penalty.decisions": "35", "t2.normative_documents.in_force": "4"}


@pytest.mark.parametrize(("before", "now", "expected"), [
    (TABLE, TABLE, [("Y-COPY", "warning")]),
    (TABLE, TABLE | {"t2.penalty.decisions": "36"}, []),
    ({"t2.licensing.decisions": "128"}, {"t2.licensing.decisions": "128"}, [("Y-COPY", "info")]),
    ({"t2.licensing.decisions": "28"}, {"t2.licensing.decisions": "28"}, []),
    ({}, {}, []),
])  # fmt: skip
def test_figures_of_the_year_before(before: dict[str, str], now: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert told([saying(year=2022, s1=S1, cells=before), saying(cells=now)])[1] == expected


def test_figures_said_to_be_those_of_the_year_before_are_noted_only() -> None:
    found = copies_in([saying(year=2022, s1=S1, cells=TABLE), saying(s1=OTHER + "许可和处罚数量与上年持平。", cells=TABLE)])
    one = only(found[1])
    assert one.severity == "info"
    assert set(one.fields) == set(TABLE)
    assert "行政许可" in one.evidence[0].quote
    assert "128；" in one.evidence[0].quote


def test_a_profile_switches_the_rules_off_or_makes_them_errors() -> None:
    reports = [saying(s1=S1), saying(MONEY, s1=S1)]
    assert told(reports, profile=Profile(off=frozenset({"M-COPY"}))) == [[], []]
    assert told(reports, profile=Profile(severities={"M-COPY": "error"}))[0] == [("M-COPY", "error")]


def test_a_report_stands_once_in_an_index() -> None:
    kept = passages_of(saying(s1=S1))
    with pytest.raises(KeyError):
        CopyIndex([("a", kept), ("a", kept)], {"a": kept}.__getitem__)


@pytest.mark.parametrize(("one", "other", "same"), [
    (MONEY, MONEY, True), ("云岭区财政局", MONEY, True), ("云岭区人民政府", "云岭区人民政府办公室", True),
    (PLAN, MONEY, False), ("岭区财政局", MONEY, False), ("云岭区人民政府", "澜溪区人民政府办公室", False),
])  # fmt: skip
def test_names_of_one_organ(one: str, other: str, same: bool) -> None:
    assert same_organ(one, other) is same
    assert same_organ(other, one) is same


def test_planted_copies_are_found_texts_are_asked_for_sparingly_and_nothing_else_is_told() -> None:
    made = CopySet(160, seed=5, rate=0.2)
    asked: set[int] = set()

    def text(number: int) -> Report:
        asked.add(number)
        return made.report(number)

    kept = [passages_of(made.report(number)) for number in range(made.count)]
    findings = dict(copies_among(enumerate(kept), kept.__getitem__, text))
    score = score_of(made, findings)
    assert score.told == score.right
    clear = [key for key in score.planted if key[1] >= 0.9]
    assert sum(score.found[key] for key in clear) >= 0.9 * sum(score.planted[key] for key in clear) > 8
    assert score.found["M-COPY", 0.7, "sentences"] == score.planted["M-COPY", 0.7, "sentences"]
    assert len(asked) < made.count


def test_memory_does_not_grow_with_the_reports() -> None:
    clauses = 30

    def passages(number: int) -> Passages:
        hashes = array("I", (number * clauses + at for at in range(clauses))).tobytes()
        return Passages(f"云岭区第{number}局", 2023, number.to_bytes(8, "big"), (Part("s1", hashes, bytes([12]) * clauses),), ())

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            assert not list(copies_among(((one, passages(one)) for one in range(count)), passages, {}.__getitem__))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = peak(1200), peak(2400)
    assert many - few < 1200 * 200, "what is kept of each report is several times as much"

"""What sentences of many shapes assert: numbers, units, what they count, whose they are, which year they are of."""

from __future__ import annotations

import time
from typing import Any

import pytest
import regex

from extractor.model import Place
from extractor.prose import notes_of, statements_of
from extractor.prose.figures import chinese_figure, figure_of, yuan
from extractor.prose.words import NAMED, WORDS
from extractor.record import Section, Statement


def section(text: str, name: str = "s1") -> Section:
    return Section(name, "一、总体情况", text, Place(anchor="p3"))


def said(text: str, name: str = "s1") -> tuple[Statement, ...]:
    return statements_of(None, (section(text, name),))


def brief(one: Statement) -> tuple[int | float | None, str | None, str | None]:
    return one.number, one.unit, one.about


SHAPES: tuple[tuple[str, list[tuple[Any, ...]]], ...] = (
    ("2023年，我局共收到政府信息公开申请26件，上年结转3件，办结27件，结转下年度继续办理2件。",
     [(26, "件", "received_new"), (3, "件", "carried_in"), (27, "件", "results_total"), (2, "件", "carried_out")]),
    ("共收到公民、法人和其他组织提出的政府信息公开申请１２０３件。", [(1203, "件", "received_new")]),
    ("收到依申请公开十二件，其中予以公开八件。", [(12, "件", "received_new"), (8, "件", "disclosed")]),
    ("受理政府信息公开申请两百零五件", [(205, "件", "received_new")]),
    ("答复申请人依申请公开26件，另有2件顺延到下年度答复。", [(26, "件", "results_total"), (2, "件", "carried_out")]),
    ("办结政府信息公开申请9件，予以公开及部分公开5件，不予公开1件，无法提供1件，不予处理1件，其他处理1件。",
     [(9, "件", "results_total"), (5, "件", "disclosed_or_partial"), (1, "件", "denied"), (1, "件", "unavailable"),
      (1, "件", "not_processed"), (1, "件", "other_handling")]),
    ("因政府信息公开引起的行政复议2件，行政诉讼1件。", [(2, "件", "reconsideration"), (1, "件", "litigation")]),
    ("全年制发规章2件、行政规范性文件5件，废止1件，现行有效行政规范性文件31件。",
     [(2, "件", "rules_issued"), (5, "件", "normative_documents_issued"), (1, "件", "normative_documents_repealed"),
      (31, "件", "normative_documents_in_force")]),
    ("作出行政许可决定412件、行政处罚决定38件。", [(412, "件", "licensing"), (38, "件", "penalty")]),
    ("行政事业性收费12.5万元。", [(12.5, "万元", "fees")]),
    ("发出收费通知3件，总金额900元，实际收取信息处理费400元。",
     [(3, "件", "fee_notices"), (900, "元", None), (400, "元", "processing_fee")]),
    ("主动公开政府信息1.2万条。", [(12000, "条", "disclosed_information")]),
    ("政府信息公开申请26件中，规划类9件。", [(26, "件", None), (9, "件", None)]),
    ("规章、行政规范性文件共5件。", [(5, "件", None)]),
    ("行政复议、行政诉讼各1件。", [(1, "件", None)]),
    ("受理热线工单300件，办结298件。", [(300, "件", None), (298, "件", None)]),
    ("受理价格认定申请38件，办结38件。", [(38, "件", None), (38, "件", None)]),
    ("公开规范性文件11件，备案规范性文件3件。", [(11, "件", None), (3, "件", None)]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SHAPES)
def test_numbers_their_units_and_what_they_count(text: str, expected: list[tuple[Any, ...]]) -> None:
    assert [brief(one) for one in said(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "按照国办公开办函〔2021〕30号、国务院令第711号和《条例》第五十条要求，于2024年1月12日公布。",
        "统计期限为2023年1月1日至2023年12月31日。",
        "咨询电话：0000-2123456，邮箱 abc123@example.invalid，网址 www.example.invalid/2023/12。",
        "办理时限为20个工作日，窗口服务时间9：00至17：30。",
        "打造一网通办、一件事一次办，做到零距离服务。",
        "1.健全机制。2.强化监督。（3）落实责任。",
        "设查阅点3至5处，版本升级为4.0版。",
        "规章000行政规范性文件303第二十条第（五）项信息内容本年处理决定数量行政许可0",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）收到申请3件",
        "无正当理由大量反复申请；无法提供相关信息；未来将进一步完善申请办理机制。",
    ],
)
def test_dates_document_numbers_and_tables_run_into_the_text_are_no_figures(text: str) -> None:
    assert [one for one in said(text) if one.number is not None] == []


@pytest.mark.parametrize(
    ("text", "scope", "subject"),
    [
        ("我局共收到政府信息公开申请3件。", "own", None),
        ("本机关新收政府信息公开申请3件。", "own", None),
        ("全区共收到政府信息公开申请3件。", "region", "全区"),
        ("各镇（街道）共收到政府信息公开申请3件。", "region", "各镇"),
        ("2023年，云岭区教育局共收到政府信息公开申请3件。", "organ", "云岭区教育局"),
        ("通过网络收到政府信息公开申请3件。", "channel", None),
        ("通过网络、信函等渠道收到政府信息公开申请3件。", None, None),
        ("收到涉及征地的政府信息公开申请3件。", "subset", None),
        ("收到政府信息公开申请3件。", None, None),
    ],
)
def test_whose_figure_it_is(text: str, scope: str | None, subject: str | None) -> None:
    (one,) = said(text)
    assert (one.about, one.scope, one.subject) == ("received_new", scope, subject)


def test_a_subject_holds_for_the_rest_of_its_paragraph() -> None:
    first, second = said("全区政府信息公开申请情况：全区共收到政府信息公开申请30件。其中办结政府信息公开申请28件。")
    assert (first.scope, second.scope) == ("region", "region")
    other = said("全区共收到政府信息公开申请30件。\n（二）本级\n我局共收到政府信息公开申请3件。")
    assert [one.scope for one in other] == ["region", "own"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("收到政府信息公开申请3件。", None),
        ("2022年收到政府信息公开申请3件。", 2022),
        ("2023年1月1日至12月31日，收到政府信息公开申请3件。", 2023),
        ("截至2022年底，现行有效行政规范性文件3件。", 2022),
        ("上年度，收到政府信息公开申请3件。", "previous"),
        ("上半年收到政府信息公开申请3件。", "part"),
        ("自2019年以来累计收到政府信息公开申请3件。", "cumulative"),
        ("2022年、2023年共收到政府信息公开申请3件。", "cumulative"),
        ("今年以来，收到政府信息公开申请3件。", None),
        ("2024年计划制定行政规范性文件3件。", "planned"),
    ],
)
def test_which_year_it_is_of(text: str, period: int | str | None) -> None:
    (one,) = said(text)
    assert (one.number, one.period) == (3, period)


def test_growth_says_which_way_and_of_what() -> None:
    count, more, share = said("收到政府信息公开申请26件，同比增加4件，增长18.2%。")
    assert (count.role, more.role, share.role) == ("count", "growth", "growth")
    assert (more.number, more.comparison, more.about, more.part_of) == (4, "up", "received_new", 0)
    assert (share.number, share.unit, share.comparison) == (18.2, "%", "up")
    _, down = said("受理政府信息公开申请859件，申请数量较去年回落12.3%。")
    assert (down.number, down.comparison, down.period, down.about) == (12.3, "down", "previous", "received_new")


def test_a_share_belongs_to_the_count_before_it() -> None:
    _, part, share = said("办结政府信息公开申请25件，其中予以公开8件，占32%。")
    assert (share.role, share.number, share.part_of, share.about) == ("share", 32, 1, "disclosed")
    assert part.part_of == 0


@pytest.mark.parametrize(
    ("text", "breakdown", "parts"),
    [
        ("公开信息91条，其中指南1条、会议4条、动态86条。", "closed", [1, 4, 86]),
        ("公开信息91条，其中指南1条、会议4条等。", "open", [1, 4]),
        ("公开信息91条，包括指南1条、会议4条。", "open", [1, 4]),
        ("公开信息91条（其中指南1条、会议90条）。", "closed", [1, 90]),
        ("公开信息91条，其中指南1条（含图解1条）、会议90条。", "closed", [1, 90]),
        ("公开信息90余条，其中指南20余条、会议70条。", "open", [20, 70]),
        ("收到申请26件，其中自然人20件、企业6件，办结申请25件。", "closed", [20, 6]),
        ("公开信息91条，其中建议提案答复类5条，动态类86条。", "closed", [5, 86]),
    ],
)
def test_a_whole_and_its_parts(text: str, breakdown: str, parts: list[int]) -> None:
    found = said(text)
    assert found[0].breakdown == breakdown
    assert [one.number for one in found if one.part_of == 0 and one.role == "part"] == parts


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("我局未收到政府信息公开申请。", ["received_new"]),
        ("全年没有收到公民、法人和其他组织提出的政府信息公开申请。", ["received_new"]),
        ("未发生因政府信息公开引起的行政复议、行政诉讼。", ["reconsideration", "litigation"]),
        ("未发生政府信息公开申请行政复议、提起行政诉讼的情况。", ["reconsideration", "litigation"]),
        ("无政府信息公开申请，无上年结转申请。", ["received_new", "carried_in"]),
        ("未发出收费通知，没有收取信息处理费。", ["fee_notices", "processing_fee"]),
        ("全年未制发行政规范性文件。", ["normative_documents_issued"]),
    ],
)
def test_what_there_was_none_of_has_no_number(text: str, denied: list[str]) -> None:
    found = said(text)
    assert [one.about for one in found] == denied
    assert all(one.negated and one.number is None and one.role == "none" and one.scope != "subset" for one in found)


def test_a_denial_of_one_kind_only_is_limited() -> None:
    (one,) = said("未收到要求公开涉企收费的政府信息公开申请。")
    assert (one.about, one.negated, one.scope) == ("received_new", True, "subset")
    for lost in said("未发生政府信息公开行政复议纠错和行政诉讼败诉案件。"):
        assert lost.scope == "subset"


def test_all_done_is_said_of_requests_as_a_whole_only() -> None:
    assert "all_answered" in [one.about for one in said("收到政府信息公开申请12件，已全部办结。")]
    for text in (
        "收到政府信息公开申请12件，均在法定期限内予以答复。", "收到网民留言87条，全部办结。",
        "收到政府信息公开申请12件，其中上年结转2件，均已办结。", "通过信函收到政府信息公开申请2件，均已答复。",
    ):  # fmt: skip
        assert "all_answered" not in [one.about for one in said(text)], text


def test_the_section_place_and_clause_stand_with_a_statement() -> None:
    preface = Section("preface", "", "本报告由办公室编制。共收到政府信息公开申请2件。", Place(2))
    found = statements_of(preface, (section("全年公开信息9条，办结政府信息公开申请 2 件。"),))
    assert [(one.section, one.place.page, one.place.anchor) for one in found] == [
        ("preface", 2, None), ("s1", None, "p3"), ("s1", None, "p3"),
    ]  # fmt: skip
    assert [one.text for one in found] == ["共收到政府信息公开申请2件", "全年公开信息9条", "办结政府信息公开申请 2 件"]


def test_lines_cut_at_the_width_of_a_page_are_one_sentence() -> None:
    whole = "2023年，我局共收到公民、法人和其他组织提出的政府信息公开申请26件，上年结转3件。"
    cut = f"{whole[:18]}\n{whole[18:36]}\n{whole[36:]}"
    assert [brief(one) for one in said(cut)] == [brief(one) for one in said(whole)]


def test_a_heading_says_what_a_paragraph_is_about() -> None:
    assert [one.about for one in said("（二）依申请公开\n全年办结申请5件。")] == ["results_total"]
    assert [one.about for one in said("（三）政府信息管理\n全年办结5件。")] == [None]


@pytest.mark.parametrize(
    ("text", "number", "unit", "rounded"),
    [
        ("26件", 26, "件", False), ("1,203件", 1203, "件", False), ("1.2万余条", 12000, "条", True), ("三百二十一件", 321, "件", False),
        ("78.16万元", 78.16, "万元", False), ("33.9%", 33.9, "%", False), ("百分之五", 5, "%", False), ("20余件", 20, "件", True),
    ],
)  # fmt: skip
def test_figures_as_they_are_printed(text: str, number: float, unit: str, rounded: bool) -> None:
    figure = figure_of(text, "", "")
    assert figure is not None
    assert (figure.number, figure.unit, figure.approximate) == (number, unit, rounded)
    assert type(figure.number) is type(number)


def test_words_around_a_figure_make_it_round() -> None:
    for before, behind in (("共约", ""), ("近", ""), ("", "左右"), ("超过", "")):
        figure = figure_of("26件", before, behind)
        assert figure is not None and figure.approximate


def test_chinese_numerals() -> None:
    numerals = {"十二": 12, "二十": 20, "一百零三": 103, "两千五百": 2500, "一万两千": 12000, "二〇二三": 2023, "甲": None}
    assert {one: chinese_figure(one) for one in numerals} == numerals


def test_money_in_yuan() -> None:
    assert (yuan(78.16, "万元"), yuan(400, "元"), yuan(3, "件")) == (781600, 400, None)


def test_every_word_is_asked_for_at_every_character_it_can_begin_with() -> None:
    alphabet = sorted({character for _, _, _, pattern in WORDS for character in pattern if character > "\u2000"} | set("0aZ"))
    for kind, value, first, written in WORDS:
        pattern = written
        for name, text in NAMED.items():
            pattern = pattern.replace(f"<{name}>", text)
        begins = first.replace("<D>", "0123456789").replace("<A>", "Z").replace("<a>", "a")
        can = {one for one in alphabet if regex.match(pattern, one, partial=True)}
        assert can <= set(begins), (kind, value, can - set(begins))


def test_notes_on_changed_figures_and_what_they_name() -> None:
    (note,) = notes_of(None, (section("开展清理工作。行政规范性文件现行有效件数根据清理结果进行了调整，以本年度报告为准。"),))
    assert note.about == {"normative_documents"} and note.text.startswith("行政规范性文件现行有效件数")
    (later,) = notes_of(None, (section("上年结转2件与上年度报告不同。以本年度报告数据为准。"),))
    assert "carried_in" in later.about
    assert notes_of(None, (section("及时更正错误链接，根据机构改革调整栏目，做好数据更新。"),)) == ()
    assert notes_of(None, (section("统计数据有误的问题仍然存在。", "s5"),)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "1" * 300_000, "收到3件。" * 60_000, "收到政府信息公开申请3件，" * 25_000, "（" * 300_000, "未" * 300_000, "1,1," * 75_000,
        "收到政府信息公开申请3件\n" * 25_000, "全年工作未收到申请有序推进。\n" * 20_000, "公民、" * 100_000, "2023年" * 60_000,
    ],
    ids=["digits", "sentences", "clauses", "brackets", "denials", "commas", "lines", "paragraphs", "lists", "years"],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    statements_of(None, (section(text),))
    notes_of(None, (section(text),))
    # Far above what it takes; a pattern that backtracks would take minutes.
    assert time.process_time() - start < 20

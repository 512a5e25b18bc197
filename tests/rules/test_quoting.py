"""Prose as rules search it: no blanks, one width, and every hit leads back to what is printed."""

from __future__ import annotations

from dataclasses import replace

from builders import report_with

from extractor.model import Place
from extractor.record import Section
from extractor.rules.quoting import Passage, is_introduction, passages, unquoted


def passage(text: str) -> Passage:
    report = replace(report_with(), preface=Section("preface", "", text, Place(anchor="p2")))
    return passages(report, "preface")[0]


def test_a_hit_is_quoted_as_it_is_printed() -> None:
    made = passage("统计期限自 ２０２３ 年\u3000１月１日 起")
    assert made.text == "统计期限自2023年1月1日起"
    at = made.text.index("2023年1月1日")
    evidence = made.evidence(at, at + len("2023年1月1日"))
    assert evidence.quote == "２０２３ 年\u3000１月１日"
    assert evidence.place.anchor == "p2"


def test_a_long_quote_is_cut_in_its_middle() -> None:
    made = passage("甲" * 50 + "乙" * 50)
    assert made.evidence(0, 100).quote == "甲" * 30 + "…" + "乙" * 30


def test_a_sentence_cut_at_the_width_of_a_page_is_whole_again() -> None:
    made = passage("根据中华人民共和国政府信息公开条例的规定以及上级的要求，本报告所列数\n据的统计期限为全年。\n（一）主动公开\n有序推进。")
    assert made.text.split("\n") == [
        "根据中华人民共和国政府信息公开条例的规定以及上级的要求,本报告所列数据的统计期限为全年。", "(一)主动公开", "有序推进。",
    ]  # fmt: skip


def test_a_numbered_paragraph_is_never_joined_to_a_line_without_its_full_stop() -> None:
    made = passage("及时回复申请人并将申请人所申请的信息通过电子邮箱发送给申请人\n（三）完善公开制度")
    assert "\n(三)完善公开制度" in made.text


def test_names_and_quotations_are_blanked_out_in_place() -> None:
    text = "印发《关于<办法>的《细则》》并落实“三审”要求"
    made = unquoted(text)
    assert len(made) == len(text)
    assert made.split() == ["印发", "并落实", "要求"]


def test_sections_that_are_not_there_give_no_passage() -> None:
    report = replace(report_with(), sections=())
    assert passages(report) == ()


def test_only_the_beginning_of_section_one_introduces_a_report() -> None:
    text = "现编制2023年年度报告。" + "各项工作有序推进。" * 60 + "现编制2022年年度报告。"
    assert is_introduction(text, 0, 12)
    assert not is_introduction(text, len(text) - 12, len(text))
    assert not is_introduction("及时编制2022年年度报告。", 0, 12)

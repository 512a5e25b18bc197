"""The introduction: what stands between the title and the first section, and nothing of the page around it."""

from __future__ import annotations

from builders import TITLE, document, document_from

from extractor.form import load
from extractor.outline import sections_of
from extractor.preface import preface_of

FORM = load("2021")
WORDS = "根据《中华人民共和国政府信息公开条例》要求，编制本报告。"
PERIOD = "本报告所列数据的统计期限为2023年1月1日至2023年12月31日。"


def preface(*blocks: str, title: str | None = TITLE) -> str | None:
    read = document(*blocks)
    found = preface_of(read, sections_of(read, FORM), title)
    return found.text if found else None


def test_the_paragraphs_between_title_and_first_section() -> None:
    assert preface(TITLE, WORDS, PERIOD, "一、总体情况", "工作有序推进。") == f"{WORDS}\n{PERIOD}"


def test_what_a_site_prints_above_the_title_is_left_out() -> None:
    assert preface("当前位置：首页 > 信息公开 > 年报，请浏览", TITLE, WORDS, "一、总体情况") == WORDS


def test_lines_that_are_no_prose_are_left_out() -> None:
    assert preface(TITLE, "发布时间 2024-01-19", "字号 大 中 小", WORDS, "一、总体情况") == WORDS


def test_a_sentence_cut_at_the_width_of_a_page_keeps_its_pieces() -> None:
    cut = ("根据《中华人民共和国政府信息公开条例》规定，按照国务院办公厅政府信息与政务", "公开办公室关于印发格式的通知要求编制本报告", "的有关规定，")
    assert preface(TITLE, *cut, "一、总体情况") == "\n".join(cut)


def test_a_title_over_two_lines() -> None:
    organ, rest = TITLE[:16], TITLE[16:]
    assert preface(organ, rest, WORDS, "一、总体情况", title=TITLE) == WORDS


def test_text_run_together_with_its_title_and_first_heading() -> None:
    read = document_from(f"{TITLE} {WORDS}{PERIOD}一、总体情况\n本机关工作有序推进。")
    found = preface_of(read, sections_of(read, FORM), TITLE)
    assert found is not None
    assert found.text == f"{WORDS}{PERIOD}"


def test_no_sections_no_preface() -> None:
    assert preface(TITLE, WORDS) is None


def test_nothing_between_title_and_first_section() -> None:
    assert preface(TITLE, "一、总体情况", "工作有序推进。") is None

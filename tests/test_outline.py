"""The six sections, whatever their headings look like; headings inside them and inside cells are none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders import (
    TITLE,
    Block,
    document,
    document_from,
    figures,
    headings,
    lines_of,
    t2_rows,
    t3_rows,
    t4_rows,
    whole_text,
)

from extractor.form import load
from extractor.model import Document
from extractor.outline import sections_of
from extractor.record import Section

FORM = load("2021")
SHOWN = figures(seed=2)
OFFICIAL = headings(FORM)
ALL = ["s1", "s2", "s3", "s4", "s5", "s6"]
ONE = "本机关按照要求做好政府信息公开工作，全年主动公开信息120条。"
FIVE = "公开的及时性有待提高，下一步将加强培训。"
SIX = "本年度没有收取信息处理费。"
TABLES: dict[str, Block] = {
    "t2": [row for piece in t2_rows(FORM, SHOWN) for row in piece],
    "t3": t3_rows(FORM, SHOWN),
    "t4": t4_rows(FORM, SHOWN),
}


def report(
    titles: Sequence[str] = OFFICIAL, *, one: Sequence[str] = (ONE,), five: Sequence[str] = (FIVE,),
    tables: bool = True, front: Sequence[Block] = (TITLE,), back: Sequence[Block] = (),
) -> Document:  # fmt: skip
    """A report with these headings; an empty one is left out."""
    bodies: list[Sequence[Block]] = [one, [TABLES["t2"]], [TABLES["t3"]], [TABLES["t4"]], five, [SIX]]
    blocks: list[Block] = [*front]
    for title, body in zip(titles, bodies, strict=True):
        blocks += [title] if title else []
        blocks += [block for block in body if tables or isinstance(block, str)]
    return document(*blocks, *back)


def read(made: Document) -> list[Section]:
    return list(sections_of(made, FORM))


def ids(made: Document) -> list[str]:
    return [section.id for section in read(made)]


def with_title(number: int, title: str) -> list[str]:
    return [title if at == number else official for at, official in enumerate(OFFICIAL, 1)]


def test_the_official_headings_each_with_its_own_text() -> None:
    sections = read(report())
    assert [section.id for section in sections] == ALL
    assert [section.title for section in sections] == OFFICIAL
    assert [section.text for section in sections] == [ONE, "", "", "", FIVE, SIX]
    assert sections[0].place.anchor == "p2"


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_every_known_title_with_and_without_its_number(edition: str) -> None:
    form = load(edition)
    for number, section in enumerate(form.sections, 1):
        for title in section.aliases:
            for printed in (f"{section.number}、{title}", f"{section.number}、 {title}：", title, f"{section.number}.{title}"):
                found = read(report(with_title(number, printed)))
                assert [one.id for one in found] == ALL, printed
                assert found[number - 1].title.endswith(title), printed


@pytest.mark.parametrize(
    ("number", "title"),
    [
        (1, "1、 总体情况"), (1, "一、2023年政务公开总体情况"), (1, "总体情况"), (1, "一、工作基本情况"), (1, "一、概述"), (1, "一 、总体情况"),
        (1, "第一部分 总体情况"), (1, "一、总体情况(宋体加粗小四号字)"),
        (2, "二、主动公开政府政府情况"), (2, "２、主动公开政府信息情况"),
        (2, "二、主动公开政府信息情况。"), (2, "二、行政机关主动公开政府信息有关情况"),
        (3, "三、收到和处理政府信息公开申请的有关情况"), (3, "三、依申请公开政府信息情况"),
        (4, "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"), (4, "四、政府信息公开行政复议、行政诉讼的情况"),
        (5, "五、存在的主要问题及整改措施"), (5, "五、存在问题及改进情况"),
        (5, "五、存在的主要问题及下一步改进打算"), (5, "五、政府信息公开工作中存在的主要问题及改进情况"),
        (6, "六、其他需要报告的事项："), (6, "六、其它需要说明的情况"), (6, "六、需要报告的其他事项"),
    ],
)  # fmt: skip
def test_title_variants(number: int, title: str) -> None:
    assert ids(report(with_title(number, title))) == ALL


def test_radicals_full_width_and_blanks_in_headings() -> None:
    odd = ["⼀、总体情况", "⼆ 、主 动 公 开 政 府 信 息 情 况", "三、收到和处理政府信息公开申请情況", "四．政府信息公开行政复议、行政诉讼情况",
           "五，存在的主要问题及改进情况", "六：其他需要报告的事项"]  # fmt: skip
    assert ids(report(odd)) == ALL


@pytest.mark.parametrize(
    "inner",
    [
        ["（一）主动公开政府信息情况。全年公开120条。", "（二）依申请公开情况。共收到申请12件。", "（三）政府信息管理情况。", "（五）监督保障。"],
        ["（一）主动公开政府信息情况", "全年公开120条。", "（二）依申请公开情况", "共收到申请12件。"],
        ["一、主动公开政府信息情况", "全年公开120条。", "二、依申请公开情况", "共收到申请12件。", "三、政府信息管理", "四、平台建设", "五、监督保障"],
        ["一、主动公开", "二、依申请公开", "三、信息管理", "四、平台建设", "五、监督保障", "六、其他情况"],
        ["1.主动公开政府信息情况", "全年公开120条。", "2.收到和处理政府信息公开申请情况", "共收到12件。", "3.其他事项"],
        ["一是主动公开政府信息情况良好。", "二是存在的问题及改进措施已经落实。"],
        ["本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六部分组成。"],
    ],
)
def test_sub_headings_of_the_overview_are_part_of_it(inner: list[str]) -> None:
    sections = read(report(one=[ONE, *inner]))
    assert [section.id for section in sections] == ALL
    assert sections[0].text.split("\n") == [ONE, *inner]
    assert [section.title for section in sections] == OFFICIAL


def test_a_list_of_the_parts_in_the_introduction_is_no_heading() -> None:
    contents = [TITLE, "目录", *OFFICIAL]
    sections = read(report(front=contents))
    assert [section.id for section in sections] == ALL
    assert sections[0].text == ONE
    assert sections[4].text == FIVE


def test_headings_inside_cells_are_none() -> None:
    assert "三、本年度办理结果" in str(TABLES["t3"])
    assert "（五）不予处理" in str(TABLES["t3"])
    cells = [["一、总体情况", "见附件"], ["六、其他需要报告的事项", "无"]]
    made = report(front=(TITLE, cells))
    assert ids(made) == ALL
    assert read(made)[0].text == ONE


@pytest.mark.parametrize("without", [(), (1,), (2, 3, 4), (1, 2, 3, 4, 5, 6)])
def test_headings_without_numbers(without: Sequence[int]) -> None:
    titles = [title[2:] if number in without else title for number, title in enumerate(OFFICIAL, 1)]
    assert ids(report(titles)) == ALL


def test_numbering_shifted_by_one() -> None:
    titles = ["总体情况", *(f"{number}、{title[2:]}" for number, title in zip("一二三四五", OFFICIAL[1:], strict=True))]
    assert ids(report(titles)) == ALL
    titles = [f"{number}、{title[2:]}" for number, title in zip("二三四五六七", OFFICIAL, strict=True)]
    assert ids(report(titles)) == ALL


@pytest.mark.parametrize("gone", [1, 2, 3, 4, 5, 6])
def test_a_missing_heading_is_missing_and_no_other(gone: int) -> None:
    titles = with_title(gone, "")
    assert ids(report(titles)) == [name for name in ALL if name != f"s{gone}"]


@pytest.mark.parametrize("pair", [(4, 5), (5, 6), (2, 3), (3, 4)])
def test_swapped_sections_are_told_in_printed_order(pair: tuple[int, int]) -> None:
    blocks: dict[int, list[Block]] = {
        number: [title, *([TABLES[f"t{number}"]] if number in (2, 3, 4) else [{1: ONE, 5: FIVE, 6: SIX}[number]])]
        for number, title in enumerate(OFFICIAL, 1)
    }
    order = [pair[1] if one == pair[0] else pair[0] if one == pair[1] else one for one in range(1, 7)]
    made = document(TITLE, *(block for number in order for block in blocks[number]))
    assert ids(made) == [f"s{number}" for number in order]


def test_a_report_in_one_paragraph() -> None:
    text = f"{OFFICIAL[0]}{ONE}{OFFICIAL[1]}见附表。{OFFICIAL[2]}见附表。{OFFICIAL[3]}见附表。{OFFICIAL[4]}{FIVE}{OFFICIAL[5]}{SIX}"
    sections = read(document(TITLE, text))
    assert [section.id for section in sections] == ALL
    assert sections[0].text == ONE
    assert sections[4].text == FIVE
    assert sections[5].text == SIX


def test_headings_with_their_text_on_the_same_line() -> None:
    titles = [OFFICIAL[0] + "：" + ONE, *OFFICIAL[1:4], OFFICIAL[4] + "。" + FIVE, OFFICIAL[5] + " " + SIX]
    sections = read(report(titles, one=(), five=()))
    assert [section.id for section in sections] == ALL
    assert sections[0].text == ONE
    assert sections[4].text == FIVE


def test_tables_as_pictures_leave_headings_that_follow_each_other() -> None:
    sections = read(report(tables=False))
    assert [section.id for section in sections] == ALL
    assert [section.text for section in sections] == [ONE, "", "", "", FIVE, SIX]


def test_plain_text_tables_are_no_text_of_their_section() -> None:
    made = document_from(whole_text(FORM, lines_of(FORM, SHOWN)))
    sections = read(made)
    assert [section.id for section in sections] == ALL
    assert [section.text for section in sections[1:4]] == ["", "", ""]


def test_prose_around_a_table_stays_and_is_no_heading() -> None:
    lead = "2023年，本机关收到和处理政府信息公开申请情况如下。"
    made = document(TITLE, OFFICIAL[0], ONE, OFFICIAL[1], TABLES["t2"], OFFICIAL[2], lead, TABLES["t3"], "以上均已答复。",
                    OFFICIAL[3], TABLES["t4"], OFFICIAL[4], FIVE, OFFICIAL[5], SIX)  # fmt: skip
    sections = read(made)
    assert [section.id for section in sections] == ALL
    assert sections[2].text == f"{lead}\n以上均已答复。"


def test_the_signature_is_no_part_of_the_last_section() -> None:
    sections = read(report(back=("青川湾市云岭区发展和改革局", "2024年1月19日")))
    assert sections[-1].text == SIX


def test_a_page_footer_with_other_reports_adds_no_section() -> None:
    back = ["相关链接", "青川湾市云岭区司法局2022年政府信息公开工作年度报告", "一、总体情况", "六、其他需要报告的事项"]
    sections = read(report(back=back))
    assert [section.id for section in sections] == ALL
    assert sections[0].text == ONE


@pytest.mark.parametrize("text", ["", "通知公告", "一、会议情况\n二、下一步打算"])
def test_what_is_no_report_has_no_sections(text: str) -> None:
    assert len(ids(document_from(text))) <= 1

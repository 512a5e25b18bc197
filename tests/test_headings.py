"""Which lines are headings of the first level beside those of the six sections."""

from builders import document, headings

from extractor.form import load
from extractor.headings import headings_of
from extractor.outline import sections_of
from extractor.record import Heading

FORM = load("2021")
SIX = headings(FORM)
TEXT = "本机关按要求做好政府信息公开工作，各项工作有序推进。"


def printed(*lines: str) -> list[tuple[str | None, str]]:
    made = document(*lines)
    return [(one.section, one.text) for one in headings_of(made, sections_of(made, FORM), FORM)]


def extras(*lines: str) -> list[str]:
    return [text for section, text in printed(*lines) if section is None]


def test_the_six_headings_stand_in_printed_order_with_their_sections() -> None:
    lines = [line for heading in SIX for line in (heading, TEXT)]
    assert printed(*lines) == [(f"s{number}", heading) for number, heading in enumerate(SIX, 1)]


def test_a_section_that_goes_on_with_the_numbering_is_one_too_many() -> None:
    lines = [*SIX[:4], "五、政府信息公开收费及减免情况", TEXT, "六、存在的主要问题及改进情况", TEXT, "七、其他需要报告的事项", TEXT]
    assert extras(*lines) == ["五、政府信息公开收费及减免情况"]
    assert extras(*SIX, TEXT, "七、附件", TEXT) == ["七、附件"]


def test_a_list_inside_a_section_is_no_section() -> None:
    aspects = ["一、主动公开工作", TEXT, "二、依申请公开工作", TEXT, "三、平台建设", TEXT]
    assert extras(SIX[0], *aspects, *SIX[1:]) == []
    assert extras(SIX[0], "（一）主动公开", TEXT, "（二）依申请公开", TEXT, *SIX[1:]) == []
    assert extras(*SIX, "一、收费情况", TEXT, "二、附件", TEXT) == []


def test_sentences_rows_of_tables_and_numbers_that_leave_no_room_are_no_headings() -> None:
    assert extras(*SIX[:3], "四、结转下年度继续办理 0 0 0 0 0 0 0", *SIX[3:]) == []
    assert extras(*SIX[:3], "四、结转下年度继续办理", *SIX[3:]) == []
    assert extras(*SIX, "七、本年度没有其他事项，特此报告。") == []
    assert extras(SIX[0], "二、依申请公开工作", TEXT, *SIX[1:]) == []


def test_sections_without_numbers_say_nothing_of_lines_with_numbers() -> None:
    bare = [section.title for section in FORM.sections]
    assert extras(bare[0], "二、依申请公开工作", TEXT, *bare[1:]) == []


def test_a_heading_knows_where_it_stands() -> None:
    made = document(*SIX, TEXT, "七、附件")
    found = headings_of(made, sections_of(made, FORM), FORM)
    assert found[-1] == Heading("七、附件", None, made.flow[7].place)


def test_sections_numbered_in_figures_go_on_in_figures() -> None:
    six = [f"{number}、{section.title}" for number, section in enumerate(FORM.sections, 1)]
    assert extras(*six, TEXT, "7、附件") == ["7、附件"]
    assert extras(*six, TEXT, "七、附件") == []
    assert extras(six[0], "1.主动公开工作", TEXT, "2.依申请公开工作", TEXT, *six[1:]) == []

"""Plain text and Markdown, as collectors, converters and clipboards leave them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from extractor.model import Document, Line, Table
from extractor.readers.plain import read_plain

TITLE = "2023年青川湾市云岭区发展和改革局政府信息公开工作年度报告"


def read(text: str) -> Document:
    return read_plain(text.encode())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.body if isinstance(block, Line)]


def flow(document: Document) -> list[str]:
    return [line.text for line in document.flow]


def grids(document: Document) -> list[list[list[str | None]]]:
    return [[[None if cell is None else cell.text for cell in row] for row in table.grid()] for table in document.tables()]


def test_every_line_is_a_line_with_its_number() -> None:
    document = read(f"{TITLE}\r\n\r\n一、总体情况\r  \n\u3000\u3000主动公开 12 条。\n行政许可 0")
    assert texts(document) == flow(document) == [TITLE, "一、总体情况", "主动公开 12 条。", "行政许可 0"]
    assert [block.place.anchor for block in document.body] == ["L1", "L3", "L5", "L6"]
    assert (document.pages, document.title, document.published, document.running) == (None, None, None, ())


def test_run_together_text_is_left_as_it_is() -> None:
    document = read("一、总体情况2020年规范性文件7777166<!--[if !supportLists]-->（三）<!--[endif]-->采购 4 0 0 0")
    assert texts(document) == ["一、总体情况2020年规范性文件7777166（三）采购 4 0 0 0"]


# -- tabs ------------------------------------------------------------------------------------------------------------


def test_tab_separated_rows_are_a_table() -> None:
    rows = "信息内容\t本年制发件数\t现行有效件数\n规章\t0\t\n行政规范性文件\t 2 \t18\n"
    document = read(f"二、主动公开政府信息情况\n{rows}三、收到和处理政府信息公开申请情况")
    assert grids(document) == [[["信息内容", "本年制发件数", "现行有效件数"], ["规章", "0", ""], ["行政规范性文件", "2", "18"]]]
    assert texts(document) == ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    assert flow(document)[1:4] == ["信息内容\t本年制发件数\t现行有效件数", "规章\t0\t", "行政规范性文件\t2\t18"]
    assert [cell.place.anchor for cell in next(document.tables()).cells][3:5] == ["L3", "L3"]


def test_spanned_cells_stand_once_and_empty_first_cells_are_kept() -> None:
    document = read("第二十条第（一）项\t\t\t\n规章\t0\t0\t1\n\t（二）部分公开\t0\t0\n第二十条第（五）项\n行政许可\t5\t\t\n")
    assert grids(document) == [[
        ["第二十条第（一）项", "", "", ""], ["规章", "0", "0", "1"], ["", "（二）部分公开", "0", "0"],
        ["第二十条第（五）项", None, None, None], ["行政许可", "5", "", ""],
    ]]  # fmt: skip


def test_blank_lines_part_tables_unless_they_follow_every_row() -> None:
    assert len(grids(read("甲\t1\n乙\t2\n\n丙\t3\n丁\t4"))) == 2
    assert len(grids(read("甲\t1\n\n乙\t2\n\n丙\t3\n\n丁\t4"))) == 1


def test_tabs_that_indent_prose_make_no_table() -> None:
    document = read("\t2023年，本局认真贯彻落实条例，主动公开政府信息。\n\t全年收到申请三件，均已按期办结。\n局长：\t张某")
    assert grids(document) == []
    assert texts(document) == ["2023年，本局认真贯彻落实条例，主动公开政府信息。", "全年收到申请三件，均已按期办结。", "局长：\t张某"]


def test_cells_and_tabs_on_lines_of_their_own() -> None:
    document = read("项目\n\t\n数量\n行政许可\n\t\n5\n行政处罚\n\t\n6\n行政强制\n\t\n7\n")
    assert grids(document) == [[["项目", "数量"], ["行政许可", "5"], ["行政处罚", "6"], ["行政强制", "7"]]]


# -- pipes -----------------------------------------------------------------------------------------------------------


def test_markdown() -> None:
    document = read(f"""# {TITLE}

## 二、主动公开政府信息情况

| 信息内容 | 本年制发<br>件数 | 备注 |
|:---|---:|---|
| 规章 | 0 |  |
| **行政规范性文件** | 2 | a\\|b |

**三、收到和处理政府信息公开申请情况**

以 *** 代替的文字""")
    assert grids(document) == [[["信息内容", "本年制发\n件数", "备注"], ["规章", "0", ""], ["行政规范性文件", "2", "a|b"]]]
    assert texts(document) == [TITLE, "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "以 *** 代替的文字"]


def test_leading_pipe_with_padding_and_no_rule() -> None:
    document = read("  |  规章      |  0  |  1  |\n  |  规范性文件 |     |  18 |\n")
    assert grids(document) == [[["规章", "0", "1"], ["规范性文件", "", "18"]]]


def test_pipes_without_ends_and_box_drawing() -> None:
    assert grids(read("规章 | 0 | 1\n规范性文件 | 2 | 3")) == [[["规章", "0", "1"], ["规范性文件", "2", "3"]]]
    assert grids(read("┌──┬──┐\n│规章│0│\n├──┼──┤\n│许可│5│\n└──┴──┘")) == [[["规章", "0"], ["许可", "5"]]]
    assert grids(read("+----+---+\n| 规章 | 0 |\n+----+---+\n| 许可 | 5 |\n+----+---+")) == [[["规章", "0"], ["许可", "5"]]]


def test_two_markdown_tables_one_after_the_other() -> None:
    document = read("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n| 丙 | 丁 |\n|---|---|\n| 3 | 4 |")
    assert grids(document) == [[["甲", "乙"], ["1", "2"]], [["丙", "丁"], ["3", "4"]]]


def test_an_empty_head_is_no_row() -> None:
    assert grids(read("|  |  |\n|---|---|\n| 规章 | 2 |\n| 许可 | 3 |")) == [[["规章", "2"], ["许可", "3"]]]


@pytest.mark.parametrize("text", [
    "信息内容\n|\n件数\n|\n现行\n规章\n|\n0\n|\n1\n许可\n|\n2\n|\n3",
    "|\n信息内容\n|\n件数\n|\n现行\n|\n|\n规章\n|\n0\n|\n1\n|\n|\n许可\n|\n2\n|\n3\n|",
])
def test_cells_and_pipes_on_lines_of_their_own(text: str) -> None:
    document = read("二、主动公开政府信息情况\n" + text + "\n三、收到和处理政府信息公开申请情况")
    assert grids(document) == [[["信息内容", "件数", "现行"], ["规章", "0", "1"], ["许可", "2", "3"]]]
    assert texts(document) == ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]


def test_pipes_whose_rows_cannot_be_told_stay_lines() -> None:
    text = "a\n|\nb\n|\nc\n|\nd\n|\ne\n|\nf"
    assert grids(read(text)) == []
    assert flow(read(text)) == text.split("\n")


def test_html_tables_in_markdown() -> None:
    document = read(f"{TITLE}\n\n一、总体情况\n\n文字\n\n<table><tr><td rowspan=2>三</td><td>1</td></tr>\n<tr><td>2</td></tr></table>\n\n末")
    (table,) = document.tables()
    assert [(cell.text, cell.row_span) for cell in table.cells] == [("三", 2), ("1", 1), ("2", 1)]
    assert [block.place.anchor for block in document.body] == ["L1", "L3", "L5", "L7", "L10"]
    assert flow(document)[-3:] == ["三\t1", "2", "末"]


# -- around the text -------------------------------------------------------------------------------------------------


def test_what_a_collector_wrote_above_the_text() -> None:
    document = read(f"标题: {TITLE}\n发布时间: 2024-01-17 08:58\n文号: \n栏目: 年报\n页面链接见同目录\n======== 正文 ========\n一、总体情况")
    assert (document.title, document.published) == (TITLE, "2024-01-17 08:58")
    assert texts(document) == ["一、总体情况"]
    assert document.body[0].place.anchor == "L7"


def test_header_without_a_mark_and_labels_that_are_no_header() -> None:
    document = read(f"标题：{TITLE}\n发布日期：2024-01-17\n来源：本局\n{TITLE}\n一、总体情况")
    assert (document.title, document.published, texts(document)) == (TITLE, "2024-01-17", [TITLE, "一、总体情况"])
    document = read(f"{TITLE}\n发布日期：2024-01-17\n一、总体情况")
    assert (document.title, document.published, len(document.body)) == (None, "2024-01-17", 3)


def test_page_numbers_are_running() -> None:
    document = read("文字\n- 4 -\n— 5 —\n第 6 页 共 9 页\n第7页\n-\n- 2\n-3\n3")
    assert [line.text for line in document.running] == ["- 4 -", "— 5 —", "第 6 页 共 9 页", "第7页"]
    assert texts(document) == flow(document) == ["文字", "-", "- 2", "-3", "3"]


def test_form_feeds_are_page_breaks_and_bare_page_numbers_must_count() -> None:
    document = read("甲\n1\n\f乙\n2\n\f丙\n3\n\f")
    assert document.pages == 3
    assert texts(document) == ["甲", "乙", "丙"]
    assert texts(read("甲\n1\n\f乙\n0\n\f丙\n3\n")) == ["甲", "1", "乙", "0", "丙", "3"]


# -- hard wraps ------------------------------------------------------------------------------------------------------

WRAPPED = """一、总体情况

2022 年，根据《中华人民共和国政府信息公开条例》（国务

院令第 711 号）规定，按照上级关于政府信息公开工作年度

报告格式的通知要求，我局结合工作职能特点，认真落实各项

部署要求，全年主动公开政务信息共 91 条，其中指南 1

条、制度 2 条，确保了信息更新的时效性。

（一）主动公开政府信息情况。2022 年度我局在区政府网

站发布政务信息，严格按照“谁公开、谁审查，谁负责”的原

则，进一步做好公开信息保密审查工作，有力保证信息公开依

法、及时、客观。

三、收到和处理政府信息公开申请情况

（二）部分公开（区分处理的，只计这一情形， 0 0 0 0 0 0 0

不计其他情形）

- 2 -

1.工作人员业务知识还需加强，信息公开的广度和深度还不

够，公开的形式和实效也有待改进。"""


def test_hard_wrapped_paragraphs_are_put_together_in_the_body_alone() -> None:
    document = read(WRAPPED)
    assert texts(document) == [
        "一、总体情况",
        "2022 年，根据《中华人民共和国政府信息公开条例》（国务院令第 711 号）规定，按照上级关于政府信息公开工作年度报告格式的"
        "通知要求，我局结合工作职能特点，认真落实各项部署要求，全年主动公开政务信息共 91 条，其中指南 1条、制度 2 条，确保了信息更新的时效性。",
        "（一）主动公开政府信息情况。2022 年度我局在区政府网站发布政务信息，严格按照“谁公开、谁审查，谁负责”的原则，进一步做好"
        "公开信息保密审查工作，有力保证信息公开依法、及时、客观。",
        "三、收到和处理政府信息公开申请情况",
        "（二）部分公开（区分处理的，只计这一情形， 0 0 0 0 0 0 0",
        "不计其他情形）",
        "1.工作人员业务知识还需加强，信息公开的广度和深度还不够，公开的形式和实效也有待改进。",
    ]
    assert flow(document) == [line.strip() for line in WRAPPED.split("\n") if line.strip() and line != "- 2 -"]
    assert document.body[1].place.anchor == "L3"


def test_paragraphs_on_lines_of_their_own_are_not_joined() -> None:
    lines = [f"（{n}）" + "本局认真落实主动公开各项工作要求" * k + "。" for n, k in zip("一二三四五六七", (3, 1, 6, 2, 8, 4, 5), strict=True)]
    assert texts(read("\n".join(lines))) == lines


def test_indented_lines_begin_paragraphs() -> None:
    line = "本局全年认真落实主动公开各项工作要求并且不断推进平台建设和"
    wrapped = "\n".join(["\u3000\u3000" + line[:-2], line, line, "队伍建设。", "\u3000\u3000" + line[:-2], line, line, "制度建设。"])
    assert len(texts(read(wrapped))) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert read_plain(f"{TITLE}\n规章\t0\n许可\t1\n".encode(encoding)).body == read(f"{TITLE}\n规章\t0\n许可\t1\n").body


def test_garbled_text_is_remarked() -> None:
    text = f"{TITLE}\n一、总体情况，本局认真贯彻落实条例，全年主动公开政府信息。\n" * 3
    garbled = text.encode().decode("gb18030", "replace")
    assert [remark.code for remark in read(garbled).remarks] == ["R-LOST"]
    assert read(text).remarks == ()


def test_nothing_visible() -> None:
    assert read(" \n\t\n\u3000\f\n").body == ()
    assert Table not in map(type, read("|\n|\n|\n|\n|\n").body)


def test_plain_text_needs_no_parser_of_markup() -> None:
    code = "import sys; from extractor.readers.plain import read_plain; read_plain(b'a'); sys.exit('lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_title_alone_on_its_line_begins_a_paragraph_of_wrapped_text() -> None:
    lines = ["本报告所列数据的统计期限自某年一月一日起至某年十二月三十一日止，以下列出。"] * 6
    found = texts(read("\n".join([*lines, "总体情况", *lines])))
    assert "总体情况" in found


@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_title_over_two_lines_is_one_heading(gap: str) -> None:
    found = texts(read(f"四、因政府信息公开工作被申请行政复议、提起行政诉讼\n{gap}情况\n没有发生。"))
    assert found == ["四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "没有发生。"]

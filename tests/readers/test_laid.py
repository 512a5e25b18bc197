"""Tables of text laid out by columns: read by where their words stand, or in doubt and said to be, never silently wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest

import pytest
from builders import (
    Printed,
    figures,
    form_figures,
    lines_of,
    not_right,
    printed,
    record_of,
    silently_wrong,
    table_fields,
    whole_text,
)

from extractor.display import width_of
from extractor.form import load
from extractor.model import Document, Line, Table
from extractor.readers.laid_header import header_of
from extractor.readers.laid_words import words_of
from extractor.readers.plain import read_plain
from extractor.record import Report

FORM = load("2021")
SHOWN = figures(seed=3)
LINES = lines_of(FORM, SHOWN)
T3, T4 = FORM.table("t3"), FORM.table("t4")
HEADER = ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", *(column.label for column in T3.blocks[0].columns)]


def pieces(text: str, width: int, measure: Callable[[str], int]) -> list[str]:
    """A cell's text as it wraps in a column so wide."""
    lines = [""]
    for character in text:
        if measure(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def set_in(cell: list[str], tall: int) -> list[str]:
    """A cell's lines around the middle of an odd number of them, which an even number leaves empty."""
    half = len(cell) // 2
    around = cell if len(cell) % 2 else [*cell[:half], "", *cell[half:]]
    return [*[""] * ((tall - len(around)) // 2), *around]


def laid(rows: Sequence[Sequence[str]], widths: Sequence[int], measure: Callable[[str], int] = len) -> list[str]:
    """Rows of cells as lines of text: each cell wraps in its column, and stands at the height of the row's middle."""
    lines: list[str] = []
    for row in rows:
        cells = [pieces(text, width, measure) for text, width in zip(row, widths, strict=True)]
        tall = max(map(len, cells))
        tall += (tall + 1) % 2  # an odd number of lines has a middle
        columns = [set_in(cell, tall) for cell in cells]
        for line in zip_longest(*columns, fillvalue=""):
            text = "  ".join(part + " " * (width - measure(part)) for part, width in zip(line, widths, strict=True))
            lines += [text.rstrip()] if text.strip() else []
    return lines


def third(shown: Printed) -> list[list[str]]:
    """Table 3 as rows of cells, its header first."""
    block = T3.blocks[0]
    return [HEADER, *([row.label, *(shown[T3.field(row.id, column.id).id] for column in block.columns)] for row in block.rows)]


def document(lines: Sequence[str], table: str = "t3") -> Document:
    return read_plain(whole_text(FORM, {**LINES, table: list(lines)}).encode())


def read(lines: Sequence[str], table: str = "t3") -> Report:
    return record_of(document(lines, table), "report.txt")


def cells(found: Document) -> list[list[str]]:
    """The rows of all tables of a document, as their cells' texts without line breaks."""
    return [
        [cell.text.replace("\n", "") for cell in table.cells if cell.row == row]
        for table in found.tables() for row in range(table.rows)
    ]  # fmt: skip


@pytest.mark.parametrize("measure", [len, width_of], ids=["characters", "half widths"])
@pytest.mark.parametrize("label", [44, 24, 14])
def test_table_3_is_read_by_its_columns(label: int, measure: Callable[[str], int]) -> None:
    report = read(laid(third(SHOWN), [label, *[6] * 7], measure))
    assert not_right(report, SHOWN) == []
    assert {report[name].reading for name in table_fields(T3)} <= {"agreed", "single"}
    assert not [one for one in report.findings if one.severity != "info"]


def test_both_routes_read_a_row_on_one_line() -> None:
    report = read(laid(third(SHOWN), [44, *[6] * 7]))
    assert {report[name].reading for name in table_fields(T3)} == {"agreed"}


def test_figures_that_wrap_in_their_columns_are_put_together() -> None:
    shown = {**SHOWN, **printed({name: value for name, value in form_figures(FORM, seed=5, largest=90).items() if name[:2] == "t3"})}
    report = read(laid(third(shown), [24, *[3] * 7]))
    assert silently_wrong(report, shown) == []
    assert not_right(report, shown) == []


def test_labels_of_groups_beside_the_rows_are_no_labels_of_rows() -> None:
    lines = [
        "一、本年新收政府信息公开申请数量 4   0    0    0    0    0    4",
        "二、上年结转政府信息公开申请数量 1   0    0    0    0    0    1",
        "三 （一）予以公开            2   0    0    0    0    0    2",
        "、 （二）部分公开（区分处理的，",
        "                        1   0    0    0    0    0    1",
        "本 只计这一情形，不计其他情形）",
        "年 （三） 1.属于国家秘密      0   0    0    0    0    0    0",
        "度 不予公 2.其他法律行政法规禁",
        "办                      1   0    0    0    0    0    1",
        "    开   止公开",
        "理 （五） 1.信访举报投诉类申请",
        "                        0   0    0    0    0    0    0",
        "    不予  2.重复申请         0   0    0    0    0    0    0",
    ]
    found = cells(read_plain("\n".join(lines).encode()))
    assert [row[0] for row in found[-8:]] == [
        "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "1.属于国家秘密", "2.其他法律行政法规禁止公开",
        "1.信访举报投诉类申请", "2.重复申请",
    ]  # fmt: skip
    assert [row[1] for row in found[-8:]] == ["4", "1", "2", "1", "0", "1", "0", "0"]


def test_an_empty_cell_is_seen_where_the_rows_sum_tells_that_none_is_run_together() -> None:
    row = next(row for row in T3.blocks[0].rows if row.id == "disclosed")
    names = [T3.field(row.id, column.id).id for column in T3.blocks[0].columns]
    shown = {**SHOWN, **dict(zip(names, ("3", "", "1", "0", "0", "", "4"), strict=True))}
    report = read(laid(third(shown), [44, *[6] * 7]))
    assert [report[name].kind for name in names] == ["number", "blank", "number", "number", "number", "blank", "number"]
    assert silently_wrong(report, shown) == []


def test_figures_run_together_are_no_figure_beside_an_empty_cell() -> None:
    """``1 2`` of two columns printed as ``12``, as text laid out by columns has it now and then."""
    lines = laid(third(SHOWN), [44, *[6] * 7])
    at = next(number for number, line in enumerate(lines) if "（一）予以公开" in line)
    shown = lines[at].split()
    glued = re.sub(r"(\S+) +(\S+)( +\S+)$", r"\1\2\3", lines[at])
    report = read([*lines[:at], glued, *lines[at + 1 :]])
    assert len(glued.split()) == len(shown) - 1
    assert silently_wrong(report, SHOWN) == []


def test_a_row_whose_figures_go_on_on_the_next_page_is_not_read_in_half() -> None:
    lines = laid(third(SHOWN), [44, *[6] * 7])
    at = next(number for number, line in enumerate(lines) if "5.属于三类" in line)
    figure = T3.field("denied_internal_affairs", "natural_person").id
    shown = {**SHOWN, figure: f"{SHOWN[figure]}0"}
    column = lines[at].index(SHOWN[figure], 20)
    report = read([*lines[: at + 1], "", "\f" + " " * column + "0", *lines[at + 1 :]])
    assert silently_wrong(report, shown) == []


def test_figures_a_line_above_their_labels_are_their_own() -> None:
    lines: list[str] = []
    for line in laid(third(SHOWN), [44, *[6] * 7]):
        number = line.find("  ", 1)
        row = re.match(r"(\d\.\S+)( {2,}\d.*)$", line)
        lines += [" " * len(row[1]) + row[2], row[1]] if row and number > 0 else [line]
    assert not_right(read(lines), SHOWN) == []


T4_HEADER = [
    "     行政复议                      行政诉讼",
    "                    未经复议直接起诉         复议后起诉",
    "结果 结果 其他 尚未",
    "            总计 结果 结果 其他 尚未    结果 结果 其他 尚未",
    "维持 纠正 结果 审结                总计             总计",
    "               维持 纠正 结果 审结    维持 纠正 结果 审结",
]


def fourth(texts: Sequence[str]) -> dict[str, str]:
    return {**SHOWN, **dict(zip((field.id for field in T4.fields.values()), texts, strict=True))}


def test_the_header_of_table_4_over_several_lines() -> None:
    shown = fourth(["1", "2", "0", "3", "6", "0", "4", "0", "0", "4", "5", "0", "0", "0", "5"])
    line = " 1  2  0  3  6  0  4  0  0  4  5  0  0  0  5"
    report = read([*T4_HEADER, line], "t4")
    assert not_right(report, shown) == []
    assert {report[field.id].reading for field in T4.fields.values()} == {"agreed"}


def test_figures_of_table_4_that_wrap() -> None:
    shown = fourth(["110", "20", "0", "3", "133", "0", "4", "0", "0", "4", "5", "0", "0", "0", "5"])
    lines = ["11          13", "   20  0  3    0  4  0  0  4  5  0  0  0  5", "0           3"]
    report = read([*T4_HEADER, *lines], "t4")
    assert not_right(report, shown) == []


def test_figures_of_table_4_that_wrap_and_do_not_add_up_are_not_read() -> None:
    shown = fourth(["110", "20", "0", "3", "999", "0", "4", "0", "0", "4", "5", "0", "0", "0", "5"])
    lines = ["11          99", "   20  0  3    0  4  0  0  4  5  0  0  0  5", "0           9"]
    assert silently_wrong(read([*T4_HEADER, *lines], "t4"), shown) == []


def test_the_two_groups_of_litigation_in_the_other_order() -> None:
    header = [T4_HEADER[0], "                    复议后起诉        未经复议直接起诉", *T4_HEADER[2:]]
    shown = fourth(["1", "2", "0", "3", "6", "5", "0", "0", "0", "5", "0", "4", "0", "0", "4"])
    assert silently_wrong(read([*header, " 1  2  0  3  6  0  4  0  0  4  5  0  0  0  5"], "t4"), shown) == []


def test_numbers_under_each_other_that_are_no_table_of_the_form_stay_prose() -> None:
    lines = ["栏目      信息数   阅读数   点赞数", "财政预算    12     300     8", "人事信息     7     120     2", "规划计划     3      80     1"]
    found = read_plain("\n".join(["六、其他需要报告的事项", *lines]).encode())
    assert [block.text for block in found.body if isinstance(block, Line)][1:] == [line.strip() for line in lines]


def test_text_laid_out_stands_in_the_flow_as_printed() -> None:
    lines = laid(third(SHOWN), [24, *[6] * 7])
    found = read_plain("\n".join(lines).encode())
    assert [line.text for line in found.flow] == [line.strip() for line in lines]
    assert [type(block) for block in found.body] == [Table]


def test_labels_put_together_from_pieces_are_not_judged() -> None:
    lines = [line.replace("止公开", "") for line in laid(third(SHOWN), [14, *[6] * 7])]
    assert "S-ROWLABEL" not in {one.code for one in read(lines).findings}


def test_a_heading_ends_a_table_whatever_its_number() -> None:
    lines = laid(third(SHOWN), [44, *[6] * 7])
    text = whole_text(FORM, {**LINES, "t3": lines}).replace("四、政府信息公开行政复议、行政诉讼情况", "4、行政复议、行政诉讼情况")
    report = record_of(read_plain(text.encode()), "report.txt")
    assert [section.id for section in report.sections] == ["s1", "s2", "s3", "s4", "s5", "s6"]


def test_the_header_of_table_3_in_pieces_that_do_not_stand_over_each_other() -> None:
    lines = [
        "                                                申请人情况",
        "（本列数据的勾稽关系为：第一项加第二项                          法人或其他组织",
        "之和，等于第三项加第四项之和）          自然人     商业企     科研机 社会公 法律服                  总计",
        "                                                              其他",
        "                                  业       构    益组织 务机构",
        "一、本年新收政府信息公开申请数量         205     387     26    56   82        42     798",
    ]
    words = [words_of(line, len) for line in lines]
    found = header_of(words[:-1], words[-1][1:])
    assert found is not None
    assert [label.replace("\n", "") for label in found.columns] == HEADER[1:]
    assert found.corner.replace("\n", "") == HEADER[0]


@pytest.mark.parametrize("line", ["一、本年新收政府信息公开申请数量", "总计  " * 400, "总计  " * 50000, "   1   2   3   4"])
def test_columns_without_end_are_no_table(line: str) -> None:
    """Text made to keep a reader busy: whatever stands over or between thousands of rows is given up at once."""
    rows = ["1.属于国家秘密  1  2  3  4", *["                1  2  3  4"] * 4000, "2.重复申请  1  2  3  4"]
    assert list(read_plain("\n".join([line, *rows]).encode()).tables()) == []

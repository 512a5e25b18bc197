"""Two spellings of one label fold to the same words; figures never change by folding."""

from __future__ import annotations

import pytest

from extractor.text import chinese_number, fold, fold_each, joined, key, leading_number, unnumbered, words, year_number


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("（二）部分公开", "(二)部分公开"),
        ("１７", "17"),
        ("⾃然⼈", "自然人"),
        ("⺠政局", "民政局"),
        ("檔案執法", "档案执法"),
        ("本年新收申請數量", "本年新收申请数量"),
        ("总\u200b计", "总计"),
        ("自\u00a0然\u3000人", "自 然 人"),
    ],
)
def test_width_script_and_radicals_fold(printed: str, plain: str) -> None:
    assert fold(printed) == plain


def test_folding_each_character_keeps_every_position() -> None:
    for text in ("（一）⺠⾏政…①、２０２３年", "㈠总体情况⼆", "½ 与 ﬁ", ""):
        assert len(fold_each(text)) == len(text)
    assert fold_each("２０２３年⼯作") == "2023年工作"


@pytest.mark.parametrize(
    "printed",
    ["1.属于国家秘密", "1、属于国家秘密", "１．属于国家秘密", "（1）属于国家秘密", "①属于国家秘密", "属 于 国 家 秘 密", " 一、属于国家秘密：",
     "属于“国家秘密”", "屬於國家秘密"],
)  # fmt: skip
def test_a_label_is_its_words_alone(printed: str) -> None:
    assert key(printed) == "属于国家秘密"


def test_only_one_list_number_goes() -> None:
    assert unnumbered("（三）1.属于国家秘密") == "1.属于国家秘密"
    assert unnumbered("2023年总体情况") == "2023年总体情况"
    assert unnumbered("三安全一稳定") == "三安全一稳定"
    assert unnumbered("一、") == ""
    assert words("（三）1.属于") == "三1属于"


@pytest.mark.parametrize("number", range(1, 100))
def test_chinese_numbers_to_ninety_nine(number: int) -> None:
    digits = "〇一二三四五六七八九"
    tens, units = divmod(number, 10)
    text = ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[units] if units else "")
    assert chinese_number(text) == number


@pytest.mark.parametrize("text", ["", "百", "十十", "一二", "二十百", "2", "十二三", "一十二十"])
def test_what_is_no_chinese_number_is_none(text: str) -> None:
    assert chinese_number(text) is None


def test_line_breaks_of_a_narrow_column_are_no_part_of_what_is_printed() -> None:
    assert joined("社会公益\n 组织 ") == "社会公益组织"
    assert joined("12 件") == "12 件"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("一、总体情况", ("top", 1, "总体情况")), ("第三部分 申请情况", ("top", 3, "申请情况")), ("十一．附件", ("top", 11, "附件")),
        ("（二）依申请公开", ("bracketed", 2, "依申请公开")), ("3.平台建设", ("digit", 3, "平台建设")),
        ("总体情况", None), ("3.5万元", None), ("一是认识不足", None),
    ],
)  # fmt: skip
def test_the_number_that_a_line_begins_with(line: str, number: tuple[str, int, str] | None) -> None:
    assert leading_number(line) == number


@pytest.mark.parametrize("text", ["2023", "二〇二三", "二○二三", "二零二三", "二O二三"])
def test_years_in_digits_and_in_words(text: str) -> None:
    assert year_number(text) == 2023


@pytest.mark.parametrize("text", ["廿三", "二十三", "", "年"])
def test_what_names_no_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not found|invalid literal"):
        year_number(text)

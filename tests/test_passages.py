"""A report's own words, clause by clause: what is left out, and where each clause stands."""

from __future__ import annotations

import pickle

import pytest
from builders import report_with

from extractor.model import Place
from extractor.passages import clauses_of, names_of, passages_of
from extractor.record import Report, Section

ORGAN = "青川湾市云岭区发展和改革局"


def saying(text: str, part: str = "s1", organ: str | None = ORGAN) -> Report:
    where = Section(part, "", text, Place(anchor=part))
    return report_with(organ=organ, preface=where) if part == "preface" else report_with(organ=organ, sections=(where,))


def words(text: str, part: str = "s1", organ: str | None = ORGAN) -> list[str]:
    return [one.words for one in clauses_of(saying(text, part, organ), part)]


@pytest.mark.parametrize("own", [
    "青川湾市云岭区发展和改革局逐月核对村级台账。", "云岭区发展和改革局逐月核对村级台账。", "区发改局逐月核对村级台账。", "我局逐月核对村级台账。",
    "2023年，本机关逐月核对村级台账。", "一是逐月核对村级台账。", "（二）逐月核对村级台账；", "逐月核对村级台账12本。".replace("12本", ""),
])  # fmt: skip
def test_names_years_and_numbering_make_no_difference(own: str) -> None:
    assert words(own) == ["逐月核对村级台账"]


def test_another_organs_name_is_left_as_it_stands() -> None:
    assert words("澜溪浦市财政局逐月核对村级台账。") == ["澜溪浦市财政局逐月核对村级台账"]
    assert words("青川湾市云岭区发展和改革局逐月核对村级台账。", organ=None) == ["青川湾市云岭区发展和改革局逐月核对村级台账"]


def test_a_short_name_is_more_than_the_last_word() -> None:
    names = names_of(ORGAN)
    assert names.sub("◇", "发改局与工作格局、改革局面") == "◇与工作格局、◇面"
    assert names.sub("◇", "各局都要公开") == "各局都要公开"


@pytest.mark.parametrize("customary", [
    "未收取信息处理费。", "本年度我局没有其他需要报告的事项。", "全年未发生因政府信息公开引起的行政复议和行政诉讼。",
    "2023年我局未收到政府信息公开申请。", "共收到政府信息公开申请12件，办结11件，结转下年度继续办理1件。", "现将有关情况报告如下：",
    "（五）监督保障", "存在的主要问题及改进情况", "坚持以习近平新时代中国特色社会主义思想为指导，", "第二十条第（一）项",
])  # fmt: skip
def test_form_text_and_customary_statements_are_nobodys_words(customary: str) -> None:
    assert words(customary) == []


def test_the_usual_introduction_has_no_words_of_its_own() -> None:
    text = (
        f"根据《中华人民共和国政府信息公开条例》（以下简称《条例》）第五十条规定，编制{ORGAN}2023年政府信息公开工作年度报告。"
        "全文由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况"
        "以及其他需要报告的事项六个部分组成。本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
        "对本报告有疑问的，可与我局办公室联系（电话：0000-2100000）。"
    )
    assert words(text, "preface") == []


def test_a_long_sentence_with_a_customary_word_in_it_keeps_the_rest() -> None:
    assert words("未收取信息处理费，并为村民代印清单供随时查看。") == ["为村民代印清单供随时查看"]


def test_clauses_say_where_they_stand_and_lines_wrapped_inside_one_do_not_part_it() -> None:
    text = "我局逐月核对村级台账，\n在服务大厅分批更新托育机构的办事指南和各类收费标\n准明细。\n（二）平台建设"
    found = clauses_of(saying(text), "s1")
    assert [text[one.start : one.end].strip() for one in found] == [
        "我局逐月核对村级台账", "在服务大厅分批更新托育机构的办事指南和各类收费标\n准明细"
    ]  # fmt: skip
    assert found[1].words == "在服务大厅分批更新托育机构的办事指南和各类收费标准明细"


def test_what_is_kept_is_small_and_the_same_every_time() -> None:
    text = "".join(f"在{one}镇逐户走访并登记对{two}的意见，" for one in "甲乙丙丁戊己庚辛壬癸" for two in ("路灯", "供水", "公厕"))
    kept = passages_of(saying(text))
    again = pickle.loads(pickle.dumps(kept))
    assert again == kept == passages_of(saying(text))
    assert len(kept.parts[0].lengths) == 30
    assert len(kept.parts[0].hashes) == 120
    assert len(pickle.dumps(kept)) < 600


def test_figures_of_a_table_that_is_all_zero_or_in_doubt_are_not_kept() -> None:
    assert passages_of(report_with()).figures == ()
    some = {"t2.licensing.decisions": "128", "t3.received_new.total": "3", "t2.rules.in_force": "44"}
    assert [(one.table, one.digits) for one in passages_of(report_with(some)).figures] == [("t2", 3)]
    assert passages_of(report_with(some, readings={"t2.licensing.decisions": "conflict"})).figures == ()

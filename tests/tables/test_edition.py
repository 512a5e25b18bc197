"""The edition is told from the tables' own labels: never from the year, and never from prose."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import C, document, document_from, figures, lines_of, t2_rows, whole, whole_text

from extractor.form import Form, load
from extractor.model import Document
from extractor.tables.edition import form_of, is_foreign, marks, wording_of

PROSE = (
    "本机关政府集中采购信息、采购总金额和其他对外管理服务事项全部公开，现行有效件数按季更新，本年增减情况随时公布，"
    "申请人逾期未按收费通知要求缴纳费用的情形没有发生。"
)


def told(made: Document) -> tuple[str, str | None] | None:
    form = form_of(wording_of(made))
    return None if form is None else (form.edition, form.variant)


def printed(edition: str, variant: str | None = None, prose: str = "") -> tuple[Form, Document, Document]:
    """The form, and a report in it as tables and as plain text."""
    form = load(edition, variant)
    shown = figures(edition, variant)
    lines = lines_of(form, shown)
    one, two = whole(form, shown), document_from(whole_text(form, {**lines, "t2": [prose, *lines["t2"]]}))
    if prose:
        blocks = [*one.body[:3], *document(prose).body, *one.body[3:], *document(prose).body]
        one = Document(tuple(blocks), (*document(prose).flow, *one.flow, *document(prose).flow))
    return form, one, two


@pytest.mark.parametrize("form", [("2021", None), ("2021", "23-row"), ("2019", None)])
@pytest.mark.parametrize("prose", ["", PROSE])
def test_every_form_is_told_from_tables_and_from_text_whatever_the_prose_says(
    form: tuple[str, str | None], prose: str
) -> None:
    _, tables, text = printed(*form, prose)
    assert told(tables) == form
    assert told(text) == form


def test_prose_on_procurement_does_not_make_a_newer_table_a_mixed_one() -> None:
    _, tables, text = printed("2021", prose=PROSE)
    assert marks(wording_of(tables))["2019"] == []
    assert marks(wording_of(text))["2019"] == []


def test_item_one_left_over_from_the_older_form_leaves_the_edition_what_it_is() -> None:
    form, shown = load("2021"), figures()
    pieces = t2_rows(form, shown)
    pieces[0][1] = ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"]
    made = whole(form, shown, {"t2": [[row for piece in pieces for row in piece]]})
    assert told(made) == ("2021", None)
    assert marks(wording_of(made))["2019"] == ["本年新制作数量", "本年新公开数量", "对外公开总数量"]


def test_the_older_forms_whole_table_2_makes_a_report_one_of_the_older_form() -> None:
    new, old = load("2021"), load("2019")
    pieces = [row for piece in t2_rows(old, figures("2019")) for row in piece]
    made = whole(new, figures(), {"t2": [pieces]})
    assert told(made) == ("2019", None)


def test_without_table_2_the_rows_of_other_handling_tell_and_where_they_cannot_the_year() -> None:
    for form, year, expected in (
        (("2021", None), "2020", ("2021", None)),
        (("2019", None), "2020", ("2019", None)),
        (("2021", "23-row"), "2023", ("2021", "23-row")),
        (("2019", None), "2023", ("2021", "23-row")),  # but for table 2 the two print the same
    ):
        made = whole(load(*form), figures(*form), {"t2": ["详见附件。"]})
        flow = tuple(replace(line, text=line.text.replace("2023年", f"{year}年")) for line in made.flow)
        assert told(replace(made, flow=flow)) == expected


def test_labels_broken_over_lines_and_cells_are_whole_labels() -> None:
    form, shown = load("2021"), figures()
    pieces = t2_rows(form, shown)
    pieces[0][1] = ["信息\n内容", "本年制\n发件数", "本年废\n止件数", "现行有\n效件数"]
    assert told(whole(form, shown, {"t2": [[row for piece in pieces for row in piece]]})) == ("2021", None)


def test_prose_alone_has_no_edition() -> None:
    assert told(document(PROSE, "本年新收政府信息公开申请12件，全部按期办结，结转下年度继续办理0件。")) is None
    assert told(document("目录", [["名称", "索引号"], [C("通知", 1, 2)]])) is None
    assert told(document()) is None


def test_a_foreign_column_is_one_that_only_another_edition_prints() -> None:
    new, old = load("2021"), load("2019")
    assert is_foreign("本年新制作数量", new, "t2")
    assert is_foreign("上一年项目数量", new, "t2")
    assert is_foreign("现行有效件数", old, "t2")
    assert not is_foreign("处理决定数量", new, "t2")
    assert not is_foreign("本年处理决定数量", old, "t2")
    assert not is_foreign("备注", new, "t2")

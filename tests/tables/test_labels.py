"""Printed labels name the right row or column, whatever their punctuation, and never a wrong one."""

from __future__ import annotations

import pytest

from extractor.form import Axis, load
from extractor.tables.labels import match

FORMS = [("2021", None), ("2021", "23-row"), ("2019", None)]


def axes(table: str, which: str, edition: str = "2021", variant: str | None = None) -> tuple[Axis, ...]:
    blocks = load(edition, variant).table(table).blocks
    found = {axis.id: axis for block in blocks for axis in getattr(block, which)}
    return tuple(found.values())


ROWS, COLUMNS = axes("t3", "rows"), axes("t3", "columns")


@pytest.mark.parametrize("form", FORMS)
def test_every_label_and_alias_of_the_forms_names_its_own_row_or_column(form: tuple[str, str | None]) -> None:
    for table in load(*form).tables:
        for block in table.blocks:
            for group in (block.rows, block.columns):
                for axis in group:
                    for label in (axis.label, *axis.aliases):
                        assert match(label, group) == axis.id, (table.id, label)


def changes(label: str) -> list[str]:
    return [
        label.replace(".", "、"), label.replace(".", "．"), label.replace("（", "(").replace("）", ")"), " ".join(label),
        "\n".join(label), label.translate(str.maketrans("0123456789", "０１２３４５６７８９")), label + "：", label.replace("“", "\""),
    ]  # fmt: skip


def test_other_punctuation_width_and_blanks_change_nothing() -> None:
    for axis in ROWS:
        for printed in changes(axis.label):
            assert match(printed, ROWS) == axis.id, printed


def test_one_lost_or_wrong_character_of_a_long_label_does_not_matter() -> None:
    for axis in ROWS:
        if len(axis.label) < 9:
            continue
        for at in range(3, len(axis.label)):
            assert match(axis.label[:at] + axis.label[at + 1 :], ROWS) == axis.id
            assert match(axis.label[:at] + "口" + axis.label[at + 1 :], ROWS) == axis.id


@pytest.mark.parametrize(
    ("printed", "row"),
    [
        ("（二）部分公开", "partially_disclosed"),
        ("一、本年新收政府信息公开申请", "received_new"),
        ("申请人无正当理由逾期不补正，行政机关不再处理", "other_correction_overdue"),
        ("逾期不补正", "other_correction_overdue"),
        ("2.其他法律行政止公开", "denied_prohibited_by_law"),
        ("总 计", "results_total"),
        ("（七）合计", "results_total"),
        ("其他", "other_remaining"),
    ],
)
def test_variants_seen_in_reports(printed: str, row: str) -> None:
    assert match(printed, ROWS) == row


@pytest.mark.parametrize(
    ("printed", "column"),
    [("本年(2023)制发件数", "issued"), ("本年制发件数（件）", "issued"), ("现行有效件数 (历史累计)", "in_force"), ("本年发件", "issued"),
     ("现行有效件", "in_force")],
)  # fmt: skip
def test_a_year_or_a_remark_inside_a_column_label_does_not_matter(printed: str, column: str) -> None:
    columns = load("2021").table("t2").blocks[0].columns
    assert match(printed, columns) == column


@pytest.mark.parametrize(
    "printed",
    ["", " ", "（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理", "三、本年度办理结果", "小计", "0", "12", "法人或其他组织",
     "信息内容", "申请人情况", "公开", "其他其他", "本机关按要求做好政府信息公开工作，" * 9],
)  # fmt: skip
def test_what_names_no_row_is_none(printed: str) -> None:
    assert match(printed, ROWS) is None


def test_the_older_forms_column_labels_are_none_of_the_newer() -> None:
    new, old = axes("t2", "columns"), axes("t2", "columns", "2019")
    for axis in new:
        if axis.id != "decisions":
            assert match(axis.label, old) is None
    for axis in old:
        if axis.id != "decisions":
            assert match(axis.label, new) is None


def test_no_row_is_mistaken_for_another_by_one_wrong_character() -> None:
    labels = {axis.id: axis.label for axis in ROWS}
    for name, label in labels.items():
        for at in range(len(label)):
            assert match(label[:at] + label[at + 1 :], ROWS) in (name, None), label


def test_a_generic_label_is_told_only_exactly() -> None:
    assert match("其他", COLUMNS) == "other_organization"
    assert match("其他类", COLUMNS) is None
    assert match("总计数", COLUMNS) is None


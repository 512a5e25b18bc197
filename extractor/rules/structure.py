"""The report as a whole: its six sections and their order, its three tables and their edition."""

from __future__ import annotations

from collections.abc import Iterator

from ..record import Evidence
from .catalogue import Case, Fault, rule

SINCE_2021 = 2021
"""The first year whose reports are due in the 2021 form."""


@rule("S-MISSING", "error", "form", "缺少规定的部分", "A section is missing")
def s_missing(case: Case) -> Iterator[Fault]:
    """六个部分缺了一个：没有找到它的标题。

    依据：《条例》第五十条；格式规定六个部分一个不少。
    例：没有“六、其他需要报告的事项”。
    改：补上该部分，标题照格式写；确无内容的也要写明。
    """
    there = {section.id for section in case.report.sections}
    for section in case.form.sections:
        if section.id not in there:
            yield Fault(
                f"没有找到“{section.number}、{section.title}”。",
                f"Section {section.id[1:]} ({section.en}) was not found.",
                blame="source" if len(there) >= 3 else "unknown", what=section.id,
            )  # fmt: skip


@rule("S-ORDER", "error", "form", "各部分次序不对", "Sections out of order")
def s_order(case: Case) -> Iterator[Fault]:
    """六个部分都要按格式的次序。

    依据：格式规定的次序。
    例：“五、存在的主要问题及改进情况”排在“四、…行政复议、行政诉讼情况”之前。
    改：调整次序。
    """
    order = [section.id for section in case.form.sections]
    printed = [section.id for section in case.report.sections]
    expected = [one for one in order if one in printed]
    if printed == expected:
        return
    moved = next(section for section, due in zip(case.report.sections, expected, strict=True) if section.id != due)
    titles = " → ".join(section.title for section in case.report.sections)
    yield Fault(
        f"各部分次序与格式不符，从“{moved.title}”起：{titles}。",
        f"The sections stand in the order {' '.join(printed)}.",
        evidence=(Evidence(moved.title, moved.place),), what="".join(printed),
    )  # fmt: skip


@rule("S-TABLEMISS", "error", "form", "缺少规定的表格", "A statutory table is missing")
def s_table_missing(case: Case) -> Iterator[Fault]:
    """没有找到表二、表三或表四：没有印，或者是图片，或者只有文字叙述。这些格一律记为 missing，不是 0。

    依据：第二、三、四部分规定以表格形式报告。
    例：第三部分只写“2023年收到申请3件，均已答复”。
    改：用可以复制文字的表格填报；原件若有表格而这里没有读到，用 nianbao inspect 看读到了什么。
    """
    for table in case.form.tables:
        fields = tuple(field.id for field in table.fields.values())
        # A table whose labels are printed is there: that its figures could not be read is told by R-LOST.
        if table.id not in case.printed and all(case.value(one).kind == "missing" for one in fields):
            number = table.id[1:]
            section = case.report.section(table.section)
            evidence = (Evidence(section.title, section.place),) if section else ()
            yield Fault(
                f"没有找到表{'一二三四'[int(number) - 1]}（{table.title}），{len(fields)} 格都没有数据。",
                f"Table {number} was not found; its {len(fields)} cells are missing, not zero.",
                fields, evidence=evidence, blame="unknown",
            )  # fmt: skip


@rule("S-TABLEOLD", "error", "form", "用了旧版表格", "Tables of the older form")
def s_table_old(case: Case) -> Iterator[Fault]:
    """2021 年度起的报告用了 2019 版（试行）的表格，或者新旧两版混用。

    依据：国办公开办函〔2021〕30号自 2021 年度报告起施行。
    例：2022 年的报告有“本年新制作数量”“上一年项目数量”。
    改：改用 2021 版表格，重新统计制发、废止、现行有效件数。
    """
    year = case.report.year
    if year is None or year < SINCE_2021 or not case.old_labels:
        return
    labels = "、".join(case.old_labels)
    mixed = case.report.edition == "2021"
    yield Fault(
        f"{year} 年度的报告{'混用' if mixed else '用'}了 2019 版表格（{labels}）。",
        f"A report on {year} {'mixes in' if mixed else 'uses'} the tables of the 2019 form.",
        evidence=(Evidence(labels),), what="mixed" if mixed else "whole",
    )  # fmt: skip

"""The day of publication and the title that a source states beside the report, in whatever characters and cells."""

from __future__ import annotations

import pytest

from extractor.model import Cell, Table
from extractor.readers.stated import before_sections, stated_date, stated_title

METADATA = Table(
    tuple(Cell(text, 0, at) for at, text in enumerate(("名称", "云岭区档案局2023年度报告", "发布⽇期", "2024-01-17"))), 1, 4
)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("发布日期：2024-01-17", "2024-01-17"),
        ("发布⽇期：2024年1⽉17⽇", "2024年1月17日"),
        ("公开时间：２０２４年１月１７日　来源：云岭区", "2024年1月17日"),
        ("發布日期:2024/1/17 09:00", "2024/1/17 09:00"),
        ("【发文日期】2024.1.17", "2024.1.17"),
        ("打印日期：2024-01-17", None),
        ("发布日期：另行通知", None),
    ],
)
def test_the_day_is_told_by_its_label(line: str, day: str | None) -> None:
    assert stated_date({}, ["云岭区档案局2023年政府信息公开工作年度报告", line]) == day


def test_a_metadata_table_states_day_and_title() -> None:
    assert stated_date({}, [METADATA]) == "2024-01-17"
    assert stated_title({}, "云岭区", [METADATA]) == "云岭区档案局2023年度报告"


def test_what_a_page_names_comes_first() -> None:
    assert stated_date({"pubdate": "2024-02-01"}, [METADATA]) == "2024-02-01"


def test_what_stands_before_the_sections_is_looked_through_and_nothing_where_there_are_none() -> None:
    assert list(before_sections(["标题", METADATA, "⼀、总体情况", "发布日期：2024-01-17"])) == ["标题", METADATA]
    assert list(before_sections(["标题", "发布日期：2024-01-17"])) == []

"""The law as data: which notice and which Regulations hold for a year, and that the forms agree."""

from __future__ import annotations

import pytest

from extractor.form import editions, load
from extractor.rules.law import law


@pytest.mark.parametrize(
    ("year", "number"),
    [(2013, None), (2018, "国办发〔2014〕32号"), (2019, "国办公开办函〔2019〕60号"), (2020, "国办公开办函〔2019〕60号"),
     (2021, "国办公开办函〔2021〕30号"), (2026, "国办公开办函〔2021〕30号")],
)  # fmt: skip
def test_the_notice_for_a_year(year: int, number: str | None) -> None:
    notice = law().notice_for(year)
    assert (notice.number if notice else None) == number


def test_every_edition_has_its_notice() -> None:
    assert {load(edition).notice for edition in editions()} <= {notice.number for notice in law().notices}


@pytest.mark.parametrize(
    ("year", "order", "articles", "deadline"),
    [(2008, 492, (31, 32), "03-31"), (2018, 492, (31, 32), "03-31"), (2019, 711, (49, 50), None)],
)
def test_the_regulations_for_a_year(year: int, order: int, articles: tuple[int, ...], deadline: str | None) -> None:
    valid = law().regulations_for(year)
    assert valid is not None
    assert (valid.order, valid.articles, valid.deadline) == (order, articles, deadline)


def test_before_2008_there_were_none() -> None:
    assert law().regulations_for(2007) is None


def test_a_number_falls_into_its_parts() -> None:
    notice = law().notice_for(2023)
    assert notice is not None
    assert (notice.prefix, notice.year_and_number) == ("国办公开办函", (2021, 30))
    assert notice.cited_as in notice.name

"""Names of organs: which of them are one, what level they tell, and who may make rules."""

from __future__ import annotations

import pytest

from extractor.rules.powers import may_make_rules, organ_key, same_organs


@pytest.mark.parametrize("name", [
    "青川湾市云岭区发展和改革局", "云岭区人民政府", "云岭区人民政府办公室", "东海省教育厅", "青川湾市云岭区松溪浦镇人民政府", "大松乡",
    "青川湾市市场监督管理局", "青川湾市云岭市人民政府", "松澜自治州云岭县人民政府", "青川湾市公安局交通警察支队", "云岭县",
])  # fmt: skip
def test_departments_and_governments_below_a_city_make_no_rules(name: str) -> None:
    assert may_make_rules(name) is False


@pytest.mark.parametrize("name", [
    "青川湾市人民政府", "青川湾市人民政府办公室", "松澜土家族苗族自治州人民政府", "国家青川局", "松澜部", "松澜总署", "财政局",
    "国家税务总局青川湾市税务局", "青川湾市高新技术产业开发区管理委员会", "青云新区人民政府", "松澜综合实验区", "松澜建设兵团", None,
])  # fmt: skip
def test_whoever_may_make_rules_or_cannot_be_told_is_let_be(name: str | None) -> None:
    assert may_make_rules(name) is not False


def test_a_profile_names_further_organs_that_make_rules() -> None:
    assert may_make_rules("青川湾市云岭区人民政府", ("云岭区人民政府$",)) is True
    assert may_make_rules("青川湾市云岭区财政局", ("云岭区人民政府$",)) is False


def test_spellings_of_one_name_have_one_key() -> None:
    assert organ_key("青川湾市 云岭區財政局（本級）") == organ_key("青川湾市云岭区财政局(本级)")


def test_a_short_name_is_the_one_longer_name_that_has_places_before_it() -> None:
    known = same_organs({"云岭区财政局": {2021}, "青川湾市云岭区财政局": {2022}, "松澜区财政局": {2021}})
    assert known["云岭区财政局"] == "青川湾市云岭区财政局" and known["松澜区财政局"] == "松澜区财政局"


def test_names_over_three_levels_are_one() -> None:
    names = ("云岭区财政局", "青川湾市云岭区财政局", "东海省青川湾市云岭区财政局")
    assert set(same_organs({name: {2020 + at} for at, name in enumerate(names)}).values()) == {names[2]}


@pytest.mark.parametrize("years", [
    {"云岭区财政局": {2021}, "青川湾市云岭区财政局": {2022}, "松澜浦市云岭区财政局": {2022}},  # two longer names
    {"云岭区财政局": {2021}, "青川湾市云岭区财政局": {2021}},  # both report on one year
    {"财政局": {2021}, "青川湾市财政局": {2022}},  # the shorter one names no place
    {"青川湾市税务局": {2021}, "国家税务总局青川湾市税务局": {2022}},  # what stands before is no place
    {"云岭区人民政府": {2021}, "云岭区人民政府办公室": {2022}},
])  # fmt: skip
def test_names_that_may_be_two_organs_stay_two(years: dict[str, set[int]]) -> None:
    assert same_organs(years) == {name: name for name in years}

"""Whether a name in the prose may mean the report's own organ: in doubt it may."""

from __future__ import annotations

import pytest

from extractor.rules.organ_names import body, one_character_apart, places, proper, same, trimmed

BUREAU = "青川湾市云岭区工业和信息化局"
GOVERNMENT = "青川湾市云岭区人民政府"
TOWN = "青川湾市云岭区松台镇人民政府"


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("青川湾市云岭区工业和信息化局", ("青川湾市", "云岭区")), ("云岭区住房和城乡建设局", ("云岭区",)),
        ("青川湾市市场监督管理局", ("青川湾市",)), ("青川湾市民政局", ("青川湾市",)), ("松台街道办事处", ("松台街道",)), ("财政局", ()),
    ],
)  # fmt: skip
def test_the_places_a_name_begins_with(name: str, own: tuple[str, ...]) -> None:
    assert places(name) == own
    assert "".join(own) + body(name) == name


@pytest.mark.parametrize("name", [
    BUREAU, "云岭区工业和信息化局", "云岭区工信局", "区工信局", "由云岭区工信局", "请与区工业和信息化局", "云岭区工业和信息化局办公室",
])  # fmt: skip
def test_short_and_long_names_of_a_bureau_are_one(name: str) -> None:
    assert same(name, BUREAU, "department")
    assert same(name, "云岭区工业和信息化局", "department")


@pytest.mark.parametrize("name", ["松坪区工业和信息化局", "云岭区教育局", "青川湾市松坪区工信局", "松坪区人民政府"])
def test_another_place_or_another_bureau_is_another_organ(name: str) -> None:
    assert not same(name, BUREAU, "department")


@pytest.mark.parametrize("name", ["云岭区人民政府办公室", "云岭区大数据局", "青川湾市云岭区", "区政府办公室"])
def test_any_office_of_its_place_speaks_for_a_government(name: str) -> None:
    assert same(name, GOVERNMENT, "government")


def test_a_town_is_no_other_town_of_its_district() -> None:
    assert same("松台镇党政办公室", TOWN, "town")
    assert not same("松坪镇人民政府", TOWN, "town")


def test_words_of_the_sentence_are_no_part_of_a_name() -> None:
    assert trimmed("请与青川湾市松坪区财政局") == "青川湾市松坪区财政局"
    assert trimmed("和平区财政局") == "和平区财政局"
    assert trimmed("松坪区发展和改革局") == "松坪区发展和改革局"


def test_places_without_a_name_and_slips_of_one_character() -> None:
    assert [proper(one) for one in ("云岭区", "各区", "我市", "和平区")] == [True, False, False, True]
    assert one_character_apart("云岭区财政全融局", "云岭区财政金融局")
    assert not one_character_apart("云岭区财政局", "松坪区财政局")

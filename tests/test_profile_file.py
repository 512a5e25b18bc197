"""Profiles that people write: what they may say, and what is told where they cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import ProfileError
from extractor.profile import DEFAULT
from extractor.profile_file import changes_of, load_profile, shipped
from extractor.rules import RULES


def written(tmp_path: Path, text: str, name: str = "本市.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_those_that_ship_can_be_loaded_and_say_what_they_are_for() -> None:
    assert shipped()[0] == "default" and {"strict", "pre-publication"} < set(shipped())
    for name in shipped():
        profile = load_profile(name)
        assert profile.name == name and profile.title and profile.title_en and profile.about and profile.about_en
        assert all(code in RULES for code in (*profile.off, *profile.on, *profile.severities))
        assert all(changes_of(profile, lang) for lang in ("zh", "en"))


def test_the_default_changes_nothing() -> None:
    profile = load_profile("default")
    assert (profile.off, profile.on, profile.severities, profile.deadlines) == (DEFAULT.off, DEFAULT.on, {}, DEFAULT.deadlines)
    assert changes_of(profile) == ["与规则本来的设定相同"]


def test_a_file_says_all_there_is_to_say(tmp_path: Path) -> None:
    path = written(tmp_path, """
        title = "本市"
        off = ["c-*", "T3-MISS"]
        on = ["C-NEG"]
        rule_makers = ["青川湾市人民政府"]
        [severities]
        "T4-*" = "warning"
        T4-INT = "info"
        [deadlines]
        department = "01-20"
        [length_caps]
        s1 = 1000
    """)  # fmt: skip
    profile = load_profile(str(path))
    assert profile.name == "本市" and profile.title == "本市"
    assert {"C-BLANK", "C-WU", "T3-MISS"} <= profile.off and "C-NEG" not in profile.off, "one named in full outranks its family"
    assert profile.severities["T4-SUM"] == "warning" and profile.severities["T4-INT"] == "info"
    assert profile.deadlines == {**DEFAULT.deadlines, "department": "01-20"}
    assert profile.length_caps == {"s1": 1000} and profile.rule_makers == ("青川湾市人民政府",)
    assert "部门期限: 01-20" in changes_of(profile) and "s1 字数上限: 1000" in changes_of(profile)


def test_a_profile_may_start_from_another(tmp_path: Path) -> None:
    written(tmp_path, 'base = "strict"\noff = ["C-WU"]\n[severities]\nC-BLANK = "info"', "市.toml")
    profile = load_profile("区.toml", written(tmp_path, 'base = "市.toml"\non = ["C-WU"]', "区.toml").parent)
    assert profile.severities["C-BLANK"] == "info" and profile.severities["C-SLASH"] == "error"
    assert "C-WU" not in profile.off and "C-WU" in profile.on
    assert load_profile("strict").severities["C-BLANK"] == "error"


@pytest.mark.parametrize(("text", "key", "cure"), [
    ('off = ["T3-BLA"]', "off", "T3-BAL"),
    ('on = ["X"]', "on", "nianbao rules"),
    ('off = ["ZZ-*"]', "ZZ-*", "nianbao rules"),
    ('offf = []', "offf", "off"),
    ('off = "C-WU"', "off", "[\"…\"]"),
    ('off = ["C-WU"]\non = ["C-WU"]', "C-WU", "去掉一处"),
    ('off = ["R-CONFLICT"]', "R-CONFLICT", "不能关"),
    ('off = ["R-*"]', "R-", "不能关"),
    ('[severities]\nR-LOST = "info"', "R-LOST", "不能降低"),
    ('[severities]\nC-WU = "eror"', "C-WU", "error"),
    ('[severities]\nC-WU = "off"', "C-WU", "off"),
    ('severities = 3', "severities", "[severities]"),
    ('[deadlines]\ndepartment = "1月28日"', "department", "01-28"),
    ('[deadlines]\ndepartment = "02-30"', "department", "01-28"),
    ('[deadlines]\ndepartment = 128', "department", "01-28"),
    ('[deadlines]\ndepartement = "01-28"', "departement", "department"),
    ('[length_caps]\ns7 = 100', "s7", "s1"),
    ('[length_caps]\ns1 = "1000"', "s1", "字数"),
    ('[length_caps]\ns1 = true', "s1", "字数"),
    ('rule_makers = ["("]', "rule_makers", "模式"),
    ('base = "strickt"', "strickt", "strict"),
    ('base = "本市.toml"', "base", "互相引用"),
    ('title = 3', "title", "文字"),
    ('off = [C-WU]', "TOML", "引号"),
])  # fmt: skip
def test_what_cannot_be_meant_is_told_with_the_file_the_key_and_the_cure(tmp_path: Path, text: str, key: str, cure: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ProfileError) as caught:
        load_profile(str(path))
    said = str(caught.value)
    assert key in said and cure in said and said.endswith("。") and isinstance(caught.value, ValueError)
    assert "本市.toml" in said or key == "strickt"


def test_a_name_that_is_none_suggests_those_like_it(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="是不是 strict"):
        load_profile("stritc", tmp_path)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes('title = "本市"'.encode("gb18030"))
    with pytest.raises(ProfileError, match="UTF-8"):
        load_profile(str(path))
    path.write_bytes('\ufefftitle = "本市"'.encode())
    assert load_profile(str(path)).title == "本市"

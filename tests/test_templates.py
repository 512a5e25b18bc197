"""Templates over paths: what a clerk types, and what the names of folders and files then tell."""

from __future__ import annotations

import pytest

from extractor.errors import HintError
from extractor.templates import template_of


def told(template: str, path: str, name: str = "organ") -> dict[str, str | int]:
    found = template_of(template, name).told(path)
    assert {one.origin for one in found} <= {"path"}
    return {one.name: one.value for one in found}


@pytest.mark.parametrize(("template", "path", "expected"), [
    ("{organ}/{year}.*", "年报/云岭区财政局/2023.pdf", {"organ": "云岭区财政局", "year": 2023}),
    ("{organ}/{year}.*", "年报/云岭区财政局/2023年度.PDF", {"organ": "云岭区财政局", "year": 2023}),
    ("{year}/{organ}/*", "2023年/01 云岭区财政局（终稿）/报告.docx", {"organ": "云岭区财政局", "year": 2023}),
    ("*/{organ}_{year}*", "年报/云岭区财政局_2023年度报告.html", {"organ": "云岭区财政局", "year": 2023}),
    ("*_{organ}_*", "03_云岭区财政局_终稿.docx", {"organ": "云岭区财政局"}),
    ("{organ}.*", "云岭区财政局2023年政府信息公开工作年度报告.html", {"organ": "云岭区财政局"}),
    ("{organ}.*", "2023年度云岭区财政局.html", {"organ": "云岭区财政局"}),
    ("{organ}.zip/*", "in/云岭区财政局.zip/2023.html", {"organ": "云岭区财政局"}),
    ("{organ}/**", "云岭区财政局/a/b/c.html", {"organ": "云岭区财政局"}),
    ("**/{organ}/x/*", "a/b/云岭区财政局/x/c.html", {"organ": "云岭区财政局"}),
    ("{organ}/{year}.*", "云岭区财政局/年报.pdf", {}),
    ("{organ}/{year}.*", "云岭区财政局/120231.pdf", {}),
    ("{organ}/*", "scans/2023.pdf", {}),
    ("{organ}/*", "2023.pdf", {}),
    ("a+b/{organ}/?.html", "a+b/云岭区财政局/1.html", {"organ": "云岭区财政局"}),
    ("a+b/{organ}/?.html", "aab/云岭区财政局/1.html", {}),
])  # fmt: skip
def test_what_a_path_tells(template: str, path: str, expected: dict[str, str | int]) -> None:
    assert told(template, path) == expected


def test_a_year_of_any_folder_and_in_chinese() -> None:
    assert told("{year}/**", "年报/2023年度/区/街道/a.html", "year") == {"year": 2023}
    assert told("{year}/**", "二〇二三年/a.html", "year") == {"year": 2023}
    assert told("*{year}*", "区财政局2023终稿.docx", "year") == {"year": 2023}


@pytest.mark.parametrize(("template", "name"), [
    ("{year}/*", "organ"), ("*", "year"), ("{organ", "organ"), ("{机关}/*", "organ"), ("{organ}/{organ}", "organ"), ("", "year"), ("{}", "year"),
])
def test_what_cannot_be_meant_is_refused_with_an_example(template: str, name: str) -> None:
    with pytest.raises(HintError, match=r"例如 '\{year\}/\{organ\}/\*'"):
        template_of(template, name)

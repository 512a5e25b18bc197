"""Patterns compiled on first use: they are the library's own, and every one in the package is sound."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
import regex

import extractor
from extractor import patterns
from extractor.patterns import lazy, lazy_re


def test_it_searches_as_the_pattern_of_its_library_does() -> None:
    found = lazy(r"\p{Han}+(?P<year>\d{4})").search("报告2023年")
    assert found is not None
    assert found["year"] == "2023"
    assert lazy_re("a.b", re.DOTALL).fullmatch("a\nb")
    assert lazy("一|二").pattern == "一|二"


def test_it_is_compiled_once_and_only_when_searched_with(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_ = regex.compile
    monkeypatch.setattr(regex, "compile", lambda pattern, flags=0: (compiled.append(pattern), compile_(pattern, flags))[1])
    pattern = lazy("年报")
    assert compiled == []
    assert pattern.search("本年报") and pattern.search("年报") and not pattern.search("月报")
    assert compiled == ["年报"]


def test_every_pattern_of_the_package_is_sound() -> None:
    held = list(_held())
    assert len(held) > 200
    for name, pattern in held:
        try:
            assert pattern.pattern
        except (re.error, regex.error) as error:
            pytest.fail(f"{name}: {error}")


def _held() -> Iterator[tuple[str, Any]]:
    for module in pkgutil.walk_packages(extractor.__path__, "extractor."):
        if module.name != "extractor.__main__":
            waiting = list(vars(importlib.import_module(module.name)).values())
            while waiting:
                one = waiting.pop()
                if isinstance(one, patterns._Lazy):
                    yield module.name, one
                elif isinstance(one, dict):
                    waiting += one.values()
                elif isinstance(one, tuple | list):
                    waiting += one

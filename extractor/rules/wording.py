"""The lists of ``wording.toml`` as patterns, and the search of a record's prose with them."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from ..record import Report
from .quoting import Passage, passages, unquoted


@functools.cache
def wording() -> Mapping[str, Any]:
    """``wording.toml`` as plain data."""
    data: dict[str, Any] = tomllib.loads((resources.files(__package__) / "wording.toml").read_text(encoding="utf-8"))
    return data


@functools.cache
def phrases(*path: str, before: str = "") -> re.Pattern[str]:
    """The patterns of a list as one, such as those of ``("generic", "weak")``; KeyError for a list there is not.

    ``before`` is a pattern of what must precede them.
    """
    found: Any = wording()
    for step in path:
        found = found[step]
    return re.compile(f"{before}(?:{'|'.join(f'(?:{one})' for one in found)})")


def hits(report: Report, *path: str, before: str = "") -> Iterator[tuple[Passage, re.Match[str]]]:
    """Where a list's words stand outside names of documents and quotation marks; ``before`` is what must precede."""
    pattern = phrases(*path, before=before)
    for passage in passages(report):
        for hit in pattern.finditer(unquoted(passage.text)):
            yield passage, hit

"""What is told of a report from outside it: by a list of metadata, or by where the file lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Origin = Literal["list", "path"]
"""list: a line of ``--metadata``; path: the names of the folders and the file."""

NAMES = ("organ", "year", "region", "region_code", "level", "kind", "published", "url")
"""What can be given, in the order of a record."""


@dataclass(frozen=True, slots=True)
class Given:
    """One thing told from outside: ``name`` is one of :data:`NAMES`; a year is a number, a date ``2024-01-19``."""

    name: str
    value: str | int
    origin: Origin


def given_value(given: Iterable[Given], name: str) -> str | int | None:
    """The first thing given under a name; None without any."""
    return next((one.value for one in given if one.name == name), None)

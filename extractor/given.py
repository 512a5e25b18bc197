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


def given_text(given: Iterable[Given], name: str) -> str | None:
    """The same as text."""
    found = given_value(given, name)
    return None if found is None else str(found)


def region_of(given: Iterable[Given]) -> dict[str, str] | None:
    """The region that was given with its code and name; None where either is missing.

    An organ's own name tells no code, so no region is made of it. Without a level the code tells it: 310000 is a
    province's, 310100 a city's, 310104 a county's, a longer one a town's.
    """
    code, name, level = (given_text(given, one) for one in ("region_code", "region", "level"))
    if code is None or name is None:
        return None
    return {"code": code, "name": name, "level": level or level_of(code)}


def level_of(code: str) -> str:
    """province, city, county or town, by how long a code of a region is without the zeros behind it (GB/T 2260, GB/T 10114)."""
    short = code[:6].ljust(6, "0")
    if code[6:].strip("0"):
        return "town"
    return "province" if short.endswith("0000") else "city" if short.endswith("00") else "county"

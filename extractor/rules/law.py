"""The notices on annual reports and the Regulations as data, by the year reported on; from ``law.toml``."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from ..form import load
from ..patterns import lazy
from ..text import fold

_NUMBER = lazy(r"(?P<prefix>\p{Han}+)〔(?P<year>\d{4})〕(?P<number>\d+)号")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice on annual reports: number as printed, exact name without its issuer, years it holds for.

    ``cited_as`` are the words of the name by which a citation is known.
    """

    number: str
    name: str
    cited_as: str
    from_year: int
    until_year: int | None

    @property
    def prefix(self) -> str:
        """The words of the number, such as 国办公开办函."""
        return _parts(self.number)[0]

    @property
    def year_and_number(self) -> tuple[int, int]:
        """The year in the brackets and the running number."""
        return _parts(self.number)[1:]

    def holds_for(self, year: int) -> bool:
        """Whether reports on that year follow this notice."""
        return self.from_year <= year <= (self.until_year or year)


@dataclass(frozen=True, slots=True)
class Regulations:
    """One version of the OGI Regulations: State Council Order, articles on annual reports, years, last day.

    ``deadline`` is ``MM-DD`` of the following year where one day held for every organ, else None.
    """

    order: int
    articles: tuple[int, ...]
    from_year: int
    until_year: int | None
    deadline: str | None


@dataclass(frozen=True, slots=True)
class Law:
    """All of it: the office that issues the notices, the notices, the versions of the Regulations."""

    issuer: str
    notices: tuple[Notice, ...]
    regulations: tuple[Regulations, ...]

    def notice_for(self, year: int) -> Notice | None:
        """The notice that a report on that year follows; None before there was one."""
        return next((one for one in self.notices if one.holds_for(year)), None)

    def regulations_for(self, year: int) -> Regulations | None:
        """The Regulations under which a report on that year is made; None before 2008."""
        return next((one for one in self.regulations if one.from_year <= year <= (one.until_year or year)), None)


@functools.cache
def law() -> Law:
    """The law as ``law.toml`` has it; raises KeyError for a file that lacks something."""
    data = tomllib.loads((resources.files(__package__) / "law.toml").read_text(encoding="utf-8"))
    regulations = tuple(
        Regulations(one["order"], tuple(one["articles"]), one["from_year"], one.get("until_year"), one.get("deadline"))
        for one in data["regulations"]
    )
    return Law(data["issuer"], tuple(map(_notice, data["notice"])), regulations)


def _notice(entry: dict[str, Any]) -> Notice:
    if "edition" not in entry:
        return Notice(entry["number"], entry["name"], entry["cited_as"], entry["from_year"], entry.get("until_year"))
    form = load(entry["edition"])
    return Notice(form.notice, entry["name"], entry["cited_as"], form.from_year, form.until_year)


@functools.cache
def _parts(number: str) -> tuple[str, int, int]:
    found = _NUMBER.fullmatch(fold(number))
    if found is None:
        raise ValueError(f"law.toml: {number} is no number of a notice")
    return found["prefix"], int(found["year"]), int(found["number"])

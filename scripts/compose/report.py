"""What a composed report consists of before it is laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from extractor.form import Form
from extractor.record import Value

Number = int | float
Shows = Literal["prose", "table", "told", "picture"]
"""How a section is filled: prose, its table, words instead of its table, a picture of it."""


@dataclass(frozen=True, slots=True)
class Organ:
    """An invented organ: ``name`` in full, ``self_name`` as 我局, ``level`` city, county or town."""

    name: str
    self_name: str
    place: str
    kind: Literal["government", "department", "town"]
    level: Literal["city", "county", "town"]

    @property
    def makes_rules(self) -> bool:
        """Whether the organ may make 规章: of those composed here only a city's government."""
        return self.kind == "government" and self.level == "city"


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A section in the order of printing. ``number`` counts from 1; it is printed, right or wrong."""

    id: str
    number: int
    shows: Shows


@dataclass(frozen=True, slots=True)
class Fault:
    """The one known fault of a report.

    ``code`` is the rule that should find it, ``codes`` every rule it touches, ``breaks`` the identities
    it breaks as (code, id of the first field on their left). ``suggestion`` is the mend, and
    ``unique`` says whether the identities alone lead to it.
    """

    name: str
    code: str
    codes: tuple[str, ...]
    fields: tuple[str, ...] = ()
    breaks: tuple[tuple[str, str], ...] = ()
    suggestion: tuple[str, Number] | None = None
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Rewording:
    """A change of the finished prose: ``old`` becomes ``new`` all through ``part``, or ``new`` is added for an empty ``old``."""

    part: Literal["introduction", "overview"]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A report's content. ``values`` are the printed cells; ``quoted`` the figures prose may name.

    ``quoted`` holds true figures only, and none that a fault touches, so that a fault stays the only one.
    ``intro_year``, ``period_end``, ``notice``, ``request_offset`` and ``fee_statement`` are what the
    faults of the prose change, ``reworded``, ``title_name`` and ``published`` those of the words; ``published``
    is the day that the page prints above the report, if it prints one. ``growth`` is what the prose says of the
    requests against last year's. ``changes`` is what the faults of structure do, by the name of the part: see
    structure_faults; ``printed_form`` has the labels that the tables print where they are not the form's.
    """

    organ: Organ
    year: int
    form: Form
    profile: str
    style: str
    values: Mapping[str, Value]
    quoted: Mapping[str, Number]
    plan: tuple[SectionPlan, ...]
    intro_year: int
    period_end: str
    notice: str
    request_offset: int = 0
    fee_statement: bool = True
    instructions: bool = False
    reworded: tuple[Rewording, ...] = ()
    title_name: str = "政府信息公开工作年度报告"
    published: date | None = None
    growth: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    printed_form: Form | None = None
    fault: Fault | None = None

    def with_values(self, changed: Mapping[str, Value]) -> Draft:
        """The same draft with some cells printed otherwise; prose no longer names those figures."""
        quoted = {name: figure for name, figure in self.quoted.items() if name not in changed}
        return replace(self, values={**self.values, **changed}, quoted=quoted)

    @property
    def complete(self) -> bool:
        """Whether the six sections stand in their order, so that the introduction may list them."""
        return [one.id for one in self.plan] == [section.id for section in self.form.sections]

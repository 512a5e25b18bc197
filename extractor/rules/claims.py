"""The narrative held against the cells: which statements may be, and what the cells allow them to say."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..form import Form
from ..patterns import lazy_re
from ..record import MISSING, Blame, Evidence, Statement
from .arithmetic import blame_of
from .catalogue import Case

APPLICANTS = (
    "natural_person", "commercial_enterprise", "research_institution", "public_interest_organization",
    "legal_service_organization", "other_organization",
)  # fmt: skip
GROUPS = {"denied": "denied_", "unavailable": "unavailable_", "not_processed": "not_processed_", "other_handling": "other_"}
"""The groups of outcomes that have no row of their own, by what the ids of their rows begin with."""
DISPUTES = {
    "reconsideration": (("t4.reconsideration.total",),),
    "litigation": (
        ("t4.litigation_direct.total", "t4.litigation_after_reconsideration.total"),
        ("t4.litigation_direct.total",), ("t4.litigation_after_reconsideration.total",),
    ),
}  # fmt: skip


_LEVEL = lazy_re(r"(?P<level>[省市县区旗州盟])(?:人民政府|政府|管理委员会|管委会)?$")


@dataclass(frozen=True, slots=True)
class Span:
    """What cells hold together: at least ``low``; at most ``high``, None where a cell is blank or in doubt."""

    low: int | float
    high: int | float | None
    fields: tuple[str, ...]

    def allows(self, number: int | float) -> bool:
        """Whether the cells may hold that number together."""
        return self.low <= number and (self.high is None or number <= self.high)

    def __add__(self, other: Span) -> Span:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Span(self.low + other.low, high, (*self.fields, *other.fields))

    @property
    def exact(self) -> int | float | None:
        """The number, where every cell holds one that is not in doubt."""
        return self.high if self.high == self.low else None


NOTHING = Span(0, 0, ())


def span(case: Case, *fields: str) -> Span:
    """What cells may hold together: the sum of their numbers, or anything above where one is blank, missing or in doubt."""
    low: int | float = 0
    sure = True
    for field in fields:
        value = case.report.values.get(field)
        if value is None or value.reading == "conflict" or value.value is None or value.value < 0:
            sure = False
        else:
            low += value.value
    return Span(low, low if sure else None, fields)


OUTCOMES = ("upheld", "corrected", "other_outcome", "pending")


def dispute(case: Case, field: str) -> Span:
    """What a total of table 4 may be: as printed, or the sum of its outcomes where that is another."""
    printed = span(case, field)
    group_name = field.rpartition(".")[0]
    parts = span(case, *[f"{group_name}.{one}" for one in OUTCOMES])
    if printed.exact is None or parts.exact is None:
        return printed
    return Span(min(printed.low, parts.low), max(printed.low, parts.low), printed.fields)


def _row(case: Case, name: str) -> Iterator[Span]:
    """What a row of table 3 may hold in all: its printed total, or the sum of its applicants where they differ."""
    printed = span(case, f"t3.{name}.total")
    parts = span(case, *[f"t3.{name}.{one}" for one in APPLICANTS])
    if printed.exact is not None:
        yield printed
        if parts.exact is not None and parts.exact != printed.exact:
            yield Span(parts.low, parts.high, printed.fields)
    elif case.report.values.get(f"t3.{name}.total", MISSING).kind != "blank":
        yield printed
    else:
        # A blank total is at least what its row holds: blanks cannot be less than nothing.
        yield Span(parts.low, None, printed.fields)


def rows(case: Case, *names: str) -> list[Span]:
    """What rows of table 3 may hold together."""
    known = case.spans.get(names)
    if known is None:
        if len(names) == 1:
            known = list(_row(case, *names))
        else:
            known = [NOTHING]
            for name in names:
                known = [one + other for one in known for other in rows(case, name)][:16]
        case.spans[names] = known
    return [*known]


def group(case: Case, name: str) -> list[Span]:
    """What a group of outcomes may hold together, such as 不予公开 with its eight rows."""
    names = _row_names(case.form)
    return rows(case, name) if name in names else rows(case, *(one for one in names if one.startswith(GROUPS[name])))


@functools.cache
def _row_names(form: Form) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field.row.id for field in form.table("t3").fields.values()))


def own(case: Case, one: Statement) -> bool:
    """Whether a statement gives a figure of the reporting organ itself, of the year reported on.

    A region's figures (全区) are its government's own; they are not those of one of its departments. Another organ,
    a channel, some requests only, other years, plans and rounded figures are never held against a table.
    """
    report = case.report
    if one.section == "s5" or one.approximate or not (one.period is None or one.period == report.year):
        return False
    if one.scope in (None, "own"):
        return True
    if one.scope == "organ":
        return report.organ is not None and is_name_of(one.subject or "", report.organ)
    return one.scope == "region" and report.kind == "government" and is_region_of(one.subject or "", report.organ or "")


def is_region_of(words: str, organ: str) -> bool:
    """Whether 全区 or 我区 is the region of a government: a county's report also tells of 全市."""
    level = _LEVEL.search(organ)
    return len(words) == 2 and words[0] in "全我" and level is not None and words[1] == level["level"]


def is_name_of(short: str, organ: str) -> bool:
    """Whether a short name may stand for an organ: its characters stand in the organ's name in that order, to its end."""
    short = short + "员会" if short.endswith("委") and organ.endswith("委员会") else short
    short = short + "公室" if short.endswith("办") and organ.endswith("办公室") else short
    rest = iter(organ)
    return len(short) >= 3 and short[-1] == organ[-1] and all(character in rest for character in short)


def sure(one: Statement) -> bool:
    """Whether it is the organ's own figure by its own words (我局, 我区 of a government), or nobody else's by any."""
    return one.scope in (None, "own") or (one.scope == "region" and (one.subject or "").startswith("我"))


def quote(statements: Iterable[Statement]) -> tuple[Evidence, ...]:
    """The statements as evidence."""
    return tuple(Evidence(one.text, one.place) for one in statements)


def blame(case: Case, fields: Sequence[str]) -> Blame:
    """Whose fault a contradiction between narrative and cells is; blank and missing cells leave it open."""
    found = blame_of(case, fields)
    return "unknown" if found == "reading" else found


def shown(number: int | float | None) -> str:
    """A number as it is written in a message: 26, 0.04."""
    return "" if number is None else f"{number:g}" if isinstance(number, float) else f"{number}"

"""The tables with a type for every column: a row a report, a value or a finding, as Parquet and data packages have them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..decisions import Decision
from ..record import Report, Value
from .described import FINDINGS, LONG, WIDE, Described, of_fields
from .survey import survey
from .tabular import Row, finding_rows, long_rows, summary_row

Give = Callable[[], Iterator[Report]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, title and columns; ``rows`` goes through them from the start each time it is called."""

    name: str
    title: str
    columns: tuple[Described, ...]
    rows: Callable[[], Iterator[Row]]


def reports_sheet(give: Give) -> Sheet:
    """A row a report; of every field its number, and what its cell holds. The reports are gone through once."""
    counted = survey(give())
    ids = [column.id for column in counted.columns]

    def rows() -> Iterator[Row]:
        for report in give():
            cells = [item for one in ids for item in _cell(report.values.get(one))]
            yield _typed((*summary_row(report), *cells))

    return Sheet("reports", "每份报告一行", (*WIDE, *of_fields(counted.columns)), rows)


def values_sheet(give: Give) -> Sheet:
    """A row a value."""
    return Sheet("values", "每格一行", LONG, lambda: (_typed(row) for report in give() for row in long_rows(report)))


def findings_sheet(give: Give, decisions: Mapping[str, Decision] | None = None) -> Sheet:
    """A row a finding, the worst of each report first."""

    def rows() -> Iterator[Row]:
        return (_typed(row) for report in give() for row in finding_rows(report, decisions))

    return Sheet("findings", "每个问题一行", FINDINGS, rows)


def _cell(value: Value | None) -> tuple[int | float | None, str | None]:
    """A field's number and kind; both None where the report's form does not have it."""
    if value is None:
        return None, None
    return (value.value if value.kind == "number" else None), value.kind


def _typed(row: Row) -> Row:
    """The row; a figure that a number of these files would round is none, as it still stands in ``raw``."""
    return [None if isinstance(item, int) and not _whole(item) else item for item in row]


def _whole(number: int) -> bool:
    return -(2**53) <= number <= 2**53

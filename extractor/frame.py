"""A report as a pandas frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .layout import form_of
from .record import Report

if TYPE_CHECKING:
    import pandas

COLUMNS = ("organ", "year", "field", "path", "value", "raw", "kind", "note", "reading", "page")


def frame_of(report: Report) -> pandas.DataFrame:
    """One row a field, in the report's order, with :data:`COLUMNS`.

    ``value`` is a float, NaN where the cell holds no number (``kind`` says what it holds instead);
    ``year`` and ``page`` are nullable integers; ``path`` is the Chinese path, empty for a field that
    the report's form does not have; all others are text.
    """
    import pandas

    form = form_of(report)
    paths = {field.id: field.path for field in form.fields()} if form else {}
    rows = [
        (
            report.organ, report.year, name, paths.get(name, ""), value.value, value.raw, value.kind, value.note,
            value.reading, value.place.page,
        )
        for name, value in report.values.items()
    ]  # fmt: skip
    frame = pandas.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"value": "float64", "year": "Int64", "page": "Int64"})

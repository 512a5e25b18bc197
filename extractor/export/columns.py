"""The columns of tables that hold reports of several forms side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..form import Field, Form


@dataclass(frozen=True, slots=True)
class Column:
    """A field's column: its id, unique Chinese label, and the forms that have it; no field for an unknown id."""

    id: str
    label: str
    field: Field | None
    forms: tuple[Form, ...]


def columns_of(forms: Iterable[Form], others: Iterable[str] = ()) -> tuple[Column, ...]:
    """The fields of all the forms, each once, in printed order; then ``others``, ids that none of them has.

    Rows that the newest form lacks stand after the row they follow in their own. Where forms of
    several editions meet, the label of a field that the newest lacks names its edition.
    """
    ordered = sorted(sorted(forms, key=lambda form: form.variant or ""), key=lambda form: form.edition, reverse=True)
    newest = ordered[0].edition if ordered else ""
    fields: dict[str, Field] = {}
    owners: dict[str, list[Form]] = {}
    rows: dict[str, list[str]] = {}
    for form in ordered:
        for table in form.tables:
            known = rows.setdefault(table.id, [])
            _merge(known, [row.id for block in table.blocks for row in block.rows])
        for field in form.fields():
            fields.setdefault(field.id, field)
            owners.setdefault(field.id, []).append(form)
    ranks = {(table, row): (table, rank) for table, ids in rows.items() for rank, row in enumerate(ids)}
    # The sort is stable: within a row the columns of the newest edition come first, in printed order.
    known_ids = sorted(fields, key=lambda name: ranks[fields[name].table, fields[name].row.id])
    columns, taken = [], set[str]()
    for name in known_ids:
        label = label_of(fields[name])
        if owners[name][0].edition != newest:
            label += f"〔{owners[name][0].edition}〕"
        label = name if label in taken else label
        taken.add(label)
        columns.append(Column(name, label, fields[name], tuple(owners[name])))
    return (*columns, *(Column(name, name, None, ()) for name in sorted(set(others) - fields.keys())))


def label_of(field: Field) -> str:
    """A field's short name, with its unit where that is money and the name does not say it."""
    unit = field.unit.partition("（")[0]
    return field.short if field.kind != "amount" or unit in field.short else f"{field.short}（{unit}）"


def details_of(columns: Sequence[Column]) -> dict[str, str]:
    """For each column that a total in the same printed row sums up: the id of that total."""
    fields = [column.field for column in columns if column.field is not None]
    totals = {(field.table, field.row.id): field.id for field in fields if field.column.role == "sum"}
    return {
        field.id: totals[field.table, field.row.id]
        for field in fields
        if field.column.role != "sum" and (field.table, field.row.id) in totals
    }


def _merge(known: list[str], new: Sequence[str]) -> None:
    """Put the ids that are not yet known after the one they follow in their own order."""
    at = 0
    for one in new:
        if one in known:
            at = known.index(one) + 1
        else:
            known.insert(at, one)
            at += 1

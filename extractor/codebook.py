"""The code book: every field of an edition as a table for people, as CSV, or as JSON."""

from __future__ import annotations

import csv
import io
import json

from .display import width_of
from .form import Field, load

COLUMNS = ("id", "path", "short", "en", "kind", "unit", "role")


def codebook(edition: str, variant: str | None, form: str) -> str:
    """The fields of an edition and variant in printed order; raises UnknownEdition for one that is not there.

    ``form`` is ``table``, ``csv`` (a header and a line a field) or ``json`` (fields, sections, identities).
    """
    loaded = load(edition, variant)
    fields = loaded.fields()
    if form == "csv":
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("edition", "table", *COLUMNS))
        writer.writerows((edition, field.table, *_cells(field)) for field in fields)
        return stream.getvalue()
    if form == "json":
        whole = {
            "edition": edition, "variant": variant, "title": loaded.title, "notice": loaded.notice,
            "sections": [{"id": one.id, "number": one.number, "title": one.title} for one in loaded.sections],
            "fields": [{"table": field.table, **dict(zip(COLUMNS, _cells(field), strict=True))} for field in fields],
            "identities": [
                {"code": one.code, "left": list(one.left), "right": list(one.right)} for one in loaded.identities()
            ],
        }  # fmt: skip
        return json.dumps(whole, ensure_ascii=False, indent=1)
    head = f"{loaded.title}（{loaded.notice}）：{len(fields)} 个字段，{len(loaded.identities())} 个等式"
    lines = [head, ""]
    table = ""
    for field in fields:
        if field.table != table:
            table = field.table
            lines += [f"{table}  {loaded.table(table).title}"]
        lines.append(f"  {_padded(field.id, 46)} {_padded(field.unit, 5)} {_padded(field.role, 8)} {field.path}")
    return "\n".join(lines)


def _cells(field: Field) -> tuple[str, ...]:
    return field.id, field.path, field.short, field.en, field.kind, field.unit, field.role


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - width_of(text))

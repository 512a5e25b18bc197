"""The truth record of a composed file: what a reader should see in it, and what is wrong with it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from extractor.record import MISSING, Value
from extractor.text import words

from .damage import GARBLED
from .pages import Page
from .report import Draft, Fault

GRIDDED_MODES = ("tabs", "padded", "pipes")
"""Modes of text that part both cells and rows."""


def truth(page: Page, file: str, toolchain: str) -> dict[str, Any]:
    """Plain data ready for JSON. Cells that stand in no printed table are of kind ``missing``.

    ``lossy`` says that the file runs cells together or drops empty ones, so that a reader may see less
    than was composed, and should say so; ``garbled`` that no character of it can be trusted. ``gridded`` says
    that the file has rows and cells of its own, so that a reader can read them in two ways; without, no reader
    can be sure that the fault is the source's.
    """
    draft, layout = page.draft, page.layout
    shown = {plan.id for plan in draft.plan if plan.shows == "table"}
    tables = {table.id for table in draft.form.tables if table.section in shown}
    fault = draft.fault
    return {
        "file": file,
        "organ": draft.organ.name,
        "year": draft.year,
        "kind": draft.organ.kind,
        "edition": draft.form.edition if tables else None,
        "variant": draft.form.variant,
        "title": page.title,
        "dated": page.dated,
        "sections": [{"id": one.id, "title": one.title, "text": _prose(one.text, draft)} for one in page.sections],
        "values": {
            field.id: _value(draft.values[field.id] if field.table in tables else MISSING)
            for field in draft.form.fields()
        },
        "fault": None if fault is None else {
            "name": fault.name, "code": fault.code, "codes": list(fault.codes), "fields": list(fault.fields),
            "breaks": [list(one) for one in fault.breaks],
            "suggestion": _suggestion(fault),
            "unique": fault.unique,
        },
        "expected": expected(page),
        "style": draft.style,
        "profile": draft.profile,
        "lossy": _loses(page, toolchain),
        "garbled": layout.damage in GARBLED,
        "gridded": not toolchain.startswith("pdftotext") and (toolchain != "text" or layout.mode in GRIDDED_MODES),
        "layout": asdict(layout),
        "toolchain": toolchain,
    }  # fmt: skip


def expected(page: Page) -> list[str]:
    """The codes that a layout itself gives cause for, be the content ever so clean."""
    layout = page.layout
    shown = {plan.id for plan in page.draft.plan}
    numbers = {"restart": "S-NUM", "shifted": "S-NUM", "skip": "S-NUM"}
    found = [numbers[layout.numbering]] if layout.numbering in numbers else []
    found += ["S-TITLE"] * any(choice and f"s{number}" in shown for number, choice in enumerate(layout.titles, 1))
    found += ["S-NOTE"] * (layout.note == "missing")
    if layout.damage == "lost":
        found += ["R-LOST", "S-ROWLABEL", "T2-LABEL"]
    return found + ["T2-LABEL"] * ("aliases" in layout.labels)


def _prose(text: str, draft: Draft) -> str:
    """A section's paragraphs; the form's own note on table 3 is part of the table wherever it is printed."""
    notes = {words(table.note) for table in draft.form.tables if table.note}
    return "\n".join(line for line in text.split("\n") if words(line) not in notes)


def lines_of(record: dict[str, Any]) -> str:
    """The record as JSON text that can be read and compared by eye: a line a key, a line a cell."""
    parts = []
    for key, content in record.items():
        text = json.dumps(content, ensure_ascii=False)
        if key == "values":
            cells = (f'  "{name}": {json.dumps(cell, ensure_ascii=False)}' for name, cell in content.items())
            text = "{\n" + ",\n".join(cells) + "\n }"
        parts.append(f' "{key}": {text}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _loses(page: Page, toolchain: str) -> bool:
    blanks = any(value.kind == "blank" for value in page.draft.values.values())
    if toolchain == "pdftotext":
        return blanks
    if page.layout.damage == "lost":
        return True
    # One cell a line leaves a blank line for a blank cell, as it does between any two lines.
    return toolchain == "text" and (page.layout.mode in ("innertext", "glued") or (blanks and page.layout.mode == "lines"))


def _suggestion(fault: Fault) -> dict[str, Any] | None:
    return None if fault.suggestion is None else {"field": fault.suggestion[0], "value": fault.suggestion[1]}


def _value(value: Value) -> dict[str, Any]:
    return {"value": value.value, "raw": value.raw, "kind": value.kind, "note": value.note}

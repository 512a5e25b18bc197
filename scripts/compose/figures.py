"""Figures for the cells of a form, drawn so that every identity of the form holds."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from extractor.form import Form, FormTable, Identity

from .report import Number, Organ

PROFILES = ("zero", "small", "county", "busy")
"""Units without a request, small bureaus, county bureaus with some, governments with thousands."""

_REQUESTS = {"zero": (0, 0), "small": (1, 15), "county": (20, 400), "busy": (800, 28000)}
_DECISIONS = {"zero": (0, 3), "small": (0, 120), "county": (30, 4000), "busy": (900, 99000)}
# Natural persons ask for most; the other five kinds of applicant share the rest.
_APPLICANTS = (80, 12, 1, 2, 3, 2)
# Weights of the outcomes by the beginning of the row id.
_OUTCOMES = (
    ("disclosed", 40), ("partially", 8), ("denied", 2), ("unavailable_not_held", 18), ("unavailable", 4),
    ("not_processed", 3), ("other_fee", 0), ("other", 3),
)  # fmt: skip


def draw(form: Form, profile: str, organ: Organ, rng: Random) -> dict[str, Number]:
    """A true figure for every field of the form, counts as int and amounts of money as float."""
    figures: dict[str, Number] = {}
    _draw_t3(form.table("t3"), profile, rng, figures)
    _draw_t4(form.table("t4"), profile, rng, figures)
    if form.edition == "2019":
        _draw_t2_2019(form.table("t2"), profile, organ, rng, figures)
    else:
        _draw_t2_2021(form.table("t2"), profile, organ, rng, figures)
    return {field.id: figures[field.id] for field in form.fields()}


def broken(form: Form, figures: Mapping[str, Number]) -> list[Identity]:
    """The identities that do not hold among the given figures; one that lacks a figure is not judged."""
    wrong = []
    for identity in form.identities():
        if all(name in figures for name in (*identity.left, *identity.right)):
            left = sum(figures[name] for name in identity.left)
            if left != sum(figures[name] for name in identity.right):
                wrong.append(identity)
    return wrong


def money(rng: Random, top: float, places: int) -> float:
    """An amount up to ``top`` with at most so many decimals."""
    return round(rng.uniform(0, top), places)


def _share(total: int, weights: list[int], rng: Random) -> list[int]:
    """Parts that add up to ``total``, roughly after the weights."""
    parts = [0] * len(weights)
    whole = sum(weights)
    # Large totals are shared by proportion first: one draw a case would be slow.
    bulk = total // 2 if total > 60 else 0
    for place, weight in enumerate(weights):
        part = bulk * weight // whole
        parts[place] += int(part * rng.uniform(0.6, 1.0))
    rest = total - sum(parts)
    drawn = rng.choices(range(len(weights)), weights, k=min(rest, 60))
    for place in drawn:
        parts[place] += 1
    if rest > len(drawn):
        parts[drawn[0]] += rest - len(drawn)
    return parts


def _draw_t3(table: FormTable, profile: str, rng: Random, figures: dict[str, Number]) -> None:
    block = table.blocks[0]
    low, high = _REQUESTS[profile]
    received = rng.randint(low, high)
    applicants = [column.id for column in block.columns if column.role != "sum"]
    received_by = dict(zip(applicants, _share(received, list(_APPLICANTS), rng), strict=True))
    leaves = [row for row in block.rows if row.role == "leaf"]
    weights = [next(w for start, w in _OUTCOMES if row.id.startswith(start)) for row in leaves]
    if profile == "busy" and any(row.id == "other_fee_overdue" for row in leaves):
        weights[[row.id for row in leaves].index("other_fee_overdue")] = rng.choice((0, 1))
    for column in applicants:
        new = received_by[column]
        carried_in = rng.randint(0, max(new // 12, 1 if new else 0)) if profile != "zero" else 0
        carried_out = rng.randint(0, max((new + carried_in) // 14, 0))
        results = new + carried_in - carried_out
        figures[f"t3.received_new.{column}"] = new
        figures[f"t3.carried_in.{column}"] = carried_in
        figures[f"t3.results_total.{column}"] = results
        figures[f"t3.carried_out.{column}"] = carried_out
        for row, part in zip(leaves, _share(results, weights, rng), strict=True):
            figures[f"t3.{row.id}.{column}"] = part
    for row in block.rows:
        figures[f"t3.{row.id}.total"] = sum(figures[f"t3.{row.id}.{column}"] for column in applicants)


def _draw_t4(table: FormTable, profile: str, rng: Random, figures: dict[str, Number]) -> None:
    handled = int(figures["t3.results_total.total"])
    # Disputes follow requests: at most a third of them, and suits after reconsideration need one.
    reconsidered = rng.randint(0, handled // 6) if profile != "zero" else 0
    totals = {
        "reconsideration": reconsidered,
        "litigation_direct": rng.randint(0, handled // 12) if profile != "zero" else 0,
        "litigation_after_reconsideration": rng.randint(0, reconsidered // 3),
    }
    for row in table.blocks[0].rows:
        parts = _share(totals[row.id], [60, 8, 15, 17], rng)
        for column, part in zip(("upheld", "corrected", "other_outcome", "pending"), parts, strict=True):
            figures[f"t4.{row.id}.{column}"] = part
        figures[f"t4.{row.id}.total"] = totals[row.id]


def _documents(profile: str, row: str, organ: Organ, rng: Random) -> tuple[int, int, int]:
    """Issued, repealed and in force: the stock is never less than the year left behind."""
    if row == "rules" and not organ.makes_rules:
        return 0, 0, 0
    top = {"zero": 0, "small": 4, "county": 12, "busy": 60}[profile]
    issued, repealed = rng.randint(0, top), rng.randint(0, top)
    return issued, repealed, issued + rng.randint(0, top * 9)


def _draw_t2_2021(table: FormTable, profile: str, organ: Organ, rng: Random, figures: dict[str, Number]) -> None:
    low, high = _DECISIONS[profile]
    for field in table.fields.values():
        if field.column.id == "decisions":
            figures[field.id] = rng.randint(low, high)
        elif field.column.id == "amount":
            top = {"zero": 0.0, "small": 30.0, "county": 900.0, "busy": 260000.0}[profile]
            figures[field.id] = money(rng, top, rng.choice((0, 2, 4, 6)))
    for row in ("rules", "normative_documents"):
        drawn = _documents(profile, row, organ, rng)
        figures.update(zip((f"t2.{row}.{name}" for name in ("issued", "repealed", "in_force")), drawn, strict=True))


def _draw_t2_2019(table: FormTable, profile: str, organ: Organ, rng: Random, figures: dict[str, Number]) -> None:
    low, high = _DECISIONS[profile]
    items = {"zero": 0, "small": 40, "county": 260, "busy": 3000}[profile]
    for field in table.fields.values():
        if field.column.id == "items_prev":
            figures[field.id] = rng.randint(0, items)
        elif field.column.id == "items_change":
            previous = int(figures[f"t2.{field.row.id}.items_prev"])
            figures[field.id] = rng.randint(-min(previous, items // 8), items // 8)
        elif field.column.id == "decisions":
            figures[field.id] = rng.randint(low, high)
        elif field.column.id == "projects":
            figures[field.id] = rng.randint(0, max(items // 4, 2))
        elif field.column.id == "amount":
            # Printed in yuan or in 万元 as each organ likes: the form does not fix the unit.
            spent = rng.randint(20000, 90_000_000) if figures["t2.procurement.projects"] else 0
            figures[field.id] = rng.choice((spent, round(spent / 10000, 4)))
    for row in ("rules", "normative_documents"):
        made, _, total = _documents(profile, row, organ, rng)
        drawn = (made, made, total)
        names = ("made_new", "disclosed_new", "disclosed_total")
        figures.update(zip((f"t2.{row}.{name}" for name in names), drawn, strict=True))

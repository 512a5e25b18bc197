"""How a figure is printed in its cell: the many ways seen, each with what a reader should make of it."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from extractor.form import Field, Form
from extractor.record import Value

from .report import Number

STYLES = ("plain", "none", "slash", "dash", "blank", "fullwidth", "comma", "unit", "note", "signed", "spaces")
"""Ways of printing. All but plain, fullwidth, comma, unit, signed and spaces leave some cells no number."""

_FULL = str.maketrans("0123456789.-+,", "０１２３４５６７８９．－＋，")


def plain(figure: Number) -> str:
    """The figure as digits: 17, -3, 12.5; never with an exponent or a trailing zero."""
    if isinstance(figure, int):
        return str(figure)
    return f"{figure:.6f}".rstrip("0").rstrip(".")


def number(figure: Number, raw: str | None = None, note: str | None = None) -> Value:
    """A cell that prints a number."""
    return Value(figure, plain(figure) if raw is None else raw, "number", note)


def fullwidth(text: str) -> str:
    """Digits and signs in full width."""
    return text.translate(_FULL)


def blank() -> Value:
    """An empty cell."""
    return Value(None, "", "blank")


def printed(
    form: Form, figures: Mapping[str, Number], style: str, rng: Random, scope: tuple[str, ...] = ()
) -> dict[str, Value]:
    """Every figure of the form as printed, in that style in the tables of ``scope`` and plainly elsewhere.

    An empty scope is drawn. Raises ValueError for a style there is not.
    """
    if style not in STYLES:
        raise ValueError(f"unknown style {style!r}; use one of {', '.join(STYLES)}")
    drawn = rng.choice((("t2",), ("t2", "t3", "t4"), ("t3",), ("t2", "t4")))
    scope = scope or drawn
    dash = rng.choice(("-", "—", "--"))
    values = {field.id: _one(field, figures[field.id], style, scope, dash, rng) for field in form.fields()}
    if style == "note":
        values.update(_noted(form, figures, rng))
    return values


def _one(field: Field, figure: Number, style: str, scope: tuple[str, ...], dash: str, rng: Random) -> Value:
    inside = field.table in scope
    if style in ("none", "slash", "dash") and inside and figure == 0:
        raw = {"none": "无", "slash": "/", "dash": dash}[style]
        return Value(None, raw, "none" if style == "none" else "dash")
    if style == "blank" and inside and figure == 0 and field.role not in ("sum", "balance"):
        return blank()
    if style == "fullwidth" and inside:
        return number(figure, fullwidth(plain(figure)))
    if style == "comma" and isinstance(figure, int):
        return number(figure, f"{figure:,}")
    if style == "unit" and inside and field.unit in ("件", "项"):
        return number(figure, f"{plain(figure)}{field.unit}", field.unit)
    if field.kind == "signed_count" and style == "signed":
        return number(figure, f"{figure:+d}" if figure else "0")
    if field.kind == "amount" and "元" in field.unit and "或" in field.unit and style in ("unit", "signed"):
        unit = "元" if isinstance(figure, int) else "万元"
        return number(figure, plain(figure) + unit, unit)
    if style == "spaces" and inside and rng.random() < 0.3:
        return number(figure, rng.choice((f" {plain(figure)}", f"{plain(figure)} ", f"\u3000{plain(figure)}")))
    return number(figure)


def _noted(form: Form, figures: Mapping[str, Number], rng: Random) -> dict[str, Value]:
    """One document count with a remark beside it, such as 22（其中修订16件）."""
    name = rng.choice([f.id for f in form.table("t2").fields.values() if f.row.id == "normative_documents"])
    figure = figures[name]
    if not isinstance(figure, int) or figure < 1:
        return {}
    note = f"{rng.choice(('其中修订', '含修订', '其中联合发文'))}{rng.randint(1, figure)}件"
    opening, closing = rng.choice(("（）", "()"))
    return {name: number(figure, f"{figure}{opening}{note}{closing}", note)}

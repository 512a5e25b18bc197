"""Values made safe for spreadsheets: no formula out of a report's text, no character a file cannot hold."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from math import isfinite

from ..display import printable
from ..patterns import lazy_re
from ..record import Value
from ..text import joined

EXCEL_LIMIT = 32_767
"""The most UTF-16 units that a cell of Excel holds."""
CUT = "…（已截断，全文见 reports.jsonl）"

# A figure such as -18 or +1,036.5% is what it seems; anything else that begins like a formula is text.
_FIGURE = lazy_re(r"[+-]?\d[\d,]*(?:\.\d+)?%?")
_RULE = lazy_re(r"[-+]+")
_FORMULA = lazy_re(r"[\s\u3000]*[=+\-@＝＋－＠]|[\t\r\n]")
_ENCODED = lazy_re(r"_(?=x[0-9A-Fa-f]{4}_)")
_TOO_LARGE = 10**15


def risky(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return bool(_FORMULA.match(text)) and not _RULE.fullmatch(text)


def shown_value(value: Value | None) -> int | float | str | None:
    """What a table of reports shows for a cell: its number; what is printed instead; None for nothing.

    A cell that is blank, was not found or is not in the report's form is None, never 0.
    """
    if value is None or value.kind in ("blank", "missing"):
        return None
    if value.kind == "number" and value.value is not None:
        return value.value
    return joined(printable(value.raw)) or None


def for_csv(item: object) -> object:
    """An item for a CSV cell: text that begins like a formula gets a tab before it, as figures do not.

    Excel and others take a cell that begins with a tab for text; ``strip()`` gives the printed text
    back. Floats are written without an exponent.
    """
    if isinstance(item, str):
        return _csv_text(item)
    if isinstance(item, float) and isfinite(item):
        shown = repr(item)
        return format(Decimal(shown), "f") if "e" in shown else shown
    return item


@lru_cache(maxsize=8192)
def _csv_text(text: str) -> str:
    text = printable(text)
    return f"\t{text}" if risky(text) and not _FIGURE.fullmatch(text) else text


def for_excel(item: int | float | str | None) -> int | float | str | None:
    """An item for an Excel cell: text it can hold whole, or cut with a mark; figures it would round as text."""
    if isinstance(item, str):
        return _cut(_ENCODED.sub("_x005F_", printable(item)))
    if isinstance(item, (int, float)) and not -_TOO_LARGE < item < _TOO_LARGE:
        return str(item)
    return item


def _cut(text: str) -> str:
    if len(text) * 2 <= EXCEL_LIMIT or len(text.encode("utf-16-le")) // 2 <= EXCEL_LIMIT:
        return text
    units = text.encode("utf-16-le")[: (EXCEL_LIMIT - len(CUT)) * 2]
    # Half of a character at the cut is dropped.
    return units.decode("utf-16-le", "ignore") + CUT

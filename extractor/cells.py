"""What is printed in one cell of a table: its kind, its number and what stands beside the number."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from .patterns import lazy, lazy_re
from .record import Kind
from .text import fold, joined

NONE_WORDS = frozenset({"无", "没有", "暂无", "未发生", "无此项", "无此类事项"})
DASHES = lazy_re(r"^(?:[/\\|—–―\-_~－]+|不适用|不涉及|N/?A)$", re.IGNORECASE)

_NUMBER = r"[+\-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = r"(?:件次|人次|万元|亿元|元|件|项|条|宗|起|份|个|次|笔|封|部)"
_CELL = lazy_re(
    rf"(?P<number>{_NUMBER})\s*(?P<note>{_UNIT}?\s*(?:[(（\[【].*|其中.*|含.*|包括.*)?)",
    re.DOTALL,
)
_APART = lazy_re(r"[+\-]?\d[\d,]*(?:\s+\d[\d,]*)+(?:\.\d+)?")
_MINUS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "﹢": "+"})
_MARK = lazy(r"(?<=[\d\p{Han}])\s*\p{No}+$")
"""A footnote mark such as ① or ² behind the figure; folded to a plain digit it would become part of it."""
_ODD_NUMBER = lazy(r"\p{No}")
_BROKEN = lazy(r"(?<!\.\d*)\d\s*\n\s*[\d,]")
"""Digits that go on on the next line, but for decimals: no second figure begins inside one."""
MOST_DIGITS = 15
"""A figure with more digits than this is no count of anything, and a float cannot hold it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell as read. ``apart``: its digits stand apart or on two lines, so that it may be two figures."""

    raw: str
    kind: Kind
    value: int | float | None = None
    note: str | None = None
    apart: bool = False


@functools.lru_cache(maxsize=8192)
def read_cell(text: str) -> Figure:
    """The figure that a cell's printed text gives. Line breaks inside it are layout; nothing is mended.

    A note, unit or footnote mark beside the number is kept in ``note``: ``22（其中修订16件）``, ``251000元``, ``5①``.
    """
    raw = joined(text).strip()
    mark = None if raw.isascii() else _MARK.search(raw)
    bare = raw[: mark.start()] if mark else raw
    plain = fold(bare).strip()
    if not plain:
        return Figure("", "blank")
    if not bare.isascii() and _ODD_NUMBER.search(bare):
        return Figure(raw, "text")
    if plain in NONE_WORDS:
        return Figure(raw, "none")
    if DASHES.match(plain):
        return Figure(raw, "dash")
    plain = plain.translate(_MINUS)
    apart = bool(_APART.fullmatch(plain))
    if apart:
        plain = "".join(plain.split())
    match = _CELL.fullmatch(plain)
    if match is None or sum(map(str.isdigit, match["number"])) > MOST_DIGITS:
        return Figure(raw, "text")
    note = match["note"].strip() + (mark.group().strip() if mark else "")
    apart = apart or ("\n" in text and _BROKEN.search(fold(text)) is not None)
    return Figure(raw, "number", number(match["number"]), note or None, apart)


def number(digits: str) -> int | float:
    """The number that a run of digits stands for: an int unless a decimal part is printed that is not zero."""
    plain = digits.replace(",", "")
    if "." not in plain:
        return int(plain)
    value = float(plain)
    return int(value) if value.is_integer() else value

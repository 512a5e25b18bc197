"""Damage to lines and characters of plain text."""

from __future__ import annotations

import re
from random import Random

from extractor.encoding import decode

from .mutant import Mutant, Mutate, other_figure

ODD = (
    "\0", "\ufeff", "\u200b", "\u202e", "\u2066", "\ufffd", "\x1b[31m", "\x07", "\x85", "\u2028", "\f", "\r", "\t", "|", "\u0301",
    "\U0001f4a9", "\U000e0041", "\ue000", "\uffff", "<table>", "</table>", "<br>", "&#0;", "=1+1", "(" * 300, "9" * 300, "0" * 30,
    "一" * 300, "〔", "．", "，", "-", "/", "\xa0" * 40, "\ud800",
)  # fmt: skip
"""Characters and runs that programs stumble over."""

_CELL = re.compile(r"(?<=[\t|])[ \u3000]*(\d{1,6})[ \u3000]*(?=[\t|\n]|$)", re.M)


def shuffle(data: bytes, other: bytes, rng: Random) -> Mutant:
    """Some neighbouring lines in another order."""
    lines = _text(data).split("\n")
    start = rng.randrange(len(lines))
    end = min(len(lines), start + rng.randint(2, 6))
    part = lines[start:end]
    rng.shuffle(part)
    return _made([*lines[:start], *part, *lines[end:]])


def drop_line(data: bytes, other: bytes, rng: Random) -> Mutant:
    """A line is missing."""
    lines = _text(data).split("\n")
    del lines[rng.randrange(len(lines))]
    return _made(lines)


def double_line(data: bytes, other: bytes, rng: Random) -> Mutant:
    """A line stands there twice, or a thousand times."""
    lines = _text(data).split("\n")
    at = rng.randrange(len(lines))
    return _made([*lines[:at], *[lines[at]] * rng.choice((2, 2, 3, 1000)), *lines[at + 1 :]])


def swap(data: bytes, other: bytes, rng: Random) -> Mutant:
    """Two neighbouring characters exchanged, a few times."""
    made = list(_text(data))
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(max(1, len(made) - 1))
        made[at : at + 2] = made[at : at + 2][::-1]
    return Mutant("".join(made).encode("utf-8", "surrogatepass"))


def insert(data: bytes, other: bytes, rng: Random) -> Mutant:
    """Something odd put in."""
    text = _text(data)
    at = rng.randrange(len(text) + 1)
    return Mutant((text[:at] + rng.choice(ODD) * rng.choice((1, 1, 1, 20)) + text[at:]).encode("utf-8", "surrogatepass"))


def recode(data: bytes, other: bytes, rng: Random) -> Mutant:
    """The text in another encoding, or in two."""
    text = _text(data)
    first, second = (rng.choice(("utf-8", "gb18030", "utf-16-le", "utf-16", "big5hkscs")) for _ in range(2))
    at = rng.choice((0, rng.randrange(len(text) + 1)))
    return Mutant(text[:at].encode(first, "replace") + text[at:].encode(second, "replace"))


def figure(data: bytes, other: bytes, rng: Random) -> Mutant | None:
    """One figure of a table cell exchanged for another."""
    text = _text(data)
    cells = list(_CELL.finditer(text))
    if not cells:
        return None
    cell = rng.choice(cells)
    new = other_figure(cell[1], rng)
    return Mutant((text[: cell.start(1)] + new + text[cell.end(1) :]).encode(), (cell[1], new))


def _text(data: bytes) -> str:
    return decode(data)[0]


def _made(lines: list[str]) -> Mutant:
    return Mutant("\n".join(lines).encode("utf-8", "surrogatepass"))


MUTATIONS: dict[str, Mutate] = {
    "shuffle lines": shuffle, "drop line": drop_line, "double line": double_line, "swap": swap, "insert": insert,
    "recode": recode, "figure": figure,
}  # fmt: skip
"""By the names that the table prints."""

"""Text as it is shown: what may reach a screen or a sheet, how wide it is, and where it wraps."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache

from .patterns import lazy_re

# Sequences that steer a terminal, whole, so that no "[31m" is left over from them.
_ESCAPES = lazy_re("\x1b\\[[0-?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|\x9b[0-?]*[ -/]*[@-~]")
# Control characters but tab and line feed, marks that turn the direction of writing, halves of
# characters, and the two code points that no XML may hold.
_UNSAFE = lazy_re(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_TOKEN = lazy_re(r"[0-9A-Za-z.,+\-%_/]+|.", re.DOTALL)
_CLOSING = frozenset("，。、；：！？）》”’】〕…")
_WIDE = frozenset("WF")
_NO_WIDTH = frozenset(("Mn", "Me", "Cf"))


def printable(text: str) -> str:
    """The text without anything that steers a terminal or cannot stand in XML; line ends become ``\\n``."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    return _UNSAFE.sub("", _ESCAPES.sub("", text))


def json_text(data: object, *, indent: int | None = None) -> str:
    """The data as JSON that can be shown and encoded anywhere: what steers a terminal is written as escapes."""
    text = json.dumps(data, ensure_ascii=False, indent=indent, separators=(",", ":") if indent is None else None)
    return escaped(text)


def escaped(text: str) -> str:
    """The text whole, with escapes such as ``\\u009b`` for what steers a terminal or cannot be encoded."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """The printable text on one line: runs of white space become one blank."""
    return " ".join(printable(text).split())


def clipped(text: str, limit: int) -> str:
    """The text, or its first characters and an ellipsis so that it has at most ``limit`` characters."""
    return text if len(text) <= limit else text[: max(limit - 1, 0)] + "…"


@lru_cache(maxsize=8192)
def _character_width(character: str) -> int:
    if unicodedata.east_asian_width(character) in _WIDE:
        return 2
    return 0 if unicodedata.category(character) in _NO_WIDTH else 1


def width_of(text: str) -> int:
    """The columns that one line of text takes in a terminal: 2 a wide character, 0 a combining one.

    Characters of ambiguous width, such as ``“`` and the lines of boxes, count 1, as terminals draw them.
    """
    return len(text) if text.isascii() else sum(map(_character_width, text))


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines at most ``width`` columns wide (2 or more).

    A word or figure is broken only where it must be, and no line begins with a closing mark such as
    ``。`` where the character before it can go down with it.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line: list[str] = []
        used = 0
        for token in _TOKEN.findall(paragraph):
            size = width_of(token)
            if used + size > width and line:
                down = [line.pop()] if token in _CLOSING and len(line) > 1 and line[-1] not in _CLOSING else []
                lines.append("".join(line).rstrip())
                line, used = down, width_of("".join(down))
            if used + size <= width:
                line.append(token)
                used += size
                continue
            for character in token if token.strip() else "":
                step = _character_width(character)
                if used + step > width:
                    lines.append("".join(line))
                    line, used = [], 0
                line.append(character)
                used += step
        lines.append("".join(line).rstrip())
    return lines


def padded(text: str, width: int, align: str = "left") -> str:
    """The line filled with blanks to ``width`` columns; ``align`` is left, right or center."""
    space = max(width - width_of(text), 0)
    if align == "right":
        return " " * space + text
    if align == "center":
        return " " * (space // 2) + text + " " * (space - space // 2)
    return text + " " * space

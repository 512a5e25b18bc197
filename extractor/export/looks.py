"""How the workbook looks: its few styles, told without the library that writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ..display import width_of

FACE = "微软雅黑"
COMMENT_LIMIT = 20_000
"""The most comments in a book: each is a drawn shape, and Excel grows slow with many."""

COUNT = "#,##0"
AMOUNT = "#,##0.00####"
SIGNED = "+#,##0;-#,##0;0"


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """A look. ``fill`` and ``hatch`` are RGB; ``hatch`` draws lines of that colour over the fill.

    A style is known by itself, not by what it holds: it is looked up for every cell.
    """

    size: float = 10
    bold: bool = False
    italic: bool = False
    underline: bool = False
    color: str = "222222"
    fill: str | None = None
    hatch: str | None = None
    pattern: Literal["lightUp", "lightDown"] = "lightUp"
    align: Literal["left", "center", "right"] | None = None
    valign: Literal["top", "center"] = "center"
    wrap: bool = False
    format: str = "General"
    ruled: bool = True
    quoted: bool = False


PLAIN = Style()
TEXT = Style(wrap=True, valign="top")
TITLE = Style(size=18, bold=True, color="1F3864", ruled=False)
NOTE = Style(color="7F7F7F", ruled=False)
BODY = Style(ruled=False)
HEADING = Style(size=12, bold=True, color="1F3864", ruled=False)
LABEL = Style(bold=True, color="FFFFFF", fill="44546A", align="center", wrap=True)
ID = Style(size=8, color="8C8C8C", fill="F5F5F5", align="left")
INPUT = Style(fill="FFFDE7", wrap=True, valign="top")
LINK = Style(color="0563C1", underline=True)
NUMBER = Style(format=COUNT, align="right")
CENTER = Style(align="center")

ERROR = Style(color="9C0006", fill="FFC7CE")
WARNING = Style(color="7F6000", fill="FFEB9C")
INFO = Style(color="1F4E79", fill="DDE6F9")
SEVERITY: Mapping[str, Style] = {"error": ERROR, "warning": WARNING, "info": INFO}
CLEAN = Style(color="375623")
INSTEAD = Style(color="7F7F7F", italic=True, align="right")
MISSING = Style(fill="FFFFFF", hatch="7F7F7F", pattern="lightDown")
ABSENT = Style(fill="F2F2F2")
SOLVED = Style(fill="CFF3F0")
CORRECTED = Style(color="375623", fill="E2EFDA", bold=True)
CONFLICT = Style(color="7030A0", fill="F0E6F8", hatch="B17ED8")


def height_of(texts: Iterable[tuple[str | None, float]], most: int) -> float:
    """The height in points of a row whose texts wrap in columns of these widths, ``most`` lines at most."""
    deepest = 1
    for text, width in texts:
        lines = 0
        for line in text.split("\n") if text and deepest < most else ():
            # What is too long by its characters alone need not be measured.
            wide = len(line) if len(line) >= most * width else width_of(line)
            lines += 1 + int(wide // (width - 1))
            if lines >= most:
                break
        deepest = max(deepest, lines)
    return 4.0 + 14.0 * min(deepest, most)

"""What both PDF routes make of a page: its characters and rules, as the page is shown.

Lengths are points from the top left corner of the visible page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from ..grid import Edge, Grid
from ..model import Box

Char = tuple[str, float, float, float, float]
"""A character: text, left, right, baseline, size. A blank is one only where the file itself prints it."""

TEXT: Final = 0
LEFT: Final = 1
RIGHT: Final = 2
BASE: Final = 3
SIZE: Final = 4

ASCENT, DESCENT = 0.88, 0.12
"""How far a line of text reaches above and below its baseline, in ems."""

MIDDLE = 0.35
"""The middle of a character above its baseline, in ems."""


class Placing(NamedTuple):
    """How a page is shown: quarter turns clockwise, and its visible frame (left, bottom, right, top) in the file."""

    turn: int
    frame: tuple[float, float, float, float]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown, in points."""
        left, bottom, right, top = self.frame
        width, height = max(right - left, 1.0), max(top - bottom, 1.0)
        return (width, height) if self.turn % 2 == 0 else (height, width)

    @property
    def corner(self) -> tuple[float, float]:
        """Where the upper left corner of the page as shown comes to lie when the file's plane is turned so."""
        left, bottom, right, top = self.frame
        return ((left, top), (bottom, -left), (-right, -bottom), (-top, right))[self.turn]


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page: its number from 1, its size, and what is printed on it, turned the way it is read.

    ``turned`` are characters that do not stand upright, in the file's order; ``pictures`` says whether an
    image is on the page; ``drawn`` whether anything at all is; ``unmapped`` counts characters whose font does
    not say what they are (they are U+FFFD in the text). ``turns`` are the quarter turns clockwise that bring
    the page as it is shown into the way it is read; ``crowded`` pages hold too many lines to be read for rules;
    ``beyond`` counts characters past the edge of the visible page, which nobody sees.
    """

    number: int
    width: float
    height: float
    chars: list[Char]
    horizontals: list[Edge]
    verticals: list[Edge]
    turned: list[Char]
    pictures: bool = False
    drawn: bool = False
    unmapped: int = 0
    crowded: bool = False
    turns: int = 0
    beyond: int = 0

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """These lengths as fractions of the page as it is shown, kept within it, to four places."""
        width, height = self.width, self.height
        return self._shown(_share(left / width), _share(top / height), _share(right / width), _share(bottom / height))

    def boxes(self, grid: Grid) -> list[Box]:
        """The boxes of a grid's cells, each line rounded once."""
        xs = [_share(x / self.width) for x in grid.xs]
        ys = [_share(y / self.height) for y in grid.ys]
        return [
            self._shown(xs[column], ys[row], xs[column + column_span], ys[row + row_span])
            for row, column, row_span, column_span in grid.cells
        ]

    def _shown(self, left: float, top: float, right: float, bottom: float) -> Box:
        for _ in range(self.turns):
            left, top, right, bottom = top, round(1.0 - right, 4), bottom, round(1.0 - left, 4)
        return Box(left, top, right, bottom)


def _share(part: float) -> float:
    return 0.0 if part < 0.0 else 1.0 if part > 1.0 else round(part, 4)


def visible(chars: Iterable[Char], width: float, height: float) -> list[Char]:
    """The characters that lie on the page; what is outside is never shown to a reader."""
    return [char for char in chars if 0 <= (char[1] + char[2]) / 2 <= width and 0 <= char[3] <= height + char[4]]


def inked(chars: Iterable[Char]) -> int:
    """How many of the characters are not blank."""
    return sum(char[0] != " " for char in chars)

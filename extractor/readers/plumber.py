"""The second PDF route: characters and rules of a page by pdfplumber.

Slower than pdfium by an order of magnitude, and independent of it: used where pdfium may misplace characters
(some pages printed from a browser) and as the second opinion.
"""

from __future__ import annotations

import io
import logging
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ..errors import SourceError
from ..grid import Edge
from ..limits import PAGES_SECONDS
from ..radicals import unradical
from .pdf_chars import MOSTLY
from .pdf_page import DESCENT, Char, PageContent, inked, visible
from .pdf_paths import MOST_SEGMENTS, STRAIGHT


def read_pages(data: bytes, numbers: list[int] | None = None) -> list[PageContent]:
    """All pages of a PDF that opens without a password, or those of these numbers (from 1).

    Raises :class:`SourceError` R-BROKEN when pdfplumber cannot parse it.
    """
    import pdfplumber

    with _quiet("pdfminer"):
        try:
            with pdfplumber.open(io.BytesIO(data), pages=numbers) as pdf:
                pages = []
                until = time.process_time() + PAGES_SECONDS
                for page in pdf.pages:
                    if time.process_time() > until:
                        raise TimeoutError
                    pages.append(_page_content(page))
                    page.close()
                return pages
        # pdfminer raises whatever its parser trips over (KeyError, TypeError, struct.error, its own tree).
        except Exception as error:
            raise SourceError(
                "R-BROKEN",
                f"PDF 无法用备用方式解析（{type(error).__name__}）；请重新导出后再试。",
                f"The PDF cannot be parsed by the second route ({type(error).__name__}); export it again.",
            ) from error


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Keeps a library's warnings about odd fonts off standard error."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


_Turn = Callable[[float, float], tuple[float, float]]


def _page_content(page: Any) -> PageContent:
    left, top, right, bottom = page.cropbox if page.rotation % 180 == 0 else page.bbox
    width, height = max(right - left, 1.0), max(bottom - top, 1.0)
    # Quarter turns that bring text of that direction upright: to the right, up, to the left, down.
    turns: tuple[_Turn, ...] = (
        lambda x, y: (x - left, y - top),
        lambda x, y: (bottom - y, x - left),
        lambda x, y: (right - x, bottom - y),
        lambda x, y: (y - top, right - x),
    )
    directions = [_direction(item["matrix"]) for item in page.chars]
    usual = max(range(4), key=directions.count)
    if directions.count(usual) <= MOSTLY * directions.count(0):
        usual = 0
    turn = turns[usual]
    if usual % 2:
        width, height = height, width
    upright: list[Char] = []
    lying: list[Char] = []
    for item, direction in zip(page.chars, directions, strict=True):
        char = _char(item, turn, page.bbox[1] + page.height, direction == usual)
        if char is not None:
            (upright if direction == usual else lying).append(char)
    shown = visible(upright, width, height)
    edges = page.edges
    crowded = len(edges) > MOST_SEGMENTS
    horizontals, verticals = ([], []) if crowded else _edges(edges, turn)
    return PageContent(
        number=page.page_number,
        width=width,
        height=height,
        chars=shown,
        horizontals=horizontals,
        verticals=verticals,
        turned=visible(lying, width, height),
        pictures=bool(page.images),
        drawn=bool(page.objects),
        unmapped=sum(char[0] == "\ufffd" for char in upright),
        crowded=crowded,
        turns=usual,
        beyond=inked(upright) - inked(shown),
    )


def _direction(matrix: tuple[float, ...]) -> int | None:
    """Where text of that matrix runs: 0 right, 1 up, 2 left, 3 down; None for anything between."""
    a, b, *_ = matrix
    if abs(b) < 0.1 * abs(a):
        return 0 if a > 0 else 2
    if abs(a) < 0.1 * abs(b):
        return 1 if b > 0 else 3
    return None


def _char(item: dict[str, Any], turn: _Turn, floor: float, upright: bool) -> Char | None:
    text = unradical(item["text"])
    if text.startswith("(cid:"):
        text = "\ufffd"
    elif text.isspace():
        text = " "
    elif "\ufb00" <= text <= "\ufb06":
        text = unicodedata.normalize("NFKC", text)
    x, y = turn(item["x0"], item["top"])
    other_x, other_y = turn(item["x1"], item["bottom"])
    left, right = sorted((x, other_x))
    if not text or (text == " " and right <= left):
        return None
    _, base = turn(item["matrix"][4], floor - item["matrix"][5])
    size = abs(other_y - y)
    return (text, left, right, base if upright else max(y, other_y) - DESCENT * size, size)


def _edges(edges: Sequence[dict[str, Any]], turn: _Turn) -> tuple[list[Edge], list[Edge]]:
    horizontals: list[Edge] = []
    verticals: list[Edge] = []
    for edge in edges:
        x, y = turn(edge["x0"], edge["top"])
        other_x, other_y = turn(edge["x1"], edge["bottom"])
        if abs(y - other_y) <= STRAIGHT:
            horizontals.append((y, min(x, other_x), max(x, other_x)))
        elif abs(x - other_x) <= STRAIGHT:
            verticals.append((x, min(y, other_y), max(y, other_y)))
    return horizontals, verticals

"""Printed lines and tables to the body of a document: paragraphs put together again, over page breaks too."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ..model import Line, Place, Table
from .pdf_lines import WIDE, PrintedLine

_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部]|附[件:：]"
)
# These begin a paragraph too, but as often they stand in the midst of one.
_ITEM = re.compile(r"\d{1,2}(?:[、．]|\.(?!\d))|[（(]\d{1,2}[)）]|[一二三四五六七八九十]是|[①-⑳]")
_STOPPED = re.compile(r"[。！？；：!?;:.…][”’\"）)》]?$")
_LEADING_WORD = re.compile(r"[!-~]+|…+|—+")

# In ems: an indented first line, a line that ends short of the margin.
_INDENT, _SHORT = 0.9, 2.1
# In steps from line to line: a gap between paragraphs, where such gaps are usual and where they are not.
_APART, _FAR_APART = 1.15, 1.6
_OTHER_SIZE = 1.15
_PROSE = 12
_ENOUGH = 15
_ROW = re.compile(r"(?:^|.* )[\d.,+-]+ [\d.,+-]+$")

Placer = Callable[[int, float, float, float, float], Place]
"""From a page's number and a rectangle on it in points (left, top, right, bottom) to the place."""


class Margins(NamedTuple):
    """Where the lines of a text block begin and end, in points."""

    left: float
    right: float


class _Layout(NamedTuple):
    """How the paragraphs of a document are set: page margins, the step from line to line in ems, and whether
    first lines are indented, or paragraphs set apart by more than that step."""

    margins: dict[int, Margins]
    leading: float
    indented: bool
    spaced: bool


def body_of(blocks: Iterable[PrintedLine | Table], widths: Sequence[float], placer: Placer) -> Iterator[Line | Table]:
    """Paragraphs and tables, from printed lines and tables in reading order.

    ``widths`` are those of the pages. A paragraph stands where its first printed line does.
    """
    ordered = list(blocks)
    lines = [block for block in ordered if isinstance(block, PrintedLine)]
    prose = _prose(lines)
    layout = _layout(prose, _margins(prose, widths))
    paragraph: list[PrintedLine] = []
    for block in ordered:
        if isinstance(block, PrintedLine):
            if paragraph and _begins(paragraph[-1], block, layout):
                yield _paragraph(paragraph, placer)
                paragraph = []
            paragraph.append(block)
            continue
        if paragraph:
            yield _paragraph(paragraph, placer)
            paragraph = []
        yield block
    if paragraph:
        yield _paragraph(paragraph, placer)


def _begins(before: PrintedLine, line: PrintedLine, layout: _Layout) -> bool:
    """Whether a paragraph begins with a line, given the line printed before it."""
    em = line.size
    above, here = layout.margins[before.page], layout.margins[line.page]
    if _wide(before.text) and _wide(line.text) and not 1 / _OTHER_SIZE < line.size / before.size < _OTHER_SIZE:
        return True
    if _ROW.match(before.text) or _ROW.match(line.text):
        return True  # a row of figures without rules is a line by itself
    next_to = line.page == before.page
    if next_to and line.base - before.base > layout.leading * min(em, before.size) * (
        _APART if layout.spaced else _FAR_APART
    ):
        return True
    # What is missing at the end of the line above may be the room a word that cannot be broken would need.
    missing = above.right - before.right
    word = _LEADING_WORD.match(line.text)
    if missing > (_SHORT + (0.6 * len(word.group()) if word else 0.0)) * em:
        return True
    stopped = bool(_STOPPED.search(before.text))
    if line.left - here.left >= _INDENT * em:
        # A block that is indented as a whole goes on under a long line of the same indent that does not end there.
        return stopped or not _long(before, above) or abs(line.left - before.left) > 0.3 * em
    if layout.spaced and next_to:
        return False
    marked = _HEADING.match(line.text) or (not layout.indented and _ITEM.match(line.text))
    return bool(marked) and (stopped or missing > _INDENT * em)


def _prose(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines in the size in which most Han characters are printed in long lines; all lines when there is none."""
    long = [line for line in lines if sum(char >= WIDE for char in line.text) >= _PROSE]
    weights: dict[int, int] = defaultdict(int)
    for line in long:
        weights[round(line.size)] += len(line.text)
    if not weights:
        return list(lines)
    em = max(weights, key=lambda size: weights[size])
    return [line for line in long if em / _OTHER_SIZE < line.size < em * _OTHER_SIZE]


def _layout(prose: Sequence[PrintedLine], margins: dict[int, Margins]) -> _Layout:
    steps: list[float] = []
    inner: list[float] = []
    for before, after in pairwise(prose):
        step = (after.base - before.base) / after.size
        if after.page == before.page and 0 < step < 4:
            steps.append(step)
            margin = margins[before.page]
            # Under a line that goes to the margin a paragraph mostly goes on.
            if _long(before, margin) and margin.right - before.right < before.size:
                inner.append(step)
    leading = median(inner if len(inner) > 2 else steps or [0.0])
    wider = sum(_APART * leading < step < 3 * leading for step in steps)
    first_lines = sum(
        1.5 < (line.left - margins[line.page].left) / line.size < 2.6
        for line in prose
        if _long(line, margins[line.page])
    )
    return _Layout(margins, leading, indented=first_lines > 2, spaced=wider > 2 and wider > 0.1 * len(steps))


def _long(line: PrintedLine, margins: Margins) -> bool:
    return line.right - line.left > (margins.right - margins.left) / 2


def _wide(text: str) -> bool:
    return max(text) >= WIDE


def _paragraph(lines: Sequence[PrintedLine], placer: Placer) -> Line:
    text = lines[0].text
    for line in lines[1:]:
        text += _between(text, line.text) + line.text
    page = lines[0].page
    here = [line for line in lines if line.page == page]
    place = placer(
        page,
        min(line.left for line in here),
        min(line.top for line in here),
        max(line.right for line in here),
        max(line.bottom for line in here),
    )
    return Line(text, place)


def _between(before: str, after: str) -> str:
    """A blank between two Latin words; Han text, numbers and hyphened words go on without one."""
    last, first = before[-1], after[0]
    latin = first.isascii() and first.isalpha() and last.isascii()
    return " " if latin and (last.isalpha() or last in ",.;:!?)") else ""


def _margins(lines: Sequence[PrintedLine], widths: Sequence[float]) -> dict[int, Margins]:
    """The margins of each page's text, from all pages of its size; left and right pages apart where they differ."""
    by_width: dict[int, list[PrintedLine]] = defaultdict(list)
    for line in lines:
        by_width[round(widths[line.page - 1])].append(line)
    margins: dict[int, Margins] = {}
    for width, group in by_width.items():
        whole = _block(group)
        for side in (0, 1):
            facing = [line for line in group if line.page % 2 == side]
            own = _block(facing) if len(facing) >= _ENOUGH else whole
            # Facing pages have their margins exchanged; a block of another width is only a chance of few lines.
            if abs((own.right - own.left) - (whole.right - whole.left)) > 0.05 * width:
                own = whole
            margins |= {
                number: own for number, other in enumerate(widths, 1) if round(other) == width and number % 2 == side
            }
    return {number: margins.get(number, Margins(0.0, width)) for number, width in enumerate(widths, 1)}


def _block(lines: Sequence[PrintedLine]) -> Margins:
    """The margins of a text block: where its lines begin, and where many of them end."""
    em = median(line.size for line in lines)
    lefts = sorted(line.left for line in lines)
    left = next((first for first, second in pairwise(lefts) if second - first < 0.4 * em), lefts[0])
    rights = sorted((line.right for line in lines), reverse=True)
    ends = [sum(0 <= right - other < em for other in rights) for right in rights]
    return Margins(left, next(right for right, count in zip(rights, ends, strict=True) if count >= 0.3 * max(ends)))

"""Page numbers, headers and footers: which lines at the edges of the pages belong to none of the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .pdf_lines import PrintedLine
from .pdf_page import Char

_DASHES = "[-\u2010-\u2015\u2212－—_~～·•]"
_NUMBERED = re.compile(
    rf"{_DASHES}{{1,3}}\s*\d{{1,4}}\s*{_DASHES}{{1,3}}"
    r"|第\s*(?:\d{1,4}|[一二三四五六七八九十百]+)\s*页(?:\s*[,，/（(]?\s*共\s*(?:\d{1,4}|[一二三四五六七八九十百]+)\s*页[)）]?)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}|(?i:page)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
)
# What a browser prints at the edges of every page: the moment and the page's title, its address and number.
_PRINTED = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\s*[,，]?\s*(?:上午|下午)?\s*\d{1,2}:\d{2}(?!\d).*"
    r"|(?:https?|file)://\S+(?:\s+\d{1,4}/\d{1,4})?"
)
_BARE = re.compile(r"\d{1,4}")
_WORDS = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_NUMBER = re.compile(r"\d+")

_EDGE = 0.15
_HEADER_EDGE = 0.1
_PRINT_EDGE = 0.05
_DEEPEST = 3
_LEAST_SHARE = 0.4
_APART = 0.6


@dataclass(slots=True)
class PageLines:
    """The lines of a page outside its tables, from the top, and the vertical extents (top, bottom) of its tables.

    ``rows`` are the characters of each line.
    """

    number: int
    height: float
    lines: list[PrintedLine]
    rows: list[list[Char]]
    tables: list[tuple[float, float]] = field(default_factory=list)

    def beside_table(self, line: PrintedLine) -> bool:
        """Whether a table stands at the height of a line."""
        return any(top <= line.base <= bottom for top, bottom in self.tables)


def running_lines(pages: Sequence[PageLines]) -> set[PrintedLine]:
    """The lines that are page numbers, or headers and footers repeated over the pages.

    Only the outermost lines of a page are looked at, never one at the height of a table. A lone number is a
    page number only where it counts with the pages; repeated text must be words, at one height, set apart
    from what follows: a row of figures is never taken away.
    """
    found: set[PrintedLine] = set()
    for _ in range(_DEEPEST):
        outermost = [(page, line, at_top) for page in pages for line, at_top in _outermost(page, found)]
        new = {line for page, line, _ in outermost if _by_itself(page, line)}
        new |= _counting(outermost, len(pages))
        new |= _repeated(outermost, len(pages), found)
        if not new:
            break
        found |= new
    return found


def _by_itself(page: PageLines, line: PrintedLine) -> bool:
    """Whether a line's own words say that it is none of the text."""
    if _NUMBERED.fullmatch(line.text):
        return True
    edge = _PRINT_EDGE * page.height
    return bool(_PRINTED.fullmatch(line.text)) and (line.bottom < edge or line.top > page.height - edge)


_Candidate = tuple[PageLines, PrintedLine, bool]


def _outermost(page: PageLines, found: set[PrintedLine]) -> Iterator[tuple[PrintedLine, bool]]:
    """The first and last line of a page that are not running already, where they stand near its edges."""
    lines = [line for line in page.lines if line not in found]
    if not lines:
        return
    first, last = lines[0], lines[-1]
    above = [top for top, _ in page.tables if top < first.base]
    if first.bottom < _EDGE * page.height and not above:
        yield first, True
    below = [bottom for _, bottom in page.tables if bottom > last.base]
    if last.top > (1 - _EDGE) * page.height and not below:
        yield last, False


def _counting(candidates: Iterable[_Candidate], pages: int) -> set[PrintedLine]:
    """Lone numbers that go up with the pages: set apart on two of them, and on the others at the same height."""
    apart: dict[int, list[PrintedLine]] = defaultdict(list)
    close: dict[int, list[PrintedLine]] = defaultdict(list)
    for page, line, _ in candidates:
        if _BARE.fullmatch(line.text) and not page.beside_table(line):
            (apart if _apart(page, line) else close)[int(line.text) - page.number].append(line)
    found: set[PrintedLine] = set()
    for step, lines in apart.items():
        if len({line.page for line in lines}) > 1 or (step == 0 and pages == 1):
            bases = [line.base for line in lines]
            found |= set(lines)
            found |= {line for line in close[step] if min(bases) - 1 < line.base < max(bases) + 1}
    return found


def _repeated(candidates: Iterable[_Candidate], pages: int, found: set[PrintedLine]) -> set[PrintedLine]:
    """Words that stand at the same height of several pages; a page's own number in them may differ."""
    places: dict[tuple[str, int, bool], list[PrintedLine]] = defaultdict(list)
    for page, line, at_top in candidates:
        share = line.base / page.height
        at_edge = share < _HEADER_EDGE if at_top else share > 1 - _HEADER_EDGE
        if at_edge and len(_WORDS.findall(line.text)) > 1 and _apart(page, line, found):
            numbers = Counter(_NUMBER.findall(line.text))
            counted = re.sub(rf"(?<!\d){page.number}(?!\d)(?:\s*/\s*\d+)?", "#", line.text)
            if max(numbers.values(), default=0) < 3:
                for text in {line.text, counted}:
                    places[text, round(100 * share), at_top].append(line)
    return {line for lines in places.values() if len(lines) >= max(2, _LEAST_SHARE * pages) for line in lines}


def _apart(page: PageLines, line: PrintedLine, found: Collection[PrintedLine] = ()) -> bool:
    """Whether a line is set off from every other line and table of its page."""
    least = _APART * line.size
    others = [(other.top, other.bottom) for other in page.lines if other is not line and other not in found]
    return not page.beside_table(line) and all(
        top > line.bottom + least or bottom < line.top - least for top, bottom in others + page.tables
    )

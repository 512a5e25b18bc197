"""Tables of text that was laid out by columns, as ``pdftotext -layout`` prints a page: cells told by where they stand.

Nothing parts such cells but blanks, and the lines of a row's label stand around its figures. So the figures
that stand under each other show the columns, and how labels are numbered shows the rows. A row is read only
where nothing else can be meant; what is left out stays in the running text, which is read by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from ..model import Table
from ..patterns import lazy_re
from ..text import key
from .blocks import is_section, is_title
from .laid_body import FEWEST, Body, is_row_of_figures
from .laid_table import table_of
from .laid_words import MEASURES, Measure, figures_at_end, is_figure, is_sentence, numbering, vocabulary, words_of
from .tabbed import TextLine

_GAPS = lazy_re(r"\S {2,}\S")
_FEWEST_GAPS = 3
_MOST_WORDS = 120
"""Words of one line of a table; a line of more is none of them."""
_LONGEST = 300
"""Lines of one table on one page; the statutory ones have about 60."""
_FARTHEST = 10
"""Lines from one row of figures to the next of the same table."""


class Laid(NamedTuple):
    """A table on the lines ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    table: Table


class _Page(NamedTuple):
    """The tables of a page. ``carried``: it begins with figures that may be of the row that ends the page before."""

    tables: list[Laid]
    carried: bool


def laid_out(lines: Sequence[TextLine]) -> list[Laid]:
    """The tables that these lines lay out by columns, in order; none in text that keeps no columns."""
    if sum(1 for line in lines if _GAPS.search(line.text)) < _FEWEST_GAPS:
        return []
    found: list[Laid] = []
    start = 0
    for _, group in groupby(lines, key=lambda line: line.page):
        own = list(group)
        page = _best_page(own)
        if page.carried and found and found[-1].end == start:
            found[-1] = found[-1]._replace(table=_without_last(found[-1].table))
        found += [one._replace(start=one.start + start, end=one.end + start) for one in page.tables]
        start += len(own)
    return found


def _without_last(table: Table) -> Table:
    """The table without the figures of its last row, which go on on the next page."""
    return replace(table, cells=tuple(cell for cell in table.cells if cell.row < table.rows - 1 or not cell.column))


def _best_page(lines: Sequence[TextLine]) -> _Page:
    """A page read by the measure that tells more of its cells; the second is tried where the first leaves some out."""
    page = _Page([], all(map(is_figure, lines[0].text.split())))
    if sum(1 for line in lines if _GAPS.search(line.text)) < 2:
        return page
    for measure in MEASURES:
        other = _page(lines, measure)
        page = other if measure is MEASURES[0] or _cells(other) > _cells(page) else page
        if page.tables and all(map(_is_whole, page.tables)):
            break
    return page


def _cells(page: _Page) -> int:
    return sum(len(one.table.cells) for one in page.tables)


def _is_whole(laid: Laid) -> bool:
    """Whether no row of a table is without its figures."""
    return len({cell.row for cell in laid.table.cells if cell.column or cell.column_span > 1}) == laid.table.rows


def _page(lines: Sequence[TextLine], measure: Measure) -> _Page:
    words = [found if len(found := words_of(line.text, measure)) <= _MOST_WORDS else [] for line in lines]
    body = Body(lines, words, [figures_at_end(line) for line in words])
    tables: list[Laid] = []
    carried = body.figures[0] == len(words[0])
    for number, (start, end) in enumerate(_regions(body)):
        if end - start > _LONGEST:
            continue
        table, above = table_of(Body(lines[start:end], words[start:end], body.figures[start:end]))
        if number == 0 and (start == 0 or above):
            carried = above
        if table is not None:
            tables.append(Laid(start, end, table))
    return _Page(tables, carried)


def _regions(body: Body) -> list[tuple[int, int]]:
    """Where tables may be: rows of figures under one header, that header, and the rest of the last label."""
    rows = [at for at in range(len(body.lines)) if is_row_of_figures(body, at)]
    stops = [_ends_table(body, at) for at in range(len(body.lines))]
    heads = [_is_head(body, at) for at in range(len(body.lines))]
    groups: list[list[int]] = []
    for at in rows:
        last = groups[-1][-1] if groups else -_FARTHEST
        if groups and at - last <= _FARTHEST and not any(stops[last:at]) and not any(heads[last + 1 : at]):
            groups[-1].append(at)
        else:
            groups.append([at])
    found: list[tuple[int, int]] = []
    for number, group in enumerate(groups):
        floor = found[-1][1] if found else 0
        start = group[0]
        while start > floor and not stops[start - 1] and group[0] - start < _FARTHEST:
            start -= 1
        ceiling = groups[number + 1][0] if number + 1 < len(groups) else len(body.lines)
        usual = max((body.lines[at].gap for at in group[1:]), default=0)
        end = group[-1] + 1
        while end < ceiling and not (stops[end] or heads[end] or body.lines[end].gap > usual):
            end += 1
        found.append((start, end))
    return found


def _is_head(body: Body, at: int) -> bool:
    """Whether a line prints a word of a table's header."""
    if body.figures[at]:
        return False
    known = vocabulary()
    texts = [key(word.text) for word in body.words[at]]
    return any(text in known.heads or text in known.columns or text.startswith("第二十条") for text in texts)


def _ends_table(body: Body, at: int) -> bool:
    """Whether a line without a row of figures is a heading or of a paragraph."""
    text = body.lines[at].text.strip()
    if body.figures[at] >= FEWEST:
        return False
    before = body.lines[at - 1].text.strip() if at else ""
    if is_sentence(body.lines[at].text) or is_section(text) or is_title(text) or is_title(before + text):
        return True
    return not body.figures[at] and numbering(text) == "top" and key(text) not in vocabulary().text

"""A table of text laid out by columns: its rows put together around their figures, and what is sure of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ..cells import read_cell
from ..model import Cell, Place, Table
from ..text import key
from .laid_body import FEWEST, Body, beginning, full_rows, spans_at, words_beside
from .laid_header import Header, Span, header_of
from .laid_rows import Label, assigned
from .laid_words import Word, begins_row, is_figure, is_row, numbering, vocabulary


def table_of(body: Body) -> tuple[Table | None, bool]:
    """The table of these lines, if they are one, and whether its first figures may be of a row above it."""
    full = full_rows(body)
    if not full:
        return None, body.figures[0] == len(body.words[0])
    columns = len(next(iter(full.values())))
    spans = [spans_at(full, at) for at in range(len(body.lines))]
    first = next((at for at in range(len(body.lines)) if _begins_body(body, at, spans[at])), len(body.lines))
    header = header_of(body.words[:first], full[min(full)])
    figures, odd = _placed(body, first, full, spans)
    labels = _labels(body, first, spans)
    carried = False
    if labels:
        rows, carried = _labelled(body, labels, figures, odd, header, columns)
    elif header is not None and not odd:
        rows = _alone(figures, header, columns)
    else:
        rows = []
    return (_made(body, header, rows, columns) if rows else None), carried


def _begins_body(body: Body, at: int, spans: Sequence[Span]) -> bool:
    """Whether the header ends before this line: it has figures under the columns, or begins a row's label."""
    words, count = body.words[at], body.figures[at]
    if count and any(word.over(*span) for word in words[-count:] for span in spans):
        return True
    return beginning(words_beside(words, spans[0][0]), None) is not None


def _labels(body: Body, first: int, spans: Sequence[Sequence[Span]]) -> list[Label]:
    """The labels of rows, each of a line that begins one and those that go on with it; groups of rows are left out."""
    beside = [words_beside(words, own[0][0]) for words, own in zip(body.words, spans, strict=True)]
    digits = [word.left for line in beside[first:] for word in line if numbering(word.text) == "digit"]
    leaf = min(digits, default=None)
    labels: list[Label] = []
    left = 0
    for at in range(first, len(beside)):
        line = beside[at]
        number = body.lines[at].number
        begin = beginning(line, leaf)
        if begin is not None:
            left = line[begin].left
            labels.append(Label("".join(word.text for word in line[begin:]), number, number))
        elif labels and not is_row(labels[-1].text):
            more = [place for place, word in enumerate(line) if _goes_on(word, left, leaf)]
            if more:
                label = labels[-1]
                labels[-1] = Label(f"{label.text}\n{''.join(word.text for word in line[more[0]:])}", label.first, number)
    return labels


def _goes_on(word: Word, left: int, leaf: int | None) -> bool:
    """Whether a word goes on with the label that begins at ``left``, rather than with that of a group of rows."""
    if leaf is None or left < leaf:
        return abs(word.left - left) <= 1 or (leaf is not None and word.right > leaf)
    return word.right > leaf


def _placed(
    body: Body, first: int, full: dict[int, list[Word]], spans: Sequence[Sequence[Span]]
) -> tuple[dict[int, dict[int, str]], set[int]]:
    """What each line shows in which column, by its number; and the lines with words that are in none or in two."""
    placed: dict[int, dict[int, str]] = {}
    odd: set[int] = set()
    for at in range(first, len(body.lines)):
        number = body.lines[at].number
        beside = words_beside(body.words[at], spans[at][0][0])
        words = [word for word in body.words[at] if word not in beside]
        for word in words:
            known = at in full and word in full[at]
            under = [full[at].index(word)] if known else [column for column, span in enumerate(spans[at]) if word.over(*span)]
            if len(under) == 1:
                cells = placed.setdefault(number, {})
                cells[under[0]] = f"{cells[under[0]]} {word.text}" if under[0] in cells else word.text
            else:
                odd.add(number)
    return placed, odd


class _Row(NamedTuple):
    """A row: its label, the line it is found at, and its cells' texts; no cells where they are in doubt."""

    label: str
    number: int
    cells: list[str]


def _labelled(
    body: Body, labels: list[Label], figures: dict[int, dict[int, str]], odd: set[int], header: Header | None, columns: int
) -> tuple[list[_Row], bool]:
    dealt = assigned(labels, {line: list(cells) for line, cells in figures.items()}, columns)
    made = [["\n".join(figures[line][at] for line in lines if at in figures[line]) for at in range(columns)] for lines in dealt.lines]
    empty = Counter(tuple(at for at, text in enumerate(cells) if not text) for cells in made)
    rows = []
    for number, (label, lines, cells) in enumerate(zip(labels, dealt.lines, made, strict=True)):
        last = labels[number + 1].first if number + 1 < len(labels) else body.lines[-1].number + 1
        spoilt = any(label.first <= line < last or line in lines for line in odd)
        twice = sum(len(figures[line]) == columns for line in lines) > 1
        blank = tuple(at for at, text in enumerate(cells) if not text)
        alike = not blank or (any(cells) and empty[blank] >= max(FEWEST, len(made) / 2))
        whole = (alike and not _wraps(cells)) or (not dealt.orphans and _adds_up(cells, header))
        rows.append(_Row(label.text, label.first, cells if dealt.sure[number] and whole and not (spoilt or twice) else []))
    known = any(row.cells and begins_row(row.label, numbering(row.label)) for row in rows)
    return (rows if known else []), dealt.carried


def _wraps(cells: Sequence[str]) -> bool:
    return any("\n" in text for text in cells)


def _alone(figures: dict[int, dict[int, str]], header: Header, columns: int) -> list[_Row]:
    """The one row of figures under a header that names every column."""
    numbers = sorted(figures)
    texts = [[(line, figures[line][at]) for line in numbers if at in figures[line]] for at in range(columns)]
    middles = {parts[0][0] + parts[-1][0] for parts in texts if parts}
    cells = ["\n".join(text for _, text in parts) for parts in texts]
    named = all(key(label) in vocabulary().columns for label in header.columns)
    if not named or len(middles) > 1 or not ((all(cells) and not _wraps(cells)) or _adds_up(cells, header)):
        return []
    return [_Row("", numbers[0], cells)]


def _adds_up(cells: Sequence[str], header: Header | None) -> bool:
    """Whether each sum among a row's cells is that of the cells since the one before, the empty ones being nothing.

    Such text runs neighbouring figures together now and then, and then shows one too few; and a piece of a figure
    that wraps may stand nearer to another column. So a row with an empty cell or pieces is believed where its sums
    hold, or where most rows of its table have the same cells empty.
    """
    sums = [at for at, label in enumerate(header.columns) if key(label) in vocabulary().sums] if header else [len(cells) - 1]
    if not sums or sums[-1] != len(cells) - 1:
        return False
    if not all(is_figure(text) for text in cells if text):
        return False
    values = [read_cell(text).value or 0 for text in cells]
    start = 0
    for at in sums:
        if not cells[at] or abs(sum(values[start:at]) - values[at]) > 1e-6:
            return False
        start = at + 1
    return True


def _made(body: Body, header: Header | None, rows: Sequence[_Row], columns: int) -> Table:
    """The table of a header and rows, the rows' labels in its first column."""
    cells: list[Cell] = []
    row = 0
    place = Place(anchor=f"L{body.lines[0].number}")
    beside = int(any(one.label for one in rows))
    if header is not None:
        if header.caption:
            cells.append(Cell(header.caption, row, 0, 1, columns + beside, place))
            row += 1
        if header.groups:
            cells += [Cell(text, row, at + beside, 1, count, place) for text, at, count in header.groups]
            row += 1
        if beside:
            cells.append(Cell(header.corner, row, 0, 1, 1, place))
        cells += [Cell(text, row, at + beside, 1, 1, place) for at, text in enumerate(header.columns)]
        row += 1
    for one in rows:
        place = Place(anchor=f"L{one.number}")
        if beside:
            cells.append(Cell(one.label, row, 0, 1, 1, place))
        cells += [Cell(text, row, at + beside, 1, 1, place) for at, text in enumerate(one.cells)]
        row += 1
    return Table(tuple(cells), row, columns + beside, Place(anchor=f"L{body.lines[0].number}"), inferred=True)

"""The lines of text laid out by columns, and where the columns of figures are in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ..text import key
from .laid_header import Span
from .laid_words import Word, begins_row, is_figure, is_sentence, numbering, vocabulary
from .tabbed import TextLine

FEWEST = 3
"""Figures on a line that make it a row of a table whatever stands before them."""
_FEWEST_PARTED = 5


class Body(NamedTuple):
    """The lines of a table by number, each with its words, of which the last are ``figures`` many figures."""

    lines: Sequence[TextLine]
    words: list[list[Word]]
    figures: list[int]


def is_row_of_figures(body: Body, at: int) -> bool:
    """Whether a line prints a row of figures: three or more, or fewer behind a row's label."""
    count = body.figures[at]
    return count >= FEWEST or (count > 0 and begins_labelled(body, at) and not is_sentence(body.lines[at].text))


def begins_labelled(body: Body, at: int) -> bool:
    """Whether what stands before a line's figures begins the label of a row."""
    words = body.words[at][: len(body.words[at]) - body.figures[at]]
    texts = ["".join(word.text for word in words[place:]) for place in range(len(words))]
    return any(begins_row(text, numbering(text)) for text in texts)


def _own(body: Body, at: int) -> list[Word]:
    """The figures of a line."""
    return body.words[at][len(body.words[at]) - body.figures[at] :]


def full_rows(body: Body) -> dict[int, list[Word]]:
    """The lines that show a figure in every column, with these figures; none where another line shows more."""
    counts = Counter(count for at, count in enumerate(body.figures) if count and is_row_of_figures(body, at))
    often = [count for count, times in counts.items() if times > 1]
    width = max(often) if often else max(counts)
    whole = {at: body.words[at][-width:] for at, count in enumerate(body.figures) if count == width}
    parted = _parted_rows(body)
    most = max(len(row) for row in (*whole.values(), *parted.values()))
    full = {at: row for at, row in (whole | parted).items() if len(row) == most}
    return full if most >= max(counts) else {}


def _parted_rows(body: Body) -> dict[int, list[Word]]:
    """The rows some of whose figures wrap, and so begin on a line above the others: two lines that fill each other's gaps."""
    rows: dict[int, list[Word]] = {}
    lines = [at for at, count in enumerate(body.figures) if count]
    for above, below in pairwise(lines):
        words = sorted([*_own(body, above), *_own(body, below)], key=lambda word: word.left)
        if (
            below - above == 1
            and above not in rows
            and len(words) >= _FEWEST_PARTED
            and not (begins_labelled(body, above) and begins_labelled(body, below))
            and body.figures[above] < len(words) > body.figures[below]
            and all(is_figure(word.text) for word in words)
            and all(one.right < other.left for one, other in pairwise(words))
        ):
            rows[above] = rows[below] = words
    return rows


def spans_at(full: dict[int, list[Word]], at: int) -> list[Span]:
    """Where the columns are at a line: as the nearest full rows above and below show them, for they drift down a page."""
    if at in full:
        return [(word.left, word.right) for word in full[at]]
    above = max((one for one in full if one <= at), default=min(full))
    below = min((one for one in full if one >= at), default=max(full))
    spans = [
        (min(one.left, other.left), max(one.right, other.right)) for one, other in zip(full[above], full[below], strict=True)
    ]
    if any(one[1] > other[0] for one, other in pairwise(spans)):
        nearest = full[above if at - above <= below - at else below]
        return [(word.left, word.right) for word in nearest]
    return spans


def words_beside(words: Sequence[Word], edge: int) -> list[Word]:
    """The words of a line that stand beside its figures; a long one may reach in under the widest of them."""
    return [word for word in words if word.left < edge and not is_figure(word.text)]


def beginning(line: Sequence[Word], leaf: int | None) -> int | None:
    """The number of the word that begins a row's label, the last one; ``leaf`` is where labels of rows in groups stand."""
    for place in reversed(range(len(line))):
        word = line[place]
        kind = numbering(word.text)
        text = "".join(one.text for one in line[place:])
        if kind == "digit":
            return place
        if leaf is not None and word.right <= leaf:
            # So short it may be the label of a group, or a piece of one.
            if kind and key(text) in vocabulary().rows[kind]:
                return place
        elif begins_row(text, kind) or (kind == "bracketed" and leaf is not None):
            return place
    return None

"""The header of a laid-out table: which of its words stand over which column of figures, and what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from ..text import key
from .laid_words import Word, vocabulary

Span = tuple[int, int]
"""The first column of the page that a column of figures takes, and the one behind its last."""


_PIECE = 3
_MOST_WORDS, _MOST_LINES = 80, 10
_CAPTION = "第二十条"


class Header(NamedTuple):
    """The caption over it, the labels of the rows' labels and of each column, and those of groups of columns.

    A group is its label, its first column and how many it has.
    """

    caption: str
    corner: str
    columns: list[str]
    groups: list[tuple[str, int, int]]


def header_of(lines: Sequence[Sequence[Word]], figures: Sequence[Word]) -> Header | None:
    """The header that these lines print over a row of figures; None where it has not a label for each of them.

    Labels do not stand over their figures to the character, but they stand in their order.
    """
    if sum(map(len, lines)) > _MOST_WORDS:
        return None
    captions: list[str] = []
    corner: list[str] = []
    over: list[list[Word]] = []
    for line in lines:
        if key("".join(word.text for word in line)).startswith(_CAPTION):
            captions.append("".join(word.text for word in line))
            continue
        beside = [word for word in line if word.left + word.right < 2 * figures[0].left]
        corner.append("".join(word.text for word in beside))
        over.append([word for word in line[len(beside) :] if not _is_above(word.text)])
    columns = _columns(over, figures)
    if len(columns) != len(figures) or not any(key(label) in vocabulary().columns for label in columns):
        return None
    spans = [(word.left, word.right) for word in figures]
    return Header(captions[-1] if captions else "", "\n".join(filter(None, corner)), columns, _groups(lines, spans, columns))


def _columns(lines: Sequence[Sequence[Word]], figures: Sequence[Word]) -> list[str]:
    """The labels over these figures: words over each other, or as they make up labels when they are taken in order."""
    count = len(figures)
    known = vocabulary().columns
    words = [word for line in lines for word in line]
    stacked = [[_leaf(stack) for _, _, stack in stacks_of(words, apart)] for apart in (0, 1)]
    for labels in stacked:
        if len(labels) == count and all(key(label) in known for label in labels):
            return labels
    dealt = _dealt(lines, [word.left + word.right for word in figures])
    return dealt or next((labels for labels in stacked if len(labels) == count), [])


def _dealt(lines: Sequence[Sequence[Word]], middles: Sequence[int]) -> list[str]:
    """The one way to make a label of each column out of all the words of these lines, each line's in order; else nothing.

    ``middles`` are twice those of the figures: no word stands beyond the neighbours of its own. Ways that name
    the same columns are one.
    """
    found: dict[tuple[str, ...], list[str]] = {}
    known = vocabulary().columns
    bounds = [float("-inf"), *middles, float("inf")]

    def deal(taken: tuple[int, ...], labels: list[str]) -> None:
        if len(labels) == len(middles) or len(found) > 1:
            if all(at == len(line) for at, line in zip(taken, lines, strict=True)):
                found.setdefault(tuple(known[key(label)] for label in labels), labels)
            return
        left, right = bounds[len(labels)], bounds[len(labels) + 2]
        near = [
            at for at, line in enumerate(lines)
            if taken[at] < len(line) and left < line[taken[at]].left + line[taken[at]].right < right
        ]  # fmt: skip
        for size in range(1, len(near) + 1):
            for chosen in combinations(near, size):
                label = "\n".join(lines[at][taken[at]].text for at in chosen)
                if key(label) in known:
                    deal(tuple(one + (at in chosen) for at, one in enumerate(taken)), [*labels, label])

    if len(middles) <= sum(map(len, lines)) and len(lines) <= _MOST_LINES:
        deal((0,) * len(lines), [])
    return next(iter(found.values())) if len(found) == 1 else []


def stacks_of(words: Sequence[Word], apart: int = 0) -> list[tuple[int, int, list[str]]]:
    """The words of a header that stand over each other, labels of groups left out: from where to where, and the words.

    Words of one stack share a column of the page, or come within ``apart`` columns of it.
    """
    stacks: list[tuple[int, int, list[str]]] = []
    for word in words:
        if not _is_above(word.text):
            under = [one for one in stacks if word.over(one[0] - apart, one[1] + apart)]
            texts = [text for _, _, stack in under for text in stack]
            left, right = min([word.left, *(one[0] for one in under)]), max([word.right, *(one[1] for one in under)])
            stacks = [*(one for one in stacks if one not in under), (left, right, [*texts, word.text])]
    return sorted(stacks)


def _is_above(text: str) -> bool:
    """Whether a word is the label of a group of columns, or a piece of one that is none of a column's."""
    printed = key(text)
    known = vocabulary()
    if printed in known.above:
        return True
    return len(printed) >= _PIECE and printed not in known.columns and any(printed in label for label in known.above)


def _leaf(stack: Sequence[str]) -> str:
    """The label at the foot of what stands over a column: the longest end of it that is a column's, else all of it."""
    for first in range(len(stack)):
        if key("".join(stack[first:])) in vocabulary().columns:
            return "\n".join(stack[first:])
    return "\n".join(stack)


def _groups(lines: Sequence[Sequence[Word]], spans: Sequence[Span], columns: Sequence[str]) -> list[tuple[str, int, int]]:
    """The labels over each run of columns that begins with the first column again, from left to right."""
    ids = [vocabulary().columns.get(key(label), label) for label in columns]
    starts = [at for at, name in enumerate(ids) if name == ids[0]]
    found: list[tuple[str, int, int]] = []
    for start, end in zip(starts, [*starts[1:], len(columns)], strict=True):
        left, right = spans[start][0], spans[end - 1][1]
        above = [word.text for line in lines for word in line if left <= (word.left + word.right) / 2 <= right]
        texts = {
            "".join(above[first:last]) for first in range(len(above)) for last in range(first + 1, len(above) + 1)
        }
        known = [text for text in texts if key(text) in vocabulary().groups]
        if known:
            found.append((max(known, key=len), start, end - start))
    return found

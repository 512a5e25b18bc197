"""The rows of a laid-out table: whose label a line of figures between two labels belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

_ORPHAN, _CARRIED, _NO_FIGURES, _SURE = 3.0, 0.25, 3.0, 1.0
"""What it costs to leave a figure to no row, or above the first label to one on the page before, and a column to no
figure; by how much the best must be better."""

_MOST_LINES = 16
"""Lines of figures between two labels; where there are more, labels of rows are not known."""

Figures = Mapping[int, Sequence[int]]
"""By the number of a line the columns in which it shows figures."""


class Label(NamedTuple):
    """A row's label: its text, and the numbers of its first and last line."""

    text: str
    first: int
    last: int


class Assigned(NamedTuple):
    """The lines of figures of each label, in order, and whether no other way to deal them out comes near.

    ``orphans``: lines are left to no row. ``carried``: those above the first label may be of a row above the table.
    """

    lines: list[list[int]]
    sure: list[bool]
    orphans: bool
    carried: bool


def assigned(labels: Sequence[Label], figures: Figures, columns: int) -> Assigned:
    """Deal the lines of figures out to the labels, so that each row's cells are set alike.

    A line of figures among a label's own lines is that row's. What stands between two labels is the
    upper row's or the lower one's: figures are printed at the height of their label's middle, first or last
    line, and so are the pieces of a figure that wraps.
    """
    inside = [[line for line in figures if label.first <= line <= label.last] for label in labels]
    bounds = [(-1, labels[0].first), *((one.last, other.first) for one, other in pairwise(labels))]
    bounds.append((labels[-1].last, 1 << 30))
    gaps = [[line for line in sorted(figures) if low < line < high] for low, high in bounds]

    if max(map(len, gaps)) > _MOST_LINES:
        return Assigned([[] for _ in labels], [False for _ in labels], True, True)

    def cost(number: int, before: int, after: int) -> float:
        """Of a row that takes the figures behind the first ``before`` of the gap above, and ``after`` of those below."""
        lines = [*gaps[number][before:], *inside[number], *gaps[number + 1][:after]]
        return _unlike(labels[number], lines, figures, columns)

    def upward(number: int, after: int, before: int) -> float:
        return cost(number, before, after)

    top = [_CARRIED * _count(figures, gaps[0][:split]) for split in range(len(gaps[0]) + 1)]
    foot = [_ORPHAN * _count(figures, gaps[-1][split:]) for split in range(len(gaps[-1]) + 1)]
    count = len(labels)
    ahead = [top]
    for number in range(count):
        ahead.append(_step(ahead[-1], len(gaps[number + 1]) + 1, partial(cost, number)))
    ahead[-1] = [one + other for one, other in zip(ahead[-1], foot, strict=True)]
    back = [foot]
    for number in reversed(range(count)):
        back.insert(0, _step(back[0], len(gaps[number]) + 1, partial(upward, number)))
    totals = [[one + other for one, other in zip(f, b, strict=True)] for f, b in zip(ahead[:-1], back[:-1], strict=True)]
    totals.append(ahead[-1])
    splits = [min(range(len(total)), key=total.__getitem__) for total in totals]
    clear = [all(other - total[split] >= _SURE for at, other in enumerate(total) if at != split)
             for total, split in zip(totals, splits, strict=True)]  # fmt: skip
    lines = [
        [*gaps[number][splits[number] :], *inside[number], *gaps[number + 1][: splits[number + 1]]] for number in range(count)
    ]
    sure = [clear[number] and clear[number + 1] for number in range(count)]
    return Assigned(lines, sure, splits[0] > 0 or splits[-1] < len(gaps[-1]), bool(gaps[0]) and not (clear[0] and splits[0] == 0))


def _count(figures: Figures, lines: Sequence[int]) -> int:
    return sum(len(figures[line]) for line in lines)


def _step(costs: Sequence[float], count: int, cost: Callable[[int, int], float]) -> list[float]:
    return [min(before + cost(at, split) for at, before in enumerate(costs)) for split in range(count)]


def _unlike(label: Label, lines: Sequence[int], figures: Figures, columns: int) -> float:
    """By how many lines the cells of a row differ in height, over all its columns."""
    by_column: dict[int, list[int]] = {}
    for line in lines:
        for column in figures[line]:
            by_column.setdefault(column, []).append(line)
    if not by_column:
        return _NO_FIGURES * columns
    spans = [(min(at), max(at)) for at in by_column.values()]
    middle = sum(abs(first + last - label.first - label.last) / 2 for first, last in spans)
    top = sum(abs(first - label.first) for first, _ in spans)
    bottom = sum(abs(last - label.last) for _, last in spans)
    return min(middle, top, bottom) + _NO_FIGURES * (columns - len(spans))

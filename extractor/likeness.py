"""Two texts side by side: how much of one stands in the other, and the longest passage they share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .passages import Clause

RUN = 8
"""Words in a row that two texts must share before they count: shorter turns of phrase meet by chance."""

SHORT, GAP = 3, 4
"""Beside such a run shorter ones count too, while no more words than the gap were changed between them."""

_STEPS = sorted(((i, j) for i in range(GAP + 1) for j in range(GAP + 1)), key=lambda one: (sum(one), abs(one[0] - one[1])))


@dataclass(frozen=True, slots=True)
class Likeness:
    """``copied`` of ``own`` words of a text stand in another. ``mine`` and ``theirs`` are where the longest passage
    that they share stands in the text of either part (start, end); ``run`` is how many words of it are the same."""

    copied: int
    own: int
    run: int
    mine: tuple[int, int]
    theirs: tuple[int, int]

    @property
    def share(self) -> float:
        """The part of the text's own words that stand in the other, 0 to 1."""
        return self.copied / self.own if self.own else 0.0


def likeness(own: Sequence[Clause], other: Sequence[Clause], common: Callable[[Clause], bool] | None = None) -> Likeness:
    """How much of the clauses ``own`` stands in ``other``, in whatever order of passages; about linear in their length.

    Words of ``common`` clauses hold a passage together, yet are counted nowhere.
    """
    a, b = "".join(one.words for one in own), "".join(one.words for one in other)
    counted = [0]
    for one in own:
        step = not (common and common(one))
        counted += [counted[-1] + step * number for number in range(1, len(one.words) + 1)]
    places: dict[str, list[int]] = {}
    for at in range(len(b) - RUN + 1):
        places.setdefault(b[at : at + RUN], []).append(at)
    copied, at, end = 0, 0, 0
    longest = (0, 0, 0, 0, 0)
    while at <= len(a) - RUN:
        starts = places.get(a[at : at + RUN])
        if starts is None:
            at += 1
            continue
        run, minus = max((_run(a, b, at, one), -one) for one in starts[:8])
        there = -minus
        free = max(at, end)
        back, i, j = _onward(a[end:at][::-1], b[max(0, there - at + end - GAP) : there][::-1], 0, 0)
        on, stop, stop_there = _onward(a, b, at + run, there + run)
        # A run that begins inside the passage before it counts for its new words only.
        pieces = [(at - later, at - sooner) for sooner, later in back] + [(free, max(free, at + run))] + on
        gained = sum(counted[later] - counted[sooner] for sooner, later in pieces)
        copied += gained
        longest = max(longest, (gained, -(at - i), there - j, stop, stop_there))
        end = max(end, stop)
        at = max(at + 1, stop - RUN + 2)
    run, minus, there, stop, stop_there = longest
    return Likeness(copied, counted[-1], run, _span(own, -minus, stop), _span(other, there, stop_there))


def _run(a: str, b: str, i: int, j: int) -> int:
    """How many characters of ``a`` from ``i`` on are those of ``b`` from ``j`` on."""
    length = 0
    while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
        length += 1
    return length


def _onward(a: str, b: str, i: int, j: int) -> tuple[list[tuple[int, int]], int, int]:
    """The passage goes on while short runs follow behind small changes: the runs in ``a``, and where it ends in both."""
    runs = []
    stop, stop_there = i, j
    while i < len(a) and j < len(b):
        for more, more_there in _STEPS:
            run = _run(a, b, i + more, j + more_there)
            if run >= SHORT:
                break
        else:
            break
        runs.append((i + more, i + more + run))
        i, j = i + more + run, j + more_there + run
        stop, stop_there = i, j
    return runs, stop, stop_there


def _span(clauses: Sequence[Clause], start: int, stop: int) -> tuple[int, int]:
    """Where the clauses stand in their text that hold those words; clauses touched by few words are left out."""
    held: list[tuple[int, Clause]] = []
    position = 0
    for one in clauses:
        common = min(position + len(one.words), stop) - max(position, start)
        position += len(one.words)
        if common > 0:
            held.append((common, one))
    if not held:
        return 0, 0
    whole = [one for common, one in held if 2 * common >= len(one.words)] or [max(held, key=lambda pair: pair[0])[1]]
    return whole[0].start, whole[-1].end

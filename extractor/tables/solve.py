"""The form's identities as a code: the readings of run-together digits that they allow.

A row printed as ``20 0 00 0 121`` can be cut into its seven figures in many ways; the row's own sum
leaves few, the column sums and the balance leave one, or the row is undecided and said to be.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import add, mul

from ..form import Form, Identity
from ..patterns import lazy_re
from .candidate import Run

MOST_STEPS = 25_000
"""Figures tried in cutting one row, or rows tried against the columns; with more it is undecided."""
MOST_READINGS = 2_000
"""Readings of one row, or of the rows together, that are kept; with more it is undecided."""
LONGEST_FIGURE = 8
"""Digits of the longest figure that a run is cut into."""

_NOTE = r"\s*[(（\[【].*[)）\]】]"
_WITH_NOTE = lazy_re(_NOTE)
_NO_FIGURE = lazy_re(r"[^\d.+\-]")
_FIGURE = lazy_re(rf"[+\-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:元|万元|件|项|条)?(?:{_NOTE})?")
_PIECE = lazy_re(rf"(?P<sign>[+\-]?)(?P<digits>[0-9]+)(?P<tail>(?:\.\d+)?(?:元|万元|件|项|条)?(?:{_NOTE})?)")

Numbers = Mapping[str, "int | float"]
Cut = tuple[str, ...]


class _TooMany(Exception):
    """The limit is reached: what was found is not all."""


def splits(pieces: tuple[str, ...], wanted: int, sums: tuple[int, ...] = ()) -> tuple[Cut, ...] | None:
    """Every way to cut the pieces of a row, in order, into ``wanted`` figures; None where there are too many.

    ``sums`` are the positions of figures that are the sum of those before them, back to the sum before.
    No figure has a leading zero or more than :data:`LONGEST_FIGURE` digits.
    """
    if len(pieces) > wanted or sum(map(len, pieces)) < wanted:
        return ()
    if len(pieces) == wanted:
        whole = all(map(_FIGURE.fullmatch, pieces))
        return (pieces,) if whole and _add_up(pieces, sums) else ()
    parts = [_PIECE.fullmatch(piece) for piece in pieces]
    if not all(parts):
        return ()
    try:
        return tuple(_Cutter([part for part in parts if part], wanted, sums).found())
    except _TooMany:
        return None


def _add_up(cut: Cut, sums: Sequence[int]) -> bool:
    start = 0
    for at in sums:
        if sum(number_of(one) for one in cut[start:at]) != number_of(cut[at]):
            return False
        start = at + 1
    return True


@dataclass(slots=True)
class _Cutter:
    """Cuts runs of digits figure by figure from the right, so that each sum is known before its parts."""

    parts: list[re.Match[str]]
    wanted: int
    sums: tuple[int, ...]
    steps: int = 0
    cuts: list[Cut] = field(default_factory=list)

    def found(self) -> list[Cut]:
        """Every cut; raises _TooMany."""
        digits = "".join(part["digits"] for part in self.parts)
        if len(digits) <= self.wanted * LONGEST_FIGURE:
            edges = [0, *accumulate(len(part["digits"]) for part in self.parts)]
            signs = {edge: part["sign"] for edge, part in zip(edges, self.parts, strict=False) if part["sign"]}
            tails = {edge: part["tail"] for edge, part in zip(edges[1:], self.parts, strict=True) if part["tail"]}
            self.step(_Digits(digits, edges, signs, tails), len(digits), self.wanted - 1, None, ())
        return self.cuts

    def step(self, run: _Digits, end: int, position: int, owed: float | None, taken: Cut) -> None:
        """Take each possible figure that ends at ``end``. ``owed``: what the parts of the sum taken must still add."""
        self.steps += 1
        if self.steps > MOST_STEPS or len(self.cuts) > MOST_READINGS:
            raise _TooMany
        is_sum = position in self.sums
        if (is_sum or position < 0) and owed:
            return
        if position < 0:
            if not end:
                self.cuts.append(taken)
            return
        if not position + 1 <= end <= (position + 1) * LONGEST_FIGURE:
            return
        if owed is not None and not is_sum and owed >= 10 ** (end - position) + 10 * position:
            return
        edge = max(one for one in run.edges if one < end)
        for start in range(end - 1, max(edge, end - LONGEST_FIGURE, position) - 1, -1):
            if run.digits[start] == "0" and end - start > 1:
                continue
            figure = run.figure(start, end)
            number = int(figure) if figure.isdigit() else number_of(figure)
            if is_sum:
                self.step(run, start, position - 1, number, (figure, *taken))
            elif owed is None:
                self.step(run, start, position - 1, None, (figure, *taken))
            elif number <= owed or run.signs:
                self.step(run, start, position - 1, owed - number, (figure, *taken))
            else:
                break


@dataclass(frozen=True, slots=True)
class _Digits:
    """The digits of a row's pieces end to end, where pieces meet, and the signs and tails that stand there."""

    digits: str
    edges: list[int]
    signs: Mapping[int, str]
    tails: Mapping[int, str]

    def figure(self, start: int, end: int) -> str:
        """The figure between two positions as printed, with the sign before it and the decimals or unit behind."""
        return self.signs.get(start, "") + self.digits[start:end] + self.tails.get(end, "")


def number_of(figure: str) -> int | float:
    """The number a piece of a run stands for, without unit and note."""
    bare = _NO_FIGURE.sub("", _WITH_NOTE.sub("", figure))
    return float(bare) if "." in bare else int(bare)


def holds(identity: Identity, numbers: Numbers) -> bool | None:
    """Whether an identity holds; None when one of its cells has no number."""
    try:
        return sum(map(numbers.__getitem__, identity.left)) == sum(map(numbers.__getitem__, identity.right))
    except KeyError:
        return None


def touching(form: Form, fields: Iterable[str]) -> list[Identity]:
    """The identities that any of these fields stands in."""
    by_field = _by_field(form)
    return list({id(one): one for name in fields for one in by_field.get(name, ())}.values())


@functools.lru_cache(maxsize=16)
def _by_field(form: Form) -> dict[str, list[Identity]]:
    found: dict[str, list[Identity]] = {}
    for identity in form.identities():
        for name in (*identity.left, *identity.right):
            found.setdefault(name, []).append(identity)
    return found


def decode(runs: Sequence[Run], known: Numbers, form: Form) -> list[tuple[Run, list[Cut] | None]]:
    """For each run-together row the readings that are left: one is decided, more or None (too many) are not.

    ``known`` are the numbers read elsewhere in the same form. Rows are cut alone first, under their
    own sums; rows that keep more than one cut are then held together against columns and balances.
    """
    alone = [(run, _alone(run, form)) for run in runs]
    fixed = dict(known)
    for run, left in alone:
        if left is not None and len(left) == 1:
            fixed.update(_numbers(run, left[0]))
    open_rows = [(run, left) for run, left in alone if left is not None and len(left) > 1]
    together = _Together(open_rows, fixed, form).kept() if open_rows else {}
    return [(run, together.get(run.fields, left)) for run, left in alone]


def _alone(run: Run, form: Form) -> list[Cut] | None:
    """The cuts of one row that its own sums allow."""
    inside = [one for one in touching(form, run.fields) if {*one.left, *one.right} <= set(run.fields)]
    cuts = splits(run.pieces, len(run.fields), _sum_positions(run.fields, inside))
    if cuts is None:
        return None
    return [cut for cut in cuts if not inside or all(holds(one, _numbers(run, cut)) for one in inside)]


def _sum_positions(fields: Sequence[str], inside: Iterable[Identity]) -> tuple[int, ...]:
    """The positions of figures that are the sum of all those before them, back to the sum before."""
    found: list[int] = []
    start = 0
    for identity in sorted(inside, key=lambda one: fields.index(one.left[0])):
        at = fields.index(identity.left[0])
        if len(identity.left) != 1 or set(fields[start:at]) != set(identity.right):
            return ()
        found.append(at)
        start = at + 1
    return tuple(found)


@dataclass(slots=True)
class _Together:
    """Holds the cuts of several undecided rows against every identity across them."""

    rows: list[tuple[Run, list[Cut]]]
    fixed: Numbers
    form: Form
    steps: int = 0
    found: list[tuple[int, ...]] = field(default_factory=list)

    def kept(self) -> dict[tuple[str, ...], list[Cut]]:
        """The cuts left of each row, empty where they cannot all be tried or none fits."""
        self.rows.sort(key=lambda pair: len(pair[1]))
        across = [
            one
            for one in touching(self.form, [name for run, _ in self.rows for name in run.fields])
            if not any({*one.left, *one.right} <= set(run.fields) for run, _ in self.rows)
        ]
        try:
            self.try_row(0, [self.known(one) for one in across], self.levels(across), ())
        except _TooMany:
            return {}
        if not self.found:
            return {}
        chosen = [set(numbers) for numbers in zip(*self.found, strict=True)]
        return {
            run.fields: [cut for number, cut in enumerate(left) if number in numbers]
            for (run, left), numbers in zip(self.rows, chosen, strict=True)
        }

    def known(self, identity: Identity) -> float:
        """Left less right side of what is known before any row is cut."""
        left, right = (sum(self.fixed.get(name, 0) for name in side) for side in (identity.left, identity.right))
        return left - right

    def levels(self, across: list[Identity]) -> list[_Level]:
        """For each row what its cuts add to the identities, and which sides are open once it is cut."""
        there = set(self.fixed)
        levels = []
        for run, left in self.rows:
            there.update(run.fields)
            signs = [[(name in one.left) - (name in one.right) for name in run.fields] for one in across]
            changes = []
            for cut in left:
                numbers = [number_of(figure) for figure in cut]
                changes.append([sum(map(mul, row, numbers)) for row in signs])
            sides = [(not there.issuperset(one.left), not there.issuperset(one.right)) for one in across]
            levels.append(_Level(changes, sides))
        return levels

    def try_row(self, number: int, sums: list[float], levels: list[_Level], chosen: tuple[int, ...]) -> None:
        """Try each cut of a row whose sums can still come out."""
        if number == len(levels):
            self.found.append(chosen)
            if len(self.found) > MOST_READINGS:
                raise _TooMany
            return
        level = levels[number]
        for cut, change in enumerate(level.changes):
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise _TooMany
            now = list(map(add, sums, change))
            if not any((by > 0 and not right) or (by < 0 and not left) for by, (left, right) in zip(now, level.open, strict=True)):
                self.try_row(number + 1, now, levels, (*chosen, cut))


@dataclass(frozen=True, slots=True)
class _Level:
    """A row among the open ones: what each cut adds to each identity, and whether its sides stay open."""

    changes: list[list[float]]
    open: list[tuple[bool, bool]]


def _numbers(run: Run, cut: Cut) -> dict[str, int | float]:
    return {name: number_of(figure) for name, figure in zip(run.fields, cut, strict=True)}


def fewest(pieces: Iterable[str]) -> int:
    """The least number of figures that pieces can hold: each zero in front is one, all digits behind it one more."""
    count = 0
    for piece in pieces:
        rest = piece.lstrip("+-").lstrip("0")
        count += len(piece.lstrip("+-")) - len(rest) + (1 if rest else 0)
    return count


def forced(run: Run) -> bool:
    """Whether a run has a digit a figure, so that no sum is needed to cut it."""
    return sum(map(len, run.pieces)) == len(run.fields)

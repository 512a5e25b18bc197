"""Column labels in the running text: whether they are this form's, and in its order."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from ..form import Axis, Block, Form
from ..text import key, words
from .edition import foreign_columns
from .labels import GENERIC
from .stream import Stream

LONGEST_HEADER = 400
"""Characters before the first row of table 3 in which its column labels stand."""


def columns_doubt(stream: Stream, columns: Sequence[Axis], start: int, end: int) -> str:
    """``column`` unless the labels of a wide table stand between two positions in the form's order, else nothing.

    Labels broken over lines are told by their first two characters; one of them may be unknown. Where
    several share a line those of one line are held against each other: a label of two lines begins
    higher than its neighbour of one, so that lines tell nothing of the order.
    """
    telling = [axis for axis in columns if key(axis.label) not in GENERIC]
    since = max(start, end - LONGEST_HEADER)
    found = [at for axis in telling if (at := _first(stream, _probes(axis), since, end)) >= 0]
    if len(found) < len(telling) - 1:
        return "column"
    lines: dict[int, list[int]] = {}
    for at in found:
        lines.setdefault(stream.text.count("\n", since, at), []).append(at)
    held = [found] if len(lines) == len(found) else lines.values()
    return "" if all(places == sorted(places) for places in held) else "column"


def block_doubt(stream: Stream, form: Form, block: Block, table_id: str, start: int, end: int) -> str | None:
    """``column`` or nothing for a block of table 2, as above; None where its header is not this form's at all."""
    header = words(stream.text[start:end])
    if any(key(axis.label) in header for axis in foreign_columns(form, table_id)):
        return None
    places = [min((at for label in _labels(axis) if (at := header.find(label)) >= 0), default=-1) for axis in block.columns]
    found = [at for at in places if at >= 0]
    if not found:
        return None
    return "" if found == sorted(found) and len(found) >= max(1, len(places) - 1) else "column"


def _first(stream: Stream, probes: Sequence[str], start: int, end: int) -> int:
    hits = [at for probe in probes if 0 <= (at := stream.find(probe, start)) < end]
    return min(hits, default=-1)


@functools.lru_cache(maxsize=64)
def _probes(axis: Axis) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label[:2] for label in _labels(axis)))


@functools.lru_cache(maxsize=64)
def _labels(axis: Axis) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key(label) for label in (axis.label, *axis.aliases)))

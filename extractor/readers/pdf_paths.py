"""From the paths of a PDF page to the edges of rules, in the coordinates of the page as shown."""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import Any

from ..grid import Edge
from .pdf_page import Placing
from .pdfium_calls import Handle, calls

MOST_SEGMENTS = 60_000
"""A page with more path segments than that is a drawing: its rules are left alone."""

STRAIGHT = 0.1
"""How far, in points, a level or upright piece may lean."""

_DEEPEST_FORM = 8
_PATH, _IMAGE, _FORM = 2, 3, 5
_LINE_TO, _CURVE_TO = 0, 1

Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Paths:
    """What the objects of a page other than text are: edges of rules, and whether there are pictures and forms."""

    horizontals: list[Edge] = field(default_factory=list)
    verticals: list[Edge] = field(default_factory=list)
    pictures: bool = False
    forms: bool = False
    crowded: bool = False
    segments: int = 0


class _Buffer:
    """Room for the points of one path, and the addresses pdfium writes them to."""

    def __init__(self, points: int) -> None:
        self.points = points
        self.values = (ctypes.c_float * (2 * points))()
        self.x_slots = [ctypes.byref(self.values, offset) for offset in range(0, 8 * points, 8)]
        self.y_slots = [ctypes.byref(self.values, offset) for offset in range(4, 8 * points, 8)]


def read_paths(page: Handle, count: int, placing: Placing) -> Paths:
    """The edges of all ``count`` objects of a page, those inside its forms too.

    Each straight piece of a path that runs level or upright is an edge; a thin rectangle is four, as pdfplumber
    has it. A page with more than :data:`MOST_SEGMENTS` pieces is ``crowded`` and read only so far.
    """
    found = Paths()
    objects = list(map(calls().page_object, repeat(page), range(count)))
    _read_objects(objects, _shown(placing), found, _Buffer(16), 0)
    return found


def _shown(placing: Placing) -> Matrix:
    """From the file's coordinates to the page as shown: turned, measured from its top left corner."""
    left, top = placing.corner
    a, b, c, d = ((1, 0, 0, -1), (0, 1, 1, 0), (-1, 0, 0, 1), (0, -1, -1, 0))[placing.turn]
    return (a, b, c, d, -left, top)


def _composed(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` and then ``outer``."""
    a, b, c, d, e, f = inner
    m, n, o, p, q, r = outer
    return (a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r)


def _read_objects(objects: list[Any], outer: Matrix, found: Paths, buffer: _Buffer, depth: int) -> None:
    call = calls()
    last: Matrix | None = None
    composed = outer
    for item, kind in zip(objects, map(call.kind, objects), strict=True):
        if kind == _PATH:
            count = call.segment_count(item)
            found.segments += count
            if found.segments > MOST_SEGMENTS:
                found.crowded = True
                return
            if count > buffer.points:
                buffer = _Buffer(2 * count)
            if count > 1:
                own = _matrix(item, buffer)
                if own != last:
                    last, composed = own, _composed(own, outer)
                _read_path(item, count, composed, found, buffer)
        elif kind == _IMAGE:
            found.pictures = True
        elif kind == _FORM and depth < _DEEPEST_FORM:
            found.forms = True
            inner = list(map(call.form_object, repeat(item), range(max(call.form_count(item), 0))))
            _read_objects(inner, _composed(_matrix(item, buffer), outer), found, buffer, depth + 1)


def _matrix(item: Any, buffer: _Buffer) -> Matrix:
    calls().matrix(item, buffer.x_slots[0])
    a, b, c, d, e, f = buffer.values[:6]
    return (a, b, c, d, e, f)


def _read_path(item: Any, count: int, matrix: Matrix, found: Paths, buffer: _Buffer) -> None:
    call = calls()
    segments = list(map(call.segment, repeat(item), range(count)))
    deque(map(call.point, segments, buffer.x_slots, buffer.y_slots), maxlen=0)
    flat = buffer.values[: 2 * count]
    a, b, c, d, e, f = matrix
    points = [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(flat[::2], flat[1::2], strict=True)]
    first, last = points[0], points[-1]
    # Two points are a line and five that return a rectangle, without a question about each.
    if count == 2 or (count == 5 and abs(first[0] - last[0]) < STRAIGHT and abs(first[1] - last[1]) < STRAIGHT):
        steps = list(pairwise(points))
    else:
        steps = [(points[start], points[end]) for start, end in _steps(item, segments)]
    for (x, y), (other_x, other_y) in steps:
        if abs(y - other_y) <= STRAIGHT:
            found.horizontals.append((y, x, other_x) if x <= other_x else (y, other_x, x))
        elif abs(x - other_x) <= STRAIGHT:
            found.verticals.append((x, y, other_y) if y <= other_y else (x, other_y, y))


def _steps(item: Any, segments: list[Any]) -> list[tuple[int, int]]:
    """The straight steps of a path of several strokes or curves; a subpath that is filled is closed."""
    call = calls()
    kinds = list(map(call.segment_kind, segments))
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    call.draw_mode(item, ctypes.byref(fill), ctypes.byref(stroke))
    steps: list[tuple[int, int]] = []
    start = 0
    for number, kind in enumerate(kinds):
        if kind == _LINE_TO and number:
            steps.append((number - 1, number))
        elif kind != _CURVE_TO:
            start = number
        last = number + 1 == len(kinds) or kinds[number + 1] not in (_LINE_TO, _CURVE_TO)
        if last and number > start + 1 and (fill.value or call.segment_close(segments[number])):
            steps.append((number, start))
    return steps

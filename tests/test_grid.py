"""Rules to cells: the same tables as pdfplumber's finder, with spans, and never two tables in one."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pdfplumber.table import TableFinder

from extractor.grid import Edge, Grid, TooManyEdges, grids, merged

Rules = tuple[list[Edge], list[Edge]]


def frame(left: float, top: float, right: float, bottom: float) -> Rules:
    """The four sides of a rectangle."""
    return [(top, left, right), (bottom, left, right)], [(left, top, bottom), (right, top, bottom)]


def together(*parts: Rules) -> Rules:
    return [edge for part in parts for edge in part[0]], [edge for part in parts for edge in part[1]]


def shape(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells]


class FakePage:
    """As much of a pdfplumber page as its finder of tables asks for."""

    bbox = (0, 0, 1000, 1000)

    def __init__(self, rules: Rules) -> None:
        self.edges: list[dict[str, Any]] = []
        for y, left, right in rules[0]:
            self.edges.append(
                {"x0": left, "x1": right, "top": y, "bottom": y, "doctop": y, "width": right - left, "height": 0}
                | {"orientation": "h", "object_type": "line"}
            )
        for x, top, bottom in rules[1]:
            self.edges.append(
                {"x0": x, "x1": x, "top": top, "bottom": bottom, "doctop": top, "width": 0, "height": bottom - top}
                | {"orientation": "v", "object_type": "line"}
            )


def boxes_by_pdfplumber(rules: Rules) -> list[list[tuple[int, ...]]]:
    finder = TableFinder(FakePage(rules))  # type: ignore[arg-type]
    # It moves edges onto their mean by adding a difference; where rounding leaves two lines in one, it is no guide.
    for side in ("x0", "top"):
        at = sorted({edge[side] for edge in finder.edges})
        assume(all(second - first > 1e-6 for first, second in pairwise(at)))
    return [sorted(tuple(round(side) for side in cell) for cell in table.cells) for table in finder.tables]


def boxes(rules: Rules) -> list[list[tuple[int, ...]]]:
    return [sorted(tuple(round(side) for side in grid.box_of(cell)) for cell in grid.cells) for grid in grids(*rules)]


def test_spans_come_from_the_rules_that_are_missing() -> None:
    rules = together(frame(0, 0, 300, 100), ([(50, 100, 300)], [(100, 0, 100), (200, 50, 100)]))
    (grid,) = grids(*rules)
    assert shape(grid) == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]
    assert grid.box == (0, 0, 300, 100)
    assert grid.box_of(grid.cells[1]) == (100, 0, 300, 50)


def test_rules_drawn_in_pieces_and_twice_are_one() -> None:
    pieces: Rules = (
        [(0, 0, 50), (0.4, 52, 100), (20, 0, 100), (20.5, 0, 100), (40, 0, 100)],
        [(0, 0, 20), (0, 21, 40), (50, 0, 40), (50.6, 0, 40), (100, 0, 40)],
    )
    (grid,) = grids(*pieces)
    assert shape(grid) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert merged([(0, 0, 0.5), (8, 0, 2)]) == []  # specks are no lines


def test_two_tables_side_by_side_stay_two() -> None:
    left = together(frame(0, 0, 100, 40), ([(20, 0, 100)], [(50, 0, 40)]))
    right = together(frame(108, 0, 200, 40), ([(20, 108, 200)], [(150, 0, 40)]))
    found = grids(*together(left, right), close=True)
    assert [(grid.box, len(grid.cells)) for grid in found] == [((0, 0, 100, 40), 4), ((108, 0, 200, 40), 4)]


def test_a_lone_frame_is_no_table() -> None:
    assert grids(*frame(0, 0, 500, 700)) == []
    assert grids([(0, 0, 100), (20, 0, 100)], []) == []


def test_rows_cut_by_a_page_break_are_closed_only_when_asked() -> None:
    # The last row goes on over the page's end: its verticals run on below the last rule.
    rules: Rules = ([(0, 0, 100), (20, 0, 100)], [(0, 0, 34), (50, 0, 34), (100, 0, 34)])
    assert [len(grid.cells) for grid in grids(*rules)] == [2]
    (grid,) = grids(*rules, close=True)
    assert shape(grid) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_a_drawing_of_very_many_lines_is_refused() -> None:
    fine = [(float(at), 0.0, 20_000.0) for at in range(0, 20_000, 8)]
    with pytest.raises(TooManyEdges):
        grids(fine, fine)


positions = st.lists(st.integers(0, 60), min_size=2, max_size=7, unique=True).map(
    lambda steps: [10.0 * step for step in sorted(steps)]
)


@st.composite
def ruled_pages(draw: st.DrawFn) -> Rules:
    """Grids with rules left out, one or two on a page, each line in pieces and shaken by up to half a point."""
    shake = st.floats(-0.5, 0.5, allow_nan=False, width=16)
    horizontals: list[Edge] = []
    verticals: list[Edge] = []
    for _ in range(draw(st.integers(1, 2))):
        xs, ys = draw(positions), draw(positions)
        for y in ys:
            for left, right in pairwise(xs):
                if draw(st.integers(0, 9)) > 1:
                    horizontals.append((y + draw(shake), left, right))
        for x in xs:
            for top, bottom in pairwise(ys):
                if draw(st.integers(0, 9)) > 1:
                    verticals.append((x + draw(shake), top, bottom))
    return horizontals, verticals


@settings(max_examples=150, deadline=None)
@given(ruled_pages())
def test_cell_for_cell_the_tables_of_pdfplumber(rules: Rules) -> None:
    assert boxes(rules) == boxes_by_pdfplumber(rules)

"""Tables with merged cells drawn in the box characters of a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .display import padded, wrapped

# Which arms (up, down, left, right) of a crossing are drawn, and its character.
_CROSSINGS = {
    "0000": " ", "1100": "│", "0011": "─", "0101": "┌", "0110": "┐", "1001": "└", "1010": "┘",
    "1101": "├", "1110": "┤", "0111": "┬", "1011": "┴", "1111": "┼",
    "1000": "│", "0100": "│", "0010": "─", "0001": "─",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BoxCell:
    """A cell of a drawn table, from 0, with its text and how it is set (left, center, right)."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    align: str = "left"


def draw(cells: Sequence[BoxCell], rows: int, widths: Sequence[int]) -> list[str]:
    """The lines of a table of ``rows`` rows and columns as wide as ``widths`` (2 or more each), ruled throughout."""
    owners: list[list[int]] = [[-1] * len(widths) for _ in range(rows)]
    for number, cell in enumerate(cells):
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                owners[row][column] = number
    texts = [wrapped(cell.text, _inner(cell, widths)) for cell in cells]
    heights = _heights(cells, texts, rows)
    lines: list[str] = []
    # Lines of a merged cell's text that stand on a ruling it swallows are taken from here.
    shown = [_laid(cell, text, heights) for cell, text in zip(cells, texts, strict=True)]
    tops = [sum(heights[:row]) + row for row in range(rows + 1)]
    for row in range(rows + 1):
        lines.append(_ruling(owners, row, widths, cells, shown, tops))
        if row == rows:
            break
        for offset in range(heights[row]):
            lines.append(_line(owners[row], tops[row] + offset, widths, cells, shown, tops))
    return lines


def _inner(cell: BoxCell, widths: Sequence[int]) -> int:
    """The columns a cell's text may take: its own and the rulings between them."""
    return sum(widths[cell.column : cell.column + cell.column_span]) + cell.column_span - 1


def _heights(cells: Sequence[BoxCell], texts: Sequence[list[str]], rows: int) -> list[int]:
    """The lines of each row: what its own cells need, then the last row of a merged cell gives way."""
    heights = [1] * rows
    for cell, text in sorted(zip(cells, texts, strict=True), key=lambda pair: pair[0].row_span):
        span = range(cell.row, cell.row + cell.row_span)
        short = len(text) - (sum(heights[row] for row in span) + cell.row_span - 1)
        if short > 0:
            heights[span[-1]] += short
    return heights


def _laid(cell: BoxCell, text: list[str], heights: Sequence[int]) -> list[str]:
    """A cell's text line by line from its top ruling to its bottom one, centred up and down."""
    tall = sum(heights[cell.row : cell.row + cell.row_span]) + cell.row_span - 1
    above = (tall - len(text)) // 2
    return [""] * above + text + [""] * (tall - len(text) - above)


def _line(
    owners: list[int], y: int, widths: Sequence[int], cells: Sequence[BoxCell], shown: list[list[str]], tops: list[int]
) -> str:
    parts = ["│"]
    column = 0
    while column < len(widths):
        owner = owners[column]
        if owner < 0:
            parts.append(" " * widths[column] + "│")
            column += 1
            continue
        cell = cells[owner]
        text = shown[owner][y - tops[cell.row]]
        parts.append(padded(text, _inner(cell, widths), cell.align) + "│")
        column = cell.column + cell.column_span
    return "".join(parts)


def _ruling(
    owners: list[list[int]], row: int, widths: Sequence[int], cells: Sequence[BoxCell], shown: list[list[str]],
    tops: list[int],
) -> str:  # fmt: skip
    """The ruling above a row, or below the last: broken where a merged cell runs through it."""
    above = owners[row - 1] if row else None
    below = owners[row] if row < len(owners) else None
    parts = []
    column = 0
    while column <= len(widths):
        parts.append(_crossing(above, below, column))
        if column == len(widths):
            break
        owner = below[column] if below else -1
        if above is not None and below is not None and above[column] == owner and owner >= 0:
            cell = cells[owner]
            parts.append(padded(shown[owner][tops[row] - 1 - tops[cell.row]], _inner(cell, widths), cell.align))
            column = cell.column + cell.column_span
            continue
        parts.append("─" * widths[column])
        column += 1
    return "".join(parts)


def _crossing(above: list[int] | None, below: list[int] | None, column: int) -> str:
    """The character where four cells meet, ``column`` being the column at its right."""
    last = len(above or below or ())
    up = above is not None and (column in (0, last) or above[column - 1] != above[column])
    down = below is not None and (column in (0, last) or below[column - 1] != below[column])
    left = column > 0 and (above is None or below is None or above[column - 1] != below[column - 1])
    right = column < last and (above is None or below is None or above[column] != below[column])
    return _CROSSINGS["".join(str(int(arm)) for arm in (up, down, left, right))]

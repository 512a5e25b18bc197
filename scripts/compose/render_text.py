"""A laid-out report as plain text, in the ways that copying and converting leave tables."""

from __future__ import annotations

from random import Random

from .grids import Grid, covered, texts
from .pages import Page, Para, Picture


def render(page: Page, rng: Random) -> bytes:
    """The text in the layout's mode and encoding, with a line end at its end."""
    mode, wrap = page.layout.mode, page.layout.wrap
    pieces: list[str] = []
    for block in page.body:
        if isinstance(block, Para):
            pieces.append(_wrapped(block.text, wrap))
        elif isinstance(block, Grid):
            pieces.append(_table(block, mode, rng))
        else:
            assert isinstance(block, Picture)
    text = " ".join(pieces) if mode == "innertext" else "\n".join(pieces)
    return (text + "\n").encode(page.layout.encoding, "replace")


def _wrapped(text: str, width: int) -> str:
    """The text with a hard line break after so many characters; 0 leaves it whole."""
    if not width or len(text) <= width:
        return text
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def _table(grid: Grid, mode: str, rng: Random) -> str:
    if mode in ("padded", "pipes"):
        return _whole(grid, mode)
    rows = [texts(row) for row in grid.rows]
    if mode == "tabs":
        return "\n".join("\t".join(row) for row in rows)
    if mode == "lines":
        return "\n".join(text for row in rows for text in row)
    if mode == "alternate":
        return "\n".join(f"{text}\n|" for row in rows for text in row)
    if mode == "innertext":
        return "".join(text for row in rows for text in row)
    return "\n".join(_glued(row, rng) for row in rows)


def _whole(grid: Grid, mode: str) -> str:
    """Every position of the grid has its place: with tabs as a spreadsheet copies, or in Markdown pipes."""
    lines = []
    for number, line in enumerate(covered(grid)):
        cells = [
            place.cell.text if place is not None and (place.row, place.column) == (number, column) else ""
            for column, place in enumerate(line)
        ]
        lines.append("\t".join(cells) if mode == "padded" else f"| {' | '.join(cells)} |")
    if mode == "pipes":
        lines.insert(1, "|" + " --- |" * len(grid.widths))
    return "\n".join(lines)


def _glued(row: list[str], rng: Random) -> str:
    """A row whose cells are run together here and parted by a space there."""
    return "".join(text if rng.random() < 0.5 else f"{text} " for text in row).rstrip()

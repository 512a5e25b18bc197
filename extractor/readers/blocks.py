"""What HTML, DOCX and text readers build before a Document: drafts of tables, and layout tables undone.

Published pages use tables for two things: the statutory figures, and to lay out a page (a report inside
one cell, rows of headings and prose around rows of figures). Here the second kind becomes body lines
and the tables it holds, in the same way for every format.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..form import editions, load
from ..model import Cell, Line, Place, Table
from ..patterns import lazy_re
from ..radicals import unradical
from ..text import key

LINE_BREAK = "\u2028"
"""A line break inside a block, while the block's text is being gathered."""

UNSEEN = lazy_re("[\u00ad\u200b-\u200f\u2060\ufeff]+")
"""Characters that are not printed: soft hyphens, zero-width spaces and joiners, byte order marks."""

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Raised figures as their own characters, since nothing else keeps them from their neighbours on the line."""

SECTION = lazy_re(
    r"\s*(?:第?[（(]?\s*[一二三四五六七八1-8]\s*(?:部分|[）)])?\s*[、.．,，:：\s]?)?\s*(?:[12]\d{3}年)?"
    r"(?:工作基本情况|总体(?:工作)?(?:情况|概述)|主动公开政府信息|(?:行政机关)?收到和处理|依申请公开(?:政府)?信息"
    r"|(?:因?政府信息公开(?:工作)?)?(?:被?(?:申请|提起))?(?:行政)?复议[、和及,，]?(?:提起)?(?:行政)?诉讼"
    r"|(?:政府信息公开)?(?:工作)?(?:中|存在的?)+(?:主要)?(?:问题|困难|不足)|其他需要(?:报告|说明)|需要(?:报告|说明)的其他)"
    # A heading says no more than its words; in a table 其他需要报告 with a full stop is somebody's sentence.
    r"[^。；;！？!?\t]{0,24}$"
)
"""A heading of one of the six sections, numbered or not. Row labels of the statutory tables do not match."""


@functools.lru_cache(maxsize=4096)
def is_section(text: str) -> bool:
    """Whether a line is a heading of one of the six sections, whatever code points it is written in."""
    plain = unradical(text)
    if SECTION.match(plain) is not None:
        return True
    number = _NUMBER.match(plain) if len(plain) <= _LONGEST_SECTION else None
    return number is not None and key(plain[number.end() :]) in _titles()


def is_title(text: str) -> bool:
    """Whether a line is just the title of a section as a form knows it, numbered or not."""
    return len(text) <= _LONGEST_SECTION and key(unradical(text)) in _titles()


_NUMBER = lazy_re(r"\s*[一二三四五六七八]\s*[、.．]\s*(?:[12]\d{3}年度?)?")
_LONGEST_SECTION = 48


@functools.cache
def _titles() -> frozenset[str]:
    """The words of every title of a section that the forms know."""
    sections = [section for edition in editions() for section in load(edition).sections]
    return frozenset(key(title) for section in sections for title in (section.title, *section.aliases))


TITLE = lazy_re(r"(?:公开|工作).{0,8}(?:年报|年度.{0,6}报告)|年度?报告")
"""What the title of a report, of this kind or another, has in it."""

_PROSE = 120
_LONG_PROSE = 300


class Block(NamedTuple):
    """A paragraph or a table in reading order; ``origin`` is the element it came from, where that matters."""

    content: str | DraftTable
    origin: object = None
    linked: bool = False


class DraftCell(NamedTuple):
    """A cell on its grid: its own text, lines parted by ``\\n``, and the blocks it holds; none if only those lines."""

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    blocks: list[Block]
    nested: bool = False


class DraftTable(NamedTuple):
    """A table whose cells have their places but no anchors yet."""

    cells: list[DraftCell]
    rows: int
    columns: int


def draft_cell(blocks: list[Block], row: int, column: int, row_span: int = 1, column_span: int = 1) -> DraftCell:
    """A cell of these blocks. Blank lines go; what is left of a cell with nothing visible is its blanks."""
    if len(blocks) == 1 and isinstance(blocks[0].content, str):
        return DraftCell(blocks[0].content, row, column, row_span, column_span, blocks)
    texts = [block.content for block in blocks if isinstance(block.content, str) and block.content]
    visible = [text for text in texts if text.strip()]
    text = "\n".join(visible) if visible else "".join(texts[:1])
    return DraftCell(text, row, column, row_span, column_span, blocks, any(
        not isinstance(block.content, str) for block in blocks
    ))


def unrolled(table: DraftTable, origin: object = None) -> list[Block]:
    """The blocks a table stands for: itself where it holds figures, lines and tables where it lays out a page.

    Of a table that does both, each run of rows with figures becomes a table of its own. A table inside a
    cell follows the table it stands in.
    """
    if table.columns <= 1 or len(table.cells) == 1:
        return [block for cell in table.cells for block in _flat(cell, origin)]
    for cell in table.cells:
        if cell.nested or (len(cell.text) > 3 and (len(cell.text) >= _PROSE or is_section(cell.text))):
            break
    else:
        return [Block(table, origin)]
    rows: list[list[DraftCell]] = [[] for _ in range(table.rows)]
    crossed: set[int] = set()
    for cell in table.cells:
        rows[cell.row].append(cell)
        crossed.update(range(cell.row + 1, cell.row + cell.row_span))
    layout = [_is_layout(cells, table.columns, number in crossed) for number, cells in enumerate(rows)]
    if not any(layout):
        return [Block(table, origin), *_nested(table.cells, origin)]
    blocks: list[Block] = []
    start = 0
    for number, cells in enumerate(rows):
        if layout[number]:
            blocks.extend(_segment(rows, start, number, table.columns, origin))
            blocks.extend(block for cell in cells for block in _flat(cell, origin))
            start = number + 1
    blocks.extend(_segment(rows, start, table.rows, table.columns, origin))
    return blocks


def body_of(blocks: Iterable[Block]) -> tuple[Line | Table, ...]:
    """The body these blocks make: lines without the blanks around them, tables, and their anchors.

    Blocks with nothing visible in them are left out.
    """
    body: list[Line | Table] = []
    paragraphs = tables = 0
    for content, _, _ in blocks:
        if isinstance(content, str):
            text = content.strip()
            if text:
                paragraphs += 1
                body.append(Line(text, Place(None, None, f"p{paragraphs}")))
        elif any(cell.text.strip() for cell in content.cells):
            tables += 1
            cells = tuple([
                Cell(text, row, column, row_span, column_span, _cell_place(tables, row, column))
                for text, row, column, row_span, column_span, _, _ in content.cells
            ])
            body.append(Table(cells, content.rows, content.columns, Place(None, None, f"t{tables}")))
    return tuple(body)


@functools.lru_cache(maxsize=8192)
def _cell_place(table: int, row: int, column: int) -> Place:
    """A cell's anchor. Reports have their cells at the same places, and making a Place takes time."""
    return Place(None, None, f"t{table}.r{row + 1}.c{column + 1}")


def _flat(cell: DraftCell, origin: object) -> Iterator[Block]:
    """A layout cell's blocks with the tables among them undone in turn."""
    if not cell.blocks:
        yield from (Block(line, origin) for line in cell.text.split("\n"))
    for block in cell.blocks:
        if isinstance(block.content, str):
            yield block
        else:
            yield from unrolled(block.content, block.origin or origin)


def _nested(cells: list[DraftCell], origin: object) -> Iterator[Block]:
    """What the tables inside data cells stand for."""
    for cell in cells:
        for block in cell.blocks if cell.nested else ():
            if not isinstance(block.content, str):
                yield from unrolled(block.content, block.origin or origin)


def _is_layout(cells: list[DraftCell], columns: int, crossed: bool) -> bool:
    """Whether a row lays out the page. ``crossed``: a cell from a row above reaches into it."""
    full = [cell for cell in cells if cell.nested or cell.text.strip()]
    pages = [cell for cell in full if _is_page(cell)]
    others = len(full) - len(pages)
    if pages:
        # Beside long text there may be a label or a side menu; with more cells it is a table with a long remark.
        return others <= 1 and (not crossed or any(_is_page(cell, _LONG_PROSE) for cell in pages))
    if any(cell.nested for cell in full):
        return all(cell.nested for cell in full) and not crossed
    if len(full) == 1 and not crossed and full[0].row_span == 1:
        wide = full[0].column_span >= columns * 0.5 or len(cells) == 1
        return wide and is_section(full[0].text)
    return False


def _is_page(cell: DraftCell, length: int = _PROSE) -> bool:
    """Whether a cell holds a piece of the page: prose, or lines around tables."""
    if cell.nested and len([block for block in cell.blocks if isinstance(block.content, str)]) >= 2:
        return True
    if cell.nested and length > _PROSE:
        return True
    return len(cell.text) >= length and ("。" in cell.text or cell.text.count("\n") > 10)


def _segment(rows: list[list[DraftCell]], start: int, end: int, columns: int, origin: object) -> Iterator[Block]:
    """The rows from ``start`` to ``end`` as a table of their own, or as lines where no row has two texts."""
    cells = [cell for row in rows[start:end] for cell in row]
    texts = [sum(1 for cell in row if cell.text.strip() or cell.nested) for row in rows[start:end]]
    if max(texts, default=0) <= 1:
        yield from (block for cell in cells for block in _flat(cell, origin))
        return
    moved = [
        cell._replace(row=cell.row - start, row_span=min(cell.row_span, end - cell.row)) for cell in cells
    ]
    yield Block(DraftTable(moved, end - start, columns), origin)
    yield from _nested(cells, origin)

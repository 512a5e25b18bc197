"""Tables that text spells out: cells parted by tabs or pipes, on one line a row or on lines of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ..cells import read_cell
from ..patterns import lazy_re
from .blocks import Block, DraftCell, DraftTable, is_section

_RULES = " \t|:+=-─━│┃┄┈├┤┼┌┐└┘┬┴╞╡╪╔╗╚╝═║╠╣╬"
_SEPARATORS = lazy_re("[\t|｜│┃]|[-─━═]{2}")
_PIPES = str.maketrans("｜│┃║", "||||")
_PIPE = lazy_re(r"(?<!\\)\|")
_HTML_BREAK = lazy_re(r"\s*<br\s*/?>\s*", re.I)
_STRONG = lazy_re(r"(\*\*|__)(.+?)\1$")
_SHORT = 40  # longer lines between rows are prose
_SPARSE = 3  # this many texts in a row without a separator are prose too
_AGREE = 0.6
_LONG_RUN = 12  # separators on lines of their own that make a table though nothing parts its rows


class TextLine(NamedTuple):
    """A line of text that is not blank: its number from 1, the page it is on, and the blank lines before it."""

    text: str
    number: int
    page: int
    gap: int


class Run(NamedTuple):
    """Lines ``start`` to ``end`` (exclusive) and the rows they spell; a row is (index of its line, cells).

    ``ruled``: the source parts its rows too. Where it does not a row is a guess, good for the flow alone.
    """

    start: int
    end: int
    rows: list[tuple[int, list[str]]]
    ruled: bool = True


def tables_in(lines: Sequence[TextLine]) -> list[Run]:
    """The tables in these lines, in order. Two rows make a table; a lone tab or pipe does not."""
    found: list[Run] = []
    told = 0  # up to here there is no table of cells and separators on lines of their own
    if not _SEPARATORS.search("\n".join([line.text for line in lines])):
        return found
    index = 0
    while index < len(lines):
        # Most lines of most texts have none of this, and the line before a lone separator may be a cell.
        if not (_SEPARATORS.search(lines[index].text) or (index + 1 < len(lines) and _is_separator(lines[index + 1]))):
            index += 1
            continue
        run = None
        if index >= told:
            run, told = _lone(lines, index)
        run = run or _piped(lines, index) or _tabbed(lines, index)
        if run is None:
            index += 1
        elif not run.rows:
            index = run.end
        else:
            found.append(run)
            index = run.end
    return found


def drafted(rows: Sequence[list[str]]) -> DraftTable:
    """A table of these rows; text cannot say spans, so none has any. A row may be shorter than others."""
    cells = [
        DraftCell(text, row, column, 1, 1, [])
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    return DraftTable(cells, len(rows), max(map(len, rows)))


def tabulated(blocks: list[Block]) -> list[Block]:
    """The blocks with paragraphs that spell a table by tabs made one; other tabs become spaces."""
    if not any(isinstance(block.content, str) and "\t" in block.content for block in blocks):
        return blocks
    result: list[Block] = []
    waiting: list[TextLine] = []

    def settle() -> None:
        done = 0
        for run in tables_in(waiting):
            result.extend(Block(line.text.replace("\t", " ")) for line in waiting[done : run.start])
            result.append(Block(drafted([cells for _, cells in run.rows])))
            done = run.end
        result.extend(Block(line.text.replace("\t", " ")) for line in waiting[done:])
        waiting.clear()

    for block in blocks:
        if isinstance(block.content, str):
            waiting.append(TextLine(block.content, 0, 1, 0))
        else:
            settle()
            result.append(block)
    settle()
    return result


def _tabbed(lines: Sequence[TextLine], start: int) -> Run | None:
    """A run of rows with tabs between their cells, and single cells between them; without rows if it only indents."""
    if not _has_cells(lines[start].text):
        return None
    gaps = Counter(line.gap for line in lines[start + 1 : start + 12] if "\t" in line.text)
    usual = min(gaps.most_common(1)[0][0], 1) if gaps else 0
    end = start + 1
    inner = "\t" in lines[start].text.strip()
    rows = 1
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if line.gap > usual or index - end >= _SPARSE:
            break
        if _has_cells(line.text):
            inner = inner or "\t" in line.text.strip()
            rows += index - end + 1
            end = index + 1
        elif len(line.text) > _SHORT or "。" in line.text or is_section(line.text):
            break
    if rows < 2:
        return None
    if not inner:
        return Run(start, end, [])
    return Run(start, end, [
        (index, [cell.strip(" ") for cell in lines[index].text.split("\t")]) for index in range(start, end)
    ])


def _has_cells(text: str) -> bool:
    """Whether the tabs of a line part cells, rather than indent a sentence."""
    inside = text.strip()
    return "\t" in text and ("\t" in inside or not ("。" in inside or len(inside) > _SHORT))


def _piped(lines: Sequence[TextLine], start: int) -> Run | None:
    """A run of rows with pipes, as Markdown and text exports write them, up to the head of the next table."""
    rows: list[tuple[int, list[str]]] = []
    ruled = False
    end = start
    for index in range(start, len(lines)):
        line = lines[index]
        text = line.text.translate(_PIPES).strip()
        if rows and line.gap > 1:
            break
        if _is_rule(text) and ("|" in text or "+" in text or rows):
            # In Markdown the line above a rule is a head: of the table to come, if this one has had its own.
            if ruled and len(rows) > 1 and "|" in text and "+" not in text and lines[rows[-1][0]].gap > 0:
                end = rows.pop()[0]
                break
            if rows and not any(rows[-1][1]):
                rows.pop()  # the empty head that a converter gives a table without one
            ruled = True
        elif text.count("|") >= 2 or (text.count("|") == 1 and (rows or ruled) and text != "|"):
            rows.append((index, _pipe_cells(text)))
        else:
            break
        end = index + 1
    if not rows or end == start or (len(rows) < 2 and not ruled):
        return None
    return Run(start, end, rows)


def _pipe_cells(text: str) -> list[str]:
    parts = _PIPE.split(text)
    if len(parts) > 1 and not parts[0].strip():
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1].strip() and text.endswith("|"):
        parts = parts[:-1]
    return [cell_of(part) for part in parts]


def cell_of(text: str) -> str:
    """A cell of a Markdown table without its padding and marks."""
    text = text.strip(" \t").replace("\\|", "|").replace("&nbsp;", "\xa0")
    strong = _STRONG.match(text)
    return _HTML_BREAK.sub("\n", strong[2] if strong else text)


def _lone(lines: Sequence[TextLine], start: int) -> tuple[Run | None, int]:
    """A table whose cells and separators stand on lines of their own, and how far was looked.

    Without separators at the ends of a row, two texts in a row part two rows; with them, two separators do.
    """
    if not any(_is_separator(line) for line in lines[start : start + 2]):
        return None, start
    end = start
    texts = 0
    for index in range(start, len(lines)):
        if _is_separator(lines[index]):
            texts = 0
            end = index + 1
        else:
            texts += 1
            if texts >= _SPARSE or len(lines[index].text) > _SHORT * 2 or is_section(lines[index].text):
                break
    last = lines[end].text if end < len(lines) else ""
    if last and not _is_separator(lines[start]) and len(last) <= _SHORT and not is_section(last):
        end += 1  # the last cell of a table without separators at the ends of its rows
    marked = _marked(lines[start:end])
    marks = "".join(mark for mark, _, _ in marked)
    if marks.count("P") < 4:
        return None, end
    rows: list[tuple[int, list[str]]] = []
    closed = marks.startswith("P")
    breaks = "PP" if closed else "TT"
    for position, (mark, index, text) in enumerate(marked):
        if position == 0 or marks[position - 1 : position + 1] == breaks:
            rows.append((start + index, []))
        if mark == "T":
            rows[-1][1].append(text)
    widths = Counter(len(cells) for _, cells in rows)
    width, often = widths.most_common(1)[0]
    if len(rows) < 2 or width < 2 or often < len(rows) * _AGREE:
        return (None if closed else _unbroken(marked, start, end)), end
    return Run(start, end, [row for row in rows if row[1]]), end


def _unbroken(marked: Sequence[tuple[str, int, str]], start: int, end: int) -> Run | None:
    """Cells parted by separators alone, the last of a row from the first of the next as well.

    A new row is taken to begin with each text that follows a figure or an empty cell; two texts without
    a separator between them are one cell that was cut at the width of the page.
    """
    if sum(mark == "P" for mark, _, _ in marked) < _LONG_RUN:
        return None
    rows: list[tuple[int, list[str]]] = []
    before = ""
    for mark, index, text in marked:
        if mark == "T" and before == "T" and text and rows:
            rows[-1][1][-1] += text
        elif mark == "T":
            words = read_cell(text).kind == "text"
            if not rows or (words and read_cell(rows[-1][1][-1]).kind != "text"):
                rows.append((start + index, []))
            rows[-1][1].append(text)
        before = mark
    return Run(start, end, rows, ruled=False)


def _marked(lines: Sequence[TextLine]) -> list[tuple[str, int, str]]:
    """Each line as P (a separator) or T (a cell), with its index and text; a blank line behind a separator is an empty cell."""
    usual = Counter(line.gap for line in lines[1:]).most_common(1)[0][0] if len(lines) > 1 else 0
    marked: list[tuple[str, int, str]] = []
    for index, line in enumerate(lines):
        if marked and marked[-1][0] == "P" and line.gap > usual:
            marked.append(("T", index, ""))
        marked.append(("P", index, "") if _is_separator(line) else ("T", index, line.text.strip()))
    if marked and marked[-1][0] == "P" and marked[0][0] == "T":
        marked.append(("T", len(lines) - 1, ""))  # a table that begins with a cell ends with one
    return marked


def _is_rule(text: str) -> bool:
    """Whether a line rules a table off and has no text."""
    return any(pair in text for pair in ("--", "──", "━━", "══", "==")) and not text.strip(_RULES)


def _is_separator(line: TextLine) -> bool:
    return line.text.strip(" ") in ("|", "\t", "｜", "│")

"""The figures in the running text: where each stands, and what only looks like one."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..cells import Figure, read_cell
from ..form import Axis
from ..model import CELL_BREAK
from ..patterns import lazy, lazy_re
from ..text import key, words
from .stream import Stream

# A group's list number such as （三） is no note.
_NOTE = r"[^\S\n]*[(（\[【](?!\s*[一二三四五六七八九十\d]+\s*[)）])[^()（）]*\p{Han}[^()（）]*[)）\]】]"
FIGURE = lazy(
    rf"[+\-−]?\d[\d,]*(?:\.\d+)?(?:万元|元|件|项|条)?(?:{_NOTE}|(?![\d.]))|[/\-—–]+|无|没有|暂无|不适用|不涉及"
)
WORDS = lazy(r"[\p{Han}（）()【】\[\]“”\"、，。；：:;·《》〔〕<>]+")
ENDS = lazy_re(r"第二十条|信息内容")
"""Words that begin the next block of table 2."""
_LIST_NUMBER = lazy(r"\d\s*[、.．](?=\s*\p{Han})")
_PAGE_NUMBER = lazy_re(
    r"^[ \t]*(?:[-—–~][ \t]*\d{1,3}[ \t]*[-—–~]|第[ \t]*\d+[ \t]*页.*|\d+[ \t]*/[ \t]*\d+)[ \t]*$", re.MULTILINE
)
_UNITS = ("单位万元", "万元", "单位件", "件")
_LONGEST_ROW = 300


class Token(NamedTuple):
    """A figure in the stream: as printed, and where."""

    text: str
    at: int


def figure_of(token: Token, stream: Stream) -> Figure:
    """What a figure's printed text gives."""
    return read_cell(stream.printed[token.at : token.at + len(token.text)])


def figures_in(text: str, at: int) -> list[Token]:
    """Every figure of a text that begins at a position of the stream."""
    return [Token(hit.group(), at + hit.start()) for hit in FIGURE.finditer(text)]


def only_figures(text: str, *labels: str) -> bool:
    """Whether a text holds no words but those that stand for a figure, and one of the labels perhaps."""
    rest = FIGURE.sub(" ", text)
    return WORDS.search(rest) is None or words(rest) in labels


def tokens_of(stream: Stream, start: int, until: int | None, axis: Axis) -> list[Token]:
    """The figures from a label's end to the next label, words left out.

    Behind the last row of a table they follow at once, and the first word after them ends it.
    """
    end = min(start + _LONGEST_ROW, len(stream.text)) if until is None else until
    text = blanked(stream.text[start:end])
    stop = ENDS.search(text)
    if stop:
        text = text[: stop.start()]
    tokens: list[Token] = []
    position = 0
    for hit in FIGURE.finditer(text):
        if not any(map(str.isdigit, hit.group())) and not _stands_alone(text, hit.start(), hit.end()):
            continue
        if until is None and not _adjoin(text[position : hit.start()], axis, bool(tokens)):
            break
        tokens.append(Token(hit.group(), start + hit.start()))
        position = hit.end()
    return tokens


def _adjoin(between: str, axis: Axis, begun: bool) -> bool:
    """Whether nothing stands before a figure but other figures or, at first, the rest of the row's own label."""
    return WORDS.search(between) is None if begun else own_words(between, axis)


def own_words(text: str, axis: Axis) -> bool:
    """Whether what stands between a label's known words and its first figure is the rest of the label, or a unit."""
    rest = words(_blank_numbers(text))
    return not rest or rest in _UNITS or any(rest in key(label) for label in (axis.label, *axis.aliases))


def _blank_numbers(text: str) -> str:
    """The text without page numbers, which may stand between a label and its figures."""
    return _PAGE_NUMBER.sub("", text)


def blanked(text: str) -> str:
    """The text with page numbers, and the list numbers of headings, as blanks: they are no figures."""
    for pattern in (_PAGE_NUMBER, _LIST_NUMBER):
        text = pattern.sub(lambda hit: " " * len(hit.group()), text)
    return text


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no word touches the figure: only blanks, line ends and text edges around it."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return (before.isspace() or start == 0) and after.isspace()


def figures_of_line(line: str, at: int, widths: tuple[int, ...], labels: tuple[str, ...]) -> list[Token]:
    """The figures of a line that holds nothing else but one of some labels; empty cells count where it has cells.

    A line of cells counts with its empty ones if it is as wide as wanted, its header before it perhaps.
    """
    found = figures_in(line, at)
    if not found:
        return []
    cells = line.split(CELL_BREAK)
    if len(cells) > 1:
        header = 0
        while header < len(cells) and is_label(cells[header]):
            header += 1
        at += sum(len(cell) + 1 for cell in cells[:header])
        cells = cells[header:]
        while len(cells) not in widths and cells and not cells[-1].strip():
            cells.pop()
        if len(cells) in widths and all(only_figures(cell) for cell in cells):
            starts = [at + sum(len(cell) + 1 for cell in cells[:number]) for number in range(len(cells))]
            return [Token(cell, start) for cell, start in zip(cells, starts, strict=True)]
    return found if only_figures(line, *labels) else []


def is_label(text: str) -> bool:
    """Whether a cell holds words and no figure at all, and so is a label."""
    return FIGURE.fullmatch(text.strip()) is None and WORDS.search(text) is not None


def glued(text: str) -> bool:
    """Whether a run of digits cannot be one number: it begins with a zero that is not all of it."""
    if len(text) < 2 or text[0] not in "0+-−":
        return False
    digits = text.lstrip("+-−")
    return len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()

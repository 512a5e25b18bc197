"""The words of a line that was laid out by columns, where they stand, and what the forms say they are."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import NamedTuple

from ..cells import read_cell
from ..display import width_of
from ..form import Axis, FormTable, editions, load
from ..patterns import lazy_re
from ..text import key, leading_number

Measure = Callable[[str], int]
MEASURES: tuple[Measure, ...] = (len, width_of)
"""What a column is to the program that laid the text out: a character (pdftotext), or half of a wide one (terminals)."""

_WORD = lazy_re(r"\S+")
_HAN = lazy_re("[\u4e00-\u9fff]")
_GAP = lazy_re(r"\S {2,}\S")
_SENTENCE = lazy_re(r"[。；！？]|[：:]\s*$")
_COMMA = lazy_re(r"[，,](?!\d)")
_UNIT = lazy_re(r"(?:件|项|条|万元|元)$")
_FIGURES = frozenset({"number", "none", "dash"})


class Word(NamedTuple):
    """A run of characters without a blank: its text, its first column and the one behind its last."""

    text: str
    left: int
    right: int

    def over(self, left: int, right: int) -> bool:
        """Whether it shares a column with others."""
        return self.left < right and left < self.right


def words_of(text: str, measure: Measure) -> list[Word]:
    """The words of a line; a unit one blank behind its figure is one word with it, and so is a label such as ``总 计``."""
    words: list[Word] = []
    end = at = 0
    for hit in _WORD.finditer(text):
        left = at + measure(text[end : hit.start()])
        end = hit.end()
        printed = hit.group()
        word = Word(printed, left, left + measure(printed))
        at = word.right
        if words and word.left == words[-1].right + 1 and _belong(words[-1].text, word.text):
            words[-1] = Word(f"{words[-1].text} {word.text}", words[-1].left, word.right)
        else:
            words.append(word)
    return words


def _belong(before: str, text: str) -> bool:
    if before[-1:].isdigit():
        return _UNIT.match(text) is not None
    return len(text) == 1 and before[-2:-1] in ("", " ") and _HAN.match(before) is not None and _HAN.match(text) is not None


@functools.lru_cache(maxsize=4096)
def is_figure(text: str) -> bool:
    """Whether a word prints a figure or what stands for one."""
    return read_cell(text).kind in _FIGURES


def figures_at_end(words: list[Word]) -> int:
    """How many words at the end of a line are figures."""
    count = 0
    for word in reversed(words):
        if not is_figure(word.text):
            break
        count += 1
    return count


class Vocabulary(NamedTuple):
    """The words of every edition's tables, folded: labels of rows by how they are numbered, and of columns.

    ``columns`` gives the id of the column that a label names, ``sums`` are those of columns of sums, ``groups`` and
    ``above`` the labels of groups of columns, ``heads`` all words that only a header has, ``text`` all labels.
    """

    rows: dict[str, frozenset[str]]
    columns: dict[str, str]
    sums: frozenset[str]
    groups: frozenset[str]
    above: frozenset[str]
    heads: frozenset[str]
    text: str


@functools.cache
def vocabulary() -> Vocabulary:
    """The vocabulary of all editions and variants."""
    forms = [load(edition) for edition in editions()]
    forms += [load(form.edition, variant) for form in forms for variant in form.variants]
    tables = [table for form in forms for table in form.tables]
    listed = [axis for table in tables if table.layout == "rows" for axis in _rows(table)]
    flat = [axis for table in tables if table.layout == "flat" for axis in _rows(table)]
    columns = [axis for table in tables for block in table.blocks for axis in block.columns]
    rows: dict[str, set[str]] = {"top": set(), "bracketed": set(), "digit": set(), "": set()}
    for axis in listed:
        number = leading_number(axis.label)
        kind = number[0] if number else ""
        rows[kind].update(map(key, (axis.label, *axis.aliases)))
    sums = [axis for axis in columns if axis.role == "sum"]
    heads = {key(table.header) for table in tables if table.header} | {key(one.group) for one in flat if one.group}
    above = {key(axis.group) for axis in (*columns, *flat) if axis.group} | {key(one.header) for one in tables if one.header}
    notes = [table.note for table in tables]
    return Vocabulary(
        {kind: frozenset(known) for kind, known in rows.items()},
        {key(label): axis.id for axis in columns for label in (axis.label, *axis.aliases)},
        _keys(sums),
        _keys(flat),
        frozenset(above | _keys(flat)),
        frozenset(heads | _keys(flat)),
        "\n".join(map(key, [*notes, *(text for axis in listed for text in (axis.label, *axis.aliases, axis.stage))])),
    )


def _rows(table: FormTable) -> list[Axis]:
    return [axis for block in table.blocks for axis in block.rows]


def _keys(axes: list[Axis]) -> frozenset[str]:
    return frozenset(key(label) for axis in axes for label in (axis.label, *axis.aliases))


_NUMBERED = re.compile(r"\s*(?:(?P<digit>[0-9０-９]{1,2}\s*[、.．](?![0-9０-９]))|(?P<bracketed>[（(]\s*[一二三四五六七八九]\s*[)）])"
                       r"|(?P<top>[一二三四]\s*[、.．]))")  # fmt: skip
_LEAST = 3


@functools.lru_cache(maxsize=4096)
def numbering(text: str) -> str:
    """How a text is numbered: ``digit``, ``bracketed`` or ``top``; empty when it is not."""
    hit = _NUMBERED.match(text)
    return "" if hit is None else str(hit.lastgroup)


@functools.lru_cache(maxsize=4096)
def begins_row(text: str, kind: str) -> bool:
    """Whether a text, numbered like ``kind``, is the label of a row of that kind, or its beginning."""
    printed = key(text)
    known = vocabulary().rows
    if not kind and printed in vocabulary().columns:
        return False
    kinds = (kind,) if kind else tuple(known)
    if any(printed in known[one] for one in kinds):
        return True
    return len(printed) >= _LEAST and any(label.startswith(printed) for one in kinds for label in known[one])


@functools.lru_cache(maxsize=4096)
def is_row(text: str) -> bool:
    """Whether a text is the whole label of a row."""
    return any(key(text) in labels for labels in vocabulary().rows.values())


def is_sentence(text: str) -> bool:
    """Whether a line is of a paragraph: it ends a sentence, or has a comma and no gap and none of a table's words."""
    if _SENTENCE.search(text):
        return key(text) not in vocabulary().text
    if not _COMMA.search(text) or _GAP.search(text):
        return False
    return not any(len(key(word)) > 2 and key(word) in vocabulary().text for word in text.split())

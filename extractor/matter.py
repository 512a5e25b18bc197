"""What is part of a form table in text without cells: figures, and pieces of the table's labels."""

from __future__ import annotations

import functools
import re

from .cells import read_cell
from .form import FormTable
from .text import fold, words

_APART = re.compile(r"[\s|│｜]+")


@functools.cache
def matter_of(table: FormTable) -> str:
    """The words of a form table's labels, end to end, a break between two."""
    axes = [axis for block in table.blocks for axis in (*block.rows, *block.columns)]
    labels = [table.header, table.note, *(block.caption for block in table.blocks)]
    labels += [label for axis in axes for label in (axis.stage, axis.group, axis.label, *axis.aliases)]
    return "\n".join(dict.fromkeys(words(label) for label in labels))


def is_matter(text: str, matter: str) -> bool:
    """Whether a line of plain text is part of a table: nothing but figures and pieces of its labels."""
    parts = [words(part) for part in _APART.split(fold(text))]
    return all(part in matter or read_cell(part).kind != "text" for part in parts)

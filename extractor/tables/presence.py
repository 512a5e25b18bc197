"""Which of the form's tables a document prints at all, told by their labels, whether or not a figure was read."""

from __future__ import annotations

import functools

from ..form import Axis, Form, FormTable
from ..text import key
from .edition import Wording

LEAST_GROUPS = 2
"""Groups of columns that a text names where it prints none of the table's opening words."""
SHARE = 0.5
"""A table is printed when so large a share of its labels is."""


def printed_tables(wording: Wording, form: Form) -> frozenset[str]:
    """The ids of the tables whose labels a document prints: at least half of their rows' or columns' words."""
    text = wording.flow + wording.cells
    return frozenset(table.id for table in form.tables if _is_printed(table, text))


def _is_printed(table: FormTable, text: str) -> bool:
    labels, wrapped = _labels(table)
    opened = any(key(word) in text for word in table.starts)
    if not opened and table.layout == "flat":
        opened = sum(any(word in text for word in words) for words in _groups(table)) >= LEAST_GROUPS
    return opened and (wrapped in text or sum(any(word in text for word in words) for words in labels) >= SHARE * len(labels))


@functools.cache
def _groups(table: FormTable) -> tuple[frozenset[str], ...]:
    """The spellings of each group of a flat table's columns that is named by more than the section's title."""
    return tuple(_spellings(axis) for block in table.blocks for axis in block.rows if axis.group)


@functools.cache
def _labels(table: FormTable) -> tuple[tuple[frozenset[str], ...], str]:
    """The labels that tell a table, and all of a flat table as a row of narrow columns prints their first halves."""
    flat = table.layout == "flat"
    axes = [axis for block in table.blocks for axis in (block.columns if flat else block.rows)]
    wrapped = "".join(key(axis.label)[:2] for axis in axes[:-1]) if flat else "\n"  # no word has a line end
    told = [axis for axis in axes if len(key(axis.label)) > 3]
    return tuple(_spellings(axis) if flat else frozenset({key(axis.label)}) for axis in told), wrapped


def _spellings(axis: Axis) -> frozenset[str]:
    return frozenset(key(label) for label in (axis.label, *axis.aliases))

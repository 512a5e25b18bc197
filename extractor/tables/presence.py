"""Which of the form's tables a document prints at all, told by their labels, whether or not a figure was read."""

from __future__ import annotations

import functools

from ..form import Form, FormTable
from ..text import key
from .edition import Wording

SHARE = 0.5
"""A table is printed when so large a share of its labels is."""


def printed_tables(wording: Wording, form: Form) -> frozenset[str]:
    """The ids of the tables whose labels a document prints: at least half of their rows' or columns' words."""
    text = wording.flow + wording.cells
    return frozenset(table.id for table in form.tables if _is_printed(table, text))


def _is_printed(table: FormTable, text: str) -> bool:
    labels, wrapped = _labels(table)
    opened = any(key(word) in text for word in table.starts)
    return opened and (wrapped in text or sum(label in text for label in labels) >= SHARE * len(labels))


@functools.cache
def _labels(table: FormTable) -> tuple[frozenset[str], str]:
    """The labels that tell a table, and all of a flat table as a row of narrow columns prints their first halves."""
    flat = table.layout == "flat"
    axes = [axis for block in table.blocks for axis in (block.columns if flat else block.rows)]
    labels = [key(axis.label) for axis in axes]
    wrapped = "".join(label[:2] for label in labels[:-1]) if flat else "\n"  # no word has a line end
    return frozenset(label for label in labels if len(label) > 3), wrapped

"""Which of the form's tables a document prints at all, told by their labels, whether or not a figure was read."""

from __future__ import annotations

from ..form import Form, FormTable
from ..model import Document
from ..text import key
from .edition import table_words

SHARE = 0.5
"""A table is printed when so large a share of its labels is."""


def printed_tables(document: Document, form: Form) -> frozenset[str]:
    """The ids of the tables whose labels stand in the document: at least half of their rows' or columns' words."""
    text = table_words(document)
    return frozenset(table.id for table in form.tables if _is_printed(table, text))


def _is_printed(table: FormTable, text: str) -> bool:
    axes = [axis for block in table.blocks for axis in (block.columns if table.layout == "flat" else block.rows)]
    labels = {key(axis.label) for axis in axes if len(key(axis.label)) > 3}
    opened = any(key(word) in text for word in table.starts)
    # A row of narrow columns prints the first halves of its labels, then the second.
    wrapped = table.layout == "flat" and "".join(key(axis.label)[:2] for axis in axes[:-1]) in text
    return opened and (wrapped or sum(label in text for label in labels) >= SHARE * len(labels))

"""What the narrative of a report says in figures: its statements, and its notes on figures that were changed."""

from .notes import Note, notes_of
from .statements import statements_of

__all__ = ["Note", "notes_of", "statements_of"]

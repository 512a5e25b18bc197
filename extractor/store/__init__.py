"""The store: one SQLite file beside the results that remembers what was read, so that nothing is read twice.

What a source gives depends on its content, its file name and this program; a reading is kept under the
three of them. Each reading is committed as it comes, in one piece with its rows: whatever ends the program,
at most what was being read is lost.
"""

from __future__ import annotations

from .entry import Entry, entry_of
from .file import Kept, Store
from .key import engine, key_of
from .opening import open_store

__all__ = ["Entry", "Kept", "Store", "engine", "entry_of", "key_of", "open_store"]

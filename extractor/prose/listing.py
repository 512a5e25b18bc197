"""Lists of parts: 共A条，其中a条、b条."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .about import VERBS
from .figures import Figure
from .words import FILLER, Token

ENDS_LIST = frozenset({*VERBS, "carried", "issued", "repealed", "in_force", "decided", "collected", "reconsideration", "litigation"})
"""Words that begin a figure of its own after a list of parts, unless the whole was told by the same word."""


@dataclass(slots=True)
class Listing:
    """Parts being listed of a whole: its number, its unit and word, how deep in brackets, the marks between parts."""

    whole: int
    unit: str | None
    kind: str | None
    depth: int
    open: bool
    marks: set[str] = field(default_factory=set)
    parts: int = 0

    def takes(self, figure: Figure, mark: str, apart: bool, word: str | None) -> bool:
        """Whether a figure is the next part; one that begins anew (办结25件, 另有2件, 共30件) ends the list.

        ``mark`` stands before it, ``word`` is what its clause begins a figure of its own with.
        """
        other = self.unit is not None and figure.unit is not None and figure.unit != self.unit
        anew = mark == "，" and (other or (word is not None and word != self.kind))
        if self.parts and (apart or anew):
            return False
        if self.parts:
            self.marks.add(mark)
        self.parts += 1
        if other or figure.approximate or len(self.marks) > 1:
            self.open = True
        return True


_LEADS = frozenset({"own", "region", "year", "apart", "total", "period", "among"})


def own_word(text: str, start: int, words: Sequence[Token]) -> str | None:
    """The word that a clause begins its own figure with: 办结25件; not a kind of information: 建议提案答复类5条."""
    for word in words:
        if FILLER.sub("", text[start : word.start]):
            return None
        if word.kind in ENDS_LIST:
            return None if text[word.end : word.end + 1] == "类" else word.kind
        if word.kind not in _LEADS:
            return None
        start = word.end
    return None

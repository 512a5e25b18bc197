"""What holds over from one clause of a sentence to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..record import Comparison, Scope
from .about import TOPICS, VERBS
from .listing import Listing
from .words import FILLER, Token

BEFORE_REQUESTS = frozenset({*VERBS, "own", "region", "total", "year", "period", "previous", "people", "among", "apart", "channel", "carried"})
"""Words before 申请 that leave it a request for information."""


@dataclass(slots=True)
class State:
    """Topic, verb, subject, year, list and marks as the sentence stands at a word; ``before`` are the clause's words so far."""

    topic: str | None = None
    verb: Token | None = None
    scope: Scope | None = None
    subject: str | None = None
    period: int | str | None = None
    compare: int = 0
    direction: Comparison | None = None
    share: bool = False
    joined: bool = False
    depth: int = 0
    mark: str = ""
    last: int | None = None
    latest: int | None = None
    last_kind: str | None = None
    listing: Listing | None = None
    counts: list[int] = field(default_factory=list)
    disclosure: bool = False
    start: int = 0
    before: list[Token] = field(default_factory=list)


def topic_of(text: str, start: int, words: Sequence[Token]) -> str | None:
    """The last topic among the words of a clause; 申请 of another kind (价格认定申请) is another topic."""
    found = None
    for word in words:
        if word.kind in TOPICS:
            found = word.kind
        elif word.kind == "bare" and (FILLER.sub("", text[start : word.start]) or found not in (None, "request")):
            found = "other"
        if word.kind in BEFORE_REQUESTS or word.kind in TOPICS:
            start = word.end
    return found


def several_years(text: str, words: Sequence[Token], number: int) -> bool:
    """Whether a year is one of several named together: 2022年、2023年分别收到."""
    years = [word for word in words[:number] if word.kind == "year"]
    return bool(years) and text[years[-1].end : words[number].start] in ("、", "和", "与", "及", "至", "到", "-", "，", "")

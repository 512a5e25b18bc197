"""A paragraph read word by word: which figure stands under which topic, subject, year and list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..model import Place
from ..patterns import lazy_re
from ..record import Role, Scope, Statement
from .about import CATEGORIES, DOCUMENT_VERBS, JOINED, VERBS, Clause, Told, told_by
from .figures import MONEY, SHARES, Figure, figure_of
from .listing import Listing, own_word
from .scope import limited_to_channel, subject_at
from .sentences import Sentence
from .state import State, several_years, topic_of
from .words import Token

HELD_VERBS = frozenset({*VERBS, *DOCUMENT_VERBS, "decided"})
_YEAR = lazy_re(r"(?:19|20)\d\d")
_STOPS = "，；。、（）,"


class Reader:
    """Reads the sentences of one paragraph; ``found`` are its statements, numbered from ``first``.

    ``requests`` says whether the paragraph speaks of requests; it is set by the heading or by a sentence.
    """

    def __init__(self, section: str, place: Place, requests: bool, first: int) -> None:
        self.section, self.place, self.requests, self.first = section, place, requests, first
        self.found: list[Statement] = []
        self.held = State()

    def read(self, sentence: Sentence, words: Sequence[Token]) -> None:
        """Add the statements of a sentence's figures."""
        before = self.held
        state = State(scope=before.scope, subject=before.subject)
        if self.requests and before.topic == "request":
            state.topic = "request"
        if words and words[0].kind == "among":
            self._go_on(state, words)
        state.disclosure = any(word.kind in ("context", "request") for word in words)
        self._subject(sentence, state, 0)
        for number, word in enumerate(words):
            self._take(sentence, words, number, word, state)
        self._close(state)
        self.requests = self.requests or any(word.kind == "request" for word in words)
        self.held = state

    def _go_on(self, state: State, words: Sequence[Token]) -> None:
        """A sentence that begins with 其中 goes on with the one before, whose last figure need not be the whole."""
        before = self.held
        state.last, state.last_kind, state.topic, state.verb = before.last, before.last_kind, before.topic, before.verb
        state.period, state.counts = before.period, before.counts
        wholes = [one for one in before.counts if self.found[one - self.first].about in ("results_total", "received_new")]
        if wholes and any(word.kind in CATEGORIES for word in words):
            state.last = wholes[-1]

    def pass_over(self, sentence: Sentence) -> None:
        """Take note of a sentence without figures: its subject holds over, its topic does not."""
        self.held.topic, self.held.last = None, None
        self._subject(sentence, self.held, 0)

    def _subject(self, sentence: Sentence, state: State, start: int) -> None:
        named = subject_at(sentence.text, start)
        if named is not None:
            state.scope, state.subject = "organ", named

    def _take(self, sentence: Sentence, words: Sequence[Token], number: int, word: Token, state: State) -> None:
        kind = word.kind
        if kind == "delimiter":
            self._mark(sentence, word, state)
            return
        if kind == "figure":
            self._figure(sentence, words, number, word, state)
            state.before, state.start, state.joined = [], word.end, False
            return
        state.before.append(word)
        if kind in ("own", "region"):
            state.scope, state.subject = ("own", None) if kind == "own" else ("region", word.text)
        elif kind == "year":
            several = number > 0 and several_years(sentence.text, words, number)
            state.period = "cumulative" if several else int(word.text[:4])
        elif kind == "until" and (year := _YEAR.search(word.text)):
            state.period = int(year.group())
        elif kind == "period":
            year = _YEAR.match(word.text)
            state.period = word.value if word.value != "whole" else int(year.group()) if year else state.period
        elif kind == "previous":
            state.period = "previous"
        elif kind == "next":
            state.period = "planned"
        elif kind == "compare":
            state.compare = 2
        elif kind in ("up", "down"):
            state.direction = "up" if kind == "up" else "down"
        elif kind == "share":
            state.share = True
        elif kind == "among" and state.last is not None:
            self._close(state)
            state.listing = Listing(state.last, self._unit(state.last), state.last_kind, state.depth,
                                    word.value == "open" or (number == 0 and len(state.counts) > 1))  # fmt: skip
        elif kind == "some" and state.listing is not None:
            state.listing.open = True

    def _unit(self, number: int) -> str | None:
        found = self.found[number - self.first] if number >= self.first else None
        return found.unit if found is not None else None

    def _mark(self, sentence: Sentence, word: Token, state: State) -> None:
        """A mark between clauses: what holds over it, and what does not."""
        text = word.text
        self._hold(sentence.text, state, ())
        state.joined = text == "、" and any(one.kind in JOINED for one in state.before)
        if text in "，,；：（）":
            state.direction, state.share = None, False
            state.compare = max(0, state.compare - 1)
        if text == "；":
            self._close(state)
            state.listing, state.compare = None, 0
        elif text == "（":
            state.depth += 1
        elif text == "）":
            state.depth = max(0, state.depth - 1)
            state.latest = state.last
            if state.listing is not None and state.listing.depth > state.depth:
                self._close(state)
                state.listing = None
        if text in "，,、；":
            state.mark = "，" if text == "," else text
        state.before, state.start = [], word.end
        if text in "，,；：":
            self._subject(sentence, state, word.end)

    def _hold(self, text: str, state: State, behind: Sequence[Token]) -> None:
        """Hold a clause's topic and verb over to the next clause."""
        topic = topic_of(text, state.start, (*state.before, *behind))
        if topic is not None:
            state.topic = topic
        verbs = [one for one in state.before if one.kind in HELD_VERBS]
        if verbs:
            state.verb = verbs[-1]

    def _figure(self, sentence: Sentence, words: Sequence[Token], number: int, word: Token, state: State) -> None:
        text = sentence.text
        figure = figure_of(word.text, text[max(0, word.start - 3) : word.start], text[word.end : word.end + 2])
        if figure is None:
            return
        behind: list[Token] = []
        for one in words[number + 1 :]:
            if one.kind in ("delimiter", "figure"):
                break
            behind.append(one)
        if figure.unit is None and text[word.end : word.end + 1] not in ("", *_STOPS):
            return
        grown = self._grown(figure, behind, state)
        if grown is not None:
            self._add(sentence, word, figure, **grown)
            state.compare, state.direction, state.share = 0, None, False
            return
        if figure.unit in SHARES:
            return
        clause = Clause(
            text, state.start, word, state.before, behind, state.topic, state.verb, state.joined, self.requests, state.disclosure
        )  # fmt: skip
        told = told_by(clause, figure)
        if told.about is None and not word.text[0].isdigit():
            return
        self._count(sentence, word, figure, told, behind, state)

    def _grown(self, figure: Figure, behind: Sequence[Token], state: State) -> dict[str, Any] | None:
        """What makes a figure one of growth or a share; None when it is neither."""
        latest = state.latest
        about = None if latest is None else self.found[latest - self.first].about
        if state.share and figure.unit in ("%", "‰") and latest is not None:
            return {"role": "share", "about": about, "part_of": latest}
        relative = figure.unit in SHARES
        if state.direction is not None and (state.compare or relative):
            period = "previous" if state.compare else state.period
            return {"role": "growth", "about": about, "part_of": latest, "comparison": state.direction, "period": period}
        if state.compare and not relative and any(one.kind in ("up", "down") for one in behind):
            return {"about": None, "period": "previous"}
        return None

    def _count(
        self, sentence: Sentence, word: Token, figure: Figure, told: Told, behind: Sequence[Token], state: State
    ) -> None:
        scope: Scope | None = state.scope
        clause = sentence.text[state.start : word.start]
        if scope in (None, "own") or told.scope is not None:
            scope = told.scope or scope
        if limited_to_channel(clause, state.before):
            scope = "site" if told.about == "disclosed_information" else "channel"
        role: Role = "amount" if figure.unit in MONEY else "count"
        if any(one.kind == "total" for one in state.before):
            role = "total"
        part_of = self._part_of(sentence.text, figure, state, role)
        if part_of is not None:
            role = "part"
        subject = state.subject if scope in ("organ", "region") else None
        self._add(
            sentence, word, figure, about=told.about, scope=scope, subject=subject, role=role, word=told.word, part_of=part_of,
            period=state.period,
        )  # fmt: skip
        self._hold(sentence.text, state, behind)
        state.latest = self.first + len(self.found) - 1
        if part_of is None:
            state.last = self.first + len(self.found) - 1
            state.counts.append(state.last)
            state.last_kind = own_word(sentence.text, state.start, state.before)
        state.compare = 0

    def _part_of(self, text: str, figure: Figure, state: State, role: Role) -> int | None:
        """The whole that a figure is a part of, when it stands in a list of parts."""
        listing = state.listing
        if listing is None or state.depth > listing.depth:
            return state.last if state.depth and listing is None else None
        apart = role == "total" or any(one.kind == "apart" for one in state.before)
        if not listing.takes(figure, state.mark, apart, own_word(text, state.start, state.before)):
            self._close(state)
            state.listing = None
            return None
        return listing.whole

    def _close(self, state: State) -> None:
        """Say of a whole whether its parts were listed to the end."""
        listing = state.listing
        if listing is None or not listing.parts or listing.whole < self.first:
            return
        at = listing.whole - self.first
        self.found[at] = replace(self.found[at], breakdown="open" if listing.open else "closed")
        state.listing = None

    def _add(self, sentence: Sentence, at: Token, figure: Figure, about: str | None, **more: Any) -> None:
        text = sentence.clause(at.start, at.end)
        self.found.append(Statement(
            text, figure.number, figure.unit, about, self.section, self.place, approximate=figure.approximate, **more
        ))  # fmt: skip

"""What a figure counts: the words of its clause, weighed against what is left of the clause without them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..patterns import lazy_re
from ..record import Scope
from .figures import CASE_UNITS, MONEY, Figure
from .words import FILLER, Token

VERBS = ("received", "accepted", "answered")
CATEGORIES = {
    "disclosed_all": "disclosed_or_partial", "partial": "partially_disclosed", "disclosed": "disclosed", "denied": "denied",
    "unavailable": "unavailable", "not_processed": "not_processed", "other_handling": "other_handling",
}  # fmt: skip
DOCUMENTS = {"normative": "normative_documents", "rules": "rules"}
DOCUMENT_VERBS = ("issued", "repealed", "in_force", "amended", "published", "checked")
DECISIONS = {"license": "licensing", "penalty": "penalty", "compulsion": "compulsion"}
DISPUTES = ("reconsideration", "litigation")
TOPICS = frozenset(
    {"request", "other", "information", "fee", "processing", "notice", *DOCUMENTS, *DECISIONS, *DISPUTES}
)
"""Kinds of words that say what a sentence counts."""
JOINED = frozenset({*DOCUMENTS, *DECISIONS, *DISPUTES})
"""Topics of which two may share one figure: 规章、规范性文件5件."""
_AROUND = frozenset({"total", "own", "region", "year", "period", "previous", "people", "apart", "among", "bare", "some", "context", "skip", "until"})


_TELLING = TOPICS | {"bare", "carried", "in_force", *CATEGORIES}
"""Words without one of which, and without a topic that holds over, a figure counts nothing that is known."""


class Told(NamedTuple):
    """What a figure counts, the word that says so, and how it is limited."""

    about: str | None
    word: str | None = None
    scope: Scope | None = None


NOTHING = Told(None)


class Clause(NamedTuple):
    """A figure's surroundings: the words before it since the last figure or mark, those behind it, and what holds over.

    ``topic`` and ``verb`` are those of the clauses before; ``requests`` and ``disclosure`` say whether the paragraph speaks
    of requests, and the sentence of disclosure.
    """

    text: str
    start: int
    figure: Token
    before: Sequence[Token]
    behind: Sequence[Token]
    topic: str | None
    verb: Token | None
    joined: bool
    requests: bool
    disclosure: bool

    def left(self, start: int, end: int, used: Sequence[Token]) -> str:
        """What is left between two positions without the words used and without filler."""
        parts, at = [], start
        for word in used:
            if start <= word.start < end:
                parts.append(self.text[at : word.start])
                at = word.end
        parts.append(self.text[at:end])
        return FILLER.sub("", "".join(parts))

    def last(self, *kinds: str) -> Token | None:
        """The last word of these kinds before the figure."""
        return next((word for word in reversed(self.before) if word.kind in kinds), None)

    def noun_behind(self) -> Token | None:
        """The noun right behind the figure: 26件政府信息公开申请."""
        word = next((one for one in self.behind if one.kind != "figure"), None)
        if word is None or (word.kind not in TOPICS and word.kind not in ("bare", "carried", *CATEGORIES)):
            return None
        between = self.text[self.figure.end : word.start]
        return word if not FILLER.sub("", between) else None


def told_by(clause: Clause, figure: Figure) -> Told:
    """What a figure counts; :data:`NOTHING` when the words do not say it without doubt."""
    if clause.text[: clause.figure.start].endswith("各"):
        return NOTHING
    if figure.unit in MONEY:
        return _money(clause)
    if figure.unit is not None and figure.unit not in CASE_UNITS:
        return NOTHING
    if clause.topic is None and not clause.requests and _TELLING.isdisjoint(word.kind for word in (*clause.before, *clause.behind)):
        return NOTHING
    for told in (_carried, _category, _documents, _decisions, _disputes, _notices, _requests, _information):
        found = told(clause)
        if found is not None:
            return found
    return NOTHING


def _topic(clause: Clause) -> Token | str | None:
    """The topic a figure is under: a word of its own clause, the noun behind it, or what holds over."""
    own = clause.last(*TOPICS)
    behind = clause.noun_behind()
    if own is None and behind is not None and behind.kind in TOPICS:
        return behind
    return own if own is not None else clause.topic


def _kind(topic: Token | str | None) -> str | None:
    return topic.kind if isinstance(topic, Token) else topic


def _of_requests(clause: Clause) -> bool:
    kind = _kind(_topic(clause))
    return kind == "request" or (clause.requests and kind in (None, "information"))


def _carried(clause: Clause) -> Told | None:
    word = clause.last("carried")
    if word is not None:
        left = clause.left(word.end, clause.figure.start, [*_of(clause.before, "request", "bare", *_AROUND), *_verbs(clause)])
    else:
        word = next((one for one in clause.behind if one.kind == "carried"), None)
        left = ""
    if word is None or not _of_requests(clause):
        return None
    return Told(word.value, word.text, "subset" if left else None)


def _verbs(clause: Clause) -> list[Token]:
    return _of(clause.before, *VERBS)


def _of(words: Sequence[Token], *kinds: str) -> list[Token]:
    return [word for word in words if word.kind in kinds]


def _category(clause: Clause) -> Told | None:
    if not _of_requests(clause):
        return None
    word = clause.last(*CATEGORIES)
    if word is not None:
        left = clause.left(word.end, clause.figure.start, _of(clause.before, "request", "bare", *_AROUND))
    else:
        word, left = clause.noun_behind(), ""
        if word is None or word.kind not in CATEGORIES:
            return Told(None) if clause.last("leaf") else None
    # One ground only, unless others are said to be among it: 因本机关不掌握等原因无法提供.
    one_ground = clause.last("leaf") is not None and clause.last("some") is None
    if len(_of(clause.before, *CATEGORIES)) > 1:
        return NOTHING
    return Told(CATEGORIES[word.kind], word.text, "subset" if left or one_ground else None)


def _documents(clause: Clause) -> Told | None:
    topic = _topic(clause)
    kind = _kind(topic)
    if kind not in DOCUMENTS:
        return None
    verb = clause.last(*DOCUMENT_VERBS)
    if verb is None and isinstance(topic, Token) and clause.behind and topic in clause.behind:
        verb = clause.verb
    inherited = verb is None
    verb = verb or clause.verb
    if verb is None or clause.joined or len({one.kind for one in _of(clause.before, *DOCUMENT_VERBS)}) > 1:
        return NOTHING
    if verb.kind not in ("issued", "repealed", "in_force"):
        return Told(None, verb.text, "filing" if verb.kind in ("checked", "amended") else "site")
    if len({one.kind for one in _of(clause.before, *DOCUMENTS)}) > 1 or (inherited and not isinstance(topic, Token)):
        return NOTHING
    used = _of(clause.before, *DOCUMENTS, *DOCUMENT_VERBS, *_AROUND)
    left = clause.left(clause.start, clause.figure.start, used)
    return Told(f"{DOCUMENTS[kind]}_{verb.kind}", verb.text, "subset" if left else None)


def _decisions(clause: Clause) -> Told | None:
    topic = clause.last(*DECISIONS)
    if topic is None:
        return None
    verb = clause.last("decided", "accepted", "answered") or clause.verb
    if verb is None or verb.kind not in ("decided", "accepted", "answered") or verb.text in ("受理", "登记", "答复", "回复", "执行") or clause.joined:
        return NOTHING
    if len({one.kind for one in _of(clause.before, *DECISIONS)}) > 1 or clause.last("checked", "published", "channel"):
        return NOTHING
    used = _of(clause.before, *DECISIONS, "decided", "accepted", "answered", *_AROUND)
    left = clause.left(clause.start, clause.figure.start, used)
    return Told(DECISIONS[topic.kind], verb.text, "subset" if left else None)


_DISPUTE_WORDS = ("因", "引起", "引发", "导致", "产生", "发生", "提起", "被", "涉及", "与", "工作", "案件", "案", "类", "作为")


def _disputes(clause: Clause) -> Told | None:
    topic = clause.last(*DISPUTES) or clause.noun_behind()
    if topic is None or topic.kind not in DISPUTES:
        return None
    if clause.joined or len({one.kind for one in _of(clause.before, *DISPUTES)}) > 1:
        return NOTHING
    if not (clause.disclosure or clause.requests):
        return Told(None, topic.text)
    used = _of(clause.before, *DISPUTES, "request", "accepted", "received", "information", "other", *_AROUND)
    left = clause.left(clause.start, clause.figure.start, used)
    for word in _DISPUTE_WORDS:
        left = left.replace(word, "")
    # Who handles reconsideration for others counts more than disputes over disclosure.
    handled = clause.last("accepted", "answered") is not None
    odd = left or handled or clause.last("leaf", "answered", "other")
    return Told(topic.kind, topic.text, "subset" if odd else None)


def _notices(clause: Clause) -> Told | None:
    word = clause.last("notice")
    return None if word is None else Told("fee_notices", word.text)


def _requests(clause: Clause) -> Told | None:
    verb = clause.last(*VERBS)
    if verb is None:
        return None
    topic = _topic(clause)
    bare = clause.last("bare") or (behind if (behind := clause.noun_behind()) is not None and behind.kind == "bare" else None)
    if _kind(topic) == "request":
        noun = topic if isinstance(topic, Token) else None
    elif bare is not None and _kind(topic) is None and (clause.requests or clause.topic is None):
        noun = bare
    elif clause.requests and topic is None and not clause.behind:
        noun = None
    else:
        return NOTHING
    used = _of(clause.before, "request", "bare", *_AROUND, *VERBS)
    # Without a noun of its own a clause goes on with the requests only if nothing strange stands in it.
    left = clause.left(clause.start if noun is None else verb.end, clause.figure.start, used)
    if _OTHERWISE.search(clause.text[clause.start : verb.start]):
        left = verb.text
    if noun is not None and noun.start > clause.figure.end:
        left += clause.left(clause.figure.end, noun.start, ())
    scope: Scope | None = "subset" if left or clause.last("leaf") else None
    if left and noun is not None and noun.kind == "bare":
        return NOTHING  # 价格认定申请 asks for something else
    if noun is None and _strange_behind(clause):
        return NOTHING
    return Told("results_total" if verb.kind == "answered" else "received_new", verb.text, scope)


_OTHERWISE = lazy_re(r"(?:延期|延长|超期|逾期|协助|配合|指导|督促|分别|不再|转|转来|代|代为|拟|应|待|需|未|没有|无)$")
"""What makes of 答复 or 办理 something else, at the end of what stands before it."""


def _strange_behind(clause: Clause) -> bool:
    """Whether an unknown noun follows the figure: 办结20件群众诉求."""
    end = clause.behind[0].start if clause.behind else clause.figure.end
    word = clause.behind[0] if clause.behind else None
    return bool(FILLER.sub("", clause.text[clause.figure.end : end])) or (word is not None and word.kind in ("other", "information"))


def _information(clause: Clause) -> Told | None:
    topic = _topic(clause)
    if _kind(topic) != "information" or not isinstance(topic, Token):
        return None
    verb = clause.last("published") or clause.verb
    if verb is None or verb.kind != "published":
        return NOTHING
    used = _of(clause.before, "information", "published", "channel", *_AROUND)
    left = clause.left(min(verb.start, topic.start), clause.figure.start, used)
    return Told("disclosed_information", verb.text, "subset" if left else None)


def _money(clause: Clause) -> Told:
    topic = _topic(clause)
    kind = _kind(topic)
    word = clause.last("collected", "billed")
    if word is not None and word.kind == "billed" and not (kind == "fee" and word.text == "金额"):
        return NOTHING
    if kind == "processing" or (kind in ("notice", "request") and word is not None and word.kind == "collected"):
        return Told("processing_fee", topic.text if isinstance(topic, Token) else word.text if word else None)
    if kind == "fee" and isinstance(topic, Token):
        left = clause.left(clause.start, clause.figure.start, _of(clause.before, "fee", "collected", "billed", *_AROUND))
        return Told("fees", topic.text, "subset" if left else None)
    return NOTHING

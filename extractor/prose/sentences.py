"""The narrative cut into paragraphs and sentences, folded for matching, with every position kept to the print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..patterns import lazy_re
from ..radicals import RADICALS
from ..text import TRADITIONAL
from .words import WORTH

LONGEST_SENTENCE = 1500
"""Characters of one sentence that are looked at; what is longer is a table run into the text."""

_FULL = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
# Wide marks part clauses and stay; narrow commas also part thousands.
_FOLDS = {
    code: to for code, to in {**TRADITIONAL, **RADICALS, **_FULL, ord(";"): "；", ord(":"): "：", ord("("): "（", ord(")"): "）"}.items()
    if code not in map(ord, "，；：！？（）")
}  # fmt: skip
_ODD = frozenset(map(chr, _FOLDS))
_GAP = lazy_re(r"[\s\u200b-\u200d\u2060\ufeff\u00ad]+")
_SENTENCE = lazy_re(r"[^。！？!?]+[。！？!?]*")
_ENDS = tuple("。！？；：;:!?”》")
_NEW = lazy_re(
    r"\s*(?:[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[)）]|[一二三四五六七八九十]{1,3}\s*[、．.是]|\d{1,2}\s*[、．.](?!\d)|[①-⑳]|第[一二三四五六七八九十])"
)
_HEADING = lazy_re(r"[，。；,;]")
LONGEST_HEADING, SHORTEST_WRAPPED = 30, 16


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence ready for matching: ``text`` has no blanks and one width; ``at`` gives each position in ``raw``."""

    text: str
    raw: str
    at: tuple[int, ...] | None = None

    def printed(self, start: int, end: int) -> str:
        """What is printed between two positions of ``text``, blanks and line ends closed up."""
        if end <= start:
            return ""
        if self.at is None:
            return self.raw[start:end]
        return " ".join(self.raw[self.at[start] : self.at[end - 1] + 1].split())


    def clause(self, start: int, end: int) -> str:
        """The clause around two positions, as printed."""
        left = max(self.text.rfind(mark, 0, start) for mark in "，；：。") + 1
        ends = [at for mark in "，；。" if (at := self.text.find(mark, end)) >= 0]
        return self.printed(left, min(ends, default=len(self.text)))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its sentences; ``heading`` is the last heading line above it, or its own leading words."""

    sentences: tuple[Sentence, ...]
    heading: str


def paragraphs_of(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a section's text, hard line breaks within one closed up."""
    heading = ""
    for block in _unwrapped(text):
        if len(block) <= LONGEST_HEADING and not _HEADING.search(block):
            heading = block
            if not WORTH.search(block):
                continue
        sentences = tuple(_sentence(hit.group()) for hit in _SENTENCE.finditer(block))
        first = sentences[0].text if sentences else ""
        # A heading may stand in the line itself: （二）依申请公开情况。2023年……
        if _NEW.match(first):
            heading = first[:LONGEST_HEADING]
        yield Paragraph(sentences, heading)


def _unwrapped(text: str) -> Iterator[str]:
    """The lines of a text, those put together that a hard line break parts in the middle of a sentence."""
    parts: list[str] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        if parts and (_NEW.match(line) or not _goes_on(parts[-1], line)):
            yield "\n".join(parts)
            parts = []
        parts.append(line)
    if parts:
        yield "\n".join(parts)


def _goes_on(before: str, line: str) -> bool:
    before = before.rstrip()
    if before.endswith(_ENDS) or line.startswith(("\u3000", "  ")):
        return False
    return len(before.strip()) >= SHORTEST_WRAPPED or before.endswith(("，", "、", ","))


def folded(text: str) -> str:
    """The text in one width and one script, each character for one."""
    return text.translate(_FOLDS) if not _ODD.isdisjoint(text) else text


def _sentence(raw: str) -> Sentence:
    raw = raw[:LONGEST_SENTENCE]
    text = folded(raw)
    if len(text) != len(raw):
        text = raw
    if not _GAP.search(text):
        return Sentence(text, raw)
    kept: list[str] = []
    at: list[int] = []
    start = 0
    for gap in _GAP.finditer(text):
        kept.append(text[start : gap.start()])
        at.extend(range(start, gap.start()))
        before, after = text[gap.start() - 1 : gap.start()], text[gap.end() : gap.end() + 1]
        if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
            kept.append(" ")
            at.append(gap.start())
        start = gap.end()
    kept.append(text[start:])
    at.extend(range(start, len(text)))
    return Sentence("".join(kept), raw, tuple(at))

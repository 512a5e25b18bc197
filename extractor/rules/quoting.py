"""The prose of a record as rules search it: folded and without blanks, each hit leading back to what is printed."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Place
from ..patterns import lazy_re
from ..record import Evidence, Report
from ..text import fold_each

PREFACE = "preface"
PROSE = (PREFACE, "s1", "s5", "s6")
"""The parts of a report that are prose, in printed order."""

LEAD = 300
"""So many characters of section one may introduce the report where no introduction stands before it."""

_SENTENCE = lazy_re(r"[^。;!?\n]+")
_QUOTED = lazy_re(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|“[^“”]{0,80}”|‘[^‘’]{0,80}’")
_LONGEST_QUOTE = 60
_INTRODUCES = lazy_re(r"[现特](?:将|编制|公布|向社会)|编制(?:了|完成)?(?:本|《)|编制本")
# A line end inside a sentence: the line is long and does not end one, and the next begins no paragraph of its own.
_CUT = lazy_re(
    r"(?<=[^\n]{20}[^。;:!?\n])\n(?!\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.]|[(（]?\d{1,2}[)）、.](?!\d)|第[一二三四五六七八九十]+[章节部]))"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the prose. ``text`` is folded, without blanks but for line ends; ``part`` is preface or s1 to s6."""

    part: str
    text: str
    printed: str
    place: Place

    def evidence(self, start: int, end: int) -> Evidence:
        """What is printed at those positions of ``text``."""
        starts = _starts(self.printed)
        return evidence_of(self.printed[starts[start] : starts[max(start, end - 1)] + 1], self.place)

    def sentences(self) -> Sequence[tuple[int, str]]:
        """Every sentence or clause before 。 or ； with its position."""
        return _sentences(self.text)


def evidence_of(quote: str, place: Place) -> Evidence:
    """A quote on one line, the middle of a long one left out."""
    line = "".join(quote.split("\n"))
    half = _LONGEST_QUOTE // 2
    return Evidence(line if len(line) <= _LONGEST_QUOTE else f"{line[:half]}…{line[-half:]}", place)


def passages(report: Report, *parts: str) -> tuple[Passage, ...]:
    """The named parts that the report has and that are not empty; by default all prose."""
    made = []
    for part in parts or PROSE:
        section = report.preface if part == PREFACE else report.section(part)
        if section is not None and section.text.strip():
            made.append(_passage(part, section.text, section.place))
    return tuple(made)


@functools.lru_cache(maxsize=32)
def _passage(part: str, text: str, place: Place) -> Passage:
    # A score of rules ask for the same few parts of a report, one after the other.
    lines = _CUT.sub("", fold_each(text)).split("\n")
    return Passage(part, "\n".join(["".join(line.split()) for line in lines]), text, place)


@functools.lru_cache(maxsize=32)
def _starts(printed: str) -> tuple[int, ...]:
    """Where each character of a passage's text is printed; asked for only where there is something to quote."""
    folded = fold_each(printed)
    cut = {hit.start() for hit in _CUT.finditer(folded)}
    return tuple([at for at, one in enumerate(folded) if not one.isspace() or (one == "\n" and at not in cut)])


@functools.lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[tuple[int, str], ...]:
    return tuple((hit.start(), hit.group()) for hit in _SENTENCE.finditer(text))


def is_introduction(text: str, start: int, end: int) -> bool:
    """Whether words of section one introduce the report, as where no introduction stands before it: 现编制, 现将."""
    return start < LEAD and _INTRODUCES.search(text, max(0, start - 40), end) is not None


@functools.lru_cache(maxsize=64)
def unquoted(text: str) -> str:
    """The text with every name of a document and everything in quotation marks blanked out, positions kept."""
    return _QUOTED.sub(lambda hit: "\u3000" * len(hit.group()), text)

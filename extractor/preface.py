"""What stands between a report's title and its first section: the introduction, with basis and period."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .model import Document, Line
from .patterns import lazy_re
from .radicals import unradical
from .record import Section
from .text import fold_each

PREFACE = "preface"
"""The id of the introduction, beside s1 to s6."""

_PROSE = lazy_re(r"[，,。；;：:]")
# A long line that ends in the middle of a sentence.
_CUT = lazy_re(r"^.{20,}[^。；;：:！!？?]$")
SHORTEST_PROSE = 12
_HEAD = 8


def preface_of(document: Document, sections: Sequence[Section], title: str | None) -> Section | None:
    """The paragraphs of prose before the first section and behind the title, one a line; None when there are none.

    What a page prints around them (names of sites, menus, print dates) is no prose and left out.
    """
    if not sections:
        return None
    lines = [block for block in document.body if isinstance(block, Line)]
    first, start = sections[0], 0
    paragraphs: list[Line] = []
    for number, line in enumerate(lines):
        text = unradical(line.text)
        if line.place == first.place and first.title[:_HEAD] in fold_each(text):
            paragraphs.append(Line(text[: fold_each(text).index(first.title[:_HEAD])], line.place))
            break
        if title and _ends(title, text):
            start = number + 1
        paragraphs.append(Line(text, line.place))
    else:
        return None
    prose = _prose(paragraphs[start:])
    if not prose:
        return None
    text = "\n".join(line.text.strip() for line in prose)
    # Text run together has its title on the same line.
    text = text.removeprefix(title).lstrip() if title else text
    return Section(PREFACE, "", text, prose[0].place) if text else None


def _prose(paragraphs: Sequence[Line]) -> list[Line]:
    """The paragraphs that are prose, with the lines that go on from one that was cut at the width of a page."""
    kept: list[Line] = []
    goes_on = False
    for line in paragraphs:
        text = line.text.strip()
        is_prose = bool(text) and (goes_on or (len(text) >= SHORTEST_PROSE and _PROSE.search(text) is not None))
        if is_prose:
            kept.append(line)
        goes_on = is_prose and _CUT.search(text) is not None
    return kept


def _ends(title: str, text: str) -> bool:
    """Whether a line is the title, or the last part of one that stands on several lines."""
    printed, whole = "".join(text.split()), "".join(title.split())
    return len(printed) >= SHORTEST_PROSE and not re.search(r"[，。；]", printed) and (
        whole in printed or whole.endswith(printed)
    )

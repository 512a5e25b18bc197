"""What the narrative asserts in figures, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence

from ..patterns import lazy_re
from ..record import Section, Statement
from .denials import denials
from .reading import Reader
from .sentences import paragraphs_of
from .words import TABLE_TEXT, WORTH, tokens

MOST_STATEMENTS = 2000
LONGEST_NARRATIVE = 200_000
"""Statements, and characters of telling sentences, of one report; a text with more is no report's narrative."""
_REQUESTS = lazy_re(r"依申请|申请公开|信息公开申请|申请办理")


def statements_of(preface: Section | None, sections: Sequence[Section]) -> tuple[Statement, ...]:
    """Every statement of the introduction and the sections, in printed order.

    ``part_of`` counts in the returned tuple. Text of tables that is run into the narrative says nothing.
    Linear in the length of the text.
    """
    made: list[Statement] = []
    left = LONGEST_NARRATIVE
    for part in (*((preface,) if preface else ()), *sections):
        for paragraph in paragraphs_of(part.text):
            requests = part.id in ("s3", "s4") or _REQUESTS.search(paragraph.heading) is not None
            reader = Reader(part.id, part.place, requests, len(made))
            for sentence in paragraph.sentences:
                if TABLE_TEXT.search(sentence.text):
                    continue
                if not WORTH.search(sentence.text):
                    reader.pass_over(sentence)
                    continue
                left -= len(sentence.text)
                if left < 0 or len(made) + len(reader.found) > MOST_STATEMENTS:
                    return (*made, *reader.found)
                words = tokens(sentence.text)
                reader.read(sentence, words)
                reader.found.extend(denials(sentence, words, reader))
            made.extend(reader.found)
    return tuple(made)

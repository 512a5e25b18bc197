"""Every heading of the first level as printed: those of the six sections, and those that are one too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .form import Form
from .matter import is_matter, matter_of
from .model import Document, Line, Place
from .patterns import lazy_re
from .radicals import unradical
from .record import Heading, Section
from .text import leading_number

LONGEST = 32
_SENTENCE = lazy_re(r"[。；;！？!?，,…]|[:：]\s*\S|\d\s*$")


def headings_of(document: Document, sections: Sequence[Section], form: Form) -> tuple[Heading, ...]:
    """The headings of the sections, and the lines between them that go on with their numbering, in printed order.

    Conservative: a list that begins again at 一、 inside a section is that section's own, whatever its later
    numbers, and a line that only might be a heading is none. Sections without a number have no such lines.
    """
    waiting: dict[Place, list[Section]] = {}
    for section in sections:
        waiting.setdefault(section.place, []).append(section)
    matter = "\n".join(matter_of(table) for table in form.tables)
    parts: list[tuple[Heading, list[Heading]]] = []
    for line in document.body:
        if isinstance(line, Line):
            here = waiting.pop(line.place, ())
            parts += [(Heading(one.title, one.id, one.place), []) for one in here]
            if parts and not here and _may_be_heading(line.text, matter):
                parts[-1][1].append(Heading(unradical(line.text).strip(), None, line.place))
    found: list[Heading] = []
    for number, (heading, lines) in enumerate(parts):
        after = parts[number + 1][0] if number + 1 < len(parts) else None
        found += [heading, *_more(heading, lines, after)]
    return tuple(found)


def _may_be_heading(text: str, matter: str) -> bool:
    """Whether a line is short, numbered like a section, no sentence and no row of a table."""
    if len(text) > LONGEST + 8:
        return False
    numbered = leading_number(text)
    if numbered is None or numbered[0] == "bracketed":
        return False
    title = numbered[2].strip()
    return 2 <= len(title) <= LONGEST and not _SENTENCE.search(title) and not is_matter(title, matter)


def _more(heading: Heading, lines: Sequence[Heading], after: Heading | None) -> Iterator[Heading]:
    """The lines under a heading whose numbers go on from its own, in its style, and leave the next heading's free."""
    first = leading_number(heading.text)
    last = leading_number(after.text) if after is not None else None
    if first is None or first[0] == "bracketed" or (after is not None and (last is None or last[0] != first[0])):
        return
    due = first[1] + 1
    for line in lines:
        numbered = leading_number(line.text)
        if numbered is None or numbered[0] != first[0]:
            continue
        if numbered[1] == 1:
            return
        if numbered[1] == due and (last is None or due < last[1]):
            yield line
            due += 1

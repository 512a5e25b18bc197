"""The six sections of a report: where each begins, told by titles, numbers and the tables that follow.

Numbering is no proof: 一、 to 六、 are often used inside 总体情况 and begun again, a heading may have no
number or a shifted one, and a whole report may stand in one paragraph. So every place that may be a
heading is weighed, and the best set is taken.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import groupby

from .form import Form
from .matter import is_matter, matter_of
from .model import Document, Line, Place, Table
from .patterns import lazy_re
from .radicals import unradical
from .record import Section
from .spots import Spot, candidates, changed
from .text import fold, fold_each, key

LONGEST_SIGNATURE = 32
_DATE = lazy_re(r"\s*20\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?\s*|\s*20\d\d[-./]\d{1,2}[-./]\d{1,2}\s*")
_RESTARTS = 0.5
_STRONG = 1.25


def sections_of(document: Document, form: Form) -> tuple[Section, ...]:
    """The sections in the order they are printed, each with its own heading and its text without tables."""
    headings = find_headings(document, form)
    sections = []
    for number, heading in enumerate(headings):
        after = headings[number + 1] if number + 1 < len(headings) else None
        line = document.body[heading.block]
        place = line.place if isinstance(line, Line) else Place()
        table = next((one.table for one in form.sections if one.id == heading.section), None)
        matter = matter_of(form.table(table)) if table else ""
        sections.append(Section(heading.section, heading.title, _text(document, heading, after, matter), place))
    return tuple(sections)


def find_headings(document: Document, form: Form) -> list[Spot]:
    """The chosen heading of each section that is there, in printed order."""
    tables = _table_starts(document, form)
    found = _without_overlaps(candidates(document, form))
    last = _last_before_tables(found, form, tables)
    found = [_with_table(heading, last, form, tables) for heading in found]
    found = [heading for heading in found if heading.weight > _RESTARTS]
    best = _best_of_each(found, form)
    if _in_order(best):
        return best
    picked = _best_chain(found, form)
    # A section whose every sign is there but whose place is wrong is out of order, not absent.
    there = {heading.section for heading in picked}
    picked += [heading for heading in best if heading.section not in there and heading.weight >= _STRONG]
    return sorted(picked, key=_position)


def _position(heading: Spot) -> tuple[int, int]:
    return heading.block, heading.start


def _without_overlaps(found: list[Spot]) -> list[Spot]:
    """One candidate a place and section: the heaviest."""
    best: dict[tuple[str, int, int], Spot] = {}
    for heading in found:
        at = (heading.section, heading.block, heading.end)
        if at not in best or heading.weight > best[at].weight:
            best[at] = heading
    return sorted(best.values(), key=_position)


def _last_before_tables(
    found: Sequence[Spot], form: Form, tables: dict[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """By section, where the last likely heading of it before its table stands; ``found`` is in printed order."""
    start = {section.id: tables.get(section.table or "", (-1, -1)) for section in form.sections}
    return {one.section: _position(one) for one in found if one.weight > 0.5 and _position(one) < start[one.section]}


def _with_table(
    heading: Spot, last: dict[str, tuple[int, int]], form: Form, tables: dict[str, tuple[int, int]]
) -> Spot:
    """A table section's heading weighs more as the last one before its table and less behind it."""
    section = next(one for one in form.sections if one.id == heading.section)
    start = tables.get(section.table or "")
    if start is None:
        return heading
    if _position(heading) > start:
        return changed(heading, -0.8)
    later = heading.section in last and _position(heading) < last[heading.section]
    return changed(heading, 0.0 if later else 0.7)


def _table_starts(document: Document, form: Form) -> dict[str, tuple[int, int]]:
    """Where each form table begins in the body: at a table that prints its labels, else at its opening words."""
    starts: dict[str, tuple[int, int]] = {}
    texts = [
        fold(" ".join(cell.text for cell in one.cells)) if isinstance(one, Table) else fold_each(one.text)
        for one in document.body
    ]
    for table in form.tables:
        opening = [_opening(word) for word in table.starts]
        for block, text in enumerate(texts):
            hits = [hit.start() for pattern in opening if (hit := pattern.search(text))]
            if hits:
                starts[table.id] = (block, 0 if isinstance(document.body[block], Table) else min(hits))
                break
    return starts


@functools.cache
def _opening(word: str) -> re.Pattern[str]:
    return re.compile(r"[\s（()）]*".join(map(re.escape, key(word))))


def _best_of_each(found: Sequence[Spot], form: Form) -> list[Spot]:
    """The heaviest candidate of each section, the later one where two weigh the same."""
    best: dict[str, Spot] = {}
    for heading in found:
        there = best.get(heading.section)
        if there is None or heading.weight >= there.weight:
            best[heading.section] = heading
    return [best[section.id] for section in form.sections if section.id in best]


def _in_order(headings: Sequence[Spot]) -> bool:
    positions = [_position(heading) for heading in headings]
    return positions == sorted(positions)


def _best_chain(found: Sequence[Spot], form: Form) -> list[Spot]:
    """The heaviest set of headings that stands in the form's order, at most one a section."""
    order = {section.id: number for number, section in enumerate(form.sections)}
    best: list[tuple[float, int]] = []
    # By section, where the heaviest chain ends that ends with it before this place; ``found`` is in printed order.
    heaviest: dict[int, int] = {}
    for _, here in groupby(range(len(found)), key=lambda index: _position(found[index])):
        together = list(here)
        for index in together:
            rank = order[found[index].section]
            ends = [earlier for other, earlier in heaviest.items() if other < rank]
            before = max(ends, key=lambda one: (best[one][0], -one), default=-1)
            best.append((found[index].weight + (best[before][0] if ends else 0.0), before))
        for index in together:
            rank = order[found[index].section]
            if rank not in heaviest or best[index][0] > best[heaviest[rank]][0]:
                heaviest[rank] = index
    if not best:
        return []
    at = max(range(len(best)), key=lambda index: best[index][0])
    picked = []
    while at >= 0:
        picked.append(found[at])
        at = best[at][1]
    return picked[::-1]


def _text(document: Document, heading: Spot, after: Spot | None, matter: str) -> str:
    """The paragraphs between two headings, one a line, tables left out, those of plain text too."""
    last = after.block if after is not None else len(document.body) - 1
    parts = []
    for block in range(heading.block, last + 1):
        line = document.body[block]
        if not isinstance(line, Line):
            continue
        start = heading.end if block == heading.block else 0
        end = after.start if after is not None and block == after.block else len(line.text)
        part = unradical(line.text)[start:end].strip()
        if block == heading.block:
            part = part.lstrip("：:。").strip()
        if part and not (matter and is_matter(part, matter)):
            parts.append(part)
    return "\n".join(parts if after is not None else _unsigned(parts))


def _unsigned(parts: list[str]) -> list[str]:
    """The last section's paragraphs without the organ's signature and the date under it."""
    if not parts or not _DATE.fullmatch(fold(parts[-1])):
        return parts
    signed = len(parts) > 1 and len(parts[-2]) <= LONGEST_SIGNATURE and not re.search(r"[。，；：]", parts[-2])
    return parts[: -2 if signed else -1]

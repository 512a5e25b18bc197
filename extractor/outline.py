"""The six sections of a report: where each begins, told by titles, numbers and the tables that follow.

Numbering is no proof: 一、 to 六、 are often used inside 总体情况 and begun again, a heading may have no
number or a shifted one, and a whole report may stand in one paragraph. So every place that may be a
heading is weighed, and the best set is taken.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from .cells import read_cell
from .form import Form, FormSection, FormTable
from .model import Document, Line, Place, Table
from .radicals import unradical
from .record import Section
from .text import fold, fold_each, key, words

LONGEST_HEADING = 48
LONGEST_SIGNATURE = 32
SHORTEST_ALONE = 6
"""Characters of an unofficial title that is believed without a number inside a text run together."""
_DATE = regex.compile(r"\s*20\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?\s*|\s*20\d\d[-./]\d{1,2}[-./]\d{1,2}\s*")
_NUMBER = (
    r"(?:(?:第(?P<number>[一二三四五六七八九十])部分\s*[、.,:：]?|(?P<number>[一二三四五六七八九十])\s*[、.,:：])"
    r"|[（(]\s*(?P<bracketed>[一二三四五六七八九十])\s*[)）][、.]?"
    r"|(?P<digit>\d{1,2})\s*[、.．](?!\d))"
)
_YEAR = r"(?:(?:19|20)\d\d\s*年度?)?"
_LINE = regex.compile(rf"\s*{_NUMBER}?\s*{_YEAR}\s*(?P<title>.*?)[：:。\s]*")
_CONJUNCTIONS = str.maketrans("", "", "和与及")
_RESTARTS = 0.5
_STRONG = 1.25


@dataclass(frozen=True, slots=True)
class Heading:
    """A place that may be a section's heading: block of the body, offsets in it, and how likely it is."""

    section: str
    block: int
    start: int
    end: int
    title: str
    weight: float


def sections_of(document: Document, form: Form) -> tuple[Section, ...]:
    """The sections in the order they are printed, each with its own heading and its text without tables."""
    headings = find_headings(document, form)
    sections = []
    for number, heading in enumerate(headings):
        after = headings[number + 1] if number + 1 < len(headings) else None
        line = document.body[heading.block]
        place = line.place if isinstance(line, Line) else Place()
        table = next((one.table for one in form.sections if one.id == heading.section), None)
        matter = _matter(form.table(table)) if table else ""
        sections.append(Section(heading.section, heading.title, _text(document, heading, after, matter), place))
    return tuple(sections)


def find_headings(document: Document, form: Form) -> list[Heading]:
    """The chosen heading of each section that is there, in printed order."""
    tables = _table_starts(document, form)
    found = _without_overlaps(_candidates(document, form))
    found = [_with_table(heading, found, form, tables) for heading in found]
    found = [heading for heading in found if heading.weight > _RESTARTS]
    best = _best_of_each(found, form)
    if _in_order(best):
        return best
    picked = _best_chain(found, form)
    # A section whose every sign is there but whose place is wrong is out of order, not absent.
    there = {heading.section for heading in picked}
    picked += [heading for heading in best if heading.section not in there and heading.weight >= _STRONG]
    return sorted(picked, key=_position)


def _position(heading: Heading) -> tuple[int, int]:
    return heading.block, heading.start


@functools.cache
def _titles(form: Form) -> dict[str, tuple[FormSection, bool]]:
    """Every known title by its words, with its section and whether it is the official one."""
    known: dict[str, tuple[FormSection, bool]] = {}
    for section in form.sections:
        known[_bare(section.title)] = (section, True)
        for title in section.aliases:
            known.setdefault(_bare(title), (section, False))
    return known


_NUMBERED = regex.compile(rf"{_NUMBER}\s*{_YEAR}")
_LETS_PASS = frozenset(" \t\u3000、，,和与及")
"""What may stand inside a title, or be left out of it, without making it another."""


def _title_at(text: str, start: int, form: Form) -> tuple[str, int] | None:
    """The longest known title that begins at a position, by its words, and where it ends; None if none does."""
    known = _titles(form)
    words, ends = "", None
    for position in range(start, min(start + LONGEST_HEADING, len(text))):
        if text[position] in _LETS_PASS:
            continue
        words += text[position]
        if words in known:
            ends = words, position + 1
    return ends


def _bare(title: str) -> str:
    """A title's words, with the conjunctions that authors exchange for commas left out."""
    return key(title).translate(_CONJUNCTIONS)


_LIKE = {
    "s1": regex.compile(r"总体情况|基本情况|总体概述|工作概述"),
    "s2": regex.compile(r"主动公开.{0,8}情况"),
    "s3": regex.compile(r"(?:收到|处理|受理|办理).{0,8}申请.{0,4}情况|依申请公开.{0,6}情况"),
    "s4": regex.compile(r"复议.{0,12}诉讼.{0,6}情况"),
    "s5": regex.compile(r"存在.{0,6}(?:问题|不足).{0,6}(?:改进|整改|措施|打算)|主要问题"),
    "s6": regex.compile(r"其[他它].{0,6}(?:报告|说明).{0,4}(?:事项|情况)"),
}
"""Words a heading line shares with a section's title when it is none of the titles known."""


def _candidates(document: Document, form: Form) -> list[Heading]:
    """Every place of the body that may be a heading: lines that are one, then titles inside longer texts."""
    found = []
    for block, line in enumerate(document.body):
        if isinstance(line, Line):
            text = fold_each(line.text)
            heading = _whole_line(text, block, form) if len(text) <= LONGEST_HEADING else None
            found += [heading] if heading is not None else _in_text(text, block, form)
    return found


def _whole_line(text: str, block: int, form: Form) -> Heading | None:
    """The heading that a short line is: a known title, or a numbered line that shares a title's words."""
    hit = _LINE.fullmatch(text)
    if hit is None:
        return None
    start = hit.start("number") if hit["number"] else 0
    known = _titles(form).get(_bare(hit["title"]))
    if known is not None:
        section, exact = known
        weight = 1.2 if exact else 1.0
        heading = Heading(section.id, block, 0, hit.end("title"), text[: hit.end("title")].strip(), weight)
        return _numbered(heading, section, hit)
    if (hit["number"] or hit["bracketed"] or hit["digit"]) and not text.rstrip().endswith(("。", "；", ";")):
        for section in form.sections:
            like = _LIKE[section.id].search(hit["title"])
            if like and like.start() <= 16:
                heading = Heading(section.id, block, start, len(text), text.strip(), 0.4)
                return _numbered(heading, section, hit)
    return None


def _in_text(text: str, block: int, form: Form) -> list[Heading]:
    """Numbered titles inside a text that goes on behind them; at its very beginning they weigh more."""
    found = []
    for hit in _NUMBERED.finditer(text):
        title = _title_at(text, hit.end(), form)
        opens = hit.start() <= 1
        if title is None or (len(text) <= LONGEST_HEADING and not opens and text[hit.start() - 1] not in "。；; \t"):
            continue
        section, exact = _titles(form)[title[0]]
        # Between blanks a title stands as a heading does, though the line breaks around it are lost.
        parted = not opens and text[hit.start() - 1].isspace() and text[title[1] : title[1] + 1].isspace()
        weight = (0.6 if opens else 0.3) + (0.2 if exact else 0.0) + (0.2 if parted else 0.0)
        printed = text[hit.start() : title[1]].strip()
        found.append(_numbered(Heading(section.id, block, hit.start(), title[1], printed, weight), section, hit))
    if len(text) > LONGEST_HEADING:
        for hit in _alone(form).finditer(text):
            section = _titles(form)[_bare(hit["title"])][0]
            found.append(Heading(section.id, block, hit.start("title"), hit.end("title"), hit["title"], 0.7))
    return found


@functools.cache
def _alone(form: Form) -> regex.Pattern[str]:
    """A title without a number that stands by itself between blanks in a text run together; a short one says too little."""
    known = {fold(title) for section in form.sections for title in (section.title, *section.aliases)}
    official = {fold(section.title) for section in form.sections}
    telling = {title for title in known if len(title) >= SHORTEST_ALONE} | official
    titles = "|".join(map(regex.escape, sorted(telling, key=len, reverse=True)))
    return regex.compile(rf"(?:^|[。\s])(?P<title>{titles})(?=\s)")


def _numbered(heading: Heading, section: FormSection, hit: regex.Match[str]) -> Heading:
    """The heading with its number weighed: the section's own is best, a bracketed one is a sub-heading's."""
    if hit["number"]:
        change = 0.5 if hit["number"] == section.number else 0.1
    elif hit["bracketed"]:
        change = -0.7
    elif hit["digit"]:
        change = 0.2 if "〇一二三四五六七八九".find(section.number) == int(hit["digit"]) else -0.4
    else:
        change = 0.0
    return _changed(heading, change)


def _changed(heading: Heading, change: float) -> Heading:
    return Heading(heading.section, heading.block, heading.start, heading.end, heading.title, heading.weight + change)


def _without_overlaps(found: list[Heading]) -> list[Heading]:
    """One candidate a place and section: the heaviest."""
    best: dict[tuple[str, int, int], Heading] = {}
    for heading in found:
        at = (heading.section, heading.block, heading.end)
        if at not in best or heading.weight > best[at].weight:
            best[at] = heading
    return sorted(best.values(), key=_position)


def _with_table(
    heading: Heading, found: Sequence[Heading], form: Form, tables: dict[str, tuple[int, int]]
) -> Heading:
    """A table section's heading weighs more as the last one before its table and less behind it."""
    section = next(one for one in form.sections if one.id == heading.section)
    start = tables.get(section.table or "")
    if start is None:
        return heading
    if _position(heading) > start:
        return _changed(heading, -0.8)
    later = any(
        other.section == heading.section and _position(heading) < _position(other) < start and other.weight > 0.5
        for other in found
    )
    return _changed(heading, 0.0 if later else 0.7)


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
def _opening(word: str) -> regex.Pattern[str]:
    return regex.compile(r"[\s（()）]*".join(map(regex.escape, key(word))))


def _best_of_each(found: Sequence[Heading], form: Form) -> list[Heading]:
    """The heaviest candidate of each section, the later one where two weigh the same."""
    best: dict[str, Heading] = {}
    for heading in found:
        there = best.get(heading.section)
        if there is None or heading.weight >= there.weight:
            best[heading.section] = heading
    return [best[section.id] for section in form.sections if section.id in best]


def _in_order(headings: Sequence[Heading]) -> bool:
    positions = [_position(heading) for heading in headings]
    return positions == sorted(positions)


def _best_chain(found: Sequence[Heading], form: Form) -> list[Heading]:
    """The heaviest set of headings that stands in the form's order, at most one a section."""
    order = {section.id: number for number, section in enumerate(form.sections)}
    best: list[tuple[float, int]] = []
    for index, heading in enumerate(found):
        score, before = heading.weight, -1
        for earlier, other in enumerate(found[:index]):
            if order[other.section] < order[heading.section] and _position(other) < _position(heading):
                reached = best[earlier][0] + heading.weight
                if reached > score:
                    score, before = reached, earlier
        best.append((score, before))
    if not best:
        return []
    at = max(range(len(best)), key=lambda index: best[index][0])
    picked = []
    while at >= 0:
        picked.append(found[at])
        at = best[at][1]
    return picked[::-1]


@functools.cache
def _matter(table: FormTable) -> str:
    """The words of a form table's labels, end to end, a break between two."""
    axes = [axis for block in table.blocks for axis in (*block.rows, *block.columns)]
    labels = [table.header, table.note, *(block.caption for block in table.blocks)]
    labels += [label for axis in axes for label in (axis.stage, axis.group, axis.label, *axis.aliases)]
    return "\n".join(dict.fromkeys(words(label) for label in labels))


def _is_matter(text: str, matter: str) -> bool:
    """Whether a line of plain text is part of a table: nothing but figures and pieces of its labels."""
    parts = [words(part) for part in regex.split(r"[\s|│｜]+", fold(text))]
    return all(part in matter or read_cell(part).kind != "text" for part in parts)


def _text(document: Document, heading: Heading, after: Heading | None, matter: str) -> str:
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
        if part and not (matter and _is_matter(part, matter)):
            parts.append(part)
    return "\n".join(parts if after is not None else _unsigned(parts))


def _unsigned(parts: list[str]) -> list[str]:
    """The last section's paragraphs without the organ's signature and the date under it."""
    if not parts or not _DATE.fullmatch(fold(parts[-1])):
        return parts
    signed = len(parts) > 1 and len(parts[-2]) <= LONGEST_SIGNATURE and not regex.search(r"[。，；：]", parts[-2])
    return parts[: -2 if signed else -1]

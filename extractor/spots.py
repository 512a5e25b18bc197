"""Places in a document that may be a section's heading, and how likely each of them is one.

Lines of their own, and titles inside longer texts: a whole report may stand in one paragraph.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from .form import Form, FormSection
from .model import Document, Line
from .patterns import lazy_re
from .text import fold, fold_each, key

LONGEST_HEADING = 48
SHORTEST_ALONE = 6
"""Characters of an unofficial title that is believed without a number inside a text run together."""
_NUMBER = (
    r"(?:(?P<part>第)?(?P<number>[一二三四五六七八九十])(?(part)部分\s*[、.,:：]?|\s*[、.,:：])"
    r"|[（(]\s*(?P<bracketed>[一二三四五六七八九十])\s*[)）][、.]?"
    r"|(?P<digit>\d{1,2})\s*[、.．](?!\d))"
)
_YEAR = r"(?:(?:19|20)\d\d\s*年度?)?"
_LINE = lazy_re(rf"\s*{_NUMBER}?\s*{_YEAR}\s*(?P<title>.*?)[：:。\s]*")
_CONJUNCTIONS = str.maketrans("", "", "和与及")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that may be a section's heading: block of the body, offsets in it, and how likely it is."""

    section: str
    block: int
    start: int
    end: int
    title: str
    weight: float


@functools.cache
def _titles(form: Form) -> dict[str, tuple[FormSection, bool]]:
    """Every known title by its words, with its section and whether it is the official one."""
    known: dict[str, tuple[FormSection, bool]] = {}
    for section in form.sections:
        known[_bare(section.title)] = (section, True)
        for title in section.aliases:
            known.setdefault(_bare(title), (section, False))
    return known


_NUMBERED = lazy_re(rf"{_NUMBER}\s*{_YEAR}")
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
    "s1": lazy_re(r"总体情况|基本情况|总体概述|工作概述"),
    "s2": lazy_re(r"主动公开.{0,8}情况"),
    "s3": lazy_re(r"(?:收到|处理|受理|办理).{0,8}申请.{0,4}情况|依申请公开.{0,6}情况"),
    "s4": lazy_re(r"复议.{0,12}诉讼.{0,6}情况"),
    "s5": lazy_re(r"存在.{0,6}(?:问题|不足).{0,6}(?:改进|整改|措施|打算)|主要问题"),
    "s6": lazy_re(r"其[他它].{0,6}(?:报告|说明).{0,4}(?:事项|情况)"),
}
"""Words a heading line shares with a section's title when it is none of the titles known."""


def candidates(document: Document, form: Form) -> list[Spot]:
    """Every place of the body that may be a heading: lines that are one, then titles inside longer texts."""
    found = []
    for block, line in enumerate(document.body):
        if isinstance(line, Line):
            text = fold_each(line.text)
            heading = _whole_line(text, block, form) if len(text) <= LONGEST_HEADING else None
            found += [heading] if heading is not None else _in_text(text, block, form)
    return found


def _whole_line(text: str, block: int, form: Form) -> Spot | None:
    """The heading that a short line is: a known title, or a numbered line that shares a title's words."""
    hit = _LINE.fullmatch(text)
    if hit is None:
        return None
    start = hit.start("number") if hit["number"] else 0
    known = _titles(form).get(_bare(hit["title"]))
    if known is not None:
        section, exact = known
        weight = 1.2 if exact else 1.0
        heading = Spot(section.id, block, 0, hit.end("title"), text[: hit.end("title")].strip(), weight)
        return _numbered(heading, section, hit)
    if (hit["number"] or hit["bracketed"] or hit["digit"]) and not text.rstrip().endswith(("。", "；", ";")):
        for section in form.sections:
            like = _LIKE[section.id].search(hit["title"])
            if like and like.start() <= 16:
                heading = Spot(section.id, block, start, len(text), text.strip(), 0.4)
                return _numbered(heading, section, hit)
    return None


def _in_text(text: str, block: int, form: Form) -> list[Spot]:
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
        found.append(_numbered(Spot(section.id, block, hit.start(), title[1], printed, weight), section, hit))
    if len(text) > LONGEST_HEADING:
        for hit in _alone(form).finditer(text):
            section = _titles(form)[_bare(hit["title"])][0]
            found.append(Spot(section.id, block, hit.start("title"), hit.end("title"), hit["title"], 0.7))
    return found


@functools.cache
def _alone(form: Form) -> re.Pattern[str]:
    """A title without a number that stands by itself between blanks in a text run together; a short one says too little."""
    known = {fold(title) for section in form.sections for title in (section.title, *section.aliases)}
    official = {fold(section.title) for section in form.sections}
    telling = {title for title in known if len(title) >= SHORTEST_ALONE} | official
    titles = "|".join(map(re.escape, sorted(telling, key=len, reverse=True)))
    return re.compile(rf"(?:^|[。\s])(?P<title>{titles})(?=\s)")


def _numbered(heading: Spot, section: FormSection, hit: re.Match[str]) -> Spot:
    """The heading with its number weighed: the section's own is best, a bracketed one is a sub-heading's."""
    if hit["number"]:
        change = 0.5 if hit["number"] == section.number else 0.1
    elif hit["bracketed"]:
        change = -0.7
    elif hit["digit"]:
        change = 0.2 if "〇一二三四五六七八九".find(section.number) == int(hit["digit"]) else -0.4
    else:
        change = 0.0
    return changed(heading, change)


def changed(heading: Spot, change: float) -> Spot:
    """The same place with its weight changed by so much."""
    return replace(heading, weight=heading.weight + change)

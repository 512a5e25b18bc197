"""Damage to tags, attributes and elements, of HTML and of the XML inside packages."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from extractor.encoding import decode

from .mutant import Mutant, Mutate, other_figure
from .text_level import ODD

_TAG = re.compile(r"<[^<>]{1,400}>")
_OPENING = re.compile(r"<([A-Za-z][\w:]*)\b[^<>]{0,400}>")
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"<>]*)"')
_HTML_CELL = re.compile(r"<td\b[^>]*>(?:<[^>/]*>)*(\d{1,6})(?:</[^>]*>)*</td>", re.I)
_WORD_CELL = re.compile(r"<w:t>(\d{1,6})</w:t>")
_EXTREME = ("", "0", "-1", "1", "2", "63", "64", "1000000", "99999999999999999999", "1e9", "a", "display:none", "hidden", "http://127.0.0.1:9/")
_SPANS = ('colspan="{}"', 'rowspan="{}"', 'style="display:{}"', 'hidden="{}"', 'w:val="{}"', 'role="{}"')


def drop_tag(data: bytes, other: bytes, rng: Random) -> Mutant | None:
    """A tag is missing, its content is not."""
    return _exchanged(data, rng, _TAG, lambda found: "")


def double_tag(data: bytes, other: bytes, rng: Random) -> Mutant | None:
    """A tag stands there several times."""
    return _exchanged(data, rng, _TAG, lambda found: found[0] * rng.choice((2, 2, 3, 300)))


def swap_tags(data: bytes, other: bytes, rng: Random) -> Mutant | None:
    """Two tags have changed places."""
    text = decode(data)[0]
    tags = list(_TAG.finditer(text))
    if len(tags) < 2:
        return None
    first, second = sorted(rng.sample(tags, 2), key=lambda tag: tag.start())
    return _made(text[: first.start()] + second[0] + text[first.end() : second.start()] + first[0] + text[second.end() :])


def drop_element(data: bytes, other: bytes, rng: Random) -> Mutant | None:
    """An element is missing from its first tag to the next end tag of its name."""
    text = decode(data)[0]
    found = _element(text, rng)
    return None if found is None else _made(text[: found[0]] + text[found[2] :])


def double_element(data: bytes, other: bytes, rng: Random) -> Mutant | None:
    """An element stands there several times, beside or inside itself."""
    text = decode(data)[0]
    found = _element(text, rng)
    if found is None:
        return None
    start, inside, end = found
    at = rng.choice((end, inside))
    return _made(text[:at] + text[start:end] * rng.choice((1, 2, 50)) + text[at:])


def _element(text: str, rng: Random) -> tuple[int, int, int] | None:
    """Where an element begins, where its first tag ends, and where the next end tag of its name ends; None without any."""
    tags = list(_OPENING.finditer(text))
    if not tags:
        return None
    tag = rng.choice(tags)
    end = text.find(f"</{tag[1]}>", tag.end())
    return None if end < 0 else (tag.start(), tag.end(), end + len(tag[1]) + 3)


def attribute(data: bytes, other: bytes, rng: Random) -> Mutant | None:
    """An attribute has an extreme value, or an element has one that it did not have."""
    value = rng.choice(_EXTREME)
    if rng.random() < 0.5:
        return _exchanged(data, rng, _ATTRIBUTE, lambda found: f'{found[1]}="{value}"')
    given = rng.choice(_SPANS).format(value)
    return _exchanged(data, rng, _OPENING, lambda found: f"{found[0].rstrip('>').rstrip('/')} {given}{'/' * found[0].endswith('/>')}>")


def entity(data: bytes, other: bytes, rng: Random) -> Mutant:
    """A document type with entities that grow or point elsewhere, and a use of them."""
    text = decode(data)[0]
    kind = rng.choice(('<!ENTITY z SYSTEM "file:///etc/hostname">', '<!ENTITY z SYSTEM "http://127.0.0.1:9/">', (
        '<!ENTITY a "11111111">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghz", strict=True))
    )))
    at = text.find("?>") + 2 if text.startswith("<?xml") else 0
    spots = [found.end() for found in _TAG.finditer(text)]
    use = rng.choice(spots) if spots else len(text)
    use = max(use, at)
    return _made(f"{text[:at]}<!DOCTYPE z [{kind}]>{text[at:use]}&z;{text[use:]}")


def insert_text(data: bytes, other: bytes, rng: Random) -> Mutant | None:
    """Something odd put between two tags."""
    odd = rng.choice(ODD) * rng.choice((1, 1, 1, 20))
    return _exchanged(data, rng, _TAG, lambda found: found[0] + odd)


def figure(data: bytes, other: bytes, rng: Random) -> Mutant | None:
    """One figure of a table cell exchanged for another."""
    text = decode(data)[0]
    cells = [found for found in _HTML_CELL.finditer(text) if "none" not in found[0] and "hidden" not in found[0]]
    cells += [found for found in _WORD_CELL.finditer(text) if _is_whole_cell(text, found)]
    if not cells:
        return None
    cell = rng.choice(cells)
    new = other_figure(cell[1], rng)
    return Mutant(f"{text[: cell.start(1)]}{new}{text[cell.end(1) :]}".encode(), (cell[1], new))


def _is_whole_cell(text: str, found: re.Match[str]) -> bool:
    start, end = text.rfind("<w:tc>", 0, found.start()), text.find("</w:tc>", found.end())
    cell = text[start:end] if 0 <= start < end else ""
    return cell.count("<w:t>") == 1 and not any(mark in cell for mark in ("</w:tc>", "<w:t ", "vanish", "w:tbl>", "strike", "w:del", "superscript"))


def _exchanged(data: bytes, rng: Random, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Mutant | None:
    text = decode(data)[0]
    hits = list(pattern.finditer(text))
    if not hits:
        return None
    hit = rng.choice(hits)
    return _made(text[: hit.start()] + new(hit) + text[hit.end() :])


def _made(text: str) -> Mutant:
    return Mutant(text.encode("utf-8", "surrogatepass"))


MUTATIONS: dict[str, Mutate] = {
    "drop tag": drop_tag, "double tag": double_tag, "swap tags": swap_tags, "drop element": drop_element,
    "double element": double_element, "attribute": attribute, "entity": entity, "insert": insert_text, "figure": figure,
}  # fmt: skip
"""By the names that the table prints."""

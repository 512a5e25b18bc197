"""The characters of a PDF page by pdfium: what they are, where they stand, and which stand upright.

Two calls a character: its origin (the baseline; pdfium's boxes do not tell it) and its loose box (where it
begins and ends).
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from itertools import repeat
from operator import sub
from typing import Any, NamedTuple

from ..radicals import RADICALS
from .pdf_page import DESCENT, Char, Placing, inked, visible
from .pdfium_calls import Calls, Handle, calls, handle

_BLANKS = dict.fromkeys(map(ord, "\t\xa0\u2002\u2003\u2009\u202f\u3000"), " ")
_REPLACED = {**RADICALS, **_BLANKS, 0x02: "-", 0xFFFE: "-"}
_WORD = re.compile(r"[!-~]+|[^\x00-\x7f]+")
# Anything but ASCII, Han, and the signs found in Chinese text: worth asking whether the font named it.
_ODD = re.compile("[^\r\n -~\xa0-\xd7\u2000-\u27bf\u2e80-\u9fff\uf900-\ufaff\uff00-\uffee\U00020000-\U0003ffff]")
_OVERHANG = 0.5

MOSTLY = 2
"""A page is read from another side when so many times more characters stand upright there."""


class RawChars(NamedTuple):
    """Every character of a page, in the file's own coordinates (points, y upwards): names, origins and boxes."""

    text: str
    xs: list[float]
    ys: list[float]
    lefts: list[float]
    tops: list[float]
    rights: list[float]
    bottoms: list[float]
    unmapped: int

    def turned(self) -> RawChars:
        """The same after a quarter turn clockwise about the origin."""
        return RawChars(
            self.text,
            self.ys,
            [-x for x in self.xs],
            self.bottoms,
            [-left for left in self.lefts],
            self.tops,
            [-right for right in self.rights],
            self.unmapped,
        )


def raw_chars(text_page: Any, count: int) -> RawChars:
    """The ``count`` characters of an opened text page, in pdfium's order, with the blanks and line ends it adds."""
    if count < 1:
        return RawChars("", [], [], [], [], [], [], 0)
    call, page, byref = calls(), handle(text_page), ctypes.byref
    origins = (ctypes.c_double * (2 * count))()
    boxes = (ctypes.c_float * (4 * count))()
    x_slots = map(byref, repeat(origins), range(0, 16 * count, 16))
    y_slots = map(byref, repeat(origins), range(8, 16 * count + 8, 16))
    box_slots = map(byref, repeat(boxes), range(0, 16 * count, 16))
    deque(map(call.origin, repeat(page), range(count), x_slots, y_slots), maxlen=0)
    deque(map(call.loose_box, repeat(page), range(count), box_slots), maxlen=0)
    text, unmapped = _named(_page_text(call, page, count), call, page)
    points, sides = origins[:], boxes[:]
    return RawChars(text, points[0::2], points[1::2], sides[0::4], sides[1::4], sides[2::4], sides[3::4], unmapped)


def _page_text(call: Calls, page: Handle, count: int) -> str:
    """One character for each of pdfium's: in one call where that is possible."""
    buffer = (ctypes.c_uint16 * (2 * count + 2))()
    units = call.text(page, 0, count, ctypes.byref(buffer))
    text = bytes(buffer)[: 2 * max(units - 1, 0)].decode("utf-16-le", "replace")
    if len(text) != count:
        codes = map(call.unicode, repeat(page), range(count))
        text = "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)
    return text


def _named(text: str, call: Calls, page: Handle) -> tuple[str, int]:
    """The text in ordinary characters; U+FFFD for each that its font does not name, and how many those are.

    For such a character pdfium gives the font's internal number, which can look like any digit. A font is
    asked about once a word, and about every character as soon as one of the page is in doubt.
    """
    if _ODD.search(text) or any(call.map_error(page, word.start()) == 1 for word in _WORD.finditer(text)):
        errors = [call.map_error(page, index) == 1 for index in range(len(text))]
        text = "".join("\ufffd" if wrong else char for char, wrong in zip(text, errors, strict=True))
    return text.translate(_REPLACED), text.count("\ufffd")


class Upright(NamedTuple):
    """The characters that stand upright, those that do not, the placing in which that is so, and how many lie beyond
    the page's edge."""

    standing: list[Char]
    lying: list[Char]
    placing: Placing
    beyond: int


def upright(chars: RawChars, placing: Placing) -> Upright:
    """The characters of a page by how they stand, in the placing in which most stand upright.

    A wide table can be drawn sideways on a page that is not turned; it is read from its side.
    """
    if not chars.text:
        return Upright([], [], placing, 0)
    found = _placed(chars, placing)
    if len(found.lying) > MOSTLY * len(found.standing):
        for turn in range(4):
            other = _placed(chars, Placing(turn, placing.frame))
            if len(other.standing) > MOSTLY * len(found.standing):
                found = other
    return found


def _placed(chars: RawChars, placing: Placing) -> Upright:
    left0, top0 = placing.corner
    for _ in range(placing.turn):
        chars = chars.turned()
    text, xs, ys, lefts, tops, rights, bottoms, _ = chars
    width, height = placing.size
    within = left0 <= min(lefts) and max(rights) <= left0 + width and top0 - height <= min(ys) and max(ys) <= top0
    # pdfium's own line ends and blanks have no width. Upright characters start at the left of their box.
    if max(map(sub, xs, lefts)) < _OVERHANG:
        standing = [
            (char, left - left0, right - left0, top0 - y, top - bottom)
            for char, left, right, y, top, bottom in zip(text, lefts, rights, ys, tops, bottoms, strict=True)
            if right > left or char > " "
        ]
        if within:
            return Upright(standing, [], placing, 0)
        shown = visible(standing, width, height)
        return Upright(shown, [], placing, inked(standing) - inked(shown))
    standing, lying = [], []
    for char, x, y, left, top, right, bottom in zip(text, xs, ys, lefts, tops, rights, bottoms, strict=True):
        size = top - bottom
        # It starts at the left of its box, and its baseline lies well below the top.
        if x - left < 0.15 * size + _OVERHANG and top - y >= 0.2 * size:
            if right > left or char > " ":
                standing.append((char, left - left0, right - left0, top0 - y, size))
        elif char > " ":
            lying.append((char, left - left0, right - left0, top0 - bottom - DESCENT * size, size))
    shown = visible(standing, width, height)
    return Upright(shown, visible(lying, width, height), placing, inked(standing) - inked(shown))

"""Characters that a PDF names beside its fonts, by ``/ActualText``: their boxes as wide as their fonts have them.

Browsers write one glyph for 日 and for the radical ⽇ alike and name the character beside it. Of such a character
pdfium tells the origin as of any other, but as its box that of the ink, which for 一 or 自 is not where the
character begins and ends. Several characters named at once share the origin of the first, and inside a form the
form's own place is not counted: these cannot be mended.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from .pdf_chars import RawChars
from .pdf_page import ASCENT, DESCENT

_EXACT = 0.01
"""The box of any other character begins at its origin, to this part of a point."""
_ASTRAY = 0.5
"""How far beside its ink a character may begin, in ems; one that does not is not where pdfium says."""


def with_boxes(chars: RawChars, text_page: Any) -> RawChars | None:
    """The characters of an upright page with boxes from origin and font size; None where that cannot be relied on.

    Not to be relied on: origins away from the ink, two characters at one origin, text that is turned.
    """
    named = [
        number
        for number, (x, left, right) in enumerate(zip(chars.xs, chars.lefts, chars.rights, strict=True))
        if abs(x - left) > _EXACT and right > left
    ]
    if not named:
        return chars
    lefts, tops, rights, bottoms = list(chars.lefts), list(chars.tops), list(chars.rights), list(chars.bottoms)
    origins = set()
    for number, em in zip(named, _ems(text_page, named), strict=True):
        x, y = chars.xs[number], chars.ys[number]
        beside = chars.lefts[number] - x
        if em is None or (x, y) in origins or not -_ASTRAY * em < beside < em:
            return None
        if chars.rights[number] - x > (1 + _ASTRAY) * em or not -em < chars.bottoms[number] - y < em:
            return None
        origins.add((x, y))
        lefts[number], rights[number] = x, x + em
        tops[number], bottoms[number] = y + ASCENT * em, y - DESCENT * em
    return chars._replace(lefts=lefts, tops=tops, rights=rights, bottoms=bottoms)


def _ems(text_page: Any, numbers: list[int]) -> Iterator[float | None]:
    """The size of each character's font as printed, in points; None for one that does not stand upright."""
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX()
    for number in numbers:
        if not raw.FPDFText_GetMatrix(text_page, number, ctypes.byref(matrix)):
            yield None
            continue
        upright = matrix.a > 0 and abs(matrix.b) < _EXACT * matrix.a and abs(matrix.c) < _EXACT * matrix.a
        yield matrix.a * raw.FPDFText_GetFontSize(text_page, number) if upright else None

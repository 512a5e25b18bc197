"""Text of markup as a browser shows it."""

from __future__ import annotations

import html
import re

from ..patterns import lazy_re
from .blocks import LINE_BREAK, UNSEEN

BLANKS = " \t\r\n\f"
"""The white space that a browser collapses; a no-break or ideographic space is none of it."""
_CJK = r"\u2014-\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# The line ends of the markup itself show as a space, which Chinese text does not have between two characters.
_SOURCE_BREAK = lazy_re(f"(?<=[{_CJK}])[ \\t\\f]*[\\r\\n][ \\t\\r\\n\\f]*(?=[{_CJK}])")
_RUN = lazy_re(r"[ \t\r\n\f]+")
UNEVEN = lazy_re(f"[\\t\\r\\n\\f&{LINE_BREAK}\u00ad\u200b-\u200f\u2060\ufeff]|  ")
"""Found in all markup text that :func:`lines_of` would change otherwise than at its ends."""
LEFTOVER = lazy_re(r"<!(?:--)?\s*\[\s*(?:if\b[^\]<\n]{0,200}|endif)\s*\](?:--)?\s*>|<!--\s*(?:Start|End)Fragment\s*-->", re.I)
"""What Word's conditional comments leave in text when a site has escaped them."""


def lines_of(text: str) -> list[str]:
    """Markup text, a string a line, with white space collapsed and none at the ends of a line."""
    if "&" in text:
        text = LEFTOVER.sub("", html.unescape(text))
    text = UNSEEN.sub("", _RUN.sub(" ", _SOURCE_BREAK.sub("", text)))
    return [line for part in text.split(LINE_BREAK) if (line := part.strip(BLANKS))]


def cell_text(text: str) -> str:
    """The markup text of a cell, its lines parted by ``\\n``; blank ones only where there is nothing else."""
    text = text.strip(_CELL_ENDS)
    if text.isalnum() or not text or UNEVEN.search(text) is None:
        return text
    lines = lines_of(text)
    if len(lines) > 1:
        lines = [line for line in lines if line.strip()] or lines[:1]
    return "\n".join(lines)


_CELL_ENDS = BLANKS + LINE_BREAK

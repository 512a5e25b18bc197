"""Hard-wrapped text: paragraphs put together again from lines that were cut at the width of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from .blocks import is_title
from .tabbed import TextLine

_STARTS = re.compile(
    r"\s*(?:[（(]\s*[一二三四五六七八九十]{1,3}\s*[)）](?![项款条目])|[一二三四五六七八九十]{1,3}\s*[、．.]|第[一二三四五六七八九十]{1,3}[章节部]"
    r"|\d{1,2}\s*[、．](?!\d)|\d{1,2}\.(?![\d\s]*\d)|[①-⑳]|[（(]\d{1,2}[)）]|附件?\s*[:：\d]|[一二三四五六七八九十]是)"
)
_FIGURE = r"(?:[-+]?\d[\d,.]*|无|/|—|-)"
# A row of a table without rulings: two figures or more at its end, or nothing else.
_FIGURES = re.compile(rf"(?:(?:^|\s){_FIGURE}(?:\s+{_FIGURE})+|^\s*{_FIGURE})\s*$")
_ENDS = tuple("。！？!?；;：:")
_LONG = 16  # em; shorter lines say nothing of the width
_WIDEST = 60
_SLACK = 2.5  # em by which a line may fall short of the width: a word or a mark that would not fit
_ENOUGH = 5


def unwrapped(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """The lines of each paragraph. Where the text is not hard-wrapped every line is one, but for a heading over two."""
    paragraphs: list[list[TextLine]] = []
    for lines_of_one in _paragraphs(lines):
        if paragraphs and len(paragraphs[-1]) == len(lines_of_one) == 1 and _is_parted(paragraphs[-1][0], lines_of_one[0]):
            paragraphs[-1] += lines_of_one
        else:
            paragraphs.append(lines_of_one)
    return paragraphs


def _is_parted(before: TextLine, line: TextLine) -> bool:
    """Whether two lines are the title of a section, neither of them by itself."""
    first, last = before.text.strip(), line.text.strip()
    return is_title(first + last) and not is_title(first) and not is_title(last)


def _paragraphs(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    for measure in (_width, _length):
        width = _wrapped_at(lines, measure)
        if width is not None:
            break
    else:
        return [[line] for line in lines]
    usual = Counter([line.gap for line in lines]).most_common(1)[0][0]
    paragraphs: list[list[TextLine]] = []
    for line in lines:
        if paragraphs and _goes_on(paragraphs[-1][-1], line, measure(paragraphs[-1][-1].text) >= width - _SLACK, usual):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def joined(paragraph: Sequence[TextLine]) -> str:
    """A paragraph's text: no gap where Chinese was cut, one between words of the Latin alphabet."""
    text = paragraph[0].text.strip()
    for line in paragraph[1:]:
        following = line.text.strip()
        words = text[-1:].isascii() and following[:1].isascii()
        parted = words and (text[-1:].isalpha() or following[:1].isalpha()) and following[:1] not in ",.;:)%"
        text += (" " if parted else "") + following
    return text


def _wrapped_at(lines: Sequence[TextLine], measure: Callable[[str], float]) -> float | None:
    """The width that most lines are cut at, as measured; None where they are not cut."""
    long = [(width, line) for line in lines if (width := measure(line.text)) >= _LONG and not _is_row(line.text)]
    if len(long) < _ENOUGH:
        return None
    counts = Counter(round(width) for width, _ in long)
    at = max(counts, key=lambda width: (counts[width - 1] + counts[width] + counts[width + 1], width))
    full = [line for width, line in long if at - _SLACK <= width <= at + _SLACK]
    cut = sum(1 for line in full if not line.text.rstrip().endswith(_ENDS))
    wider = sum(1 for width, _ in long if width > at + _SLACK)
    if at > _WIDEST or len(full) < max(_ENOUGH, len(long) * 0.5) or cut < len(full) * 0.5 or wider > len(long) * 0.1:
        return None
    return float(at)


def _goes_on(before: TextLine, line: TextLine, full: bool, usual: int) -> bool:
    """Whether a line goes on with the paragraph of the one before, which is as ``full`` as a line can be or not."""
    if not full or line.gap > usual:
        return False
    text = line.text
    if text.startswith(("\u3000", "  ", "\t")) or _STARTS.match(text) or is_title(text):
        return False
    return not (_is_row(before.text) or _is_row(text))


def _length(text: str) -> float:
    """Characters: how programs that know nothing of printed width count."""
    return len(text.strip())


def _is_row(text: str) -> bool:
    text = text.rstrip()[-200:]
    return text[-1:] in "0123456789.,无/—-" and _FIGURES.search(text) is not None


def _width(text: str) -> float:
    """Printed width in em: Latin letters and digits take half of it."""
    text = text.strip()
    wide = (len(text.encode("utf-8", "replace")) - len(text)) / 2  # three bytes a Chinese character
    return (len(text) + wide) / 2

"""What a source states about itself beside the report: its title and when it was published."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

from ..model import Cell, Table
from ..patterns import lazy_re
from ..text import fold
from .blocks import TITLE, DraftCell, DraftTable, is_section

Content = str | DraftTable | Table
"""A paragraph's text, or a table."""

_DATE = r"[12]\d{3}\s?(?:[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|\d{4}\b)(?:\s{0,3}\d{1,2}:\d{2}(?::\d{2})?)?"
_PUBLISHED = lazy_re(r"(?:发布|公开|公布|发文)\s{0,9}(?:日期|时间)\s{0,9}[】\])]?\s{0,9}:?\s{0,9}(" + _DATE + ")")
_PUBLISHED_LABEL = lazy_re(r"[【\[]?\s*(?:发布|公开|公布|发文|生成)\s*(?:日期|时间)\s*[】\]]?\s*:?\s*$")
_TITLE_LABEL = lazy_re(r"[【\[]?\s*(?:名\s*称|标\s*题|信息名称|文件名称)\s*[】\]]?\s*:?\s*$")
_PUBLISHED_NAMES = (
    "pubdate", "publishdate", "publish_date", "publishtime", "publish_time", "pub_date", "article:published_time",
    "firstpublishedtime",
)
_TITLE_NAMES = ("articletitle", "article_title", "og:title")


def stated_title(named: Mapping[str, str], title: str | None, contents: Iterable[Content]) -> str | None:
    """The title that the ``<meta>`` contents, the metadata table or ``<title>`` give, the first like a report's."""
    titles = [*(named.get(name) for name in _TITLE_NAMES), _labelled(contents, _TITLE_LABEL), title]
    given = [text for text in titles if text]
    return next((text for text in given if TITLE.search(fold(text))), given[0] if given else None)


def stated_date(named: Mapping[str, str], contents: Iterable[Content]) -> str | None:
    """The date of publication as printed, in ordinary characters; ``contents`` are what stands outside the report's sections."""
    for name in _PUBLISHED_NAMES:
        if named.get(name):
            return named[name]
    contents = list(contents)
    labelled = fold(_labelled(contents, _PUBLISHED_LABEL) or "")
    if re.match(_DATE, labelled):
        return labelled
    for content in contents:
        texts = [content] if isinstance(content, str) else [cell.text for cell in content.cells]
        for text in texts:
            found = _PUBLISHED.search(fold(text))
            if found:
                return found[1].strip()
    return None


def before_sections(contents: Sequence[Content]) -> Sequence[Content]:
    """What stands before the first heading of a section; nothing where there is no such heading."""
    for index, content in enumerate(contents):
        if isinstance(content, str) and is_section(content):
            return contents[:index]
    return ()


def _labelled(contents: Iterable[Content], label: re.Pattern[str]) -> str | None:
    """The text of the cell to the right of a label."""
    for content in contents:
        if isinstance(content, str):
            continue
        cells: Sequence[DraftCell | Cell] = content.cells
        for cell, following in itertools.pairwise(cells):
            if following.row == cell.row and label.match(fold(cell.text).strip()) and following.text.strip():
                return following.text.strip()
    return None

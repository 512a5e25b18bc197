"""Several reports bound in one file, such as those of all units of a district: where the second begins.

Titles part them and table 3 proves them: two titles that name different organs or years make a bundle
only where the rows of table 3 are printed under both. A title alone may be a link, a page header or an
old one left standing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .identity import LONGEST_TITLE, Title, ends_as_organ, title_of
from .model import Document, Line, Remark, Table
from .patterns import lazy
from .radicals import unradical

_ROWS = (
    "本年新收", "上年结转", "予以公开", "国家秘密", "三安全一稳定", "第三方合法权益", "内部事务", "过程性信息", "行政执法案卷", "行政查询事项",
    "不掌握相关", "没有现成信息", "补正后", "信访举报", "重复申请", "公开出版物", "大量反复", "重新出具", "其他处理", "结转下年度",
)  # fmt: skip
"""Words of table 3, each of another row; some are lost where a label is wrapped around its figures."""
_LEAST_ROWS = 6
"""Rows that two parts must both print: prose speaks of a few of them too."""
_NOT_HAN = lazy(r"[^\p{Han}]+")
MOST_NAMED = 3


@dataclass(slots=True)
class _Part:
    """What stands under one title, however often that is repeated: the title, the text it begins with, its rows of table 3."""

    title: Title
    start: int
    rows: set[str] = field(default_factory=set)


def first_report(document: Document) -> Document:
    """The document up to where a second report begins, with a remark (R-SEVERAL) that names the others.

    The document itself where it holds one report, or where its parts cannot be told apart.
    """
    others = _others([line.text for line in document.flow])
    if not others:
        return document
    in_body = _others([_text_of(block) for block in document.body])
    if len(in_body) != len(others):
        return document
    named = "、".join(f"“{one.title.text}”" for one in others[:MOST_NAMED])
    more = " 等" if len(others) > MOST_NAMED else ""
    remark = Remark(
        "R-SEVERAL",
        f"文件里有 {len(others) + 1} 份报告，只读了第一份，没有读 {named}{more}；请把每份报告存为单独的文件。",
        f"The file holds {len(others) + 1} reports and only the first was read; save each as a file of its own.",
        document.flow[others[0].start].place,
        severity="error",
    )
    return replace(
        document, body=document.body[: in_body[0].start], flow=document.flow[: others[0].start],
        remarks=(*document.remarks, remark),
    )  # fmt: skip


def _text_of(block: Line | Table) -> str:
    return block.text if isinstance(block, Line) else "\n".join([cell.text for cell in block.cells])


def _others(texts: Sequence[str]) -> list[_Part]:
    """The parts, after the first that prints table 3, which print it again under a title of their own."""
    parts = _parts(texts)
    if len(parts) < 2:
        return []
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        printed = _NOT_HAN.sub("", unradical("".join(texts[part.start : after.start if after else None])))
        part.rows = {row for row in _ROWS if row in printed}
    reports: list[_Part] = []
    for part in parts:
        if len(part.rows) >= _LEAST_ROWS and all(len(part.rows & one.rows) >= _LEAST_ROWS for one in reports):
            reports.append(part)
    return reports[1:]


def _parts(texts: Sequence[str]) -> list[_Part]:
    """The texts parted by the titles of reports; titles that may be the same one, repeated, do not part."""
    parts: list[_Part] = []
    for title, start in _titles(texts):
        if not parts or not _may_be_same(parts[-1].title, title):
            parts.append(_Part(title, start))
    return parts


def _titles(texts: Sequence[str]) -> Iterator[tuple[Title, int]]:
    """The titles of reports among the texts and where each begins, on a line of its own or together with the line above."""
    for at, text in enumerate(texts):
        if len(text) > LONGEST_TITLE or ("报告" not in text and "年报" not in text):
            continue
        title, above = title_of(text), texts[at - 1].strip() if at else ""
        if title.organ is None and above and len(above) + len(text) <= LONGEST_TITLE:
            joined = title_of(above + text.strip(), above)
            if joined.organ is not None and ends_as_organ(joined.organ):
                yield joined, at - 1
                continue
        if title.text is not None:
            yield title, at


def _may_be_same(title: Title, other: Title) -> bool:
    """Whether two titles may be of one report: nothing that both name differs but for a longer name of the organ."""
    if title.year is not None and other.year is not None and title.year != other.year:
        return False
    if title.organ is None or other.organ is None:
        return True
    return title.organ.endswith(other.organ) or other.organ.endswith(title.organ)

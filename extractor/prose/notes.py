"""Notes on figures that were changed or counted otherwise: 根据清理结果进行了调整，以本年度报告为准."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..model import Place
from ..patterns import lazy_re
from ..record import Section
from .sentences import Sentence, paragraphs_of

_CHANGED = r"(?:更正|订正|修正|勘误|核减|核增|(?:进行|作|做|予以|有所)了?(?:相应)?调整)"
_COUNTED = r"(?:数据|件数|数量|口径|基数|结转|现行有效)"
_NOTE = lazy_re(
    r"以本(?:年度|次|年)?(?:报告|年报)(?:数据|公布的?数据|所列数据)?为准|"
    rf"(?:清理|核查|核实|核对|复核|自查|复查)(?:结果|情况)?[^。；]{{0,12}}{_CHANGED}|"
    rf"{_COUNTED}[^。；]{{0,16}}(?:有误|不一致|误差|出入|漏报|误报|误填|漏填|漏计|重复统计|{_CHANGED})|"
    r"(?:统计|计算)口径[^。；]{0,12}(?:调整|变化|不同|不一|变更)|"
    r"(?:机构改革|职能划转|职责划转|职能调整|职责调整|区划调整|撤并|划入|划出|移交|转隶)[^。；]{0,30}"
    r"(?:件数|口径|基数|结转|现行有效|数据[^。；]{0,6}(?:不一致|变化|差异|不同))|"
    r"(?:含|包括|其中)[^。；]{0,6}(?:修改|修订|修正|重新发布|重新公布)[^。；]{0,12}\d件"
)
_ABOUT: tuple[tuple[str, str], ...] = (
    ("normative_documents", r"规范性文件"), ("rules", r"规章"), ("licensing", r"行政许可"), ("penalty", r"行政处罚"),
    ("compulsion", r"行政强制"), ("fees", r"行政事业性收费|收费金额"), ("carried_in", r"结转|上年|去年"), ("carried_out", r"结转"),
    ("reconsideration", r"复议"), ("litigation", r"诉讼"), ("requests", r"申请"),
)  # fmt: skip
_NAMED = tuple((about, lazy_re(pattern)) for about, pattern in _ABOUT)
_DOCUMENTS = lazy_re(r"现行有效|制发|废止")


class Note(NamedTuple):
    """A note on figures: the sentence as printed, what it names (stems; empty when nothing is named), and where."""

    text: str
    about: frozenset[str]
    section: str
    place: Place


def notes_of(preface: Section | None, sections: Sequence[Section]) -> tuple[Note, ...]:
    """The notes of a report in printed order.

    A note that names nothing explains what the sentence before it names.
    """
    made: list[Note] = []
    for part in (*((preface,) if preface else ()), *sections):
        if part.id == "s5" or not _NOTE.search(part.text):
            continue
        for paragraph in paragraphs_of(part.text):
            made.extend(_of(paragraph.sentences, part))
    return tuple(made)


def _of(sentences: Sequence[Sentence], part: Section) -> Iterator[Note]:
    before: frozenset[str] = frozenset()
    for sentence in sentences:
        named = _named(sentence.text)
        if _NOTE.search(sentence.text):
            yield Note(sentence.printed(0, len(sentence.text)), named or before, part.id, part.place)
        before = named


def _named(text: str) -> frozenset[str]:
    found = {about for about, pattern in _NAMED if pattern.search(text)}
    if _DOCUMENTS.search(text) and not found & {"normative_documents", "rules"}:
        found |= {"normative_documents", "rules"}
    return frozenset(found)

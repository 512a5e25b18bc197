"""What a report says of its own figures: sentences that explain a break with last year, and stated growth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..model import Place
from ..patterns import lazy_re
from ..record import Report
from ..text import fold_each

LONGEST_QUOTE = 60
MOST_QUOTES = 2
"""Sentences kept of each topic; one is enough to explain."""

_SENTENCE = lazy_re(r"[^。；;\n]+")
_CHANGED = r"清理|调整|更正|修正|修订|修改|勘误|核减|核增|口径|重新统计|误|漏|失效|有效期|移交|划转|划入|划出|合并|改革|撤并"
_EXPLAINS = lazy_re(
    r"清理|调整|更正|修正|修订|修改|勘误|核减|核增|口径|重新统计|误|漏|失效|有效期|移交|划转|划入|划出|合并|改革|撤并|取消|下放|承接"
)
_TOPICS = {
    "stock": lazy_re(r"规章|规范性文件|现行有效"),
    "carried": lazy_re(r"结转"),
    "items": lazy_re(r"事项|项目|许可|处罚|强制|收费"),
}
_ALL = lazy_re(
    r"以本(?:年度|年|次)?报告(?:的)?(?:数据)?为准|(?:上年|上一年|去年)度?(?:的)?(?:报告|数据|统计)[^，,]{0,8}(?:有误|错误|更正)"
)
_NOTED = lazy_re(r"清理|修订|修改|调整|失效|更正")

_WHOLE = lazy_re(
    r"(?:汇总|包[括含]|涵盖)[^。；]{0,16}(?:各?部门|各?单位|乡镇|镇街|街道)|(?:数据|统计)[^。；]{0,10}(?:全市|全县|全区|全旗)(?:各|汇总)"
)
_OWN = lazy_re(r"(?:仅|只)(?:包?[含括]|统计|涉及|反映)?(?:了)?本(?:机关|单位|级)|不[含包]括?[^。；，]{0,8}(?:部门|乡镇|街道|单位)")

_GROWTH = lazy_re(
    r"(?:共?收到|新收|受理|共?接收)[^。；，,]{0,14}申请\s*(?P<count>\d+)\s*[件份宗条][^。；]{0,6}?"
    r"(?:同比|(?:与|较|比)?(?P<last>上年|去年|上一年|上年度|20\d\d年)(?:同期|度)?(?:相比)?)"
    r"[^。；\d]{0,4}(?P<way>增长|上升|增加|提高|下降|减少|降低)(?P<about>了?约?|近|超过?|逾)?\s*(?P<percent>\d+(?P<decimals>\.\d+)?)\s*[%％]"
)


_YEAR = lazy_re(r"20\d\d(?=年)")


class Growth(NamedTuple):
    """A growth a report states: of what, by how many percent (less than 0 for a fall), how finely, and where.

    ``stated`` is the figure the sentence gives for this year, ``last`` the year it compares with, if it names one.
    """

    about: str
    percent: float
    decimals: int
    quote: str
    place: Place
    stated: int | None = None
    last: int | None = None


def explanations(report: Report) -> tuple[tuple[str, str], ...]:
    """Sentences that explain figures unlike last year's, each with its topic: stock, carried, items, all."""
    found: dict[str, list[str]] = {}
    texts = [*(part.text for part in report.sections), report.text_of("preface")]
    for sentence in (hit.group().strip() for text in texts for hit in _SENTENCE.finditer(fold_each(text))):
        topics = ["all"] if _ALL.search(sentence) else []
        if _EXPLAINS.search(sentence):
            topics += [topic for topic, pattern in _TOPICS.items() if pattern.search(sentence)]
        for topic in topics:
            found.setdefault(topic, []).append(sentence[:LONGEST_QUOTE])
    for name, value in report.values.items():
        if value.note and name.startswith("t2.") and _NOTED.search(value.note):
            found.setdefault("stock", []).append(value.note[:LONGEST_QUOTE])
    return tuple((topic, quote) for topic, quotes in found.items() for quote in quotes[:MOST_QUOTES])


def scope_of(report: Report) -> str | None:
    """``region`` when the report says that it sums up its units, ``own`` when it says that it does not; else None."""
    texts = [report.text_of("preface"), *(part.text for part in report.sections if part.id in ("s1", "s6"))]
    whole, own = (any(pattern.search(text) for text in texts) for pattern in (_WHOLE, _OWN))
    return "own" if own else ("region" if whole else None)


def growth_of(report: Report) -> tuple[Growth, ...]:
    """The growth of requests that a report states, from its statements or, without any, from the prose itself."""
    return tuple(_from_statements(report) if report.statements else _from_prose(report))


def _from_statements(report: Report) -> Iterator[Growth]:
    """Statements of the growth of the organ's own requests in percent, each with the count it is said of."""
    for one in report.statements:
        if one.role != "growth" or one.about != "received_new" or one.unit != "%" or one.number is None or one.part_of is None:
            continue
        counted = report.statements[one.part_of]
        if counted.role == "part" or counted.scope not in (None, "own") or counted.period not in (None, report.year):
            continue
        year = _YEAR.search(one.text)
        decimals = len(f"{one.number}".partition(".")[2]) if isinstance(one.number, float) and not one.approximate else 0
        stated = int(counted.number) if counted.number is not None and not counted.approximate else None
        percent = -one.number if one.comparison == "down" else one.number
        yield Growth("received_new", percent, decimals, one.text, one.place, stated, int(year.group()) if year else None)


def _from_prose(report: Report) -> Iterator[Growth]:
    section = report.section("s1")
    if section is not None:
        for hit in _GROWTH.finditer(fold_each(section.text)):
            yield _growth(hit, section.place)


def _growth(hit: re.Match[str], place: Place) -> Growth:
    sign = -1 if hit["way"] in ("下降", "减少", "降低") else 1
    # 约, 近 and the like leave a whole point open.
    decimals = len(hit["decimals"] or ".") - 1 if not (hit["about"] or "").strip("了") else 0
    last = int(hit["last"][:4]) if (hit["last"] or "")[:2] == "20" else None
    return Growth("received_new", sign * float(hit["percent"]), decimals, hit.group(), place, int(hit["count"]), last)

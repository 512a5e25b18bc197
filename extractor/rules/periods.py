"""The period that the figures cover: 1 January to 31 December of the year reported on."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from ..patterns import lazy_re
from ..text import chinese_number, year_number
from .catalogue import Case, Fault, rule
from .quoting import PREFACE, Passage, passages

_CUE = lazy_re(
    r"统计的?(?:数据)?的?(?:期限|时限|时段|时间|期间|区间|周期|范围|口径|截[至止])|数据的?(?:期限|时限|时段|时间|统计|起止|区间|截[至止])"
    r"|所列(?:的)?数据|报告期|起止(?:时间|日期)|期限(?:为|自|从|是)|时间(?:期限|范围|跨度)"
)
_OF_THE_REPORT = lazy_re(r"所列(?:的)?数据|本(?:年度)?(?:报告|年报)|统计期限|报告期")
_YEAR = r"(?:20\d\d|二[〇○零O0][一二三四五六七八九〇○零O0]{2})"
_MONTH, _DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})", r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_RANGE = lazy_re(
    rf"(?:(?P<y1>{_YEAR})(?:年度?|[./-])|(?:当年|本年度?|同年|该年)?)(?<!\d)(?P<m1>{_MONTH})(?:月份?|[./-])(?:(?P<d1>{_DAY})[日号]?)?(?:0{{1,2}}[时:点]0*)?(?:起|开始)?,?"
    rf"(?:至|到|[-—–~─―]+)"
    rf"(?:(?P<y2>{_YEAR})(?:年度?|[./-])|(?:当年|本年度?|同年|该年)?)(?<!\d)(?P<m2>{_MONTH})(?:月份?|[./-])(?:(?P<d2>{_DAY})[日号]?)?"
)
_UNTIL = lazy_re(
    rf"截[至止](?:到|至|时间为?)?(?:(?P<y2>{_YEAR})年度?|(?:当年|本年度?|同年)?)(?<!\d)(?P<m2>{_MONTH})月(?:(?P<d2>{_DAY})[日号])?"
)
_BEGUN_LATE = lazy_re(r"成立|组建|挂牌|机构改革|新设|划转|撤并|合并")


@dataclass(frozen=True, slots=True)
class Period:
    """A period as printed: (year, month, day) of either end, None for what is not said; places in the passage."""

    passage: Passage
    start: int
    end: int
    first: tuple[int | None, int, int | None] | None
    last: tuple[int | None, int, int | None]
    sentence: str

    @property
    def year(self) -> int | None:
        """The one year the period lies in; None if none or two are printed."""
        years = {end[0] for end in (self.first, self.last) if end is not None and end[0] is not None}
        return years.pop() if len(years) == 1 else None


def periods(case: Case) -> Iterator[Period]:
    """The reporting period wherever the introduction, or section one for want of it, states it."""
    for passage in passages(case.report, PREFACE, "s1"):
        yield from _periods_in(passage)


@functools.lru_cache(maxsize=8)
def _periods_in(passage: Passage) -> tuple[Period, ...]:
    return tuple(_find_periods(passage))


def _find_periods(passage: Passage) -> Iterator[Period]:
    if passage.part != PREFACE and _OF_THE_REPORT.search(passage.text) is None:
        return
    for at, sentence in passage.sentences():
        cue = _CUE.search(sentence)
        if cue is None or (passage.part != PREFACE and _OF_THE_REPORT.search(sentence) is None):
            continue
        hit = _RANGE.search(sentence) or _UNTIL.search(sentence, cue.start())
        if hit is not None:
            ends = hit.groupdict()
            first = _end(ends, "1") if "m1" in ends else None
            yield Period(passage, at + hit.start(), at + hit.end(), first, _end(ends, "2"), sentence)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text) or 0


def _end(ends: dict[str, str | None], which: str) -> tuple[int | None, int, int | None]:
    year, month, day = (ends[f"{name}{which}"] for name in "ymd")
    return year_number(year) if year else None, _number(month or ""), _number(day) if day else None


@rule("M-PERIOD", "error", "form", "统计期限不是本年度的全年", "The period is not the whole year reported on")
def m_period(case: Case) -> Iterator[Fault]:
    """引言写的统计期限不是标题年度的 1 月 1 日至 12 月 31 日。

    只看说明统计期限的那一句，别处的日期不判；年份只见于文件名的只看起止；只写年、月的不判日；同一句说明了成立、组建、机构改革的只作提示。
    依据：年度报告按自然年编制，格式规定的数据均为“本年”“本年度”。
    例：2021 年度报告写“自2021年1月1日起至2021年12月30日止”；2023 年度报告写“2022年1月1日至2022年12月31日”。
    改：改为标题年度的 1 月 1 日至 12 月 31 日。
    """
    year = case.own_year
    seen: set[str] = set()
    for period in periods(case):
        first, last = period.first, period.last
        due = year or last[0] or (first[0] if first else None)
        right = [last[0] in (None, due), last[1] == 12, last[2] in (None, 31)]
        if first is not None:
            right += [first[0] in (None, due), first[1] == 1, first[2] in (None, 1)]
        printed = period.passage.evidence(period.start, period.end)
        if all(right) or printed.quote in seen:
            continue
        seen.add(printed.quote)
        told = "本年度" if due is None else f"{due} 年"
        yield Fault(
            f"统计期限写的是“{printed.quote}”，应为{told} 1 月 1 日至 12 月 31 日。",
            f"The period is printed as “{printed.quote}”; it should be 1 January to 31 December {due or ''}".rstrip() + ".",
            evidence=(printed,), what=printed.quote, severity="info" if _BEGUN_LATE.search(period.sentence) else None,
        )  # fmt: skip

"""Title and year: whether the title is whole, and whether one year is meant all through the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ..patterns import lazy, lazy_re
from ..record import Evidence
from ..text import fold_each, year_number
from .catalogue import Case, Fault, rule
from .periods import periods
from .quoting import LEAD, PREFACE, Passage, is_introduction, passages, unquoted

SINCE_2019 = 2019
"""The first year whose reports are titled 政府信息公开工作年度报告 by a national form."""

YEAR = r"(?P<year>20\d\d|二[〇○零O0][一二三四五六七八九〇○零O0]{2})(?:年度|年)"
_IN_TITLE = lazy_re(YEAR)
_NAME = lazy_re(r"政府信息公开工作(?P<year>20\d\d)?年?度?年度报告")
_KIND = lazy_re(r"(?:政府信息与?政务公开|政府信息公开|政务公开|信息公开|政务信息公开).*$")
_OWN_NAME = lazy(
    rf"{YEAR}(?P<organ>[^,，。;;、:《》\d]{{0,40}}?)(?:政府信息|政务|信息)公开(?:工作)?(?:年度(?:工作)?报告|年报|工作报告)(?P<behind>[^,。;]{{0,14}})"
    rf"|编制[^,。;《》]{{0,40}}?{YEAR}(?:政府信息公开)?(?:工作)?(?:年度(?:工作)?报告|年报|(?<=年度)报告)(?P<behind>[^,。;]{{0,14}})"
    rf"|现将[^,。;《》]{{0,40}}?{YEAR}[^,。;《》]{{0,20}}?(?:报告|公布|公开)(?P<behind>如下|[^,。;]{{0,14}})"
)
_ANOTHER_DOCUMENT = lazy_re(r"》?的?(?:编制(?!完|工作已|并)|格式|通知|要求|有关事项|基础|相比|存在|反映|指出|中的|提出|整改|问题)")
_OPENS = lazy_re(rf"(?:^|(?<=[。;\n]))(?:[(（][一二三四五六七八九十]+[)）][^。\n]{{0,20}}?。)?{YEAR}(?P<after>,?[^。;\n]{{0,60}})")
_NOT_A_STATEMENT = lazy_re(
    r"^(?:以来|底|末|初|起|[一二三四]季度|上半年|下半年|\d|至|到|-|—|前|后|、|和)|将|计划|打算|拟|力争|下一步|工作(?:要点|打算|安排)|相比|同比|上年|对比|比上|较"
)
_FEE = lazy_re(rf"{YEAR}(?!\d|起|以来|底)[^。;\n]{{0,25}}?信息处理费")


@dataclass(frozen=True, slots=True)
class Stated:
    """A year that the report states as its own, and where."""

    where: str
    year: int
    evidence: Evidence


@rule("M-TITLE", "info", "form", "标题不完整", "The title is not whole")
def m_title(case: Case) -> Iterator[Fault]:
    """标题缺机关名称、年份，或者没有用“政府信息公开工作年度报告”这个名称。

    来源里没有标题的不判；2018 年度以前没有统一名称，不判。
    依据：国办公开办函〔2021〕30号、〔2019〕60号格式的标题“政府信息公开工作年度报告”。
    例：“2023年政府信息公开工作年度报告”（缺机关）；“2024年度某乡政府信息公开年度报告”（缺“工作”）。
    改：写全为“×年×机关政府信息公开工作年度报告”。
    """
    report = case.report
    if not report.title or (report.year is not None and report.year < SINCE_2019):
        return
    title = "".join(fold_each(report.title).split())
    lacks = []
    bare = regex.sub(r"^关于|^公布|^发布|的$|[\p{P}\p{S}\d]", "", _KIND.sub("", _IN_TITLE.sub("", title)))
    if len(bare) < 2:
        lacks.append("机关名称")
    if not _IN_TITLE.search(title):
        lacks.append("年份")
    if not _NAME.search(title):
        lacks.append("“政府信息公开工作年度报告”的规定名称")
    if lacks:
        yield Fault(
            f"标题“{report.title}”缺少{'、'.join(lacks)}。", f"The title “{report.title}” is not in the official wording.",
            evidence=(Evidence(report.title),), what="".join(lacks),
        )  # fmt: skip


@rule("M-YEAR", "error", "form", "年份前后不一致", "The report names two years as its own")
def m_year(case: Case) -> Iterator[Fault]:
    """标题、引言、统计期限、第一部分说的报告年度不是同一年。

    只看说明报告年度的话：标题，“编制××年…年度报告”，统计期限，第一部分从不提标题年度而以别的年度开头的陈述；
    计划、上年对比、文件年份、“自××年以来”等不判。第一部分提过标题年度而首句写别的年度，或第六部分收费写别的年度的，判警告。
    依据：格式规定的数据均为“本年度”；《条例》第五十条。
    例：2021 年度报告的引言写“现编制2020年政府信息公开工作年度报告”。
    改：按标题年度改正，并核对数据是否也是往年的。
    """
    stated = list(_stated(case))
    stated += _overview(case, {one.year for one in stated})
    years = {one.year for one in stated}
    if len(years) > 1:
        told = "，".join(f"{one.where} {one.year}" for one in _first_of_each(stated))
        yield Fault(
            f"报告年度前后不一致：{told}。",
            f"The report names {' and '.join(map(str, sorted(years)))} as the year reported on.",
            evidence=tuple(one.evidence for one in _first_of_each(stated)), what="".join(map(str, sorted(years))),
        )  # fmt: skip
    yield from _suspicious(case, years)


def _first_of_each(stated: list[Stated]) -> list[Stated]:
    seen: dict[tuple[str, int], Stated] = {}
    for one in stated:
        seen.setdefault((one.where, one.year), one)
    return list(seen.values())


def _stated(case: Case) -> Iterator[Stated]:
    report = case.report
    if report.title:
        titled = {year_number(hit["year"]) for hit in _IN_TITLE.finditer(fold_each(report.title))}
        if len(titled) == 1:
            yield Stated("标题", titled.pop(), Evidence(report.title))
    for passage in passages(report, PREFACE, "s1"):
        # Beyond its beginning section one introduces nothing.
        for hit in _OWN_NAME.finditer(passage.text, 0, None if passage.part == PREFACE else LEAD + 100):
            if _is_own(passage, hit):
                yield Stated("引言", year_number(hit["year"]), passage.evidence(hit.start(), hit.end() - len(hit["behind"])))
    for period in periods(case):
        if period.year is not None:
            yield Stated("统计期限", period.year, period.passage.evidence(period.start, period.end))


def _overview(case: Case, years: set[int]) -> Iterator[Stated]:
    """The year that section one reports on, where it never names the one that title and introduction agree on."""
    year = years.copy().pop() if len(years) == 1 else case.own_year
    for passage in passages(case.report, "s1"):
        first = next(_openings(passage), None)
        if year is not None and first is not None and not re.search(rf"{year}(?!\d)", passage.text):
            yield Stated("总体情况", first[2], passage.evidence(first[0], first[1]))


def _is_own(passage: Passage, hit: regex.Match[str]) -> bool:
    """Whether a report named with its year is this one: not last year's, and no part of another document's name."""
    text, start = passage.text, hit.start()
    if passage.part != PREFACE and not is_introduction(text, start, hit.end()):
        return False
    if _ANOTHER_DOCUMENT.match(hit["behind"]):
        return False
    opened = text.rfind("《", 0, start)
    if opened > text.rfind("》", 0, start) and not hit["behind"].startswith("》"):
        return False  # within the name of a longer document
    return re.search(r"(?:上一?年|往年|历年|去年|关于|对照|转发)[^,。;]{0,12}$", text[max(start - 15, 0) : start]) is None


def _openings(passage: Passage) -> Iterator[tuple[int, int, int]]:
    """Sentences that begin with a year and report on it: (start, end, year)."""
    for hit in _OPENS.finditer(unquoted(passage.text)):
        after = hit["after"].lstrip(",")
        if not _NOT_A_STATEMENT.search(after):
            start = hit.start("year")
            yield start, min(start + 24, hit.end()), year_number(hit["year"])


def _suspicious(case: Case, known: set[int]) -> Iterator[Fault]:
    """Another year where the one reported on is due, in a report that names the right one too."""
    year = case.own_year
    if year is None or len(known) > 1:
        return
    for passage in passages(case.report, "s1"):
        first = next(_openings(passage), None)
        if first is not None and first[0] <= _LEAD and first[2] != year and first[2] not in known:
            yield _named(passage, first, "总体情况开头", year)
    for passage in passages(case.report, "s6"):
        for hit in _FEE.finditer(unquoted(passage.text)):
            other = year_number(hit["year"])
            if other != year and f"{year}" not in passage.text:
                yield _named(passage, (hit.start(), hit.end(), other), "第六部分收费情况", year)
                break


_LEAD = 24


def _named(passage: Passage, at: tuple[int, int, int], where: str, year: int) -> Fault:
    start, end, other = at
    return Fault(
        f"{where}说的是 {other} 年，本报告是 {year} 年度的。", f"Here {other} is named; the report is on {year}.",
        evidence=(passage.evidence(start, end),), severity="warning", what=f"{passage.part}{other}",
    )  # fmt: skip

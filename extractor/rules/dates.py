"""When a report was published, against the last day that the law or a place sets."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta

from ..patterns import lazy_re
from ..record import Blame, Evidence
from .catalogue import Case, Fault, rule
from .law import law
from .quoting import passages

_DEFERRED = lazy_re(r"(?:延期|推迟|顺延)(?:至|到|公布|发布|公开)|(?:重新|再次|更正后?)(?:公布|发布)|网站(?:迁移|改版|升级)")
_OFFICE_OF_A_GOVERNMENT = lazy_re(r"政府办公[厅室]$")
REPUBLISHED = timedelta(days=366)
"""So long after the last day a date is more likely that of a page moved to a new site."""


def _published(case: Case) -> date | None:
    """The day of publication; None when nobody says it or it is no day."""
    try:
        return date.fromisoformat(_said(case))
    except ValueError:
        return None


def _said(case: Case) -> str:
    """The day of publication as the source has it, else as a list of metadata gives it; empty without either."""
    given = (str(one.value) for one in case.report.given if one.name == "published")
    return case.report.published or next(given, "")


def _deadline(case: Case, year: int) -> date | None:
    """The last day to publish a report on that year; None for a year or a kind of organ without one."""
    valid = law().regulations_for(year)
    if valid is None:
        return None
    day = valid.deadline or case.profile.deadlines.get(case.report.kind)
    if not day:
        return None
    return date.fromisoformat(f"{year + 1}-{'02-28' if day == '02-29' and not isleap(year + 1) else day}")


def _blame(case: Case) -> Blame:
    """source when the day and, in the title, the year stand as printed; a year told otherwise may be the one that is wrong."""
    return "source" if case.report.published and case.report.year_basis == "title" else "unknown"


@rule("D-LATE", "warning", "law", "公布晚于规定日期", "Published after the last day")
def d_late(case: Case) -> Iterator[Fault]:
    """公布日期晚于法定（或配置中规定）的最后一天。

    来源和清单都没有公布日期、年份不知道的不判。
    政府办公厅（室）在 3 月 31 日前、比最后一天晚一年以上（多为网站迁移）或报告说明了延期、重新公布的只作提示。
    依据：《条例》第四十九条，县级以上政府部门 1 月 31 日前，各级政府 3 月 31 日前；2018 年度以前均为 3 月 31 日；地方另有规定的见配置。
    例：某局 2023 年度报告 2024 年 3 月 5 日公布。
    改：按期公布；确因故延期的在报告中说明。
    """
    year, published = case.report.year, _published(case)
    last = _deadline(case, year) if year is not None else None
    if published is None or year is None or last is None or published <= last:
        return
    later = case.profile.deadlines.get("government", "")
    office = bool(_OFFICE_OF_A_GOVERNMENT.search(case.report.organ or "")) and published.strftime("%m-%d") <= later
    noted = any(_DEFERRED.search(one.text) for one in passages(case.report, "preface", "s6"))
    lenient = published - last > REPUBLISHED or noted or (office and published.year == year + 1)
    yield Fault(
        f"公布日期 {published} 晚于 {last}，晚 {(published - last).days} 天。",
        f"Published on {published}, {(published - last).days} days after {last}.",
        evidence=(Evidence(_said(case)),), blame=_blame(case), severity="info" if lenient else None,
    )  # fmt: skip


@rule("D-EARLY", "error", "law", "公布早于统计期结束", "Published before the year was over")
def d_early(case: Case) -> Iterator[Fault]:
    """公布日期在报告年度结束之前，或就在报告年度之前：年份或日期必有一个是错的。

    来源和清单都没有公布日期、年份不知道的不判；年份只见于文件名、清单或目录的只作提示。
    依据：数据统计到 12 月 31 日，报告只能在次年公布。
    例：2023 年度报告的发布日期是 2023 年 12 月 20 日。
    改：核对标题的年份和网页的发布日期。
    """
    year, published = case.report.year, _published(case)
    if published is None or year is None or published > date(year, 12, 31):
        return
    yield Fault(
        f"公布日期 {published} 在 {year} 年 12 月 31 日统计期结束之前。",
        f"Published on {published}, before the period ended on {year}-12-31.",
        evidence=(Evidence(_said(case)),), blame=_blame(case),
        severity="info" if case.own_year is None else None,
    )  # fmt: skip

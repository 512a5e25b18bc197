"""One organ's reports over the years: figures that jump, years without a report, and what one report left open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..record import Evidence
from .bounds import AFTER, BEFORE, DISPUTED, WORKLOAD
from .catalogue import Fault, also_across_years, rule_across_years
from .documents import FEE
from .entry import Entry, View, blame
from .series import Series, fault_of

Found = Iterator[tuple[Entry, Fault]]

MOST_TOLD = 6
JUMP = 5
"""A figure five times last year's, or a fifth of it, is told."""
BASE = 30
"""Smaller figures jump by chance."""
JUMPING = (
    "t2.normative_documents.in_force", "t2.licensing.decisions", "t2.penalty.decisions", "t2.compulsion.decisions",
    "t2.fees.amount", "t3.received_new.total", "t3.results_total.total", "t4.reconsideration.total",
    "t4.litigation_direct.total",
)  # fmt: skip
UNIT_RATIO = (3_000, 30_000)
"""Ratios of two years' fees that speak of yuan in a cell of 万元 rather than of a year unlike the other."""
_RECONSIDERED = tuple(f"t4.reconsideration.{one}" for one in ("upheld", "corrected", "other_outcome", "pending", "total"))


@rule_across_years("Y-JUMP", "info", "expert", "与上年相差悬殊", "Far from last year's figure")
def y_jump(series: Series) -> Found:
    """处理决定数量、收费金额、申请和案件总数比上年多出四倍以上，或不到上年的五分之一（上年满 30 的才比）。

    依据：业务量一般不会骤变；职能调整、统计口径变化除外，所以只作提示。收费金额相差约一万倍的归 T2-UNIT。
    例：行政处罚上年 1200 件，本年 12 件。
    改：核对有没有少填、多填一位或填错行。
    """
    for pair in series.pairs:
        for field in JUMPING:
            if not pair.both(field):
                continue
            before, now = pair.before.numbers[field], pair.now.numbers[field]
            if before < BASE or before / JUMP <= now <= before * JUMP or (field == FEE and _in_yuan(before, now)):
                continue
            target = pair.now.form.field(field)
            yield pair.now.entry, fault_of(
                pair.now, (field,), [pair.before.other(field)], f"“{target.path}”本年 {now}，{pair.before.year} 年 {before}，相差悬殊。",
                f"{target.en} is {now} after {before} in {pair.before.year}.", left=now, right=before,
                blame=blame((pair.now, (field,)), (pair.before, (field,))),
            )  # fmt: skip


def _in_yuan(before: float, now: float) -> bool:
    """Whether one of two fees is about ten thousand times the other."""
    low, high = sorted((before, now))
    return low > 0 and UNIT_RATIO[0] <= high / low <= UNIT_RATIO[1]


@rule_across_years("Y-GAP", "info", "expert", "年度缺报告或有几份", "A year without a report, or with several")
def y_gap(series: Series) -> Found:
    """同一机关前后年度都有报告而中间缺；或者同一年度有两份报告，数字相同的说一次，数字不同的列出不同之处。

    依据：年度报告逐年编制，一年一份（《条例》第五十条）。同一年度有不同版本的，不与其他年度比较。
    例：有 2020、2022 年报告而没有 2021 年的；网页与 PDF 两份数字不同。
    改：补齐缺的年度；核定以哪一份为准。
    """
    for before, after in pairwise(series.years):
        if after - before > 1:
            entry = series.years[after][0].view.entry
            gap = f"{before + 1}" if after - before == 2 else f"{before + 1} 至 {after - 1}"
            yield entry, Fault(
                f"有 {before} 年和 {after} 年的报告，没有 {gap} 年的。", f"Reports on {before} and {after}, none on {gap.replace('至', 'to')}.",
                what="gap", blame="unknown",
            )  # fmt: skip
    for year, versions in series.years.items():
        if len(versions) > 1:
            first, last = versions[0].view, versions[-1].view
            fields = _differing(first, last)
            names = "、".join(versions_of.view.entry.source for versions_of in versions)
            shown = f"，不同的有 {len(fields)} 格（{last.quote(*fields[:MOST_TOLD])}）" if fields else ""
            evidence = (last.own(*fields[:MOST_TOLD]), first.other(*fields[:MOST_TOLD])) if fields else (Evidence(names),)
            yield last.entry, Fault(
                f"{year} 年有 {len(versions)} 份不同的报告（{names}）{shown}。", f"{len(versions)} differing reports on {year}.",
                fields, evidence=evidence, blame="unknown", what="versions",
            )  # fmt: skip
        for version in versions:
            others = [one for one in version.again if not one.sha256 or one.sha256 != version.view.entry.sha256]
            if others:
                names = "、".join((version.view.entry.source, *(one.source for one in others)))
                yield others[-1], Fault(
                    f"同一份 {year} 年报告有 {len(others) + 1} 个文件（{names}），数字相同。",
                    f"The same report on {year} in {len(others) + 1} files with the same figures.",
                    evidence=(Evidence(names),), what="again", blame="unknown",
                )  # fmt: skip


def _differing(one: View, other: View) -> tuple[str, ...]:
    """The fields in which two reports print differing sure numbers, in printed order."""
    return tuple(name for name, number in other.numbers.items() if name in one.numbers and one.numbers[name] != number)


@also_across_years("T2-UNIT")
def t2_unit_over_years(series: Series) -> Found:
    """The report whose fee is about ten thousand times that of the year beside it."""
    told: set[int] = set()
    for pair in series.pairs:
        if not pair.both(FEE) or not _in_yuan(pair.before.numbers[FEE], pair.now.numbers[FEE]):
            continue
        high, low = (pair.now, pair.before) if pair.now.numbers[FEE] > pair.before.numbers[FEE] else (pair.before, pair.now)
        if high.year in told:
            continue
        told.add(high.year)
        left, right = high.numbers[FEE], low.numbers[FEE]
        yield high.entry, fault_of(
            high, (FEE,), [low.other(FEE)],
            f"收费金额 {high.raw(FEE)} 万元约为 {low.year} 年报告 {low.raw(FEE)} 的一万倍，疑似以元为单位填报。",
            f"The fee {left} is about ten thousand times that of {low.year} ({right}); it may be in yuan.",
            left=left, right=right, blame=blame((high, (FEE,)), (low, (FEE,))),
        )  # fmt: skip


@also_across_years("T4-PLAUS")
def t4_plausible_over_years(series: Series) -> Found:
    """Disputes above the requests of this year and those handled in the year before."""
    last = "t3.results_total.total"
    for pair in series.pairs:
        fields = (*DISPUTED, *WORKLOAD)
        if any(one not in pair.now.numbers for one in fields) or last not in pair.before.numbers:
            continue
        disputes = sum(pair.now.numbers[one] for one in DISPUTED)
        requests = sum(pair.now.numbers[one] for one in WORKLOAD) + pair.before.numbers[last]
        if disputes > requests:
            yield pair.now.entry, fault_of(
                pair.now, fields, [pair.before.other(last)],
                f"行政复议与直接起诉共 {disputes} 件，多于本年的申请与 {pair.before.year} 年办结的申请之和 {requests} 件。",
                f"{disputes} cases, but {requests} requests in this year and {pair.before.year} together.",
                left=disputes, right=requests, blame=blame((pair.now, fields), (pair.before, (last,))),
            )  # fmt: skip


@also_across_years("T4-ORPHAN")
def t4_orphan_over_years(series: Series) -> Found:
    """Suits after reconsideration without a reconsideration in either year."""
    for pair in series.pairs:
        fields = (AFTER, BEFORE)
        if any(one not in pair.now.numbers for one in fields) or BEFORE not in pair.before.numbers:
            continue
        count = pair.now.numbers[AFTER]
        if count > 0 and not _reconsidered(pair.now) and not _reconsidered(pair.before):
            yield pair.now.entry, fault_of(
                pair.now, fields, [pair.before.other(BEFORE)], f"复议后起诉 {count} 件，而本年和 {pair.before.year} 年行政复议都是 0。",
                f"{count} suits after reconsideration, yet none was reconsidered this year or in {pair.before.year}.",
                left=count, right=0, blame=blame((pair.now, fields), (pair.before, (BEFORE,))),
            )  # fmt: skip


def _reconsidered(view: View) -> bool:
    """Whether a report prints any reconsideration: in its total, or in the parts of a total that is wrong."""
    return any(view.numbers.get(one) for one in _RECONSIDERED)

"""Growth that a report states, held against the report of the year before."""

from __future__ import annotations

from collections.abc import Iterator

from ..record import Evidence
from .catalogue import Fault, rule_across_years
from .entry import Entry, View, blame
from .series import Series

NEW, CARRIED = "t3.received_new.total", "t3.carried_in.total"


@rule_across_years("N-YOY", "warning", "arithmetic", "正文所说的增减与上年报告不符", "The stated growth does not follow from last year's report")
def n_growth(series: Series) -> Iterator[tuple[Entry, Fault]]:
    """正文说申请“较上年增长 x%”，用两年的表三算出来不是。

    依据：百分比 = 本年 ÷ 上年 − 1。新收、新收加上年结转、正文自己的件数都试过，四舍五入与截尾都算对，
    “约”“近”放宽一个百分点；全都不符才提示。所比的不是上一年的不判断。
    例：本年新收 120、上年 100，正文写“较上年增长 25%”。
    改：按两年报告的数重算。
    """
    for pair in series.pairs:
        for growth in pair.now.entry.growth:
            if growth.last is not None and growth.last != pair.before.year:
                continue
            now = {*_counts(pair.now), *([growth.stated] if growth.stated is not None else [])}
            before = {one for one in _counts(pair.before) if one > 0}
            if NEW not in pair.now.numbers or not before:
                continue
            rates = [100 * (one / last - 1) for one in now for last in before]
            if any(abs(rate - growth.percent) <= 10.0**-growth.decimals + 1e-9 for rate in rates):
                continue
            new, last = pair.now.numbers[NEW], pair.before.numbers[NEW]
            due = f"{100 * (new / last - 1):+.1f}%" if last else "无从计算"
            due_en = f"{100 * (new / last - 1):+.1f}%" if last else "nothing to compare with"
            yield pair.now.entry, Fault(
                f"正文写“{growth.quote}”，而 {pair.before.year} 年新收 {last} 件、本年 {new} 件，增减为 {due}。",
                f"The prose states {growth.percent:+g}%, but {last} and {new} requests make {due_en}.",
                (NEW,), growth.percent, round(100 * (new / last - 1), 2) if last else None,
                (Evidence(growth.quote, growth.place), pair.now.own(NEW), pair.before.other(NEW)),
                blame="source" if blame((pair.now, (NEW,)), (pair.before, (NEW,))) == "source" else "unknown",
                what=growth.quote,
            )  # fmt: skip


def _counts(view: View) -> list[int | float]:
    """The requests of a year: newly received, and with those carried in."""
    if NEW not in view.numbers:
        return []
    new = view.numbers[NEW]
    return [new, new + view.numbers[CARRIED]] if CARRIED in view.numbers else [new]

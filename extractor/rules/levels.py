"""A region's report and those of its units: sums, bounds, and what is missing for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ..form import Field
from ..record import Evidence
from .catalogue import Fault, rule_across_levels
from .entry import Entry, blame
from .series import Region, fault_of

Found = Iterator[tuple[Entry, Fault]]

MOST_TOLD = 4
"""Cells of a table whose arithmetic is told in words; the rest are counted."""
MOST_NAMED = 8
"""Units named in one finding."""
STOCKS = frozenset({"in_force", "disclosed_total", "items_prev"})
"""Columns that add up only where no document or item is counted by two units."""
OWN_SHARE = 0.5
"""A region's report below its units in so large a share of the cells they fill is one of the government's office alone."""


def _sums(region: Region) -> dict[str, int | float]:
    """Every additive cell that the region and all units found print surely, with the units' sum."""
    views = list(region.found.values())
    sums: dict[str, int | float] = {}
    for field in region.whole.form.fields():
        if field.id in region.whole.numbers and field.kind in ("count", "amount") and field.row.id != "procurement":
            parts = [view.numbers.get(field.id) for view in views]
            if all(part is not None for part in parts):
                total = sum(part or 0 for part in parts)
                sums[field.id] = round(total, 6) if isinstance(total, float) else total
    return sums


def own_alone(region: Region, sums: Mapping[str, int | float]) -> str:
    """Why a region's report seems to be that of the government's own office; empty where it sums up its units."""
    whole = region.whole
    if whole.entry.scope == "own":
        return "报告自称只统计本机关"
    if whole.entry.scope == "region":
        return ""
    offices = [view for unit, view in region.found.items() if unit.role == "own"]
    for office in offices:
        shared = whole.numbers.keys() & office.numbers.keys()
        if any(whole.numbers[one] for one in shared) and all(whole.numbers[one] == office.numbers[one] for one in shared):
            return "报告与本级政府办公室的数字完全相同"
    filled = [one for one, total in sums.items() if total > 0 and not _stock(one)]
    below = [one for one in filled if whole.numbers[one] < sums[one]]
    if len(filled) >= 4 and len(below) > OWN_SHARE * len(filled):
        return f"各单位有数的 {len(filled)} 格里，报告有 {len(below)} 格少于各单位之和"
    return ""


def _stock(field: str) -> bool:
    return field.rpartition(".")[2] in STOCKS


def complete(region: Region) -> bool:
    """Whether the government's own office and every unit named have a report."""
    return not region.missing and any(unit.role == "own" for unit in region.found)


def _compare(region: Region, wanted: Mapping[str, int | float], says: str, says_en: str) -> Found:
    """One fault a table for the cells that differ from the sum of the units."""
    whole = region.whole
    for table in whole.form.tables:
        fields = tuple(one.id for one in table.fields.values() if one.id in wanted)
        if not fields:
            continue
        shown = tuple(_first(fields, whole.form.field)[:MOST_TOLD])
        told = "；".join(f"{whole.form.field(one).short} {whole.numbers[one]}，各单位合计 {wanted[one]}" for one in shown)
        more = f" 等 {len(fields)} 格" if len(fields) > len(shown) else ""
        lead = shown[0]
        parts = [Evidence("、".join(f"{unit.name} {view.numbers[lead]}" for unit, view in region.found.items()))]
        mild = all(_stock(one) for one in fields)
        # The cell told first leads, so that its place and printed figure are the evidence.
        listed = (*shown, *(one for one in fields if one not in shown))
        fault = fault_of(
            whole, shown, parts, f"表{'一二三四'[int(table.id[1:]) - 1]}{says}：{told}{more}。",
            f"Table {table.id[1:]}: {len(fields)} cells {says_en}.", left=whole.numbers[lead], right=wanted[lead],
            severity="info" if mild else None, what=table.id,
            blame=blame((whole, shown), *((view, shown) for view in region.found.values())),
        )  # fmt: skip
        yield whole.entry, Fault(
            fault.message, fault.message_en, listed, fault.left, fault.right, fault.evidence, blame=fault.blame,
            severity=fault.severity, what=fault.what,
        )  # fmt: skip


def _first(fields: Sequence[str], field_of: Callable[[str], Field]) -> list[str]:
    """The cells to tell first: totals before the columns they sum up."""
    return sorted(fields, key=lambda one: field_of(one).column.role != "sum" and field_of(one).table != "t2")


@rule_across_levels("L-SUM", "warning", "arithmetic", "汇总数不等于各单位之和", "The region's figures are not the sum of its units'")
def l_sum(region: Region) -> Found:
    """政府报告每一格等于本级政府办公室、各部门、下级政府同一格之和。

    依据：县级以上政府的报告汇总所辖各单位的数据。单位名单由 --units 给出；名单上的单位都有报告、含本级
    （own）时才判断，有一个缺报告就只比大小（L-BOUND）。现行有效等存量有联合制发的，只作提示。
    例：各单位新收合计 132 件，政府报告新收 123 件。
    改：逐单位核对汇总底表。
    """
    sums = _sums(region)
    if complete(region) and not own_alone(region, sums):
        off = {one: total for one, total in sums.items() if abs(region.whole.numbers[one] - total) > 1e-6}
        yield from _compare(region, off, "与各单位之和不等", "are not the sum of the units'")


@rule_across_levels("L-COVER", "info", "expert", "有单位没有报告，不能核对汇总数", "Units without a report; the sum cannot be checked")
def l_cover(region: Region) -> Found:
    """单位名单上有单位没有当年的报告，或者名单没有列本级政府办公室，政府报告的汇总数无从核对。

    依据：缺一个单位，差额就说明不了什么。
    例：名单 24 个单位，收到 22 份报告。
    改：补齐所缺单位的报告；名单里用 own 列出本级政府办公室。
    """
    if complete(region):
        return
    names = "、".join(unit.name for unit in region.missing[:MOST_NAMED])
    more = f" 等 {len(region.missing)} 个" if len(region.missing) > MOST_NAMED else ""
    why = f"缺 {len(region.missing)} 个单位的报告（{names}{more}）" if region.missing else "单位名单没有列出本级政府办公室（own）"
    why_en = f"{len(region.missing)} units lack a report" if region.missing else "no unit is listed as the government's own"
    evidence = (Evidence("已有报告：" + "、".join(unit.name for unit in list(region.found)[:MOST_NAMED])),)
    yield region.whole.entry, Fault(
        f"{why}，已有 {len(region.found)} 个，汇总数不能核对是否相等。", f"{why_en}; the region's sums cannot be checked.",
        evidence=evidence, outcome="inconclusive", blame="unknown",
    )  # fmt: skip


@rule_across_levels("L-BOUND", "warning", "arithmetic", "汇总数少于已有各单位之和", "The region's figures are below those of the units found")
def l_bound(region: Region) -> Found:
    """单位报告不全时，政府报告每一格也不应少于已有各单位之和。

    依据：各格都是件数或金额，缺的单位只会使和更大。现行有效等存量只作提示。报告只统计本机关的（L-SCOPE）不比。
    例：已有 20 个单位新收合计 132 件，政府报告新收 123 件。
    改：查漏汇总的单位。
    """
    sums = _sums(region)
    if not complete(region) and not own_alone(region, sums):
        off = {one: total for one, total in sums.items() if region.whole.numbers[one] < total - 1e-6}
        yield from _compare(region, off, "少于已有各单位之和", "are below the sum of the units found")


@rule_across_levels("L-SCOPE", "info", "expert", "政府报告似乎只统计本机关", "The region's report seems to cover its own office alone")
def l_scope(region: Region) -> Found:
    """政府报告自称只统计本机关，或者与本级政府办公室的报告完全相同，或者多数格少于各单位之和。

    依据：政府的报告应当汇总各单位；各地也有只报本机关的，这时汇总数无从比较，不判断 L-SUM、L-BOUND。
    例：市政府报告新收 12 件，各部门合计 860 件。
    改：确认报告的统计范围；应当汇总的，补汇总。
    """
    sums = _sums(region)
    why = own_alone(region, sums)
    if why:
        shown = tuple(_first([one for one in sums if sums[one] > 0], region.whole.form.field)[:1])
        evidence = (region.whole.own(*shown), Evidence(f"各单位合计 {sums[shown[0]]}")) if shown else ()
        yield region.whole.entry, Fault(
            f"{why}，似乎没有汇总各单位，不与各单位之和比较。", "The report seems to cover its own office alone and is not held against its units.",
            evidence=evidence, outcome="inconclusive", blame="unknown",
        )  # fmt: skip

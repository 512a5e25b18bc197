"""The narrative held against itself: shares and breakdowns that do not come out."""

from __future__ import annotations

from collections.abc import Iterator

from ..patterns import lazy_re
from ..record import Statement
from .catalogue import Case, Fault, rule
from .claims import own, quote, rows, shown
from .narrative import CATEGORIES, REQUESTS, candidates

_BASE = lazy_re(r"占(?P<base>[^%‰\d]{0,20})\d")
_PLAIN_BASE = lazy_re(
    r"(?:比|总数|总量|全部|其|申请|办结|答复|受理|收到|新收|本年度?|全年|年度|的|例|为|约|达|总|数|量|件|结果|政府信息公开|"
    r"、|办理|处理)*"
)
_CHANNELS = lazy_re(r"网站|公众号|微信|微博|新媒体|平台|客户端|抖音|公告栏|公开栏|报纸|电视|渠道|公报")
NEAR = 6
"""How many statements back a base of a share is looked for."""
MOST_OF_IT, MANY_PARTS = 0.8, 4
"""A list of so many parts that covers so much of its whole was meant to cover it all."""


@rule("N-PCT", "warning", "arithmetic", "文字里的百分比算不出来", "A share in the text that its numbers do not give")
def n_share(case: Case) -> Iterator[Fault]:
    """“X件，占Y%”：X 除以表三的新收、新收加结转、办理结果总计，或文中前面的总数，都得不到 Y%（四舍五入或截尾都算对）。

    不适用：占比的基数是别的（占全市、占网站总量）、基数不知道、约数。

    依据：算术。
    例：“258件，占33.9%”，办理结果总计 805，应为 32.0%。
    改：重算百分比，并写明基数。
    """
    said = case.report.statements
    for number, one in enumerate(said):
        if one.role != "share" or one.unit != "%" or one.number is None or one.part_of is None or one.approximate:
            continue
        if one.part_of >= len(said):
            continue
        counted = said[one.part_of]
        base = _BASE.search(one.text)
        if counted.number is None or counted.approximate or base is None or not _PLAIN_BASE.fullmatch(base["base"]):
            continue
        bases = _bases(case, counted, said[max(0, number - NEAR) : number])
        tops = _tops(case, counted)
        if not bases or any(_gives(top, base_number, one) for top in tops for base_number in bases):
            continue
        right = round(100 * counted.number / bases[0], 2)
        yield Fault(
            f"文中说“{counted.text}，{one.text}”：{shown(counted.number)} 占 {shown(bases[0])} 应为 {right:g}%。"
            if counted.text != one.text else
            f"文中说“{one.text}”：{shown(counted.number)} 占 {shown(bases[0])} 应为 {right:g}%。",
            f"{shown(counted.number)} of {shown(bases[0])} is {right:g}%, not {one.number:g}%.",
            left=one.number, right=right, evidence=quote((counted, one)), what=f"{counted.number}/{one.number}/{number}",
        )  # fmt: skip


def _bases(case: Case, counted: Statement, near: tuple[Statement, ...]) -> list[int | float]:
    """The numbers that a share may be of, the likeliest first; empty when none is known for sure."""
    ways = [*rows(case, "results_total"), *rows(case, "received_new"), *rows(case, "received_new", "carried_in")]
    tables = [way.exact for way in ways if way.exact]
    made: list[int | float] = []
    if counted.part_of is not None and counted.part_of < len(case.report.statements):
        whole = case.report.statements[counted.part_of]
        if whole.approximate or whole.number is None or whole.unit != counted.unit:
            return []
        made.append(whole.number)
    elif counted.about not in (*CATEGORIES, *REQUESTS) or not own(case, counted) or len(tables) < len(ways):
        return []
    made += tables
    made += [one.number for one in near if one.number and one.role in ("count", "total") and one.unit == counted.unit]
    return [one for one in made if one >= (counted.number or 0) > 0]


def _tops(case: Case, counted: Statement) -> list[int | float]:
    exact = [way.exact for way in candidates(case, counted)] if counted.about in CATEGORIES else []
    return [counted.number or 0, *(one for one in exact if one is not None)]


def _gives(top: int | float, base: int | float, one: Statement) -> bool:
    decimals = len(f"{one.number}".partition(".")[2]) if isinstance(one.number, float) else 0
    return abs(100 * top / base - (one.number or 0)) < 10.0**-decimals + 1e-9


@rule("N-BREAK", "warning", "arithmetic", "文字里的分项之和不等于总数", "Parts in the text that do not add up to their whole")
def n_breakdown(case: Case) -> Iterator[Fault]:
    """“共A条，其中a条、b条……”：分项之和多于 A；或列了四项以上、已占 A 的八成而不足 A。

    不适用：分项是发布渠道的（同一条信息在几个渠道发布会重复计数）；分项带“等”“主要”“包括”、约数、单位不同、
    只列了一部分的；前几项之和恰好等于 A 的也不提示。

    依据：算术。
    例：“公开信息23条，其中政策类12条、动态类19条”。
    改：核对分项或总数；分项只列举一部分的，加“等”字。
    """
    said = case.report.statements
    for number, whole in enumerate(said):
        if whole.breakdown != "closed" or whole.number is None or whole.approximate or whole.role in ("share", "growth"):
            continue
        parts = [one for one in said if one.part_of == number and one.role == "part" and one.number is not None]
        if len(parts) < 2 or any(one.approximate or one.unit not in (whole.unit, None) for one in parts):
            continue
        sums, total = [], 0.0
        for one in parts:
            total += one.number or 0
            sums.append(total)
        if total > whole.number and any(_CHANNELS.search(one.text) for one in parts):
            continue
        if whole.number in sums or (total < whole.number and not (len(parts) >= MANY_PARTS and total >= MOST_OF_IT * whole.number)):
            continue
        added = int(total) if total == int(total) else total
        yield Fault(
            f"文中总数 {shown(whole.number)}，所列 {len(parts)} 个分项之和为 {shown(added)}（{parts[0].text}）。",
            f"The text gives {shown(whole.number)} in all; its {len(parts)} parts add up to {shown(added)}.",
            left=whole.number, right=added, evidence=quote(dict.fromkeys((whole, parts[0], parts[-1]))),
            what=f"{whole.section}:{number}",
        )  # fmt: skip

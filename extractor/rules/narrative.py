"""The narrative's counts of requests and disputes held against tables 3 and 4."""

from __future__ import annotations

from collections.abc import Iterator

from ..record import Severity, Statement
from .catalogue import Case, Fault, rule
from .claims import DISPUTES, NOTHING, Span, blame, dispute, group, own, quote, rows, shown, sure

STRONG = ("收到", "新收", "接收", "接收到", "接到")
"""Verbs that count what came in and nothing else."""
REQUESTS = ("received_new", "carried_in", "results_total", "carried_out")
CATEGORIES = ("disclosed", "partially_disclosed", "disclosed_or_partial", "denied", "unavailable", "not_processed", "other_handling")
_LABELS = {
    "received_new": ("本年新收", "received"), "carried_in": ("上年结转", "carried in"), "results_total": ("办理结果总计", "handled"),
    "carried_out": ("结转下年度", "carried out"), "disclosed": ("予以公开", "disclosed"),
    "partially_disclosed": ("部分公开", "partially disclosed"), "disclosed_or_partial": ("予以公开与部分公开", "disclosed or partially so"),
    "denied": ("不予公开", "denied"), "unavailable": ("无法提供", "unavailable"), "not_processed": ("不予处理", "not processed"),
    "other_handling": ("其他处理", "otherwise handled"), "reconsideration": ("行政复议总计", "reconsideration"),
    "litigation": ("行政诉讼总计", "litigation"),
}  # fmt: skip


def candidates(case: Case, one: Statement) -> list[Span]:
    """What the cells would have a statement say, each way its words may be meant."""
    about = one.about or ""
    if about == "received_new":
        if one.negated:
            return rows(case, "received_new")
        ways = [*rows(case, "received_new"), *rows(case, "received_new", "carried_in")]
        return ways if one.word in STRONG else [*ways, *rows(case, "results_total")]
    if about == "results_total":
        ways = [*rows(case, "results_total"), *rows(case, "received_new"), *rows(case, "received_new", "carried_in")]
        return [*ways, *_without(rows(case, "results_total"), group(case, "other_handling")),
                *_without(rows(case, "results_total"), group(case, "not_processed")),
                *_without(rows(case, "received_new"), rows(case, "carried_out"))]  # fmt: skip
    if about in ("carried_in", "carried_out"):
        return rows(case, about)
    if about == "disclosed_or_partial":
        return rows(case, "disclosed", "partially_disclosed")
    if about == "disclosed":
        return [*rows(case, "disclosed"), *rows(case, "disclosed", "partially_disclosed")]
    if about == "partially_disclosed":
        return rows(case, about)
    if about in CATEGORIES:
        return group(case, about)
    return [_cells(case, fields) for fields in DISPUTES.get(about, ())]


def _without(wholes: list[Span], parts: list[Span]) -> list[Span]:
    return [
        Span(whole.exact - part.exact, whole.exact - part.exact, whole.fields)
        for whole in wholes for part in parts if whole.exact is not None and part.exact is not None
    ] or [Span(0, None, ())]  # fmt: skip


def _cells(case: Case, fields: tuple[str, ...]) -> Span:
    return sum((dispute(case, one) for one in fields), NOTHING)


def number_of(one: Statement) -> int | float | None:
    """The number a statement asserts: 0 where it says there was none."""
    return 0 if one.negated else one.number


def nothing_entered(case: Case) -> bool:
    """Whether table 3 holds no figure but 0: that the narrative tells of requests is then told by T3-EMPTY."""
    fields = case.form.table("t3").fields.values()
    return not any(case.numbers.get(field.id) for field in fields)


def _judged(case: Case, wanted: tuple[str, ...]) -> Iterator[tuple[Statement, bool, list[Span]]]:
    """The organ's own statements about these, whether each is allowed by the cells, and by which."""
    for one in case.report.statements:
        number = number_of(one)
        if one.about not in wanted or number is None or one.role in ("share", "growth", "amount") or not own(case, one):
            continue
        if one.role == "part" and not _part_counts(case, one):
            continue
        ways = candidates(case, one)
        if ways:
            yield one, any(way.allows(number) for way in ways), ways


def _part_counts(case: Case, one: Statement) -> bool:
    """Whether a part is itself a figure of the tables: an outcome or a carry-over among all requests."""
    if one.about not in (*CATEGORIES, "carried_in", "carried_out") or one.part_of is None:
        return False
    whole = case.report.statements[one.part_of] if one.part_of < len(case.report.statements) else None
    return whole is not None and whole.about in ("received_new", "results_total") and whole.role != "part" and own(case, whole)


def differing(case: Case, wanted: tuple[str, ...]) -> Iterator[tuple[list[Statement], Span, bool]]:
    """The statements that no reading of the cells allows, those alike together, and whether others agree with the cells.

    Where one statement about the same thing agrees, what names another organ or the region is not held against it.
    """
    judged = list(_judged(case, wanted))
    agreed = {one.about for one, allowed, _ in judged if allowed}
    alike: dict[tuple[str | None, int | float | None], tuple[list[Statement], Span, bool]] = {}
    for one, allowed, ways in judged:
        if allowed or (one.about in agreed and not sure(one)):
            continue
        found = alike.setdefault((one.about, number_of(one)), ([], ways[0], one.about in agreed))
        found[0].append(one)
    yield from alike.values()


def _fault(case: Case, found: list[Statement], way: Span, severity: Severity | None) -> Fault:
    one = found[0]
    number = number_of(one)
    label, label_en = _LABELS[one.about or ""]
    cells = f"为 {shown(way.exact)}" if way.exact is not None else f"不少于 {shown(way.low)}"
    cells_en = shown(way.exact) if way.exact is not None else f"at least {shown(way.low)}"
    return Fault(
        f"文中说“{one.text}”，表中“{label}”{cells}，两者对不上。",
        f"The text says {shown(number)}, the table {cells_en} ({label_en}).",
        way.fields, number, way.exact if way.exact is not None else way.low, quote(found), blame=blame(case, way.fields),
        severity=severity, what=f"{one.about}={shown(number)}",
    )  # fmt: skip


@rule("N-REQ", "error", "form", "文字所说的申请数与表三不符", "The text's number of requests is not that of table 3")
def n_requests(case: Case) -> Iterator[Fault]:
    """文字里新收、受理、办结、结转的申请件数，与表三总计列的任何一种算法都不相同。

    “收到”对照本年新收、新收加上年结转；“受理、办理”另加办理结果总计；“答复、办结”另加扣除其他处理后的数。
    只有“收到、新收”与表不符才是错误，其余只作提示。
    不适用：全区或其他单位的数、某一渠道或某一类申请、其他年份、约数、第五部分；表三对应格空白、缺失或读法不一时只看下限。

    依据：第一部分与第三部分说的是同一批申请。
    例：文中“共收到政府信息公开申请2件”，表三新收总计为 3。
    改：以办件台账为准，改文字或改表。
    """
    if nothing_entered(case):
        return
    for found, way, agreed in differing(case, REQUESTS):
        one = found[0]
        strong = one.about == "received_new" and one.word in STRONG and sure(one) and not agreed and way.exact is not None
        yield _fault(case, found, way, None if strong else "warning")


@rule("N-GROUP", "warning", "form", "文字所说的办理结果或复议诉讼件数与表不符", "The text's outcomes or disputes are not those of the tables")
def n_groups(case: Case) -> Iterator[Fault]:
    """文字里予以公开、部分公开、不予公开、无法提供、不予处理、其他处理的件数不等于表三该组各行之和，或复议、诉讼件数不等于表四总计。

    不适用：只说其中一种理由的、全区或其他单位的、其他年份的数；表中对应格空白、缺失或读法不一时只看下限。

    依据：同一批办理结果；各组没有小计行，组数即各行之和。
    例：文中“无法提供265件”，表三（四）三行合计 337。
    改：核对是否只数了该组第一行。
    """
    if nothing_entered(case):
        wanted: tuple[str, ...] = tuple(DISPUTES)
    else:
        wanted = (*CATEGORIES, *DISPUTES)
    for found, way, _ in differing(case, wanted):
        if not found[0].negated:
            yield _fault(case, found, way, None)

"""The information-processing fee (信息处理费) in the narrative. It is one of the fees of table 2, never the same as they."""

from __future__ import annotations

from collections.abc import Iterator

from ..patterns import lazy_re
from ..prose.figures import yuan
from ..record import Evidence, Statement
from .catalogue import Case, Fault, rule
from .claims import blame, own, quote, shown, span
from .narrative_cells import CENT, TEN_THOUSAND

_NOTHING = lazy_re(
    r"(?:本年度|本机关|我[局委办厅镇乡]|目前|暂|20\d\d年度?)?(?:无|没有)(?:其他)?(?:需要?|应当?)?(?:报告|说明)?的?(?:其他)?(?:事项|情况|内容)?"
)
_MARKS = lazy_re(r"[\s，。、；：,.;:]+")


def collected(case: Case) -> tuple[Statement, float] | None:
    """The statement of the organ's own processing fee that was collected, and it in yuan; None when none is told."""
    for one in case.report.statements:
        amount = yuan(one.number, one.unit) if one.number else None
        if one.about == "processing_fee" and amount and one.role in ("amount", "total") and own(case, one):
            return one, amount
    return None


@rule("T2-FEE", "warning", "form", "信息处理费没有计入表二收费", "The processing fee is not among the fees of table 2")
def t2_fee(case: Case) -> Iterator[Fault]:
    """文中说收取了信息处理费，表二行政事业性收费却比它还少。

    不适用：表二该格不是数字或读法不一；文中没有收取金额；金额四舍五入到万元后两位小数为 0。

    依据：信息处理费按行政事业性收费管理（国办函〔2020〕109号），应计入《条例》第二十条第（八）项。
    例：第六部分“实际收取信息处理费400元”，表二本年收费金额为 0。
    改：把信息处理费计入表二，单位换算成万元。
    """
    field, told = "t2.fees.amount", collected(case)
    if told is None or field not in case.report.values or (cell := span(case, field).exact) is None:
        return
    one, amount = told
    if amount / TEN_THOUSAND > cell + CENT:
        yield Fault(
            f"文中说“{one.text}”，合 {amount / TEN_THOUSAND:g} 万元，表二行政事业性收费只有 {shown(cell)} 万元。",
            f"A processing fee of {amount:g} yuan is told, the fees of table 2 are {shown(cell)} (10,000 yuan).",
            (field,), amount / TEN_THOUSAND, cell, quote((one,)), blame=blame(case, (field,)),
        )  # fmt: skip


@rule("N-FEEROW", "warning", "form", "有逾期未缴费的申请而没有报告收费通知", "Requests closed for an unpaid fee, but no fee notices told of")
def n_fee_row(case: Case) -> Iterator[Fault]:
    """表三（六）“申请人逾期未按收费通知要求缴纳费用”一行不为 0，说明发出过收费通知，第六部分却没有报告件数，或者说没有发出。

    不适用：没有找到第六部分（S-MISSING）；该格空白、缺失或读法不一；2019 版和 23 行表没有这一行。

    依据：第六部分须报告发出收费通知的件数和总金额以及实际收取的总金额。
    例：该行总计 3，第六部分只写“未收取信息处理费”。
    改：在第六部分补报收费通知件数、金额和实收金额。
    """
    field = "t3.other_fee_overdue.total"
    section = case.report.section("s6")
    if section is None or field not in case.report.values or not span(case, field).exact:
        return
    count = span(case, field).exact
    if any(one.about == "fee_notices" and one.number for one in case.report.statements):
        return
    denied = [one for one in case.report.statements if one.about == "fee_notices" and one.negated]
    says = f"文中却说“{denied[0].text}”" if denied else "第六部分没有报告发出收费通知的件数"
    yield Fault(
        f"表三有 {shown(count)} 件因逾期未缴费不再处理，{says}。",
        f"{shown(count)} requests were closed for an unpaid fee, but no fee notices are reported.",
        (field,), count, 0, quote(denied) or (Evidence(section.title, section.place),), blame=blame(case, (field,)),
    )  # fmt: skip


@rule("S-S6CONFLICT", "warning", "form", "第六部分写“无”，别处报告了信息处理费", "Section 6 says nothing is to report, yet a processing fee is told")
def s_section6(case: Case) -> Iterator[Fault]:
    """第六部分只有“无”或“没有其他需要报告的事项”，报告别处却说发出了收费通知或收取了信息处理费。

    不适用：表二行政事业性收费不为 0 本身不算矛盾，它与信息处理费不是一回事。

    依据：第六部分须报告信息处理费收取情况（国办公开办函〔2021〕30号）。
    例：第一部分“收取信息处理费400元”，第六部分“无”。
    改：在第六部分报告收费通知件数、金额和实收金额。
    """
    section = case.report.section("s6")
    if section is None or not _NOTHING.fullmatch(_MARKS.sub("", section.text)):
        return
    told = [one for one in case.report.statements if one.about in ("processing_fee", "fee_notices") and one.number and own(case, one)]
    if told:
        yield Fault(
            f"第六部分写“{section.text.strip()}”，文中却说“{told[0].text}”。",
            "Section 6 reports nothing, yet the text tells of a processing fee.",
            evidence=(*quote(told[:1]), Evidence(section.text.strip(), section.place)),
        )  # fmt: skip

"""Prose of the wrong kind: about nobody in particular, or a self-evaluation in place of a report."""

from __future__ import annotations

from collections.abc import Iterator

from .catalogue import Case, Fault, rule
from .wording import hits

_ENOUGH = 3
_HEAD = r"(?:^|(?<=\n))(?:[(（]?[一二三四五六七八九十\d]+[)）、.])[^。\n]{0,8}?"


@rule("M-GENERIC", "warning", "expert", "文字不是写本机关的", "Prose about nobody in particular")
def m_generic(case: Case) -> Iterator[Fault]:
    """第一、五、六部分说的是泛泛的“多数部门”“部分地区”“我国政府信息公开”，不是本机关的情况，多为范文或照抄。

    政府的报告可以说所属部门和地区，不判；只有一两种“部分地区”“有的部门”一类说法的只作提示。
    依据：《条例》第五十条，报告本机关的情况；30号通知要求不得笼统。
    例：“多数部门开设了政务公开专栏，部分地区还开发了政务APP”。
    改：改写为本机关做了什么、有多少。
    """
    if case.report.kind == "government":
        return
    strong, weak = list(hits(case.report, "generic", "strong")), list(hits(case.report, "generic", "weak"))
    found = strong + weak
    if not found:
        return
    told = "、".join(dict.fromkeys(f"“{hit.group()}”" for _, hit in found))
    yield Fault(
        f"文字说的不是本机关：{told}。", f"The prose is not about this organ: {told}.",
        evidence=tuple(passage.evidence(hit.start(), min(hit.end() + 16, len(passage.text))) for passage, hit in found[:5]),
        severity=None if strong or len({hit.group() for _, hit in weak}) >= _ENOUGH else "info",
    )  # fmt: skip


@rule("M-SELFEVAL", "info", "expert", "写成了自评、总结或党建材料", "Written as a self-evaluation or of party work")
def m_self_evaluation(case: Case) -> Iterator[Fault]:
    """年度报告里出现自评得分、“总结如下”“特此报告”，或者单列一段写党建。

    引号和书名号里的不判；文中顺带提到党建、主题教育的不判。
    依据：格式规定的六个部分；年度报告面向社会公布，不是对上汇报。
    例：“现将2023年政府信息公开工作总结如下”；“（六）加强党建引领”。
    改：改为报告的口吻，删去与政府信息公开无关的内容。
    """
    for words, before in (("self_evaluation", ""), ("party_work", _HEAD)):
        found = list(hits(case.report, "genre", words, before=before))
        if found:
            told = "、".join(dict.fromkeys(f"“{hit.group().strip()}”" for _, hit in found))
            yield Fault(
                f"{'自评、总结的写法' if words == 'self_evaluation' else '单列的党建内容'}：{told}。",
                f"{'Wording of a self-evaluation' if words == 'self_evaluation' else 'A part on party work'}: {told}.",
                evidence=tuple(passage.evidence(*hit.span()) for passage, hit in found[:5]), what=words,
            )  # fmt: skip

"""What a template left in a report: instructions, placeholders, blanks."""

from __future__ import annotations

from collections.abc import Iterator

from ..patterns import lazy, lazy_re
from ..record import Evidence
from ..text import fold_each
from .catalogue import Case, Fault, rule

_LEFT_IN = (
    ("说明文字", ("部分",), lazy_re(r"[该本]部分(?:应|应当|须)?以表格(?:的)?形式(?:进行)?报告[^\n。]{0,12}")),
    ("填写提示", tuple("(【[<"), lazy_re(
        r"[(【\[<](?:单位名称|机关名称|行政机关名称|填报单位|单位全称|部门名称|机关全称|年份|文字[描表]述[^)】\]>\n]{0,30}|请(?:在此)?填写[^)】\]>\n]{0,20}"
        r"|此处(?:填写|填报|写明|报告|插入|表述)[^)】\]>\n]{0,20})[)】\]>]"
    )),
    ("排版说明", tuple("(【"), lazy_re(
        r"[(【][^)】\n]{0,6}(?:宋体|仿宋|黑体|楷体|小标宋|小?[一二三四五六]号(?:字|宋|仿|黑|楷|加粗))[^)】\n]{0,16}[)】]"
    )),
    ("占位符", ("×", "X", "x"), lazy(
        r"(?<![\p{Latin}\p{N}.\-/@_*×])(?<!(?:电话|传真|手机|号码|邮编|账[号户])[^\n,。;、]{0,8})(?:[Xx]{2,}|×{2,})(?![\p{Latin}\p{N}.\-/@_*×])"
    )),
    ("空白未填", ("_",), lazy(r"(?<![\p{Latin}\p{N}/@.])_{3,}(?![\p{Latin}@.])")),
)  # fmt: skip
"""What is left in, the signs without one of which there is none, and its pattern."""
_QUOTED = lazy_re(r"“[^“”]*”")
_SAMPLES = frozenset({"占位符"})
"""What may stand in quotation marks as an example or as the name of a campaign."""


def _unquoted(text: str) -> str:
    """The text with what stands in quotation marks blanked out, positions kept."""
    return _QUOTED.sub(lambda hit: " " * len(hit.group()), text) if "“" in text else text


def _around(text: str, start: int, end: int) -> str:
    """What was found with a few characters of its own line on both sides."""
    before, after = text[:start].rpartition("\n")[2][-6:], text[end:].partition("\n")[0][:6]
    return (before + text[start:end] + after).strip()


@rule("S-TEMPLATE", "warning", "form", "模板文字没有删改", "Template text left in")
def s_template(case: Case) -> Iterator[Fault]:
    """模板里的说明、占位符或空白没有改成本单位的内容。

    依据：报告应是本单位的实际情况；这些文字是格式和范本里给填报人看的。
    例：“该部分以表格形式报告。表格如下：”；“XX局”“××年”；“（单位名称）”；“收到申请____件”。
    改：删去说明，填上实际内容。电话号码、网址、英文缩写里的字母，引号里的“走进XX”不算。
    """
    parts = [one for one in (case.report.preface, *case.report.sections) if one is not None]
    titled = [(part, f"{part.title}\n{part.text}") for part in parts]
    if case.report.title and parts:
        titled.insert(0, (parts[0], case.report.title))
    told = [(part, text, fold_each(text)) for part, text in titled]
    whole = "\n".join([folded for *_, folded in told])
    for kind, signs, pattern in _LEFT_IN:
        if not any(sign in whole for sign in signs):
            continue
        masked = [_unquoted(folded) if kind in _SAMPLES else folded for *_, folded in told]
        # None of it goes on over a line end, and nearly all reports have nothing of the kind.
        if pattern.search("\n".join(masked)) is None:
            continue
        hits = [
            (part, _around(text, hit.start(), hit.end()))
            for (part, text, _), shown in zip(told, masked, strict=True) for hit in pattern.finditer(shown)
        ]  # fmt: skip
        if hits:
            shown = list(dict.fromkeys(quote for _, quote in hits))
            more = f"等 {len(hits)} 处" if len(hits) > 1 else ""
            yield Fault(
                f"有模板文字没有删改（{kind}）：“{shown[0]}”{more}。", f"Template text was left in at {len(hits)} place(s).",
                evidence=tuple(Evidence(quote, part.place) for part, quote in hits[:5]), what=kind,
            )  # fmt: skip

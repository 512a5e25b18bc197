"""How a record's codes are shown to people: words, glyphs, and which cells the findings name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from .record import SEVERITIES, Finding, Report, Severity, Value

Status = Literal["clean", "warned", "faulty", "unread"]

STATUSES: Mapping[Status, str] = MappingProxyType(
    {"clean": "✓ 正常", "warned": "▲ 有警告", "faulty": "✖ 有错误", "unread": "⊘ 读不了"}
)
"""The four states of a report, best first, as shown: a glyph too, for those who do not see the colours."""

GLYPHS: Mapping[Severity, str] = MappingProxyType({"error": "✖", "warning": "▲", "info": "●"})
CONFLICT_GLYPH = "⇄"
MISSING_GLYPH = "∅"

FAILURES = frozenset({
    "R-EMPTY", "R-TYPE", "R-BROKEN", "R-ENCRYPTED", "R-NOTEXT", "R-NOTREPORT", "R-LIMIT", "R-TIMEOUT", "R-CRASH",
})  # fmt: skip
"""The codes of a file that could not be read, each the one error of its record."""

MANY = 30
"""A finding on more fields than this is about their table: it is told once, not on every cell."""

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "error": "错误", "warning": "警告", "info": "提示",
        "violated": "不符", "inconclusive": "无法判定",
        "number": "数字", "none": "无", "dash": "横线或斜杠", "blank": "空白", "text": "文字", "missing": "未找到",
        "agreed": "两路一致", "single": "单路", "solved": "勾稽确定", "conflict": "两路不一致", "corrected": "人工更正",
        "government": "政府", "department": "部门", "town": "乡镇街道", "other": "其他",
        "count": "数量", "signed_count": "增减数量", "amount": "金额",
        "leaf": "分项", "sum": "合计", "balance": "平衡项", "flow": "当年", "stock": "存量",
    }
)  # fmt: skip
"""The Chinese words for every code a record or form uses but ``source``, ``reading`` and ``unknown``."""

BLAMES: Mapping[str, str] = MappingProxyType({"source": "报告本身", "reading": "读取存疑", "unknown": "未定"})


def status_of(report: Report) -> Status:
    """How a report fares: ``unread`` when reading failed and left nothing, else by its worst finding.

    Reading has failed when one of :data:`FAILURES` is an error of the record; it has left nothing when every
    field is missing and no section was found either. Findings of severity info alone leave a report clean.
    """
    failed = [one.code in FAILURES and one.severity == "error" for one in report.findings]
    if any(failed) and (all(failed) or not report.sections) and all(one.kind == "missing" for one in report.values.values()):
        return "unread"
    worst = report.worst()
    return "faulty" if worst == "error" else "warned" if worst == "warning" else "clean"


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, errors before warnings before infos, otherwise in their own order."""
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))


def flags_of(report: Report) -> dict[str, list[Finding]]:
    """The findings that name each field, worst first, by field id; fields without any are left out."""
    flags: dict[str, list[Finding]] = {}
    for finding in worst_first(report.findings):
        for field_id in dict.fromkeys(finding.fields):
            flags.setdefault(field_id, []).append(finding)
    return flags


def glyph_of(value: Value | None, findings: Iterable[Finding]) -> str:
    """The glyph that marks a cell: of the worst finding that names it, or of a conflict; else empty."""
    first = next(iter(findings), None)
    if first is not None:
        return GLYPHS[first.severity]
    return CONFLICT_GLYPH if value is not None and value.reading == "conflict" else ""


def figure(number: int | float) -> str:
    """A number as people write it: thousands apart, no exponent, no decimals that are not there."""
    if isinstance(number, int):
        return f"{number:,}"
    if number != number or number in (float("inf"), float("-inf")):
        return str(number)
    text = f"{number:,.6f}".rstrip("0").rstrip(".")
    # Six decimals are more than any report prints; what they would hide is shown in full.
    return text if float(text.replace(",", "")) == number else repr(number)


def equation(finding: Finding) -> str:
    """The two sides a finding compares, such as ``11 ≠ 0``; empty when it compares none."""
    if finding.left is None or finding.right is None:
        return ""
    sign = "≠" if finding.left != finding.right else "="
    return f"{figure(finding.left)} {sign} {figure(finding.right)}"

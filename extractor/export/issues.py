"""The 问题 sheet: a row a finding, with columns for what people decide about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..decisions import Decision
from ..display import one_line
from ..layout import form_of
from ..marks import BLAMES, GLYPHS, WORDS
from ..record import Finding, Report
from .lists import headings, paths_of, who
from .looks import AMOUNT, INPUT, LINK, NUMBER, SEVERITY, TEXT, Style, height_of
from .stream import Ink, Row, spot

ISSUES = headings(
    "severity 程度 9; code 代码 13; organ 机关 26; year 年度 7; message 问题 52; path 栏目 34; left 左边 10; right 右边 10;"
    "suggestion_field 建议更正的栏目 22; suggestion 建议值 10; link 定位 14; decision 处置 10; corrected 更正值 10;"
    "remark 备注 26; page 页 6; quote 原文摘录 34; blame 出处 10; outcome 判断 10; source 来源文件 24; fields 字段 40;"
    "fingerprint 指纹 19; sha256 SHA-256 20; recorded 已记录 30"
)
OLD = headings(
    "fingerprint 指纹 19; decision 处置 10; corrected 更正值 10; remark 备注 30; code 代码 13; organ 机关 28; year 年度 7;"
    "message 问题 60; recorded 已记录 30"
)
_LINES = 8
PRINTED = "N"
"""The last column that is printed on paper; those after it serve the screen and programs."""


_CENTER, _PLAIN, _NUMBER = replace(TEXT, align="center"), replace(TEXT, wrap=False), replace(NUMBER, valign="top")
_AMOUNT, _LINK = replace(_NUMBER, format=AMOUNT), replace(LINK, valign="top")
_SEVERITY = {name: replace(style, valign="top") for name, style in SEVERITY.items()}
STYLES = (TEXT, INPUT, _CENTER, _PLAIN, _NUMBER, _AMOUNT, _LINK, *_SEVERITY.values())
"""Every style of a cell in this list."""
_LINKED = next(at for at, one in enumerate(ISSUES) if one.id == "link")


@dataclass(frozen=True, slots=True)
class Book:
    """What the rows of findings need to know of the book: labels and places of fields in 汇总, and what people decided."""

    labels: Mapping[str, str]
    places: Mapping[str, int]
    decisions: Mapping[str, Decision]
    limit: int


def finding_row(ink: Ink, report: Report, finding: Finding, number: int, book: Book) -> Row:
    """The row of a finding whose report is the ``number``-th of 汇总, from 0."""
    form, labels = form_of(report), book.labels
    paths = paths_of(form) if form else {}
    suggestion = finding.suggestion
    evidence = finding.evidence[0] if finding.evidence else None
    decision = book.decisions.get(finding.fingerprint, Decision())
    if len(finding.fields) == 1:
        names = paths.get(finding.fields[0], finding.fields[0])
    else:
        names = "、".join(labels.get(name, name) for name in finding.fields[:4])
        names += f" 等 {len(finding.fields)} 项" if len(finding.fields) > 4 else ""
    quote = one_line(evidence.quote) if evidence else None
    better = suggestion.value if suggestion else None
    target = suggestion.field if suggestion else next(iter(finding.fields), None)
    cell = spot("汇总", number, book.places.get(target or "", 1), book.limit)
    shown = cell.replace("'", "")
    place = evidence.place if evidence else None
    cells = (
        ink.cell(f"{GLYPHS[finding.severity]} {WORDS[finding.severity]}", _SEVERITY[finding.severity]),
        ink.cell(finding.code, TEXT), ink.cell(who(report), TEXT), ink.cell(report.year, _CENTER),
        ink.cell(finding.message, TEXT), ink.cell(names, TEXT),
        ink.cell(finding.left, _numeral(finding.left)), ink.cell(finding.right, _numeral(finding.right)),
        ink.cell(labels.get(suggestion.field, suggestion.field) if suggestion else None, TEXT),
        ink.cell(better, _numeral(better)), ink.cell(shown, _LINK),
        ink.cell(decision.verdict, INPUT), ink.cell(decision.corrected, INPUT), ink.cell(decision.remark, INPUT),
        ink.cell((place.page or place.anchor) if place else None, _CENTER), ink.cell(quote, TEXT),
        ink.cell(BLAMES[finding.blame], _CENTER), ink.cell(WORDS[finding.outcome], _CENTER),
        ink.cell(report.source.name, TEXT), ink.cell(" ".join(finding.fields), _PLAIN),
        ink.cell(finding.fingerprint, TEXT), ink.cell(report.source.sha256, _PLAIN),
        ink.cell(decision.record() or None, _PLAIN),
    )  # fmt: skip
    texts = ((finding.message, 52.0), (names, 34.0), (quote, 34.0), (who(report), 26.0), (decision.remark, 26.0))
    return Row(cells, height_of(texts, _LINES), ((_LINKED, cell, shown),))


def _numeral(item: float | None) -> Style:
    """The style for a number: with decimals only where it has some."""
    return _AMOUNT if isinstance(item, float) and not item.is_integer() else _NUMBER

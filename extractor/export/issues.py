"""The 问题 sheet: a row a finding, with columns for what people decide about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ..decisions import PENDING, VERDICTS, Decision
from ..display import one_line
from ..layout import form_of
from ..marks import BLAMES, GLYPHS, WORDS
from ..record import Finding, Report
from .decisions import SHEETS
from .lists import Heading, begin, headings, who
from .styles import INPUT, LINK, LINK_LIMIT, NUMBER, SEVERITY, TEXT, Pen, height_of, numeral, reference
from .survey import Survey
from .wide import column_of

ISSUES = headings(
    "severity 程度 9; code 代码 13; organ 机关 26; year 年度 7; message 问题 52; path 栏目 34; left 左边 10; right 右边 10;"
    "suggestion_field 建议更正的栏目 22; suggestion 建议值 10; link 定位 14; decision 处置 10; corrected 更正值 10;"
    "remark 备注 26; page 页 6; quote 原文摘录 34; blame 出处 10; outcome 判断 10; source 来源文件 24; fields 字段 40;"
    "fingerprint 指纹 19; sha256 SHA-256 20; recorded 已记录 30"
)
_OLD = headings(
    "fingerprint 指纹 19; decision 处置 10; corrected 更正值 10; remark 备注 30; code 代码 13; organ 机关 28; year 年度 7;"
    "message 问题 60; recorded 已记录 30"
)
_LINES = 8
_PRINTED = "N"
"""The last column that is printed on paper; those after it serve the screen and programs."""


def prepare_issues(sheet: Any, rows: int, columns: Sequence[Heading] = ISSUES, printed: str = _PRINTED) -> None:
    """The list of choices for 处置, and grey for what is decided; before or after the rows.

    ``printed`` is the letter of the last of the ``columns`` that is printed on paper.
    """
    if not rows:
        return
    letter = get_column_letter(next(number for number, one in enumerate(columns, 1) if one.id == "decision"))
    sheet.print_area = f"A1:{printed}{rows + 2}"
    choices = DataValidation(type="list", formula1=f'"{",".join(VERDICTS)}"', allow_blank=True, showErrorMessage=True)
    choices.errorTitle, choices.error = "处置", f"请从列表中选择：{'、'.join(VERDICTS)}。"
    choices.promptTitle, choices.prompt = "处置", "核对原文后选择。"
    choices.showInputMessage = True
    choices.add(f"{letter}3:{letter}{rows + 2}")
    sheet.data_validations.append(choices)
    done = FormulaRule(  # type: ignore[no-untyped-call]
        [f'AND(${letter}3<>"{PENDING}",${letter}3<>"")'], font=Font(color="A6A6A6")
    )
    sheet.conditional_formatting.add(f"A3:{get_column_letter(len(columns))}{rows + 2}", done)


def finding_row(
    pen: Pen, sheet: Any, report: Report, finding: Finding, counted: Survey, wide_row: int, row: int,
    decisions: Mapping[str, Decision],
) -> tuple[list[Any], float]:  # fmt: skip
    """The row of a finding whose report stands in row ``wide_row`` of 汇总, and its height; ``row`` is its own."""
    form = form_of(report)
    labels = {column.id: column.label for column in counted.columns}
    paths = {field.id: field.path for field in form.fields()} if form else {}
    suggestion = finding.suggestion
    evidence = finding.evidence[0] if finding.evidence else None
    decision = decisions.get(finding.fingerprint, Decision())
    if len(finding.fields) == 1:
        names = paths.get(finding.fields[0], finding.fields[0])
    else:
        names = "、".join(labels.get(name, name) for name in finding.fields[:4])
        names += f" 等 {len(finding.fields)} 项" if len(finding.fields) > 4 else ""
    quote = one_line(evidence.quote) if evidence else None
    better = suggestion.value if suggestion else None
    target = suggestion.field if suggestion else next(iter(finding.fields), None)
    spot = reference("汇总", wide_row, column_of(counted, target))
    place = evidence.place if evidence else None
    centered = replace(TEXT, align="center")
    number = replace(NUMBER, valign="top")
    severity = replace(SEVERITY[finding.severity], valign="top")
    cells = [
        pen.cell(sheet, f"{GLYPHS[finding.severity]} {WORDS[finding.severity]}", severity),
        pen.cell(sheet, finding.code, TEXT), pen.cell(sheet, who(report), TEXT), pen.cell(sheet, report.year, centered),
        pen.cell(sheet, finding.message, TEXT),
        pen.cell(sheet, names, TEXT),
        pen.cell(sheet, finding.left, numeral(finding.left, number)),
        pen.cell(sheet, finding.right, numeral(finding.right, number)),
        pen.cell(sheet, labels.get(suggestion.field, suggestion.field) if suggestion else None, TEXT),
        pen.cell(sheet, better, numeral(better, number)),
        pen.cell(
            sheet, spot.replace("'", ""), replace(LINK, valign="top"), link=spot if row - 2 <= LINK_LIMIT else None
        ),
        pen.cell(sheet, decision.verdict, INPUT), pen.cell(sheet, decision.corrected, INPUT),
        pen.cell(sheet, decision.remark, INPUT),
        pen.cell(sheet, (place.page or place.anchor) if place else None, centered),
        pen.cell(sheet, quote, TEXT),
        pen.cell(sheet, BLAMES[finding.blame], centered), pen.cell(sheet, WORDS[finding.outcome], centered),
        pen.cell(sheet, report.source.name, TEXT), pen.cell(sheet, " ".join(finding.fields), replace(TEXT, wrap=False)),
        pen.cell(sheet, finding.fingerprint, TEXT), pen.cell(sheet, report.source.sha256, replace(TEXT, wrap=False)),
        pen.cell(sheet, decision.record() or None, replace(TEXT, wrap=False)),
    ]  # fmt: skip
    texts = ((finding.message, 52.0), (names, 34.0), (quote, 34.0), (who(report), 26.0), (decision.remark, 26.0))
    return cells, height_of(texts, _LINES)


def left_over(book: Any, pen: Pen, decisions: Mapping[str, Decision]) -> None:
    """A sheet for decisions whose finding did not come up again, so that no one's work is lost."""
    if not decisions:
        return
    sheet = begin(book, pen, SHEETS[1], _OLD, rows=len(decisions), freeze="A3")
    for fingerprint, one in sorted(decisions.items()):
        items = (fingerprint, one.verdict, one.corrected, one.remark, one.code, one.organ, one.year, one.message, one.record())
        sheet.append(pen.row(sheet, items, TEXT))

"""What openpyxl writes of the workbook's lists: headings, filters, choices; and the short lists whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ..decisions import PENDING, VERDICTS, Decision
from ..display import width_of
from ..form import Form, Identity
from ..layout import version_of
from ..marks import GLYPHS, WORDS
from ..rules import RULES
from . import looks as look
from .columns import Column, details_of
from .decisions import SHEETS
from .facts import KINDS, RULE_COLUMNS
from .issues import ISSUES, OLD, PRINTED
from .lists import Heading
from .looks import CENTER, ID, LABEL, NUMBER, PLAIN, SEVERITY, TEXT, height_of
from .styles import Pen, add_row, prepare
from .survey import Survey
from .wide import IDENTITY, MORE

_BANDS = {"t2": "2F6F73", "t3": "2E5E9E", "t4": "6B4E8F"}


def begin(book: Any, pen: Pen, title: str, headings: Sequence[Heading], *, rows: int, freeze: str) -> Any:
    """A new sheet with its two heading rows: labels for people, ids for programs; ``rows`` are to come."""
    sheet = book.create_sheet(title)
    prepare(sheet, [heading.width for heading in headings], freeze=freeze, filtered=len(headings), rows=rows)
    sheet.row_dimensions[1].height = 26
    sheet.append(pen.row(sheet, [heading.label for heading in headings], LABEL))
    sheet.append(pen.row(sheet, [heading.id for heading in headings], ID))
    return sheet


def begin_wide(book: Any, pen: Pen, counted: Survey, title: str, rows: int) -> Any:
    """The sheet with its headings, outline groups and frozen panes; the rows are up to the caller."""
    sheet = book.create_sheet(title)
    heads = (*IDENTITY, *MORE)
    widths = [heading.width for heading in heads] + [_width(column) for column in counted.columns]
    freeze = f"{get_column_letter(len(IDENTITY) + 1)}3"
    prepare(sheet, widths, freeze=freeze, filtered=len(widths), rows=rows)
    sheet.print_title_cols = "A:B"
    sheet.row_dimensions[1].height = 58
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 18, True
    hidden = _outline(sheet, counted, len(heads))
    # All columns on one page could not be read: as many pages side by side as they need.
    shown = sum(width for number, width in enumerate(widths, 1) if get_column_letter(number) not in hidden)
    sheet.page_setup.fitToWidth = max(1, round(shown / 200))
    sheet.page_setup.pageOrder = "overThenDown"
    labels = pen.row(sheet, [heading.label for heading in heads], look.LABEL)
    for column in counted.columns:
        band = _BANDS.get(column.field.table if column.field else "", look.LABEL.fill)
        labels.append(pen.cell(sheet, column.label, replace(look.LABEL, fill=band, size=9)))
    sheet.append(labels)
    sheet.append(pen.row(sheet, [*(heading.id for heading in heads), *(one.id for one in counted.columns)], look.ID))
    return sheet


def _width(column: Column) -> float:
    """Wide enough for the label on three lines, within bounds."""
    return max(9.0, min(18.0, width_of(column.label) / 3 + 4))


def _outline(sheet: Any, counted: Survey, before: int) -> set[str]:
    """Group the columns that a total sums up, closed unless there is something to see; the letters closed."""
    hidden: set[str] = set()
    details = details_of(counted.columns)
    groups: dict[str, list[str]] = {}
    for detail, total in details.items():
        groups.setdefault(total, []).append(detail)
    letters = {one.id: get_column_letter(number) for number, one in enumerate(counted.columns, before + 1)}
    for total, members in groups.items():
        closed = not counted.flagged.intersection(members)
        for member in members:
            dimension = sheet.column_dimensions[letters[member]]
            dimension.outlineLevel, dimension.hidden = 1, closed
        sheet.column_dimensions[letters[total]].collapsed = closed
        hidden.update(letters[member] for member in members if closed)
    return hidden


def prepare_issues(sheet: Any, rows: int, columns: Sequence[Heading] = ISSUES, printed: str = PRINTED) -> None:
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


def left_over(book: Any, pen: Pen, decisions: Mapping[str, Decision]) -> None:
    """A sheet for decisions whose finding did not come up again, so that no one's work is lost."""
    if not decisions:
        return
    sheet = begin(book, pen, SHEETS[1], OLD, rows=len(decisions), freeze="A3")
    for fingerprint, one in sorted(decisions.items()):
        items = (fingerprint, one.verdict, one.corrected, one.remark, one.code, one.organ, one.year, one.message, one.record())
        sheet.append(pen.row(sheet, items, TEXT))


def fill_rules(pen: Pen, sheet: Any, counted: Survey) -> None:
    """Append the catalogue to a sheet with :data:`RULE_COLUMNS`, with how often each code was found."""
    for row, rule in enumerate(RULES.values(), 3):
        found = counted.codes[rule.code].findings if rule.code in counted.codes else 0
        texts = (rule.title, rule.what(), rule.told("改"), rule.told("依据"), rule.told("例"))
        cells = [
            pen.cell(sheet, rule.code, TEXT),
            pen.cell(sheet, f"{GLYPHS[rule.severity]} {WORDS[rule.severity]}", replace(SEVERITY[rule.severity], valign="top")),
            pen.cell(sheet, found or None, replace(NUMBER, valign="top")),
            *(pen.cell(sheet, text or None, TEXT) for text in texts),
            pen.cell(sheet, KINDS[rule.basis], replace(TEXT, align="center")),
            pen.cell(sheet, "是" if rule.optional else None, replace(CENTER, valign="top")),
            pen.cell(sheet, rule.title_en, replace(PLAIN, valign="top", wrap=True)),
        ]
        widths = {one.id: one.width for one in RULE_COLUMNS}
        named = zip(texts, ("title", "what", "cure", "basis", "example"), strict=True)
        add_row(sheet, row, cells, height_of([(text, widths[name]) for text, name in named], 8))


def fill_fields(pen: Pen, sheet: Any, columns: Sequence[Column]) -> None:
    """Append the code book to a sheet with :data:`.lists.FIELDS`, a row a column of 汇总."""
    for column in columns:
        sheet.append(_field_row(pen, sheet, column))


def _field_row(pen: Pen, sheet: Any, column: Column) -> list[Any]:
    field = column.field
    if field is None:
        return pen.row(sheet, [column.id, "（格式中没有此栏目）", *[None] * 7])
    return pen.row(
        sheet,
        [
            field.id, column.label, field.path, field.en, field.unit, WORDS[field.kind], WORDS[field.role],
            "、".join(version_of(form) for form in column.forms),
            "；".join(dict.fromkeys(line for form in column.forms for line in _identities(form, field.id))),
        ],
    )  # fmt: skip


def _identities(form: Form, field_id: str) -> list[str]:
    """The identities of a form that a field takes part in, written out where it is their first."""
    lines = []
    for identity in form.identities():
        if identity.left[0] == field_id:
            sides = (_side(form, identity, ids) for ids in (identity.left, identity.right))
            lines.append(f"{identity.code}：{' = '.join(sides)}")
        elif field_id in identity.left or field_id in identity.right:
            lines.append(identity.code)
    return lines


def _side(form: Form, identity: Identity, ids: Sequence[str]) -> str:
    """One side of an identity, told by the axis it runs across; its first seven members."""
    fields = [form.field(one) for one in ids]
    names = [field.column.short if field.row == identity.axis else field.row.short for field in fields]
    return " + ".join(names[:7]) + (f" + …（共 {len(names)} 项）" if len(names) > 7 else "")

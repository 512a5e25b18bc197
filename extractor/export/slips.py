"""退回修改单: a DOCX for each unit whose report has to be mended, with room for its reply."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..display import clipped, printable
from ..listing import SLIP_ENDING
from ..marks import WORDS
from ..telling import Told, ToldReport, is_sum
from .supply import replacing

if TYPE_CHECKING:
    from docx.document import Document

RESEND = frozenset({"R-EMPTY", "R-TYPE", "R-BROKEN", "R-ENCRYPTED", "R-NOTEXT", "R-NOTREPORT"})
"""What could not be read and the unit can do something about; all other doubts of reading are not its affair."""
_SETTLED = frozenset({"误报", "已说明"})
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_MEND = re.compile(r"；把“[^”]*”由[^；]*改为[^；]*，全表即平衡。$")
_NAME = 60
_BODY, _HEADS = "宋体", "黑体"
_LABEL_CM, _TEXT_CM = 2.6, 13.4
_LABEL_SHADE = "F5F6F8"
_SHADES = {"error": "FBE4E4", "warning": "FFF4CC"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to mend: the findings that the same figure in the same cell cures, the gravest first."""

    findings: tuple[Told, ...]

    @property
    def first(self) -> Told:
        """The gravest finding."""
        return self.findings[0]


def items_of(report: ToldReport) -> tuple[Item, ...]:
    """What a unit has to mend or answer for: errors before warnings.

    Hints, doubts of reading, what cannot be decided, and what people have dismissed or had explained
    are not put to the unit.
    """
    groups: dict[tuple[str, ...], list[Told]] = {}
    for number, one in enumerate(report.findings):
        theirs = one.code in RESEND or (one.blame != "reading" and one.outcome == "violated")
        settled = one.decision is not None and one.decision.verdict in _SETTLED
        if one.severity != "info" and theirs and not settled:
            key = (one.where, one.printed, one.due) if one.due else (str(number),)
            groups.setdefault(key, []).append(one)
    return tuple(Item(tuple(group)) for group in groups.values())


def slip_writer(folder: Path, run_date: date) -> Callable[[ToldReport], Path | None]:
    """A function that writes a report's slip into ``folder`` and gives its path; None where there is nothing to mend.

    Slips are named after organ and year, or after the file where the organ is not known; a second one of
    the same name gets a number. A slip of an earlier run under the same name is replaced. The function
    raises OSError where a slip cannot be written.
    """
    taken: set[str] = set()

    def write(report: ToldReport) -> Path | None:
        items = items_of(report)
        if not items:
            return None
        path = folder / _free(report, taken)
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part:
            _slip(report, items, run_date).save(str(part))
        return path

    return write


def slip_name(report: ToldReport, number: int = 1) -> str:
    """A file name that every system takes and a person can read; ``number`` tells slips of one name apart."""
    organ = report.organ or report.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    safe = _UNSAFE.sub("_", printable(organ)).strip("._ ")
    safe = safe if safe and not _RESERVED.fullmatch(safe) else f"_{safe}"
    year = f"_{report.year}" if report.year and report.organ else ""
    more = f"_{number}" if number > 1 else ""
    return f"{clipped(safe, _NAME).strip('. ')}{year}{more}_{SLIP_ENDING}"


def _free(report: ToldReport, taken: set[str]) -> str:
    number = 1
    # Compared as file systems that do not tell capitals from small letters do.
    while slip_name(report, number).casefold() in taken:
        number += 1
    name = slip_name(report, number)
    taken.add(name.casefold())
    return name


def _slip(report: ToldReport, items: tuple[Item, ...], run_date: date) -> Document:
    document = _blank(run_date)
    title = document.add_paragraph()
    title.alignment = _centre()
    _run(title, "政府信息公开工作年度报告退回修改单", size=18, bold=True, face=_HEADS)
    title.paragraph_format.space_after = _points(10)
    day = f"{run_date.year} 年 {run_date.month} 月 {run_date.day} 日"
    facts = (
        ("单　　位", report.organ or "（报告中没有认出，见文件名）"), ("报告年度", f"{report.year} 年" if report.year else "（没有认出）"),
        ("报告标题", report.title), ("文　　件", report.name), ("核对日期", day),
    )  # fmt: skip
    _table(document, [(label, text, 0.0) for label, text in facts if text], None)
    must = sum(item.first.severity == "error" for item in items)
    count = "、".join(
        part for part in (f"{must} 处错误" if must else "", f"{len(items) - must} 处需要核实" if len(items) > must else "") if part
    )  # fmt: skip
    lead = document.add_paragraph()
    lead.paragraph_format.first_line_indent = _points(24)
    lead.paragraph_format.space_before = lead.paragraph_format.space_after = _points(8)
    _run(
        lead,
        f"经核对，你单位报送的年度报告有 {count}。请对照原件逐项修改；认为报告无误的，请在“单位回复”栏说明理由。"
        "修改后的报告请与本单一并报回。", size=12,
    )  # fmt: skip
    for number, item in enumerate(items, 1):
        _item(document, number, item)
    sign = document.add_paragraph()
    sign.paragraph_format.space_before = _points(14)
    _run(sign, "经办人：＿＿＿＿＿＿　　联系电话：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿＿＿", size=12)
    return document


def _item(document: Document, number: int, item: Item) -> None:
    first = item.first
    # That one figure mends it all is said below, once.
    what = [_MEND.sub("。", one.what) if one.due else one.what for one in item.findings]
    if first.blame == "unknown":
        what.append("如果原件没有这个问题，可能是程序没有读到，请在回复中说明。")
    where = "　".join(part for part in (first.where, f"（{first.place}）" if first.place else "") if part)
    figures = first.printed and (first.printed if first.due else f"{first.printed}　（{first.sides}）" if first.sides else first.printed)
    quote = first.quote if first.quote.startswith("（") or is_sum(first.quote) or not first.quote else f"“{first.quote}”"
    codes = "、".join(dict.fromkeys(one.code for one in item.findings))
    basis = dict.fromkeys(one.basis for one in item.findings if one.basis)
    cures = dict.fromkeys(_for_units(one.cure) for one in item.findings if one.cure)
    if first.due:
        cures = {f"把“哪里”所指的一格由 {first.printed} 改为 {first.due}，上面所列即都相符；先对照原始台账核实。": None}
    rows = [
        ("什么问题", "\n".join(what), 0.0), ("哪　　里", where, 0.0), ("报告所印", figures or quote, 0.0),
        ("应　　为", first.due, 0.0), ("依　　据", "\n".join(basis), 0.0), ("怎 么 改", "\n".join(cures), 0.0),
    ]  # fmt: skip
    shown = [row for row in rows if row[1]]
    _table(document, [*shown, ("单位回复", "", 1.5)], (f"{number}．{WORDS[first.severity]}：{first.title}", codes, _SHADES[first.severity]))


def _for_units(cure: str) -> str:
    """A cure without what only the user of this program can do."""
    kept = [part for part in cure.rstrip("。").split("；") if "nianbao" not in part]
    return "；".join(kept) + "。" if kept else ""


def _table(document: Document, rows: list[tuple[str, str, float]], head: tuple[str, str, str] | None) -> None:
    """A table of labels and texts under a shaded heading; rows stay whole and, as far as they can, together."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Cm

    table = document.add_table(rows=len(rows) + (head is not None), cols=2, style="Table Grid")
    table.autofit = False
    for column, width in enumerate((_LABEL_CM, _TEXT_CM)):
        table.columns[column].width = Cm(width)
        for cell in table.columns[column].cells:
            cell.width = Cm(width)
    start = 0
    if head is not None:
        cell = table.cell(0, 0).merge(table.cell(0, 1))
        _shade(cell, head[2])
        _run(cell.paragraphs[0], head[0], bold=True, face=_HEADS)
        _run(cell.paragraphs[0], f"　{head[1]}", size=9)
        start = 1
    for at, (label, text, height) in enumerate(rows, start):
        row = table.rows[at]
        _shade(row.cells[0], _LABEL_SHADE)
        if height:
            row.height, row.height_rule = Cm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
        _run(row.cells[0].paragraphs[0], label)
        first, *more = text.split("\n")
        _run(row.cells[1].paragraphs[0], first)
        for line in more:
            _run(row.cells[1].add_paragraph(), line)
    for at, row in enumerate(table.rows):
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = at < len(table.rows) - 1
                paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = _points(2)
    gap = document.add_paragraph()
    gap.paragraph_format.line_spacing = _points(8)


def _blank(run_date: date) -> Document:
    """An empty A4 document with page numbers; the date of the run is the only one in it."""
    from datetime import datetime

    import docx
    from docx.shared import Cm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", _points(10.5)
    style.element.rPr.rFonts.set(_name("w:eastAsia"), _BODY)
    style.paragraph_format.space_after = _points(0)
    foot = section.footer.paragraphs[0]
    foot.alignment = _centre()
    _run(foot, "第 ", size=9)
    _field(foot, "PAGE")
    _run(foot, " 页，共 ", size=9)
    _field(foot, "NUMPAGES")
    _run(foot, " 页", size=9)
    facts = document.core_properties
    facts.author = facts.last_modified_by = "nianbao"
    facts.title, facts.comments, facts.language = "退回修改单", "", "zh-CN"
    facts.created = facts.modified = datetime(run_date.year, run_date.month, run_date.day)
    return document


def _run(paragraph: Any, text: str, *, size: float = 10.5, bold: bool = False, face: str = _BODY) -> None:
    run = paragraph.add_run(printable(text))
    run.font.size, run.bold = _points(size), bold
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(_name("w:eastAsia"), face)
    # Quotation marks and dots are as wide as characters in Chinese, and drawn by its font.
    fonts.set(_name("w:hint"), "eastAsia")


def _field(paragraph: Any, code: str) -> None:
    """A field that the word processor fills in, such as the number of the page."""
    element = _element("w:fldSimple")
    element.set(_name("w:instr"), code)
    paragraph._p.append(element)


def _shade(cell: Any, color: str) -> None:
    element = _element("w:shd")
    for key, item in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", color)):
        element.set(_name(key), item)
    cell._tc.get_or_add_tcPr().append(element)


def _element(tag: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(tag)


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))


def _centre() -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    return WD_ALIGN_PARAGRAPH.CENTER


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)

"""A report drawn as the official form: for a terminal, and as HTML for a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from .boxes import BoxCell, draw
from .display import clipped, one_line, printable, width_of, wrapped
from .form import Form
from .layout import PrintedCell, PrintedTable, form_of, printed, version_of
from .marks import (
    BLAMES,
    CONFLICT_GLYPH,
    GLYPHS,
    MANY,
    MISSING_GLYPH,
    STATUSES,
    WORDS,
    equation,
    figure,
    flags_of,
    glyph_of,
    status_of,
    worst_first,
)  # fmt: skip
from .record import MISSING, SEVERITIES, Finding, Report, Value

PROSE = 160
"""How many characters of a section's prose are shown."""

_LEGEND = (
    f"{GLYPHS['error']} 错误  {GLYPHS['warning']} 警告  {GLYPHS['info']} 提示  {CONFLICT_GLYPH} 两路读数不一致  "
    f"{MISSING_GLYPH} 未找到  （空）原文空白"
)
_QUOTE = 80


def text_of(report: Report, width: int = 96) -> str:
    """The report as the official form in box characters, then its findings, worst first.

    ``width`` (80 or more looks well) is a wish: figures and headings that need more columns get them.
    """
    form = form_of(report)
    parts = [*_head(report, form, width), ""]
    for heading, prose, table in _sections(report, form):
        parts.append(heading)
        if prose:
            parts += [f"  {line}" for line in wrapped(prose, width - 2)]
        if table is not None:
            parts += _table(table, report, width)
        parts.append("")
    parts += [_LEGEND, ""] if report.edition else []
    parts += _findings(report, form, width)
    return "\n".join(line.rstrip() for line in parts)


def shown(value: Value) -> str:
    """What a cell shows: its number, or what is printed instead of one; nothing for a blank one."""
    if value.kind == "missing":
        return MISSING_GLYPH
    if value.kind == "number" and value.value is not None:
        return figure(value.value)
    return one_line(value.raw)


def named(field_id: str, form: Form | None) -> str:
    """A field's short Chinese name, or its id when the form has none."""
    try:
        return form.field(field_id).short if form else printable(field_id)
    except KeyError:
        return printable(field_id)


def tally(findings: tuple[Finding, ...]) -> str:
    """The number of findings of each severity: ``1 错误 · 2 警告``; 无 when there are none."""
    counts = [(severity, sum(one.severity == severity for one in findings)) for severity in SEVERITIES]
    return " · ".join(f"{count} {WORDS[severity]}" for severity, count in counts if count) or "无"


def _shortened(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= PROSE else f"{clipped(line, PROSE)}（共 {len(line):,} 字）"


def _sections(report: Report, form: Form | None) -> Iterator[tuple[str, str, PrintedTable | None]]:
    """Heading, shortened prose and table of each section: the form's own in its order, then any others.

    Of a report in which no table was found, only the sections that were.
    """
    form = form if report.edition else None
    found = {section.id: section for section in report.sections}
    for expected in form.sections if form else ():
        section = found.pop(expected.id, None)
        heading = one_line(section.title) if section else f"{expected.number}、{expected.title}（未找到）"
        table = printed(form.table(expected.table)) if form and expected.table else None
        yield heading, _shortened(section.text) if section else "", table
    for section in found.values():
        yield one_line(section.title), _shortened(section.text), None


def _facts(report: Report, form: Form | None) -> list[tuple[str, str]]:
    """What is known of a report besides its title, each with its name."""
    source = report.source
    pages = f"（{source.pages} 页）" if source.pages else ""
    edition = report.edition or "未识别"
    if form is not None and report.edition:
        edition = f"{version_of(form)}（{form.notice}）"
    return [
        ("机关", one_line(report.organ or "未识别")),
        ("年度", str(report.year) if report.year is not None else "未识别"),
        ("格式", one_line(edition)),
        ("公布", one_line(report.published or "未注明")),
        ("来源", one_line(source.member or source.name) + pages),
        ("状态", f"{STATUSES[status_of(report)]}；问题：{tally(report.findings)}"),
    ]


def _head(report: Report, form: Form | None, width: int) -> list[str]:
    lines = wrapped(one_line(report.title or "（无标题）"), width)
    for name, fact in _facts(report, form):
        first, *rest = wrapped(fact, width - 6)
        lines += [f"{name}  {first}", *(f"      {line}" for line in rest)]
    return lines


def _table(table: PrintedTable, report: Report, width: int) -> list[str]:
    flags = flags_of(report)
    texts = {cell.field: _marked(cell.field, report, flags) for cell in table.cells if cell.field}
    cells = [
        BoxCell(
            cell.row, cell.column, cell.row_span, cell.column_span, texts[cell.field] if cell.field else cell.text,
            "right" if cell.field else "left" if _is_label(cell, table) else "center",
        )
        for cell in table.cells
    ]  # fmt: skip
    return draw(cells, table.rows, _widths(table, texts, width))


def _is_label(cell: PrintedCell, table: PrintedTable) -> bool:
    """Whether a heading stands at the left of its row, and not over the whole table."""
    return cell.column < table.labels and cell.column_span < table.columns


def _marked(field_id: str, report: Report, flags: Mapping[str, list[Finding]]) -> str:
    """A cell's text with the glyph of the worst finding before it."""
    value = report.values.get(field_id, MISSING)
    return f"{glyph_of(value, _told(value, flags.get(field_id, ())))}{shown(value)}"


def _told(value: Value, found: Sequence[Finding]) -> list[Finding]:
    """The findings to mark on a cell: that its whole table was not found is clear from the cell itself."""
    return [one for one in found if value.kind != "missing" or len(one.fields) <= MANY]


def _widths(table: PrintedTable, texts: Mapping[str, str], width: int) -> list[int]:
    """The width of each column: as much as its figures need, and the rest to the labels."""
    values = table.columns - table.labels
    least = 6 if table.labels else max(4, min(8, (width - values - 1) // values))
    needs = [least] * values
    for cell in table.cells:
        if cell.field and cell.column_span == 1:
            at = cell.column - table.labels
            # Text that is no figure wraps; a figure must not.
            needs[at] = max(needs[at], min(width_of(texts[cell.field]), 24))
    if not table.labels:
        return needs
    narrow = {1: [], 2: [8], 3: [4, 8]}[table.labels]
    spare = width - sum(needs) - sum(narrow) - table.columns - 1
    label = max(16, min(spare, 44))
    if table.labels == 1:
        extra = max(0, (spare - label) // values)
        needs = [need + min(extra, 12) for need in needs]
    return [*narrow, label, *needs]


def _findings(report: Report, form: Form | None, width: int) -> list[str]:
    lines = [f"问题：{tally(report.findings)}"]
    for finding in worst_first(report.findings):
        first, *rest = wrapped(f"{finding.code}  {one_line(finding.message)}", width - 2)
        lines += [f"{GLYPHS[finding.severity]} {first}", *(f"  {line}" for line in rest)]
        for detail in details(finding, form):
            first, *rest = wrapped(detail, width - 6)
            lines += [f"    · {first}", *(f"      {line}" for line in rest)]
    return lines


def details(finding: Finding, form: Form | None) -> list[str]:
    """What a finding rests on, a line each: cells, sides, words of the source, the figure that mends it."""
    lines = []
    if finding.fields:
        names = "、".join(named(field_id, form) for field_id in finding.fields[:4])
        lines.append(f"栏目：{names}" + (f" 等 {len(finding.fields)} 项" if len(finding.fields) > 4 else ""))
    sides = equation(finding)
    if sides:
        lines.append(f"比较：{sides}")
    for evidence in finding.evidence[:3]:
        place = evidence.place
        where = f"第 {place.page} 页" if place.page else one_line(place.anchor or "")
        quote = clipped(one_line(evidence.quote), _QUOTE)
        lines.append(f"原文：{quote}" + (f"（{where}）" if where else ""))
    if finding.suggestion is not None:
        lines.append(f"建议：{named(finding.suggestion.field, form)} 改为 {figure(finding.suggestion.value)}")
    if finding.outcome == "inconclusive" or finding.blame != "source":
        lines.append(f"判断：{WORDS[finding.outcome]}；出处：{BLAMES[finding.blame]}")
    return lines


_STYLE = (
    ".nianbao{color:#222;background:#fff;padding:8px 12px;font-size:13px;line-height:1.5}"
    ".nianbao table{border-collapse:collapse;margin:6px 0 14px;color:#222;background:#fff}"
    ".nianbao th,.nianbao td{border:1px solid #999;padding:2px 6px;text-align:center;font-weight:normal}"
    ".nianbao th{background:#f3f5f8}.nianbao th.l{text-align:left;max-width:24em}"
    ".nianbao td{text-align:right;font-variant-numeric:tabular-nums;min-width:2em}"
    ".nianbao td.t,.nianbao table.f td{text-align:left}.nianbao td.m{color:#888;background:#eee}"
    ".nianbao .error{background:#ffc7ce;color:#9c0006}.nianbao .warning{background:#ffeb9c;color:#7f6000}"
    ".nianbao .info{background:#ddebf7;color:#1f4e79}.nianbao .conflict{outline:2px dashed #7030a0;outline-offset:-2px}"
    ".nianbao p,.nianbao h3,.nianbao h4{margin:4px 0}.nianbao .d{color:#555}"
)


def html_of(report: Report) -> str:
    """The report as HTML: a ``div`` with the tables of the form, merged as printed, and the findings.

    Self-contained, without scripts; whatever comes from the report is escaped.
    """
    form = form_of(report)
    facts = "　".join(f'<span class="d">{name}</span> {_text(fact)}' for name, fact in _facts(report, form))
    parts = [
        f'<div class="nianbao" lang="zh-CN"><style>{_STYLE}</style>',
        f"<h3>{_text(report.title or '（无标题）')}</h3>",
        f"<p>{facts}</p>",
    ]
    for heading, prose, table in _sections(report, form):
        parts.append(f"<h4>{_text(heading)}</h4>")
        if prose:
            parts.append(f"<p>{_text(prose)}</p>")
        if table is not None:
            parts.append(_html_table(table, report))
    if report.edition:
        parts.append(f'<p class="d">{_text(_LEGEND)}</p>')
    parts.append(_html_findings(report, form))
    return "\n".join([*parts, "</div>"])


def _text(text: str) -> str:
    return escape(one_line(text), quote=True)


def _html_table(table: PrintedTable, report: Report) -> str:
    flags = flags_of(report)
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in sorted(table.cells, key=lambda one: (one.row, one.column)):
        spans = (f' rowspan="{cell.row_span}"' if cell.row_span > 1 else "") + (
            f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
        )
        if cell.field is None:
            left = ' class="l"' if _is_label(cell, table) else ""
            rows[cell.row].append(f"<th{spans}{left}>{_text(cell.text)}</th>")
            continue
        value = report.values.get(cell.field, MISSING)
        found = _told(value, flags.get(cell.field, ()))
        classes = [found[0].severity] if found else ["m"] if value.kind == "missing" else []
        classes += ["conflict"] if value.reading == "conflict" else []
        classes += ["t"] if value.kind == "text" else []
        title = "\n".join(f"{one.code} {one_line(one.message)}" for one in found[:5])
        attributes = (f' class="{" ".join(classes)}"' if classes else "") + (
            f' title="{escape(title, quote=True)}"' if title else ""
        )
        rows[cell.row].append(f"<td{spans}{attributes}>{_text(f'{glyph_of(value, found)} {shown(value)}')}</td>")
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"<table>\n{body}\n</table>"


def _html_findings(report: Report, form: Form | None) -> str:
    head = f"<h4>问题：{_text(tally(report.findings))}</h4>"
    if not report.findings:
        return head
    rows = [
        f'<tr><td class="{one.severity}">{GLYPHS[one.severity]} {WORDS[one.severity]}</td><td>{_text(one.code)}</td>'
        f'<td>{_text(one.message)}<br><span class="d">{"<br>".join(map(_text, details(one, form)))}</span></td></tr>'
        for one in worst_first(report.findings)
    ]
    return head + '<table class="f">\n' + "\n".join(rows) + "\n</table>"

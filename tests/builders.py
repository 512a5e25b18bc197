"""Documents and records put together in memory: whole reports, their tables in every layout, single cells.

A cell is a string or a :class:`C` with spans; rows are laid out as HTML does it, so that a cell which
a row leaves out shifts the rest of that row to the left, just as in a published page.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from extractor.cells import read_cell
from extractor.form import Axis, Form, FormTable, load
from extractor.model import Box, Cell, Document, Line, Place, Table, flow_of
from extractor.pipeline import understand
from extractor.prose import statements_of
from extractor.record import MISSING, Heading, Report, Section, SourceInfo, Value
from extractor.tables.printed import Label, PrintedTable

ORGAN = "青川湾市云岭区发展和改革局"
OVERVIEW = "本机关主动公开政务信息，规范办理公开申请，加强信息管理和平台建设，落实监督保障，工作考核和社会评议结果良好，未发生责任追究。"
PROBLEMS = "存在的问题是公开的及时性不够，政策解读的形式比较单一；下一步将加强培训，逐月核对发布情况，丰富解读的形式。"
FEES = "本年度发出收费通知9件，没有收取信息处理费。"
TEXTS = {"s1": OVERVIEW, "s5": PROBLEMS, "s6": FEES}
"""What the sections without a table say in a clean report."""
TITLE = f"2023年{ORGAN}政府信息公开工作年度报告"


@dataclass(frozen=True, slots=True)
class C:
    """A cell with spans."""

    text: str
    down: int = 1
    across: int = 1


Row = Sequence[str | C]
Printed = Mapping[str, str]


def table(rows: Sequence[Row], number: int = 1, page: int | None = None) -> Table:
    """A table from its rows, laid out as HTML does: a cell takes the next place that none from above covers."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for at, row in enumerate(rows):
        column = 0
        for one in row:
            cell = one if isinstance(one, C) else C(one)
            while (at, column) in taken:
                column += 1
            taken |= {(at + down, column + across) for down in range(cell.down) for across in range(cell.across)}
            if page is None:
                place = Place(anchor=f"t{number}.r{at + 1}.c{column + 1}")
            else:
                top = at / (len(rows) + 1)
                place = Place(page, Box(column / 20, top, (column + 1) / 20, top + 0.01))
            cells.append(Cell(cell.text, at, column, min(cell.down, len(rows) - at), cell.across, place))
            column += cell.across
    return Table(tuple(cells), len(rows), max(column for _, column in taken) + 1, Place(page, anchor=f"t{number}"))


Block = str | Table | Sequence[Row]


def document(*blocks: Block, flow: Sequence[str] | None = None, title: str | None = None) -> Document:
    """A document of paragraphs and tables. Its flow is that of HTML unless the lines are given."""
    body: list[Line | Table] = []
    for number, block in enumerate(blocks, 1):
        if isinstance(block, str):
            body.append(Line(block, Place(anchor=f"p{number}")))
        else:
            body.append(block if isinstance(block, Table) else table(block, number))
    made = flow_of(tuple(body))
    if flow is not None:
        made = tuple(Line(text, Place(anchor=f"f{number}")) for number, text in enumerate(flow, 1))
    return Document(tuple(body), made, title=title)


def document_from(text: str) -> Document:
    """A document without tables: the lines of a text, blank ones left out."""
    lines = tuple(
        Line(line, Place(anchor=f"L{number}")) for number, line in enumerate(text.split("\n"), 1) if line.strip()
    )
    return Document(lines, lines)


def form_figures(form: Form, seed: int = 0, largest: int = 40) -> dict[str, int | float]:
    """A figure for every field of the form that keeps every identity, most of them not 0."""
    rng = random.Random(seed)
    numbers: dict[str, int | float] = {}
    block = form.table("t3").blocks[0]
    people = [column.id for column in block.columns if column.role != "sum"]
    for column in people:
        results = 0
        for row in block.rows:
            if row.role == "leaf":
                numbers[f"t3.{row.id}.{column}"] = rng.randint(0, largest)
                results += int(numbers[f"t3.{row.id}.{column}"])
        new = rng.randint(0, results)
        left_over = rng.randint(0, largest)
        numbers[f"t3.received_new.{column}"] = new
        numbers[f"t3.carried_in.{column}"] = results + left_over - new
        numbers[f"t3.results_total.{column}"] = results
        numbers[f"t3.carried_out.{column}"] = left_over
    for row in block.rows:
        numbers[f"t3.{row.id}.total"] = sum(numbers[f"t3.{row.id}.{column}"] for column in people)
    for row in form.table("t4").blocks[0].rows:
        parts = [rng.randint(0, largest) for _ in range(4)]
        for column, part in zip(("upheld", "corrected", "other_outcome", "pending"), parts, strict=True):
            numbers[f"t4.{row.id}.{column}"] = part
        numbers[f"t4.{row.id}.total"] = sum(parts)
    for field in form.table("t2").fields.values():
        numbers[field.id] = rng.randint(0, largest)
        if field.kind == "amount":
            numbers[field.id] = round(rng.uniform(0, largest), 2)
    # A bureau makes no rules (规章): its row of them is 0.
    numbers |= {field.id: 0 for field in form.table("t2").fields.values() if field.row.id == "rules"}
    for name in ("normative_documents",):
        for stock, flow in (("in_force", "issued"), ("disclosed_total", "disclosed_new")):
            if f"t2.{name}.{stock}" in numbers:
                numbers[f"t2.{name}.{stock}"] = numbers[f"t2.{name}.{flow}"] + rng.randint(0, largest)
        if f"t2.{name}.made_new" in numbers:
            numbers[f"t2.{name}.made_new"] = numbers[f"t2.{name}.disclosed_new"]
    return {field.id: numbers[field.id] for field in form.fields()}


def printed(numbers: Mapping[str, int | float], changes: Printed | None = None) -> dict[str, str]:
    """The figures as printed, with some cells printed otherwise."""
    return {**{name: f"{number}" for name, number in numbers.items()}, **(changes or {})}


def figures(edition: str = "2021", variant: str | None = None, seed: int = 0, **changes: str) -> dict[str, str]:
    """A whole form's figures as printed; a change is named with ``__`` for the dots of its field."""
    made = form_figures(load(edition, variant), seed)
    return printed(made, {name.replace("__", "."): text for name, text in changes.items()})


def t2_rows(form: Form, shown: Printed, *, hidden: bool = False) -> list[list[Row]]:
    """Table 2 as one list of rows a 第二十条 item: caption, header, rows, over three value columns."""
    made = []
    for block in form.table("t2").blocks:
        count = len(block.columns)
        spans = [3 // count] * count
        spans[-1] += 3 - sum(spans)
        rows: list[Row] = [[C(block.caption, 1, 4)]]
        rows.append(["信息内容", *(C(column.label, 1, span) for column, span in zip(block.columns, spans, strict=True))])
        for row in block.rows:
            values = [shown[f"t2.{row.id}.{column.id}"] for column in block.columns]
            cells = [C(text, 1, span) for text, span in zip(values, spans, strict=True)]
            extra = ["0", "0"] if hidden and count == 1 else []
            rows.append([row.label, *(values if hidden else cells), *extra])
        made.append(rows)
    return made


def t3_header(form: Form) -> list[Row]:
    """The three header rows of table 3 with its corner note, over three label columns."""
    block = form.table("t3").blocks[0]
    note = form.table("t3").note
    middle: list[str | C] = []
    inner: list[str | C] = []
    for group, members in groupby(block.columns, key=lambda column: column.group):
        axes = list(members)
        if group:
            middle.append(C(group, 1, len(axes)))
            inner += [axis.label for axis in axes]
        else:
            middle += [C(axis.label, 2) for axis in axes]
    return [[C(note, 3, 3), C("申请人情况", 1, 7)], middle, inner]


def t3_body(form: Form, shown: Printed, *, spans: str = "proper", columns: Sequence[str] | None = None) -> list[Row]:
    """The rows of table 3. ``spans``: proper, ``empty`` (an empty cell where a row span was), ``none`` (left out)."""
    block = form.table("t3").blocks[0]
    names = columns or [column.id for column in block.columns]
    rows: list[Row] = []
    stage = group = ""
    for row in block.rows:
        cells: list[str | C] = []
        for level, (name, before) in enumerate(((row.stage, stage), (row.group, group))):
            if not name:
                continue
            alike = [one for one in block.rows if (one.stage, one.group)[level] == name]
            if name != before:
                cells.append(C(name, len(alike) if spans == "proper" else 1))
            elif spans == "empty":
                cells.append("")
        cells.append(C(row.label, 1, 3 - bool(row.stage) - bool(row.group)))
        rows.append([*cells, *(shown[f"t3.{row.id}.{name}"] for name in names)])
        stage, group = row.stage, row.group
    return rows


def t3_rows(form: Form, shown: Printed, *, spans: str = "proper") -> list[Row]:
    """Table 3 whole: header and rows."""
    return [*t3_header(form), *t3_body(form, shown, spans=spans)]


def t4_rows(form: Form, shown: Printed) -> list[Row]:
    """Table 4 as one table: three header rows and a line of fifteen figures."""
    block = form.table("t4").blocks[0]
    outcomes = [column.label for column in block.columns]
    groups = [row.id for row in block.rows]
    return [
        [C("行政复议", 1, 5), C("行政诉讼", 1, 10)],
        [*(C(one, 2) for one in outcomes), C("未经复议直接起诉", 1, 5), C("复议后起诉", 1, 5)],
        [*outcomes, *outcomes],
        [shown[f"t4.{group}.{column.id}"] for group in groups for column in block.columns],
    ]


def t4_pieces(form: Form, shown: Printed) -> list[list[Row]]:
    """Table 4 as three tables, each with its own group's name over its header."""
    block = form.table("t4").blocks[0]
    made: list[list[Row]] = []
    for row in block.rows:
        rows: list[Row] = [[C(row.group, 1, 5)]] if row.group else []
        rows.append([C(row.label, 1, 5)])
        rows.append([column.label for column in block.columns])
        rows.append([shown[f"t4.{row.id}.{column.id}"] for column in block.columns])
        made.append(rows)
    return made


def headings(form: Form) -> list[str]:
    """The six official headings."""
    return [f"{section.number}、{section.title}" for section in form.sections]


def whole(
    form: Form,
    shown: Printed,
    tables: Mapping[str, Sequence[Block]] | None = None,
    *,
    title: str = TITLE,
    flow: Callable[[Document], Sequence[str]] | None = None,
) -> Document:
    """A whole report; each table as the form prints it unless other blocks are given for its id."""
    printed_tables: dict[str, Sequence[Block]] = {
        "t2": [[row for piece in t2_rows(form, shown) for row in piece]],
        "t3": [t3_rows(form, shown)],
        "t4": [t4_rows(form, shown)],
        **(tables or {}),
    }
    one, two, three, four, five, six = headings(form)
    blocks: list[Block] = [title, one, OVERVIEW]
    for heading, name in ((two, "t2"), (three, "t3"), (four, "t4")):
        blocks += [heading, *printed_tables[name]]
    blocks += [five, PROBLEMS, six, FEES]
    made = document(*blocks)
    return made if flow is None else document(*blocks, flow=flow(made))


def lines_of(form: Form, shown: Printed, separator: str = " ") -> dict[str, list[str]]:
    """The three tables as lines of running text, one printed row a line, by table id."""
    lines: dict[str, list[str]] = {"t2": [], "t3": [], "t4": []}
    for block in form.table("t2").blocks:
        lines["t2"] += [block.caption, separator.join(["信息内容", *(column.label for column in block.columns)])]
        for row in block.rows:
            values = [shown[f"t2.{row.id}.{column.id}"] for column in block.columns]
            lines["t2"].append(separator.join([row.label, *values]))
    block = form.table("t3").blocks[0]
    lines["t3"] = [form.table("t3").note, "申请人情况", "自然人 法人或其他组织 总计", "商业企业 科研机构 社会公益组织 法律服务机构 其他"]
    stage = group = ""
    for row in block.rows:
        if row.stage and row.stage != stage:
            lines["t3"].append(row.stage)
        if row.group and row.group != group:
            lines["t3"].append(row.group)
        stage, group = row.stage, row.group
        values = [shown[f"t3.{row.id}.{column.id}"] for column in block.columns]
        lines["t3"].append(separator.join([row.label, *values]))
    outcomes = separator.join(column.label for column in form.table("t4").blocks[0].columns)
    lines["t4"] = ["行政复议 行政诉讼", "未经复议直接起诉 复议后起诉", f"{outcomes} {outcomes} {outcomes}"]
    fields = form.table("t4").fields.values()
    lines["t4"].append(separator.join(shown[field.id] for field in fields))
    return lines


def whole_text(form: Form, lines: Mapping[str, Sequence[str]], title: str = TITLE) -> str:
    """A whole report as text from the lines of its tables."""
    one, two, three, four, five, six = headings(form)
    parts = [title, one, OVERVIEW, two, *lines["t2"], three, *lines["t3"]]
    parts += [four, *lines["t4"], five, PROBLEMS, six, FEES]
    return "\n".join(parts)


def record_of(made: Document, name: str = "report.html") -> Report:
    """The record of a document built in memory."""
    return understand(made, SourceInfo(name))


def table_fields(form_table: FormTable) -> list[str]:
    """The ids of a table's fields in printed order."""
    return [field.id for field in form_table.fields.values()]


def silently_wrong(report: Report, truth: Printed) -> list[str]:
    """Fields whose value is not what the cell prints and which neither their reading nor a finding gives away.

    A field that the record's form does not have at all gives itself away.
    """
    named = {field for finding in report.findings for field in finding.fields}
    wrong = []
    for field, text in truth.items():
        want, got = read_cell(text), report.values.get(field)
        if got is None or (got.value, got.kind) == (want.value, want.kind):
            continue
        if got.reading == "conflict" or field in named:
            continue
        wrong.append(f"{field}: printed {text!r}, got {got!r}")
    return wrong


def not_right(report: Report, truth: Printed, fields: Iterable[str] | None = None) -> list[str]:
    """Fields that are not read as printed, or are in doubt."""
    wrong = []
    for field in truth if fields is None else fields:
        want, got = read_cell(truth[field]), report.values.get(field, MISSING)
        if (got.value, got.kind) != (want.value, want.kind) or got.reading == "conflict":
            wrong.append(f"{field}: printed {truth[field]!r}, got {got.value!r} {got.kind} {got.reading}")
    return wrong


def labels_of(
    form: Form, table_id: str, *, change: Mapping[str, str] | None = None, drop: Iterable[str] = (),
    swap: Sequence[str] = (), twice: Iterable[str] = (), strange: str = "", note: str | None = None,
    captions: Mapping[str, str] | None = None, page: int | None = None,
) -> PrintedTable:  # fmt: skip
    """The labels of a table as its cells print them: the form's, with some changed, dropped, exchanged or doubled.

    ``strange`` is a row label that was taken for none; ``note`` the corner note if it is not the form's, empty
    where none is printed; ``captions`` are by the row under them.
    """
    form_table = form.table(table_id)

    def printed_as(axes: Iterable[Axis]) -> tuple[Label, ...]:
        kept = [axis.id for axis in axes if axis.id not in set(drop)]
        if set(swap) & set(kept):
            one, other = (kept.index(name) for name in swap)
            kept[one], kept[other] = kept[other], kept[one]
        texts = {axis.id: axis.label for axis in axes} | dict(change or {})
        kept += [name for name in kept if name in set(twice)]
        return tuple(Label(name, texts[name], Place(page, anchor=name)) for name in kept)

    rows = printed_as([row for block in form_table.blocks for row in block.rows])
    columns = printed_as(list({c.id: c for block in form_table.blocks for c in block.columns}.values()))
    heads = {block.rows[0].id: block.caption for block in form_table.blocks if block.caption} | dict(captions or {})
    corner = form_table.note if note is None else note
    return PrintedTable(
        table_id, rows + ((Label(None, strange, Place(page)),) if strange else ()), columns,
        tuple(Label(name, text, Place(page)) for name, text in heads.items()),
        Label(None, corner, Place(page)) if corner else None,
    )  # fmt: skip


def report_with(
    changes: Printed | None = None, *, edition: str = "2021", variant: str | None = None,
    readings: Mapping[str, str] | None = None, missing: Iterable[str] = (), base: Mapping[str, int] | None = None,
    **more: object,
) -> Report:  # fmt: skip
    """A clean record of an edition, every cell 0 but for ``base``, with some cells printed otherwise."""
    form = load(edition, variant)
    shown = {field.id: "0" for field in form.fields()}
    shown |= {name: f"{number}" for name, number in (base or {}).items()}
    shown |= dict(changes or {})
    values = {}
    for name, text in shown.items():
        figure = read_cell(text)
        reading = (readings or {}).get(name, "agreed")
        place = Place(anchor=name)
        values[name] = Value(figure.value, figure.raw, figure.kind, figure.note, reading, place)  # type: ignore[arg-type]
    for name in missing:
        gone = [one for one in values if one == name or one.startswith(f"{name}.")]
        values |= dict.fromkeys(gone, MISSING)
    parts: dict[str, object] = {
        "sections": tuple(
            Section(section.id, f"{section.number}、{section.title}", TEXTS.get(section.id, ""),
                    Place(anchor=f"p{number}"))
            for number, section in enumerate(form.sections, 1)
        ),
        "headings": tuple(
            Heading(f"{section.number}、{section.title}", section.id, Place(anchor=f"p{number}"))
            for number, section in enumerate(form.sections, 1)
        ),
        "organ": ORGAN, "organ_basis": "title", "year": 2023 if edition == "2021" else 2020, "year_basis": "title",
        "kind": "department", "edition": edition, "title": TITLE, **more,
    }  # fmt: skip
    made = Report(SourceInfo("report.html"), values, **parts)  # type: ignore[arg-type]
    return with_statements(made)


def with_statements(report: Report) -> Report:
    """The record with the statements of its own texts."""
    return replace(report, statements=statements_of(report.preface, report.sections))

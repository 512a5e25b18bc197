"""What the reader saw of a source: its lines, its tables with spans, and how each value came about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from .display import clipped, one_line
from .errors import NianbaoError, SourceError
from .form import Form
from .media import PDF
from .model import Document, Line, Place, Table
from .record import MISSING, Report, Value
from .source import Source, Unreadable
from .tables.candidate import Route
from .tables.edition import form_of, wording_of
from .tables.flow_route import read_flow
from .tables.grid_route import read_grids
from .tables.reconcile import reconcile
from .tables.second import wanted

WIDEST = 100
LARGEST = 4000
"""The most pixels along a side of a picture."""


class NoSuchPage(NianbaoError, IndexError):
    """A page that a document does not have."""


def inspect_text(
    document: Document, report: Report, page: int | None = None, second: Callable[[], Document] | None = None
) -> str:
    """The document as the readers made it, block by block, then the form's fields: each route, and the record.

    ``report`` is the record of the same source; ``second`` reads that another way and is asked where the first
    reading is in doubt. With a page only what stands there; raises NoSuchPage where it has no such page.
    """
    if page is not None:
        _require(document, page)
    lines = [f"{one_line(report.source.name)}：{_shape(document)}"]
    lines += [f"  ! {remark.code} {remark.message}" for remark in document.remarks]
    lines += ["", "── 正文（按阅读次序）"]
    for block in document.body:
        if _on(block.place, page):
            lines += _block(block)
    if document.running:
        lines += ["", "── 页眉页脚"]
        lines += [f"  {_at(line.place)} {clipped(one_line(line.text), WIDEST)}" for line in document.running if _on(line.place, page)]
    lines += ["", *_routes(document, report, page, second)]
    return "\n".join(lines)


def _require(document: Document, page: int) -> None:
    if document.pages is None:
        raise NoSuchPage("这种格式不分页；去掉 --page。")
    if not 1 <= page <= document.pages:
        raise NoSuchPage(f"没有第 {page} 页，共 {document.pages} 页；改用 --page 1 至 {document.pages}。")


def _shape(document: Document) -> str:
    tables = sum(1 for _ in document.tables())
    pages = f"{document.pages} 页，" if document.pages else ""
    return f"{pages}{len(document.body)} 块，其中表格 {tables} 张；文字流 {len(document.flow)} 行"


def _on(place: Place, page: int | None) -> bool:
    return page is None or place.page is None or place.page == page


def _at(place: Place) -> str:
    if place.page is None:
        return f"[{place.anchor or ''}]"
    box = place.box
    return f"[第 {place.page} 页" + (f" {box.left:.2f},{box.top:.2f}]" if box else "]")


def _block(block: Line | Table) -> Iterator[str]:
    if isinstance(block, Line):
        yield f"  {_at(block.place)} {clipped(one_line(block.text), WIDEST)}"
        return
    yield f"  {_at(block.place)} 表格 {block.rows} 行 × {block.columns} 列"
    rows: dict[int, list[str]] = {}
    for cell in block.cells:
        spans = f"⟨{cell.row_span}×{cell.column_span}⟩" if cell.row_span > 1 or cell.column_span > 1 else ""
        rows.setdefault(cell.row, []).append(f"{one_line(cell.text) or '·'}{spans}")
    for number in sorted(rows):
        yield f"    {number + 1:>3}  " + " │ ".join(rows[number])


def _routes(document: Document, report: Report, page: int | None, second: Callable[[], Document] | None) -> Iterator[str]:
    form = form_of(wording_of(document))
    if form is None:
        yield "── 取值"
        yield "  没有认出任何一张规定的表格。"
        return
    grid, flow = read_grids(document, form), read_flow(document, form)
    first, doubts = reconcile(grid, flow, form)
    other = _read_again(second, form) if second is not None and wanted(first, doubts, form) else None
    yield f"── 取值（格线 ｜ 文字流{' ｜ 第二种读法' if other is not None else ''} → 结果）"
    counts = Counter(value.reading if value.kind != "missing" else "missing" for value in report.values.values())
    yield f"  格式 {form.edition}{'（' + form.variant + '）' if form.variant else ''}：" + "，".join(
        f"{name} {count}" for name, count in counts.most_common()
    )
    for name, value in report.values.items():
        if _on(value.place, page):
            again = "" if other is None else f" ｜ {_raw(other.get(name, MISSING))}"
            yield f"  {name:<48} {_raws(grid, name)} ｜ {_raws(flow, name)}{again} → {_told(value)}"
    for run in flow.runs:
        yield f"  连写：{one_line(' '.join(run.pieces))} → {len(run.fields)} 格（{run.fields[0]} 起）"
    for doubt in doubts:
        yield f"  首读存疑 {doubt.code} {doubt.why}：{one_line('、'.join(doubt.readings))}"


def _read_again(second: Callable[[], Document], form: Form) -> Mapping[str, Value]:
    """What both routes over the second reading come to; nothing where it cannot be read so."""
    try:
        document = second()
    except SourceError:
        return {}
    return reconcile(read_grids(document, form), read_flow(document, form), form)[0]


def _raws(route: Route, name: str) -> str:
    """What a route found for a field."""
    return "、".join(one_line(one.figure.raw) or "（空）" for one in route.found.get(name, [])) or "—"


def _raw(value: Value) -> str:
    return "—" if value.kind == "missing" else one_line(value.raw) or "（空）"


def _told(value: Value) -> str:
    return "没有读到" if value.kind == "missing" else f"{one_line(value.raw) or '（空）'} {value.kind} {value.reading}"


def picture(source: Source | Unreadable, document: Document, page: int, out: Path) -> None:
    """Write a PNG of a page of a PDF with its tables (red), cells (blue) and lines (grey) drawn on it.

    ``document`` is what was read of it. Raises SourceError for a source that is no PDF, NoSuchPage for a
    page that it does not have, OSError where the file cannot be written.
    """
    if isinstance(source, Unreadable) or source.media_type != PDF:
        raise SourceError("R-TYPE", "只有 PDF 才能画出页面；去掉 -o 看文字结果。", "Only a PDF has pages to draw; leave out -o.")
    _require(document, page)
    import pypdfium2
    from PIL import ImageDraw

    from .export.supply import replacing

    pdf = pypdfium2.PdfDocument(source.data)
    try:
        sheet = pdf[page - 1]
        # A page may be as large as a house; its picture is not.
        image = sheet.render(scale=min(2.0, LARGEST / max(*sheet.get_size(), 1.0))).to_pil().convert("RGB")
    finally:
        pdf.close()
    draw = ImageDraw.Draw(image)

    def outline(place: Place, colour: str, width: int) -> None:
        if place.page == page and place.box is not None:
            box = place.box
            corners = box.left * image.width, box.top * image.height, box.right * image.width, box.bottom * image.height
            draw.rectangle(corners, outline=colour, width=width)

    for block in document.body:
        if isinstance(block, Line):
            outline(block.place, "#999999", 1)
            continue
        for cell in block.cells:
            outline(cell.place, "#1f6feb", 2)
        outline(block.place, "#d1242f", 3)
    out.parent.mkdir(parents=True, exist_ok=True)
    with replacing(out) as part:
        image.save(part, format="PNG")

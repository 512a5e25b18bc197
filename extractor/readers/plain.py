"""Plain text and Markdown to a Document."""

from __future__ import annotations

import re

from ..encoding import decode
from ..model import CELL_BREAK, Cell, Document, Line, Place, Table, flow_of
from .blocks import UNSEEN, Block, DraftTable, unrolled
from .doubts import text_remarks
from .html_text import LEFTOVER
from .laid import laid_out
from .sizes import lines_within
from .stated import stated_date
from .tabbed import Run, TextLine, drafted, tables_in
from .unwrap import joined, unwrapped

_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85\x0b]")
_BODY_MARK = re.compile(r"[=\-—_*#\s]{2,}\s*正\s*文\s*[=\-—_*#\s]{2,}$")
_ENTRY = re.compile(
    r"(标\s*题|名\s*称|发布(?:时间|日期)|公开(?:时间|日期)|成文日期|生成日期|发文日期|文\s*号|发文字号|发布机构|公开主体|索\s*引\s*号|栏\s*目|来\s*源|分\s*类"
    r"|主题词|关键词|原文链接|链接|网址|URL|url|本地目录|采集时间|作\s*者)\s*[:：]\s*(.*)$"
)
_TITLE_ENTRY = re.compile(r"标\s*题|名\s*称")
_DATE_ENTRY = re.compile(r"(?:发布|公开)(?:时间|日期)")
_HEADER_LINES = 30
_PAGE_NUMBER = re.compile(
    r"[-—–－─~·]+\s*\d{1,3}\s*[-—–－─~·]+$|第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?$|\d{1,3}\s*/\s*共?\s*\d{1,3}\s*页$"
    r"|(?:Page|PAGE)\s*\d{1,3}(?:\s*of\s*\d{1,3})?$"
)
_HASHES = re.compile(r"\s*#{1,6}\s+")
_STRONG_LINE = re.compile(r"\s*(\*\*|__)(?!\*)(.+?)(?<!\*)\1\s*$")
_ISLAND_ENDS = re.compile(r"<(/?)table\b[^>]{0,2000}>", re.I)
_ISLAND_MARK = "\ufdd0"  # no character, so no text has it; and none is left in by what follows
_PARTS = re.compile(f"(\f|{_ISLAND_MARK}\\d+)")


def read_plain(data: bytes) -> Document:
    """The Document of plain text or Markdown; a line is anchored as ``L40``, a table row's cells as its line.

    Tab-separated rows, Markdown and other pipes, and ``<table>`` elements in Markdown become tables. Lines
    cut at the width of a page are put together to paragraphs in the body and stay as printed in the flow.
    Page numbers, and what a collector wrote before the text, are kept out of both. Raises nothing but SourceError
    R-LIMIT, for a text or a ``<table>`` beyond the limits.
    """
    text, encoding = decode(data)
    text = _LINE_ENDS.sub("\n", LEFTOVER.sub("", text))
    if not text.isascii():
        text = UNSEEN.sub("", text)
    islands: list[list[Block]] = []
    if "<table" in text.lower():
        text = _lifted(text.replace(_ISLAND_MARK, ""), islands)
    lines, pages = _lines(text)
    lines_within(len(lines))
    header, lines = _header(lines)
    running, lines = _page_numbers(lines, pages)
    body: list[Line | Table] = []
    flow: list[Line] = []
    for part in _parts(lines):
        if isinstance(part, Run) and not part.ruled:
            _add_cells(part, lines, body, flow)
        elif isinstance(part, Run):
            _add_table(drafted([cells for _, cells in part.rows]), [lines[index] for index, _ in part.rows], body, flow)
        else:
            _add_lines(part, islands, body, flow)
    titles = [entry[1] for entry in header if _TITLE_ENTRY.match(entry[0]) and entry[1]]
    dates = [entry[1] for entry in header if _DATE_ENTRY.match(entry[0]) and entry[1]]
    return Document(
        body=tuple(body),
        flow=tuple(flow),
        running=tuple(running),
        pages=pages if pages > 1 else None,
        title=titles[0] if titles else None,
        published=dates[0] if dates else stated_date({}, [line.text for line in lines[:8]]),
        encoding=encoding,
        remarks=text_remarks(tuple(flow), encoding),
    )


def _lines(text: str) -> tuple[list[TextLine], int]:
    """The lines that are not blank, and the number of pages; a form feed ends one."""
    lines: list[TextLine] = []
    page = 1
    gap = 0
    for number, whole in enumerate(text.split("\n"), 1):
        for line in _PARTS.split(whole) if "\f" in whole or _ISLAND_MARK in whole else (whole,):
            if line == "\f":
                page += 1
                continue
            if not line.strip(" \u3000\xa0"):
                gap += line is whole
                continue
            if "#" in line:
                line = _HASHES.sub("", line, count=1)
            if "**" in line or "__" in line:
                strong = _STRONG_LINE.match(line)
                line = strong[2] if strong else line
            lines.append(TextLine(line, number, page, gap))
            gap = 0
    # A form feed at the end begins no page.
    return lines, max(page - text.rstrip("\n \t").endswith("\f"), 1)


def _header(lines: list[TextLine]) -> tuple[list[tuple[str, str]], list[TextLine]]:
    """What a collector wrote before the text, as (name, value), and the lines after it."""
    mark = next(
        (index for index, line in enumerate(lines[:_HEADER_LINES]) if _BODY_MARK.match(line.text.strip())), None
    )
    entries: list[tuple[str, str]] = []
    for index, line in enumerate(lines[: _HEADER_LINES if mark is None else mark]):
        found = _ENTRY.match(line.text.strip())
        if found:
            entries.append((found[1], found[2].strip()))
        elif mark is None:
            # A page may print the same words over its text; two or more in a row from the top are a header.
            return (entries, lines[index:]) if len(entries) >= 2 else ([], lines)
    if mark is None:
        return [], lines
    return entries, lines[mark + 1 :]


def _page_numbers(lines: list[TextLine], pages: int) -> tuple[list[Line], list[TextLine]]:
    """The page numbers, and the lines without them; a bare number only where every page ends with its own."""
    numbers = {index for index, line in enumerate(lines) if _PAGE_NUMBER.match(line.text.strip())}
    if pages >= 3:
        last = {line.page: index for index, line in enumerate(lines) if index not in numbers}
        bare = {page: lines[index].text.strip() for page, index in last.items()}
        offsets = {int(text) - page if text.isdecimal() else None for page, text in bare.items()}
        if len(offsets) == 1 and None not in offsets:
            numbers.update(last.values())
    running = [Line(lines[index].text.strip(), Place(anchor=f"L{lines[index].number}")) for index in sorted(numbers)]
    return running, [line for index, line in enumerate(lines) if index not in numbers]


def _parts(lines: list[TextLine]) -> list[Run | list[TextLine]]:
    parts: list[Run | list[TextLine]] = []
    done = 0
    for run in tables_in(lines):
        parts += [lines[done : run.start], run]
        done = run.end
    return [part for part in [*parts, lines[done:]] if part]


def _add_lines(lines: list[TextLine], islands: list[list[Block]], body: list[Line | Table], flow: list[Line]) -> None:
    text: list[TextLine] = []
    for line in lines:
        if not line.text.startswith(_ISLAND_MARK):
            text.append(line)
            continue
        _add_text(text, body, flow)
        text = []
        for block in islands[int(line.text[1:])]:
            if isinstance(block.content, str):
                _add_text([line._replace(text=block.content)], body, flow)
            else:
                _add_table(block.content, [line] * block.content.rows, body, flow)
    _add_text(text, body, flow)


def _add_text(lines: list[TextLine], body: list[Line | Table], flow: list[Line]) -> None:
    """Add lines of text, and the tables among them that are laid out by columns; in the flow both stand as printed."""
    done = 0
    for start, end, table in laid_out(lines):
        _add_paragraphs(lines[done:start], body, flow)
        body.append(table)
        flow.extend(Line(line.text.strip(), _place(line)) for line in lines[start:end])
        done = end
    _add_paragraphs(lines[done:], body, flow)


def _add_paragraphs(lines: list[TextLine], body: list[Line | Table], flow: list[Line]) -> None:
    if lines:
        printed = {line: Line(text, _place(line)) for line in lines if (text := line.text.strip())}
        flow.extend(printed.values())
        for paragraph in unwrapped(lines):
            if len(paragraph) > 1:
                body.append(Line(joined(paragraph), printed[paragraph[0]].place))
            elif paragraph[0] in printed:
                body.append(printed[paragraph[0]])


def _add_cells(run: Run, lines: list[TextLine], body: list[Line | Table], flow: list[Line]) -> None:
    """Add cells whose rows nothing parts: each a paragraph of the body, the rows they are guessed to be in the flow."""
    for index, cells in run.rows:
        place = _place(lines[index])
        body.extend(Line(cell, place) for cell in cells if cell)
        flow.append(Line(CELL_BREAK.join(cells), place))


def _add_table(draft: DraftTable, lines: list[TextLine], body: list[Line | Table], flow: list[Line]) -> None:
    """Add a table whose rows stand on these lines, or what it lays out."""
    row = 0
    for block in unrolled(draft):
        if isinstance(block.content, str):
            found = Line(block.content.strip(), _place(lines[min(row, len(lines) - 1)]))
            if found.text:
                body.append(found)
                flow.append(found)
            row += 1
            continue
        table = Table(
            tuple(
                Cell(cell.text, cell.row, cell.column, cell.row_span, cell.column_span,
                     _place(lines[min(row + cell.row, len(lines) - 1)]))
                for cell in block.content.cells
            ),
            block.content.rows, block.content.columns, _place(lines[min(row, len(lines) - 1)]),
        )  # fmt: skip
        row += block.content.rows
        if any(cell.text.strip() for cell in table.cells):
            body.append(table)
            flow.extend(flow_of((table,)))


def _place(line: TextLine) -> Place:
    return Place(anchor=f"L{line.number}")


def _lifted(text: str, islands: list[list[Block]]) -> str:
    """The text with a mark for each ``<table>`` element in it; line breaks stay, for the numbers of lines."""
    from .html import fragment_blocks

    parts: list[str] = []
    done = depth = start = 0
    for tag in _ISLAND_ENDS.finditer(text):
        if not tag[1]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                markup = text[start : tag.end()]
                parts += text[done:start], f"{_ISLAND_MARK}{len(islands)}", "\n" * markup.count("\n")
                islands.append(fragment_blocks(markup))
                done = tag.end()
    return "".join([*parts, text[done:]])

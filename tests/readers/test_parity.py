"""One report as HTML, DOCX and tab-separated text: the same body and the same grids."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from html import escape

import pytest

from extractor.model import Document, Line, Table
from extractor.readers.docx import read_docx
from extractor.readers.html import read_html
from extractor.readers.plain import read_plain

Row = list[tuple[str, int, int]]  # text, row span, column span of the cells that begin in a row
Block = str | list[Row]

REPORT: list[Block] = [
    "青川湾市云岭区发展和改革局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "2023年，本局主动公开政府信息12条，收到申请3件。",
    "二、主动公开政府信息情况",
    [
        [("第二十条第（一）项", 1, 4)],
        [("信息内容", 1, 1), ("本年制发件数", 1, 1), ("本年废止件数", 1, 1), ("现行有效件数", 1, 1)],
        [("规章", 1, 1), ("0", 1, 1), ("", 1, 1), ("/", 1, 1)],
        [("行政规范性文件", 1, 1), ("2", 1, 1), ("0", 1, 1), ("18（其中修订1件）", 1, 1)],
        [("第二十条第（八）项", 1, 4)],
        [("行政事业性收费", 1, 1), ("160.5964", 1, 3)],
    ],
    "三、收到和处理政府信息公开申请情况",
    [
        [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 2, 2), ("申请人情况", 1, 3)],
        [("自然人", 1, 1), ("商业 企业", 1, 1), ("总计", 1, 1)],
        [("一、本年新收政府信息公开申请数量", 1, 2), ("3", 1, 1), ("0", 1, 1), ("3", 1, 1)],
        [("三、本年度办理结果", 3, 1), ("（一）予以公开", 1, 1), ("2", 1, 1), ("0", 1, 1), ("2", 1, 1)],
        [("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 1, 1), ("", 1, 1), ("", 1, 1), ("", 1, 1)],
        [("（七）总计", 1, 1), ("2", 1, 1), ("0", 1, 1), ("2", 1, 1)],
        [("四、结转下年度继续办理", 1, 2), ("1", 1, 1), ("0", 1, 1), ("1", 1, 1)],
    ],
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
    "本年度未收取信息处理费。",
    "2024年1月17日",
]


def laid(rows: list[Row]) -> list[list[str]]:
    """The text of each position: a cell's where it begins, else nothing."""
    columns = sum(span for _, _, span in rows[0])
    grid = [[""] * columns for _ in rows]
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for text, down, across in cells:
            while (row, column) in taken:
                column += 1
            grid[row][column] = text
            taken |= {(row + r, column + c) for r in range(down) for c in range(across)}
    return grid


def as_html(report: list[Block]) -> bytes:
    parts = []
    for block in report:
        if isinstance(block, str):
            parts.append(f"<p>&nbsp;&nbsp;<span>{escape(block[:3])}</span>{escape(block[3:])}</p>")
        else:
            rows = "".join(
                "<tr>" + "".join(f'<td rowspan="{r}" colspan="{c}"><p> {escape(text)} </p></td>' for text, r, c in row) + "</tr>\n"
                for row in block
            )
            parts.append(f"<table>{rows}</table>")
    return f"<!doctype html><html><body><div>{''.join(parts)}</div></body></html>".encode()


def as_docx(report: list[Block]) -> bytes:
    def paragraph(text: str) -> str:
        half = len(text) // 2
        runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in (text[:half], text[half:]))
        return f"<w:p>{runs}</w:p>"

    parts = []
    for block in report:
        if isinstance(block, str):
            parts.append(paragraph("\u3000\u3000" + block))
            continue
        going: dict[int, tuple[int, int]] = {}  # column: rows still to come and width of a cell from above
        rows = []
        for row in block:
            line, column, waiting = "", 0, list(row)
            while waiting or column in going:
                if column in going:
                    left, across = going.pop(column)
                    line += f'<w:tc><w:tcPr><w:gridSpan w:val="{across}"/><w:vMerge/></w:tcPr><w:p/></w:tc>'
                    if left > 1:
                        going[-column - 1] = left - 1, across
                else:
                    text, down, across = waiting.pop(0)
                    merge = '<w:vMerge w:val="restart"/>' if down > 1 else ""
                    line += f'<w:tc><w:tcPr><w:gridSpan w:val="{across}"/>{merge}</w:tcPr>{paragraph(text)}</w:tc>'
                    if down > 1:
                        going[-column - 1] = down - 1, across
                column += across
            going = {-key - 1: value for key, value in going.items()}
            rows.append(f"<w:tr>{line}</w:tr>")
        parts.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body>{''.join(parts)}</w:body></w:document>",
        )
    return stream.getvalue()


def as_text(report: list[Block]) -> bytes:
    lines = []
    for block in report:
        lines += ["    " + block] if isinstance(block, str) else ["\t".join(row) for row in laid(block)]
    return "\r\n".join(lines).encode("gb18030")


def body(document: Document) -> list[str | list[list[str]]]:
    """Paragraphs, and tables with each cell's text where it begins."""
    found: list[str | list[list[str]]] = []
    for block in document.body:
        if isinstance(block, Line):
            found.append(block.text)
        else:
            assert isinstance(block, Table)
            grid = [[""] * block.columns for _ in range(block.rows)]
            for cell in block.cells:
                grid[cell.row][cell.column] = cell.text
            found.append(grid)
    return found


@pytest.mark.parametrize(("make", "reader"), [(as_html, read_html), (as_docx, read_docx), (as_text, read_plain)])
def test_every_format_gives_the_same_report(
    make: Callable[[list[Block]], bytes], reader: Callable[[bytes], Document]
) -> None:
    document = reader(make(REPORT))
    assert body(document) == [block if isinstance(block, str) else laid(block) for block in REPORT]
    assert document.remarks == () and document.running == ()


@pytest.mark.parametrize(("make", "reader"), [(as_html, read_html), (as_docx, read_docx)])
def test_spans_are_kept_where_the_format_has_them(
    make: Callable[[list[Block]], bytes], reader: Callable[[bytes], Document]
) -> None:
    spans = [
        [(cell.text, cell.row_span, cell.column_span) for cell in table.cells] for table in reader(make(REPORT)).tables()
    ]
    assert spans == [[cell for row in block for cell in row] for block in REPORT if not isinstance(block, str)]


def test_flow_is_the_same_for_html_and_docx() -> None:
    html, docx = read_html(as_html(REPORT)), read_docx(as_docx(REPORT))
    assert [line.text for line in html.flow] == [line.text for line in docx.flow]
    assert "规章\t0\t\t/" in [line.text for line in html.flow]

"""Files made to do harm: each is one record with one finding that says what to do, in little time and memory."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from extractor import extract, limits
from extractor.errors import SourceError
from extractor.marks import status_of
from extractor.media import media_type
from extractor.model import Document, Line
from extractor.readers import apart, sizes
from extractor.readers.pdf_streams import is_plain
from extractor.source import Source, sources

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
HTML, TEXT, PDF, DOCX = (sorted(SAMPLES.glob(f"2021*.{suffix}"))[0].read_bytes() for suffix in ("html", "txt", "pdf", "docx"))
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
MOST_SECONDS = 20.0
"""Of processor time, of which the slowest of these takes a tenth."""


# -- bombs, made on the spot ------------------------------------------------------------------------------------------


def docx(body: Iterable[str], before: str = "", parts: dict[str, str] | None = None, encoding: str = "utf-8") -> bytes:
    """A .docx of this body, written piece by piece."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w") as part:
            part.write(f'<?xml version="1.0" encoding="{encoding}"?>{before}<w:document xmlns:w="{W}"><w:body>'.encode(encoding))
            for piece in body:
                part.write(piece.encode(encoding.replace("16", "16-le")))
            part.write("</w:body></w:document>".encode(encoding.replace("16", "16-le")))
        for name, content in (parts or {}).items():
            package.writestr(name, content)
    return stream.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


LAUGHS = '<!ENTITY a "lol">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
ELSEWHERE = '<!ENTITY i SYSTEM "file:///etc/hostname">'


def document_type(entities: str) -> str:
    return f"<!DOCTYPE w [{entities}]>"


def pdf(content: bytes, keys: str = "", more: Iterable[bytes] = (), pages: int = 1, resources: str = "/Font<</F 3 0 R>>") -> bytes:
    """A PDF whose pages all print the same stream; ``more`` objects are numbered from 5."""
    first = 5 + len(list(more))
    kids = " ".join(f"{first + number} 0 R" for number in range(pages))
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", stream(content, keys), *more, *[page] * pages,
    ]  # fmt: skip
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, text in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return bytes(made + b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, rows) + end)


def stream(content: bytes, keys: str = "") -> bytes:
    return f"<</Length {len(content)}{keys}>>\nstream\n".encode() + content + b"\nendstream"


def flate(pieces: Iterable[bytes]) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*map(packer.compress, pieces), packer.flush()])


FLATE = "/Filter/FlateDecode"
SHOWN = b"BT /F 12 Tf 10 10 Td (a) Tj ET\n"
FORM = "/Type/XObject/Subtype/Form/BBox[0 0 500 500]/Resources<</XObject<</X {} 0 R>>>>"


def with_more(markup: str) -> bytes:
    return HTML.replace(b"</body>", markup.encode() + b"</body>", 1)


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "10,000 pages": ("R-LIMIT", lambda: pdf(SHOWN, pages=10_000)),
    "a page of 150,000 characters": ("R-LIMIT", lambda: pdf(b"BT /F 9 Tf 9 9 Td " + b"(1234567890) Tj " * 15_000 + b"ET")),
    "arrays in arrays in a page": ("R-NOTEXT", lambda: pdf(b"[" * 500_000)),
    "a length that lies": ("R-NOTREPORT", lambda: pdf(SHOWN).replace(b"/Length 31", b"/Length 9999999999")),
    "a .docx of 400 MB": ("R-LIMIT", lambda: docx(paragraph("一" * 300) * 1100 for _ in range(400))),
    "a .docx of a million tags": ("R-LIMIT", lambda: docx(["<w:p/>" * 1_000_001])),
    "a .docx of tables in tables": ("R-LIMIT", lambda: docx(["<w:tbl><w:tr><w:tc>" * 10_000, "</w:tc></w:tr></w:tbl>" * 10_000])),
    "a .docx of text boxes": ("R-LIMIT", lambda: docx(["<w:p>", "<w:r><w:txbxContent><w:p/></w:txbxContent></w:r>" * 2001, "</w:p>"])),
    "a .docx table of 63 by 6,000": ("R-LIMIT", lambda: docx(["<w:tbl>", f"<w:tr>{cell('1')}<w:tc/></w:tr>" * 60_000, "</w:tbl>"])),
    "laughs in a .docx": ("R-BROKEN", lambda: docx([paragraph("&i;")], document_type(LAUGHS))),
    "laughs in a .docx in UTF-16": ("R-BROKEN", lambda: docx([paragraph("&i;")], document_type(LAUGHS), encoding="utf-16")),
    "a file from elsewhere in a .docx": ("R-BROKEN", lambda: docx([paragraph("&i;")], document_type(ELSEWHERE))),
    "a file from elsewhere, in UTF-16": ("R-BROKEN", lambda: docx([paragraph("&i;")], document_type(ELSEWHERE), encoding="utf-16")),
    "100 MB of tables in tables": ("R-LIMIT", lambda: b"<html><body>" + b"<table><tr><td>" * 6_600_000),
    "a million tables": ("R-LIMIT", lambda: HTML + b"<table>" * 1_000_000),
    "300 tables in tables": ("R-LIMIT", lambda: with_more("<table><tr><td>" * 300)),
    "60,001 paragraphs": ("R-LIMIT", lambda: with_more("<p>一" * 60_001)),
    "a table of 1,000 columns of 100": ("R-LIMIT", lambda: with_more(f"<table>{'<tr><td colspan=100 rowspan=999>1' * 1100}</table>")),
    "rows that all columns reach into": ("R-LIMIT", lambda: with_more(f"<table><tr>{'<td rowspan=900>1' * 1000}{'<tr><td>1' * 900}</table>")),
    "MHTML of 20,000 parts": ("R-LIMIT", lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
                              + b"--x\r\nContent-Type: text/plain\r\n\r\na\r\n" * 20_000),
    "MHTML in MHTML": ("R-LIMIT", lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b0\r\n\r\n" + b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(5000))),
    "text of 100 MB": ("R-LIMIT", lambda: "一、总体情况\n".encode() * 5_000_000),
    "text of 100,000 lines": ("R-LIMIT", lambda: TEXT + "一、总体情况\n".encode() * 100_000),
    "a line of 5 MB": ("R-LIMIT", lambda: TEXT + "（".encode() * 5_000_000),
    "tables in tables in text": ("R-LIMIT", lambda: TEXT + b"<table>" * 1000 + b"</table>" * 1000),
    "zeros": ("R-TYPE", lambda: bytes(5_000_000)),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_one_record_with_one_finding_in_little_time(name: str, crew: None) -> None:
    code, make = BOMBS[name]
    data = make()
    started = time.process_time()
    report = extract(data)
    assert time.process_time() - started < MOST_SECONDS
    (found,) = report.findings
    assert (found.code, found.severity, status_of(report)) == (code, "error", "unread")
    assert found.message.endswith("。") and {value.kind for value in report.values.values()} == {"missing"}


HARMLESS: dict[str, Callable[[], bytes]] = {
    "spans of a million": lambda: with_more("<table>" + "<tr><td colspan=1000000>1</td><td rowspan=1000000>2</td></tr>" * 100 + "</table>"),
    "an attribute of 2 MB": lambda: with_more(f"<p title='{'a' * 2_000_000}'>。</p>"),
    "laughs": lambda: f"<!DOCTYPE html [{LAUGHS}]>".encode() + HTML,
    "files and hosts elsewhere": lambda: with_more('<iframe src="http://127.0.0.1:9/"></iframe><img src="file:///etc/passwd"><object data="x">' * 99),
    "comments that never end": lambda: HTML.replace(b"<html", b"<!--" * 50 + b"--><html", 1),
    "a style of blanks": lambda: with_more(f"<p style='display{' ' * 200_000}:none'>。</p>"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_does_no_harm_costs_no_report(name: str, crew: None) -> None:
    started = time.process_time()
    report = extract(HARMLESS[name]())
    assert time.process_time() - started < MOST_SECONDS
    whole = extract(HTML)
    assert {key: value.value for key, value in report.values.items()} == {key: value.value for key, value in whole.values.items()}
    assert [one.code for one in report.findings if one.severity == "error"] == []


def test_wide_spans_of_a_docx_cost_nothing() -> None:
    wide = cell("1", '<w:gridSpan w:val="1000000"/>')
    row = f"<w:tr><w:trPr><w:gridBefore w:val='999999999'/></w:trPr>{wide}</w:tr>"
    assert [one.code for one in extract(docx([f"<w:tbl>{row * 50}</w:tbl>"])).findings] == ["R-NOTREPORT"]


def test_one_header_named_often_is_read_once_and_styles_based_on_styles_end() -> None:
    header, style = ('<Relationship Id="a" Type="x/header" Target="h.xml"/>', '<Relationship Id="b" Type="x/styles" Target="s.xml"/>')
    often = RELATIONS.format(header * 100_000 + style)
    styles = "".join(
        f'<w:style w:styleId="s{n}" w:type="paragraph"><w:basedOn w:val="s{n + 1}"/><w:rPr><w:vanish w:val="{int(n == 9999)}"/></w:rPr></w:style>'
        for n in range(10_000)
    )
    parts = {
        "word/_rels/document.xml.rels": often, "word/s.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "word/h.xml": f'<w:hdr xmlns:w="{W}">{paragraph("页眉") * 1000}</w:hdr>',
    }  # fmt: skip
    body = (f'<w:p><w:pPr><w:pStyle w:val="s{n}"/></w:pPr><w:r><w:t>一</w:t></w:r></w:p>' for n in range(5000))
    started = time.process_time()
    assert [one.code for one in extract(docx(body, parts=parts)).findings] == ["R-NOTREPORT"]
    assert time.process_time() - started < MOST_SECONDS


def test_comments_before_a_page_are_passed_over_at_once() -> None:
    started = time.process_time()
    assert media_type(b"<!-- -->" * 8_000 + b"x") == "text/plain"
    assert media_type(b"<!-- a - b --->\n" * 2_000 + b"<table>") == "text/html"
    assert time.process_time() - started < 2.0


def test_a_docx_that_has_lost_a_piece_is_broken_or_the_same() -> None:
    """Its directory then points before its beginning."""
    whole = extract(DOCX).values
    reports = [extract(DOCX[:4] + DOCX[4 + length :]) for length in range(200, len(DOCX) // 2, 400)]
    assert {one.code for report in reports for one in report.findings} == {"R-BROKEN"}
    assert all(report.findings or report.values == whole for report in reports)


def test_ten_thousand_headings() -> None:
    """Which of them begin the sections is told in a time that grows with their number, not with its square."""
    text = TEXT + "二、主动公开政府信息情况\n一、总体情况\n".encode() * 5_000
    started = time.process_time()
    report = extract(text)
    assert time.process_time() - started < MOST_SECONDS and report.sections


# -- what pdfium could not bear ---------------------------------------------------------------------------------------


def draws_itself() -> bytes:
    """A form that draws itself twice: two drawings, four, eight, …"""
    return pdf(b"/X Do", more=[stream(b"/X Do /X Do", FORM.format(5))], resources="/XObject<</X 5 0 R>>")


SUSPECT: dict[str, Callable[[], bytes]] = {
    "a stream that unpacks to 64 MB": lambda: pdf(flate([b" " * (1 << 20)] * 64), FLATE),
    "streams of 17 MB together": lambda: pdf(SHOWN, more=[stream(flate([b" " * (1 << 20)]), FLATE)] * 17),
    "a stream packed twice": lambda: pdf(zlib.compress(flate([SHOWN])), "/Filter[/FlateDecode/FlateDecode]"),
    "a stream packed another way": lambda: pdf(b"80 0B 60 50 22 0C 0C 85 01>", "/Filter/LZWDecode"),
    "a filter told elsewhere": lambda: pdf(flate([SHOWN]), "/Filter 9 0 R"),
    "a filter in letters by number": lambda: pdf(flate([SHOWN]), "/Filter/Fl#61teDecode"),
    "a form that draws itself": draws_itself,
    "a packed form that draws itself": lambda: pdf(b"/X Do", more=[stream(flate([b"/X Do /X Do"]), FLATE + FORM.format(5))]),
    "an encrypted file": lambda: pdf(SHOWN).replace(b"trailer\n<<", b"trailer\n<</Encrypt 9 0 R"),
}


@pytest.mark.parametrize("name", SUSPECT)
def test_a_pdf_that_may_be_a_bomb_is_not_read_in_this_process(name: str) -> None:
    assert not is_plain(SUSPECT[name]())


def test_an_everyday_pdf_is_read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.workers.answers", None)
    for path in SAMPLES.glob("*.pdf"):
        assert is_plain(path.read_bytes())
    assert status_of(extract(PDF)) == "clean"


@pytest.mark.parametrize("make", [draws_itself, lambda: pdf(flate([SHOWN * 1000] * 3000), FLATE)], ids=["draws itself", "unpacks to 90 MB"])
def test_a_pdf_that_would_end_the_process_is_one_finding(make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch, crew: None) -> None:
    monkeypatch.setattr(apart, "APART_SECONDS", 1.0)
    report = extract(make())
    (found,) = report.findings
    assert found.code == "R-LIMIT" and "打印成新的 PDF" in found.message


def test_what_is_read_apart_gives_the_same_record(monkeypatch: pytest.MonkeyPatch, crew: None) -> None:
    records = [extract(data).to_dict() for data in (HTML, TEXT, PDF)]
    monkeypatch.setattr(apart, "_is_plain", lambda name, data: False)
    assert [extract(data).to_dict() for data in (HTML, TEXT, PDF)] == records
    broken = extract(PDF[: len(PDF) // 2]).findings
    assert [one.code for one in broken] == ["R-BROKEN"] and "重新下载" in broken[0].message


def test_a_document_of_too_much_text_or_too_many_cells_is_refused() -> None:
    lines = tuple(Line("一" * 1000) for _ in range(limits.CHARACTERS // 1000 + 1))
    for document in (Document(lines, lines), Document((Line("一"),) * (limits.PIECES + 1), ())):
        with pytest.raises(SourceError, match="R-LIMIT"):
            sizes.document_within(document)


# -- archives ---------------------------------------------------------------------------------------------------------


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def test_an_archive_writes_nothing_wherever_its_names_lead(tmp_path: Path) -> None:
    names = ["../../up.html", "/abs.html", "C:\\x\\y.html", "a\\..\\..\\b.html", "\x1b[31m.html", "n\nl.html", "con.html"]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(zipped(dict.fromkeys(names, HTML)))
    before = sorted(tmp_path.rglob("*"))
    found = list(sources([str(tmp_path / "in" / "a.zip")]))
    read = [one for one in found if isinstance(one, Source)]
    assert len(read) == 5 and len(found) == 6, "those that lead out are told of together"
    assert not any("/" in one.name or "\\" in one.name for one in found)
    assert sorted(tmp_path.rglob("*")) == before


def test_an_archive_that_unpacks_to_too_much_ends_there(tmp_path: Path) -> None:
    inner = zipped({f"{number}.html": bytes(50 << 20) for number in range(2)})
    (tmp_path / "a.zip").write_bytes(zipped({f"{number}.zip": inner for number in range(40)}))
    started = time.process_time()
    codes = {getattr(one, "code", "") for one in sources([str(tmp_path / "a.zip")])}
    assert codes == {"R-LIMIT"} and time.process_time() - started < MOST_SECONDS


# -- nothing is fetched, opened or run --------------------------------------------------------------------------------


def test_no_socket_is_made_and_no_other_file_is_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, crew: None) -> None:
    links = '<base href="http://127.0.0.1:9/"><link rel=stylesheet href="x.css"><img src="x.png"><meta http-equiv=refresh content="0;url=x">'
    linked = RELATIONS.format('<Relationship Id="a" Type="x/attachedTemplate" TargetMode="External" Target="http://127.0.0.1:9/x.dotm"/>')
    files = {
        "a.html": with_more(links), "b.docx": docx([paragraph("一、总体情况")], parts={"word/_rels/document.xml.rels": linked}),
        "c.pdf": pdf(SHOWN).replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/Launch/F(calc)>>/AA<<>>"), "d.txt": TEXT,
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        extract(tmp_path / name)  # what is imported on the way is opened now
    touched: list[str] = []

    def refused(*_: object, **__: object) -> socket.socket:
        raise AssertionError("a socket was made")

    def watching(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and watched:
            touched.append(str(arguments[0]))
        elif event in ("subprocess.Popen", "os.system", "os.exec") and watched:
            touched.append(event)

    watched = False
    sys.addaudithook(watching)
    monkeypatch.setattr(socket, "socket", refused)
    watched = True
    try:
        for name in files:
            extract(tmp_path / name)
    finally:
        watched = False
    assert set(touched) <= {str(tmp_path / name) for name in files}


# -- text -------------------------------------------------------------------------------------------------------------


RUNS = {
    "digits": "1", "figures": "17 ", "numerals": "一二三", "numbers": "一、", "brackets": "（", "pairs": "（）",
    "documents": "〔2023〕", "years": "2023年", "dates": "2023年1月1日", "shares": "12.5%，", "blanks": " ",
    "wide blanks": "\u3000", "quotes": "“", "pieces": "17件", "growth": "同比增长", "parts": "其中，", "stops": "。",
    "places": "1.", "thousands": "1,", "slashes": "/", "dashes": "-", "books": "《", "bureaus": "局", "underscores": "_",
    "stars": "*", "hashes": "#", "ampersands": "&", "tags": "<p", "marks": "\u0301", "tabs": "\t", "pipes": "|",
    "lines": "一、总体情况\n", "titles": "2023年政府信息公开工作年度报告\n", "cells": "\t\n", "page ends": "\x0c",
    "zero widths": "\u200b", "turned": "\u202e", "halves": "\ud800",
}  # fmt: skip


def places(run: str) -> Iterator[bytes]:
    """A run put into the title, the prose and a cell of a report."""
    text = TEXT.decode()
    for mark in ("财政局", "一、总体情况\n", "规章\t"):
        at = text.index(mark) + len(mark)
        yield (text[:at] + run + text[at:]).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("name", RUNS)
def test_no_run_of_characters_takes_long(name: str) -> None:
    """30,000 characters: what grows with the square of the length takes minutes, the rest a fraction of a second."""
    run = RUNS[name] * (30_000 // len(RUNS[name]))
    for data in places(run):
        started = time.process_time()
        report = extract(data)
        assert time.process_time() - started < MOST_SECONDS / 4
        report.to_json().encode()


def test_fuzzing_finds_nothing(tmp_path: Path) -> None:
    """A small part of what `scripts/fuzz.py` does; a failure tells how it is made again."""
    command = [sys.executable, ROOT / "scripts/fuzz.py", "--files", "150", "--seed", "11", "--keep", tmp_path]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "| **pdf** | all | 30 |" in result.stdout and "150 files" in result.stdout

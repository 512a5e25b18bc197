"""DOCX packages, made here part by part, and what Word would print of them."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

import pytest

from extractor.errors import SourceError
from extractor.model import Document, Line
from extractor.readers.docx import read_docx

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def p(text: str = "", properties: str = "", run: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(p, text.split('|')))}</w:tc>"


def tbl(*rows: str) -> str:
    return "<w:tbl><w:tblPr/><w:tblGrid/>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def package(body: str, **parts: str | bytes) -> bytes:
    """A package of this body; other parts by name, with ``__`` for ``/`` and ``_xml`` for ``.xml``."""
    named = {name.replace("__", "/").replace("_xml", ".xml").replace("_html", ".html"): part for name, part in parts.items()}
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{name.rpartition("/")[2].rstrip("0123456789.xml")}"'
        f' Target="{name.removeprefix("word/")}"/>'
        for number, name in enumerate(named)
        if name.startswith("word/")
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
        )
        for name, part in named.items():
            archive.writestr(name, part)
    return stream.getvalue()


def read(body: str, **parts: str | bytes) -> Document:
    return read_docx(package(body, **parts))


def texts(document: Document) -> list[str]:
    return [block.text for block in document.body if isinstance(block, Line)]


def cells(document: Document) -> list[tuple[str, int, int, int, int]]:
    return [
        (cell.text, cell.row, cell.column, cell.row_span, cell.column_span)
        for table in document.tables() for cell in table.cells
    ]


def w(name: str, value: str) -> str:
    return f'<w:{name} w:val="{value}"/>'


# -- tables ----------------------------------------------------------------------------------------------------------


def test_spans_across_and_down() -> None:
    document = read(tbl(
        tc("三、本年度|办理结果", w("vMerge", "restart")) + tc("（一）予以公开", w("gridSpan", "2")) + tc("5"),
        tc("", "<w:vMerge/>") + tc("（三）不予公开", w("vMerge", "restart")) + tc("1.属于国家秘密") + tc("0"),
        tc("", w("vMerge", "continue")) + tc("", "<w:vMerge/>") + tc("2.其他") + tc(""),
        tc("四、结转下年度继续办理", w("gridSpan", "3")) + tc("1"),
    ))
    assert cells(document) == [
        ("三、本年度\n办理结果", 0, 0, 3, 1), ("（一）予以公开", 0, 1, 1, 2), ("5", 0, 3, 1, 1),
        ("（三）不予公开", 1, 1, 2, 1), ("1.属于国家秘密", 1, 2, 1, 1), ("0", 1, 3, 1, 1),
        ("2.其他", 2, 2, 1, 1), ("", 2, 3, 1, 1), ("四、结转下年度继续办理", 3, 0, 1, 3), ("1", 3, 3, 1, 1),
    ]  # fmt: skip
    table = next(document.tables())
    assert (table.rows, table.columns, table.cells[-1].place.anchor) == (4, 4, "t1.r4.c4")


def test_cells_left_out_before_and_after_a_row() -> None:
    row = f"<w:trPr>{w('gridBefore', '1')}{w('gridAfter', '1')}</w:trPr>" + tc("b")
    assert cells(read(tbl(tc("a") + tc("x") + tc("c"), row))) == [
        ("a", 0, 0, 1, 1), ("x", 0, 1, 1, 1), ("c", 0, 2, 1, 1), ("b", 1, 1, 1, 1)]  # fmt: skip


def test_a_continued_cell_with_nothing_above_it_is_a_cell() -> None:
    assert cells(read(tbl(tc("甲", "<w:vMerge/>") + tc("1")))) == [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1)]


def test_bad_spans_are_clipped() -> None:
    document = read(tbl(tc("题", w("gridSpan", "99999")) + tc("x", w("gridSpan", "-2")), tc("a", w("gridSpan", "q")) + tc("b")))
    assert [cell[:3] for cell in cells(document)] == [("题", 0, 0), ("x", 0, 63), ("a", 1, 0), ("b", 1, 1)]


def test_nested_table_and_report_inside_one_cell() -> None:
    inner = tbl(tc("甲") + tc("2"))
    document = read(tbl(tc("项目") + tc("数量") + tc("备注"), tc("行政许可") + tc("1") + f"<w:tc>{inner}<w:p/></w:tc>"))
    assert [[cell.text for cell in table.cells] for table in document.tables()] == [
        ["项目", "数量", "备注", "行政许可", "1", ""], ["甲", "2"]]
    whole = p("一、总体情况") + p("文字") + inner
    assert read(f"<w:tbl><w:tr><w:tc>{whole}</w:tc></w:tr></w:tbl>").body == read(whole).body


def test_paragraphs_with_tabs_in_step_are_a_table_and_other_tabs_blanks() -> None:
    def row(*texts: str) -> str:
        return "<w:p><w:r>" + "<w:tab/>".join(f"<w:t>{text}</w:t>" for text in texts) + "</w:r></w:p>"

    document = read(row("局长", "张某") + p("说明：以下为汇总情况。") + row("规章", "0", "", "1") + row("规范性文件", "2", "0", "3") + p("末"))
    assert texts(document) == ["局长 张某", "说明：以下为汇总情况。", "末"]
    assert [cell[0] for cell in cells(document)] == ["规章", "0", "", "1", "规范性文件", "2", "0", "3"]


# -- text ------------------------------------------------------------------------------------------------------------


def test_runs_breaks_symbols_and_invisible_characters() -> None:
    body = (
        '<w:p><w:r><w:t>报</w:t><w:softHyphen/><w:t xml:space="preserve">告 </w:t></w:r><w:r><w:t>12</w:t><w:noBreakHyphen/>'
        '<w:t>3</w:t><w:br/><w:t>次\u200b行</w:t><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Symbol" w:char="F031"/>'
        '<w:br w:type="page"/><w:t>末行</w:t></w:r></w:p>'
    )
    assert texts(read(body)) == ["报告 12-3", "次行√1", "末行"]


def test_tracked_changes() -> None:
    body = (
        "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>11</w:delText><w:t>11</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>件</w:t></w:r></w:moveTo></w:p>"
        + p("上半", "<w:rPr><w:del/></w:rPr>") + p("下半")
        + tbl(tc("甲") + tc("1"), "<w:trPr><w:del/></w:trPr>" + tc("乙") + tc("2"), tc("丙") + tc("3"))
    )  # fmt: skip
    document = read(body)
    assert texts(document) == ["共12件", "上半下半"]
    assert [cell[0] for cell in cells(document)] == ["甲", "1", "丙", "3"]


def test_hidden_text_by_run_and_by_style() -> None:
    styles = f"""<w:styles {NAMESPACES}><w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>
      <w:style w:type="paragraph" w:styleId="top"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"""
    body = (
        "<w:p><w:r><w:t>见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>明</w:t></w:r><w:r><w:rPr><w:rStyle w:val="h"/></w:rPr><w:t>藏</w:t></w:r></w:p>'
        + p("窗体顶端", w("pStyle", "top"))
    )
    assert texts(read(body, word__styles_xml=styles)) == ["见明"]


def test_a_raised_figure_is_no_digit_of_its_neighbour_and_a_struck_one_does_not_stand() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>7</w:t></w:r>"
    kept = '<w:r><w:rPr><w:strike w:val="false"/></w:rPr><w:t>8</w:t></w:r>'
    read_back = read(f"<w:p><w:r><w:t>15</w:t></w:r>{raised}</w:p><w:p>{struck}<w:r><w:t>6</w:t></w:r>{kept}</w:p>")
    assert texts(read_back) == ["15²", "68"]


def test_wrappers_are_looked_through() -> None:
    body = (
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>"
        "<w:p><w:hyperlink><w:r><w:t>网址</w:t></w:r></w:hyperlink>"
        "<w:smartTag><w:r><w:t>北</w:t></w:r></w:smartTag><w:fldSimple w:instr='DATE'><w:r><w:t>2024</w:t></w:r></w:fldSimple></w:p>"
        "</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:fldChar/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p>"
    )
    row = f"<w:sdt><w:sdtContent><w:tr>{tc('甲')}<w:sdt><w:sdtContent>{tc('1')}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt>"
    document = read(body + f"<w:tbl>{row}</w:tbl>")
    assert texts(document) == ["网址北2024", "3"]
    assert [cell[0] for cell in cells(document)] == ["甲", "1"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('框内')}{p('二行')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>框前</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>" + p("框后")
    )
    assert texts(read(body)) == ["框前", "框内", "二行", "框后"]


def test_headers_and_footers_are_running() -> None:
    document = read(
        p("正文"), word__header1_xml=f"<w:hdr {NAMESPACES}>{p('云岭区文件')}</w:hdr>",
        word__footer1_xml=f"<w:ftr {NAMESPACES}>{p('- 1 -')}{p('')}</w:ftr>", word__footer2_xml="<broken",
    )  # fmt: skip
    assert [line.text for line in document.running] == ["云岭区文件", "- 1 -"]
    assert texts(document) == ["正文"]


def test_title_of_the_properties() -> None:
    core = '<c:p xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> 年度报告 </dc:title></c:p>'
    assert read(p("x"), docProps__core_xml=core).title == "年度报告"
    assert read(p("x")).title is None


def test_strict_documents() -> None:
    data = package(p("正文") + tbl(tc("甲") + tc("1")))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            new.writestr(name, part)
    assert read_docx(stream.getvalue()).body == read_docx(data).body


# -- automatic numbering ---------------------------------------------------------------------------------------------

LEVELS = """<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%4"/></w:lvl></w:abstractNum>
  <w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl></w:abstractNum>
  <w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:pStyle w:val="head"/>
  <w:lvlText w:val="第%1部分"/></w:lvl></w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
  <w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>"""
NUMBERING = f"<w:numbering {NAMESPACES}>{LEVELS}</w:numbering>"


def numbered(text: str, number: int, level: int = 0) -> str:
    return p(text, f"<w:numPr>{w('ilvl', str(level))}{w('numId', str(number))}</w:numPr>")


def test_automatic_numbers_are_printed() -> None:
    body = (
        numbered("总体情况", 1) + numbered("主动公开", 1, 1) + numbered("制度", 1, 2) + numbered("平台", 1, 2) + numbered("依申请公开", 1, 1)
        + numbered("人员", 1, 2) + numbered("主动公开政府信息情况", 1) + numbered("第一", 1, 1) + numbered("细目", 1, 3) + p("无号")
        + numbered("圆点", 3) + numbered("", 1) + numbered("存在的问题", 1) + numbered("另起", 2) + numbered("续", 2)
    )  # fmt: skip
    assert texts(read(body, word__numbering_xml=NUMBERING)) == [
        "一、总体情况", "（一）主动公开", "1.制度", "2.平台", "（二）依申请公开", "1.人员", "二、主动公开政府信息情况", "（一）第一", "2.1 细目",
        "无号", "圆点", "四、存在的问题", "一、另起", "二、续"]  # fmt: skip


def test_numbers_that_come_with_a_style() -> None:
    styles = f"""<w:styles {NAMESPACES}>
      <w:style w:type="paragraph" w:styleId="head"><w:pPr><w:numPr>{w('numId', '4')}</w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="sub"><w:basedOn w:val="head"/></w:style></w:styles>"""
    body = (
        p("总体情况", w("pStyle", "head")) + p("主动公开", w("pStyle", "sub"))
        + p("无", w("pStyle", "head") + f"<w:numPr>{w('numId', '0')}</w:numPr>") + p("其他", w("pStyle", "head"))
    )  # fmt: skip
    assert texts(read(body, word__numbering_xml=NUMBERING, word__styles_xml=styles)) == [
        "第一部分 总体情况", "第二部分 主动公开", "无", "第三部分 其他"]


def test_numbers_in_cells_and_deleted_paragraphs() -> None:
    label = f"<w:tc>{numbered('属于国家秘密', 1, 2)}</w:tc>"
    body = tbl(label + tc("0"), "<w:trPr><w:del/></w:trPr>" + label + tc("0"), label + tc("1"))
    assert [cell[0] for cell in cells(read(body, word__numbering_xml=NUMBERING))] == ["1.属于国家秘密", "0", "2.属于国家秘密", "1"]


# -- what cannot be read ---------------------------------------------------------------------------------------------


def code(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_docx(data)
    assert caught.value.message.endswith("。") and caught.value.message_en
    return caught.value.code


def test_broken_packages() -> None:
    whole = package(p("正文"))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/other.xml", "<x/>")
    assert code(whole[: len(whole) // 2]) == "R-BROKEN"
    assert code(stream.getvalue()) == "R-BROKEN"
    assert code(package("<w:p>")) == "R-BROKEN"
    assert code(b"PK\x03\x04") == "R-BROKEN"


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert code(package("<w:p>" * 1000 + "</w:p>" * 1000)) == "R-LIMIT"
    monkeypatch.setattr("extractor.readers.docx.PART_LIMIT", 100_000)
    assert code(package(p(" " * 200_000))) == "R-LIMIT"


def test_entities_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>
          <w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>""")
    assert code(stream.getvalue()) == "R-BROKEN"


def test_a_document_of_pictures() -> None:
    picture = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"
    assert code(package(picture)) == "R-NOTEXT"
    assert [remark.code for remark in read(p("正文") + picture).remarks] == ["R-NOTEXT"]
    assert read(picture + tbl(tc("甲") + tc("1"))).remarks == ()


def test_a_package_around_html() -> None:
    document = read('<w:altChunk r:id="r0"/>', word__afchunk_html="<p>一、总体情况</p><table><tr><td>甲</td><td>1</td></tr></table>")
    assert texts(document) == ["一、总体情况"]
    assert [cell[0] for cell in cells(document)] == ["甲", "1"]

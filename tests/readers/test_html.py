"""HTML pages as they are published, and what must come out of them."""

from __future__ import annotations

import pytest

from extractor.errors import SourceError
from extractor.model import Document, Line, Table
from extractor.readers.html import read_html

ORGAN = "青川湾市云岭区发展和改革局"
TITLE = f"{ORGAN}2023年政府信息公开工作年度报告"
REPORT = f"""<p>{TITLE}</p><p>一、总体情况</p><p>2023年，本局主动公开政府信息12条。</p>
<p>二、主动公开政府信息情况</p>
<table><tr><td colspan="4">第二十条第（一）项</td></tr>
<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr></table>
<p>三、收到和处理政府信息公开申请情况</p>
<table><tr><td>申请人情况</td><td>自然人</td></tr><tr><td>一、本年新收政府信息公开申请数量</td><td>3</td></tr></table>
<p>四、政府信息公开行政复议、行政诉讼情况</p><p>五、存在的主要问题及改进情况</p><p>六、其他需要报告的事项</p>
<p>无其他需要报告的事项。</p>"""


def read(markup: str) -> Document:
    return read_html(markup.encode())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.body if isinstance(block, Line)]


def grids(document: Document) -> list[list[list[str | None]]]:
    """Each table's texts where a cell begins; "" where a span covers, None where there is no cell."""
    return [
        [
            [None if cell is None else cell.text if (cell.row, cell.column) == (row, column) else ""
             for column, cell in enumerate(cells)]
            for row, cells in enumerate(table.grid())
        ]
        for table in document.tables()
    ]


def one(markup: str) -> list[list[str | None]]:
    (grid,) = grids(read(markup))
    return grid


def cell(markup: str) -> str:
    (grid,) = grids(read(f"<table><tr><td>{markup}</td><td>x</td></tr></table>"))
    assert grid[0][0] is not None
    return grid[0][0]


# -- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("markup", "lines"), [
    ("<p>一  二\n三</p>", ["一 二三"]),
    ("<p>2023\n年</p>", ["2023 年"]),
    ("<p>a\n b</p>", ["a b"]),
    ("<p>前<br>后<br/><br>末</p>", ["前", "后", "末"]),
    ("<p>&nbsp;&nbsp;&nbsp;&nbsp;本局&nbsp;12 条</p>", ["本局\xa012 条"]),
    ("<p>\u3000\u3000本局</p>", ["本局"]),
    ("<p><span>三</span><span>、</span><span>本</span><span>年</span></p>", ["三、本年"]),
    ("<p><span>三</span>\n  <span>、</span>\n<span>本年</span></p>", ["三、本年"]),
    ("<p>面积<sup>2</sup>与<sub>3</sub></p>", ["面积2与3"]),
    ("<p>政府信息<o:p>&nbsp;</o:p></p>", ["政府信息"]),
    ("<p><!--[if !supportLists]-->（三）<!--[endif]-->采购</p>", ["（三）采购"]),
    ("<p><![if !supportLists]>（三）<![endif]>采购</p>", ["（三）采购"]),
    ("<p>&lt;!--[if !supportLists]--&gt;（三）&lt;!--[endif]--&gt;采购</p>", ["（三）采购"]),
    ("<p>贯彻&lt;长江规划&gt;方案 &amp;amp;</p>", ["贯彻<长江规划>方案 &amp;"]),
    ("<p>一<script>var a = '<p>二</p>'</script>三<style>p{}</style></p>", ["一三"]),
    ("文字<div>块<p>段</p>尾</div>末", ["文字", "块", "段", "尾", "末"]),
    ("<p>年\u00ad报\u200b告</p>", ["年报告"]),
    ("<pre>一\n二\n\n三</pre>", ["一", "二", "三"]),
    ("<ol><li>本局</li><li><p>本区</p></li></ol>", ["1.本局", "2.本区"]),
    ("<ol style='list-style-type: cjk-ideographic' start='3'><li>本局</li></ol>", ["三、本局"]),
    ("<ol style='list-style:none'><li>本局</li></ol><ul><li>本区</li></ul>", ["本局", "本区"]),
    ("<ol><li>1、本局</li></ol>", ["1、本局"]),
])
def test_text_as_a_browser_shows_it(markup: str, lines: list[str]) -> None:
    assert texts(read(markup)) == lines


def test_anchors_count_paragraphs_and_cells_from_one() -> None:
    document = read("<p>甲</p><table><tr><td>乙</td><td>丙</td></tr></table><p>丁</p>")
    table = next(document.tables())
    assert [block.place.anchor for block in document.body] == ["p1", "t1", "p2"]
    assert [found.place.anchor for found in table.cells] == ["t1.r1.c1", "t1.r1.c2"]
    assert [line.text for line in document.flow] == ["甲", "乙\t丙", "丁"]


# -- cells -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("markup", "text"), [
    ("<p>商业</p><p>企业</p>", "商业\n企业"),
    ("本年新<br />制作数量", "本年新\n制作数量"),
    ("<p> 0 </p>", "0"),
    ("&nbsp;", "\xa0"),
    ("<p>&nbsp;</p><p>0</p>", "0"),
    ("<p><span>（</span><span>一</span><span>）</span></p>", "（一）"),
    ("", ""),
    ("<p></p>", ""),
    ("<input type='text' value='21'>", "21"),
    ("<div><div>1</div></div>", "1"),
    ("22<span>（其中修订16件）</span>", "22（其中修订16件）"),
    ("&lt;5", "<5"),
])
def test_cell_text(markup: str, text: str) -> None:
    assert cell(markup) == text


def test_cell_text_is_the_same_in_a_table_that_is_not_plain() -> None:
    plain = "<tr><td><p>商业</p><p>企业</p></td><td>1<br>2</td><td>&nbsp;</td><td rowspan=2>x &lt; y</td></tr><tr><td>0</td></tr>"
    assert one(f"<table>{plain}</table>") == one(f"<table><caption></caption>{plain}</table>")


def test_spans_cover_the_right_columns() -> None:
    grid = one("""<table><tbody>
      <tr><td rowspan="2" colspan="2">角</td><td>自然人</td></tr>
      <tr><td>件</td></tr>
      <tr><td>三、办理结果</td><td>（一）予以公开</td><td>5</td></tr></tbody></table>""")
    assert grid == [["角", "", "自然人"], ["", "", "件"], ["三、办理结果", "（一）予以公开", "5"]]


def test_an_empty_cell_in_place_of_a_rowspan_stays_a_cell() -> None:
    grid = one("<table><tr><td>三、办理结果</td><td>予以公开</td><td>5</td></tr><tr><td></td><td>部分公开</td><td>1</td></tr></table>")
    assert grid[1] == ["", "部分公开", "1"]


@pytest.mark.parametrize("span", ["0", "-3", "x", "5000", "999999999999"])
def test_bad_spans_are_clipped(span: str) -> None:
    document = read(f"<table><tr><td colspan='{span}' rowspan='{span}'>题</td></tr><tr><td>a</td><td>b</td></tr></table>")
    table = next(document.tables())
    assert (table.rows, table.columns <= 3) == (2, True)
    assert {found.text for found in table.cells} == {"题", "a", "b"}
    for found in table.cells:
        assert found.row + found.row_span <= table.rows and found.column + found.column_span <= table.columns


def test_a_wide_title_cell_spans_what_columns_there_are() -> None:
    assert one("<table><tr><td colspan='999'>题</td></tr><tr><td>a</td><td>b</td></tr></table>") == [["题", ""], ["a", "b"]]


def test_a_rowspan_ends_with_its_row_group() -> None:
    grid = one("<table><thead><tr><th rowspan='9'>项</th><th>数</th></tr></thead><tbody><tr><td>甲</td><td>1</td></tr></tbody></table>")
    assert grid == [["项", "数"], ["甲", "1"]]


def test_footer_rows_come_last_and_missing_row_tags_are_forgiven() -> None:
    assert one("<table><tfoot><tr><td>总计</td><td>1</td></tr></tfoot><tr><td>甲</td><td>1</td></tr></table>") == [
        ["甲", "1"], ["总计", "1"]]
    assert one("<table><tr><td>甲<td>1<tr><td>乙<td>2</table>") == [["甲", "1"], ["乙", "2"]]


def test_hidden_cells_and_rows_are_left_out() -> None:
    grid = one("""<table><tr><td>行政处罚</td><td>2</td><td style="color:red;DISPLAY: none">0</td><td hidden>0</td></tr>
      <tr style="display:none"><td>x</td><td>y</td></tr><tr><td>行政强制</td><td>1</td></tr></table>""")
    assert grid == [["行政处罚", "2"], ["行政强制", "1"]]


@pytest.mark.parametrize("old", [
    "<s>9</s>", "<del>9</del>", '<span style="color:red; text-decoration: line-through">9</span>',
    '<span style="text-decoration-line:underline line-through">9</span>', '<i style="font-size:0px">9</i>', '<i style="font-size: 0">9</i>',
])  # fmt: skip
def test_a_figure_struck_out_or_set_in_no_size_is_not_read(old: str) -> None:
    document = read(f"<table><tr><td>行政许可</td><td>{old}12</td></tr><tr><td>行政处罚</td><td>3</td></tr></table>")
    assert [cell.text for cell in next(document.tables()).cells] == ["行政许可", "12", "行政处罚", "3"]


def test_a_holder_without_a_size_keeps_what_has_one() -> None:
    """Set so that blanks between its parts take no room, and each part has a size of its own."""
    document = read('<div style="font-size:0"><p style="font-size:0.9em">工作有序推进。</p><p style="font-size:16px">一二</p></div>')
    assert [line.text for line in document.flow] == ["工作有序推进。", "一二"]


def test_nested_table_follows_the_table_it_stands_in() -> None:
    document = read("""<table><tr><td>项目</td><td>数量</td><td>备注</td></tr>
      <tr><td>行政许可</td><td>1</td><td><table><tr><td>甲</td><td>2</td></tr></table></td></tr></table>""")
    assert grids(document) == [[["项目", "数量", "备注"], ["行政许可", "1", ""]], [["甲", "2"]]]


def test_division_tables() -> None:
    grid = one("""<div style="display: table"><div style="display:table-row"><div style="display:table-cell">规章</div>
      <div style="display:table-cell">0</div></div></div>""")
    assert grid == [["规章", "0"]]


# -- layout ----------------------------------------------------------------------------------------------------------


def test_report_in_one_cell_of_a_layout_table() -> None:
    document = read(f"<table width='100%'><tr><td>{REPORT}</td></tr></table>")
    assert document.body == read(REPORT).body
    assert len(list(document.tables())) == 2


def test_report_beside_a_side_menu_and_under_a_metadata_row() -> None:
    document = read(f"""<table><tr><td>索引号</td><td>0143/2024</td><td>公开日期</td><td>2024-01-17</td></tr>
      <tr><td colspan="4">{REPORT}</td></tr></table>""")
    assert texts(document) == texts(read(REPORT))
    assert [len(grid) for grid in grids(document)] == [1, 3, 2]
    assert document.published == "2024-01-17"


def test_one_table_of_headings_prose_and_figures_is_parted() -> None:
    prose = "2023年，本局认真贯彻落实条例规定。" * 12
    document = read(f"""<table><tr><td colspan="2">一、总体情况</td></tr><tr><td colspan="2"><p>{prose}</p></td></tr>
      <tr><td colspan="2">二、主动公开政府信息情况</td></tr>
      <tr><td>行政许可</td><td>5</td></tr><tr><td>行政处罚</td><td>6</td></tr></table>""")
    assert texts(document) == ["一、总体情况", prose, "二、主动公开政府信息情况"]
    assert grids(document) == [[["行政许可", "5"], ["行政处罚", "6"]]]


def test_a_long_remark_does_not_part_a_table() -> None:
    remark = "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和。" * 5
    grid = one(f"<table><tr><td>{remark}</td><td>自然人</td><td>总计</td></tr><tr><td>一、本年新收</td><td>1</td><td>1</td></tr></table>")
    assert grid[1] == ["一、本年新收", "1", "1"]


def test_row_labels_that_look_like_headings_stay_in_the_table() -> None:
    grid = one("""<table><tr><td rowspan="2">三、本年度办理结果</td><td>（五）不予处理</td></tr><tr><td>（六）其他处理</td></tr>
      <tr><td colspan="2">四、结转下年度继续办理</td></tr></table>""")
    assert len(grid) == 3


# -- the report among the rest of the page -------------------------------------------------------------------------

PAGE = f"""<html><head><title>{TITLE}-云岭区人民政府网</title><meta name="PubDate" content="2024-01-18 09:00"></head><body>
<div id="date">2025年12月30日 星期二</div><ul class="nav"><li><a href="/">首页</a></li><li><a href="/x">政府信息公开</a></li></ul>
<div>当前位置：首页 &gt; 政府信息公开年报</div>
<div class="main"><h1>{TITLE}</h1><div>发布日期：2024-01-17 来源：{ORGAN} <a href="#">打印</a></div>
<div class="content">{REPORT}<p style="text-align:right">{ORGAN}</p></div>
<div>上一篇：<a href="/2022">2022年政府信息公开工作年度报告</a></div></div>
<div class="side"><h3>相关报告</h3><ul><li><a href="/a">青川湾市财政局2021年政府信息公开工作年度报告</a></li></ul></div>
<div class="footer">主办单位：云岭区人民政府办公室 青ICP备000000号</div></body></html>"""


def test_menus_and_other_reports_stay_out_of_the_body() -> None:
    document = read(PAGE)
    lines = texts(document)
    assert lines[:3] == [TITLE, f"发布日期：2024-01-17 来源：{ORGAN} 打印", TITLE]
    assert lines[-2:] == ["无其他需要报告的事项。", ORGAN]
    around = " ".join(line.text for line in document.running)
    assert "2021年" in around and "2022年" in around and "12月30日" in around and "首页" in around


def test_what_the_page_says_of_itself() -> None:
    document = read(PAGE)
    assert document.title == f"{TITLE}-云岭区人民政府网"
    assert document.published == "2024-01-18 09:00"
    assert read(f'<head><meta name="ArticleTitle" content="{TITLE}"></head>' + REPORT).title == TITLE
    assert read(f"<h1>{TITLE}</h1><p>发布时间：2024年1月17日</p>{REPORT}").published == "2024年1月17日"
    assert read(REPORT).title is None and read(REPORT).published is None


def test_a_date_in_the_prose_is_no_date_of_publication() -> None:
    assert read(REPORT.replace("12条", "12条，公开日期：2023-05-01")).published is None


def test_flat_page_without_containers() -> None:
    document = read(f"<a href='/'>首页</a><p>您的位置：首页 &gt; 年报</p>{REPORT}<p>相关阅读</p><p>某局2020年年度报告</p>")
    assert texts(document) == texts(read(REPORT))


def test_table_of_contents_of_links_does_not_take_the_place_of_the_report() -> None:
    contents = "".join(f"<li><a href='#{n}'>{n}、总体情况</a></li>" for n in "一二三")
    document = read(f"<div><ul>{contents}</ul></div><div id='c'>{REPORT}</div>")
    assert texts(document) == texts(read(REPORT))


def test_a_link_that_is_never_closed_loses_nothing() -> None:
    long = "2023年，本局主动公开政府信息12条，" * 8 + "。"
    report = REPORT.replace("2023年，本局主动公开政府信息12条。", long)
    assert texts(read(f"<div><a href='/x'>{report}</div>")) == texts(read(report))


def test_sections_in_containers_of_their_own_are_all_kept() -> None:
    parts = REPORT.split("<p>三、")
    document = read(f"<body><div class='nav'><a href='/'>首页</a></div><div><div>{parts[0]}</div><div><p>三、{parts[1]}</div></div></body>")
    assert texts(document) == texts(read(REPORT))


def test_a_last_paragraph_outside_the_container_is_kept() -> None:
    more = "2023年度本局未发出收费通知，未收取信息处理费，本报告电子版可以从云岭区人民政府网站下载查阅。"
    document = read(f"<div><div>{REPORT}</div><p>{more}</p><p>2024年1月17日</p><p><a href='/x'>返回</a></p></div>")
    assert texts(document)[-2:] == [more, "2024年1月17日"]


def test_prose_that_begins_like_a_footer_is_kept() -> None:
    more = "<p>相关信息公开工作稳步推进。</p><p>下一篇章将由全局同志共同书写。</p>"
    assert len(texts(read(f"<div>{REPORT}{more}</div>"))) == len(texts(read(REPORT))) + 2
    assert len(texts(read(f"<div>{REPORT}<p>相关报告：</p><p>某局2020年年度报告</p></div>"))) == len(texts(read(REPORT)))


def test_two_equal_copies_give_one_report() -> None:
    document = read(f"<div class='pc'>{REPORT}</div><div class='phone'>{REPORT}</div>")
    assert document.body == read(REPORT).body


def test_report_hidden_until_a_script_shows_it() -> None:
    document = read(f"<body><p>正在加载</p><div style='display:none'>{REPORT}</div></body>")
    assert texts(document) == texts(read(REPORT))


def test_page_without_marks_of_a_report_is_kept_whole() -> None:
    assert texts(read("<div><p>通知</p></div><p>各科室：</p>")) == ["通知", "各科室："]


def test_prose_only_report_of_earlier_years() -> None:
    prose = "本年度我局主动公开政府信息若干条，未收到政府信息公开申请，未发生行政复议和行政诉讼，未收取任何费用。" * 2
    document = read(f"<div><a href='/'>首页</a></div><div id='c'><h2>{TITLE}</h2><p>{prose}</p><p>{prose}</p></div>")
    assert texts(document) == [TITLE, prose, prose]


def test_pictures_in_place_of_tables_are_remarked() -> None:
    body = "<p>一、总体情况</p><p>二、主动公开政府信息情况</p><img src='t.png'><p>三、收到和处理政府信息公开申请情况</p>"
    assert [remark.code for remark in read(body).remarks] == ["R-NOTEXT"]
    assert read(REPORT + "<img src='seal.png'>").remarks == ()


# -- bytes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_bytes_decide_the_encoding_not_the_declaration(encoding: str) -> None:
    markup = f'<html><head><meta charset="iso-8859-1"><title>{TITLE}</title></head><body>{REPORT}</body></html>'
    document = read_html(markup.encode(encoding))
    assert document.title == TITLE
    assert texts(document) == texts(read(REPORT))


def test_mhtml_is_unwrapped() -> None:
    import base64

    content = base64.encodebytes(f"<html><body>{REPORT}</body></html>".encode("gb18030")).decode()
    data = f"""MIME-Version: 1.0
Content-Type: multipart/related; boundary="x"

--x
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

{content}
--x--
""".encode()
    assert texts(read_html(data)) == texts(read(REPORT))


def test_nesting_bomb_is_refused_and_broken_markup_is_not() -> None:
    with pytest.raises(SourceError) as caught:
        read("<div>" * 3000 + "x")
    assert caught.value.code == "R-LIMIT"
    assert texts(read("<p>一</div></p></td><b>二")) == ["一", "二"]


def test_huge_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.readers.html_table.GRID_LIMIT", 1000)
    row = "<tr>" + "<td>0</td>" * 50 + "</tr>"
    assert len(read("<table>" + row * 20 + "</table>").body) == 1
    with pytest.raises(SourceError) as caught:
        read("<table>" + row * 21 + "</table>")
    assert caught.value.code == "R-LIMIT"


def test_characters_lost_in_decoding_are_remarked() -> None:
    data = REPORT.encode()
    damaged = data.replace("主动".encode(), b"\xe4\xb8", 1)
    assert [remark.code for remark in read_html(damaged).remarks] == ["R-LOST"]


def test_no_external_entity_is_read() -> None:
    document = read('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>甲&x;乙</p>')
    assert "甲" in " ".join(line.text for line in document.flow)
    assert all("localhost" not in line.text for line in document.flow)


def test_nothing_visible_gives_an_empty_body() -> None:
    for markup in ("", "<html></html>", "<!-- x -->", "<p>&nbsp;</p>", "<script>1</script>"):
        assert Table not in map(type, read(markup).body)
        assert read(markup).body == ()


def test_raised_and_struck_figures_are_no_part_of_the_figure_beside_them() -> None:
    page = "<table><tr><td>行政许可</td><td>25<sup>1</sup></td></tr><tr><td>行政处罚</td><td><del>3</del>25</td></tr></table>"
    table = next(read_html(page.encode()).tables())
    assert [cell.text for cell in table.cells] == ["行政许可", "25¹", "行政处罚", "25"]

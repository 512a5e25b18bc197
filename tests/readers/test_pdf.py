"""PDF files in, documents out: tables with spans, whole paragraphs, page numbers aside, and no silent loss."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pdf_maker import bar, line, pdf, ruled, stream_of, table, text

from extractor.errors import SourceError
from extractor.grid import grids
from extractor.model import Document, Line, Table
from extractor.readers import pdfium, plumber
from extractor.readers.pdf import read_pdf, read_pdf_second
from extractor.readers.pdf_page import PageContent

Reader = Callable[[bytes], Document]
both = pytest.mark.parametrize("read", [read_pdf, read_pdf_second])

SAMPLES = Path(__file__).parents[2] / "samples"
COUNTS = table(
    [100, 200, 300, 400],
    [700, 680, 660, 640],
    [["项目", "本年", "上年"], ["规章", "1", "0"], ["规范性文件", "1234", "12"]],
)
FULL = "我局主动公开政府信息若干条内容完整及时准确的文字在此处写满一行"


def lines(y: float, *content: str, left: float = 90, step: float = 20, size: float = 13) -> str:
    """Printed lines under each other; one that begins with a blank is indented by two ems."""
    return "".join(
        text(left + (2 * size if printed.startswith(" ") else 0), y - step * number, printed.strip(), size)
        for number, printed in enumerate(content)
    )


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.body if isinstance(block, Line)]


def texts(table_: Table) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in table_.grid()]


def only_table(document: Document) -> Table:
    (found,) = document.tables()
    return found


def refused(data: bytes, read: Reader = read_pdf) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(data)
    return caught.value


# -- tables ------------------------------------------------------------------------------------------------------


@both
def test_a_ruled_table_stands_among_the_paragraphs(read: Reader) -> None:
    document = read(pdf(text(90, 750, "一、总体情况", 16) + COUNTS + text(90, 600, "后面的文字。")))
    before, counts, after = document.body
    assert isinstance(before, Line) and isinstance(after, Line) and isinstance(counts, Table)
    assert (before.text, after.text) == ("一、总体情况", "后面的文字。")
    assert texts(counts) == [["项目", "本年", "上年"], ["规章", "1", "0"], ["规范性文件", "1234", "12"]]
    assert [printed.text for printed in document.flow][1:4] == ["项目 本年 上年", "规章 1 0", "规范性文件 1234 12"]


@both
def test_places_are_fractions_from_the_top_left(read: Reader) -> None:
    place = only_table(read(pdf(COUNTS))).place
    assert place.page == 1 and place.box is not None
    assert place.box.left == pytest.approx(100 / 595, abs=0.002)
    assert place.box.top == pytest.approx((842 - 700) / 842, abs=0.002)
    assert place.box.right == pytest.approx(400 / 595, abs=0.002)
    assert place.box.bottom == pytest.approx((842 - 640) / 842, abs=0.002)


@both
def test_cells_that_span_and_lines_within_a_cell(read: Reader) -> None:
    content = (
        line(100, 700, 400, 700) + line(100, 640, 400, 640) + line(200, 670, 400, 670)
        + line(100, 700, 100, 640) + line(200, 700, 200, 640) + line(300, 670, 300, 640) + line(400, 700, 400, 640)
        + text(105, 672, "三、本年度") + text(105, 658, "办理结果") + text(260, 680, "申请人情况")
        + text(240, 650, "17") + text(340, 650, "0")
    )  # fmt: skip
    counts = only_table(read(pdf(content)))
    assert [(cell.text, cell.row_span, cell.column_span) for cell in counts.cells] == [
        ("三、本年度\n办理结果", 2, 1), ("申请人情况", 1, 2), ("17", 1, 1), ("0", 1, 1),
    ]  # fmt: skip


@both
def test_rules_drawn_as_thin_bars(read: Reader) -> None:
    xs, ys = (100, 200, 300), (700, 680, 660)
    bars = "".join(bar(xs[0], y, xs[-1] - xs[0], 0.5) for y in ys)
    bars += "".join(bar(x, ys[-1], 0.5, ys[0] - ys[-1]) for x in xs)
    cells = text(105, 686, "规章") + text(205, 686, "12") + text(105, 666, "文件") + text(205, 666, "0")
    assert texts(only_table(read(pdf(bars + cells)))) == [["规章", "12"], ["文件", "0"]]


@both
def test_a_table_inside_a_form_is_where_its_matrices_put_it(read: Reader) -> None:
    form = stream_of(
        table([0, 100, 200], [100, 80, 60], [["项目", "数"], ["规章", "3"]]).encode(),
        "/Type /XObject /Subtype /Form /BBox [0 0 400 400] /Matrix [1 0 0 1 50 0] /Resources << /Font << /F 3 0 R >> >>",
    )
    document = read(pdf("q 1.2 0 0 1.2 60 500 cm /X Do Q", resources="/XObject << /X 10 0 R >>", extra=[form]))
    counts = only_table(document)
    assert texts(counts) == [["项目", "数"], ["规章", "3"]]
    assert counts.place.box is not None
    assert counts.place.box.left == pytest.approx(120 / 595, abs=0.002)
    assert counts.place.box.top == pytest.approx((842 - 620) / 842, abs=0.002)


def test_two_tables_side_by_side_are_two() -> None:
    left = table([60, 150, 240], [700, 680, 660], [["左一", "1"], ["左二", "2"]])
    right = table([246, 330, 420], [700, 680, 660], [["右一", "3"], ["右二", "4"]])
    assert [texts(found) for found in read_pdf(pdf(left + right)).tables()] == [
        [["左一", "1"], ["左二", "2"]],
        [["右一", "3"], ["右二", "4"]],
    ]


@both
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_reads_like_an_upright_one(read: Reader, turn: int) -> None:
    # Drawn so that it is upright once the viewer has turned the page.
    matrix = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 842"}[turn]
    width, height = (595, 842) if turn % 180 == 0 else (842, 595)
    content = table([100, 200, 300], [height - 100, height - 120, height - 140], [["规章", "12"], ["文件", "0"]])
    counts = only_table(read(pdf(f"q {matrix} cm {content} Q", page_keys=f"/Rotate {turn}")))
    assert texts(counts) == [["规章", "12"], ["文件", "0"]]
    assert counts.place.box is not None
    assert counts.place.box.left == pytest.approx(100 / width, abs=0.002)
    assert counts.place.box.top == pytest.approx(100 / height, abs=0.002)


@both
def test_a_table_drawn_sideways_is_read_from_its_side(read: Reader) -> None:
    document = read(pdf(f"q 0 1 -1 0 800 0 cm {COUNTS} Q"))
    counts = only_table(document)
    assert texts(counts)[1] == ["规章", "1", "0"]
    # Its place is on the page as it is shown: there the table stands along the left side.
    assert counts.place.box is not None
    assert counts.place.box.bottom - counts.place.box.top > counts.place.box.right - counts.place.box.left


@both
def test_a_cropped_page_is_measured_from_its_visible_corner(read: Reader) -> None:
    place = only_table(read(pdf(COUNTS, page_keys="/CropBox [50 100 500 800]"))).place
    assert place.box is not None
    assert place.box.left == pytest.approx(50 / 450, abs=0.002)
    assert place.box.top == pytest.approx(100 / 700, abs=0.002)


def test_rectangles_behind_prose_are_no_table() -> None:
    backs = "0.9 g\n" + "".join(bar(90, 696 - 20 * row, 415, 20) for row in range(4)) + "0 g\n"
    document = read_pdf(pdf(backs + lines(700, "一、总体情况", f" {FULL}", FULL, "结束。")))
    assert list(document.tables()) == []
    assert paragraphs(document)[0] == "一、总体情况"
    assert paragraphs(document)[-1].endswith("结束。")


def test_rectangles_behind_parts_of_lines_are_no_table() -> None:
    backs = "0.9 g\n" + bar(90, 696, 100, 20) + bar(190, 696, 310, 20) + bar(90, 676, 200, 20) + bar(290, 676, 210, 20)
    document = read_pdf(pdf(backs + "0 g\n" + lines(700, FULL, FULL)))
    assert list(document.tables()) == []
    assert paragraphs(document) == [FULL + FULL]


def test_a_frame_around_the_page_or_around_the_report_is_no_table() -> None:
    frame = ruled([30, 565], [812, 30]) + ruled([33, 562], [809, 33])
    assert len(list(read_pdf(pdf(frame + COUNTS)).tables())) == 1
    layout = ruled([60, 535], [780, 740, 100]) + text(70, 755, "名称") + text(70, 720, "一、总体情况")
    document = read_pdf(pdf(layout + COUNTS + text(70, 500, "后文")))
    assert paragraphs(document) == ["名称", "一、总体情况", "后文"]
    assert texts(only_table(document))[0] == ["项目", "本年", "上年"]


def test_the_cell_that_holds_the_report_gives_up_its_text_and_its_table() -> None:
    layout = ruled([60, 300, 535], [780, 740]) + ruled([60, 535], [740, 100])
    words = text(70, 755, "名称") + text(310, 755, "年度报告") + text(70, 720, "一、总体情况") + text(70, 500, "后文")
    document = read_pdf(pdf(layout + words + COUNTS))
    assert paragraphs(document) == ["一、总体情况", "后文"]
    assert texts(list(document.tables())[1])[1] == ["规章", "1", "0"]


@both
def test_text_set_upright_in_a_narrow_cell_and_a_watermark(read: Reader) -> None:
    words = [["", "予以公开", "1"], ["", "部分公开", "2"]]
    content = table([100, 130, 300, 400], [700, 650, 600], words)
    content += text(120, 660, "办理", 10.5, "0 1 -1 0") + text(250, 300, "内部资料", 60, "0.7 0.7 -0.7 0.7")
    document = read(pdf(content))
    assert texts(only_table(document))[0] == ["办理", "予以公开", "1"]
    assert [aside.text for aside in document.running] == ["内部资料"]


def test_a_number_across_a_rule_is_pointed_out() -> None:
    content = table([100, 200, 220, 300], [700, 680, 660], [["项目", "甲", "乙"], ["规章", "", ""]])
    (remark,) = read_pdf(pdf(content + text(205, 666, "123456"))).remarks
    assert remark.code == "R-CONFLICT" and remark.place.page == 1 and remark.place.box is not None


def test_a_table_cut_open_by_the_page_end_keeps_its_last_row() -> None:
    # As browsers print it: no rule below the row that goes on, and none above its rest.
    words = text(105, 46, "规章") + text(205, 46, "7") + text(105, 66, "项目") + text(205, 66, "数量")
    upper = line(100, 80, 300, 80) + line(100, 60, 300, 60) + "".join(line(x, 80, x, 42) for x in (100, 200, 300))
    assert texts(only_table(read_pdf(pdf(upper + words)))) == [["项目", "数量"], ["规章", "7"]]


# -- tables without rules ----------------------------------------------------------------------------------------

ROWS = [
    ("一、本年新收", ["17", "0", "0", "17"]),
    ("二、上年结转", ["2", "0", "1", "3"]),
    ("（一）予以公开", ["12", "0", "1", "13"]),
    ("（二）部分公开", ["140", "0", "0", "140"]),
]


def sparse(rules: bool) -> str:
    parts = [text(310, 720, "申请人情况")]
    parts += [text(x, 700, name) for x, name in ((245, "自然人"), (315, "企业"), (385, "其他"), (455, "总计"))]
    for number, (label, figures) in enumerate(ROWS):
        y = 670 - 30 * number
        parts += [text(90, y + 6, label), text(90, y - 6, "（含补正后的）")]
        parts += [text(250 + 70 * column, y, figure) for column, figure in enumerate(figures)]
        if rules:
            parts.append(line(85, y + 18, 500, y + 18))
    return "".join(parts) + (line(85, 562, 500, 562) + line(85, 735, 500, 735) if rules else "")


@both
@pytest.mark.parametrize("rules", [False, True])
def test_rows_of_figures_make_columns_where_no_rule_does(read: Reader, rules: bool) -> None:
    before = lines(780, "三、收到和处理政府信息公开申请情况", size=16)
    document = read(pdf(before + sparse(rules) + text(90, 500, "四、后文", 16)))
    rows = texts(only_table(document))[-4:]
    assert [row[-4:] for row in rows] == [figures for _, figures in ROWS]
    assert [row[0] for row in rows] == [f"{label}\n（含补正后的）" for label, _ in ROWS]
    assert paragraphs(document) == ["三、收到和处理政府信息公开申请情况", "四、后文"]


def test_prose_with_numbers_is_no_table() -> None:
    prose = [
        f" 一是公开 {number} 条，办理 {number + 1} 件，培训 3 次，接受咨询 9 人次，没有其他事项" for number in range(5)
    ]
    assert list(read_pdf(pdf(lines(700, *prose))).tables()) == []


# -- paragraphs --------------------------------------------------------------------------------------------------


def test_paragraphs_are_whole_again_also_over_the_page_break() -> None:
    first = lines(
        120,
        "一、总体情况",
        f" 二零二四年{FULL[5:-2]}",
        f"{FULL}",
        f" 答复{FULL[2:-2]}",
        "结束此段。",
        f" 全年{FULL[2:-2]}",
    )
    second = lines(780, FULL, "件，办结 3050 件。", "二、主动公开政府信息情况")
    assert paragraphs(read_pdf(pdf(first, second))) == [
        "一、总体情况",
        f"二零二四年{FULL[5:-2]}{FULL}",
        f"答复{FULL[2:-2]}结束此段。",
        f"全年{FULL[2:-2]}{FULL}件，办结 3050 件。",
        "二、主动公开政府信息情况",
    ]


def test_a_line_that_only_begins_like_a_heading_goes_on() -> None:
    body = [
        f" {FULL[:-2]}",
        f"{FULL[:-4]}第二十条第",
        "（一）项规定的信息。",
        f" {FULL[:-2]}",
        "完。",
        f" {FULL[:-2]}",
        "完。",
    ]
    assert paragraphs(read_pdf(pdf(lines(700, *body))))[0].endswith("第二十条第（一）项规定的信息。")


def test_titles_stay_apart_from_the_text_below() -> None:
    title = text(150, 780, "青川湾市云岭区发展和改革局", 22) + text(140, 750, "2024年政府信息公开工作年度报告", 22)
    read = paragraphs(read_pdf(pdf(title + lines(700, f" {FULL[:-2]}", FULL, FULL, "完。"))))
    assert read[:2] == ["青川湾市云岭区发展和改革局", "2024年政府信息公开工作年度报告"]
    assert len(read) == 3


@both
def test_blanks_between_figures_are_those_one_can_see(read: Reader) -> None:
    content = text(100, 700, "1 234") + text(100, 680, "1234") + text(100, 660, "12") + text(125, 660, "34")
    content += text(100, 640, "共") + text(112, 640, "17") + text(124, 640, "件")
    assert [printed.text for printed in read(pdf(content)).flow] == ["1 234", "1234", "12 34", "共17件"]


# -- page numbers, headers ---------------------------------------------------------------------------------------

PROSE = lines(760, *([FULL] * 6))


@both
@pytest.mark.parametrize("form", ["- {} -", "— {} —", "第 {} 页 共 3 页", "{}", "{}/3"])
def test_page_numbers_are_kept_aside(read: Reader, form: str) -> None:
    document = read(pdf(*[PROSE + text(285, 40, form.format(number), 12) for number in (1, 2, 3)]))
    assert len(document.running) == 3
    assert paragraphs(document) == [FULL * 18]
    assert len(document.flow) == 18


def test_headers_repeated_on_every_page_are_kept_aside() -> None:
    pages = [text(90, 805, f"年度报告文件 {number}/3", 9) + PROSE for number in (1, 2, 3)]
    document = read_pdf(pdf(*pages))
    assert [aside.text for aside in document.running] == ["年度报告文件 1/3", "年度报告文件 2/3", "年度报告文件 3/3"]


def test_what_a_browser_prints_around_a_single_page_is_kept_aside() -> None:
    header, footer = "2025/12/30 21:37 某局2023年年度报告", "https://www.example.test/art/2024.html 1/1"
    document = read_pdf(pdf(text(30, 822, header, 8) + PROSE + text(30, 15, footer, 8)))
    assert [aside.text for aside in document.running] == [header, footer]
    assert paragraphs(document) == [FULL * 6]


def test_a_number_that_is_no_page_number_stays() -> None:
    assert paragraphs(read_pdf(pdf(PROSE + text(285, 40, "7", 12))))[-1] == "7"


def test_rows_at_the_foot_of_the_pages_are_never_taken_for_page_numbers() -> None:
    foot = [PROSE + table([100, 200, 300], [80, 60, 40], [["规章", "甲"], ["", str(number)]]) for number in (1, 2)]
    document = read_pdf(pdf(*foot))
    assert [texts(found)[1] for found in document.tables()] == [["", "1"], ["", "2"]]
    open_row = read_pdf(pdf(*[PROSE + text(100, 40, "0 0 0 0 0 0 0")] * 2))
    assert [aside.text for aside in open_row.running] == []
    assert paragraphs(open_row).count("0 0 0 0 0 0 0") == 2


# -- what cannot be read -----------------------------------------------------------------------------------------

PICTURE = stream_of(
    bytes(300), "/Type /XObject /Subtype /Image /Width 10 /Height 10 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
)
SHOWN = "q 500 0 0 700 50 50 cm /I Do Q\n"
WITH_PICTURE: dict[str, Any] = {"resources": "/XObject << /I 10 0 R >>", "extra": [PICTURE]}


@both
def test_a_scan_is_refused_with_the_cure(read: Reader) -> None:
    error = refused(pdf(SHOWN, SHOWN, **WITH_PICTURE), read)
    assert error.code == "R-NOTEXT"
    assert "2 页" in error.message and "OCR" in error.message and "OCR" in error.message_en
    numbered = [SHOWN + text(285, 40, f"- {number} -") for number in (1, 2)]
    assert refused(pdf(*numbered, **WITH_PICTURE), read).code == "R-NOTEXT"


@both
def test_pages_without_text_among_others_are_named(read: Reader) -> None:
    document = read(pdf(PROSE + text(285, 40, "- 1 -"), SHOWN + text(285, 40, "- 2 -"), SHOWN, "", **WITH_PICTURE))
    (remark,) = document.remarks
    assert remark.code == "R-NOTEXT" and remark.place.page == 2
    assert "第 2–3 页" in remark.message  # the last page is blank: nothing is lost there
    assert document.pages == 4


def test_damaged_files_are_refused() -> None:
    whole = pdf(PROSE, COUNTS)
    for data in (b"", b"%PDF-1.4\nnothing", whole[: len(whole) // 2], whole[:-300], whole[:-30]):
        assert refused(data).code == "R-BROKEN"
    # A wrong table of contents alone loses nothing, nor does what a server appends.
    assert len(read_pdf(whole.replace(b"startxref\n", b"startxref\n9")).flow) == 9
    assert len(read_pdf(whole + b"\r\n" + bytes(4000)).flow) == 9


def test_a_locked_file_is_refused() -> None:
    locked = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >> /ID [<01><02>]"
    error = refused(pdf(COUNTS, trailer=locked))
    assert error.code == "R-ENCRYPTED" and "口令" in error.message


def test_too_many_pages_are_refused() -> None:
    assert refused(pdf(*[""] * 301)).code == "R-LIMIT"


NAMELESS = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Foo /Encoding /Identity-H /DescendantFonts [<< /Type /Font "
    "/Subtype /CIDFontType2 /BaseFont /ABCDEF+Foo /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
    "/Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 >>] >>"
)


@both
def test_fonts_that_do_not_name_their_characters_are_refused(read: Reader) -> None:
    error = refused(pdf(text(100, 700, "政府信息公开年度报告"), font=NAMELESS), read)
    assert error.code == "R-NOTEXT" and "字体" in error.message


def test_a_few_characters_without_a_name_are_never_guessed() -> None:
    resources = "/Font << /F 3 0 R /G 10 0 R >>"
    content = COUNTS + text(100, 600, "规章", 10.5) + text(140, 600, "17").replace("/F", "/G")
    data = pdf(content, extra=[NAMELESS.encode()]).replace(b"/Font << /F 3 0 R >>", resources.encode())
    document = read_pdf(data)
    assert [remark.code for remark in document.remarks] == ["R-NOTEXT"]
    assert document.flow[-1].text == "规章 \ufffd\ufffd"


# A browser's PDF names some characters by radicals: 人 as ⼈, 民 as ⺠, 二 as ⼆.
NAMES = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /N def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
4 beginbfchar <0001> <2F08> <0002> <2EA0> <0003> <2F06> <0004> <3001> endbfchar endcmap end end"""
RADICAL_FONT = NAMELESS.replace("/Encoding", "/ToUnicode 10 0 R /Encoding")


@both
@pytest.mark.parametrize("producer", ["Skia/PDF m130", "Hand"])
def test_radicals_become_the_characters_one_sees(read: Reader, producer: str) -> None:
    content = text(100, 700, "\u0003\u0004\u0001\u0002")
    data = pdf(content, font=RADICAL_FONT, extra=[stream_of(NAMES)], producer=producer)
    assert [printed.text for printed in read(data).flow] == ["二、人民"]


def named(content: str, characters: str) -> str:
    """Content as browsers write it whose glyphs do not tell their characters: these stand beside it."""
    return f"/Span <</ActualText <FEFF{characters.encode('utf-16-be').hex()}> >> BDC\n{content}EMC\n"


BROWSER = "Skia/PDF m130"
COLUMN = [ruled([100, 150, 200], [700, 680, 660]), text(152, 666, "12"), text(152, 686, "本年")]


def test_characters_that_a_browser_names_beside_their_glyphs_stand_where_the_glyphs_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plumber, "read_pages", lambda *_: pytest.fail("this page needs no second reader"))
    # The ink of 一 and 自 is narrower than they are: by its middle alone the last would be over the rule.
    label = "".join(named(text(x, 666, "丐"), one) for x, one in ((102, "自"), (112.5, "一"), (139, "目")))
    made = pdf("".join(COLUMN) + text(102, 686, "项目") + label, producer=BROWSER)
    assert texts(only_table(read_pdf(made))) == [["项目", "本年"], ["自一 目", "12"]]


FORM = "/Type /XObject /Subtype /Form /BBox [0 0 400 400] /Matrix [1 0 0 1 30 10] /Resources << /Font << /F 3 0 R >> >>"


@pytest.mark.parametrize("several", ["at once", "in a form", "turned"])
def test_named_characters_that_pdfium_may_misplace_are_left_to_pdfplumber(
    monkeypatch: pytest.MonkeyPatch, several: str
) -> None:
    asked: list[list[int]] = []
    read_pages = plumber.read_pages

    def noted(data: bytes, numbers: list[int]) -> list[PageContent]:
        asked.append(numbers)
        return read_pages(data, numbers)

    monkeypatch.setattr(plumber, "read_pages", noted)
    content, form = "".join(COLUMN), stream_of(named(text(102, 686, "丐"), "自").encode(), FORM)
    if several == "at once":
        content += named(text(102, 666, "自") + text(130, 666, "目"), "自目")
    elif several == "turned":
        content += named(text(120, 666, "自", matrix="0 1 -1 0"), "自")
    else:
        content += "q 1 0 0 1 20 0 cm /X Do Q"
    made = pdf(COUNTS, content, resources="/XObject << /X 10 0 R >>", extra=[form], producer=BROWSER)
    document = read_pdf(made)
    assert asked == [[2]]
    assert next(texts(found)[1] for found in document.tables()) == ["规章", "1", "0"]
    assert document.pages == 2


def test_text_beyond_the_edge_is_pointed_out() -> None:
    document = read_pdf(pdf(PROSE + text(590, 600, "1234")))
    assert [remark.code for remark in document.remarks] == ["R-LOST"]


# -- held against pdfplumber -------------------------------------------------------------------------------------


def boxes_by_pdfplumber(data: bytes) -> list[list[list[tuple[int, ...]]]]:
    with pdfplumber.open(io.BytesIO(data)) as opened:
        return [
            [sorted(tuple(round(side) for side in cell) for cell in found.cells) for found in page.find_tables()]
            for page in opened.pages
        ]


def boxes(data: bytes) -> list[list[list[tuple[int, ...]]]]:
    with pdfium.opened(data) as document:
        pages = [pdfium.read_page(document, index) for index in range(pdfium.page_count(document))]
    return [
        [
            sorted(tuple(round(side) for side in grid.box_of(cell)) for cell in grid.cells)
            for grid in grids(page.horizontals, page.verticals)
        ]
        for page in pages
    ]


def test_the_same_cells_as_pdfplumber_from_every_way_of_drawing() -> None:
    spans = ruled([100, 200, 300, 400], [700, 680, 640]) + line(200, 660, 400, 660) + bar(100, 620, 300, 20)
    pieces = "".join(line(a, y, b, y) for y in (580, 560) for a, b in pairwise((100, 160, 220, 280)))
    pieces += "".join(f"{x} 560 0.4 20 re f\n" for x in (100, 160, 220, 279.6))
    path = "1 w 100 500 m 300 500 l 300 460 l 100 460 l h 100 480 m 300 480 l 200 500 m 200 460 l S\n"
    data = pdf(spans + pieces + path, COUNTS, "q 0.5 0 0 0.5 20 30 cm " + COUNTS + " Q")
    assert boxes(data) == boxes_by_pdfplumber(data)
    assert [len(tables) for tables in boxes(data)] == [3, 1, 1]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.stem)
def test_the_same_cells_as_pdfplumber_in_every_sample(path: Path) -> None:
    data = path.read_bytes()
    assert boxes(data) == boxes_by_pdfplumber(data)
    assert any(boxes(data))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_table_made_by_libreoffice_over_two_pages(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{number}.属于某类情形的申请</td><td>{number}</td><td>{2 * number}</td></tr>" for number in range(60)
    )
    source = tmp_path / "report.html"
    source.write_text(
        "<html><head><meta charset='utf-8'></head><body><p>三、收到和处理政府信息公开申请情况</p>"
        f"<table border='1' cellspacing='0'>{rows}</table><p>四、后文</p></body></html>",
        encoding="utf-8",
    )
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--writer"]
    subprocess.run([*command, "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)], check=True, timeout=120)
    data = (tmp_path / "report.pdf").read_bytes()
    assert boxes(data) == boxes_by_pdfplumber(data)
    for read in (read_pdf, read_pdf_second):
        document = read(data)
        tables = list(document.tables())
        assert len(tables) > 1
        assert [row for found in tables for row in texts(found)] == [
            [f"{number}.属于某类情形的申请", str(number), str(2 * number)] for number in range(60)
        ]
        assert paragraphs(document) == ["三、收到和处理政府信息公开申请情况", "四、后文"]


@both
def test_the_day_of_publication_above_the_report_is_read_in_radicals_too(read: Reader) -> None:
    page = lines(780, "云岭区档案局2023年政府信息公开工作年度报告", "发布⽇期：2024年1⽉17⽇", "⼀、总体情况", "全年平稳。")
    assert read(pdf(page)).published == "2024年1月17日"
    assert read(pdf(page.replace("发布".encode("utf-16-be").hex(), "打印".encode("utf-16-be").hex()))).published is None


@both
@pytest.mark.parametrize(
    ("right", "upper", "lower", "text_"),
    [
        (130, "301", "9", "3019"), (130, "３０", "１", "３０１"), (160, "301", "9", "301\n9"),
        (130, "000", "9", "000\n9"), (130, "301", "件", "301\n件"),
    ],
)
def test_a_figure_that_fills_the_width_of_its_cell_goes_on_in_the_next_line(
    read: Reader, right: int, upper: str, lower: str, text_: str
) -> None:
    page = ruled([100, right, 300], [700, 660, 640]) + text(107, 684, upper) + text(107, 671, lower) + text(303, 680, "后")
    page += text(180, 646, "下") + text(180, 684, "右")
    assert texts(only_table(read(pdf(page))))[0][0] == text_

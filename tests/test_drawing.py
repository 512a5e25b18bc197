"""The report drawn as the official form: straight edges, merged cells, marks, and nothing hostile."""

import unicodedata
from html.parser import HTMLParser
from typing import Any

import pytest
from handmade import finding, report, unread, value
from lxml import html

from extractor.drawing import html_of, text_of
from extractor.form import editions, load
from extractor.record import MISSING, Section, Value

FORMS = [(edition, variant) for edition in editions() for variant in (None, *load(edition).variants)]


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def boxes(text: str) -> list[list[str]]:
    """The drawn tables, each as its lines."""
    tables: list[list[str]] = []
    for line in text.split("\n"):
        if line[:1] == "┌":
            tables.append([])
        if line[:1] in tuple("┌│├└"):
            tables[-1].append(line)
    return tables


@pytest.mark.parametrize(("edition", "variant"), FORMS)
@pytest.mark.parametrize("columns", [80, 96, 140])
def test_tables_are_rectangles_whatever_the_width(edition: str, variant: str | None, columns: int) -> None:
    hard = {"t3.received_new.total": value(12345678), "t2.rules." + ("issued" if edition == "2021" else "made_new"): Value(
        None, "详见附件一的说明，此处从略，共计若干件", "text"
    )}  # fmt: skip
    tables = boxes(text_of(report(hard, edition=edition, variant=variant), columns))
    assert len(tables) == 3
    for table in tables:
        assert len({width(line) for line in table}) == 1
        assert table[0][-1] == "┐" and table[-1][0] == "└" and table[-1][-1] == "┘"
        assert all(line[0] in "┌│├└" and line[-1] in "┐│┤┘" for line in table)


def test_rulings_join_above_and_below() -> None:
    """Each arm of a crossing meets an arm, or a ruling, of its neighbour: merged cells are truly merged."""
    arms = {"│": "ud", "─": "lr", "┌": "dr", "┐": "dl", "└": "ur", "┘": "ul", "├": "udr", "┤": "udl", "┬": "dlr", "┴": "ulr", "┼": "udlr"}
    for table in boxes(text_of(report())):
        grid = [[character for one in line for character in (one, "")[: width(one)]] for line in table]
        for y, line in enumerate(grid):
            for x, character in enumerate(line):
                has = arms.get(character, "")
                below = arms.get(grid[y + 1][x], "") if y + 1 < len(grid) else ""
                right = arms.get(line[x + 1], "") if x + 1 < len(line) else ""
                assert ("d" in has) == ("u" in below), (y, x, character)
                assert ("r" in has) == ("l" in right), (y, x, character)


def test_headings_of_merged_cells_are_printed_once() -> None:
    text = "\n".join(line for table in boxes(text_of(report(), 140)) for line in table)
    for heading in ("申请人情况", "法人或其他组织", "行政诉讼", "第二十条第（一）项", "1.属于国家秘密"):
        assert text.count(heading) == 1, heading


def test_cells_say_what_they_hold() -> None:
    cells = {
        "t2.rules.issued": Value(None, "无", "none"), "t2.rules.repealed": Value(None, "", "blank"),
        "t2.rules.in_force": MISSING, "t2.fees.amount": value(1160.5964),
        "t2.licensing.decisions": value(693665, reading="conflict"),
    }  # fmt: skip
    lines = text_of(report(cells)).split("\n")
    row = next(line for line in lines if line.startswith("│规章"))
    assert [part.strip() for part in row.strip("│").split("│")] == ["规章", "无", "", "∅"]
    assert any("1,160.5964" in line for line in lines) and any("⇄693,665" in line for line in lines)


def test_findings_are_marked_in_the_table_and_listed_worst_first() -> None:
    text = text_of(report(findings=(finding("C-BLANK", "t2.rules.issued", severity="warning", message="空白。"), finding())))
    assert "✖0" in text and "▲0" in text
    tail = text[text.rindex("问题：") :]
    assert tail.index("T4-SUM") < tail.index("C-BLANK")
    for part in ("1 错误 · 1 警告", "复议·总计", "11 ≠ 0", "10 1 0 0 0（第 4 页）", "建议：复议·总计 改为 11"):
        assert part in tail


def test_a_finding_on_a_whole_table_does_not_list_its_cells() -> None:
    fields = [field.id for field in load("2021").table("t3").fields.values()]
    text = text_of(report(findings=(finding("S-TABLE", *fields, suggestion=None),)))
    assert "等 175 项" in text and text.count("新收·") == 4


def test_sections_that_are_absent_are_named_and_long_ones_shortened() -> None:
    whole = report()
    text = text_of(report(sections=(*whole.sections[:4], Section("s6", "六、其他需要报告的事项", "长" * 3000))))
    assert "五、存在的主要问题及改进情况（未找到）" in text
    assert "（共 3,000 字）" in text and text.count("长") < 200


def test_a_report_that_could_not_be_read_shows_why_and_no_empty_form() -> None:
    for text in (text_of(unread()), html_of(unread())):
        assert "读不了" in text and "文件已损坏；请重新下载。" in text
        assert "┌" not in text and "申请人情况" not in text


HOSTILE = '\x1b[2J\x07<script>alert(1)</script>"\'&\u202e\x00'


def hostile() -> object:
    return report(
        {"t2.rules.issued": Value(None, HOSTILE, "text"), "t9.evil.<b>": value(1)},
        organ=HOSTILE, title=HOSTILE, published=HOSTILE,
        sections=(Section("s1", HOSTILE, HOSTILE), Section("zz", HOSTILE, HOSTILE)),
        findings=(finding("T2-TEXT", "t2.rules.issued", message=HOSTILE), finding("T4-SUM", "t9.evil.<b>", message=HOSTILE)),
    )  # fmt: skip


def test_hostile_text_steers_no_terminal() -> None:
    text = str(hostile())
    assert all(character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs") for character in text)
    assert "[2J" not in text and "<script>" in text
    assert all(len({width(line) for line in table}) == 1 for table in boxes(text))


def test_hostile_text_makes_no_element_or_attribute() -> None:
    tags: list[tuple[str, tuple[str, ...]]] = []

    class Collector(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append((tag, tuple(sorted(name for name, _ in attrs))))

    made = html_of(hostile())  # type: ignore[arg-type]
    Collector().feed(made)
    assert {tag for tag, _ in tags} <= {"div", "style", "h3", "h4", "p", "span", "table", "tr", "th", "td", "br"}
    assert {name for _, names in tags for name in names} <= {"class", "lang", "rowspan", "colspan", "title"}
    assert "\x1b" not in made and "\x00" not in made and "\u202e" not in made


@pytest.mark.parametrize(("edition", "variant"), FORMS)
def test_the_html_tables_are_full_grids(edition: str, variant: str | None) -> None:
    tree = html.fromstring(html_of(report(edition=edition, variant=variant)))
    tables = tree.findall(".//table")
    assert len(tables) == 3
    for table in tables:
        taken: set[tuple[int, int]] = set()
        for y, row in enumerate(table.findall(".//tr")):
            x = 0
            for cell in row:
                while (y, x) in taken:
                    x += 1
                spans = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
                new = {(y + down, x + across) for down in range(spans[0]) for across in range(spans[1])}
                assert not new & taken
                taken |= new
        rows, columns = (max(axis) + 1 for axis in zip(*taken, strict=True))
        assert len(taken) == rows * columns
    fields = sum(1 for _ in load(edition, variant).fields())
    assert len(tree.findall(".//td")) == fields


def test_the_html_marks_cells_with_colour_glyph_and_reason() -> None:
    made = report({"t4.reconsideration.corrected": value(1, reading="conflict")}, findings=(finding(),))
    tree: Any = html.fromstring(made._repr_html_())
    cell = tree.xpath('//td[contains(@class, "error") and @title]')[0]
    assert cell.text_content().split() == ["✖", "0"] and "T4-SUM" in cell.get("title")
    assert tree.xpath('//td[contains(@class, "conflict")]')[0].text_content().split() == ["⇄", "1"]

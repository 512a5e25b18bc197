"""Tables as running text in every layout seen: read right, or in doubt and said to be, never silently wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from builders import (
    Printed,
    document_from,
    figures,
    lines_of,
    not_right,
    record_of,
    silently_wrong,
    table_fields,
    whole_text,
)

from extractor.form import load
from extractor.pipeline import extract
from extractor.record import Report

FORM = load("2021")
SHOWN = figures(seed=3)
LINES = lines_of(FORM, SHOWN)
T2, T3, T4 = (table_fields(FORM.table(name)) for name in ("t2", "t3", "t4"))
OUTCOMES = "结果维持 结果纠正 其他结果 尚未审结 总计"
ABSENT = "（没有表格）"


def read(**lines: Sequence[str]) -> Report:
    """The record of a whole report in running text, with other lines in place of a table's own."""
    return record_of(document_from(whole_text(FORM, {**LINES, **lines})), "report.txt")


def is_row(line: str) -> bool:
    return line.partition(" ")[2].replace(" ", "").replace(".", "").isdigit()


def each_row(table: str, change: Callable[[str, str], list[str]]) -> list[str]:
    """A table's lines with each row's label and figures laid out otherwise."""
    lines = []
    for line in LINES[table]:
        label, _, values = line.partition(" ")
        lines += change(label, values) if is_row(line) else [line]
    return lines


def cells(table: str, separator: str = "\n") -> list[str]:
    return [line.replace(" ", separator) for line in LINES[table]]


def every(change: Callable[[str], list[str]]) -> dict[str, list[str]]:
    return {table: change(table) for table in LINES}


RIGHT: dict[str, dict[str, list[str]]] = {
    "a row a line": {},
    "tabs between cells": lines_of(FORM, SHOWN, "\t"),
    "a cell a line": every(cells),
    "figures on the line after the label": {"t3": each_row("t3", lambda label, values: [label, values])},
    "figures on the line before the label": {"t3": each_row("t3", lambda label, values: [values, label])},
    "a label's second line below the figures": {
        "t3": each_row("t3", lambda label, values: [f"{label[:9]} {values}", label[9:] or "　"])
    },
    "a label's lines above and below the figures": {
        "t3": each_row("t3", lambda label, values: [label[:9], values, label[9:] or "　"])
    },
    "a repeated header": {"t3": [*LINES["t3"][:14], *LINES["t3"][:4], *LINES["t3"][14:]]},
    "table 4 on three lines": {
        "t4": [part for group, at in (("行政复议", 0), ("未经复议直接起诉", 5), ("复议后起诉", 10))
               for part in (group, OUTCOMES, " ".join(LINES["t4"][-1].split()[at : at + 5]))]
    },
    "table 4 with a label before each line": {
        "t4": [OUTCOMES, *(f"{group} {' '.join(LINES['t4'][-1].split()[at : at + 5])}"
                           for group, at in (("行政复议", 0), ("未经复议直接起诉", 5), ("复议后起诉", 10)))]
    },
    "table 4 in one line with its header": {"t4": [" ".join(LINES["t4"])]},
    "table 4 glued": {"t4": [*LINES["t4"][:3], LINES["t4"][-1].replace(" ", "")]},
    "table 3 glued": {"t3": [line.replace(" ", "") for line in LINES["t3"]]},
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_a_layout_is_read_right(name: str) -> None:
    report = read(**RIGHT[name])
    assert silently_wrong(report, SHOWN) == []
    assert not_right(report, SHOWN) == []


MARKS = ["- 4 -", "—4—", "－ 4 －", "第 4 页 共 9 页", "4/9", "~ 4 ~"]


@pytest.mark.parametrize("table", ["t2", "t3", "t4"])
def test_page_numbers_between_rows_are_no_figures(table: str) -> None:
    for at in range(2, len(LINES[table]) + 1):
        lines = [*LINES[table][:at], MARKS[at % len(MARKS)], *LINES[table][at:]]
        assert not_right(read(**{table: lines}), SHOWN) == [], at


@pytest.mark.parametrize("table", ["t2", "t3", "t4"])
def test_a_bare_page_number_may_cost_a_row_but_never_silently(table: str) -> None:
    for at in range(2, len(LINES[table]) + 1):
        report = read(**{table: [*LINES[table][:at], "4" if at % 2 else "12", *LINES[table][at:]]})
        assert silently_wrong(report, SHOWN) == [], at


@pytest.mark.parametrize("at", range(4, 34))
def test_one_row_with_its_figures_a_line_early(at: int) -> None:
    lines = list(LINES["t3"])
    if is_row(lines[at]):
        label, _, values = lines[at].partition(" ")
        lines[at : at + 1] = [values, label]
    assert not_right(read(t3=lines), SHOWN) == []


def test_figures_before_their_labels_in_table_2_are_in_doubt() -> None:
    report = read(t2=each_row("t2", lambda label, values: [values, label]))
    assert silently_wrong(report, SHOWN) == []
    assert {report[name].reading for name in T2 if report[name].kind != "missing"} == {"conflict"}


@pytest.mark.parametrize("width", range(3, 9))
def test_labels_broken_at_any_width_are_never_silently_wrong(width: int) -> None:
    around = each_row("t3", lambda label, values: [f"{label[:width]} {values}", label[width:] or "　"])
    early = each_row("t3", lambda label, values: [label[:width], values, label[width:] or "　"])
    for lines in (around, early):
        assert silently_wrong(read(t3=lines), SHOWN) == []


# Blanks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", [*T2, *T3[:21], *T3[-14:], *T4])
def test_a_blank_in_running_text_is_never_filled_by_a_neighbour(field: str) -> None:
    truth = {**SHOWN, field: ""}
    spaced = record_of(document_from(whole_text(FORM, lines_of(FORM, truth))))
    assert silently_wrong(spaced, truth) == []
    tabbed = record_of(document_from(whole_text(FORM, lines_of(FORM, truth, "\t"))))
    assert not_right(tabbed, truth) == []


@pytest.mark.parametrize("ending", [".total", ".natural_person", ".other_organization"])
@pytest.mark.parametrize("separator", [" ", "\t"])
def test_a_blank_column_is_never_filled(ending: str, separator: str) -> None:
    for seed in range(8):
        shown = figures(seed=seed)
        truth = {**shown, **{name: "" for name in T3 if name.endswith(ending)}}
        report = record_of(document_from(whole_text(FORM, lines_of(FORM, truth, separator))))
        assert silently_wrong(report, truth) == []


def test_a_last_row_without_figures_takes_none_from_what_follows() -> None:
    for last in ("行政事业性收费", "行政事业性收费\n（单位：万元）"):
        lines = [*LINES["t2"][:-1], last]
        report = read(t2=lines, t3=[line for line in LINES["t3"] if "勾稽" not in line and "自然人" not in line])
        assert report["t2.fees.amount"].kind == "missing"
    for tail in ("2024年，本机关将继续努力。", "12 件", "五、其他 3"):
        report = read(t3=[*LINES["t3"][:-1], "四、结转下年度继续办理", tail])
        assert {report[name].kind for name in T3[-7:]} == {"missing"}


def test_signs_and_notes_are_read_as_printed() -> None:
    for text in ("无", "/", "—", "22（其中修订16件）", "１７", "1,234", "0件"):
        for separator in (" ", "\t"):
            truth = {**SHOWN, "t2.normative_documents.issued": text}
            report = record_of(document_from(whole_text(FORM, lines_of(FORM, truth, separator))))
            assert not_right(report, truth) == [], (text, separator)
            assert report["t2.normative_documents.issued"].raw == text


@pytest.mark.parametrize("sign", ["/", "-", "—", "无"])
def test_signs_on_lines_of_their_own_are_no_page_numbers(sign: str) -> None:
    names = [name for name in T3 if name.endswith(("commercial_enterprise", "legal_service_organization"))]
    truth = {**SHOWN, **dict.fromkeys([*names, *T4[1::2]], sign)}
    report = record_of(document_from(whole_text(FORM, lines_of(FORM, truth, "\n"))))
    assert silently_wrong(report, truth) == []
    assert not_right(report, truth) == []


def test_a_note_with_a_number_never_fills_a_blank_neighbour() -> None:
    truth = {**SHOWN, "t2.normative_documents.issued": "22（其中修订16件）", "t2.normative_documents.repealed": ""}
    for separator in (" ", "\t"):
        report = record_of(document_from(whole_text(FORM, lines_of(FORM, truth, separator))))
        assert silently_wrong(report, truth) == []


# Run together --------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_half_glued_tables_are_split_or_said_to_be_undecided(seed: int) -> None:
    shown, rng = figures(seed=seed), random.Random(seed)
    lines = lines_of(FORM, shown)
    glued = {
        table: ["".join(one for one in line if one != " " or rng.random() < 0.5) for line in rows]
        for table, rows in lines.items()
    }
    report = record_of(document_from(whole_text(FORM, glued)))
    assert silently_wrong(report, shown) == []
    assert sum(report[name].reading == "conflict" for name in (*T3, *T4)) <= 8


@pytest.mark.parametrize(
    ("row", "values"),
    [("行政规范性文件", "6233440"), ("规章", "693665"), ("行政规范性文件", "12 3"), ("规章", "1 23"), ("规章", "423")],
)
def test_run_together_figures_of_table_2_are_a_conflict(row: str, values: str) -> None:
    lines = [f"{row} {values}" if line.startswith(row) else line for line in LINES["t2"]]
    report = read(t2=lines)
    name = "rules" if row == "规章" else "normative_documents"
    given = [report[f"t2.{name}.{column}"] for column in ("issued", "repealed", "in_force")]
    assert {value.reading for value in given} == {"conflict"}
    assert next(one.code for one in report.findings if set(one.fields) & set(T2)) == "R-CONFLICT"


def test_zeros_that_no_cut_can_join_are_read() -> None:
    for values in ("000", "0036", "00 7", "0 00"):
        report = read(t2=[f"规章 {values}" if line.startswith("规章") else line for line in LINES["t2"]])
        assert {report[f"t2.rules.{column}"].reading for column in ("issued", "repealed", "in_force")} == {"solved"}


def test_de_duplicated_text_is_unknown_and_not_zero() -> None:
    zeros = {**dict.fromkeys(SHOWN, "0"), **{name: "5" for name in T3 if ".natural_person" in name and "received" in name}}
    seen: set[str] = set()
    lines = {}
    for table, rows in lines_of(FORM, zeros).items():
        kept = [one for line in rows for one in line.split(" ")]
        lines[table] = [one for one in kept if not (one in seen or seen.add(one))]  # type: ignore[func-returns-value]
    report = record_of(document_from(whole_text(FORM, lines)))
    assert silently_wrong(report, zeros) == []
    assert not [name for name in SHOWN if report[name].kind == "blank"]


# Prose ------------------------------------------------------------------------------------------------

PROSE = (
    "本年新收政府信息公开申请12件，上年结转政府信息公开申请3件，予以公开5件，部分公开4件，不予公开2件，其中属于国家秘密1件，"
    "结转下年度继续办理1件。行政许可45件，行政处罚6件，行政强制7件，行政事业性收费8万元，规章1件，行政规范性文件2件。"
)


@pytest.mark.parametrize("table", ["t2", "t3", "t4"])
def test_prose_with_the_same_words_beside_a_table_changes_nothing(table: str) -> None:
    assert not_right(read(**{table: [PROSE, *LINES[table]]}), SHOWN) == []
    assert not_right(read(**{table: [*LINES[table], PROSE]}), SHOWN) == []


@pytest.mark.parametrize("tables", [("t2",), ("t3",), ("t2", "t3"), ("t2", "t3", "t4")])
def test_prose_in_place_of_a_table_gives_no_figure(tables: Sequence[str]) -> None:
    report = read(**{table: [PROSE] for table in tables})
    gone = [name for name in SHOWN if name[:2] in tables]
    assert silently_wrong(report, {**SHOWN, **dict.fromkeys(gone, ABSENT)}) == []
    assert {report[name].kind for name in gone} == {"missing"}


# Columns ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    ["科研机构 商业企业 社会公益组织 法律服务机构 其他", "商业企业 科研机构 法律服务机构 社会公益组织 其他", "甲类 乙类 丙类 丁类 其他", ""],
)
def test_columns_whose_labels_stand_otherwise_or_nowhere_are_in_doubt(header: str) -> None:
    lines = [*LINES["t3"][:3], header, *LINES["t3"][4:]]
    report = read(t3=lines)
    assert {report[name].reading for name in T3} == {"conflict"}


def test_a_header_one_label_a_line_and_a_header_broken_in_columns_tell_the_order() -> None:
    for header in (
        ["自然人", "法人或其他组织", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"],
        ["自然 法人或其他组织 总计商业", "人 企业 科研机构 社会公益组织 法律服务机构 其他"],
        ["法人或其他组织", "商业 科研 社会公 法律服", "自然人 其他 总计", "企业 机构 益组织 务机构"],
        ["法人或其他组织", "自然 社会 法律", "商业 科研 总计", "人 公益 服务 其他", "企业 机构", "组织 机构"],
    ):
        assert not_right(read(t3=[*LINES["t3"][:2], *header, *LINES["t3"][4:]]), SHOWN) == []


@pytest.mark.parametrize("order", ["结果纠正 结果维持 其他结果 尚未审结 总计", "尚未审结 结果维持 结果纠正 其他结果 总计"])
def test_outcomes_of_table_4_in_another_order_are_in_doubt(order: str) -> None:
    report = read(t4=[*LINES["t4"][:2], f"{order} {order} {order}", LINES["t4"][-1]])
    assert {report[name].reading for name in T4} == {"conflict"}


def test_the_older_forms_header_gives_no_figure() -> None:
    lines = [line.replace("本年制发件数 本年废止件数 现行有效件数", "本年新制作数量 本年新公开数量 对外公开总数量") for line in LINES["t2"]]
    report = read(t2=lines)
    assert {report[name].kind for name in T2[:6]} == {"missing"}
    assert not_right(report, SHOWN, T2[6:]) == []


@pytest.mark.parametrize(("edition", "variant"), [("2021", "23-row"), ("2019", None)])
@pytest.mark.parametrize("separator", [" ", "\t"])
def test_the_other_forms(edition: str, variant: str | None, separator: str) -> None:
    form, shown = load(edition, variant), figures(edition, variant, seed=9)
    report = record_of(document_from(whole_text(form, lines_of(form, shown, separator))))
    assert not_right(report, shown) == []


def wrong_cells(rng: random.Random, shown: Printed) -> dict[str, str]:
    """Some random damage: figures changed, blanked or turned into signs."""
    changed = dict(shown)
    for name in rng.sample(list(shown), 6):
        changed[name] = rng.choice(["", "/", "无", str(rng.randint(0, 300)), f"{rng.randint(1, 9)}件"])
    return changed


@pytest.mark.parametrize("seed", range(40))
def test_faulty_figures_in_any_layout_are_never_silently_misread(seed: int) -> None:
    rng = random.Random(seed)
    truth = wrong_cells(rng, figures(seed=seed))
    separator = rng.choice([" ", "\t", "\n"])
    lines = lines_of(FORM, truth, separator)
    report = record_of(document_from(whole_text(FORM, lines)))
    assert silently_wrong(report, truth) == []


def alternating(truth: Printed) -> list[str]:
    """Cells and bars on alternating lines, as some pages are pasted: a blank cell is a blank line, nothing parts two rows."""
    rows = lines_of(FORM, truth, "\t")
    return [
        line
        for table in ("t2", "t3", "t4")
        for line in (HEADINGS[table], *"\n|\n".join("\n|\n".join(row.split("\t")) for row in rows[table]).split("\n"))
    ]


HEADINGS = {section.table: f"{section.number}、{section.title}" for section in FORM.sections if section.table}


@pytest.mark.parametrize("blanks", [[], T3[1:7], T3[20:27], [T3[6]], [T4[0], T4[7]], [T2[0], T2[9]]])
def test_cells_parted_by_bars_alone_keep_their_blanks(blanks: list[str]) -> None:
    truth = {**SHOWN, **dict.fromkeys(blanks, "")}
    text = "\n".join(["2023年青川湾市云岭区财政局政府信息公开工作年度报告", "一、总体情况", "工作有序。", *alternating(truth),
                      "五、存在的主要问题及改进情况", "有待提高，将加强培训。", "六、其他需要报告的事项", "无。"])  # fmt: skip
    report = extract(text.encode())
    assert not_right(report, truth) == []
    assert [section.id for section in report.sections] == ["s1", "s2", "s3", "s4", "s5", "s6"]


@pytest.mark.parametrize("header", [f"{OUTCOMES} {OUTCOMES} {OUTCOMES}", "结果 结果 其他 尚未 总计"])
def test_a_figure_a_line_under_a_header_that_goes_down_the_columns_is_in_doubt(header: str) -> None:
    shown = [SHOWN[name] for name in T4]
    down = [shown[number] for start in range(5) for number in range(start, 15, 5)]
    report = read(t4=["行政复议 行政诉讼", "未经复议直接起诉 复议后起诉", header, *down])
    assert silently_wrong(report, SHOWN) == []
    assert {report[name].reading for name in T4} <= {"conflict", "single"}
    assert all(report[name].kind == "missing" or report[name].reading == "conflict" for name in T4)


def test_figures_that_wrap_above_their_line_are_in_doubt() -> None:
    shown = [SHOWN[name] for name in T4]
    lines = ["行政复议 行政诉讼", "未经复议直接起诉 复议后起诉", f"{OUTCOMES} {OUTCOMES} {OUTCOMES}",
             " ".join((shown[4], shown[9])), " ".join(shown[:4] + shown[5:9] + shown[10:])]  # fmt: skip
    report = read(t4=lines)
    assert silently_wrong(report, SHOWN) == []
    assert all(report[name].reading == "conflict" for name in T4)


@pytest.mark.parametrize("label", ["行政规范性文", "行政事业性收"])
def test_a_label_of_table_2_broken_by_its_own_figures(label: str) -> None:
    lines = []
    for line in LINES["t2"]:
        name, _, values = line.partition(" ")
        lines += [label, values, name[len(label) :]] if name.startswith(label) else [line]
    assert not_right(read(t2=lines), SHOWN) == []


def test_table_2_that_goes_down_the_columns_of_a_page_is_in_doubt() -> None:
    """A column label of the first block behind a later block's row: the figure beside that row may be anybody's."""
    lines = ["第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "规章", "行政规范性文件", "第二十条第（五）项", "信息内容",
             "行政许可", "本年处理决定数量", "3", "第二十条第（六）项", "信息内容", "本年处理决定数量", "行政处罚", "2", "现行有效件数",
             "行政强制", "第二十条第（八）项", "信息内容", "本年收费金额（单位：万元）", "行政事业性收费"]  # fmt: skip
    report = read(t2=lines)
    assert all(report[name].kind == "missing" or report[name].reading == "conflict" for name in T2)


def test_figures_of_table_4_among_its_labels_are_in_doubt() -> None:
    """A page read down its columns: each label of three, then a figure of three, one a line."""
    outcomes = OUTCOMES.split()
    lines = ["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉"]
    for column, outcome in enumerate(outcomes):
        for group in range(3):
            lines += [outcome, SHOWN[T4[group * 5 + column]]]
    report = read(t4=lines)
    assert all(report[name].kind == "missing" or report[name].reading == "conflict" for name in T4)


def test_figures_one_a_line_above_their_label_are_not_the_row_aboves() -> None:
    """Each row's figures stand above its label: the first row seems to have the second's, and so on, until one has none."""
    rows = [line for line in LINES["t3"] if is_row(line)]
    head = LINES["t3"][: LINES["t3"].index(rows[0])]
    lines = [part for row in rows[:3] for part in (*row.split(" ")[1:], row.split(" ")[0])]
    # No sum of the rest can tell: its figures have gone elsewhere.
    rest = [line.split(" ")[0] for line in LINES["t3"][LINES["t3"].index(rows[2]) + 1 :]]
    report = read(t3=[*head, *lines, *rest])
    assert silently_wrong(report, SHOWN) == []


def test_figures_stacked_above_the_first_label_are_the_first_rows() -> None:
    """The same with two figures of the first row on one line: rows after rows of zeros are not theirs, though zeros add up."""
    zeros = dict.fromkeys(T3, "0")
    first = ["1", "0", "0", "0", "0", "0", "1"]
    columns = [column.id for column in FORM.table("t3").blocks[0].columns]
    for row in ("received_new", "disclosed", "results_total"):
        zeros |= {f"t3.{row}.{column}": text for column, text in zip(columns, first, strict=True)}
    shown = {**SHOWN, **zeros}
    own = lines_of(FORM, shown)["t3"]
    rows = [line for line in own if is_row(line)]
    head = own[: own.index(rows[0])]
    lines = [part for row in rows[:9] for part in (" ".join(row.split()[1:3]), *row.split()[3:], row.split()[0])]
    report = read(t3=[*head, *lines, *(row.split()[0] for row in rows[9:])])
    assert silently_wrong(report, shown) == []


def test_a_row_is_in_doubt_where_the_figures_of_many_labels_are_elsewhere() -> None:
    """A page break has taken a digit of the only row that has its figures beside it."""
    rows = [line for line in LINES["t3"] if is_row(line)]
    head = LINES["t3"][: LINES["t3"].index(rows[0])]
    report = read(t3=[*head, rows[0], *(row.split(" ")[0] for row in rows[1:])])
    assert {report[name].reading for name in T3 if report[name].kind != "missing"} == {"conflict"}


@pytest.mark.parametrize("labels", [
    ("行政复议 维持 纠正 其他结果 未审结 合计", "未经复议直接起诉", "复议后起诉"),
    ("行政复议 维持 纠正 其他结果 未审结 合计", "直接起诉", "复议后诉讼"),
])  # fmt: skip
def test_table_4_begins_with_its_first_outcome_whatever_its_labels(labels: tuple[str, str, str]) -> None:
    shown = [SHOWN[name] for name in T4]
    outcomes = "维持 结果纠正 其他结果 尚未审结 合计"
    lines = [*labels[0].split(), *shown[:5], labels[1], *outcomes.split(), *shown[5:10], labels[2], *outcomes.split(), *shown[10:]]
    assert not_right(read(t4=lines), SHOWN) == []

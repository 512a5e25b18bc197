"""退回修改单: who gets one, what stands in it, what it is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from handmade import ORGAN, finding, report, unread

from extractor.decisions import Decision
from extractor.export.slips import items_of, slip_name, slip_writer
from extractor.record import Finding, SourceInfo, Suggestion
from extractor.telling import tell

RUN = date(2024, 5, 1)
WARNING = finding("T3-MISS", "t3.carried_in.total", severity="warning", suggestion=None, left=None, right=None)


def written(tmp_path: Path, *findings: Finding, **more: Any) -> Any:
    path = slip_writer(tmp_path / "退回", RUN)(tell(report(findings=findings, **more)))
    assert path is not None
    return Document(str(path))


def rows(document: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def test_a_slip_says_who_what_where_why_and_leaves_room(tmp_path: Path) -> None:
    document = written(tmp_path, WARNING, finding())
    assert document.paragraphs[0].text == "政府信息公开工作年度报告退回修改单"
    found = rows(document)
    head = dict(tuple(row) for row in found[:5])
    assert head["单　　位"] == ORGAN and head["报告年度"] == "2023 年" and head["文　　件"] == "a.pdf" and head["核对日期"] == "2024 年 5 月 1 日"
    assert found[5][0].startswith("1．错误：表四") and "T4-SUM" in found[5][0], "errors before warnings"
    first = dict(tuple(row) for row in found[6:13])
    assert first["什么问题"] == "行政复议总计印为 0，各项之和为 11。" and "第四部分表四：行政复议/总计" in first["哪　　里"]
    assert (first["报告所印"], first["应　　为"]) == ("0", "11") and "由 0 改为 11" in first["怎 么 改"]
    assert first["依　　据"] and first["单位回复"] == ""
    assert [row[0] for row in found if row[0].startswith("2．")] == ["2．警告：表三：有空白单元格　T3-MISS"]
    assert "1 处错误、1 处需要核实" in "\n".join(one.text for one in document.paragraphs)


def test_findings_that_one_figure_cures_are_one_item(tmp_path: Path) -> None:
    end = "；把“三、（七）总计 | 总计”由 5 改为 4，全表即平衡。"
    mend = Suggestion("t3.results_total.total", 4)
    three = [finding(code, "t3.results_total.total", suggestion=mend, message=f"{code} 不符{end}") for code in ("T3-BAL", "T3-SUM", "T3-ROW")]
    found = rows(written(tmp_path, *three))
    assert [row[0] for row in found if "．错误" in row[0]] == ["1．错误：表三：第一项加第二项不等于第三项加第四项　T3-BAL、T3-SUM、T3-ROW"]
    assert ["什么问题", "T3-BAL 不符。\nT3-SUM 不符。\nT3-ROW 不符。"] in found and ["应　　为", "4"] in found


@pytest.mark.parametrize("none", [
    (), (finding(severity="info"),), (finding("R-CONFLICT", blame="reading", severity="warning"),),
    (finding(outcome="inconclusive", severity="warning"),), (finding(blame="reading"),),
], ids=["clean", "hints", "our doubt", "undecided", "our reading"])  # fmt: skip
def test_a_unit_with_nothing_to_mend_gets_none(tmp_path: Path, none: tuple[Finding, ...]) -> None:
    assert slip_writer(tmp_path / "x", RUN)(tell(report(findings=none))) is None and not (tmp_path / "x").exists()


@pytest.mark.parametrize(("verdict", "wanted"), [("误报", 0), ("已说明", 0), ("原文如此", 1), ("已更正", 1)])
def test_what_is_settled_is_not_put_to_the_unit_again(verdict: str, wanted: int) -> None:
    told = tell(report(findings=(finding(),)), "zh", {finding().fingerprint: Decision(verdict)}, everything=True)
    assert len(items_of(told)) == wanted


def test_a_file_that_cannot_be_read_goes_back_but_a_crash_is_ours(tmp_path: Path) -> None:
    write = slip_writer(tmp_path, RUN)
    path = write(tell(unread()))
    assert path is not None and path.name == "b_退回修改单.docx" and ["什么问题", "文件已损坏；请重新下载。"] in rows(Document(str(path)))
    crash = unread()
    assert write(tell(replace(crash, findings=(replace(crash.findings[0], code="R-CRASH"),)))) is None


@pytest.mark.parametrize(("organ", "name"), [
    ("../../etc/passwd", "etc_passwd"), ('a:b*c?"<>|', "a_b_c"), ("CON", "_CON"), ("\x1b[31m红\u202e\n局", "红_局"), ("局" * 300, "局" * 59 + "…"),
    (" . ", "_"),
])  # fmt: skip
def test_names_of_files_are_safe(tmp_path: Path, organ: str, name: str) -> None:
    made = tell(report(organ=organ, findings=(finding(),)))
    assert slip_name(made) == f"{name}_2023_退回修改单.docx"
    path = slip_writer(tmp_path, RUN)(made)
    assert path is not None and path.parent == tmp_path and path.exists() and len(path.name.encode()) < 255


def test_slips_of_one_name_get_numbers(tmp_path: Path) -> None:
    write = slip_writer(tmp_path, RUN)
    made = [tell(report(organ=organ, findings=(finding(),))) for organ in ("A局", "a局", "A局")]
    assert [path.name if path else None for path in map(write, made)] == [
        "A局_2023_退回修改单.docx", "a局_2023_2_退回修改单.docx", "A局_2023_3_退回修改单.docx",
    ]  # fmt: skip


def test_hostile_text_is_text(tmp_path: Path) -> None:
    text = "<w:p/>&\x00\x1b[2J\u202e\ud800\uffff=1+1"
    found = rows(written(tmp_path, replace(finding(), message=text), organ="局" + text, title=text, source=SourceInfo(text, text)))
    assert ["什么问题", "<w:p/>&=1+1"] in found


def test_what_only_the_user_of_the_program_can_do_is_left_out(tmp_path: Path) -> None:
    lost = finding("S-TABLEMISS", "t4.reconsideration.total", suggestion=None, blame="unknown")
    found = rows(written(tmp_path, lost))
    assert not any("nianbao" in cell for row in found for cell in row)
    assert any("可能是程序没有读到" in row[1] for row in found if row[0] == "什么问题")

"""Lists of metadata as people keep them: headings, encodings, workbooks, and how a line finds its file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from extractor.errors import HintError
from extractor.given import Given
from extractor.roster import Row, read_roster

HEAD = "文件名,机关名称,年度,地区,行政区划代码,级别,类型,发布日期,网址"
LINE = "2023/财政局.pdf,云岭区财政局,2023年度,云岭区,320813,区,部门,2024/1/9,https://www.example.cn/a.html"
GIVEN = tuple(Given(name, value, "list") for name, value in (
    ("organ", "云岭区财政局"), ("year", 2023), ("region", "云岭区"), ("region_code", "320813"), ("level", "county"),
    ("kind", "department"), ("published", "2024-01-09"), ("url", "https://www.example.cn/a.html"),
))  # fmt: skip


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "清单.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_file_in_every_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    roster = read_roster(written(tmp_path, f"{HEAD}\r\n\r\n{LINE}\r\n".replace(",", delimiter), encoding))
    assert roster.rows == (Row(3, ("2023", "财政局.pdf"), "", GIVEN),) and roster.unknown == ()


def test_a_workbook(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(HEAD.split(","))
    book.active.append(["2023/财政局.pdf", "云岭区财政局", 2023, "云岭区", 320813.0, "区", "部门", datetime(2024, 1, 9), GIVEN[-1].value])
    book.save(tmp_path / "清单.xlsx")
    assert read_roster(tmp_path / "清单.xlsx").rows == (Row(2, ("2023", "财政局.pdf"), "", GIVEN),)


def test_headings_in_english_and_columns_that_mean_nothing(tmp_path: Path) -> None:
    roster = read_roster(written(tmp_path, f"SHA256,Organ,Year,备注,经办人\n{'AB' * 32},云岭区财政局,2023,x,y\n,,,,\n"))
    assert roster.rows == (Row(2, (), "ab" * 32, GIVEN[:2]),) and roster.unknown == ("备注", "经办人")


@pytest.mark.parametrize(("text", "cure"), [
    ("", "“文件名”或“sha256”"), ("机关名称,年度\n云岭区财政局,2023\n", "“文件名”或“sha256”"), ("文件名,备注\na,b\n", "机关名称"),
    ("文件名,机关,单位\na,b,c\n", "只留一列"), ("文件名,年度\na,去年\n", "第 2 行：年度“去年”"), ("文件名,发布日期\na,一月\n", "2024-01-19"),
    ("文件名,行政区划代码\na,云岭\n", "行政区划代码"), ("文件名,类型\na,机关\n", "政府、部门"), ("sha256,年度\nabc,2023\n", "64 位"),
    ("文件名,级别\na,局级\n", "省、省级"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused_by_line_with_the_cure(tmp_path: Path, text: str, cure: str) -> None:
    with pytest.raises(HintError, match=cure):
        read_roster(written(tmp_path, text))


def test_a_damaged_workbook(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 no")
    with pytest.raises(HintError, match="另存为 CSV"):
        read_roster(tmp_path / "x.xlsx")


@pytest.mark.parametrize(("path", "lines"), [
    ("年报/2023/财政局.pdf", [2]), ("年报/2022/财政局.pdf", [3]), ("别处/财政局.pdf", [4]), ("年报/2023/财政局.PDF", [2]),
    ("x/教育局.docx", [5]), ("x/教育局", [5]), ("x.zip/乙/民政局.html", [6, 7]), ("财政局.html", []), ("", []),
])  # fmt: skip
def test_the_line_that_names_most_of_a_path_is_meant(tmp_path: Path, path: str, lines: list[int]) -> None:
    names = ("2023/财政局.pdf", "2022\\财政局.pdf", "财政局.pdf", "教育局", "乙/民政局.html", "./乙/民政局.html", "民政局.html")
    roster = read_roster(written(tmp_path, "文件名,年度\n" + "".join(f"{name},{2015 + n}\n" for n, name in enumerate(names))))
    assert [row.number for row in roster.rows_for(path, "0" * 64)] == lines


def test_a_hash_comes_before_a_name(tmp_path: Path) -> None:
    roster = read_roster(written(tmp_path, f"文件名,sha256,年度\na.pdf,{'1' * 64},2022\na.pdf,,2023\n"))
    assert [row.number for row in roster.rows_for("a.pdf", "1" * 64)] == [2]
    assert [row.number for row in roster.rows_for("a.pdf", "2" * 64)] == [3], "another file by that name"

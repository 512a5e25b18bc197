"""What is told of reports from outside, as a user gives it: by a list, by the names of folders, in every verb."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from extractor.cli import main
from extractor.export import FORMATS
from extractor.hints import path_of
from extractor.source import Source, sources

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "samples" / "2021_青川湾市云岭区财政局.html"
ORGAN, YEAR = "青川湾市云岭区财政局", 2021
pytestmark = pytest.mark.usefixtures("crew")


def silent(page: Path) -> bytes:
    """A report that says neither whose it is nor for which year."""
    text = page.read_text(encoding="utf-8")
    for said in (ORGAN, "青川湾市", "云岭区", "财政局", "2021", "2022", "2020"):
        text = text.replace(said, "")
    return text.encode()


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A tree of folders by year and organ, with one report that tells both, and one that tells neither."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(FORMATS, "xlsx", lambda reports, path, run_date, **more: path.touch())
    for folder in ("2021/云岭区财政局", "2019/云岭区教育局"):
        (tmp_path / "年报" / folder).mkdir(parents=True)
    shutil.copy(PAGE, tmp_path / "年报/2021/云岭区财政局/a.html")
    (tmp_path / "年报/2019/云岭区教育局/b.html").write_bytes(silent(PAGE))
    yield tmp_path


def nianbao(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="nianbao")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def records(*arguments: str) -> dict[str, dict[str, Any]]:
    result = nianbao("parse", *arguments)
    made = [json.loads(line) for line in result.stdout.splitlines()]
    schema = json.loads((ROOT / "extractor" / "record.schema.json").read_text(encoding="utf-8"))
    assert not [error for one in made for error in Draft202012Validator(schema).iter_errors(one)]
    return {one["source"]["name"]: one for one in made}


def told(record: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(record[name] for name in ("organ", "organ_basis", "year", "year_basis"))


def filed(record: dict[str, Any]) -> list[str]:
    return [one["message"] for one in record["findings"] if one["code"] == "M-FILED"]


TREE = ("--organ-from", "{year}/{organ}/*")


def test_folders_tell_what_a_report_does_not(work: Path) -> None:
    plain, found = records("年报"), records("年报", *TREE)
    assert told(plain["b.html"]) == (None, None, None, None)
    assert told(found["b.html"]) == ("云岭区教育局", "given", 2019, "given") and found["b.html"]["kind"] == "department"
    assert told(found["a.html"]) == told(plain["a.html"]) == (ORGAN, "title", YEAR, "title")
    assert not filed(found["a.html"]) and not filed(found["b.html"])
    assert found["b.html"]["given"][0] == {"name": "organ", "value": "云岭区教育局", "origin": "path"}


def test_a_report_in_the_wrong_folder_keeps_what_it_prints_and_is_told(work: Path) -> None:
    (work / "年报/2021/云岭区财政局/a.html").rename(work / "年报/2019/云岭区教育局/a.html")
    found = records("年报", *TREE)["a.html"]
    assert told(found) == (ORGAN, "title", YEAR, "title")
    assert [("机关" in one, "年份" in one) for one in filed(found)] == [(True, False), (False, True)]
    result = nianbao("check", "年报", *TREE, "-f", "table")
    assert "M-FILED" in result.stdout and "云岭区教育局" in result.stdout


def test_a_list_tells_what_a_report_does_not(work: Path) -> None:
    sha256 = hashlib.sha256(PAGE.read_bytes()).hexdigest()
    (work / "清单.csv").write_bytes((
        "文件名,sha256,机关名称,年度,地区,行政区划代码,发布日期,网址,备注\n"
        f",{sha256},{ORGAN},2021,云岭区,320813,2022-03-20,https://www.example.cn/a.html,x\n"
        "云岭区教育局/b.html,,云岭区教育局,2022,云岭区,,,,\n没有.html,,x局,2022,,,,,\n"
    ).encode("gb18030"))  # fmt: skip
    (work / "年报/2019/c.txt").write_text("今天天气很好。", encoding="utf-8")
    found = records("年报", "--metadata", "清单.csv")
    a, b = found["a.html"], found["b.html"]
    assert a["region"] == {"code": "320813", "name": "云岭区", "level": "county"} and a["published"] is None
    assert {one["name"]: one["value"] for one in a["given"]}["url"] == "https://www.example.cn/a.html"
    assert [one["message"][:15] for one in a["findings"] if one["code"] == "D-LATE"] == ["公布日期 2022-03-20"]
    assert told(b) == ("云岭区教育局", "given", 2022, "given") and b["region"] is None
    result = nianbao("check", "年报", "--metadata", "清单.csv")
    assert "没有用到的列：备注" in result.stderr and "3 行，对上 2 行" in result.stderr
    assert "1 行没有对应的文件：第 4 行" in result.stderr and "1 份文件不在清单里：年报/2019/c.txt" in result.stderr
    assert "清单" not in nianbao("check", "年报", "--metadata", "清单.csv", "-q").stderr
    english = nianbao("check", "年报", "--metadata", "清单.csv", "--lang", "en").stderr
    assert "1 lines fit no file: lines 4" in english and "1 files are not on the list" in english
    wide = nianbao("parse", "年报", "--metadata", "清单.csv", "-f", "csv").stdout
    assert wide.count("云岭区,") >= 2, "the region's name stands in its column even without a code"


def test_the_list_comes_before_the_path_and_both_are_held_against_each_other(work: Path) -> None:
    (work / "清单.csv").write_text("文件名,机关\nb.html,云岭区民政局\n", encoding="utf-8")
    found = records("年报", *TREE, "--metadata", "清单.csv")["b.html"]
    assert told(found) == ("云岭区民政局", "given", 2019, "given")
    (message,) = filed(found)
    assert "目录或文件名写的机关是“云岭区教育局”，清单或目录写的是“云岭区民政局”" in message


def test_lines_that_contradict_each_other_are_not_used(work: Path) -> None:
    (work / "清单.csv").write_text("文件名,机关\nb.html,甲局机关\nb.html,乙局机关\n", encoding="utf-8")
    result = nianbao("parse", "年报", "--metadata", "清单.csv")
    made = {one["source"]["path"]: one for one in map(json.loads, result.stdout.splitlines())}
    assert made["年报/2019/云岭区教育局/b.html"]["given"] == []
    assert "1 份文件在清单里有几行而内容不同，都没有采用" in result.stderr


def test_a_line_that_fits_several_files_is_used_for_one(work: Path) -> None:
    (work / "清单.csv").write_text("文件名,机关\na,云岭区教育局\n", encoding="utf-8")
    (work / "年报/2021/云岭区财政局/a.html").unlink()
    for number, name in enumerate(("2019/a.html", "2019/a.txt", "2021/a.html")):
        (work / "年报" / name).write_bytes(silent(PAGE) + b"<p>%d</p>" % number)
    result = nianbao("parse", "年报", "--metadata", "清单.csv")
    made = {one["source"]["path"]: one["organ"] for one in map(json.loads, result.stdout.splitlines())}
    assert (made["年报/2019/a.html"], made["年报/2019/a.txt"], made["年报/2021/a.html"]) == ("云岭区教育局", "云岭区教育局", None)
    assert "1 行对应不止一个文件（第 2 行）" in result.stderr and "1 份文件所对应的行已用于别的文件：年报/2021/a.html" in result.stderr


@pytest.mark.parametrize("arguments", [
    ["--organ-from", "*/x"], ["--year-from", "{organ}/*"], ["--organ-from", "{机关}"], ["--metadata", "bad.csv"], ["--metadata", "none.csv"],
])  # fmt: skip
@pytest.mark.parametrize("verb", ["run", "parse", "check"])
def test_what_cannot_be_used_is_a_usage_error(work: Path, verb: str, arguments: list[str]) -> None:
    (work / "bad.csv").write_text("文件名,年度\na,去年\n", encoding="utf-8")
    result = nianbao(verb, "年报", *arguments, *(["-o", "out"] if verb == "run" else []))
    assert result.exit_code == 2 and result.stdout == "" and not (work / "out").exists()
    assert "none.csv" in arguments or "例如" in result.stderr or "请写成 2023" in result.stderr


def test_members_of_archives_have_the_folders_in_them(work: Path) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", encoding="gb18030", format=tarfile.GNU_FORMAT) as archive:
        archive.add("年报/2019", "2019")
    (work / "年报.tar.gz").write_bytes(gzip.compress(stream.getvalue()))
    found = records("年报.tar.gz", *TREE)["b.html"]
    assert told(found) == ("云岭区教育局", "given", 2019, "given")
    assert found["source"]["member"] == "2019/云岭区教育局/b.html"


def test_a_run_reads_anew_what_something_else_is_given_of(work: Path) -> None:
    def states() -> list[tuple[str, str]]:
        with sqlite3.connect("out/nianbao.sqlite") as store:
            return store.execute("SELECT organ, region FROM wide ORDER BY organ").fetchall()

    def reused() -> int:
        with sqlite3.connect("out/nianbao.sqlite") as store:
            return int(store.execute("SELECT reused FROM runs ORDER BY id DESC LIMIT 1").fetchone()[0])

    (work / "清单.csv").write_text("文件名,机关,地区\nb.html,云岭区民政局,云岭区\n", encoding="utf-8")
    assert nianbao("run", "年报", "-o", "out", "-j", "1").exit_code in (0, 1)
    nianbao("run", "年报", "-o", "out", "-j", "1", "--metadata", "清单.csv")
    assert states() == [("云岭区民政局", "云岭区"), (ORGAN, None)] and reused() == 1
    preview = nianbao("run", "年报", "-o", "out", "--metadata", "清单.csv", "--dry-run")
    assert preview.stdout.count("kept") == 2 and "对上 1 行" in preview.stderr
    (work / "清单.csv").write_text("文件名,机关,地区\nx.html,x局,\nb.html,云岭区教育局,云岭区\n", encoding="utf-8")
    result = nianbao("run", "年报", "-o", "out", "-j", "1", "--metadata", "清单.csv")
    assert states()[0][0] == "云岭区教育局" and reused() == 1 and "第 2 行" in result.stderr


@pytest.mark.parametrize("set_to", ["'{year}/{organ}/*'", "['{organ}.zip/*', '{year}/{organ}/*']"])
def test_templates_and_the_list_can_stand_in_the_settings(work: Path, set_to: str) -> None:
    (work / "清单.csv").write_text("文件名,网址\nb.html,https://www.example.cn/\n", encoding="utf-8")
    (work / "nianbao.toml").write_text(f"[parse]\norgan_from = {set_to}\nmetadata = '清单.csv'\n", encoding="utf-8")
    found = records("年报")["b.html"]
    assert told(found) == ("云岭区教育局", "given", 2019, "given") and found["given"][-1]["name"] == "url"


def test_a_list_to_fill_in_is_one_that_can_be_read(work: Path) -> None:
    (work / "年报/=1+1.txt").write_text("今天天气很好。", encoding="utf-8")
    result = nianbao("run", "年报", "-o", "out", "--dry-run", "-f", "csv", "--year-from", "{year}/**", "-q")
    head, *rows = csv.reader(io.StringIO(result.stdout.removeprefix("\ufeff")))
    assert head[:4] == ["文件名", "sha256", "机关名称", "年度"] and not (work / "out").exists()
    assert [(row[0].strip(), row[3]) for row in rows] == [
        ("年报/2019/云岭区教育局/b.html", "2019"), ("年报/2021/云岭区财政局/a.html", "2021"), ("年报/=1+1.txt", "")
    ]  # fmt: skip
    (work / "清单.csv").write_text(result.stdout.replace(",2019,", ",2020,"), encoding="utf-8")
    assert told(records("年报", "--metadata", "清单.csv")["b.html"])[2:] == (2020, "given")
    assert "3 行，对上 3 行" in nianbao("check", "年报", "--metadata", "清单.csv").stderr


def test_the_path_that_counts_begins_with_what_was_given(work: Path) -> None:
    def paths(*arguments: str) -> list[str]:
        return [path_of(one, arguments) for one in sources(arguments) if isinstance(one, Source)]

    whole = ["年报/2019/云岭区教育局/b.html", "年报/2021/云岭区财政局/a.html"]
    assert paths("年报") == paths(str(work / "年报")) == paths("年报/") == whole
    assert paths("年报/2019") == paths("年报/*/*/b.html") == paths("年报/2019/云岭区教育局/b.html") == whole[:1]
    assert paths(str(work / "年报/2019")) == ["2019/云岭区教育局/b.html"]
    assert paths(str(work / "年报" / "*" / "*" / "b.html")) == whole[:1]
    os.chdir("年报/2019")
    assert paths(".") == ["2019/云岭区教育局/b.html"] == paths("../2019")

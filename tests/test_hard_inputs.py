"""What a folder of reports also holds: each gives one record with one finding that says what to do, and the rest is read."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor import batch, extract
from extractor.cli import main
from extractor.export import FORMATS
from extractor.marks import status_of
from extractor.record import Report
from extractor.record_json import report_from_dict

SAMPLES = Path(__file__).parents[1] / "samples"
GOOD_HTML, GOOD_DOCX, GOOD_PDF = (sorted(SAMPLES.glob(f"2021*.{suffix}"))[0] for suffix in ("html", "docx", "pdf"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def picture() -> bytes:
    """A whole PNG of one white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


def pdf_of(objects: Iterable[str], trailer: str = "") -> bytes:
    """A PDF from the texts of its objects, the first of which is its catalogue."""
    made, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(made))
        made += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size, start = len(offsets) + 1, len(made)
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n"
    return made + end.encode()


PAGE = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"]


def encrypted() -> bytes:
    """A PDF that opens with a password alone: its keys are none that the empty password gives."""
    key = "ab" * 32
    return pdf_of([*PAGE, f"<</Filter/Standard/V 1/R 2/O<{key}>/U<{key}>/P -4>>"], "/Encrypt 4 0 R/ID[<00><00>]")


def broken_docx() -> bytes:
    return GOOD_DOCX.read_bytes()[:-1500]


def docx_with_broken_xml() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document><w:body>")
    return stream.getvalue()


NOTICE = "关于端午节放假安排的通知\n各科室：\n根据上级要求，现将放假安排通知如下，请遵照执行。\n办公室\n".encode()

HARD: dict[str, tuple[str, Callable[[], bytes], str, str]] = {
    "空.html": ("R-EMPTY", lambda: b"", "下载", "download"),
    "空白.txt": ("R-EMPTY", lambda: b" \r\n\t\n", "下载", "download"),
    "照片.pdf": ("R-TYPE", picture, "文字识别", "text recognition"),
    "截断.pdf": ("R-BROKEN", lambda: GOOD_PDF.read_bytes()[: GOOD_PDF.stat().st_size // 2], "重新下载", "download"),
    "截断少许.pdf": ("R-BROKEN", lambda: GOOD_PDF.read_bytes()[:-600], "重新下载", "download"),
    "加密.pdf": ("R-ENCRYPTED", encrypted, "口令", "password"),
    "白页.pdf": ("R-NOTEXT", lambda: pdf_of(PAGE), "识别", "recogni"),
    "坏.docx": ("R-BROKEN", broken_docx, "重新下载", "download"),
    "坏XML.docx": ("R-BROKEN", docx_with_broken_xml, "重新下载", "download"),
    "通知.txt": ("R-NOTREPORT", lambda: NOTICE, "确认", "check"),
    "旧.doc": ("R-TYPE", lambda: OLE + bytes(2000), "另存为", "save it as"),
    "加密.docx": ("R-ENCRYPTED", lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码", "password"),
    "乱码.pdf": ("R-TYPE", lambda: bytes(range(256)) * 20, "PDF", "PDF"),
    "坏.zip": ("R-BROKEN", lambda: b"PK\x03\x04" + bytes(60), "重新下载", "download"),
}


def one_finding(report: Report) -> tuple[str, str]:
    """The one finding of a record that stands for an unread file; its code and English message."""
    (found,) = report.findings
    assert (found.severity, found.outcome, found.blame, status_of(report)) == ("error", "violated", "reading", "unread")
    assert len(report.values) == 200 and {value.kind for value in report.values.values()} == {"missing"}
    assert found.message.endswith("。") and not found.message_en.isspace() and found.message_en.endswith(".")
    return found.code, found.message_en


@pytest.mark.parametrize("name", HARD)
def test_one_record_with_one_finding_that_says_what_to_do(tmp_path: Path, name: str) -> None:
    code, make, cure, cure_en = HARD[name]
    (tmp_path / name).write_bytes(make())
    report = extract(tmp_path / name)
    found, english = one_finding(report)
    assert found == code and cure in report.findings[0].message and cure_en in english.lower() + english
    assert extract(make()).findings[0].code == code, "bytes are told by what they are, as files are"


@pytest.fixture(autouse=True)
def no_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbooks take time and are tested elsewhere."""
    monkeypatch.setitem(FORMATS, "xlsx", lambda reports, path, run_date: path.touch())


def parsed(*arguments: str) -> tuple[int, dict[str, Report]]:
    """The exit code and the records by path or member."""
    result = CliRunner().invoke(main, ["parse", *arguments])
    reports = [report_from_dict(json.loads(line)) for line in result.stdout.splitlines()]
    by_name = {one.source.member or one.source.path or "": one for one in reports}
    assert len(by_name) == len(reports)
    return result.exit_code, by_name


def test_the_batch_goes_on_with_the_good_files(tmp_path: Path) -> None:
    for name, (_, make, _, _) in HARD.items():
        (tmp_path / name).write_bytes(make())
    good = [shutil.copy(path, tmp_path / f"{place}{path.suffix}") for place, path in (("0", GOOD_HTML), ("x", GOOD_PDF), ("龥", GOOD_DOCX))]
    code, records = parsed(str(tmp_path))
    assert code == 3 and set(records) == {str(tmp_path / name) for name in HARD} | {str(path) for path in good}
    for name, (expected, _, _, _) in HARD.items():
        assert one_finding(records[str(tmp_path / name)])[0] == expected
    figures = [{name: value.value for name, value in records[str(path)].values.items()} for path in good]
    assert figures[0] == figures[1] == figures[2] and status_of(records[str(good[0])]) == "clean"


def test_run_names_each_with_its_cure_and_writes_the_rest(tmp_path: Path) -> None:
    for name, (_, make, _, _) in HARD.items():
        (tmp_path / name).write_bytes(make())
    shutil.copy(GOOD_HTML, tmp_path)
    result = CliRunner().invoke(main, ["run", str(tmp_path), "-o", str(tmp_path / "out")])
    assert result.exit_code == 3 and f"读不了 {len(HARD)}" in result.stderr and "✓ 正常 1" in result.stderr
    named = [line for line in result.stderr.splitlines() if re.match(r"  .*：R-[A-Z]+ .*。$", line)]
    assert len(named) == 10 and f"另有 {len(HARD) - 10} 个" in result.stderr
    rows = (tmp_path / "out" / "wide.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + len(HARD) + 1


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="needs qpdf to encrypt a PDF")
def test_a_pdf_with_a_real_password_and_one_that_only_restricts_printing(tmp_path: Path) -> None:
    for name, password in (("locked.pdf", "secret"), ("restricted.pdf", "")):
        subprocess.run(["qpdf", "--encrypt", password, "owner", "256", "--print=none", "--", GOOD_PDF, tmp_path / name], check=True)
    code, records = parsed(str(tmp_path))
    assert code == 3 and one_finding(records[str(tmp_path / "locked.pdf")])[0] == "R-ENCRYPTED"
    assert status_of(records[str(tmp_path / "restricted.pdf")]) == "clean", "it opens without a password"


def test_a_docx_that_is_cut_anywhere_is_said_to_be_broken() -> None:
    whole = GOOD_DOCX.read_bytes()
    for share in (0.05, 0.5, 0.99):
        assert one_finding(extract(whole[: int(len(whole) * share)]))[0] == "R-BROKEN"


def test_links_in_a_circle_end_and_each_file_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "区" / "局").mkdir(parents=True)
    shutil.copy(GOOD_HTML, tmp_path / "区" / "局" / "a.html")
    try:
        (tmp_path / "区" / "局" / "上").symlink_to(tmp_path / "区")
        (tmp_path / "区" / "自身.html").symlink_to("自身.html")
    except OSError:
        pytest.skip("needs the right to make symbolic links")
    code, records = parsed(str(tmp_path / "区"))
    assert code == 3 and len(records) == 2
    assert one_finding(records[str(tmp_path / "区" / "自身.html")])[0] == "R-BROKEN"
    assert status_of(records[str(tmp_path / "区" / "局" / "a.html")]) == "clean"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_files_and_folders_without_permission(tmp_path: Path) -> None:
    shutil.copy(GOOD_HTML, tmp_path / "a.html")
    shutil.copy(GOOD_HTML, tmp_path / "closed.html")
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "closed.html").chmod(0)
    code, records = parsed(str(tmp_path))
    (tmp_path / "closed").chmod(0o700)
    assert code == 3 and len(records) == 3
    for name in ("closed", "closed.html"):
        assert "权限" in records[str(tmp_path / name)].findings[0].message
    assert status_of(records[str(tmp_path / "a.html")]) == "clean"


def test_a_file_that_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.html", "closed.html"):
        shutil.copy(GOOD_HTML, tmp_path / name)
    opened = Path.open

    def refused(self: Path, *arguments: object, **more: object) -> object:
        if self.name == "closed.html":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *arguments, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refused)
    code, records = parsed(str(tmp_path))
    assert code == 3 and one_finding(records[str(tmp_path / "closed.html")])[0] == "R-BROKEN"
    assert "权限" in records[str(tmp_path / "closed.html")].findings[0].message
    assert status_of(records[str(tmp_path / "a.html")]) == "clean"


def test_a_path_a_pattern_and_a_list_that_are_not_there(tmp_path: Path) -> None:
    missing, nothing, no_list = str(tmp_path / "没有.pdf"), str(tmp_path / "*.pdf"), str(tmp_path / "清单.txt")
    code, records = parsed(missing, nothing, str(GOOD_HTML), "--files-from", no_list)
    assert code == 3 and set(records) == {missing, nothing, str(GOOD_HTML), no_list}
    for path in (missing, nothing, no_list):
        assert one_finding(records[path])[0] == "R-BROKEN" and "检查路径" in records[path].findings[0].message


def test_names_in_gbk_inside_an_archive(tmp_path: Path) -> None:
    raw = "云岭区/财政局年报.html".encode("gb18030")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x" * len(raw), GOOD_HTML.read_bytes())
        archive.writestr("empty.pdf", b"")
    (tmp_path / "年报.zip").write_bytes(stream.getvalue().replace(b"x" * len(raw), raw))
    code, records = parsed(str(tmp_path))
    assert code == 3 and set(records) == {"empty.pdf", "云岭区/财政局年报.html"}
    good = records["云岭区/财政局年报.html"]
    assert (good.source.name, good.source.path, status_of(good)) == ("财政局年报.html", str(tmp_path / "年报.zip"), "clean")
    assert one_finding(records["empty.pdf"])[0] == "R-EMPTY"


@pytest.mark.skipif(os.name != "posix", reason="names that are no text are a matter of POSIX")
def test_a_name_that_is_no_text_costs_nothing(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\xfe.html")
    try:
        (tmp_path / name).touch()
    except OSError:
        pytest.skip("this file system takes names of text alone")
    shutil.copy(GOOD_HTML, tmp_path / "a.html")
    for verb in ("parse", "check"):
        result = CliRunner().invoke(main, [verb, str(tmp_path)])
        told = json.loads(result.stdout_bytes.decode().splitlines()[-1])["source"]
        assert result.exit_code == 3 and (told if verb == "check" else told["name"]) == name, "the file can be found again"
    result = CliRunner().invoke(main, ["run", str(tmp_path), "-o", str(tmp_path / "out")])
    assert result.exit_code == 3 and "R-EMPTY" in result.stderr
    assert len((tmp_path / "out" / "wide.csv").read_text(encoding="utf-8-sig").splitlines()) == 3


def test_a_crash_inside_the_program_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.html", "b.html", "c.html"):
        shutil.copy(GOOD_HTML, tmp_path / name)

    def crashing(source: object, *_: object) -> Report:
        if getattr(source, "name", "") == "b.html":
            raise ZeroDivisionError("division by zero")
        return extract(source)  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "extract", crashing)
    code, records = parsed(str(tmp_path))
    assert code == 3 and [status_of(one) for one in records.values()] == ["clean", "unread", "clean"]
    found, english = one_finding(records[str(tmp_path / "b.html")])
    assert found == "R-CRASH" and "ZeroDivisionError: division by zero" in english and "report" in english

"""What arguments name, what is in an archive, and what a file is."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from extractor import source
from extractor.archive import parts
from extractor.errors import SourceError
from extractor.readers import READER_NAMES, read
from extractor.source import Source, Unreadable, media_type, source_of, sources

TEXT = "云岭区发展和改革局2023年政府信息公开工作年度报告\n一、总体情况\n".encode()


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return stream.getvalue()


def names(found: list[Source | Unreadable]) -> list[str]:
    return [item.member or item.name for item in found]


def codes(found: list[Source | Unreadable]) -> list[str]:
    return [item.code for item in found if isinstance(item, Unreadable)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.txt", "县/乙.txt", "县/镇/丙.txt", ".hidden.txt", "~$a.docx", "run.py", "data.json", "扫描.jpg",
                 ".git/x.txt", "页.html", "页_files/part.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TEXT)
    return tmp_path


# -- arguments -------------------------------------------------------------------------------------------------------


def test_a_file_as_a_source(folder: Path) -> None:
    (found,) = sources(["a.txt"])
    assert found == Source("a.txt", "a.txt", None, TEXT, "text/plain", hashlib.sha256(TEXT).hexdigest(), len(TEXT))


def test_folders_are_searched_in_order_without_what_cannot_be_a_report(folder: Path) -> None:
    assert names(list(sources([str(folder)]))) == ["a.txt", "b.txt", "乙.txt", "丙.txt", "扫描.jpg", "页.html"]


def test_a_file_that_is_named_is_always_tried(folder: Path) -> None:
    assert names(list(sources(["run.py", ".hidden.txt", "a.txt"]))) == ["run.py", ".hidden.txt", "a.txt"]


@pytest.mark.parametrize(("pattern", "expected"), [
    ("*.txt", ["a.txt", "b.txt"]),
    ("**/*.txt", ["a.txt", "b.txt", "乙.txt", "丙.txt"]),
    ("县/**", ["乙.txt", "丙.txt"]),
    ("县/*", ["乙.txt", "丙.txt"]),
    ("?/[乙丙].txt", ["乙.txt"]),
    ("**/镇/*", ["丙.txt"]),
    ("*.py", ["run.py"]),
])
def test_patterns(folder: Path, pattern: str, expected: list[str]) -> None:
    assert names(list(sources([pattern]))) == expected
    assert names(list(sources([str(folder / pattern)]))) == expected


def test_a_file_whose_name_looks_like_a_pattern(folder: Path) -> None:
    (folder / "报告[1].txt").write_bytes(TEXT)
    assert names(list(sources(["报告[1].txt"]))) == ["报告[1].txt"]


def test_links_in_circles_end(folder: Path) -> None:
    (folder / "县" / "上").symlink_to(folder)
    (folder / "县" / "镇" / "又").symlink_to(folder / "县")
    assert names(list(sources(["县"]))).count("丙.txt") <= 2
    assert len(list(sources(["**/*.txt"]))) < 20
    (folder / "断.txt").symlink_to(folder / "没有")
    assert codes(list(sources(["."]))) == ["R-BROKEN"]


def test_standard_input_is_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT)))
    (found,) = sources(["-"])
    assert isinstance(found, Source)
    assert (found.name, found.path, found.data) == ("-", None, TEXT)


def test_a_list_of_paths(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "b.txt\n\n县/乙.txt\r\n没有.txt\n"
    (folder / "list").write_bytes(listed.encode("gb18030"))
    assert names(list(sources(["a.txt"], files_from="list"))) == ["a.txt", "b.txt", "乙.txt", "没有.txt"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(listed.encode())))
    assert names(list(sources([], files_from="-"))) == ["b.txt", "乙.txt", "没有.txt"]
    assert codes(list(sources([], files_from="nowhere"))) == ["R-BROKEN"]


def test_what_cannot_be_read_is_said_and_never_raised(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "empty.pdf").write_bytes(b"")
    found = list(sources(["没有.pdf", "没有/*.pdf", "empty.pdf", "a\0b", "a.txt"]))
    assert codes(found) == ["R-BROKEN", "R-BROKEN", "R-EMPTY", "R-BROKEN"]
    assert isinstance(found[-1], Source)
    for item in found[:-1]:
        assert isinstance(item, Unreadable) and item.message.endswith("。") and item.message_en.endswith(".")
    monkeypatch.setattr(source, "FILE_LIMIT", 20)
    assert codes(list(sources(["a.txt"]))) == ["R-LIMIT"]


def test_files_are_read_only_when_asked_for(folder: Path) -> None:
    found = sources(["a.txt", "b.txt"])
    next(found)
    (folder / "b.txt").write_bytes(b"new")
    item = next(found)
    assert isinstance(item, Source) and item.data == b"new"


def test_one_source(folder: Path) -> None:
    assert source_of("a.txt") == source_of(Path("a.txt"))
    found = source_of(TEXT)
    assert isinstance(found, Source) and found.path is None
    assert isinstance(source_of("县"), Unreadable)


# -- archives --------------------------------------------------------------------------------------------------------


def test_members_of_an_archive_are_sources(folder: Path) -> None:
    (folder / "x.zip").write_bytes(zipped({
        "县/b.txt": TEXT, "a.txt": TEXT, "县/": b"", "__MACOSX/._a.txt": b"x", "~$a.docx": b"x", "x.json": b"{}", "e.txt": b"",
        "内.zip": zipped({"c.txt": TEXT}),
    }))  # fmt: skip
    found = list(sources(["x.zip"]))
    assert names(found) == ["a.txt", "e.txt", "内.zip/c.txt", "县/b.txt"]
    assert [item.name for item in found] == ["a.txt", "e.txt", "c.txt", "b.txt"]
    assert {item.path for item in found} == {"x.zip"}
    assert codes(found) == ["R-EMPTY"]


def test_names_of_members_in_gbk_and_in_unflagged_utf8(folder: Path) -> None:
    for encoding in ("gb18030", "utf-8"):
        raw = "云岭区/年度报告.txt".encode(encoding)
        data = zipped({"x" * len(raw): TEXT}).replace(b"x" * len(raw), raw)
        (folder / "x.zip").write_bytes(data)
        assert names(list(sources(["x.zip"]))) == ["云岭区/年度报告.txt"]


def test_a_docx_is_no_archive(folder: Path) -> None:
    (folder / "x.docx").write_bytes(zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}))
    (found,) = sources(["x.docx"])
    assert isinstance(found, Source) and found.member is None and READER_NAMES[found.media_type] == "docx"


def encrypted(data: bytes) -> bytes:
    """The archive with the flag of encryption set on its members."""
    flags = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = data.find(mark)
        while position >= 0:
            flags[position + offset] |= 1
            position = data.find(mark, position + 4)
    return bytes(flags)


def test_archives_that_cannot_be_read(folder: Path) -> None:
    whole = zipped({"a.txt": TEXT, "b.txt": TEXT})
    damaged = zipped({"a.txt": TEXT}, zipfile.ZIP_STORED).replace(TEXT, TEXT[::-1])
    for data, expected in (
        (encrypted(whole), ["R-ENCRYPTED"]), (whole[: len(whole) // 2], ["R-BROKEN"]), (b"PK\x03\x04", ["R-BROKEN"]),
        (damaged, ["R-BROKEN"]), (zipped({}), []),
    ):
        (folder / "x.zip").write_bytes(data)
        found = list(sources(["x.zip"]))
        assert codes(found) == expected
        assert len(found) == len(expected)


def test_archive_bombs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "x.zip").write_bytes(zipped({"a.txt": TEXT, "b.txt": b"0" * 30_000_000, "c.txt": TEXT}))
    found = list(sources(["x.zip"]))
    assert names(found) == ["a.txt", "b.txt", "c.txt"]
    assert codes(found) == ["R-LIMIT"]
    monkeypatch.setattr(parts, "EXPANDED_LIMIT", 1000)
    assert codes(list(sources(["x.zip"]))) == ["R-LIMIT"]
    (folder / "y.zip").write_bytes(zipped({f"{n}.txt": b"x" for n in range(11)}))
    monkeypatch.setattr(parts, "MEMBER_LIMIT", 10)
    assert codes(list(sources(["y.zip"]))) == ["R-LIMIT"]
    deep = TEXT
    for _ in range(6):
        deep = zipped({"n.zip": deep})
    (folder / "z.zip").write_bytes(deep)
    assert codes(list(sources(["z.zip"]))) == ["R-LIMIT"]


# -- types -----------------------------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(("data", "expected"), [
    (b"%PDF-1.7\n", "application/pdf"),
    (b"\n\n junk %PDF-1.4\n\xe2\xe3", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "image/png"),
    (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"GIF89a", "image/gif"), (b"II*\0", "image/tiff"),
    (b"BM" + struct.pack("<IHH", 100, 0, 0), "image/bmp"), (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    (OLE, "application/x-ole-storage"), (b"{\\rtf1\\ansi", "text/rtf"),
    (b"Rar!\x1a\x07\x00", "application/vnd.rar"), (b"\x1f\x8b\x08\0", "application/gzip"),
    (zipped({"OFD.xml": b"<ofd/>"}), "application/ofd"),
    (zipped({"mimetype": b"x", "content.xml": b"x"}), "application/vnd.oasis.opendocument"),
    (zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}),
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (zipped({"a.pdf": b"%PDF-1.7"}), "application/zip"),
    ("<html><body>年报</body></html>".encode("gb18030"), "text/html"),
    ("\ufeff<!DOCTYPE html><p>年报".encode(), "text/html"),
    ("<!-- 注 --><div>年报</div>".encode("utf-16"), "text/html"),
    ("年报<p>一</p><p>二</p>".encode(), "text/html"),
    ("<table><tr><td>规章</td></tr></table>".encode(), "text/html"),
    ("年报<br>一、总体情况<table><tr><td>规章</td></tr></table>".encode(), "text/html"),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=x\r\n\r\n--x", "text/html"),
    (b"From: <Saved by WPS>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "text/html"),
    (b'<?xml version="1.0"?><pkg:package/>', "application/xml"),
    (b'<?xml version="1.0"?><!DOCTYPE html><html><p>x</p></html>', "text/html"),
    (TEXT, "text/plain"), (TEXT.decode().encode("gb18030"), "text/plain"), (TEXT[:-1] + b"\xe4", "text/plain"),
    ("# 年报\n\n文字\n\n一、总体情况\n\n<table><tr><td>1</td></tr></table>\n".encode(), "text/plain"),
    ("一、总体情况（2023<2024）<!--[if !supportLists]-->（三）<!--[endif]-->".encode(), "text/plain"),
    (bytes(range(256)) * 8, "application/octet-stream"), (b"\x7fELF" + b"\0\1\2\3" * 50, "application/octet-stream"),
])
def test_types_by_content(data: bytes, expected: str) -> None:
    assert media_type(data) == expected


def test_a_truncated_docx_is_still_known_as_one() -> None:
    whole = zipped({"word/document.xml": os.urandom(3000)})
    assert media_type(whole[:2000]) == media_type(whole)


# -- reading ---------------------------------------------------------------------------------------------------------


def refused(data: bytes) -> SourceError:
    found = source_of(data)
    assert isinstance(found, Source)
    with pytest.raises(SourceError) as caught:
        read(found)
    return caught.value


@pytest.mark.parametrize(("data", "code", "cure"), [
    (OLE, "R-TYPE", "另存为"), (OLE + "EncryptedPackage".encode("utf-16-le"), "R-ENCRYPTED", "密码"),
    (b"\x89PNG\r\n\x1a\n", "R-TYPE", "文字识别"), (b"{\\rtf1}", "R-TYPE", "另存为"), (zipped({"OFD.xml": b""}), "R-TYPE", "PDF"),
    (zipped({"[Content_Types].xml": b"", "xl/a.xml": b""}), "R-TYPE", "电子表格"), (b"Rar!\x1a\x07\x01\0", "R-TYPE", "重新打包为 zip"),
    (b"\x28\xb5\x2f\xfd\0", "R-TYPE", "重新打包为 zip"),
    (b"\0\1\2\3" * 99, "R-TYPE", "PDF"), (b"   \n", "R-EMPTY", "下载"), (b"<html><body></body></html>", "R-EMPTY", "下载"),
    (zipped({"[Content_Types].xml": b"", "word/document.xml": b"<broken"}), "R-BROKEN", "重新下载"),
])
def test_what_is_not_read_says_what_to_do(data: bytes, code: str, cure: str) -> None:
    error = refused(data)
    assert (error.code, cure in error.message, error.message.endswith("。")) == (code, True, True)
    assert error.message_en.endswith(".")


def test_each_type_has_its_reader() -> None:
    for data in (TEXT, "<p>云岭区年度报告</p>".encode()):
        found = source_of(data)
        assert isinstance(found, Source)
        assert read(found).body
    assert set(READER_NAMES.values()) == {"pdf", "html", "docx", "text"}

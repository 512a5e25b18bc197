"""Archives of every kind, made on the spot: names, nesting, damage, and what is made to do harm."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import stat
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.archive import parts, sevens, tars
from extractor.source import Source, Unreadable, media_type, sources

TEXT = "云岭区发展和改革局2023年政府信息公开工作年度报告\n一、总体情况\n".encode()
FILES = {"云岭区/乙.txt": TEXT, "甲.txt": TEXT + b"1", "x.json": b"{}", "__MACOSX/._a.txt": b"x"}


def tarred(files: dict[str, bytes], *more: tarfile.TarInfo, encoding: str = "utf-8", form: int = tarfile.PAX_FORMAT) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", encoding=encoding, format=form) as target:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            target.addfile(info, io.BytesIO(data))
        for info in more:
            target.addfile(info)
    return stream.getvalue()


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return stream.getvalue()


def seven(files: dict[str, bytes], password: str | None = None) -> bytes:
    py7zr = pytest.importorskip("py7zr")
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w", password=password) as target:
        for name, data in files.items():
            target.writestr(data, name)
    return stream.getvalue()


PACKED: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "tar": tarred, "tar.gz": lambda files: gzip.compress(tarred(files)), "tar.bz2": lambda files: bz2.compress(tarred(files)),
    "tar.xz": lambda files: lzma.compress(tarred(files)), "7z": seven, "zip": zipped,
}  # fmt: skip


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], list[Source | Unreadable]]:
    """What a file with these bytes gives; its name says nothing."""
    monkeypatch.chdir(tmp_path)

    def made(data: bytes, name: str = "x.zip") -> list[Source | Unreadable]:
        Path(name).write_bytes(data)
        return list(sources([name]))

    return made


Read = Callable[..., list[Source | Unreadable]]


def members(found: list[Source | Unreadable]) -> list[str | None]:
    return [one.member for one in found]


def faults(found: list[Source | Unreadable]) -> list[tuple[str, str | None]]:
    return [(one.code, one.member) for one in found if isinstance(one, Unreadable)]


@pytest.mark.parametrize("kind", PACKED)
def test_the_members_of_every_kind_of_archive_in_one_order(read: Read, kind: str) -> None:
    found = read(PACKED[kind](FILES))
    assert members(found) == ["云岭区/乙.txt", "甲.txt"] and not faults(found)
    assert [one.data for one in found if isinstance(one, Source)] == [TEXT, TEXT + b"1"]
    assert {(one.path, one.name) for one in found} == {("x.zip", "乙.txt"), ("x.zip", "甲.txt")}


@pytest.mark.parametrize("outer", PACKED)
@pytest.mark.parametrize("inner", PACKED)
def test_archives_in_archives(read: Read, outer: str, inner: str) -> None:
    assert members(read(PACKED[outer]({f"区/内.{inner}": PACKED[inner]({"a.txt": TEXT})}))) == [f"区/内.{inner}/a.txt"]


@pytest.mark.parametrize(("encoding", "form"), [
    ("gb18030", tarfile.GNU_FORMAT), ("gbk", tarfile.USTAR_FORMAT), ("utf-8", tarfile.GNU_FORMAT), ("utf-8", tarfile.PAX_FORMAT),
])
def test_names_in_gbk_and_utf8(read: Read, encoding: str, form: int) -> None:
    name = "云岭区发展和改革局/2023年度报告.txt"
    assert members(read(tarred({f"./{name}": TEXT}, encoding=encoding, form=form))) == [name]


def test_a_single_packed_file(read: Read) -> None:
    for name, data in (("年报.txt.gz", gzip.compress(TEXT)), ("年报.txt.xz", lzma.compress(TEXT)), ("年报.txt.bz2", bz2.compress(TEXT))):
        (found,) = read(data, name)
        assert isinstance(found, Source) and (found.name, found.data) == ("年报.txt", TEXT)
    assert read(gzip.compress(b"{}"), "x.json.gz") == []
    several = read(bz2.compress(TEXT[:40]) + bz2.compress(TEXT[40:]), "年报.txt.bz2")
    assert [one.data for one in several if isinstance(one, Source)] == [TEXT]


def test_old_tars_without_a_magic(read: Read) -> None:
    data = bytearray(tarred({"a.txt": TEXT}, form=tarfile.USTAR_FORMAT))
    data[257:265] = bytes(8)
    data[148:156] = b"%06o\0 " % (sum(data[:148]) + 256 + sum(data[156:512]))
    assert media_type(bytes(data)) == "application/x-tar" and members(read(bytes(data))) == ["a.txt"]


# -- harm ------------------------------------------------------------------------------------------------------------


def test_links_and_devices_are_said_and_not_followed(read: Read) -> None:
    (Path.cwd() / "secret.txt").write_bytes(b"secret")
    found = read(tarred(
        {"a.txt": TEXT}, special("软.txt", tarfile.SYMTYPE, "secret.txt"), special("硬.txt", tarfile.LNKTYPE, "a.txt"),
        special("设备", tarfile.CHRTYPE), special("管道", tarfile.FIFOTYPE), special("圈.txt", tarfile.SYMTYPE, "圈.txt"),
    ))  # fmt: skip
    assert faults(found) == [("R-TYPE", None)] and members(found) == [None, "a.txt"]
    assert isinstance(found[0], Unreadable) and "5 个链接或设备" in found[0].message and "软.txt" in found[0].message
    info = zipfile.ZipInfo("软.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr(info, "secret.txt")
    assert faults(read(stream.getvalue())) == [("R-TYPE", None)]


def test_names_that_lead_out_of_the_archive(read: Read) -> None:
    for made in (tarred, zipped):
        found = read(made({"../../外.txt": TEXT, "区/../../外.txt": TEXT, "/根/a.txt": TEXT, "./b.txt": TEXT}))
        assert faults(found) == [("R-BROKEN", None)] and members(found) == [None, "b.txt", "根/a.txt"]
        assert isinstance(found[0], Unreadable) and "2 个文件的路径指向压缩包之外" in found[0].message
    assert list(Path.cwd().parent.glob("外.txt")) == [] and [one.name for one in Path.cwd().iterdir()] == ["x.zip"]


@pytest.mark.parametrize("kind", ["tar.gz", "tar.bz2", "tar.xz", "7z", "zip"])
def test_bombs(read: Read, kind: str) -> None:
    found = read(PACKED[kind]({"a.txt": TEXT, "弹.txt": bytes(30_000_000)}))
    assert [code for code, _ in faults(found)] == ["R-LIMIT"]
    assert all(len(one.data) < 1000 for one in found if isinstance(one, Source))


@pytest.mark.parametrize("kind", PACKED)
def test_limits_on_bytes_members_and_depth(read: Read, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = PACKED[kind]
    deep = packed({"a.txt": TEXT})
    for _ in range(4):
        deep = packed({f"n.{kind}": deep})
    assert [code for code, _ in faults(read(deep))] == ["R-LIMIT"]
    many, large = packed({f"{n}.txt": b"x" for n in range(11)}), packed({"a.txt": TEXT * 40, "b.txt": TEXT * 50})
    monkeypatch.setattr(parts, "MEMBER_LIMIT", 10)
    assert faults(read(many)) == [("R-LIMIT", None)] and not [one for one in read(many) if isinstance(one, Source)]
    monkeypatch.setattr(parts, "EXPANDED_LIMIT", 4000)
    assert [code for code, _ in faults(read(large))] == ["R-LIMIT"]


def test_what_a_7z_archive_states_is_not_believed(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever sizes pass the first look, what comes out is counted again."""
    data = seven({"a.txt": bytes(3_000_000)})
    monkeypatch.setattr(parts, "EXPANDED_LIMIT", 1_000_000)
    monkeypatch.setattr(sevens, "_wanted", lambda *of: (["a.txt"], []))
    assert faults(read(data)) == [("R-LIMIT", None)]


# -- damage ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PACKED)
def test_archives_cut_short_are_said_to_be(read: Read, kind: str) -> None:
    whole = PACKED[kind]({"a.txt": TEXT, "b.txt": bytes(range(256)) * 100})
    for size in (len(whole) // 3, len(whole) // 2, len(whole.rstrip(b"\0")) - 5):
        found = read(whole[:size])
        assert ("R-BROKEN", None) in faults(found), (kind, size)
        assert all(one.data in (TEXT, bytes(range(256)) * 100) for one in found if isinstance(one, Source))


def test_what_came_before_a_cut_is_read_and_nothing_of_what_is_damaged(read: Read) -> None:
    large = bytes(random.Random(7).randbytes(3_000_000))
    whole = gzip.compress(tarred({"a.txt": TEXT, "b.bin": large}))
    cut, damaged = read(whole[: len(whole) // 2]), bytearray(whole)
    assert faults(cut)[:1] == [("R-BROKEN", None)] and "a.txt" in members(cut)
    damaged[-8:-4] = b"abcd"
    assert [(one.code, one.member) for one in read(bytes(damaged)) if isinstance(one, Unreadable)] == [("R-BROKEN", None)]
    assert len(read(bytes(damaged))) == 1, "no telling which member the damage is in"


def test_a_damaged_header_in_the_middle_of_a_tar_is_no_end(read: Read) -> None:
    data = bytearray(tarred({"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT}, form=tarfile.USTAR_FORMAT))
    data[1024 + 148] ^= 1
    found = read(bytes(data))
    assert faults(found) == [("R-BROKEN", None)] and members(found) == [None, "a.txt"]


def test_a_member_of_a_7z_archive_that_is_damaged(read: Read) -> None:
    py7zr = pytest.importorskip("py7zr")
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w", filters=[{"id": py7zr.FILTER_COPY}]) as target:
        target.writestr(TEXT, "a.txt")
        target.writestr(TEXT[::-1], "b.txt")
    found = read(stream.getvalue().replace(TEXT[::-1], TEXT[::-1].replace(b"\n", b"!")))
    assert faults(found) == [("R-BROKEN", None)] and members(found) == [None, "a.txt"]


def test_7z_behind_a_password(read: Read) -> None:
    assert faults(read(seven({"a.txt": TEXT}, password="密码"))) == [("R-ENCRYPTED", None)]


def test_without_the_library_for_7z_the_cure_is_said(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    data = seven({"a.txt": TEXT})
    monkeypatch.setitem(sys.modules, "py7zr", None)
    (found,) = read(data)
    assert isinstance(found, Unreadable) and found.code == "R-TYPE" and "pip install 'nianbao[archives]'" in found.message


def test_xz_that_asks_for_much_memory(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tars, "_XZ_MEMORY", 1024 * 1024)
    (found,) = read(lzma.compress(tarred({"a.txt": TEXT})))
    assert isinstance(found, Unreadable) and found.code == "R-LIMIT" and "内存" in found.message

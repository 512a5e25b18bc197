"""Files at addresses: the same files in the same order as on a disk, and no password in what is written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from extractor.addresses import address_of, is_address, leads_back, local_path
from extractor.cli import main
from extractor.listing import places
from extractor.source import Source, Unreadable, sources

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'nianbao[cluster]'")
from fsspec.implementations.memory import MemoryFileSystem  # noqa: E402

ROOT = Path(__file__).parents[1]
REPORT = next((ROOT / "samples").glob("2021*.html"))
FILES = {
    "区/财政局.html": b"<p>1", "区/b.txt": b"2", "区/.hidden.txt": b"3", "区/~$b.docx": b"4", "区/表.csv": b"5", "a.pdf": b"%PDF-1.4",
    "空.txt": b"", "页.html": b"<p>6", "页_files/x.html": b"<p>7", "市/县/乡.html": b"<p>8",
}  # fmt: skip


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The same files in memory, below ``memory://年报``, and in the working folder."""
    monkeypatch.chdir(tmp_path)
    memory = fsspec.filesystem("memory")
    for name, data in FILES.items():
        memory.pipe(f"/年报/{name}", data)
        (tmp_path / "年报" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "年报" / name).write_bytes(data)
    shutil.make_archive("年报/z", "zip", tmp_path / "年报" / "市")
    memory.pipe("/年报/z.zip", Path("年报/z.zip").read_bytes())
    yield memory
    memory.rm("/年报", recursive=True)


def met(argument: str, start: str = "年报") -> list[tuple[Any, ...]]:
    """What is found, with paths from where the files begin."""
    return [
        (one.name, (one.path or "").removeprefix(start), one.member, one.sha256 if isinstance(one, Source) else one.code)
        for one in sources([argument])
    ]


@pytest.mark.parametrize("pattern", [
    "", "/", "/区", "/*.html", "/**/*.html", "/**", "/*", "/区/表.csv", "/*/*", "/[区市]", "/区/*.csv", "/**/乡*", "/z.zip", "/a.pdf",
])  # fmt: skip
def test_an_address_gives_what_a_folder_gives(both: Any, pattern: str) -> None:
    here = [(name, path.replace("//", "/"), *rest) for name, path, *rest in met(f"年报{pattern}")]
    there = met(f"memory://年报{pattern}", "memory:///年报")
    assert there == here and there


def test_a_list_of_files_may_name_addresses(both: Any, tmp_path: Path) -> None:
    Path("list.txt").write_text(f"memory://年报/页.html\nfile://{tmp_path}/年报/a.pdf\n", encoding="utf-8")
    assert [one.name for one in sources([], files_from="list.txt")] == ["页.html", "a.pdf"]


def test_file_addresses_are_paths(both: Any, tmp_path: Path) -> None:
    assert list(places([f"file://{tmp_path}/年报"])) == list(places([f"{tmp_path}/年报"]))
    assert local_path("file:///C:/年报/a.html") == "C:/年报/a.html" and local_path("年报/a.html") == "年报/a.html"


@pytest.mark.parametrize(("argument", "reason"), [
    ("memory://年报/没有.html", "找不到“memory:///年报/没有.html”"), ("memory://年报/*.ofd", "没有文件符合“memory://年报/*.ofd”"),
    ("nonsense://user:word@host/a.html", "打不开“nonsense://***@host/a.html”（ValueError: Protocol not known: nonsense"),
])  # fmt: skip
def test_what_is_not_there_is_said_and_nothing_is_raised(both: Any, argument: str, reason: str) -> None:
    (found,) = sources([argument])
    assert isinstance(found, Unreadable) and found.code == "R-BROKEN" and found.message.startswith(reason)


def test_what_a_file_system_raises_is_said_without_passwords(both: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Any, path: str, *more: Any, **rest: Any) -> Any:
        raise RuntimeError(f"refused by memory://user:word@host{path}\n" + "x" * 1000)

    monkeypatch.setattr(MemoryFileSystem, "_open", refuse)
    (found,) = sources(["memory://年报/a.pdf"])
    assert isinstance(found, Unreadable) and "RuntimeError: refused by memory://***@host/年报/a.pdf" in found.message and len(found.message) < 300


class Host(MemoryFileSystem):
    """A file system on a host, which is no part of its paths, as ftp and hdfs are."""

    protocol = "ours"
    store: dict[str, Any] = {}  # noqa: RUF012 - as its base has it

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return "/" + path.split("://", 1)[1].partition("/")[2] if "://" in path else path

    @staticmethod
    def _get_kwargs_from_urls(path: str) -> dict[str, Any]:
        return {}


def test_an_address_in_a_record_leads_back_to_the_file(both: Any) -> None:
    fsspec.register_implementation("ours", Host, clobber=True)
    fsspec.filesystem("ours").pipe("/年报/a.html", b"<p>1")
    (one,) = sources(["ours://host:21/年报"])
    assert isinstance(one, Source) and one.path == "ours://host:21/年报/a.html" and leads_back(one.path)
    assert [again.name for again in sources([one.path])] == ["a.html"]
    (one,) = sources(["ours://user:word@host/年报"])
    assert isinstance(one, Source) and one.path == "ours://***@host/年报/a.html" and not leads_back(one.path)
    Host.store.clear()


def test_chains_are_read_and_named(both: Any, tmp_path: Path) -> None:
    found = list(sources([f"zip://县/*.html::file://{tmp_path}/年报/z.zip"]))
    assert [(one.name, one.path) for one in found] == [("乡.html", f"zip://县/乡.html::file://{tmp_path}/年报/z.zip")]
    assert isinstance(found[0], Source) and found[0].data == b"<p>8" and not leads_back(str(found[0].path))


def test_a_page_on_the_web_is_one_file_and_its_question_mark_no_pattern(both: Any) -> None:
    class Web(MemoryFileSystem):
        protocol = "http"

        @classmethod
        def _strip_protocol(cls, path: str) -> str:
            return path

    fsspec.register_implementation("http", Web, clobber=True)
    assert address_of("http://localhost/年报.jsp?id=1").name == "年报.jsp"
    (place,) = places(["http://localhost/%E5%B9%B4.html?id=[1]"])
    assert getattr(place, "name", None) == "年.html"
    fsspec.register_implementation("http", "fsspec.implementations.http.HTTPFileSystem", clobber=True)


def test_paths_are_no_addresses() -> None:
    told = [is_address(one) for one in ("s3://b/a", "zip://x::s3://b/a.zip", "年报/a.html", "C:/a.html", "c://a", "file:///a", "-")]
    assert told == [True, True, False, False, False, False, False]


def test_the_command_takes_addresses(both: Any) -> None:
    both.pipe("/年报/区/财政局.html", REPORT.read_bytes())
    done = CliRunner().invoke(main, ["parse", "-q", "memory://年报/区/财政局.html"])
    assert done.exit_code == 0 and '"path":"memory:///年报/区/财政局.html"' in done.stdout

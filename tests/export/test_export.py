"""Everything at once: the files of a run, whole or not at all, from reports that come but once."""

import gc
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from handmade import finding, report, unread

from extractor.export import FORMATS, NAMES, read_file, write_all
from extractor.export.supply import again
from extractor.record import Report

RUN = date(2024, 5, 1)


def some() -> Iterator[Report]:
    yield report(findings=(finding(),))
    yield report(edition="2019", year=2020)
    yield unread()


def test_all_files_come_of_one_pass(tmp_path: Path) -> None:
    paths = write_all(some(), tmp_path / "out" / "new", run_date=RUN)
    assert [path.name for path in paths] == ["reports.jsonl", "reports.xlsx", "wide.csv", "long.csv", "findings.csv"]
    assert sorted(tmp_path.glob("out/new/*")) == sorted(paths), "and nothing else is left there"
    assert list(read_file(paths[0])) == list(some())


def test_the_records_of_an_earlier_run_can_be_the_source(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_all(list(some()), tmp_path, run_date=RUN)]
    again_ = write_all(tmp_path / "reports.jsonl", tmp_path, run_date=RUN)
    assert [path.read_bytes() for path in again_] == first


@pytest.mark.parametrize("name", FORMATS)
def test_a_source_that_breaks_off_leaves_the_old_file(name: str, tmp_path: Path) -> None:
    def broken() -> Iterator[Report]:
        yield report()
        raise OSError("disk full")

    path = tmp_path / "a.out"
    path.write_text("old")
    with pytest.raises(OSError, match="disk full"):
        FORMATS[name](broken, path, RUN)
    assert [one.name for one in tmp_path.iterdir() if "old" not in one.name] in (["a.out"], [])
    assert [one.read_text() for one in tmp_path.iterdir()] == ["old"]


def test_every_format_has_a_name_for_its_file() -> None:
    assert FORMATS.keys() == NAMES.keys() and all(name.isascii() for name in NAMES.values())


def test_a_list_an_iterator_a_function_and_a_file_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    FORMATS["jsonl"](some, path, RUN)
    for source in (list(some()), some(), some, path):
        give = again(source)
        assert list(give()) == list(give()) == list(some())


def test_an_iterator_is_kept_on_disk_and_only_as_long_as_needed() -> None:
    def spilled() -> set[Path]:
        return set(Path(tempfile.gettempdir()).glob("nianbao.*.jsonl"))

    before = spilled()
    give = again(some())
    assert len(spilled() - before) == 1
    half = give()
    next(half)
    del give
    assert [one.source.name for one in half] == ["a.pdf", "b.pdf"]
    del half
    gc.collect()
    assert spilled() - before == set()


def test_heavy_libraries_load_only_when_used() -> None:
    code = (
        "import sys, extractor.export, extractor.drawing, extractor.frame\n"
        "from extractor.record import Report\n"
        "print([name for name in ('pandas', 'openpyxl', 'lxml', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

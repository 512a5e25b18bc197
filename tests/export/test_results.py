"""Results put together from pieces: the same bytes whoever made them, sound archives, nothing left over."""

import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from handmade import finding, report, unread, value
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import RecordError
from extractor.export import FORMATS, rendering, supply, write_all
from extractor.export.pieces import Joined, Spool, crc_of_both
from extractor.record import Report, Statement
from extractor.source import Source
from extractor.store import entry_of, open_store
from extractor.store.packed import Counts, Packed, packed

RUN = date(2024, 5, 1)


def many() -> list[Report]:
    statement = Statement("共收到申请5件", 5, "件", "received_new", "s1")
    made = [report({"t2.rules.issued": value(n)}, findings=(finding(),) * (n % 3), statements=(statement,) * (n % 2)) for n in range(60)]
    return [*made, unread(), report(edition="2019", year=2020), report({"t2.rules.issued": value(1, note="含\ud800注")})]


def folder(path: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in path.iterdir()}


@pytest.mark.usefixtures("crew")
def test_the_number_of_processes_changes_no_byte(tmp_path: Path) -> None:
    written = write_all(many(), tmp_path / "one", run_date=RUN)
    write_all(many(), tmp_path / "three", run_date=RUN, jobs=3)
    assert [path.name for path in written] == ["reports.jsonl", "reports.xlsx", "wide.csv", "long.csv", "findings.csv"]
    assert folder(tmp_path / "one") == folder(tmp_path / "three")


def test_all_at_once_is_what_each_format_is_alone(tmp_path: Path) -> None:
    paths = write_all(many(), tmp_path / "all", run_date=RUN)
    for name, path in zip(("jsonl", "xlsx", "csv", "long", "findings"), paths, strict=True):
        FORMATS[name](many(), tmp_path / name, RUN)
        assert path.read_bytes() == (tmp_path / name).read_bytes(), name


def test_batches_follow_one_another_in_the_workbook(tmp_path: Path) -> None:
    made = [replace(one, source=replace(one.source, name=f"{n:02}.pdf")) for n, one in enumerate(many())]
    FORMATS["xlsx"](made, tmp_path / "a.xlsx", RUN)
    with ZipFile(tmp_path / "a.xlsx") as archive:
        assert archive.testzip() is None
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [row[11] for row in book["汇总"].iter_rows(min_row=3, values_only=True)] == [one.source.name for one in made]
    assert book["明细"].max_row - 2 == sum(len(one.values) for one in made if one.organ)
    assert book["问题"].max_row - 2 == sum(len(one.findings) for one in made)
    for row in book["汇总"].iter_rows(min_row=3):
        if row[6].value:
            target = row[6].hyperlink.location.partition("!A")[2]
            assert book["问题"].cell(int(target), 19).value == row[11].value, "the link leads to the report's first finding"


def test_every_style_of_a_row_is_known_beforehand() -> None:
    assert len(rendering.STYLES) == len(set(rendering.STYLES)) > 50


def test_pieces_of_the_store_count_what_they_give(tmp_path: Path) -> None:
    with open_store(tmp_path / "nianbao.sqlite") as store:
        store.begin("x")
        for number, one in enumerate(many(), 1):
            info = replace(one.source, name=f"{number}.pdf", path=f"in/{number}.pdf")
            store.place(number, Source(info.name, info.path, None, b"", "", info.sha256, 1))
            store.add(number, entry_of(replace(one, source=info)), "x")
        more = [(2, finding("Y-SHIFT")), (2, replace(finding(), severity="info")), (3, replace(finding(), code="T4-SUM"))]
        store.set_across(more)
        reports = list(store.reports())
        batches = list(store.supply().batches())
        whole = list(supply.supply_of(reports).batches())
    assert [counts for _, counts in batches] == [counts for _, counts in whole]
    assert sum(counts.reports for _, counts in batches) == len(reports)
    assert batches[0][1] != Counts() and [one.opened()[0] for some, _ in batches for one in some] == reports
    assert all(one.opened()[1] == one.opened()[0].to_json() for some, _ in batches for one in some)


def test_a_damaged_record_is_told() -> None:
    data = packed(report())
    with pytest.raises(RecordError):
        Packed('["a", null]', data[:-20]).opened()


@given(st.binary(), st.binary())
def test_the_checksum_of_two_is_that_of_both(one: bytes, other: bytes) -> None:
    assert crc_of_both(zlib.crc32(one), zlib.crc32(other), len(other)) == zlib.crc32(one + other)


def test_pieces_make_one_stream(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    for word in (b"", b"b" * 70_000, b"c"):
        packer = zlib.compressobj(1, zlib.DEFLATED, -15)
        (tmp_path / "piece").write_bytes(data := packer.compress(word) + packer.flush(zlib.Z_FULL_FLUSH))
        with (tmp_path / "piece").open("rb") as stream:
            spool.take(stream, len(data), len(word), zlib.crc32(word))
    joined = Joined()
    joined.text(b"head")
    joined.spool(spool)
    joined.text(b"tail", last=True)
    whole = zlib.decompress(b"".join(joined.chunks()), -15)
    assert whole == b"head" + b"b" * 70_000 + b"ctail"
    assert (joined.total.crc, joined.total.raw) == (zlib.crc32(whole), len(whole))


def test_nothing_is_left_over_when_a_result_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "out" / "wide.csv" / "x").mkdir(parents=True)
    (tmp_path / "work").mkdir()
    with pytest.raises(OSError):
        write_all(many()[:2], tmp_path / "out", run_date=RUN, scratch=tmp_path / "work")
    assert not list((tmp_path / "work").iterdir()) and not list((tmp_path / "out").glob("*.part"))

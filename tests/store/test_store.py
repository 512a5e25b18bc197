"""The store by itself: what goes in comes out, for the program and for people; what is not ours is refused."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from handmade import finding, report, unread

from extractor.decisions import Decision
from extractor.errors import StoreError
from extractor.form import load
from extractor.model import Place
from extractor.passages import passages_of
from extractor.profile import Profile
from extractor.record import Report, Section, Statement, Value
from extractor.rules.entry import entry_of as rules_entry
from extractor.source import Source, Unreadable
from extractor.store import Store, engine, entry_of, key_of, open_store, schema
from extractor.store.apart import entry_in, packed_apart, passages_in
from extractor.store.packed import Packed, packed

HALF = "\ud800半个字"


def source(name: str = "a.pdf", data: bytes = b"1", path: str | None = None, member: str | None = None) -> Source:
    return Source(name, path or f"in/{name}", member, data, "application/pdf", f"{data.hex():0>64}", len(data))


def filled(store: Store, *reports: Report) -> None:
    """A run that read these reports."""
    store.begin("engine")
    for number, one in enumerate(reports, 1):
        info = one.source
        taken = Source(info.name, info.path, info.member, b"", info.media_type, info.sha256, info.bytes)
        store.place(number, taken)
        store.add(number, entry_of(one), "engine", f"key {number}", 0.5, 60.0)


def named(name: str, **more: Any) -> Report:
    made = report(**more)
    return replace(made, source=replace(made.source, name=name, path=f"in/{name}", sha256=hashlib.sha256(name.encode()).hexdigest()))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nianbao.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as connection:
        return connection.execute(sql).fetchall()


# -- records ---------------------------------------------------------------------------------------------------------


def odd() -> Report:
    """Whatever may stand in a report: half characters, huge numbers, sections twice, an introduction."""
    places = {"t2.rules.made": Value(10**30, "1" + "0" * 30, "number"), "t2.rules.repealed": Value(None, HALF, "text", HALF)}
    known = {name: one for name, one in places.items() if name in report().values}
    first = next(iter(report().values))
    sections = (Section("s1", HALF, HALF), Section("s1", "一、再来一次", "x"), *report().sections[1:])
    return named("odd.pdf", changes=known or {first: Value(10**30, "1" + "0" * 30, "number", HALF)}, sections=sections,
                 preface=Section("preface", "", "引言", Place(1)), findings=(finding(), finding("T3-ROW", left=10**25)),
                 statements=(Statement(HALF, 10**30, "件", "received_new", "s1"),),
                 organ=HALF, region=None)  # fmt: skip


def test_a_record_comes_back_as_it_was(store: Store) -> None:
    reports = [named("b.pdf"), odd(), unread("坏.pdf"), named("a.pdf", edition="2019", findings=(finding(),))]
    filled(store, *reports)
    assert list(store.reports()) == reports, "in the order given"
    for one in reports:
        place = json.dumps([one.source.path, one.source.member])
        assert Packed(place, packed(one)).opened() == (one, one.to_json())


def test_the_next_run_has_the_readings_and_its_own_sources(store: Store) -> None:
    filled(store, named("a.pdf"), named("b.pdf"))
    kept = store.find("key 2")
    assert kept is not None and (kept.status, kept.failure, kept.allowance) == ("clean", None, 60.0)
    store.begin("engine")
    assert list(store.reports()) == [] and store.find("key 3") is None
    store.place(1, source("b.pdf", path="elsewhere/b.pdf", member="里/b.pdf"), kept.id)
    (found,) = store.reports()
    assert (found.source.path, found.source.member) == ("elsewhere/b.pdf", "里/b.pdf")
    assert replace(found, source=named("b.pdf").source) == named("b.pdf")


def test_a_name_that_no_text_can_hold_comes_back_too(store: Store) -> None:
    strange = os.fsdecode(b"in/\xff\xfe.pdf")
    store.begin("engine")
    store.place(1, Source(strange, strange, None, b"", "application/pdf", "00" * 32, 0))
    store.add(1, entry_of(replace(report(), source=replace(report().source, name=strange, path=strange))), "engine", "key")
    (found,) = store.reports()
    assert (found.source.name, found.source.path) == (strange, strange)


def test_a_reading_made_anew_takes_the_place_of_the_old(store: Store, path: Path) -> None:
    filled(store, unread())
    store.begin("engine")
    store.place(1, source())
    store.add(1, entry_of(report()), "engine", "key 1")
    assert [one.title for one in store.reports()] == [report().title]
    store.close()
    assert rows(path, "SELECT COUNT(*) FROM readings") == [(1,)] and rows(path, "SELECT DISTINCT reading FROM faults") == []


def test_twins_and_files_named_twice(store: Store) -> None:
    store.begin("engine")
    store.place(1, source("a.pdf", b"1"))
    store.place(2, source("m.pdf", b"2", "in/all.zip", "区/m.pdf"))
    twin = store.twin(source("b.pdf", b"2"))
    assert twin is not None and (twin.name, twin.path, twin.member) == ("m.pdf", "in/all.zip", "区/m.pdf")
    assert store.twin(source("c.pdf", b"3")) is None
    assert store.listed(source("a.pdf", b"1", "./in/../in/a.pdf")), "the very file"
    assert not store.listed(source("a.pdf", b"9")), "changed since"
    assert not store.listed(source("m.pdf", b"2", "in/all.zip", "县/m.pdf"))
    gone = Unreadable("x", "x", None, "R-BROKEN", "打不开。", "Broken.")
    assert not store.listed(gone)
    store.place(3, gone)
    assert store.listed(gone)


# -- findings between reports, decisions, counting -------------------------------------------------------------------


def test_findings_between_reports_stand_in_their_records(store: Store) -> None:
    """Of two of one rule on the same cells the more severe stays, of equals the record's own; the view agrees."""
    cell, other = "t3.received_new.total", "t3.carried_over.total"
    mild, own = finding("Y-SHIFT", cell, severity="warning"), finding("Y-SHIFT", other, message="自己的。")
    filled(store, named("a.pdf"), named("b.pdf", findings=(mild, own)))
    graver, equal = finding("Y-SHIFT", cell, message="与上年不接。"), finding("Y-SHIFT", other, message="别人的。")
    alone = finding("X-DUP", cell, severity="warning")
    store.set_across([(2, graver), (1, alone), (2, equal)])
    first, second = store.reports()
    assert first.findings == (alone,)
    assert {one.message for one in second.findings} == {"与上年不接。", "自己的。"}
    assert store.counted(5).severities == {"error": 2, "warning": 1}
    assert store.entry(2).findings == (mild, own) and [position for position, _ in store.entries()] == [1, 2]
    store.set_across([])
    assert [len(one.findings) for one in store.reports()] == [0, 2], "found anew each time"
    with pytest.raises(KeyError):
        store.entry(3)


def test_counting_knows_what_people_dismissed(store: Store) -> None:
    filled(store, named("a.pdf"), named("b.pdf", findings=(finding(), finding("C-WU", severity="info"))), unread("坏.pdf"))
    met = store.counted(5)
    assert dict(met.statuses) == {"clean": 1, "faulty": 1, "unread": 1} and met.severities["error"] == 2
    assert met.codes == {("error", "T4-SUM"): 1, ("info", "C-WU"): 1}
    assert [(one.name, found.code) for one, found in met.unread] == [("坏.pdf", "R-BROKEN")]
    store.decide({
        finding().fingerprint: Decision("误报", None, "已核对", "T4-SUM", "某局", 2023, "……", "张三", "2024-02-01"),
        unread("坏.pdf").findings[0].fingerprint: Decision("误报"),
    })  # fmt: skip
    met = store.counted(5)
    assert dict(met.statuses) == {"clean": 2, "unread": 1}, "that a file could not be read stays told"
    store.set_across([(1, finding("Y-SHIFT", severity="warning"))])
    assert dict(store.counted(5).statuses) == {"warned": 1, "clean": 1, "unread": 1}


def test_decisions_outlive_runs(path: Path) -> None:
    given = {"ab" * 8: Decision("已更正", 29, HALF, "T4-SUM", "某局", 2023, "……", "张三", "2024-02-01"), "cd" * 8: Decision("原文如此")}
    with open_store(path) as store:
        store.decide(given)
    with open_store(path) as store:
        store.begin("engine")
        kept = store.decisions()
        assert kept["cd" * 8] == given["cd" * 8] and kept["ab" * 8].corrected == 29 and "半个字" in (kept["ab" * 8].remark or "")


# -- for people: Datasette, sqlite-utils -----------------------------------------------------------------------------


def test_the_views_show_the_run(store: Store, path: Path) -> None:
    values = {"t3.received_new.total": Value(None, "无", "none")}
    filled(store, named("a.pdf", changes=values), named("b.pdf", findings=(finding(),)), unread("坏.pdf"))
    store.set_across([(1, finding("Y-SHIFT"))])
    store.decide({finding().fingerprint: Decision("原文如此", remark="原件即如此")})
    store.close()
    assert rows(path, 'SELECT source, organ, year, "t3.received_new.total", "t3.received_new.natural_person" FROM wide') == [
        ("a.pdf", report().organ, 2023, None, 3), ("b.pdf", report().organ, 2023, 5, 3), ("坏.pdf", None, None, None, None),
    ]  # fmt: skip
    assert rows(path, "SELECT source, item, value, raw, kind FROM long WHERE field = 't3.received_new.total'") == [
        ("a.pdf", load("2021").field("t3.received_new.total").path, None, "无", "none"),
        ("b.pdf", load("2021").field("t3.received_new.total").path, 5, "5", "number"),
    ]  # fmt: skip
    assert rows(path, "SELECT COUNT(*) FROM long") == [(400,)]
    assert sorted(rows(path, "SELECT source, code, verdict, remark FROM findings")) == [
        ("a.pdf", "Y-SHIFT", None, None), ("b.pdf", "T4-SUM", "原文如此", "原件即如此"), ("坏.pdf", "R-BROKEN", None, None),
    ]  # fmt: skip


def test_every_column_is_described(store: Store, path: Path) -> None:
    store.close()
    tables = rows(path, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    told = {(name, column) for name, column in rows(path, "SELECT name, \"column\" FROM descriptions WHERE about != ''")}
    columns = {(name, column) for (name,) in tables for _, column, *_ in rows(path, f"PRAGMA table_info({name})")}
    assert columns and columns <= told and {(name, "") for (name,) in tables} <= told
    made = schema.datasette()["databases"]["nianbao"]["tables"]
    assert {(name, column) for name, one in made.items() for column in one["columns"]} >= columns


def test_a_closed_store_is_one_file(store: Store, path: Path) -> None:
    filled(store, named("a.pdf"))
    store.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert rows(path, "PRAGMA journal_mode") == [("delete",)]


def test_what_can_never_serve_again_takes_no_room(path: Path) -> None:
    with open_store(path) as store:
        filled(store, *(named(f"{number}.pdf", sections=(Section("s1", "一", "字" * 9000),)) for number in range(40)))
        store.end("engine", 0, "", {})
    before = path.stat().st_size
    with open_store(path) as store:
        filled(store, named("0.pdf"))
        assert store.find("key 2") is not None, "kept until a whole run has shown that it is of no use"
        store.end("another", 0, "", {})
        assert store.find("key 2") is None and store.find("key 1") is not None
    assert path.stat().st_size < before / 2


# -- what is refused -------------------------------------------------------------------------------------------------


def refusal(path: Path) -> str:
    with pytest.raises(StoreError) as caught, open_store(path) as store:
        store.begin("engine")
        list(store.reports())
    said = str(caught.value)
    assert path.name in said and said.endswith("。") and said.count("。") == 1
    return said


def test_files_that_are_no_store_are_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + b"no database" * 100)
    assert "移走后再运行" in refusal(path) and path.read_bytes().startswith(b"PK")
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    before = path.read_bytes()
    assert "不是本程序的文件" in refusal(path) and path.read_bytes() == before


@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_a_store_cut_short_is_refused(path: Path, share: float) -> None:
    with open_store(path) as store:
        filled(store, *(named(f"{number}.pdf") for number in range(5)))
    os.truncate(path, int(path.stat().st_size * share))
    assert "移走后再运行" in refusal(path)


def test_a_damaged_record_is_told(path: Path) -> None:
    with open_store(path) as store:
        filled(store, named("a.pdf"))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE readings SET record = X'789c00'")
    connection.close()
    with pytest.raises(StoreError, match="移走后再运行"), open_store(path) as store:
        list(store.reports())


def test_a_store_of_a_newer_program_is_refused(store: Store, path: Path) -> None:
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    assert "升级本程序" in refusal(path) and path.read_bytes() == before


def test_a_store_of_an_older_program_is_read_again_and_keeps_the_decisions(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(path) as store:
        filled(store, named("a.pdf"))
        store.decide({"ab" * 8: Decision("已更正", 29)})
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    with open_store(path) as store:
        assert store.find("key 1") is None and store.decisions() == {"ab" * 8: Decision("已更正", 29)}
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert rows(path, "PRAGMA user_version") == [(schema.VERSION,)]


def test_one_run_at_a_time(store: Store, path: Path) -> None:
    store.begin("engine")
    assert "正由另一个程序使用" in refusal(path)


def test_a_full_disk_is_told(path: Path) -> None:
    with pytest.raises(StoreError, match="磁盘已满"), open_store(path) as store:
        store._db.execute("PRAGMA max_page_count = 1")
        filled(store, *(named(f"{number}.pdf") for number in range(50)))


# -- keys ------------------------------------------------------------------------------------------------------------


def test_the_key_is_content_name_and_program() -> None:
    keys = {key_of(source("a.pdf", b"1"), "x"), key_of(source("a.pdf", b"2"), "x"), key_of(source("b.pdf", b"1"), "x"), key_of(source(), "y")}
    assert len(keys) == 4 and key_of(source("a.pdf", path="other/a.pdf", member="m"), "x") in keys
    assert key_of(source(os.fsdecode(b"\xff.pdf")), "x") not in keys


def test_the_engine_is_the_same_in_every_process_and_other_for_another_profile() -> None:
    set_to = Profile(off=frozenset({"T3-ROW", "T3-SUM", "C-WU", "T4-SUM"}), severities={"C-WU": "error", "T3-BAL": "info"})
    code = f"from extractor.store import engine; from extractor.profile import Profile; print(engine({set_to!r}))"
    root = Path(__file__).parents[2]
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=root, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        )
        assert done.stdout.strip() == engine(set_to)
    assert engine(set_to) != engine()


# -- killed ----------------------------------------------------------------------------------------------------------


def test_a_file_copied_at_any_moment_of_a_run_is_sound(path: Path, tmp_path: Path) -> None:
    """The copy, journal and all, is what a run that is killed at that moment leaves."""
    chosen = random.Random(7).sample(range(40), 12)
    whole = [named(f"{number}.pdf", findings=(finding(),)) for number in range(40)]
    with open_store(path) as store:
        store.begin("engine")
        for number, one in enumerate(whole):
            store.place(number, Source(one.source.name, one.source.path, None, b"", "x", one.source.sha256, 0))
            store.add(number, entry_of(one), "engine", f"key {number}")
            if number in chosen:
                left = tmp_path / str(number)
                left.mkdir()
                for file in tmp_path.glob("nianbao.sqlite*"):
                    shutil.copy(file, left)
    for number in chosen:
        with open_store(tmp_path / str(number) / path.name) as store:
            assert list(store.reports()) == whole[: number + 1]


def test_what_is_held_against_others_comes_back_as_it_was() -> None:
    growth = Statement("同比增长12.5%", 12.5, "%", "received_new", "s1", Place(2), role="growth", comparison="up", part_of=0)
    counted = Statement("收到申请9件", 9, "件", "received_new", "s1", Place(2))
    texts = {"s1": "我局围绕中心工作扎实推进政府信息公开，收到申请9件，同比增长12.5%，主要原因是群众关注度提高。" + HALF}
    for one in (named("a.pdf", sections=(Section("s1", "一、总体情况", texts["s1"]),), statements=(counted, growth)), named("b.pdf", edition="2019")):
        entry, kept = entry_in(packed_apart(one), "7"), passages_in(packed_apart(one))
        assert entry == rules_entry(one, "7") and kept == passages_of(one)

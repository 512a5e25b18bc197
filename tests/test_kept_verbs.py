"""The verbs that work on records that are kept: export and diff."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from handmade import ORGAN, finding, report, unread, value

from extractor.cli import main
from extractor.decisions import Decision, merged
from extractor.export import line_of
from extractor.export.decision_file import write_decision_file
from extractor.export.decisions import read_decisions
from extractor.record import MISSING, Report, Value
from extractor.store import open_store
from extractor.store.reading import stored_reports, written_decisions

FIELD, OTHER = "t2.rules.issued", "t2.rules.repealed"


def kept(path: Path, *reports: Report) -> Path:
    path.write_text("".join(line_of(one) + "\n" for one in reports), encoding="utf-8")
    return path


def nianbao(*typed: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(one) for one in typed], input=stdin)


def of(name: str, year: int = 2023, changes: dict[str, Value] | None = None, sha: str | None = None) -> Report:
    made = report(changes, year=year)
    return replace(made, source=replace(made.source, name=name, sha256=sha or name[0] * 64))


def sample(name: str) -> Path:
    return next((Path(__file__).parents[1] / "samples").glob(name))


def test_export_joins_files_and_keeps_their_order(tmp_path: Path) -> None:
    one, two = kept(tmp_path / "1.jsonl", of("a", 2022)), kept(tmp_path / "2.jsonl", of("b", 2021), unread())
    done = nianbao("export", one, two, "-f", "jsonl")
    assert done.exit_code == 0
    assert [json.loads(line)["year"] for line in done.stdout.splitlines()] == [2022, 2021, None]
    assert done.stdout == one.read_text("utf-8") + two.read_text("utf-8"), "nothing is changed"


@pytest.mark.parametrize("form", ["xlsx", "csv", "long", "findings", "parquet", "parquet-wide", "sqlite", "datapackage"])
def test_export_writes_every_format(form: str, tmp_path: Path) -> None:
    records = kept(tmp_path / "1.jsonl", report(findings=(finding(),)), unread())
    done = nianbao("export", records, "-f", form, "-o", tmp_path / "new" / "out")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "new" / "out").exists() and not list(tmp_path.rglob("*.part"))


def test_an_exported_store_is_a_store(tmp_path: Path) -> None:
    records = kept(tmp_path / "1.jsonl", report(findings=(finding(),)), unread())
    assert nianbao("export", records, "-f", "sqlite", "-o", tmp_path / "a.sqlite").exit_code == 0
    assert nianbao("export", tmp_path / "a.sqlite", "-f", "jsonl").stdout == records.read_text("utf-8"), "and back again"
    with sqlite3.connect(tmp_path / "a.sqlite") as store:
        assert store.execute(f'SELECT organ, "{FIELD}" FROM wide').fetchone() == (ORGAN, report()[FIELD].value)
        assert store.execute("SELECT code, verdict FROM findings WHERE status != 'unread'").fetchall() == [("T4-SUM", None)]
        assert store.execute("SELECT COUNT(*) FROM long").fetchone() == (len(report().values),)
        assert store.execute("SELECT about FROM descriptions WHERE name = 'wide' AND \"column\" = 'organ'").fetchone()
    store.close()
    refused = nianbao("export", tmp_path / "a.sqlite", "-f", "sqlite", "-o", tmp_path / "a.sqlite")
    assert refused.exit_code == 2 and "换一个 -o" in refused.stderr


def test_export_reads_standard_input(tmp_path: Path) -> None:
    done = nianbao("export", "-", "-f", "csv", stdin=line_of(report()) + "\n")
    assert done.exit_code == 0 and ORGAN in done.stdout


def test_a_bad_record_is_told_by_file_and_line(tmp_path: Path) -> None:
    records = kept(tmp_path / "1.jsonl", report())
    records.write_text(records.read_text("utf-8") + '{"schema":"other"}\n', encoding="utf-8")
    done = nianbao("export", records, "-f", "csv", "-o", tmp_path / "a.csv")
    assert done.exit_code == 2 and str(records) in done.stderr and "第 2 行" in done.stderr
    assert "Traceback" not in done.output and not (tmp_path / "a.csv").exists()


def test_a_run_is_exported_from_its_folder(tmp_path: Path) -> None:
    assert nianbao("run", sample("2021*.html"), "-o", tmp_path / "out", "-q").exit_code in (0, 1)
    stored = nianbao("export", tmp_path / "out", "-f", "jsonl")
    assert stored.exit_code == 0, stored.output
    assert stored.stdout == (tmp_path / "out" / "reports.jsonl").read_text("utf-8")
    assert nianbao("export", tmp_path / "out" / "nianbao.sqlite", "-f", "jsonl").stdout == stored.stdout


def test_a_workbook_that_nobody_has_touched_need_not_be_asked_for_decisions(tmp_path: Path) -> None:
    out, page = tmp_path / "out", sample("2021*.html")
    book, store = out / "reports.xlsx", out / "nianbao.sqlite"
    assert written_decisions(store, book) is None
    nianbao("run", page, "-o", out, "-q")
    fingerprint = "0123456789abcdef"
    filed = {fingerprint: Decision("误报", remark="核过", code="A-1", who="某人", date="2024-05-01")}
    write_decision_file(out / "nianbao-decisions.csv", filed)
    nianbao("run", page, "-o", out, "-q")
    kept = written_decisions(store, book)
    assert kept is not None and merged({}, kept) == merged({}, read_decisions(book)), "what the sheets would give"
    assert merged({}, kept)[fingerprint].remark == "核过"
    book.touch()
    assert written_decisions(store, book) is None, "somebody may have typed something"


def test_a_store_is_read_by_several_at_a_time_and_left_as_it_is(tmp_path: Path) -> None:
    assert nianbao("export", kept(tmp_path / "a.jsonl", report(), report(year=2022)), "-f", "sqlite", "-o", tmp_path / "a.sqlite").exit_code == 0
    before = (tmp_path / "a.sqlite").read_bytes()
    one, other = stored_reports(tmp_path / "a.sqlite"), stored_reports(tmp_path / "a.sqlite")
    assert next(one).year == next(other).year
    one.close()  # type: ignore[attr-defined]
    assert [made.year for made in other] == [2022]
    assert (tmp_path / "a.sqlite").read_bytes() == before


def test_a_run_that_was_cut_off_does_not_pass_for_whole(tmp_path: Path) -> None:
    with open_store(tmp_path / "nianbao.sqlite") as store:
        store.begin("x")
    done = nianbao("export", tmp_path, "-f", "jsonl")
    assert done.exit_code == 2 and "没有运行完" in done.stderr and not done.stdout


def test_a_folder_without_records_says_so(tmp_path: Path) -> None:
    done = nianbao("export", tmp_path, "-f", "jsonl")
    assert done.exit_code == 2 and "reports.jsonl" in done.stderr


def test_a_table_for_a_file_is_not_poured_onto_the_screen(tmp_path: Path) -> None:
    done = nianbao("export", kept(tmp_path / "1.jsonl", report()), "-f", "parquet")
    assert done.exit_code == 2 and "-o" in done.stderr


def test_equal_records_do_not_differ(tmp_path: Path) -> None:
    wide = of("b", changes={FIELD: Value(0, "０", "number")})
    done = nianbao("diff", kept(tmp_path / "a.jsonl", of("a")), kept(tmp_path / "b.jsonl", wide))
    assert (done.exit_code, done.stdout) == (0, ""), "a figure is the same however wide it is printed"


@pytest.mark.parametrize("cell", [Value(None, "无", "none"), Value(None, "", "blank"), MISSING, value(1)])
def test_what_is_not_nought_differs_from_nought(cell: Value, tmp_path: Path) -> None:
    a, b = kept(tmp_path / "a.jsonl", of("a")), kept(tmp_path / "b.jsonl", of("b", changes={FIELD: cell}))
    done = nianbao("diff", a, b, "-f", "jsonl")
    (one,) = map(json.loads, done.stdout.splitlines())
    assert done.exit_code == 1 and one["field"] == FIELD and "规章" in one["path"]
    assert (one["a"]["value"], one["b"]["kind"], one["b"]["raw"]) == (0, cell.kind, cell.raw)


def test_records_belong_together_by_content_then_by_organ_and_year(tmp_path: Path) -> None:
    a = kept(tmp_path / "a.jsonl", of("a", 2021), of("b", 2022, {FIELD: value(7)}), of("c", 2019))
    b = kept(tmp_path / "b.jsonl", of("x", 2022), of("a", 2021, {OTHER: value(3)}), of("z", 2018))
    done = nianbao("diff", a, b, "-f", "jsonl")
    told = [(one["report"][-4:], one["field"], one["a"]["value"], one["b"]["value"]) for one in map(json.loads, done.stdout.splitlines())]
    assert done.exit_code == 1
    assert told == [("2021", OTHER, 0, 3), ("2022", FIELD, 7, 0), ("2019", None, "c", None), ("2018", None, None, "z")]


def test_reports_that_could_be_each_others_are_not_guessed_at(tmp_path: Path) -> None:
    a, b = kept(tmp_path / "a.jsonl", of("a"), of("b")), kept(tmp_path / "b.jsonl", of("x"), of("y"))
    told = [json.loads(line)["field"] for line in nianbao("diff", a, b, "-f", "jsonl").stdout.splitlines()]
    assert told == [None] * 4


def test_what_could_not_be_read_is_never_called_equal(tmp_path: Path) -> None:
    done = nianbao("diff", kept(tmp_path / "a.jsonl", unread()), kept(tmp_path / "b.jsonl", unread()))
    assert done.exit_code == 3 and "读不了" in done.stderr


def test_two_files_are_read_and_compared(tmp_path: Path) -> None:
    page, text = sample("2021_青川湾市云岭区财政局.html"), sample("2021_青川湾市云岭区财政局.txt")
    assert nianbao("diff", page, text).exit_code == 0
    records = tmp_path / "a.jsonl"
    assert nianbao("parse", page, "-q", "-o", records).exit_code == 0
    assert nianbao("diff", records, text).exit_code == 0
    other = nianbao("diff", page, sample("2021_*.docx"), "-f", "table")
    assert other.exit_code == 0 and not other.stdout


def test_a_table_names_the_field_its_path_and_both_sides(tmp_path: Path) -> None:
    a, b = kept(tmp_path / "a.jsonl", of("a")), kept(tmp_path / "b.jsonl", of("b", changes={FIELD: Value(None, "无", "none")}))
    lines = nianbao("diff", a, b, "-f", "table").stdout.splitlines()
    assert lines[0] == f"{ORGAN} 2023" and FIELD in lines[1] and "A：0  B：无" in lines[1]

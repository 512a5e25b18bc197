"""Parquet and data packages: every column has its type and meaning, and 0, 无 and a blank stay apart."""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow
import pytest
from handmade import ORGAN, finding, report, unread, value
from pyarrow import parquet

from extractor.errors import MissingExtra
from extractor.export import MORE, writer_of
from extractor.export import parquet as writing
from extractor.export.typed import values_sheet
from extractor.form import load
from extractor.record import MISSING, Report, Value

RUN = date(2024, 5, 1)
RULES, REPEALED, IN_FORCE, FEES = "t2.rules.issued", "t2.rules.repealed", "t2.rules.in_force", "t2.fees.amount"
CELLS = {
    RULES: value(0), REPEALED: Value(None, "无", "none"), IN_FORCE: Value(None, "", "blank"), FEES: value(1.25),
    "t2.licensing.decisions": MISSING, "t2.penalty.decisions": Value(None, "=1+1", "text"),
}  # fmt: skip


def some() -> list[Report]:
    return [report(CELLS, findings=(finding(),)), report(edition="2019", year=2020), unread()]


def written(form: str, tmp_path: Path, reports: list[Report] | None = None) -> pyarrow.Table:
    writer_of(form)(some() if reports is None else reports, tmp_path / "a.parquet", RUN)
    return parquet.read_table(tmp_path / "a.parquet")


def test_long_parquet_keeps_types_and_what_a_cell_holds(tmp_path: Path) -> None:
    table = written("parquet", tmp_path)
    assert table.schema.field("value").type == pyarrow.float64() and table.schema.field("year").type == pyarrow.int64()
    assert "空不是 0" in table.schema.field("value").metadata[b"description"].decode()
    assert table.schema.field("raw").metadata[b"title"].decode() == "原文"
    rows = {row["field"]: row for row in table.to_pylist() if row["year"] == 2023}
    assert len(rows) == len(load("2021").fields())
    told = {name: (rows[name]["value"], rows[name]["raw"], rows[name]["kind"]) for name in CELLS}
    assert told == {name: (cell.value, cell.raw, cell.kind) for name, cell in CELLS.items()}
    assert rows[RULES]["path"] == load("2021").field(RULES).path and rows[RULES]["organ"] == ORGAN


def test_wide_parquet_has_a_number_and_a_kind_for_each_field(tmp_path: Path) -> None:
    table = written("parquet-wide", tmp_path)
    first, second, third = table.to_pylist()
    assert [first[name] for name in (RULES, REPEALED, IN_FORCE, FEES)] == [0, None, None, 1.25]
    assert [first[f"{name}.kind"] for name in (RULES, REPEALED, IN_FORCE)] == ["number", "none", "blank"]
    assert first["t2.licensing.decisions.kind"] == "missing"
    assert second[RULES] is None and second[f"{RULES}.kind"] is None, "a form that lacks a field leaves it empty"
    assert third["status"] == "unread" and third[f"{RULES}.kind"] == "missing" and third["year"] is None
    field = table.schema.field(FEES)
    assert field.type == pyarrow.float64() and load("2021").field(FEES).path in field.metadata[b"description"].decode()


def test_a_figure_too_large_to_be_exact_stays_in_raw_alone(tmp_path: Path) -> None:
    row = next(row for row in written("parquet", tmp_path, [report({RULES: value(2**53 + 1)})]).to_pylist() if row["field"] == RULES)
    assert row["value"] is None and row["raw"] == str(2**53 + 1) and row["kind"] == "number"


def test_half_a_character_stops_nothing(tmp_path: Path) -> None:
    table = written("parquet", tmp_path, [report({RULES: Value(None, "\ud83d见附件", "text")})])
    assert "\\ud83d见附件" in table["raw"].to_pylist()


def test_groups_of_a_wide_table_have_fewer_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "GROUP_CELLS", 1000)
    table = written("parquet-wide", tmp_path, [report() for _ in range(12)])
    columns = table.num_columns
    file = parquet.ParquetFile(next(tmp_path.glob("*.parquet*")))
    assert table.num_rows == 12 and file.metadata.num_row_groups == -(-12 // (1000 // columns))


def test_parquet_is_written_in_groups_that_are_all_that_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "GROUP_ROWS", 100)
    ahead: list[int] = []
    given = 0
    made = writing._groups

    def groups(rows: Iterator[list[object]], most: int) -> Iterator[list[list[object]]]:
        for number, group in enumerate(made(rows, most), 1):  # type: ignore[arg-type]
            ahead.append(given * 200 - number * 100)
            yield group  # type: ignore[misc]

    def give() -> Iterator[Report]:
        nonlocal given
        for _ in range(12):
            given += 1
            yield report()

    monkeypatch.setattr(writing, "_groups", groups)
    writer_of("parquet")(give, tmp_path / "a.parquet", RUN)
    file = parquet.ParquetFile(tmp_path / "a.parquet")
    assert file.metadata.num_rows == 12 * len(report().values) and file.metadata.num_row_groups == -(-file.metadata.num_rows // 100)
    assert max(ahead) <= 200, "no report is asked for before those that came are written"


def test_no_reports_give_a_file_with_columns_all_the_same(tmp_path: Path) -> None:
    assert written("parquet", tmp_path, []).num_rows == 0


def test_parquet_without_its_library_names_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"pip install 'nianbao\[parquet\]'"):
        writer_of("parquet")(some(), tmp_path / "a.parquet", RUN)
    assert not list(tmp_path.iterdir())


def test_a_package_describes_every_column_of_every_file(tmp_path: Path) -> None:
    MORE["datapackage"](some(), tmp_path / "out", RUN)
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["path"] for one in package["resources"]] == ["reports.csv", "values.csv", "findings.csv"]
    counts = []
    for resource in package["resources"]:
        fields = {one["name"]: one for one in resource["schema"]["fields"]}
        with (tmp_path / "out" / resource["path"]).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        counts.append(len(rows))
        assert list(rows[0]) == list(fields) and all(one["title"] and one["description"] for one in fields.values())
        for name, text in ((name, text) for row in rows for name, text in row.items() if text):
            assert {"string": str, "integer": int, "number": float}[fields[name]["type"]](text) is not None
            assert text in fields[name].get("constraints", {}).get("enum", [text])
    assert counts == [3, sum(len(one.values) for one in some()), 2]


def test_a_package_tells_nought_from_none_from_blank(tmp_path: Path) -> None:
    MORE["datapackage"](some(), tmp_path, RUN)
    with (tmp_path / "reports.csv").open(encoding="utf-8", newline="") as stream:
        row = next(csv.DictReader(stream))
    names = (RULES, REPEALED, IN_FORCE)
    assert [(row[name], row[f"{name}.kind"]) for name in names] == [("0", "number"), ("", "none"), ("", "blank")]
    with (tmp_path / "values.csv").open(encoding="utf-8", newline="") as stream:
        raw = {row["field"]: row["raw"] for row in csv.DictReader(stream) if row["year"] == "2023"}
    assert raw[REPEALED] == "无" and raw["t2.penalty.decisions"] == "\t=1+1", "no formula reaches a spreadsheet"


def test_parts_make_the_whole_and_old_ones_go(tmp_path: Path) -> None:
    sheet = values_sheet(lambda: iter(some()))
    whole = written("parquet", tmp_path)
    for most, parts in ((250, 3), (500, 2), (10_000, 1)):
        made = writing.write_parts(sheet, tmp_path / "parts", "long", most)
        assert [path.name for path in made] == [f"long-{number:05}.parquet" for number in range(parts)]
        assert sorted(path.name for path in (tmp_path / "parts").iterdir()) == [path.name for path in made]
        tables = [parquet.read_table(path) for path in made]
        assert pyarrow.concat_tables(tables) == whole and max(table.num_rows for table in tables) <= most
        assert all(table.schema.equals(whole.schema, check_metadata=True) for table in tables)
    (only,) = writing.write_parts(values_sheet(lambda: iter([])), tmp_path / "none", "long")
    assert parquet.read_table(only).num_rows == 0 and parquet.read_schema(only).names == whole.schema.names


def test_parts_that_cannot_be_made_leave_the_old_ones(tmp_path: Path) -> None:
    def broken() -> Iterator[Report]:
        yield from some()
        raise OSError("disk")

    before = writing.write_parts(values_sheet(lambda: iter(some())), tmp_path, "long", 250)
    with pytest.raises(OSError, match="disk"):
        writing.write_parts(values_sheet(broken), tmp_path, "long", 100)
    assert sorted(tmp_path.iterdir()) == before

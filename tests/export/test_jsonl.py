"""JSON Lines: a record a line, read back as it was; a bad line is named."""

import io
from pathlib import Path

import pytest
from handmade import finding, report, unread

from extractor.errors import RecordError
from extractor.export import read_file, read_jsonl, write_jsonl
from extractor.record import Value


def test_what_is_written_comes_back() -> None:
    made = [report(findings=(finding(),)), report(edition="2019"), unread()]
    stream = io.StringIO()
    assert write_jsonl(made, stream) == 3
    assert stream.getvalue().count("\n") == 3
    assert list(read_jsonl(io.StringIO(stream.getvalue()))) == made


def test_halves_of_characters_can_be_written_to_a_file(tmp_path: Path) -> None:
    made = report({"t2.rules.issued": Value(None, "\ud83d坏字\u2028", "text")})
    with (tmp_path / "a.jsonl").open("w", encoding="utf-8") as stream:
        write_jsonl([made], stream)
    assert list(read_file(tmp_path / "a.jsonl")) == [made]


def test_a_byte_order_mark_and_empty_lines_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"\n{report().to_json()}\n\n{unread().to_json()}\n", encoding="utf-8-sig")
    assert [one.source.name for one in read_file(path)] == ["a.pdf", "b.pdf"]


@pytest.mark.parametrize(
    "line",
    [
        report().to_json()[:-30],
        "[1, 2]",
        "17",
        '{"schema": "nianbao/9"}',
        '{"schema": "nianbao/1"}',
        report().to_json().replace('"values":{', '"values":[],"x":{'),
        report().to_json().replace('"value":5', '"value":NaN', 1),
        "[" * 100_000,
        '{"schema": "nianbao/1", "year": ' + "9" * 5000 + "}",
    ],
    ids=["cut off", "list", "number", "other schema", "empty", "values no object", "NaN", "deep", "endless number"],
)
def test_a_bad_line_is_named_after_the_good_ones(line: str) -> None:
    reports = read_jsonl(io.StringIO(f"{report().to_json()}\n\n{line}\n"))
    assert next(reports).year == 2023
    with pytest.raises(RecordError, match="第 3 行"):
        next(reports)


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(report().to_json().encode("gb18030"))
    with pytest.raises(RecordError, match=r"a\.jsonl"):
        list(read_file(path))

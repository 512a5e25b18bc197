"""JSON Lines: a record a line, UTF-8, and back again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from ..errors import RecordError
from ..record import Report
from ..record_json import report_from_dict


def write_jsonl(reports: Iterable[Report], stream: TextIO) -> int:
    """Write each report as one line of JSON; the number of lines written."""
    count = 0
    for report in reports:
        stream.write(line_of(report) + "\n")
        count += 1
    return count


def line_of(report: Report) -> str:
    """The report as one line of JSON that can be encoded and shown, whatever the source held."""
    return report.to_json()


def read_jsonl(stream: TextIO) -> Iterator[Report]:
    """The report of each line; empty lines are passed over.

    Raises RecordError, naming the line, for one that is no record.
    """
    for number, line in enumerate(stream, 1):
        text = line.strip().removeprefix("\ufeff")
        if not text:
            continue
        try:
            data = json.loads(text, parse_constant=_refused)
        except (ValueError, RecursionError) as error:
            raise RecordError(f"第 {number} 行不是完整的 JSON（{error}）；请删去该行，或重新生成。") from error
        if not isinstance(data, dict):
            raise RecordError(f"第 {number} 行不是一条记录；请用 nianbao parse 重新生成。")
        try:
            yield report_from_dict(data)
        except RecordError as error:
            raise RecordError(f"第 {number} 行：{error}") from error
        except (AttributeError, ValueError) as error:
            raise RecordError(f"第 {number} 行的内容不合格式（{error}）；请用 nianbao parse 重新生成。") from error


def read_file(path: Path) -> Iterator[Report]:
    """The reports of a file of JSON Lines; raises RecordError as :func:`read_jsonl` does."""
    with path.open(encoding="utf-8-sig") as stream:
        try:
            yield from read_jsonl(stream)
        except UnicodeDecodeError as error:
            raise RecordError(f"{path.name} 不是 UTF-8 文本；请用 nianbao parse 重新生成。") from error


def _refused(name: str) -> float:
    raise ValueError(f"{name} 不是数字")

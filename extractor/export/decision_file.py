"""The small file in which decisions survive every later run: CSV, a row a finding, by fingerprint.

UTF-8 with a byte order mark, so that Excel opens it; what Excel makes of it when it saves is read as well.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from ..decisions import Decision, code_of, verdict_of
from ..errors import DecisionError
from .safe import for_csv
from .supply import replacing

NAME = "nianbao-decisions.csv"
COLUMNS = ("fingerprint", "decision", "note", "corrected", "who", "date", "code", "organ", "year", "message")
"""``decision`` is confirmed, corrected, explained, dismissed or pending; the Chinese words are read as well."""
FINGERPRINT = re.compile(r"[0-9a-f]{16}")
# Excel takes such a fingerprint for a number and rounds it.
_LIKE_A_NUMBER = re.compile(r"\d+(?:e\d+)?")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?")


def read_decision_file(path: Path) -> dict[str, Decision]:
    """The decisions in a file, by fingerprint; none where there is no such file.

    Raises DecisionError, naming the line, for what cannot be understood; OSError where it cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # How older versions of Excel save CSV on a Chinese Windows.
        text = data.decode("gb18030", "replace")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    if not text.strip():
        return {}
    names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    rows.fieldnames = names
    lacking = [name for name in COLUMNS[:2] if name not in names]
    if lacking:
        raise DecisionError(f"{path} 第 1 行没有 {'、'.join(lacking)} 列；第一行应是 {','.join(COLUMNS)}。")
    found: dict[str, Decision] = {}
    try:
        for row in rows:
            items = {name: (row.get(name) or "").strip() for name in COLUMNS}
            if any(items.values()):
                fingerprint = items["fingerprint"].lower()
                if not FINGERPRINT.fullmatch(fingerprint):
                    raise DecisionError(
                        f"{path} 第 {rows.line_num} 行的指纹 {items['fingerprint']!r} 不是 16 位十六进制数；请从问题列表照抄，或删去该行。"
                    )
                found[fingerprint] = _decision(path, rows.line_num, items)
    except csv.Error as error:
        raise DecisionError(f"{path} 第 {rows.line_num} 行不是合格的 CSV（{error}）；请改正或删去该行。") from error
    return found


def write_decision_file(path: Path, decisions: Mapping[str, Decision]) -> None:
    """Write the decisions, newest last; the file is whole or as it was. Raises OSError where it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for fingerprint, one in sorted(decisions.items(), key=lambda item: (item[1].date, item[0])):
            shown = f"\t{fingerprint}" if _LIKE_A_NUMBER.fullmatch(fingerprint) else fingerprint
            items = (
                code_of(one.verdict), one.remark, one.corrected, one.who, one.date, one.code, one.organ, one.year, one.message,
            )  # fmt: skip
            writer.writerow([shown, *(for_csv(item) for item in items)])


def _decision(path: Path, line: int, items: Mapping[str, str]) -> Decision:
    try:
        verdict = verdict_of(items["decision"])
    except ValueError as error:
        raise DecisionError(f"{path} 第 {line} 行：{error}") from error
    day = items["date"]
    parts = _DATE.fullmatch(day)
    if parts:
        with suppress(ValueError):
            day = date(*map(int, parts.groups())).isoformat()
    year = items["year"]
    return Decision(
        verdict, _number(items["corrected"]), items["note"] or None, items["code"], items["organ"],
        int(year) if re.fullmatch(r"[0-9]{4}", year) else None, items["message"], items["who"], day,
    )  # fmt: skip


def _number(text: str) -> int | float | str | None:
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text

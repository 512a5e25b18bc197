"""What becomes of a mutant: read in a worker, and its record held against that of the whole file.

A *silent success* is a record without any error, warning or doubt that the whole file's record does not
have as well, in which

- a cell has another figure than the whole file's, and the mutant nowhere prints it; or
- a cell that had a figure has none; or
- figures differ though the mutant is the whole file with some bytes damaged and prints the very same figures; or
- one figure of a table cell was exchanged for another, and the cells differ otherwise than by just that exchange.

What the mutant prints is told by means of its own, not by the readers: tags taken out by a pattern, and for PDF
by pdfplumber. So a figure that both ways misread alike would pass; and a change of the source that keeps to every
rule and is read as it is printed is no fault of the reading, and counts as ``same`` or ``told``.
"""

from __future__ import annotations

import functools
import html
import io
import json
import re
import tempfile
import time
import unicodedata
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from extractor import extract
from extractor.encoding import decode
from extractor.marks import status_of
from extractor.record import Report
from extractor.record_json import report_from_dict
from extractor.source import sources

from . import byte_level, seeds

_FIGURE = re.compile(r"\d+")
_TAG = re.compile(r"<[^<>]*>")
_PARTS = re.compile(r"</?(?:w:p|w:tc|w:tab|w:br|td|th|tr|table|p|div|li|br|h\d)\b[^<>]*>", re.I)


@dataclass(frozen=True, slots=True)
class Task:
    """A mutant to read: which reader's, of which seed, and its number."""

    reader: str
    seed: int
    number: int


def outcome_of(task: Task) -> tuple[str, str, str, float]:
    """The mutation's name, what became of the mutant, a word on it, and the seconds of processor time it took.

    Raises what the program raises.
    """
    started = time.process_time()
    return (*_outcome(task), time.process_time() - started)


def _outcome(task: Task) -> tuple[str, str, str]:
    name, data, mutant = seeds.mutant(task.reader, task.seed, task.number)
    if task.reader == "archive":
        return name, *_archive(mutant.data)
    before, after = _record(data), extract(mutant.data)
    _written(after)
    if status_of(after) == "unread":
        return name, "refused", after.findings[0].code
    new = _doubts(after) - _doubts(before)
    if new:
        return name, "told", "、".join(sorted({code for code, _ in new}))
    fault = _silent(task.reader, name, before, after, data, mutant.data, mutant.changed)
    return (name, "SILENT", fault) if fault else (name, "same" if _figures(before) == _figures(after) else "as printed", "")


def read_once(reader: str, data: bytes) -> None:
    """Read a file and write its record. Raises what the program raises."""
    if reader == "archive":
        _archive(data)
    else:
        _written(extract(data))


@functools.lru_cache(maxsize=64)
def _record(data: bytes) -> Report:
    return extract(data)


def _archive(data: bytes) -> tuple[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.zip"
        path.write_bytes(data)
        reports = [extract(source) for source in sources([str(path)])]
        left = sorted(found.name for found in Path(folder).iterdir())
    if left != ["a.zip"]:
        return "SILENT", f"wrote {left}"
    for report in reports:
        _written(report)
    codes = sorted({report.findings[0].code for report in reports if status_of(report) == "unread"})
    return ("refused" if codes and len(codes) == len(reports) else "told" if codes else "same"), "、".join(codes)


def _written(report: Report) -> None:
    """Raises ValueError where the record cannot be written and read back as it is."""
    line = json.dumps(report.to_dict(), ensure_ascii=False, allow_nan=False)
    line.encode()
    if report_from_dict(json.loads(line)).to_dict() != report.to_dict():
        raise ValueError("the record read back is another")


def _doubts(report: Report) -> set[tuple[str, tuple[str, ...]]]:
    return {(one.code, one.fields) for one in report.findings if one.severity != "info" or one.code.startswith("R-")}


def _figures(report: Report) -> dict[str, str]:
    return {name: value.raw or "" for name, value in report.values.items() if value.kind == "number"}


def _silent(
    reader: str, mutation: str, before: Report, after: Report, whole: bytes, data: bytes, changed: tuple[str, str] | None
) -> str:
    """What the record is silent about; nothing where all is well."""
    old, new = _figures(before), _figures(after)
    lost = [name for name in old if name in after.values and name not in new]
    if lost:
        return f"lost {lost[0]}: {old[lost[0]]!r} is {after.values[lost[0]].kind}"
    if changed is not None:
        expected = Counter(old.values())
        expected[changed[0]] -= 1
        expected[changed[1]] += 1
        return "" if Counter(new.values()) == +expected else f"{changed[0]} exchanged for {changed[1]} and not read so"
    # 00 for 0 is no other figure.
    differing = {name: raw for name, raw in new.items() if name in old and before.values[name].value != after.values[name].value}
    if not differing:
        return ""
    printed = _printed(reader, data)
    for name, raw in differing.items():
        if not all(figure in printed for figure in _FIGURE.findall(unicodedata.normalize("NFKC", raw))):
            return f"{name}: {raw!r} is printed nowhere"
    if mutation in byte_level.MUTATIONS and printed == _printed(reader, whole):
        return f"{next(iter(differing))}: other figures though the same are printed"
    return ""


def _printed(reader: str, data: bytes) -> Counter[str]:
    """Every run of digits that the file prints, and how often; with and without gaps where tags stand."""
    text = _text(reader, data)
    return Counter(_FIGURE.findall(unicodedata.normalize("NFKC", text)))


def _text(reader: str, data: bytes) -> str:
    if reader == "text":
        return decode(data)[0]
    if reader == "pdf":
        import pdfplumber

        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return " ".join(word["text"] for page in pdf.pages for word in page.extract_words())
    markup = decode(data if reader == "html" else _body(data))[0]
    return html.unescape(f"{_TAG.sub(' ', markup)} {_TAG.sub('', _PARTS.sub(' ', markup))}")


def _body(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.read("word/document.xml")
    except (zipfile.BadZipFile, KeyError, zlib.error):
        return b""

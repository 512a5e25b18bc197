"""A list of metadata: a CSV file or workbook with a row a report, joined by hash, path or file name."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import regex

from .encoding import decode
from .errors import HintError
from .given import NAMES, Given
from .identity import iso_date
from .text import year_number

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "file": ("文件名", "文件", "文件名称", "文件路径", "路径", "file", "filename", "name", "path"),
    "sha256": ("sha256", "哈希", "哈希值", "校验值", "hash"),
    "organ": ("机关名称", "机构名称", "机关", "机构", "单位名称", "单位", "行政机关", "organ", "organization", "agency"),
    "year": ("年度", "年份", "报告年度", "year"),
    "region": ("地区", "地区名称", "区域", "行政区", "行政区划", "region"),
    "region_code": ("行政区划代码", "区划代码", "地区代码", "region_code", "adcode"),
    "level": ("级别", "层级", "行政级别", "level"),
    "kind": ("类型", "机关类型", "机构类型", "kind"),
    "published": ("发布日期", "公布日期", "公开日期", "发布时间", "published", "date"),
    "url": ("网址", "链接", "来源网址", "url", "link"),
}
"""What a column is, by its heading; the first heading of each is the one that templates have."""

_MEANT = {_heading: name for name, headings in COLUMNS.items() for _heading in (one.replace("_", "") for one in headings)}
_KINDS = {
    "政府": "government", "部门": "department", "乡镇": "town", "街道": "town", "乡镇街道": "town", "其他": "other",
    "government": "government", "department": "department", "town": "town", "other": "other",
}  # fmt: skip
_LEVELS = {
    "省": "province", "省级": "province", "province": "province", "市": "city", "市级": "city", "地级": "city", "city": "city",
    "县": "county", "区": "county", "县级": "county", "区级": "county", "区县": "county", "county": "county",
    "乡": "town", "镇": "town", "街道": "town", "乡镇": "town", "乡级": "town", "town": "town",
}  # fmt: skip
_LARGEST = 64 * 1024 * 1024
_SHA256 = 64


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: its number, the file it names as parts of a path, the hash it names, and what it gives."""

    number: int
    parts: tuple[str, ...]
    sha256: str
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """A list that was read: its rows, and the headings of columns that mean nothing here."""

    path: Path
    rows: tuple[Row, ...]
    unknown: tuple[str, ...]
    by_hash: Mapping[str, Sequence[Row]]
    by_name: Mapping[str, Sequence[Row]]

    def rows_for(self, path: str, sha256: str) -> Sequence[Row]:
        """The rows that mean a source: by its hash, else, of those without a hash, by its path the ones that name most of it.

        More than one row means that the list names it more than once.
        """
        found = self.by_hash.get(sha256, ())
        if found or not path:
            return found
        parts = parts_of(path)
        bare = (*parts[:-1], PurePosixPath(parts[-1]).stem)
        for whole in (parts, bare):
            named = [row for row in self.by_name.get(whole[-1], ()) if whole[-len(row.parts) :] == row.parts]
            if named:
                most = max(len(row.parts) for row in named)
                return [row for row in named if len(row.parts) == most]
        return ()


def parts_of(path: str) -> tuple[str, ...]:
    """The parts of a path, without case and without what says nothing."""
    return tuple(part.casefold() for part in path.replace("\\", "/").split("/") if part not in ("", "."))


def read_roster(path: Path) -> Roster:
    """The list in a CSV file (UTF-8 or GBK) or an .xlsx workbook (its first sheet).

    The first line that is not empty has the headings, see :data:`COLUMNS`. Raises HintError, which names the
    line and the cure, and OSError.
    """
    if path.stat().st_size > _LARGEST:
        raise HintError(f"{path} 超过 {_LARGEST // 1024 // 1024} MB；清单应是每份报告一行的表格，请检查是否给错了文件。")
    lines = iter(_workbook(path) if path.open("rb").read(4) == b"PK\x03\x04" else _csv(path))
    _, headings = next(lines, (0, []))
    meant = [_MEANT.get(one.lower().replace(" ", "").replace("_", "")) for one in headings]
    if not {"file", "sha256"} & set(meant) or not set(meant) & set(NAMES):
        raise HintError(
            f"{path} 的表头里要有“文件名”或“sha256”，以及{'、'.join(COLUMNS[name][0] for name in NAMES)}中至少一列；"
            f"现有的是：{'、'.join(headings) or '空'}。"
        )
    twice = [name for name in set(meant) - {None} if meant.count(name) > 1]
    if twice:
        both = "、".join(one for one, name in zip(headings, meant, strict=True) if name in twice)
        raise HintError(f"{path} 有几列意思相同（{both}）；请只留一列。")
    rows = tuple(_row(path, number, dict(zip(meant, cells, strict=False))) for number, cells in lines)
    by_hash: dict[str, list[Row]] = {}
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        if row.sha256:
            by_hash.setdefault(row.sha256, []).append(row)
        elif row.parts:
            by_name.setdefault(row.parts[-1], []).append(row)
    unknown = tuple(one for one, name in zip(headings, meant, strict=True) if name is None and one)
    return Roster(path, rows, unknown, by_hash, by_name)


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    text, _ = decode(path.read_bytes())
    delimiter = max(",\t;", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise HintError(f"{path} 第 {reader.line_num} 行不是合格的 CSV（{error}）；请用表格软件另存为 CSV。") from error


def _workbook(path: Path) -> Iterator[tuple[int, list[str]]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what it states of its size is too often wrong
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            texts = [_cell(one) for one in cells]
            if any(texts):
                yield number, texts
        book.close()
    except (InvalidFileException, BadZipFile, KeyError, IndexError, ValueError) as error:
        raise HintError(f"{path} 不是可读的 xlsx 工作簿（{error}）；请另存为 CSV。") from error


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _row(path: Path, number: int, cells: Mapping[str | None, str]) -> Row:
    sha256 = cells.get("sha256", "").lower()
    if sha256 and (len(sha256) != _SHA256 or not set(sha256) <= set("0123456789abcdef")):
        raise HintError(f"{path} 第 {number} 行：sha256 应是 {_SHA256} 位十六进制数；请改正，或删去这一格。")
    given = tuple(
        Given(name, _value(f"{path} 第 {number} 行", name, cells[name]), "list") for name in NAMES if cells.get(name)
    )
    return Row(number, parts_of(cells.get("file", "")), sha256, given)


def _value(where: str, name: str, text: str) -> str | int:
    """A cell as the record has it; raises HintError for what cannot be meant."""
    if name == "year":
        hit = regex.fullmatch(r"(?P<year>(?:19|20)\d\d|二[〇○零O0][一二三四五六七八九〇○零]{2})\s*(?:年度?)?", text)
        if hit is None:
            raise HintError(f"{where}：年度“{text}”不是年份；请写成 2023。")
        return year_number(hit["year"])
    if name == "published":
        day = iso_date(text)
        if day is None:
            raise HintError(f"{where}：发布日期“{text}”不是日期；请写成 2024-01-19。")
        return day
    if name == "region_code":
        if not regex.fullmatch(r"[0-9]{2,12}", text):
            raise HintError(f"{where}：行政区划代码“{text}”应是 2 至 12 位数字；请改正，或删去这一格。")
        return text
    known = {"kind": _KINDS, "level": _LEVELS}.get(name)
    if known is None:
        return " ".join(text.split())
    if text.lower() not in known:
        heading = COLUMNS[name][0]
        raise HintError(f"{where}：不认识的{heading}“{text}”；可用的有 {_offers(known)}。")
    return known[text.lower()]


def _offers(known: Iterable[str]) -> str:
    return "、".join(one for one in known if not one.isascii())

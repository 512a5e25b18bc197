"""Parquet: typed columns with their meaning, written in groups of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..errors import MissingExtra
from .supply import replacing
from .tabular import Row
from .typed import Sheet

GROUP_ROWS, GROUP_CELLS = 4096, 100_000
"""The most rows, and the most cells, that are held at a time and that one row group of the file has."""
PART_ROWS = 200_000
"""The most rows of one part: the values of a thousand reports."""


def write_parquet(sheet: Sheet, path: Path) -> None:
    """Write a table; titles and meanings are the metadata ``title`` and ``description`` of each column.

    Raises MissingExtra where pyarrow is not installed, OSError where the file cannot be written; the
    file is whole or as it was.
    """
    _write(sheet, sheet.rows(), path)


def write_parts(sheet: Sheet, folder: Path, name: str, most: int = PART_ROWS) -> list[Path]:
    """Write a table as files of at most ``most`` rows, ``NAME-00000.parquet`` and on, in place of those there were; their paths.

    One after another their rows are those of :func:`write_parquet`, and so is each one's schema. The folder is
    made if need be; what it holds besides stays. Raises as :func:`write_parquet`; parts there were stay until all
    new ones are written.
    """
    pyarrow()
    folder.mkdir(parents=True, exist_ok=True)
    rows = sheet.rows()
    with TemporaryDirectory(prefix=".", suffix=".part", dir=folder) as making:
        made: list[Path] = []
        for number in count():
            first = next(rows, None)
            if first is None and made:
                break
            made.append(Path(making) / f"{name}-{number:05}.parquet")
            _write(sheet, chain(() if first is None else (first,), islice(rows, most - 1)), made[-1])
        for old in {path.name for path in folder.glob(f"{name}-*.parquet")} - {path.name for path in made}:
            (folder / old).unlink()
        return [path.replace(folder / path.name) for path in made]


def pyarrow() -> Any:
    """The library; raises MissingExtra where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra("写 Parquet 要用 pyarrow；请运行 pip install 'nianbao[parquet]'。") from error
    return pyarrow


def _write(sheet: Sheet, rows: Iterable[Row], path: Path) -> None:
    arrow = pyarrow()
    types = {"string": arrow.string(), "integer": arrow.int64(), "number": arrow.float64()}
    schema = arrow.schema(
        [
            arrow.field(one.name, types[one.type], metadata={"title": one.title, "description": one.about})
            for one in sheet.columns
        ],
        metadata={"title": sheet.title},
    )
    with replacing(path) as part, arrow.parquet.ParquetWriter(part, schema, compression="zstd") as writer:
        most = max(1, min(GROUP_ROWS, GROUP_CELLS // len(sheet.columns)))
        for group in _groups(rows, most):
            columns = [_column(items, one.type) for items, one in zip(zip(*group, strict=True), sheet.columns, strict=True)]
            arrays = [arrow.array(items, field.type) for items, field in zip(columns, schema, strict=True)]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema), row_group_size=most)


def _groups(rows: Iterable[Row], most: int) -> Iterator[list[Row]]:
    rest = iter(rows)
    while group := list(islice(rest, most)):
        yield group


def _column(items: Iterable[object], type: str) -> list[Any]:
    """The items of a column as Arrow takes them: whole figures among fractions, and no half characters."""
    if type == "number":
        return [float(item) if isinstance(item, int) else item for item in items]
    if type == "string":
        return [_text(item) if isinstance(item, str) else item for item in items]
    return list(items)


def _text(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")

"""Parquet: typed columns with their meaning, written in groups of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ..errors import MissingExtra
from .supply import replacing
from .tabular import Row
from .typed import Sheet

GROUP_ROWS = 4096
"""The rows that are held at a time, and that one row group of the file has."""


def write_parquet(sheet: Sheet, path: Path) -> None:
    """Write a table; titles and meanings are the metadata ``title`` and ``description`` of each column.

    Raises MissingExtra where pyarrow is not installed, OSError where the file cannot be written; the
    file is whole or as it was.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtra("写 Parquet 要用 pyarrow；请运行 pip install 'nianbao[parquet]'。") from error
    types = {"string": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64()}
    schema = pyarrow.schema(
        [
            pyarrow.field(one.name, types[one.type], metadata={"title": one.title, "description": one.about})
            for one in sheet.columns
        ],
        metadata={"title": sheet.title},
    )
    with replacing(path) as part, parquet.ParquetWriter(part, schema, compression="zstd") as writer:
        for rows in _groups(sheet.rows()):
            columns = [_column(items, one.type) for items, one in zip(zip(*rows, strict=True), sheet.columns, strict=True)]
            arrays = [pyarrow.array(items, field.type) for items, field in zip(columns, schema, strict=True)]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), row_group_size=GROUP_ROWS)


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while group := list(islice(rest, GROUP_ROWS)):
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

"""A Tabular Data Package: CSV files, and a datapackage.json that says what each of their columns holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..decisions import Decision
from .described import Described
from .supply import Reports, again, replacing
from .tabular import write_rows
from .typed import Sheet, findings_sheet, reports_sheet, values_sheet

_ABOUT = (
    "政府信息公开工作年度报告的数据。数字列为空不是 0：kind 列说明格里是数字、无、横线、空白、文字，还是没有找到。"
    "以等号等开头、电子表格会当作公式的文字，前面加了一个制表符，去掉首尾空白即为原文。"
)


def write_datapackage(reports: Reports, folder: Path, decisions: Mapping[str, Decision] | None = None) -> list[Path]:
    """Write reports.csv, values.csv, findings.csv and datapackage.json into a folder that is made if need be.

    The CSV files are UTF-8 without a byte order mark, as the standard has it. The paths, the description last.
    Raises OSError where one cannot be written.
    """
    give = again(reports)
    folder.mkdir(parents=True, exist_ok=True)
    sheets = (reports_sheet(give), values_sheet(give), findings_sheet(give, decisions))
    paths = []
    for sheet in sheets:
        paths.append(folder / f"{sheet.name}.csv")
        with replacing(paths[-1]) as part, part.open("w", encoding="utf-8", newline="") as stream:
            write_rows(stream, [column.name for column in sheet.columns], sheet.rows())
    package = {
        "profile": "tabular-data-package", "name": "nianbao", "title": "政府信息公开工作年度报告", "description": _ABOUT,
        "resources": [_resource(sheet) for sheet in sheets],
    }  # fmt: skip
    paths.append(folder / "datapackage.json")
    with replacing(paths[-1]) as part:
        part.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return paths


def _resource(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name, "title": sheet.title, "path": f"{sheet.name}.csv", "profile": "tabular-data-resource",
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {"fields": [_field(column) for column in sheet.columns], "missingValues": [""]},
    }  # fmt: skip


def _field(column: Described) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": column.name, "type": column.type, "title": column.title, "description": column.about,
    }  # fmt: skip
    if column.choices:
        made["constraints"] = {"enum": list(column.choices)}
    return made

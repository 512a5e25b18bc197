"""Records onto standard output or into one file, in the format asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from .export import FORMATS, line_of, write_findings, write_long, write_wide
from .record import Report


def write_to(reports: Iterable[Report], form: str, out: Path | None) -> None:
    """Write records in a format of :data:`FORMATS`; onto standard output as they come when no file is named.

    Raises OSError where the file cannot be written, and ValueError for a workbook without a file.
    """
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        FORMATS[form](iter(reports), out, datetime.now().astimezone().date())
    elif form == "jsonl":
        for report in reports:
            sys.stdout.write(line_of(report) + "\n")
            sys.stdout.flush()
    elif form == "xlsx":
        raise ValueError("工作簿不能写到标准输出；请加 -o 文件名.xlsx。")
    else:
        {"csv": write_wide, "long": write_long, "findings": write_findings}[form](iter(reports), sys.stdout)
        sys.stdout.flush()

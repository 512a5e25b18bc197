"""Records onto standard output or into one file, in the format asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from .decisions import Decision
from .export import TAKE_DECISIONS, Reports, again, line_of, write_findings, write_long, write_wide, writer_of


def write_to(reports: Reports, form: str, out: Path | None, decisions: Mapping[str, Decision] | None = None) -> None:
    """Write records in one of the formats of :func:`writer_of`; onto standard output as they come when no file is named.

    ``decisions`` of people, by fingerprint, go into the formats that have a place for them. Raises OSError
    where the file cannot be written, and ValueError for a format that needs a file without one.
    """
    more = {"decisions": decisions} if decisions and form in TAKE_DECISIONS else {}
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        writer_of(form)(reports, out, datetime.now().astimezone().date(), **more)
    elif form == "jsonl":
        for report in reports if isinstance(reports, Iterator) else again(reports)():
            sys.stdout.write(line_of(report) + "\n")
            sys.stdout.flush()
    elif form in ("csv", "long", "findings"):
        {"csv": write_wide, "long": write_long, "findings": write_findings}[form](reports, sys.stdout, **more)
        sys.stdout.flush()
    else:
        raise ValueError(f"{form} 不能写到标准输出；请加 -o。")

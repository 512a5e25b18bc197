"""The verb diff: two reports, or two sets of them, field by field."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..ending import output
from .batches import EXIT_FINDINGS, EXIT_UNREAD, one_source
from .settings import settings_option

if TYPE_CHECKING:
    from ..differing import Cell, Difference
    from ..record import Report


@click.command()
@click.argument("a", type=click.Path(exists=True, path_type=Path))
@click.argument("b", type=click.Path(exists=True, path_type=Path))
@click.option("-f", "--format", "form", type=click.Choice(["table", "jsonl"]), help="Default: a table on a terminal, JSON Lines in a pipe.")
@settings_option
def diff(a: Path, b: Path, form: str | None) -> None:
    """Two files or two runs, field by field; exits with 0 when they are equal, 1 when they differ.

    A and B are each one report to read, or records: JSON Lines, a store, the folder of a run. Records
    belong together by content, or else by organ and year.

    Example: nianbao diff 草稿.docx 公开.html
    """
    from ..differing import Side, compare
    from ..display import one_line

    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    differ, unread, report = False, False, ""
    with output(None):
        for one in compare(_reports(a), _reports(b)):
            if isinstance(one, Side):
                unread = True
                click.echo(f"{one_line(one.name)} 读不了，没有比较；nianbao check 会说明原因。", err=True)
                continue
            differ = True
            if form == "table" and one.report != report:
                report = one.report
                click.echo(one_line(report))
            click.echo(_row(one) if form == "table" else _line(one))
    sys.exit(EXIT_UNREAD if unread else EXIT_FINDINGS if differ else 0)


def _reports(path: Path) -> Iterator[Report]:
    """The records that are kept there, or the one report that the file is."""
    from ..batch import safely
    from ..kept import holds_records, reports_in

    return reports_in(path) if holds_records(path) else iter([safely(one_source(str(path)))])


def _row(one: Difference) -> str:
    from ..display import one_line

    return f"  {one.field or '-'}  {one_line(one.path)}  A：{one.a}  B：{one.b}"


def _line(one: Difference) -> str:
    from ..display import json_text

    def plain(cell: Cell) -> dict[str, object]:
        return {"value": cell.value, "raw": cell.raw, "kind": cell.kind, "note": cell.note}

    data = {"report": one.report, "field": one.field, "path": one.path, "a": plain(one.a), "b": plain(one.b)}
    return json_text(data)

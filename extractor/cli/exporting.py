"""The verb export: records that are kept, in other formats."""

from __future__ import annotations

from pathlib import Path

import click

from ..ending import output
from .decided import kept_decisions
from .options import decisions_option
from .settings import settings_option

_FORMATS = ("xlsx", "csv", "long", "findings", "jsonl", "parquet", "parquet-wide", "sqlite", "datapackage")


@click.command()
@click.argument("records", nargs=-1, required=True, type=click.Path(exists=True, allow_dash=True, path_type=Path), metavar="RECORDS...")
@click.option("-f", "--format", "form", type=click.Choice(_FORMATS), required=True,
              help="csv and parquet-wide: a row a report; long and parquet: a row a field; sqlite for Datasette; datapackage: a folder.")  # fmt: skip
@click.option("-o", "--out", type=click.Path(path_type=Path), help="File or folder to write; standard output without it.")
@decisions_option
@settings_option
def export(records: tuple[Path, ...], form: str, out: Path | None, decisions: Path | None) -> None:
    """Records to spreadsheets and tables.

    RECORDS are files of JSON Lines as parse and run write them, a store (nianbao.sqlite), the folder of a
    run, or - for standard input; nothing is read or checked anew.

    Examples: nianbao export out/ -f parquet -o values.parquet;
    nianbao export 2022.jsonl 2023.jsonl -f datapackage -o 数据包/
    """
    from ..export import TAKE_DECISIONS
    from ..kept import kept_file, reports_of
    from ..writing import write_to

    if out is None and form not in ("csv", "long", "findings", "jsonl"):
        raise click.UsageError(f"{form} 不能写到标准输出；请加 -o。")
    if out is not None and out.is_dir() != (form == "datapackage") and out.exists():
        raise click.UsageError(f"{out} {'是文件夹' if out.is_dir() else '是文件，数据包要写到文件夹'}；请换一个 -o。")
    if out is not None and any(path != Path("-") and out.exists() and kept_file(path).samefile(out) for path in records):
        raise click.UsageError(f"{out} 就是要读的记录；请换一个 -o。")
    known = kept_decisions(decisions).decisions if form in TAKE_DECISIONS else None
    with output(out):
        write_to(reports_of(records), form, out, known)

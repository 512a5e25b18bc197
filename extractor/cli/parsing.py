"""The verb parse: records for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from .batches import Reading, batch_of, leave, profile_of
from .hinting import hint_options, hints_of
from .options import (
    files_from_option,
    jobs_option,
    lang_option,
    profile_option,
    quiet_option,
    sources_argument,
    timeout_option,
)
from .settings import settings_option


@click.command()
@sources_argument
@files_from_option
@click.option("-f", "--format", "form", type=click.Choice(["jsonl", "csv", "long", "findings", "xlsx"]), default="jsonl", show_default=True)
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; standard output without it.")
@jobs_option
@timeout_option
@hint_options
@profile_option
@lang_option
@settings_option
@quiet_option
def parse(
    sources: tuple[str, ...], files_from: str | None, form: str, out: Path | None, jobs: int | None,
    timeout: float | None, metadata: Path | None, organ_from: tuple[str, ...], year_from: tuple[str, ...],
    profile: str, lang: str, quiet: bool,
) -> None:  # fmt: skip
    """Records: JSON Lines on standard output, or another format into a file.

    Example: nianbao parse 年报.pdf | jq .values
    """
    from ..writing import write_to

    if form == "xlsx" and out is None:
        raise click.UsageError("工作簿不能写到标准输出；请加 -o 文件名.xlsx。")
    hints = hints_of(sources, metadata, organ_from, year_from, quiet)
    reading = Reading(profile_of(profile, quiet), jobs, timeout, hints)
    with batch_of(sources, files_from, lang, quiet, out, reading=reading) as (tally, reports):
        write_to(reports, form, out)
    leave(tally, "never")

"""The verb run: read, check and write everything."""

from __future__ import annotations

from pathlib import Path

import click

from ..ending import output
from .batches import leave, sources_of
from .options import fail_on_option, files_from_option, lang_option, quiet_option, sources_argument


@click.command()
@sources_argument
@files_from_option
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the results.")
@fail_on_option
@lang_option
@quiet_option
def run(sources: tuple[str, ...], files_from: str | None, out: Path, fail_on: str, lang: str, quiet: bool) -> None:
    """Read, check and write everything: workbook, CSV, JSON Lines, and a summary.

    Example: nianbao run 年报/ -o out/
    """
    from datetime import datetime

    from ..batch import Tally, extract_all
    from ..export import write_all
    from ..progress import Progress, summary

    tally, progress = Tally(), Progress(quiet, lang)
    found = sources_of(sources, files_from)
    with output(out):
        try:
            # A folder that cannot be made is told before an hour of reading, not after it.
            out.mkdir(parents=True, exist_ok=True)
            reports = extract_all(found, tally, progress.show)
            written = write_all(reports, out, run_date=datetime.now().astimezone().date())
        finally:
            progress.clear()
    if not quiet:
        click.echo(summary(tally, written, lang), err=True)
    leave(tally, fail_on)

"""The verb run: read, check and write everything."""

from __future__ import annotations

from pathlib import Path

import click

from ..ending import output
from .batches import leave, profile_of, sources_of
from .options import (
    decisions_option,
    fail_on_option,
    files_from_option,
    lang_option,
    profile_option,
    quiet_option,
    sources_argument,
)
from .settings import settings_option


@click.command()
@sources_argument
@files_from_option
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the results.")
@profile_option
@decisions_option
@fail_on_option
@lang_option
@settings_option
@quiet_option
def run(
    sources: tuple[str, ...], files_from: str | None, out: Path, profile: str, decisions: Path | None, fail_on: str, lang: str,
    quiet: bool,
) -> None:  # fmt: skip
    """Read, check and write everything: workbook, CSV, JSON Lines, and a summary.

    Example: nianbao run 年报/ -o out/
    """
    from datetime import datetime

    from ..batch import Tally, extract_all
    from ..export import NAMES, write_all
    from ..progress import Progress, summary
    from .decided import keep_decisions, kept_decisions

    held, kept = profile_of(profile), kept_decisions(decisions, out)
    tally, progress = Tally(dismissed=kept.dismissed), Progress(quiet, lang)
    found = sources_of(sources, files_from)
    with output(out):
        try:
            # A folder that cannot be made is told before an hour of reading, not after it.
            out.mkdir(parents=True, exist_ok=True)
            reports = extract_all(found, tally, progress.show, held)
            written = write_all(reports, out, run_date=datetime.now().astimezone().date(), decisions=kept.decisions)
            if keep_decisions(kept, out / NAMES["jsonl"]):
                written.append(kept.path)
        finally:
            progress.clear()
    if not quiet:
        click.echo(summary(tally, written, lang), err=True)
    leave(tally, fail_on)

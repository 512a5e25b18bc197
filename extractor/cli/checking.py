"""The verb check: findings only."""

from __future__ import annotations

import sys

import click

from .batches import batch_of, leave
from .options import fail_on_option, files_from_option, lang_option, quiet_option, sources_argument


@click.command()
@sources_argument
@files_from_option
@click.option("-f", "--format", "form", type=click.Choice(["table", "jsonl", "csv"]), help="Default: a table on a terminal, JSON Lines in a pipe.")
@fail_on_option
@lang_option
@quiet_option
def check(sources: tuple[str, ...], files_from: str | None, form: str | None, fail_on: str, lang: str, quiet: bool) -> None:
    """Findings only, with the quote and the cure.

    Example: nianbao check 年报草稿.docx
    """
    from ..writing import write_findings_to

    with batch_of(sources, files_from, lang, quiet, None) as (tally, reports):
        write_findings_to(reports, form or ("table" if sys.stdout.isatty() else "jsonl"), lang)
    leave(tally, fail_on)

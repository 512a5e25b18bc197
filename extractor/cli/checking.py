"""The verb check: findings only, for a terminal, for programs, and for people to keep and send back."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .batches import Reading, batch_of, leave, profile_of
from .hinting import hint_options, hints_of
from .options import (
    decisions_option,
    fail_on_option,
    files_from_option,
    jobs_option,
    lang_option,
    profile_option,
    quiet_option,
    sources_argument,
    timeout_option,
)
from .settings import settings_option

if TYPE_CHECKING:
    from ..decisions import Decision
    from ..record import Report

_FORMATS = click.Choice(["table", "jsonl", "csv", "xlsx", "sarif", "html"])


@click.command()
@sources_argument
@files_from_option
@click.option("-f", "--format", "form", type=_FORMATS, help="Default: told from -o; else a table on a terminal, JSON Lines in a pipe.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; standard output without it.")
@click.option("--slips", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
              help="Write a 退回修改单 (DOCX) there for each unit with something to mend.")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Show dismissed findings too.")
@jobs_option
@timeout_option
@hint_options
@profile_option
@decisions_option
@fail_on_option
@lang_option
@settings_option
@quiet_option
def check(
    sources: tuple[str, ...], files_from: str | None, form: str | None, out: Path | None, slips: Path | None, everything: bool,
    jobs: int | None, timeout: float | None, metadata: Path | None, organ_from: tuple[str, ...], year_from: tuple[str, ...], profile: str,
    decisions: Path | None, fail_on: str, lang: str, quiet: bool,
) -> None:  # fmt: skip
    """Findings only, the worst report first, each with the quote and the cure.

    Examples: nianbao check 年报草稿.docx --profile pre-publication;
    nianbao check 年报/ -o 核对结果.html --slips 退回/
    """
    from datetime import date

    from ..checking import SUFFIXES, write_check
    from .decided import kept_decisions

    if form is None and out is not None:
        form = SUFFIXES.get(out.suffix.lower())
        if form is None:
            raise click.UsageError(f"从 {out.name} 看不出要哪种格式；请加 -f，或用 {'、'.join(SUFFIXES)} 结尾的文件名。")
    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    if form == "xlsx" and out is None:
        raise click.UsageError("工作簿不能写到标准输出；请加 -o 文件名.xlsx。")
    kept = kept_decisions(decisions)
    hints = hints_of(sources, metadata, organ_from, year_from, quiet)
    reading = Reading(profile_of(profile, quiet), jobs, timeout, hints)
    today, written = date.today(), list[Path]()
    with batch_of(
        sources, files_from, lang, quiet, out, reading=reading, dismissed=kept.dismissed, shows=form in ("jsonl", "csv")
    ) as (tally, reports):
        if slips is not None:
            reports = _slipped(reports, slips, kept.decisions, written)
        write_check(reports, form, out, run_date=today, lang=lang, decisions=kept.decisions, everything=everything)
    if slips is not None and not quiet:
        click.echo(f"退回修改单 {len(written)} 份：{slips}" if lang == "zh" else f"{len(written)} slips: {slips}", err=True)
    leave(tally, fail_on)


def _slipped(
    reports: Iterable[Report], folder: Path, decisions: Mapping[str, Decision], written: list[Path]
) -> Iterator[Report]:
    """The reports as they come, a slip for each that needs one; ``written`` gets the paths."""
    from datetime import date

    from ..export.slips import slip_writer
    from ..telling import tell

    write = slip_writer(folder, date.today())
    for report in reports:
        path = write(tell(report, "zh", decisions))
        if path is not None:
            written.append(path)
        yield report

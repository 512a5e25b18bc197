"""The verb run: read, check and write everything."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..ending import output
from .batches import leave, profile_of, tell_hints
from .hinting import hint_options, hints_of
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

if TYPE_CHECKING:
    from ..batch import Tally
    from ..events import Watch
    from ..full_run import Options
    from ..listing import Place
    from ..rules import Unit

_STATES = {"read": "要读", "kept": "沿用上次", "duplicate": "重复", "unread": "打不开"}


@click.command()
@sources_argument
@files_from_option
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the results.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Processes that read; as many as there are processors without it.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True, help="Seconds that one file may take.")
@click.option("--retry-failed", is_flag=True, help="Read again what an earlier run could not read.")
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many sources.")
@click.option("--cluster", metavar="ADDRESS", help="Have a Dask cluster read: tcp://scheduler:8786, or local for one of -j processes.")
@click.option("--parquet-parts", is_flag=True, help="Also write the values as Parquet parts; always with --cluster.")
@click.option("--units", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="CSV: region, unit, role.")
@click.option("--dry-run", is_flag=True, help="Only list what would be read, and by which reader.")
@click.option("-f", "--format", "form", type=click.Choice(["table", "csv"]), default="table", show_default=True,
              help="Of --dry-run; csv is a list for --metadata to fill in.")  # fmt: skip
@click.option("--progress", type=click.Choice(["auto", "json"]), default="auto", show_default=True, help="json: one event a line, for programs.")
@hint_options
@profile_option
@decisions_option
@fail_on_option
@lang_option
@settings_option
@quiet_option
def run(
    sources: tuple[str, ...], files_from: str | None, out: Path, jobs: int | None, timeout: float, retry_failed: bool,
    limit: int | None, cluster: str | None, parquet_parts: bool, units: Path | None, dry_run: bool, form: str, progress: str,
    metadata: Path | None, organ_from: tuple[str, ...], year_from: tuple[str, ...], profile: str, decisions: Path | None,
    fail_on: str, lang: str, quiet: bool,
) -> None:  # fmt: skip
    """Read, check and write everything: workbook, CSV, JSON Lines, and a summary.

    What was read is kept in nianbao.sqlite in that folder: the same command again reads only what is
    new or changed, and goes on where it was stopped.

    Example: nianbao run 年报/ -o out/
    """
    from ..export import NAMES
    from ..full_run import Options, run_all
    from ..listing import places
    from ..workers import Limits
    from .decided import keep_decisions, kept_decisions, tell_damaged

    if not sources and files_from is None:
        raise click.UsageError("没有给出要读的文件；给出文件、文件夹、通配符或压缩包，或者 - 表示标准输入。")
    if form == "csv" and not dry_run:
        raise click.UsageError("-f csv 只用于 --dry-run（列出待填的清单）；运行的结果总是写到 -o 的文件夹。")
    found = places(sources, files_from=files_from)
    hints = hints_of(sources, metadata, organ_from, year_from, quiet)
    kept = kept_decisions(decisions, out)
    options = Options(
        jobs, Limits(timeout=timeout), retry_failed, limit, profile_of(profile, quiet), kept.decisions, _units(units),
        hints=hints, cluster=cluster, parts=parquet_parts,
    )  # fmt: skip
    with output(out):
        if dry_run:
            if form == "csv":
                _blank_list(found, options, sources)
            else:
                _preview(found, out, options, quiet, lang)
            tell_hints(hints, lang, quiet)
            return
        tally, written = run_all(found, out, options, _watching(progress == "json", quiet, lang))
        if written and keep_decisions(kept, out / NAMES["jsonl"]):
            written.append(kept.path)
    if not written:
        raise click.UsageError(f"{'、'.join(sources) or files_from} 里没有可读的文件；请检查路径。")
    if not quiet and progress != "json":
        from ..progress import summary

        click.echo(summary(tally, written, lang), err=True)
        tell_damaged(kept, lang)
    tell_hints(hints, lang, quiet or progress == "json")
    leave(tally, fail_on)


def _units(path: Path | None) -> tuple[Unit, ...]:
    from ..errors import UnitsError
    from ..units import read_units

    try:
        return read_units(path) if path is not None else ()
    except UnitsError as error:
        raise click.UsageError(str(error)) from error


def _watching(events: bool, quiet: bool, lang: str) -> Callable[[Tally], Watch]:
    """Who tells how far a run is: nobody reads both a progress line and events."""

    def watch(tally: Tally) -> Watch:
        from ..events import Events, Lines

        return Events(tally) if events and not quiet else Lines(tally, quiet, lang)

    return watch


def _blank_list(found: Iterator[Place], options: Options, arguments: tuple[str, ...]) -> None:
    """A list of metadata to fill in, on standard output."""
    from ..blank_list import write_blank_list
    from ..ingest import Plan, sources_of

    wanted = sources_of(found, Plan("", limit=options.limit, hints=options.hints))
    if not write_blank_list(wanted, arguments, sys.stdout):
        raise click.UsageError("没有可读的文件；请检查路径。")


def _preview(found: Iterator[Place], out: Path, options: Options, quiet: bool, lang: str) -> None:
    """What would be read, one source a line: state, reader, name, with tabs between."""
    from collections import Counter

    from ..display import one_line
    from ..preview import preview

    counts: Counter[str] = Counter()
    for one in preview(found, out, options):
        counts[one.state] += 1
        click.echo(f"{one.state}\t{one.reader or '-'}\t{one_line(one.name)}")
    if not counts:
        raise click.UsageError("没有可读的文件；请检查路径。")
    if not quiet:
        words = _STATES if lang == "zh" else {name: name for name in _STATES}
        click.echo(" · ".join(f"{words[name]} {counts[name]}" for name in words if counts[name]), err=True)

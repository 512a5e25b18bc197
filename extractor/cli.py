"""The command: verbs only. Data goes to standard output, everything for people to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .ending import Verbs, output
from .version import VERSION

if TYPE_CHECKING:
    from .batch import Tally
    from .record import Report
    from .source import Source, Unreadable

EXIT_FINDINGS, EXIT_UNREAD = 1, 3
"""Exit codes; 2 is usage, 130 an interrupt."""

sources_argument = click.argument("sources", nargs=-1, metavar="SOURCES...")
files_from_option = click.option("--files-from", metavar="LIST", help="A file with a path a line; - for standard input.")
fail_on_option = click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info", "never"]), default="error", show_default=True,
    envvar="NIANBAO_FAIL_ON", show_envvar=True, help="Exit with 1 when a finding is at least this severe.",
)  # fmt: skip
lang_option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, envvar="NIANBAO_LANG", show_envvar=True,
    help="Language of messages.",
)  # fmt: skip
quiet_option = click.option(
    "-q", "--quiet", is_flag=True, envvar="NIANBAO_QUIET", show_envvar=True, help="No progress and no summary."
)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "NIANBAO"})
@click.version_option(VERSION, prog_name="nianbao")
def main() -> None:
    """Read and check China's OGI annual reports (政府信息公开工作年度报告).

    SOURCES are files, folders, patterns, zip archives, or - for standard input: web pages, DOCX, PDF
    with a text layer, plain text. Exit codes: 0 all read and nothing found, 1 findings, 2 usage,
    3 some source could not be read, 130 interrupted. Every option can also be set by an environment
    variable, such as NIANBAO_RUN_OUT for the -o of run.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


@main.command()
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

    from .batch import Tally, extract_all
    from .export import write_all
    from .progress import Progress, summary

    tally, progress = Tally(), Progress(quiet, lang)
    found = _sources(sources, files_from)
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
    _leave(tally, fail_on)


@main.command()
@sources_argument
@files_from_option
@click.option("-f", "--format", "form", type=click.Choice(["jsonl", "csv", "long", "findings", "xlsx"]), default="jsonl", show_default=True)
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; standard output without it.")
@lang_option
@quiet_option
def parse(sources: tuple[str, ...], files_from: str | None, form: str, out: Path | None, lang: str, quiet: bool) -> None:
    """Records: JSON Lines on standard output, or another format into a file.

    Example: nianbao parse 年报.pdf | jq .values
    """
    from .writing import write_to

    if form == "xlsx" and out is None:
        raise click.UsageError("工作簿不能写到标准输出；请加 -o 文件名.xlsx。")
    with _batch(sources, files_from, lang, quiet, out) as (tally, reports):
        write_to(reports, form, out)
    _leave(tally, "never")


@main.command()
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
    from .writing import write_findings_to

    with _batch(sources, files_from, lang, quiet, None) as (tally, reports):
        write_findings_to(reports, form or ("table" if sys.stdout.isatty() else "jsonl"), lang)
    _leave(tally, fail_on)


@main.command()
@click.argument("source")
def show(source: str) -> None:
    """One report drawn as the official form, with its findings.

    Example: nianbao show 年报.html
    """
    from .batch import safely
    from .drawing import text_of
    from .marks import status_of

    report = safely(_one(source))
    click.echo(text_of(report))
    sys.exit(EXIT_UNREAD if status_of(report) == "unread" else 0)


@main.command()
@click.argument("edition", default="2021")
@click.option("--variant", help="A printed variant of the edition, such as 23-row.")
@click.option("-f", "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def form(edition: str, variant: str | None, form: str) -> None:
    """The code book of an edition: every field with its path, unit and role.

    Example: nianbao form 2021 --format csv
    """
    from .codebook import codebook
    from .errors import UnknownEdition

    try:
        click.echo(codebook(edition, variant, form), nl=form != "csv")
    except UnknownEdition as error:
        raise click.UsageError(str(error)) from error


@main.command()
@lang_option
def rules(lang: str) -> None:
    """The catalogue: every code with its severity, basis and meaning."""
    from .rules import RULES

    for rule in RULES.values():
        click.echo(f"{rule.code:<14}{rule.severity:<9}{rule.basis:<12}{rule.title if lang == 'zh' else rule.title_en}")


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """One rule: what it looks for, why, an example, the cure.

    Example: nianbao explain T3-BAL
    """
    from difflib import get_close_matches

    from .rules import RULES

    wanted = code.strip().upper().replace("_", "-")
    rule = RULES.get(wanted)
    if rule is None:
        near = get_close_matches(wanted, RULES, cutoff=0.5) or [one for one in RULES if one.startswith(wanted[:2])]
        meant = f"是不是 {'、'.join(near)}？" if near else ""
        raise click.UsageError(f"没有代码 {code}；{meant}nianbao rules 列出全部。")
    click.echo(f"{rule.code}  {rule.title}\n{rule.title_en}\n程度 {rule.severity} · 依据类别 {rule.basis}\n\n{rule.doc}")


@main.command()
@click.argument("source")
@click.option("--page", type=click.IntRange(min=1), help="Only this page of a PDF.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="A PNG of the page with what was read drawn on it.")
def inspect(source: str, page: int | None, out: Path | None) -> None:
    """What the reader saw: lines, tables with spans, and how each value was read.

    Example: nianbao inspect 年报.pdf --page 2 -o page.png
    """
    from .batch import safely
    from .errors import SourceError
    from .inspection import NoSuchPage, inspect_text, picture
    from .pipeline import read

    taken = _one(source)
    try:
        document = read(taken)
        text = inspect_text(document, safely(taken), page)
        if out is not None:
            with output(out):
                picture(taken, document, page or 1, out)
            click.echo(f"已写入 {out}", err=True)
        click.echo(text)
    except NoSuchPage as error:
        raise click.UsageError(str(error)) from error
    except SourceError as error:
        click.echo(f"{taken.name}：{error.code} {error.message}", err=True)
        sys.exit(EXIT_UNREAD)


def _sources(arguments: tuple[str, ...], files_from: str | None) -> Iterator[Source | Unreadable]:
    """The sources; a usage error where there is none at all, so that a wrong folder is no success."""
    from .source import sources

    if not arguments and files_from is None:
        raise click.UsageError("没有给出要读的文件；给出文件、文件夹、通配符或压缩包，或者 - 表示标准输入。")
    found = sources(arguments, files_from=files_from)
    first = next(found, None)
    if first is None:
        raise click.UsageError(f"{'、'.join(arguments) or files_from} 里没有可读的文件；请检查路径。")
    return chain([first], found)


def _one(argument: str) -> Source | Unreadable:
    """The one source of a verb that takes one."""
    first, *more = islice(_sources((argument,), None), 2)
    if more:
        raise click.UsageError(f"{argument} 里不止一份文件（{first.name}、{more[0].name}……）；请指明其中一份。")
    return first


@contextmanager
def _batch(
    arguments: tuple[str, ...], files_from: str | None, lang: str, quiet: bool, out: Path | None
) -> Iterator[tuple[Tally, Iterator[Report]]]:
    """The tally and the reports of a batch; what was not read is told at its end."""
    from .batch import Tally, extract_all
    from .progress import Progress, closing

    # On a terminal the data itself shows how far it is.
    tally, progress = Tally(), Progress(quiet or (out is None and sys.stdout.isatty()), lang)
    with output(out):
        try:
            yield tally, extract_all(_sources(arguments, files_from), tally, progress.show)
        finally:
            progress.clear()
    if not quiet and (tally.read > 1 or tally.unread):
        click.echo(closing(tally, lang), err=True)


def _leave(tally: Tally, fail_on: str) -> None:
    """Exit as the contract has it: unread sources outrank findings."""
    from .record import SEVERITIES

    if tally.statuses["unread"]:
        sys.exit(EXIT_UNREAD)
    names: list[str] = list(SEVERITIES)
    counted = SEVERITIES[: names.index(fail_on) + 1] if fail_on in names else ()
    sys.exit(EXIT_FINDINGS if any(tally.severities[one] for one in counted) else 0)

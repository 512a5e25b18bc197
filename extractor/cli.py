"""The command: verbs only. Data goes to standard output, everything for people to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .version import VERSION

if TYPE_CHECKING:
    from .batch import Tally
    from .source import Source, Unreadable

EXIT_FINDINGS, EXIT_USAGE, EXIT_UNREAD, EXIT_INTERRUPTED = 1, 2, 3, 130

sources_argument = click.argument("sources", nargs=-1, metavar="SOURCES...")
files_from_option = click.option("--files-from", metavar="LIST", help="A file with a path a line; - for standard input.")
fail_on_option = click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info", "never"]), default="error", show_default=True,
    help="Exit with 1 when a finding is at least this severe.",
)  # fmt: skip
lang_option = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of messages.")
quiet_option = click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "NIANBAO"})
@click.version_option(VERSION, prog_name="nianbao")
def main() -> None:
    """Read and check China's OGI annual reports (政府信息公开工作年度报告).

    SOURCES are files, folders, patterns, zip archives, or - for standard input: web pages, DOCX, PDF
    with a text layer, plain text. Exit codes: 0 all read and nothing found, 1 findings, 2 usage,
    3 some source could not be read, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


@main.command()
@sources_argument
@files_from_option
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="Folder for the results.")
@fail_on_option
@quiet_option
def run(sources: tuple[str, ...], files_from: str | None, out: Path, fail_on: str, quiet: bool) -> None:
    """Read, check and write everything: workbook, CSV, JSON Lines, and a summary.

    Example: nianbao run 年报/ -o out/
    """
    from datetime import datetime

    from .batch import Tally, extract_all
    from .export import write_all
    from .progress import Progress, summary

    tally, progress = Tally(), Progress(quiet)
    reports = extract_all(_sources(sources, files_from), tally, progress.show)
    try:
        written = write_all(reports, out, run_date=datetime.now().astimezone().date())
    except OSError as error:
        raise click.ClickException(f"写不了 {error.filename or out}（{error.strerror}）；请关闭正在打开它的程序后再运行。") from error
    except KeyboardInterrupt:
        progress.clear()
        click.echo("已中断；再运行同一条命令即可。", err=True)
        sys.exit(EXIT_INTERRUPTED)
    progress.clear()
    if not quiet:
        click.echo(summary(tally, written), err=True)
    _leave(tally, fail_on)


@main.command()
@sources_argument
@files_from_option
@click.option("-f", "--format", "form", type=click.Choice(["jsonl", "csv", "long", "findings", "xlsx"]), default="jsonl", show_default=True)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="File to write; standard output without it.")
@quiet_option
def parse(sources: tuple[str, ...], files_from: str | None, form: str, out: Path | None, quiet: bool) -> None:
    """Records: JSON Lines on standard output, or another format into a file.

    Example: nianbao parse 年报.pdf | jq .values
    """
    from .batch import Tally, extract_all
    from .progress import Progress
    from .writing import write_to

    tally, progress = Tally(), Progress(quiet or out is None)
    write_to(extract_all(_sources(sources, files_from), tally, progress.show), form, out)
    progress.clear()
    _leave(tally, "never")


@main.command()
@sources_argument
@files_from_option
@click.option("-f", "--format", "form", type=click.Choice(["table", "jsonl", "csv"]), help="Default: a table on a terminal, JSON Lines in a pipe.")
@lang_option
@fail_on_option
def check(sources: tuple[str, ...], files_from: str | None, form: str | None, lang: str, fail_on: str) -> None:
    """Findings only, with the quote and the cure.

    Example: nianbao check 年报草稿.docx
    """
    from .batch import Tally, extract_all
    from .writing import write_findings_to

    tally = Tally()
    reports = extract_all(_sources(sources, files_from), tally)
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
    from .rules import RULES

    rule = RULES.get(code.upper())
    if rule is None:
        raise click.UsageError(f"没有代码 {code}；nianbao rules 列出全部。")
    click.echo(f"{rule.code}  {rule.title}\n{rule.title_en}\n程度 {rule.severity} · 依据类别 {rule.basis}\n\n{rule.doc}")


@main.command()
@click.argument("source")
@click.option("--page", type=click.IntRange(min=1), help="Only this page of a PDF.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="A PNG of the page with what was read drawn on it.")
def inspect(source: str, page: int | None, out: Path | None) -> None:
    """What the reader saw: lines, tables with spans, and how each value was read.

    Example: nianbao inspect 年报.pdf --page 2 -o page.png
    """
    from .errors import SourceError
    from .inspection import inspect_text, picture

    taken = _one(source)
    try:
        if out is not None:
            picture(taken, page or 1, out)
            click.echo(f"已写入 {out}", err=True)
        click.echo(inspect_text(taken, page))
    except SourceError as error:
        click.echo(f"{error.code} {error.message}", err=True)
        sys.exit(EXIT_UNREAD)


def _sources(arguments: tuple[str, ...], files_from: str | None) -> Iterator[Source | Unreadable]:
    from .source import sources

    if not arguments and files_from is None:
        raise click.UsageError("没有给出要读的文件；给出文件、文件夹、通配符或压缩包，或者 - 表示标准输入。")
    return sources(arguments, files_from=files_from)


def _one(argument: str) -> Source | Unreadable:
    from .source import sources

    return next(iter(sources([argument])))


def _leave(tally: Tally, fail_on: str) -> None:
    """Exit as the contract has it: unread sources outrank findings."""
    from .record import SEVERITIES

    if tally.statuses["unread"]:
        sys.exit(EXIT_UNREAD)
    names: list[str] = list(SEVERITIES)
    counted = names[: names.index(fail_on) + 1] if fail_on in names else []
    sys.exit(EXIT_FINDINGS if any(tally.severities[one] for one in counted) else 0)

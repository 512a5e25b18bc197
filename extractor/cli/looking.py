"""The verbs for one report: show and inspect."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..ending import output
from .batches import EXIT_UNREAD, one_source


@click.command()
@click.argument("source")
def show(source: str) -> None:
    """One report drawn as the official form, with its findings.

    Example: nianbao show 年报.html
    """
    from ..batch import safely
    from ..drawing import text_of
    from ..marks import status_of

    report = safely(one_source(source))
    click.echo(text_of(report))
    sys.exit(EXIT_UNREAD if status_of(report) == "unread" else 0)


@click.command()
@click.argument("source")
@click.option("--page", type=click.IntRange(min=1), help="Only this page of a PDF.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="A PNG of the page with what was read drawn on it.")
def inspect(source: str, page: int | None, out: Path | None) -> None:
    """What the reader saw: lines, tables with spans, and how each value was read.

    Example: nianbao inspect 年报.pdf --page 2 -o page.png
    """
    from ..batch import safely
    from ..display import one_line
    from ..errors import SourceError
    from ..inspection import NoSuchPage, inspect_text, picture
    from ..pipeline import read, second_of

    taken = one_source(source)
    try:
        document = read(taken)
        text = inspect_text(document, safely(taken), page, second_of(taken))
        if out is not None:
            with output(out):
                picture(taken, document, page or 1, out)
            click.echo(f"已写入 {out}", err=True)
        click.echo(text)
    except NoSuchPage as error:
        raise click.UsageError(str(error)) from error
    except SourceError as error:
        click.echo(f"{one_line(taken.name)}：{error.code} {one_line(error.message)}", err=True)
        sys.exit(EXIT_UNREAD)

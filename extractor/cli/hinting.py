"""The options that tell of reports from outside: a list of metadata, and templates over paths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ..hints import Hints

_OPTIONS = (
    click.option(
        "--metadata", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="LIST",
        help="CSV or .xlsx with a line a report: 文件名 or sha256, and any of 机关名称, 年度, 地区, 行政区划代码, 级别, 类型, 发布日期, 网址.",
    ),
    click.option(
        "--organ-from", multiple=True, metavar="TEMPLATE",
        help="Where a path names the organ: '{organ}/{year}.*' for 云岭区财政局/2023.pdf, '*_{organ}_*' for 01_云岭区财政局_终稿.docx.",
    ),
    click.option(
        "--year-from", multiple=True, metavar="TEMPLATE",
        help="Where a path names the year: '{year}/*', '{year}/**' for any folder below, '*{year}*' for the file's name.",
    ),
)  # fmt: skip


def hint_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb the options; each stands for what a report itself does not say, and is held against what it says."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def hints_of(
    arguments: tuple[str, ...], metadata: Path | None, organ_from: tuple[str, ...], year_from: tuple[str, ...], quiet: bool
) -> Hints | None:
    """What the options tell; None without any. A usage error, with an example, for a template or list that cannot be used."""
    if metadata is None and not organ_from and not year_from:
        return None
    from ..errors import HintError
    from ..hints import Hints
    from ..roster import read_roster
    from ..templates import template_of

    try:
        organs = [template_of(one, "organ") for one in organ_from]
        years = [template_of(one, "year") for one in year_from]
        roster = None if metadata is None else read_roster(metadata)
    except HintError as error:
        raise click.UsageError(str(error)) from error
    if roster is not None and roster.unknown and not quiet:
        click.echo(f"清单 {metadata} 里没有用到的列：{'、'.join(roster.unknown)}", err=True)
    return Hints(arguments, organs, years, roster)

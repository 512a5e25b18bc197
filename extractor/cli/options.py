"""Options that several verbs take."""

from __future__ import annotations

from pathlib import Path

import click

from .settings import announce

sources_argument = click.argument("sources", nargs=-1, metavar="SOURCES...")
jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(1, 256),
    help="Processes that read. Without it as many as there are processors, or for a few files this one alone.",
)  # fmt: skip
timeout_option = click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), help="Seconds that one file may take: 60 where processes of their own read."
)
files_from_option = click.option("--files-from", metavar="LIST", help="A file with a path a line; - for standard input.")
fail_on_option = click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info", "never"]), default="error", show_default=True,
    envvar="NIANBAO_FAIL_ON", show_envvar=True, help="Exit with 1 when a finding is at least this severe.",
)  # fmt: skip
lang_option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, envvar="NIANBAO_LANG", show_envvar=True,
    help="Language of messages.",
)  # fmt: skip
profile_option = click.option(
    "--profile", metavar="NAME|FILE", default="default", show_default=True, envvar="NIANBAO_PROFILE", show_envvar=True,
    help="Which rules hold and how severe they are: a profile that ships (nianbao profiles) or a TOML file.",
)  # fmt: skip
decisions_option = click.option(
    "--decisions", type=click.Path(dir_okay=False, path_type=Path), envvar="NIANBAO_DECISIONS", show_envvar=True,
    help="What people decided about findings; nianbao-decisions.csv beside the settings or in the working folder without it.",
)  # fmt: skip


def _quiet(context: click.Context, option: click.Parameter, quiet: bool) -> bool:
    if not quiet:
        announce(context)
    return quiet


quiet_option = click.option(
    "-q", "--quiet", is_flag=True, envvar="NIANBAO_QUIET", show_envvar=True, help="No progress and no summary.",
    callback=_quiet,
)  # fmt: skip

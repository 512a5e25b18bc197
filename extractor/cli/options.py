"""Options that several verbs take."""

from __future__ import annotations

import click

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

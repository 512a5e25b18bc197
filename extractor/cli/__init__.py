"""The command: verbs only. Data goes to standard output, everything for people to standard error."""

from __future__ import annotations

import sys

import click

from ..ending import Verbs
from ..version import VERSION
from .checking import check
from .deciding import decide
from .differing import diff
from .exporting import export
from .looking import inspect, show
from .parsing import parse
from .reference import explain, form, profiles, rules
from .running import run


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "NIANBAO"})
@click.version_option(VERSION, prog_name="nianbao")
def main() -> None:
    """Read and check China's OGI annual reports (政府信息公开工作年度报告).

    SOURCES are files, folders, patterns, archives (zip, tar, 7z), or - for standard input: web pages, DOCX, PDF
    with a text layer, plain text. Exit codes: 0 all read and nothing found, 1 findings, 2 usage,
    3 some source could not be read, 130 interrupted. Every option can also be set by an environment
    variable, such as NIANBAO_RUN_OUT for the -o of run, or in a file nianbao.toml in this folder or
    one above it.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


for verb in (run, parse, check, decide, export, diff, show, form, rules, explain, profiles, inspect):
    main.add_command(verb)

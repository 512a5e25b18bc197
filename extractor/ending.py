"""How the command ends when something comes in between: an interrupt, a closed pipe, a file that cannot be written."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from .errors import MissingExtra, RecordError, StoreError, WorkerError

EXIT_USAGE, EXIT_INTERRUPTED = 2, 130
_TYPED = "extractor.typed"


class Unwritable(click.ClickException):
    """A result that cannot be written, such as a workbook that is open in Excel, or a run that cannot go on."""

    exit_code = EXIT_USAGE


class Verbs(click.Group):
    """The group of verbs: an interrupt says what to type next, and a reader that has had enough ends it quietly."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep what was typed, to say it again after an interrupt."""
        ctx.meta[_TYPED] = list(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb."""
        try:
            with output(None):
                return super().invoke(ctx)
        except KeyboardInterrupt:
            typed = ctx.meta[_TYPED]
            kept = "已读完的都存下了，再运行同一条命令接着读" if typed[:1] == ["run"] else "再运行同一条命令即可"
            click.echo(f"\n已中断，没有留下写到一半的文件；{kept}：\n  {shlex.join(['nianbao', *typed])}", err=True)
            sys.exit(EXIT_INTERRUPTED)


@contextmanager
def output(out: Path | None) -> Iterator[None]:
    """What writes to a file, or to standard output for None.

    A closed pipe is no fault: what is inside just ends there. All else that cannot be written raises
    :class:`Unwritable` with one sentence.
    """
    try:
        yield
    except BrokenPipeError:
        if out is not None:
            raise
        # Python flushes standard output once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except (MissingExtra, RecordError, StoreError, WorkerError) as error:
        raise Unwritable(str(error)) from error
    except OSError as error:
        named = error.filename2 or error.filename or out or "标准输出"
        raise Unwritable(
            f"写不了 {str(named).removesuffix('.part')}（{error.strerror}）；请关闭正在打开它的程序，或换一个位置后再运行。"
        ) from error

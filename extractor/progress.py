"""What a batch says on standard error: how far it is while it goes on, a summary at its end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from .batch import Tally
from .display import one_line
from .marks import GLYPHS, STATUSES, Status
from .rules import RULES

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

REFRESHES = 4
"""How often a second the bar on a terminal is drawn."""
LOG_EVERY, LOG_SECONDS = 100, 30.0
"""Sources, and seconds, after which a log gets its next progress line."""
MOST_NAMED, MOST_CODES = 10, 5
_SURE = 10

Stage = Literal["comparing", "writing"]
_STAGES: dict[Stage, tuple[str, str]] = {
    "comparing": ("各份报告相互对照", "holding reports against each other"), "writing": ("写结果", "writing results"),
}  # fmt: skip
_STATUSES_EN: dict[Status, str] = {"clean": "✓ clean", "warned": "▲ with warnings", "faulty": "✖ with errors", "unread": "⊘ unread"}


class Progress:
    """How far a batch is: a bar that is taken away at the end on a terminal, a line now and then in a log."""

    def __init__(self, quiet: bool, lang: str = "zh") -> None:
        self.quiet, self.lang = quiet, lang
        self.live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.bar: Bar | None = None
        self.last, self.count = time.monotonic(), 0

    def show(self, tally: Tally, name: str) -> None:
        """Say how far the batch is and what is read now."""
        if self.quiet:
            return
        if self.live:
            self.bar = self.bar or _started()
            told = " · ".join(_told(tally, self.lang))
            total = None if tally.total is None else max(tally.read, tally.total)
            self.bar.update(self.bar.task_ids[0], completed=tally.read, total=total, told=told, name=one_line(name))
            return
        now = time.monotonic()
        if tally.read - self.count >= LOG_EVERY or now - self.last >= LOG_SECONDS:
            sys.stderr.write(" · ".join(_told(tally, self.lang)) + "\n")
            self.last, self.count = now, tally.read

    def later(self, tally: Tally, stage: Stage, count: int) -> None:
        """Say what is done after reading, ``count`` of the reports so far. A log of a small batch is not told."""
        if self.quiet:
            return
        words = _STAGES[stage][self.lang != "zh"]
        total = tally.read
        if self.live:
            self.bar = self.bar or _started()
            told = f"{words} {count}/{total}" if count else words
            self.bar.tasks[0].finished_time = None  # the time goes on
            self.bar.update(self.bar.task_ids[0], completed=count, total=total if count else None, told=told, name="")
        elif total >= LOG_EVERY and (count == 0 or time.monotonic() - self.last >= LOG_SECONDS):
            sys.stderr.write((f"{words} {count}/{total}" if count else f"{words} …") + "\n")
            self.last = time.monotonic()

    def clear(self) -> None:
        """Take the bar away before anything else is printed."""
        if self.bar is not None:
            self.bar.stop()
            self.bar = None


def _started() -> Bar:
    """A bar, the counts, and the name as far as there is room; drawn a few times a second, so the time goes on."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.table import Column

    def text(of: str, **column: Any) -> TextColumn:
        return TextColumn(f"{{task.fields[{of}]}}", markup=False, style="none", table_column=Column(no_wrap=True, **column))

    bar = Progress(
        BarColumn(16, complete_style="blue", finished_style="blue"), TimeElapsedColumn(),
        text("told"), text("name", overflow="ellipsis", ratio=1),
        console=Console(file=sys.stderr), transient=True, expand=True, refresh_per_second=REFRESHES,
    )  # fmt: skip
    bar.add_task("", total=None, told="", name="")
    bar.start()
    return bar


def _told(tally: Tally, lang: str) -> list[str]:
    return [_counts(tally, lang), *_left(tally, lang)]


def _counts(tally: Tally, lang: str) -> str:
    words = STATUSES if lang == "zh" else _STATUSES_EN
    counts = [f"{words[status]} {tally.statuses[status]}" for status in STATUSES if tally.statuses[status]]
    number = str(tally.read) if tally.total is None else f"{tally.read}/{max(tally.read, tally.total)}"
    return " · ".join([f"已读 {number}" if lang == "zh" else f"read {number}", *counts])


def remaining(tally: Tally) -> float | None:
    """About how many seconds the rest will take, by what was read so far; None while that cannot be told."""
    fresh = tally.read - tally.reused
    if tally.total is None or fresh < _SURE or tally.read >= tally.total:
        return None
    return (tally.total - tally.read) * tally.seconds / fresh


def _left(tally: Tally, lang: str) -> list[str]:
    seconds = remaining(tally)
    if seconds is None:
        return []
    minutes = round(seconds / 60)
    if minutes < 1:
        return ["剩不到 1 分钟" if lang == "zh" else "under a minute left"]
    return [f"剩约 {minutes} 分钟" if lang == "zh" else f"about {minutes} min left"]


def closing(tally: Tally, lang: str = "zh") -> str:
    """How many sources were read and how they fare, and which were not read and why."""
    return "\n".join(_closing(tally, lang))


def summary(tally: Tally, written: Sequence[Path], lang: str = "zh") -> str:
    """The end of a batch: :func:`closing`, the commonest findings, the slowest source, the files, what to do next."""
    zh = lang == "zh"
    lines = list(_closing(tally, lang))
    commonest = tally.commonest(MOST_CODES)
    if commonest:
        lines.append("最常见的问题：" if zh else "Commonest findings:")
    for severity, code, count in commonest:
        lines.append(f"  {GLYPHS[severity]} {code:<11} {count:>4}  {RULES[code].title if zh else RULES[code].title_en}")
    seconds, name = tally.slowest
    if tally.read > 1 and seconds:
        lines.append(f"最慢：{one_line(name)}（{seconds:.2f} 秒）" if zh else f"Slowest: {one_line(name)} ({seconds:.2f} s)")
    head = ("结果没有变化，未重写：" if zh else "Nothing has changed; the results stand:") if tally.unchanged else ("结果：" if zh else "Results:")
    lines += [head, *(f"  {path}" for path in written)]
    book = next((path for path in written if path.suffix == ".xlsx"), None)
    steps = [f"nianbao explain {commonest[0][1]}"] if commonest else []
    if book is not None:
        steps.append(f"打开 {book}" if zh else f"open {book}")
    if steps:
        lines.append(("下一步：" + "；".join(steps)) if zh else ("Next: " + "; ".join(steps)))
    return "\n".join(lines)


def _closing(tally: Tally, lang: str) -> Iterator[str]:
    zh = lang == "zh"
    kept = "" if not tally.reused else f"（{tally.reused} 份沿用上次）" if zh else f" ({tally.reused} from the last run)"
    done = replace(tally, total=None)
    yield _counts(done, lang) + (f" · 用时 {tally.seconds:.1f} 秒" if zh else f" · {tally.seconds:.1f} s") + kept
    if tally.unread:
        yield "读不了：" if zh else "Not read:"
    for name, finding in tally.unread[:MOST_NAMED]:
        said = one_line(finding.message if zh else finding.message_en)
        yield f"  {one_line(name)}：{finding.code} {said}" if zh else f"  {one_line(name)}: {finding.code} {said}"
    more = tally.statuses["unread"] - MOST_NAMED
    if more > 0:
        yield f"  …… 另有 {more} 个，结果中逐个列出。" if zh else f"  … and {more} more; the results name each."
    if tally.sent:
        yield f"其中 {tally.sent} 份由本机发给集群：在压缩包里，或工作机看不到。" if zh else (
            f"{tally.sent} of them were sent to the cluster from here: they are in archives, or its workers cannot see them."
        )
    if tally.passed:
        names = ("、" if zh else ", ").join(map(one_line, tally.passed[:MOST_NAMED]))
        count = len(tally.passed)
        yield f"略过本程序写出的 {count} 个页面：{names}" if zh else f"Passed over {count} pages that this program wrote: {names}"
    if tally.given_up:
        again = "--retry-failed"
        yield f"其中 {tally.given_up} 个沿用上次的结果，没有重读；要重读请加 {again}。" if zh else (
            f"{tally.given_up} of them were not tried again; add {again} to do so."
        )

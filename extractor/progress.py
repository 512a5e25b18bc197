"""What a batch says on standard error: one line while it goes on, a summary at its end."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from .batch import Tally
from .display import clipped
from .marks import STATUSES
from .rules import RULES

EVERY = 0.2
"""Seconds between two progress lines on a terminal."""
LOG_EVERY = 100
"""Sources between two progress lines in a log."""
MOST_NAMED = 10


class Progress:
    """The progress line: rewritten in place on a terminal, a line now and then in a log."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.live = sys.stderr.isatty()
        self.last = 0.0

    def show(self, tally: Tally, name: str) -> None:
        """Say how far the batch is and what is read now."""
        if self.quiet:
            return
        if self.live:
            now = time.monotonic()
            if now - self.last >= EVERY:
                self.last = now
                sys.stderr.write("\r\x1b[2K" + clipped(f"{_counts(tally)} · {name}", 78))
                sys.stderr.flush()
        elif tally.read and tally.read % LOG_EVERY == 0:
            sys.stderr.write(_counts(tally) + "\n")

    def clear(self) -> None:
        """Take the line away before anything else is printed."""
        if self.live and not self.quiet:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()


def _counts(tally: Tally) -> str:
    counts = " · ".join(f"{words} {tally.statuses[status]}" for status, words in STATUSES.items() if tally.statuses[status])
    return f"已读 {tally.read}" + (f" · {counts}" if counts else "")


def summary(tally: Tally, written: Sequence[Path]) -> str:
    """The end of a batch: what was read, what was not and why, the commonest findings, where the files are."""
    lines = [_counts(tally) + f" · 用时 {tally.seconds:.1f} 秒"]
    if tally.unread:
        lines.append("读不了：")
        lines += [f"  {name}：{message}" for name, message in tally.unread[:MOST_NAMED]]
        if len(tally.unread) > MOST_NAMED:
            lines.append(f"  …… 共 {len(tally.unread)} 个，见“来源”表。")
    if tally.codes:
        lines.append("最常见的问题：")
        lines += [f"  {code:<11} {count:>4}  {RULES[code].title}" for code, count in tally.codes.most_common(5)]
    if tally.read > 1:
        lines.append(f"最慢：{tally.slowest[1]}（{tally.slowest[0]:.2f} 秒）")
    lines += ["结果：", *(f"  {path}" for path in written)]
    if tally.codes:
        lines.append(f"下一步：nianbao explain {tally.codes.most_common(1)[0][0]}，或打开工作簿的“问题”表。")
    return "\n".join(lines)

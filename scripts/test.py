#!/usr/bin/env python3
"""All the tests on a fresh machine: style, types, then the test suite, in the project's own environment.

Tests that need a program that is not there (LibreOffice, Chromium, poppler) are skipped and named at
the end. Arguments go to pytest: `python3 scripts/test.py tests/tables -x`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from environment import ROOT, ready

STATIC = (("style", ["-m", "ruff", "check", "."]), ("types", ["-m", "mypy", "extractor", "scripts"]))


def main() -> int:
    """0 when everything passed; else the code of the first step that did not, after all have run."""
    python = ready("dev")
    failed = 0
    for name, command in () if sys.argv[1:] else STATIC:
        print(f"[nianbao] {name}: {' '.join(command[1:])}", file=sys.stderr, flush=True)
        failed = failed or _run(python, command)
    return _run(python, ["-m", "pytest", "-ra", *sys.argv[1:]]) or failed


def _run(python: Path, command: list[str]) -> int:
    return subprocess.run([python, *command], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

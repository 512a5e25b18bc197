#!/usr/bin/env python3
"""Compose reports in every toolchain, read them, and print the accuracy table of docs/accuracy.md.

usage: python scripts/measure.py --seed 20261122 [--keep FOLDER] [--scale 1.0]

Needs LibreOffice, Chromium and poppler. A seed that was not used while developing says most.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

COUNTS = {"html": 150, "docx": 100, "text": 110, "pdf": 60, "htmlpdf": 40, "pdftotext": 50, "chromepdf": 20}

COLUMNS = (
    "toolchain", "reports", "cells", "right", "missing", "wrong, flagged", "**silently wrong**", "untold", "kinds", "organ",
    "year", "edition", "sections", "faults found", "suggestions right", "blame right", "error alarms", "warnings a clean report",
    "s a file",
)  # fmt: skip


def main() -> int:
    """Print the table; 1 when a cell is silently wrong."""
    from score import Score, load_truths, score

    from extractor.batch import Tally, extract_all
    from extractor.source import sources

    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--keep", type=Path, help="compose here and leave the files")
    options = parser.parse_args()
    whole: dict[str, tuple[Score, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        for chain, count in COUNTS.items():
            folder = (options.keep or Path(name)) / chain
            if not folder.exists():
                command = [sys.executable, str(ROOT / "scripts/make_samples.py"), str(folder), "--many", str(max(1, round(count * options.scale)))]
                subprocess.run([*command, "--seed", str(options.seed), "--toolchains", chain], check=True, capture_output=True)
            truths = load_truths(folder / "truth")
            started = time.perf_counter()
            records = {one.source.name: one.to_dict() for one in extract_all(sources([str(folder)]), Tally())}
            took = (time.perf_counter() - started) / len(truths)
            scores = score(truths, records, "toolchain")
            for group, counted in scores.items():
                if group:
                    whole[group] = (counted, took)
            for line in sorted(scores[""].lost):
                print(f"{chain}: {line}", file=sys.stderr)
            for alarm, times in scores[""].false_alarms.items():
                if alarm.startswith("error"):
                    print(f"{chain}: alarm {alarm} ×{times}", file=sys.stderr)
    print("| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS))
    for group, (counted, took) in whole.items():
        print("| " + " | ".join((group, *counted.cells_of_row(), f"{took:.2f}")) + " |")
    return int(any(counted.silent for counted, _ in whole.values()))


if __name__ == "__main__":
    sys.exit(main())

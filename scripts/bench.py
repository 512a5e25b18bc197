#!/usr/bin/env python3
"""Time and memory of reading, as ratios of one run over the same files: against pdfplumber, pdfium, lxml.

usage: python scripts/bench.py [FILES...] [--rounds N] [--made N]
       python scripts/bench.py --copies N

Without FILES it composes some reports of every format (PDF only where LibreOffice is installed).
Rounds are interleaved, so that a change in the machine's speed meets every contender alike; the
fastest round of each counts.

With --copies it searches a composed set of N reports for the copies planted in it instead.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

Reader = Callable[[Path], object]


def whole(path: Path) -> object:
    """The whole job: bytes to record with findings."""
    from extractor import extract

    return extract(path)


def reading(path: Path) -> object:
    """Bytes to document alone."""
    from extractor import read

    return read(path)


def plumber(path: Path) -> object:
    """pdfplumber's text and tables of every page."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [(page.extract_text(), page.extract_tables()) for page in pdf.pages]


def pdfium(path: Path) -> object:
    """pdfium's bare read through its usual bindings: every character with box and origin, every path's points."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    document = pdfium.PdfDocument(path)
    count = 0
    box, x, y, px, py = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double(), ctypes.c_float(), ctypes.c_float()
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        for index in range(raw.FPDFText_CountChars(text)):
            raw.FPDFText_GetUnicode(text, index)
            raw.FPDFText_GetLooseCharBox(text, index, box)
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            count += 1
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            for index in range(raw.FPDFPath_CountSegments(thing)):
                raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(thing, index), px, py)
                count += 1
        text.close()
        page.close()
    document.close()
    return count


def lxml_html(path: Path) -> object:
    """lxml's bare parse of a web page."""
    from lxml import html

    return html.document_fromstring(path.read_bytes())


def lxml_docx(path: Path) -> object:
    """lxml's bare parse of a DOCX body."""
    import zipfile

    from lxml import etree

    return etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))


RIVALS: dict[str, tuple[Reader, ...]] = {
    ".pdf": (plumber, pdfium),
    ".html": (lxml_html,),
    ".docx": (lxml_docx,),
    ".txt": (),
    ".md": (),
}


def timed(readers: Sequence[Reader], paths: Sequence[Path], rounds: int) -> dict[str, list[float]]:
    """Milliseconds a file for each reader: its fastest round, file by file."""
    best = {reader.__name__: [float("inf")] * len(paths) for reader in readers}
    for path in paths[:2]:
        for reader in readers:
            reader(path)  # imports, caches and compiled patterns are paid once, not by every file
    for _ in range(rounds):
        for number, path in enumerate(paths):
            for reader in readers:
                gc.disable()
                started = time.perf_counter()
                reader(path)
                took = (time.perf_counter() - started) * 1000
                gc.enable()
                best[reader.__name__][number] = min(best[reader.__name__][number], took)
    return best


def started(arguments: Sequence[str], runs: int = 5) -> float:
    """The median of seconds that a command takes from start to end."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "extractor", *arguments], cwd=ROOT, check=False, capture_output=True)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def composed(count: int, folder: Path) -> list[Path]:
    """Reports of each format without a fault, made with a fixed seed: a fault in a PDF costs a second reading."""
    import shutil

    chains = ["html", "docx", "text", *(["pdf"] if shutil.which("soffice") else [])]
    for chain in chains:
        command = [sys.executable, str(ROOT / "scripts" / "make_samples.py"), str(folder / chain), "--many", str(count)]
        subprocess.run([*command, "--seed", "4711", "--faults", "0", "--toolchains", chain], check=True, capture_output=True)
    return sorted(path for path in folder.rglob("*") if path.suffix in RIVALS)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--made", type=int, default=12, help="how many files of each format to compose")
    parser.add_argument("--copies", type=int, metavar="N", help="search N composed reports for planted copies")
    options = parser.parse_args()
    if options.copies:
        from bench_copies import measured

        print(measured(options.copies))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        paths = options.files or composed(options.made, Path(folder))
        for suffix, rivals in RIVALS.items():
            chosen = [path for path in paths if path.suffix == suffix]
            if chosen:
                _print(suffix, chosen, timed((whole, reading, *rivals), chosen, options.rounds))
        print(f"\nnianbao --help {started(['--help']):.2f} s", end="")
        if paths:
            print(f" · nianbao parse of one file {started(['parse', str(paths[0]), '-q']):.2f} s", end="")
        print(f" · peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (pdfplumber's included)")
    return 0


def _print(suffix: str, paths: Sequence[Path], best: dict[str, list[float]]) -> None:
    print(f"{suffix[1:]}: {len(paths)} files")
    mine = best["whole"]
    for name, times in best.items():
        ratio = statistics.median(other / own for other, own in zip(times, mine, strict=True))
        beside = "" if name == "whole" else f"   whole job = {1 / ratio:.2f} × this" if ratio < 1 else f"   whole job is {ratio:.1f} × faster"
        print(f"  {name:<10} {statistics.median(times):8.2f} ms a file (median), {max(times):8.2f} at most{beside}")


if __name__ == "__main__":
    sys.exit(main())

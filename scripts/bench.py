#!/usr/bin/env python3
"""Time and memory of reading, as ratios of one run over the same files: against pdfplumber, pdfium, lxml.

usage: python scripts/bench.py [FILES...] [--rounds N] [--made N]
       python scripts/bench.py --copies N
       python scripts/bench.py --batch [--files N] [--jobs 1,2] [--killed K] [--keep FOLDER]

Without FILES it composes some reports of every format (PDF only where LibreOffice is installed, and printed
from a browser only where Chromium is). Every round is a process of its own that reads some other files first
and then each file once, so that nothing of a file is known when its time is taken. The contenders take turns
file by file, so that a change in the machine's speed meets all alike; the fastest round of each counts.

With --copies it searches a composed set of N reports for the copies planted in it instead. With --batch it composes
N files of mixed kinds and measures whole runs over them, in wall time: the machine should do nothing else. With --killed
it kills such a run K times instead and looks whether the results are those of one that was not.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import os
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


WARM = 3
"""Files read before the clock starts: imports, the form and its labels are paid once, not by every file."""


def timed(readers: Sequence[Reader], paths: Sequence[Path]) -> dict[str, list[float]]:
    """Milliseconds of processor time of each reader for each file but the first few, read once."""
    for path in paths[:WARM]:
        for reader in readers:
            reader(path)
    took: dict[str, list[float]] = {reader.__name__: [] for reader in readers}
    for path in paths[WARM:]:
        for reader in readers:
            gc.collect()
            gc.disable()
            begun = time.process_time()  # other programs share the machine; their time is not ours
            reader(path)
            took[reader.__name__].append((time.process_time() - begun) * 1000)
            gc.enable()
    return took


def rounds_of(suffix: str, paths: Sequence[Path], rounds: int) -> dict[str, list[float]]:
    """The fastest round of each reader, file by file; each round in a process of its own."""
    best: dict[str, list[float]] = {}
    for _ in range(rounds):
        command = [sys.executable, __file__, "--round", suffix, *map(str, paths)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        for name, times in json.loads(done.stdout.splitlines()[-1]).items():
            best[name] = list(map(min, best.get(name, times), times))
    return best


def grown(paths: Sequence[Path], times: int) -> list[float]:
    """The peak memory in MB of a process after reading all files once, and after ``times`` times."""
    code = (
        "import resource, sys; from extractor import extract\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "for turn in range(int(sys.argv[1])):\n"
        "    for path in sys.argv[2:]: extract(path)\n"
        "    if turn in (0, int(sys.argv[1]) - 1): print(peak())\n"
    )
    command = [sys.executable, "-c", code, str(times), *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [float(line) for line in done.stdout.split()]


def started(arguments: Sequence[str], runs: int = 5) -> float:
    """The median of processor seconds that a command takes, its bytecode kept as an installed package's is."""
    times = []
    with tempfile.TemporaryDirectory() as kept:
        known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        for _ in range(runs + 1):
            begun = os.times()
            subprocess.run(
                [sys.executable, "-m", "extractor", *arguments],
                cwd=ROOT, check=False, capture_output=True, env={**known, "PYTHONPYCACHEPREFIX": kept},
            )  # fmt: skip
            ended = os.times()
            times.append(ended.children_user + ended.children_system - begun.children_user - begun.children_system)
    return statistics.median(times[1:])


def composed(count: int, folder: Path) -> list[Path]:
    """Reports of each format without a fault, made with a fixed seed: a fault in a PDF costs a second reading."""
    import shutil

    chains = ["html", "docx", "text", *(["pdf"] if shutil.which("soffice") else [])]
    chains += ["chromepdf"] if shutil.which("chromium") else []
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
    parser.add_argument("--batch", action="store_true", help="measure whole runs over composed files")
    parser.add_argument("--files", dest="number", type=int, default=10_000, metavar="N", help="how many files --batch composes")
    parser.add_argument("--jobs", default="1,2", help="numbers of processes that --batch compares")
    parser.add_argument("--killed", type=int, metavar="K", help="kill a run of --batch K times instead")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="compose and run there, and leave it all")
    parser.add_argument("--round", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.copies:
        from bench_copies import measured

        print(measured(options.copies))
        return 0
    if options.batch:
        from bench_batch import killed, whole_runs

        jobs = [int(one) for one in options.jobs.split(",")]
        with tempfile.TemporaryDirectory() as folder:
            home = options.keep or Path(folder)
            home.mkdir(parents=True, exist_ok=True)
            lines = killed(options.number, options.killed, jobs[-1], home) if options.killed else whole_runs(options.number, jobs, home)
            for line in lines:
                print(line, flush=True)
        return 0
    if options.round:
        print(json.dumps(timed((whole, reading, *RIVALS[options.round]), options.files)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        paths = options.files or composed(options.made, Path(folder))
        for suffix, home in sorted({(path.suffix, path.parent) for path in paths}):
            chosen = [path for path in paths if (path.suffix, path.parent) == (suffix, home)]
            if len(chosen) > WARM:
                _print(f"{suffix[1:]} in {home.name}", chosen[WARM:], rounds_of(suffix, chosen, options.rounds))
        print(f"\nnianbao --help {started(['--help']):.2f} s", end="")
        print(f" · nianbao parse of one file {started(['parse', str(paths[0]), '-q']):.2f} s")
        light = [path for path in paths if path.suffix in (".html", ".txt")]
        if light:
            first, last = grown(light, 20)
            print(f"peak memory of one process after {len(light)} files {first:.0f} MB, after {20 * len(light)} {last:.0f} MB")
    return 0


def _print(what: str, paths: Sequence[Path], best: dict[str, list[float]]) -> None:
    print(f"{what}: {len(paths)} files")
    mine = best["whole"]
    for name, times in best.items():
        ratio = statistics.median(other / own for other, own in zip(times, mine, strict=True))
        beside = "" if name == "whole" else f"   whole job = {1 / ratio:.2f} × this" if ratio < 1 else f"   whole job is {ratio:.1f} × faster"
        print(f"  {name:<10} {statistics.median(times):8.2f} ms a file (median), {max(times):8.2f} at most{beside}")


if __name__ == "__main__":
    sys.exit(main())

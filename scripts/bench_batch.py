"""A run over thousands of files: speed with one and two processes, memory, a run with nothing new, each output, kills."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from bench_run import Watched, nianbao, watched

KINDS = ("html",) * 9 + ("docx",) * 5 + ("text",) * 5 + ("pdf",)
"""The formats of the files, by their shares; a PDF costs an office program a third of a second."""
SEED = 20261123
FORMATS = ("jsonl", "csv", "long", "findings", "xlsx", "parquet", "parquet-wide", "sqlite", "datapackage")


def files_in(folder: Path, count: int) -> Path:
    """A folder with so many composed reports, half of them with a fault, made if it is not there."""
    from compose import batch

    made = folder / f"files-{count}"
    if not made.exists():
        part = folder / f"files-{count}.part"
        kinds = KINDS if shutil.which("soffice") else tuple(kind for kind in KINDS if kind != "pdf")
        batch.write(batch.drawn(count, SEED, kinds), part)
        shutil.rmtree(part / "truth")
        part.replace(made)
    return made


def some_of(files: Path, count: int, folder: Path) -> Path:
    """A list of the first so many of the files."""
    path = folder / f"first-{count}.txt"
    path.write_text("".join(f"{one}\n" for one in sorted(files.iterdir())[:count]), encoding="utf-8")
    return path


def run(listed: Path, out: Path, jobs: int, kill_after: float | None = None) -> Watched:
    """A run into a folder, which goes on from what is there."""
    command = nianbao("run", "--files-from", listed, "-o", out, "-j", str(jobs), "--progress", "json")
    return watched(command, kill_after)


def whole_runs(count: int, jobs: Sequence[int], folder: Path) -> Iterator[str]:
    """All that is measured, as lines of Markdown, as they come."""
    begun = time.perf_counter()
    files = files_in(folder, count)
    kinds = {suffix: sum(1 for path in files.iterdir() if path.suffix == suffix) for suffix in (".html", ".docx", ".txt", ".pdf")}
    size = sum(path.stat().st_size for path in files.iterdir()) / 1e6
    told = ", ".join(f"{many:,} {kind[1:]}" for kind, many in kinds.items())
    yield f"{count:,} files ({told}; {size:.0f} MB), composed in {time.perf_counter() - begun:.0f} s"
    yield ""
    yield (
        "| files | processes | s | files/s | CPU s | CPU of the parent | after the last file: s | share of s | "
        "share of CPU | processes reading | parent MB | worker MB |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|---|---|"
    run(some_of(files, 100, folder), _fresh(folder / "first"), jobs[-1])  # which keeps the bytecode
    whole: dict[int, Watched] = {}
    sizes = [*(one for one in (100, 1000) if one < count), count]
    for number in sizes:
        listed = some_of(files, number, folder)
        for job in jobs if number == count else jobs[-1:]:
            out = _fresh(folder / f"out-{number}-{job}")
            one = whole[job] = run(listed, out, job)
            yield _row(number, job, one, sum(_seconds(out).values()))
    first, last = jobs[0], jobs[-1]
    if first != last:
        yield ""
        same = _same(folder / f"out-{count}-{first}", folder / f"out-{count}-{last}")
        faster = whole[first].seconds / whole[last].seconds
        yield f"{last} processes are {faster:.2f} times as fast as {first}; results the same byte for byte: {same}"
    out = folder / f"out-{count}-{last}"
    again = run(some_of(files, count, folder), out, last)
    yield ""
    wall, cpu = again.seconds / whole[last].seconds, again.cpu / whole[last].cpu
    yield f"the same again with nothing new: {again.seconds:.1f} s ({wall:.1%}), CPU {again.cpu:.1f} s ({cpu:.1%})"
    yield ""
    yield "| output alone | s | CPU s | ms of CPU a report | peak MB | file MB |"
    yield "|---|---|---|---|---|---|"
    for form in FORMATS:
        path = folder / f"x.{form}"
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        one = watched(nianbao("export", out, "-f", form, "-o", path))
        size = sum(part.stat().st_size for part in ([path] if path.is_file() else path.iterdir())) / 1e6 if path.exists() else 0.0
        yield f"| {form} | {one.seconds:.1f} | {one.cpu:.1f} | {one.cpu / count * 1000:.1f} | {one.parent_peak:.0f} | {size:.0f} |"
    yield ""
    yield from _plumbed(files, out)


def _row(number: int, job: int, one: Watched, reading: float) -> str:
    """A line of the table; ``reading`` are the seconds that all workers together spent on sources."""
    after = one.seconds - (one.reading or one.seconds)
    if one.code not in (0, 1, 3):
        raise SystemExit("\n".join(one.said))
    return (
        f"| {number:,} | {job} | {one.seconds:.1f} | {number / one.seconds:.1f} | {one.cpu:.1f} | {one.parent / one.cpu:.1%} | {after:.1f} | "
        f"{after / one.seconds:.1%} | {one.later / one.cpu:.1%} | {reading / job / one.seconds:.1%} | {one.parent_peak:.0f} | {one.worker_peak:.0f} |"
    )


def _plumbed(files: Path, out: Path) -> Iterator[str]:
    """pdfplumber alone over the same PDFs, beside what a worker took for them."""
    took = _seconds(out)
    chosen = [path for path in sorted(files.glob("*.pdf")) if path.name in took]
    if not chosen:
        return
    code = (
        "import sys, pdfplumber\nfor path in sys.argv[1:]:\n"
        "    with pdfplumber.open(path) as pdf: [(page.extract_text(), page.extract_tables()) for page in pdf.pages]"
    )
    one = watched([sys.executable, "-c", code, *map(str, chosen)])
    own = sum(took[path.name] for path in chosen)
    yield (
        f"pdfplumber's text and tables of {len(chosen)} of the PDFs, in one process: {one.seconds:.0f} s (CPU {one.cpu:.0f}); "
        f"the worker's whole job on them: {own:.0f} s ({one.seconds / own:.1f} times as fast)"
    )


def _seconds(out: Path) -> dict[str, float]:
    """How long a worker was busy with each source of a run, by its name."""
    with closing(sqlite3.connect(out / "nianbao.sqlite")) as store:
        return dict(store.execute("SELECT s.name, r.seconds FROM sources s JOIN readings r ON r.id = s.reading"))


def killed(count: int, times: int, jobs: int, folder: Path) -> Iterator[str]:
    """A run killed so many times at random instants and then let go on, held against one that was not."""
    listed = some_of(files_in(folder, count), count, folder)
    whole, cut = _fresh(folder / "whole"), _fresh(folder / "killed")
    took = run(listed, whole, jobs).seconds
    chance = random.Random(SEED)
    instants = []
    for _ in range(times):
        one = run(listed, cut, jobs, kill_after=2 + chance.random() * took * 1.2 / times)
        instants.append(f"{one.seconds:.1f} s" + ("" if one.code < 0 else " (it was done)"))
    one = run(listed, cut, jobs)
    yield f"{count:,} files, killed after {', '.join(instants)}, then {one.seconds:.1f} s (uninterrupted {took:.1f} s)"
    yield f"records and tables the same byte for byte: {_same(whole, cut)}; views of the store the same: {_views(whole) == _views(cut)}"


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _same(one: Path, other: Path) -> bool:
    names = ("reports.jsonl", "wide.csv", "long.csv", "findings.csv", "reports.xlsx")
    return all(_digest(one / name) == _digest(other / name) for name in names)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _views(out: Path) -> list[str]:
    made = []
    with closing(sqlite3.connect(out / "nianbao.sqlite")) as store:
        for view, order in (("wide", "position"), ("long", "position, field"), ("findings", "position, code, fields, message")):
            digest = hashlib.sha256()
            for row in store.execute(f"SELECT * FROM {view} ORDER BY {order}"):
                digest.update(repr(row).encode())
            made.append(digest.hexdigest())
    return made



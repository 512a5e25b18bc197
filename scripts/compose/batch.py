"""Writes composed reports as files with their truth records beside them; PDF in batches."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random

from . import careers, faults, figures, printing, render_pdf, toolchains
from .draft import draft
from .layout import Layout
from .layout import draw as draw_layout
from .pages import Page
from .report import Draft
from .truth import lines_of, truth

BATCH = 40
"""Files handed to one call of an office program."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make: its name, its toolchain, the laid-out report and the seed of its rendering."""

    name: str
    toolchain: str
    page: Page
    seed: str


def job(name: str, toolchain: str, content: Draft, layout: Layout, seed: str) -> Job:
    """A job for a draft in a layout; ``seed`` fixes its prose and its rendering."""
    return Job(name, toolchain, toolchains.page_of(content, layout, seed), seed)


def write(jobs: Iterable[Job], out: Path) -> int:
    """Make every file in ``out`` and its truth in ``out/truth``; returns how many. Raises ToolMissing."""
    (out / "truth").mkdir(parents=True, exist_ok=True)
    written = 0
    pending = iter(jobs)
    while some := list(islice(pending, 4 * BATCH)):
        with tempfile.TemporaryDirectory() as folder:
            _write_some(some, out, Path(folder))
        written += len(some)
    return written


def _write_some(jobs: Sequence[Job], out: Path, folder: Path) -> None:
    waiting: dict[str, list[tuple[Job, Path]]] = {}
    for number, one in enumerate(jobs):
        start = toolchains.SOURCE_OF[one.toolchain]
        data = toolchains.bytes_of(one.page, start, one.seed)
        if start == one.toolchain:
            (out / one.name).write_bytes(data)
        else:
            source = folder / f"{number}{toolchains.SUFFIX[start]}"
            source.write_bytes(data)
            waiting.setdefault(one.toolchain, []).append((one, source))
        record = truth(one.page, one.name, one.toolchain)
        if one.toolchain == "pdftotext":
            # Without its layout a table's text comes column by column, and no longer tells whose a figure is.
            kept = _keeps_layout(one)
            record |= {"toolchain": "pdftotext -layout" if kept else "pdftotext", "lossy": record["lossy"] or not kept}
        (out / "truth" / f"{one.name}.json").write_text(lines_of(record), encoding="utf-8")
    for toolchain, pairs in waiting.items():
        for at in range(0, len(pairs), BATCH):
            _convert(toolchain, pairs[at : at + BATCH], out, folder)


def _convert(toolchain: str, pairs: Sequence[tuple[Job, Path]], out: Path, folder: Path) -> None:
    sources = [source for _, source in pairs]
    convert = render_pdf.with_browser if toolchain == "chromepdf" else render_pdf.with_office
    for (one, _), made in zip(pairs, convert(sources, folder), strict=True):
        if toolchain == "pdftotext":
            render_pdf.text_of(made, out / one.name, keep_layout=_keeps_layout(one))
        else:
            (out / one.name).write_bytes(made.read_bytes())


def _keeps_layout(one: Job) -> bool:
    return Random(f"{one.seed}/pdftotext").random() < 0.5


def drawn(count: int, seed: int, chains: Sequence[str], fault_share: float = 0.5) -> Iterator[Job]:
    """Random jobs: layout, figures, toolchain, and one fault in so large a share of them."""
    for number in range(count):
        yield _draw(f"{seed}/{number}", f"{number:05d}", chains, fault_share)


def _draw(seed: str, stem: str, chains: Sequence[str], fault_share: float) -> Job:
    rng = Random(seed)
    toolchain = rng.choice(list(chains))
    fault = rng.choice(faults.names_for(toolchain)) if rng.random() < fault_share else None
    while True:
        try:
            content = _content(rng, fault)
        except faults.NoPlace:
            continue
        layout = draw_layout(rng, toolchain, content.form)
        if fault is not None:
            layout = replace(layout, damage="")  # one thing wrong at a time
        return job(stem + toolchains.SUFFIX[toolchain], toolchain, content, layout, seed)


def _content(rng: Random, fault: str | None) -> Draft:
    edition = faults.edition_for(fault) if fault else None
    edition = edition or rng.choice(("2019", "2021", "2021", "2021"))
    year = rng.randint(2019, 2020) if edition == "2019" else rng.randint(2021, 2025)
    variant = "23-row" if edition == "2021" and rng.random() < 0.15 else None
    profile = rng.choice(faults.profiles_for(fault) if fault else figures.PROFILES)
    style = "plain"
    if fault is None:
        style = rng.choice(("plain", "plain", "plain", *printing.STYLES))
    elif edition == "2019" and rng.random() < 0.5:
        style = "signed"
    made = draft(rng, year=year, edition=edition, variant=variant, profile=profile, style=style)
    return faults.apply(fault, made, rng) if fault else made


def of_careers(count: int, seed: int, chains: Sequence[str], years: int, fault_share: float) -> Iterator[Job]:
    """Jobs for the reports of so many organs over so many years, half of them from 2019 on, a share with one break."""
    half = count // 2
    for first, number, part in ((2021, count - half, seed), (2019, half, seed + 1)):
        made = careers.careers(number, part, years=years, first=first, fault_share=fault_share)
        yield from together([one.drafts for one in made], part, chains, f"{first}-")


def together(groups: Sequence[Sequence[Draft]], seed: int, chains: Sequence[str], start: str = "") -> Iterator[Job]:
    """Jobs for reports that belong together: each group in one toolchain, its files named by group and number."""
    for number, drafts in enumerate(groups):
        rng = Random(f"{seed}/{number}")
        toolchain = rng.choice(list(chains))
        for at, content in enumerate(drafts):
            name = f"{start}{number:04d}-{at:02d}{toolchains.SUFFIX[toolchain]}"
            yield job(name, toolchain, content, draw_layout(rng, toolchain, content.form), f"{seed}/{number}/{at}")

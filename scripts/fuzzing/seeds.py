"""The whole files that are damaged: clean reports composed on the spot, and the PDFs among the samples."""

from __future__ import annotations

import functools
from pathlib import Path
from random import Random

from compose import toolchains
from compose.draft import draft
from compose.layout import draw

from . import byte_level, containers, markup_level, text_level
from .mutant import Mutant, Mutate

_SAMPLES = Path(__file__).resolve().parents[2] / "samples"
_MANY = 12
SUFFIX = {"text": ".txt", "html": ".html", "docx": ".docx", "pdf": ".pdf", "archive": ".zip"}
"""The readers, and the suffix of a file of each."""

_BYTES = byte_level.MUTATIONS
MUTATIONS: dict[str, dict[str, Mutate]] = {
    "text": {**_BYTES, **text_level.MUTATIONS},
    "html": {**_BYTES, **markup_level.MUTATIONS},
    "docx": {**_BYTES, **containers.DOCX},
    "pdf": {**_BYTES, **containers.PDF},
    "archive": {**_BYTES, **containers.ARCHIVE},
}
"""What is done to the files of each reader, by name."""


@functools.cache
def whole(reader: str, seed: int) -> tuple[bytes, ...]:
    """The files of one kind that a seed gives, always the same ones."""
    if reader == "pdf":
        return tuple(path.read_bytes() for path in sorted(_SAMPLES.glob("*.pdf")))
    if reader == "archive":
        kinds = ("html", "text", "docx")
        return tuple(
            containers.zipped({f"{kind}/{number}{SUFFIX[kind]}": whole(kind, seed)[number] for kind in kinds[: number % 3 + 1]})
            for number in range(4)
        )
    made = []
    for number in range(_MANY):
        rng = Random(f"{seed}/{reader}/{number}")
        edition = "2019" if number % 4 == 3 else "2021"
        content = draft(rng, year=2020 if edition == "2019" else 2023, edition=edition, profile=("small", "county")[number % 2])
        page = toolchains.page_of(content, draw(rng, reader, content.form), f"{seed}/{number}")
        made.append(toolchains.bytes_of(page, reader, f"{seed}/{number}"))
    return tuple(made)


def mutant(reader: str, seed: int, number: int) -> tuple[str, bytes, Mutant]:
    """The mutant of that number: the name of its mutation, the file it was made of, and what came of it."""
    rng = Random(f"{seed}/{reader}/mutant {number}")
    files = whole(reader, seed)
    names = list(MUTATIONS[reader])
    while True:
        name = names[number % len(names)]
        data, other = rng.choice(files), rng.choice(files)
        made = MUTATIONS[reader][name](data, other, rng)
        if made is not None:
            return name, data, made
        names.remove(name)

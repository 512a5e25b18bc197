"""Mutants steered by coverage, with atheris: new paths through the readers are followed further."""

from __future__ import annotations

import sys
from random import Random

from extractor.errors import MissingExtra

from . import judging, seeds


def guided(reader: str, seed: int, seconds: float) -> int:
    """Mutate for so many seconds; ends the process by itself, with a file ``crash-…`` where something was raised.

    Bytes are mutated by libFuzzer, and half of the time by the mutations of the reader. Raises MissingExtra without
    atheris.
    """
    try:
        import atheris
    except ImportError as error:
        raise MissingExtra("没有安装 atheris；请先 pip install atheris，或不加 --guided 运行。") from error

    files = seeds.whole(reader, seed)
    mutations = list(seeds.MUTATIONS[reader].values())

    def one(data: bytes) -> None:
        if data:
            judging.read_once(reader, data)

    def mutated(data: bytes, most: int, chance: int) -> bytes:
        rng = Random(chance)
        start = data if len(data) > 1000 else rng.choice(files)
        if rng.random() < 0.5:
            return bytes(atheris.Mutate(start, most))
        try:
            made = rng.choice(mutations)(start, rng.choice(files), rng)
        except Exception:  # noqa: BLE001 - a mutation may stumble over what earlier ones have left; then the bytes do
            made = None
        return bytes(made.data[:most]) if made is not None else bytes(atheris.Mutate(start, most))

    atheris.instrument_all()
    limits = [f"-max_total_time={int(seconds)}", f"-seed={seed + 1}", "-timeout=30", "-rss_limit_mb=2048", "-max_len=1000000"]
    atheris.Setup([sys.argv[0], *limits], one, custom_mutator=mutated)
    atheris.Fuzz()
    return 0

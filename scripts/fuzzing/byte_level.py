"""Damage that knows nothing of formats: what disks, lines and careless programs do to bytes."""

from __future__ import annotations

from random import Random

from .mutant import Mutant, Mutate


def flip(data: bytes, other: bytes, rng: Random) -> Mutant:
    """One to eight bits turned."""
    made = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return Mutant(bytes(made))


def cut(data: bytes, other: bytes, rng: Random) -> Mutant:
    """The end is missing."""
    return Mutant(data[: rng.randrange(len(data))])


def drop(data: bytes, other: bytes, rng: Random) -> Mutant:
    """A piece is missing."""
    start, length = _piece(data, rng)
    return Mutant(data[:start] + data[start + length :])


def double(data: bytes, other: bytes, rng: Random) -> Mutant:
    """A piece stands there several times."""
    start, length = _piece(data, rng)
    return Mutant(data[: start + length] + data[start : start + length] * rng.choice((1, 2, 50)) + data[start + length :])


def move(data: bytes, other: bytes, rng: Random) -> Mutant:
    """A piece stands somewhere else."""
    start, length = _piece(data, rng)
    left, piece = data[:start] + data[start + length :], data[start : start + length]
    at = rng.randrange(len(left) + 1)
    return Mutant(left[:at] + piece + left[at:])


def splice(data: bytes, other: bytes, rng: Random) -> Mutant:
    """The head of this file and the tail of another."""
    return Mutant(data[: rng.randrange(len(data))] + other[rng.randrange(len(other)) :])


def noise(data: bytes, other: bytes, rng: Random) -> Mutant:
    """A piece overwritten: by zeros, by chance, or by the extremes of integers."""
    start, length = _piece(data, rng)
    length = min(length, 64)
    piece = rng.choice((bytes(length), rng.randbytes(length), b"\xff" * length, b"\x7f\xff\xff\xff", b"4294967296", b"-1"))
    return Mutant(data[:start] + piece + data[start + len(piece) :])


def _piece(data: bytes, rng: Random) -> tuple[int, int]:
    start = rng.randrange(len(data))
    return start, rng.randint(1, max(1, min(len(data) - start, 2 ** rng.randint(0, 13))))


MUTATIONS: dict[str, Mutate] = {
    "flip": flip, "cut": cut, "drop": drop, "double": double, "move": move, "splice": splice, "noise": noise,
}  # fmt: skip
"""By the names that the table prints."""

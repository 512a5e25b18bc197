"""What a mutation is: a whole file in, a damaged one out, and what is known of the damage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mutated file. ``changed``: the one figure of a table cell that was exchanged, as printed before and now."""

    data: bytes
    changed: tuple[str, str] | None = None


Mutate = Callable[[bytes, bytes, Random], "Mutant | None"]
"""From a file, another of its kind and chance to a mutant; None where the file gives no occasion for it."""


def other_figure(figure: str, rng: Random) -> str:
    """The figure with one of its digits exchanged; never with a new leading zero."""
    at = rng.randrange(len(figure))
    digits = [one for one in "0123456789" if one != figure[at] and not (at == 0 and one == "0" and len(figure) > 1)]
    return figure[:at] + rng.choice(digits) + figure[at + 1 :]

"""One known fault at a time: which there are, and how to put one into a draft.

Every fault takes a faultless draft and returns it changed, with a ``Fault`` that knows the truth. A
fault that a draft has no place for raises :class:`NoPlace`; another draft may have one.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from .cell_faults import CELL_FAULTS, NoPlace
from .narrative_faults import NARRATIVE_FAULTS
from .plausible_faults import PLAUSIBLE_FAULTS
from .report import Draft
from .shape_faults import SHAPE_FAULTS
from .structure_faults import LABEL_FAULTS, STRUCTURE_FAULTS
from .table2_faults import TABLE2_FAULTS
from .text_faults import TEXT_FAULTS

__all__ = ["FAULTS", "NoPlace", "apply", "edition_for", "names_for", "profiles_for"]

FAULTS: dict[str, Callable[[Draft, Random], Draft]] = {
    **CELL_FAULTS, **TABLE2_FAULTS, **SHAPE_FAULTS, **PLAUSIBLE_FAULTS, **TEXT_FAULTS, **STRUCTURE_FAULTS,
    **NARRATIVE_FAULTS,
}  # fmt: skip
"""Every fault by name: the code of the rule that should find it, or SLIP or TYPO for slips of the hand."""


def apply(name: str, draft: Draft, rng: Random) -> Draft:
    """The draft with that fault; KeyError for a fault there is not, NoPlace where it does not fit."""
    return FAULTS[name](draft, rng)


def names_for(toolchain: str) -> list[str]:
    """The faults that files of a toolchain can show: those of labels only where these stand in cells."""
    celled = toolchain not in ("text", "pdftotext")
    return sorted(name for name in FAULTS if celled or name not in LABEL_FAULTS)


def profiles_for(name: str) -> tuple[str, ...]:
    """The profiles of figures among which that fault finds a place, at once or soon."""
    if name == "M-GENERIC":
        return ("small", "county")  # the busy ones are governments, of which it is no fault
    if name == "T2-NORM":
        return ("zero", "small", "county")
    return ("busy",) if name in ("C-COMMA", "S-GOV", "N-FEEROW") else ("small", "county", "busy")


def edition_for(name: str) -> str | None:
    """The edition a fault needs; None when either will do."""
    if name in ("T2-2019", "S-TABLEOLD"):
        return "2019"
    return "2021" if name in ("T2-STOCK", "T2-GE", "T2-UNIT", "S-S6FEE", "N-FEEROW") else None

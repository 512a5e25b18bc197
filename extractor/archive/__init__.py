"""Archives as sources: zip, tar (plain, .gz, .bz2, .xz) and 7z, with Chinese names read right and bombs kept out.

Nothing is ever written under the name that an archive gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..limits import ARCHIVE_DEPTH
from ..media import BZIP2, GZIP, SEVEN, TAR, XZ, ZIP, media_type
from .parts import Budget, Failure, Member, Wanted, over

__all__ = ["KINDS", "Failure", "Member", "members"]

KINDS = frozenset({ZIP, TAR, GZIP, BZIP2, XZ, SEVEN})
"""The media types that are opened here."""


def members(data: bytes, kind: str, name: str, *, wanted: Wanted) -> Iterator[Member | Failure]:
    """The members of an archive of one of :data:`KINDS` that ``wanted`` accepts by name, sorted by name.

    Archives among them are opened in turn. ``name`` is the archive's own. What exceeds a limit, is damaged, behind a
    password, a link or a device, or named to lead out of the archive is said and not read.
    """
    yield from _members(data, kind, name, wanted, Budget(), 1)


def _members(data: bytes, kind: str, name: str, wanted: Wanted, budget: Budget, depth: int) -> Iterator[Member | Failure]:
    for one in _opened(data, kind, name.rpartition("/")[2], wanted, budget):
        inner = media_type(one.data) if isinstance(one, Member) else None
        if isinstance(one, Failure) or inner not in KINDS:
            yield one
        elif depth >= ARCHIVE_DEPTH:
            yield over(one.name, "嵌套过深", "is nested too deeply in other archives")
        elif not budget.spent:
            for below in _members(one.data, inner or "", one.name, wanted, budget, depth + 1):
                yield replace(below, name=one.name if below.name is None else f"{one.name}/{below.name}")
        if budget.spent:
            return


def _opened(data: bytes, kind: str, name: str, wanted: Wanted, budget: Budget) -> Iterator[Member | Failure]:
    """The members of one archive. Each way of reading is imported when it is needed."""
    if kind == ZIP:
        from . import zips

        return zips.members(data, budget, wanted)
    if kind == SEVEN:
        from . import sevens

        return sevens.members(data, budget, wanted)
    from . import tars

    return tars.members(data, budget, wanted) if kind == TAR else tars.unpacked(data, kind, name, budget, wanted)

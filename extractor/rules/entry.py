"""What is kept of a report so that it can be held against others: about two kilobytes, and it can be pickled."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from ..form import Form, load
from ..model import Box, Place
from ..record import MISSING, Blame, Evidence, Report
from .explained import Growth, explanations, growth_of, scope_of

_UNREAD = frozenset({"R-EMPTY", "R-TYPE", "R-BROKEN", "R-ENCRYPTED", "R-NOTEXT", "R-NOTREPORT", "R-LIMIT", "R-TIMEOUT", "R-CRASH"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One report among many.

    ``key`` names its record, ``source`` the file. ``figures`` and ``printed`` hold its cells packed
    (:class:`View` unpacks them): the numbers that are not in doubt, and what is printed where.
    ``explained`` has the sentences that explain a break with last year, by topic; ``growth`` the growth
    it states; ``scope`` whether it says that it sums up its units (region) or not (own).
    """

    key: str
    source: str
    sha256: str
    organ: str | None
    year: int | None
    kind: str
    edition: str | None
    variant: str | None
    title: str | None
    figures: bytes
    printed: bytes
    explained: tuple[tuple[str, str], ...] = ()
    growth: tuple[Growth, ...] = ()
    scope: str | None = None


def entry_of(report: Report, key: str | None = None) -> Entry:
    """The entry of a record. ``key`` names the record among all; its source's path, member and hash otherwise."""
    source = report.source
    named = key or "|".join((source.path or source.name, source.member or "", source.sha256[:16]))
    form = _form_of(report)
    values = [report.values.get(name, MISSING) for name in _names(form)]
    if report.edition is None or any(one.code in _UNREAD for one in report.findings):
        values = []
    sure = [one.value if one.kind == "number" and one.reading != "conflict" else None for one in values]
    shown = [[one.raw, int(one.reading in ("agreed", "corrected")), *_packed(one.place)] for one in values]
    return Entry(
        named, source.name, source.sha256, report.organ, report.year, report.kind, report.edition, form.variant, report.title,
        _deflated(sure), _deflated(shown),
        explanations(report), growth_of(report), scope_of(report),
    )  # fmt: skip


def _form_of(report: Report) -> Form:
    """The form whose fields a record lists; the variants differ in how many there are."""
    form = load(report.edition or "2021")
    offers = (form, *(load(form.edition, one) for one in form.variants))
    return next((one for one in offers if len(_names(one)) == len(report.values)), form)


@lru_cache(maxsize=16)
def _names(form: Form) -> tuple[str, ...]:
    return tuple(field.id for field in form.fields())


def _deflated(data: list[Any]) -> bytes:
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 6)


def _inflated(data: bytes) -> list[Any]:
    made: list[Any] = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    return made


def _packed(place: Place) -> list[int | str | None]:
    """Page, anchor and the four edges in ten-thousandths."""
    box = place.box
    edges = [] if box is None else [round(one * 10_000) for one in (box.left, box.top, box.right, box.bottom)]
    return [place.page, place.anchor, *edges]


class View:
    """An entry unpacked: its sure numbers by field, and what is printed where."""

    def __init__(self, entry: Entry) -> None:
        """Unpack the numbers; what is printed is unpacked when it is first asked for."""
        self.entry = entry
        self.form = load(entry.edition or "2021", entry.variant)
        self.names = _names(self.form)
        held = _inflated(entry.figures)
        self.numbers: Mapping[str, int | float] = {
            name: number for name, number in zip(self.names, held, strict=False) if number is not None
        }
        """The numbers that are printed and not in doubt."""

    @property
    def year(self) -> int:
        """The year reported on; 0 when it is not known."""
        return self.entry.year or 0

    @cached_property
    def _shown(self) -> dict[str, list[Any]]:
        return dict(zip(self.names, _inflated(self.entry.printed), strict=False))

    def raw(self, field: str) -> str:
        """What is printed in that cell."""
        return str(self._shown[field][0])

    def place(self, field: str) -> Place:
        """Where that cell stands in the report's own source."""
        _, _, page, anchor, *edges = self._shown[field]
        return Place(page, Box(*(edge / 10_000 for edge in edges)) if edges else None, anchor)

    def quote(self, *fields: str) -> str:
        """Cells by their short labels with what is printed in them."""
        return "、".join(f"{self.form.field(one).short} {self.raw(one)}" for one in fields)

    def own(self, *fields: str) -> Evidence:
        """Cells of this report as evidence on itself, at the place of the first."""
        return Evidence(self.quote(*fields), self.place(fields[0]))

    def other(self, *fields: str) -> Evidence:
        """Cells of this report as evidence on another: the place is in another source, so it is told in words."""
        place = self.place(fields[0])
        where = f"，第 {place.page} 页" if place.page is not None else (f"，{place.anchor}" if place.anchor else "")
        return Evidence(f"{self.year} 年报告（{self.entry.source}{where}）：{self.quote(*fields)}")

    def certain(self, *fields: str) -> bool:
        """Whether two ways of reading agreed on each of these cells, or a person corrected it."""
        return all(self._shown[one][1] for one in fields)


def blame(*told: tuple[View, tuple[str, ...]]) -> Blame:
    """source when every cell of every report was read alike in two ways, else unknown."""
    return "source" if all(view.certain(*fields) for view, fields in told) else "unknown"

"""The official forms as data: sections, tables, axes, fields and identities of one edition.

A form is one TOML file in ``forms/``. Everything else (reading, judging, writing, the code book, the
samples) is derived from what :func:`load` returns; an edition more is a file more and no code.
Sources: 国办公开办函〔2021〕30号 (edition 2021) and 国办公开办函〔2019〕60号 (edition 2019).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from .errors import UnknownEdition

KINDS = frozenset({"count", "signed_count", "amount"})
ROLES = frozenset({"leaf", "sum", "balance", "flow", "stock"})


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """A printed row or column. ``stems`` are short beginnings that tell its label where it is wrapped."""

    id: str
    label: str
    short: str
    en: str
    group: str = ""
    stage: str = ""
    aliases: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    unit: str | None = None
    kind: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Identity:
    """``sum(left) == sum(right)``; both are field ids. ``axis`` is the row or column it runs along."""

    code: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    axis: Axis


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One cell of the form. ``path`` is its Chinese path, ``short`` a unique short label for a heading."""

    id: str
    table: str
    row: Axis
    column: Axis
    path: str
    short: str
    en: str
    kind: str
    unit: str
    role: str


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A part of a table with rows and columns of its own, such as one 第二十条 item of table 2."""

    caption: str
    rows: tuple[Axis, ...]
    columns: tuple[Axis, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FormTable:
    """A statutory table. ``layout`` is ``rows`` (a printed line a row) or ``flat`` (all on one line)."""

    id: str
    section: str
    title: str
    en: str
    layout: str
    header: str
    note: str
    starts: tuple[str, ...]
    blocks: tuple[Block, ...]
    fields: Mapping[tuple[str, str], Field]
    identities: tuple[Identity, ...]

    def field(self, row: str, column: str) -> Field:
        """The field in that row and column; KeyError when the form has none."""
        return self.fields[row, column]


@dataclass(frozen=True, slots=True, eq=False)
class FormSection:
    """One of the six sections: number 一 to 六, exact title, and titles seen in its place."""

    id: str
    number: str
    title: str
    en: str
    kind: str
    table: str | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One edition, whole; loaded once each, so two forms are equal only when they are one.

    ``variant`` names the printed variant whose rows stand in ``tables``; None is the form as issued.
    """

    edition: str
    title: str
    notice: str
    from_year: int
    until_year: int | None
    variant: str | None
    variants: tuple[str, ...]
    sections: tuple[FormSection, ...]
    tables: tuple[FormTable, ...]

    def table(self, table_id: str) -> FormTable:
        """The table with that id (t2, t3, t4); KeyError otherwise."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)

    def fields(self) -> tuple[Field, ...]:
        """Every field in printed order: 200 in edition 2021, 198 in edition 2019."""
        return tuple(_fields_by_id(self).values())

    def identities(self) -> tuple[Identity, ...]:
        """Every identity in printed order: 42 in edition 2021."""
        return _identities(self)

    def field(self, field_id: str) -> Field:
        """The field with that id; KeyError when this edition and variant have none."""
        return _fields_by_id(self)[field_id]


@functools.lru_cache(maxsize=16)
def _fields_by_id(form: Form) -> dict[str, Field]:
    return {field.id: field for table in form.tables for field in table.fields.values()}


@functools.lru_cache(maxsize=16)
def _identities(form: Form) -> tuple[Identity, ...]:
    return tuple(identity for table in form.tables for identity in table.identities)


def editions() -> tuple[str, ...]:
    """The editions that ship with the package, newest first."""
    names = (entry.name for entry in (resources.files(__package__) / "forms").iterdir())
    return tuple(sorted((name[:-5] for name in names if name.endswith(".toml")), reverse=True))


@functools.cache
def load(edition: str, variant: str | None = None) -> Form:
    """The form of an edition, with a variant's rows in place if one is named.

    Raises :class:`UnknownEdition` (a KeyError) for an edition or variant that is not there and
    :class:`FormError` (a ValueError) for a file that contradicts itself.
    """
    from .form_toml import parse

    if edition not in editions():
        raise UnknownEdition(f"没有 {edition} 版格式；可用的是 {'、'.join(editions())}。")
    text = (resources.files(__package__) / "forms" / f"{edition}.toml").read_text(encoding="utf-8")
    return parse(text, f"{edition}.toml", variant)

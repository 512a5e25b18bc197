"""The official forms as data: sections, tables, axes, fields and identities of one edition.

A form is one TOML file in ``forms/``. Everything else (reading, judging, writing, the code book, the
samples) is derived from what :func:`load` returns; an edition more is a file more and no code.
Sources: 国办公开办函〔2021〕30号 (edition 2021) and 国办公开办函〔2019〕60号 (edition 2019).
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from .errors import FormError, UnknownEdition

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
    if edition not in editions():
        raise UnknownEdition(f"没有 {edition} 版格式；可用的是 {'、'.join(editions())}。")
    text = (resources.files(__package__) / "forms" / f"{edition}.toml").read_text(encoding="utf-8")
    return parse(text, f"{edition}.toml", variant)


def parse(text: str, name: str, variant: str | None = None) -> Form:
    """A form from the text of its TOML file; ``name`` is used in errors, which name the line too."""
    return _Loader(text, name).form(variant)


class _Loader:
    """Walks the parsed file in its own order, so that a fault can be traced to its line."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = text.split("\n")
        self.at = 0
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise FormError(f"{name}: not valid TOML: {error}") from error

    def step(self, key: str, value: str) -> int:
        """Move on to the next line that sets ``key`` to ``value`` and return its number, from 1."""
        needle = f'{key} = "{value}"'
        for number in range(self.at, len(self.lines)):
            if needle in self.lines[number]:
                self.at = number + (self.lines[number].count("id = ") <= 1)
                return number + 1
        return self.at + 1

    def fault(self, line: int, message: str) -> FormError:
        return FormError(f"{self.name}, line {line}: {message}")

    def axes(self, entries: list[dict[str, Any]], parents: str) -> tuple[Axis, ...]:
        seen_ids: set[str] = set()
        seen_labels: set[tuple[str, str, str]] = set()
        made = []
        for entry in entries:
            line = self.step("id", entry.get("id", ""))
            for key in ("id", "label", "short", "en"):
                if key not in entry:
                    raise self.fault(line, f"an entry of {parents} has no {key}; every row and column needs one")
            unknown = set(entry) - set(Axis.__slots__)
            if unknown:
                raise self.fault(line, f"an entry of {parents} has the unknown key {', '.join(sorted(unknown))}")
            filled: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
            axis = Axis(**filled)
            if axis.id in seen_ids:
                raise self.fault(line, f'the id "{axis.id}" is used twice in {parents}; ids must differ')
            parent = (axis.stage, axis.group, axis.label)
            if parent in seen_labels:
                raise self.fault(line, f'the label "{axis.label}" is used twice under one parent in {parents}')
            self.known(line, axis.kind, axis.role)
            seen_ids.add(axis.id)
            seen_labels.add(parent)
            made.append(axis)
        return tuple(made)

    def need(self, entry: dict[str, Any], keys: tuple[str, ...], line: int, what: str) -> None:
        """Refuse an entry that lacks a key."""
        for key in keys:
            if key not in entry:
                raise self.fault(line, f"{what} has no {key}; every form needs one")

    def known(self, line: int, kind: str | None, role: str | None) -> None:
        """Refuse a kind or a role that does not exist."""
        for name, word, all_of_them in (("kind", kind, KINDS), ("role", role, ROLES)):
            if word is not None and word not in all_of_them:
                raise self.fault(line, f'unknown {name} "{word}"; use one of {", ".join(sorted(all_of_them))}')

    def form(self, variant: str | None) -> Form:
        data = self.data
        self.need(data, ("edition", "title", "notice", "from_year", "section", "table"), 1, "the form")
        for number, section in enumerate(data["section"], 1):
            self.need(section, ("id", "number", "title", "en", "kind"), 1, f"section {number}")
        sections = tuple(
            FormSection(
                s["id"], s["number"], s["title"], s["en"], s["kind"], s.get("table"), tuple(s.get("aliases", ()))
            )
            for s in data["section"]
        )
        section_ids = set()
        for section in sections:
            line = self.step("id", section.id)
            if section.id in section_ids:
                raise self.fault(line, f'the section id "{section.id}" is used twice; ids must differ')
            section_ids.add(section.id)
        names = tuple(v["id"] for t in data["table"] for v in t.get("variant", ()))
        if variant is not None and variant not in names:
            raise UnknownEdition(f"{self.name} 没有变体 {variant}。")
        seen: set[str] = set()
        tables = tuple(self.table(entry, variant, seen, section_ids) for entry in data["table"])
        return Form(
            data["edition"], data["title"], data["notice"], data["from_year"], data.get("until_year"),
            variant, names, sections, tables,
        )  # fmt: skip

    def table(self, entry: dict[str, Any], variant: str | None, seen: set[str], sections: set[str]) -> FormTable:
        line = self.step("id", entry.get("id", ""))
        self.need(entry, ("id", "section", "title", "en", "layout", "path", "block"), line, "a table")
        if entry["section"] not in sections:
            raise self.fault(line, f'table {entry["id"]} stands in the unknown section "{entry["section"]}"')
        chosen = next((v for v in entry.get("variant", ()) if v["id"] == variant), None)
        blocks: list[Block] = []
        fields: dict[tuple[str, str], Field] = {}
        identities: list[Identity] = []
        for raw in entry["block"]:
            self.need(raw, ("kind", "unit", "rows", "columns"), self.at + 1, f"a block of {entry['id']}")
            self.known(self.step("kind", raw["kind"]), raw["kind"], None)
            if "role" in raw:
                self.known(self.step("role", raw["role"]), None, raw["role"])
            order = sorted(("rows", "columns"), key=lambda key: list(raw).index(key))
            axes = {key: self.axes(raw[key], f"{key} of {entry['id']}") for key in order}
            rows, columns = axes["rows"], axes["columns"]
            for other in entry.get("variant", ()):
                varied = self.replaced(rows, other, entry["id"])
                rows = varied if other is chosen else rows
            block = Block(raw.get("caption", ""), rows, columns)
            for row in rows:
                for column in columns:
                    field = _field(entry, raw, row, column)
                    if field.id in seen:
                        raise self.fault(line, f'the field id "{field.id}" is made twice; its ids must differ')
                    seen.add(field.id)
                    fields[row.id, column.id] = field
            for rule in raw.get("identities", ()):
                identities.extend(self.identities(rule, block, fields, entry["id"]))
            blocks.append(block)
        return FormTable(
            entry["id"], entry["section"], entry["title"], entry["en"], entry["layout"], entry.get("header", ""),
            entry.get("note", ""), tuple(entry.get("starts", ())), tuple(blocks), fields, tuple(identities),
        )  # fmt: skip

    def replaced(self, rows: tuple[Axis, ...], variant: dict[str, Any], table: str) -> tuple[Axis, ...]:
        """A table's rows with those of a variant in their place."""
        at = self.at
        line = self.step("id", variant["id"])
        new = self.axes(variant["rows"], f"the variant {variant['id']} of {table}")
        self.at = at
        ids = [row.id for row in rows]
        for old in variant["replaces"]:
            if old not in ids:
                raise self.fault(line, f'the variant replaces the unknown row id "{old}"')
        first = ids.index(variant["replaces"][0])
        kept = [row for row in rows if row.id not in variant["replaces"]]
        return tuple(kept[:first]) + new + tuple(kept[first:])

    def identities(
        self, rule: dict[str, Any], block: Block, fields: Mapping[tuple[str, str], Field], table: str
    ) -> Iterator[Identity]:
        line = self.step("code", rule["code"])
        along, across = (block.rows, block.columns) if rule["each"] == "row" else (block.columns, block.rows)
        known = {axis.id for axis in across}
        sides = []
        for side in ("left", "right"):
            ids = rule[side]
            chosen = [axis.id for axis in across if axis.role == ids] if isinstance(ids, str) else list(ids)
            if not chosen:
                raise self.fault(line, f"{rule['code']} of {table} sums over nothing on its {side} side")
            for unknown in (one for one in chosen if one not in known):
                raise self.fault(line, f'{rule["code"]} of {table} names the unknown id "{unknown}"')
            sides.append(chosen)
        for axis in along:
            pick = (lambda one, axis=axis: fields[axis.id, one].id) if rule["each"] == "row" else (
                lambda one, axis=axis: fields[one, axis.id].id
            )  # fmt: skip
            yield Identity(rule["code"], tuple(map(pick, sides[0])), tuple(map(pick, sides[1])), axis)


def _field(table: dict[str, Any], block: dict[str, Any], row: Axis, column: Axis) -> Field:
    """The field where a row meets a column; a sum column outranks its row, a row its block."""
    role = column.role or row.role or block.get("role") or "leaf"
    path = table["path"].format(
        stage=row.stage[:2], group=f"{row.group}/" if row.group else "", row=row.label, column=column.label,
        caption=block.get("caption", ""),
    )  # fmt: skip
    return Field(
        id=f"{table['id']}.{row.id}.{column.id}",
        table=table["id"],
        row=row,
        column=column,
        path=path,
        short=f"{row.short}·{column.short}",
        en=f"{row.en}: {column.en}",
        kind=column.kind or row.kind or block["kind"],
        unit=column.unit or row.unit or block["unit"],
        role=role,
    )

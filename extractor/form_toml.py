"""From a form's TOML file to the form: every entry checked, and a fault told with the line it stands in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from .errors import FormError, UnknownEdition
from .form import KINDS, ROLES, Axis, Block, Field, Form, FormSection, FormTable, Identity


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

"""What speaks for or against readings once they are settled: doubts, and what identities and other rows say to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..cells import read_cell
from ..form import Form, Identity
from ..model import Place
from ..record import Value
from .candidate import Route, Run
from .solve import holds, touching

CONFIRMED_BY = {"apart": 1, "order": 2, "shifted": 2}
"""Doubts that the identities lay, and how many must hold: two where a figure may stand in another column."""

ENOUGH = 2
"""Identities that prove a figure even if a third one fails, for that may be another cell's fault."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why fields could not be settled: the readings that differ, as printed, and where."""

    code: str
    fields: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place
    why: str


def numbers_of(values: Mapping[str, Value]) -> dict[str, int | float]:
    """The fields that hold a number, and it."""
    return {field: value.value for field, value in values.items() if value.value is not None}


def confirm_blanks(grid: Route, flow: Route, values: dict[str, Value]) -> None:
    """Rows with blanks in the grid whose other figures are, in order, just those of the running text: both say the same.

    Where the text doubts whose figures they are, a row of nothing but 0 says so only if all other rows have theirs.
    """
    waiting: list[Run] = []
    for run in flow.short:
        cells = [grid.found.get(name, []) for name in run.fields]
        sure = all(values[name].reading in ("single", "solved") for name in run.fields)
        if not sure or not all(len(found) == 1 for found in cells):
            continue
        printed = [found[0].figure for found in cells if found[0].figure.kind != "blank"]
        beside = [read_cell(piece) for piece in run.pieces]
        if [(one.kind, one.value) for one in printed] != [(one.kind, one.value) for one in beside]:
            continue
        if run.doubt == "order" and all(piece == "0" for piece in run.pieces):
            waiting.append(run)
        else:
            values.update({name: replace(values[name], reading="agreed") for name in run.fields})
    own = {name for run in waiting for name in run.fields}
    tables = {name.partition(".")[0] for name in own}
    others = [value for name, value in values.items() if name not in own and name.partition(".")[0] in tables]
    if all(value.reading == "agreed" and value.kind != "missing" for value in others):
        values.update({name: replace(values[name], reading="agreed") for name in own})


def confirm(grid: Route, values: dict[str, Value], doubts: list[Doubt], form: Form) -> None:
    """Lay the doubts that identities can lay: every identity which touches the field holds."""
    if not doubts:
        return
    _lay_alike(grid, values, doubts, form)
    numbers = numbers_of(values)
    confirmed = _pairs_with_total(doubts, numbers, form)
    for doubt in doubts:
        if doubt.code == "R-CONFLICT" and doubt.why in CONFIRMED_BY and len(doubt.fields) == 1:
            checks = [holds(one, numbers) for one in touching(form, doubt.fields) if doubt.why != "order" or _tells(one, numbers)]
            proved = doubt.why == "apart" and checks.count(True) >= ENOUGH
            if proved or (len(checks) >= CONFIRMED_BY[doubt.why] and all(checks)):
                confirmed.add(doubt.fields[0])
    for field in confirmed:
        values[field] = replace(values[field], reading="solved")
    doubts[:] = [doubt for doubt in doubts if doubt.code != "R-CONFLICT" or not confirmed.issuperset(doubt.fields)]


def _tells(identity: Identity, numbers: Mapping[str, int | float]) -> bool:
    """Whether an identity can tell one row's figures from another's: that nothing is the sum of nothing holds for any."""
    return any(numbers.get(name) != 0 for name in (*identity.left, *identity.right))


def _lay_alike(grid: Route, values: dict[str, Value], doubts: list[Doubt], form: Form) -> None:
    """Rows of table 3 with one and the same figure in every column, mostly 0: which column is whose makes no difference.

    In table 2 a header that is not known may be another table's, and in running text the figures another row's.
    """
    unsure = {doubt.fields[0] for doubt in doubts if doubt.why == "column" and len(doubt.fields) == 1}
    others = {name for doubt in doubts if doubt.why != "column" for name in doubt.fields}
    alike: set[str] = set()
    for row in {name.rpartition(".")[0] for name in unsure if len(form.table(name.partition(".")[0]).blocks) == 1}:
        fields = [name for name in values if name.rpartition(".")[0] == row]
        shown = {(values[name].kind, values[name].value) for name in fields}
        if grid.found.keys() >= set(fields) and len(shown) == 1 and shown.isdisjoint({("text", None), ("blank", None)}) and others.isdisjoint(fields):
            alike.update(unsure.intersection(fields))
    values.update({name: replace(values[name], reading="single") for name in alike})
    doubts[:] = [doubt for doubt in doubts if not (doubt.why == "column" and alike.issuperset(doubt.fields))]


def _pairs_with_total(doubts: list[Doubt], numbers: Mapping[str, int | float], form: Form) -> set[str]:
    """The fields of rows where only the total and one other column are unsure, if the row's sum holds.

    Were the two printed the other way round, the sum could hold only if they were equal; where they
    are not, it proves the columns of all other such rows too.
    """
    rows: dict[str, list[str]] = {}
    for doubt in doubts:
        if doubt.why == "column" and len(doubt.fields) == 1:
            rows.setdefault(doubt.fields[0].rpartition(".")[0], []).append(doubt.fields[0])
    sums = {one.left[0]: one for one in form.identities() if len(one.left) == 1 and one.axis.role != "sum"}
    pairs: dict[tuple[str, ...], list[list[str]]] = {}
    for fields in rows.values():
        total = next((name for name in fields if form.field(name).column.role == "sum" and name in sums), None)
        if total is not None and len(fields) == 2 and set(fields) < {total, *sums[total].right}:
            pairs.setdefault(tuple(name.rpartition(".")[2] for name in fields), []).append(fields)
    sure: set[str] = set()
    for alike in pairs.values():
        held = [fields for fields in alike if any(holds(sums[name], numbers) for name in fields if name in sums)]
        proved = any(numbers[fields[0]] != numbers[fields[1]] for fields in held)
        sure.update(name for fields in (alike if proved else held) for name in fields)
    return sure


def distrust(grid: Route, values: dict[str, Value], doubts: list[Doubt], form: Form) -> None:
    """Put in doubt what stands beside figures that went astray, unless an identity across rows proves it.

    Whole rows of running text where other rows of their table went astray: without a grid a row's figures
    are told by the label before them alone, and may be a neighbour's, which their own sum cannot show. And
    rows in which one cell holds two figures and another none: the others may have slid as well.
    """
    if not doubts:
        return
    numbers = numbers_of(values)
    for table in form.tables:
        if table.layout != "rows" or len(table.blocks) > 1:
            continue
        fields = {field.id for field in table.fields.values()}
        astray = any(not fields.isdisjoint(doubt.fields) and doubt.why in ("order", "run", "row") for doubt in doubts)
        loose = astray and fields.isdisjoint(grid.found)
        apart = {name for doubt in doubts if doubt.why == "apart" for name in doubt.fields}
        rows: dict[str, list[str]] = {}
        for field in table.fields.values():
            rows.setdefault(field.row.id, []).append(field.id)
        for row in rows.values():
            slid = not apart.isdisjoint(row) and any(values[name].kind == "blank" for name in row)
            for name in row:
                value = values[name]
                suspect = (slid or loose) if value.reading == "single" else slid and value.reading == "agreed"
                if not suspect or value.kind == "missing":
                    continue
                across = [one for one in touching(form, [name]) if not {*one.left, *one.right} <= set(row)]
                if not any(holds(one, numbers) and _tells(one, numbers) for one in across):
                    values[name] = replace(value, reading="conflict")
                    doubts.append(Doubt("R-CONFLICT", (name,), (value.raw,), value.place, "apart" if slid else "order"))

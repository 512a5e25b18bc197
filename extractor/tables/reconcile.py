"""What the two routes agree on: one value a field, with the reading it rests on and the doubts left."""

from __future__ import annotations

from dataclasses import replace

from ..cells import read_cell
from ..form import Form
from ..model import Place
from ..record import MISSING, Reading, Value
from .candidate import Candidate, Route, Run
from .confirm import CONFIRMED_BY, Doubt, confirm, confirm_blanks, distrust, numbers_of
from .solve import decode, fewest, forced, holds, touching

MOST_SHOWN = 4
"""Readings quoted in one doubt; the rest are counted."""


def reconcile(grid: Route, flow: Route, form: Form) -> tuple[dict[str, Value], list[Doubt]]:
    """Every field of the form with its value (missing where no route found it), and the doubts."""
    values: dict[str, Value] = {}
    doubts: list[Doubt] = []
    open_fields: dict[str, tuple[Candidate, Candidate]] = {}
    twice = grid.printed_twice(form) | flow.printed_twice(form)
    for field in form.fields():
        from_grid, from_flow = grid.found.get(field.id, []), flow.found.get(field.id, [])
        if _undisputed(from_grid, from_flow):
            values[field.id] = _value(from_grid[0], "agreed")
            continue
        from_grid, from_flow = _headed(from_grid, from_flow)
        if from_grid and from_flow and field.id not in twice and not _agree(from_grid, from_flow):
            open_fields[field.id] = (_first(from_grid), from_flow[0])
        value, doubt = _settle(field.id, from_grid, from_flow)
        values[field.id] = value
        doubts += doubt
    _by_identities(open_fields, values, doubts, form)
    _decode(flow.runs, values, doubts, form)
    confirm(grid, values, doubts, form)
    confirm_blanks(grid, flow, values)
    distrust(grid, values, doubts, form)
    for text, place, fields in grid.lost + flow.lost:
        if not _read_elsewhere(place, fields, values):
            doubts.append(Doubt("R-LOST", fields, (text,), place, "row"))
    return values, doubts


def _undisputed(from_grid: list[Candidate], from_flow: list[Candidate]) -> bool:
    """Whether both routes agree and nothing at all speaks against either: so it is with most fields."""
    if len(from_grid) != 1 or len(from_flow) != 1:
        return False
    one, other = from_grid[0], from_flow[0]
    if one.doubt or other.doubt or one.figure.apart or other.figure.apart:
        return False
    return one.figure is other.figure or one.same(other)


def _headed(from_grid: list[Candidate], from_flow: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The candidates of both routes, without those whose place is a guess where the other route knows it.

    Figures that wrap in their cells come before or behind their neighbours in the running text, which says
    so itself (``order``); a ruled cell holds them whole.
    """
    if not from_grid or not from_flow or _agree(from_grid, from_flow):
        return from_grid, from_flow
    grid_doubts, flow_doubts = {one.doubt for one in from_grid}, {one.doubt for one in from_flow}
    if flow_doubts == {""} and len(from_flow) == 1 and all(_holds_among_words(one, from_flow[0]) for one in from_grid):
        return [], from_flow
    if "order" in flow_doubts and grid_doubts <= {"", "column"}:
        return from_grid, []
    if ("column" in grid_doubts) != ("column" in flow_doubts):
        return ([], from_flow) if "column" in grid_doubts else (from_grid, [])
    return from_grid, from_flow


def _holds_among_words(merged: Candidate, sure: Candidate) -> bool:
    """Whether a cell that reaches over its neighbours, as one without rulings may, shows a figure among other words."""
    return merged.doubt in ("merged", "uneven") and merged.figure.kind == "text" and sure.figure.raw in merged.figure.raw.split()


def _first(candidates: list[Candidate]) -> Candidate:
    """The candidate that shows something, else the first."""
    return next((one for one in candidates if one.figure.kind != "blank"), candidates[0])


def _agree(from_grid: list[Candidate], from_flow: list[Candidate]) -> bool:
    return len(from_grid) == len(from_flow) == 1 and from_grid[0].same(from_flow[0])


def _settle(field: str, from_grid: list[Candidate], from_flow: list[Candidate]) -> tuple[Value, list[Doubt]]:
    if not from_grid and not from_flow:
        return MISSING, []
    every = from_grid + from_flow
    best = _first(from_grid or from_flow)
    shown = tuple(dict.fromkeys(one.figure.raw for one in every))
    agree = _agree(from_grid, from_flow)
    why = _why(every, agree)
    if why:
        return _value(best, "conflict"), [Doubt("R-CONFLICT", (field,), shown, best.place, why)]
    return _value(best, "agreed" if agree else "single"), []


def _why(every: list[Candidate], agree: bool) -> str:
    """What speaks against a field's candidates; empty when nothing does.

    Two routes that agree lay each other's doubts, but for those they share: whether a cell belongs to
    more fields than one, holds two figures, or stands in another column than both of them guess.
    """
    if len(every) > 1 and not agree:
        return "differ"
    told = [one.doubt for one in every if one.doubt]
    if "merged" in told:
        return "merged"
    if any(one.figure.apart for one in every):
        return "apart"
    if len(told) < len(every):
        return ""
    return next((doubt for doubt in told if doubt in CONFIRMED_BY and "column" not in told), told[0])


def _value(candidate: Candidate, reading: Reading) -> Value:
    figure = candidate.figure
    return Value(figure.value, figure.raw, figure.kind, figure.note, reading, candidate.place)


def _by_identities(
    differing: dict[str, tuple[Candidate, Candidate]], values: dict[str, Value], doubts: list[Doubt], form: Form
) -> None:
    """Where the routes differ, take the side that every identity touching it allows if the other breaks one."""
    if not differing:
        return
    touched = touching(form, differing)
    sides = []
    for side in (0, 1):
        numbers = numbers_of(values)
        for field, pair in differing.items():
            numbers.pop(field, None)
            figure = pair[side].figure
            if figure.value is not None:
                numbers[field] = figure.value
        sides.append([holds(one, numbers) for one in touched])
    for side in (0, 1):
        mine, others = sides[side], sides[1 - side]
        if touched and all(mine) and not all(others):
            for field, pair in differing.items():
                if touching(form, [field]):
                    values[field] = _value(pair[side], "solved")
            settled = {field for field in differing if values[field].reading == "solved"}
            doubts[:] = [doubt for doubt in doubts if not settled.issuperset(doubt.fields) or not doubt.fields]
            return


def _decode(runs: list[Run], values: dict[str, Value], doubts: list[Doubt], form: Form) -> None:
    """Cut the rows whose figures are run together; what stays undecided is a conflict with its readings."""
    if not runs:
        return
    unread = [run for run in runs if all(values[field].kind == "missing" for field in run.fields)]
    decoded = decode(unread, numbers_of(values), form)
    for run, left in decoded:
        if left is not None and not left:
            doubts.append(Doubt("R-LOST", run.fields, (" ".join(run.pieces),), run.place, "run"))
            continue
        undecided = []
        for position, field in enumerate(run.fields):
            figures = {cut[position] for cut in left or ()}
            if len(figures) != 1:
                values[field] = Value(None, " ".join(run.pieces), "text", None, "conflict", run.place)
                undecided.append(field)
                continue
            figure = read_cell(figures.pop())
            sure = not run.doubt and (fewest(run.pieces) == len(run.fields) or bool(touching(form, [field])))
            reading: Reading = "solved" if sure else "conflict"
            values[field] = Value(figure.value, figure.raw, figure.kind, figure.note, reading, run.place)
            if not sure:
                undecided.append(field)
        if undecided:
            cuts = left or [run.pieces]
            shown = tuple(" ".join(cut) for cut in cuts[:MOST_SHOWN])
            more = (f"… {len(cuts)}",) if len(cuts) > MOST_SHOWN else ()
            doubts.append(Doubt("R-CONFLICT", tuple(undecided), shown + more, run.place, run.doubt or "run"))
    _confirm_cuts([run for run, left in decoded if left and not forced(run)], values, doubts, form)


def _confirm_cuts(runs: list[Run], values: dict[str, Value], doubts: list[Doubt], form: Form) -> None:
    """A cut that rests on its row's own sum alone is a conflict where no identity across it confirms it."""
    numbers = numbers_of(values)
    for run in runs:
        unsure = []
        for field in run.fields:
            across = [one for one in touching(form, [field]) if not {*one.left, *one.right} <= set(run.fields)]
            if values[field].reading == "solved" and across and not any(holds(one, numbers) for one in across):
                values[field] = replace(values[field], reading="conflict")
                unsure.append(field)
        if unsure:
            shown = (" ".join(values[field].raw for field in run.fields),)
            doubts.append(Doubt("R-CONFLICT", tuple(unsure), shown, run.place, "run"))


def _read_elsewhere(place: Place, fields: tuple[str, ...], values: dict[str, Value]) -> bool:
    """Whether the other route has read a lost row: all its fields, or figures from the same place."""
    if fields:
        return all(values[field].kind != "missing" for field in fields)
    return any(value.place == place and value.kind != "missing" for value in values.values())

"""Two sets of reports held against each other, field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .display import one_line
from .layout import form_of
from .marks import figure, status_of
from .record import Report, Value
from .text import joined

NOT_FOUND, NO_FIELD, BLANK, NO_REPORT = "未找到", "无此栏目", "空白", "没有这份报告"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side has in a field: the number, what is printed, the kind and note of :class:`extractor.record.Value`.

    ``kind`` is ``absent`` where the side's form has no such field, or where the side has no such report.
    """

    value: int | float | str | None
    raw: str
    kind: str
    note: str | None = None

    def __str__(self) -> str:
        if self.kind in ("blank", "missing", "absent"):
            return {"blank": BLANK, "missing": NOT_FOUND}.get(self.kind, self.raw)
        shown = figure(self.value) if isinstance(self.value, int | float) else one_line(self.raw)
        return f"{shown}〔{one_line(self.note)}〕" if self.note else shown


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the two sides differ; ``report`` says of which report, ``field`` is None for the whole of it."""

    report: str
    field: str | None
    path: str
    a: Cell
    b: Cell


@dataclass(frozen=True, slots=True)
class Side:
    """What is kept of a report to hold it against another."""

    name: str
    sha256: str
    organ: str | None
    year: int | None
    readable: bool
    cells: Mapping[str, Cell]
    paths: Mapping[str, str]


def side_of(report: Report) -> Side:
    """What is kept of a report."""
    form = form_of(report)
    paths = {field.id: field.path for field in form.fields()} if form else {}
    source = report.source
    head = {
        "organ": Cell(report.organ, report.organ or "", "text" if report.organ else "missing"),
        "year": Cell(report.year, "", "missing" if report.year is None else "number"),
    }
    return Side(
        source.member or source.name, source.sha256, report.organ, report.year, status_of(report) != "unread",
        head | {name: _cell(value) for name, value in report.values.items()}, {"organ": "机关", "year": "年度", **paths},
    )  # fmt: skip


def differences(first: Side, second: Side) -> Iterator[Difference]:
    """The fields in which two reports differ, in the order of the first; 0, 无, a blank and a missing cell all differ."""
    report = " ".join(str(part) for part in (first.organ or first.name, first.year) if part is not None)
    none = Cell(None, NO_FIELD, "absent")
    for name in dict.fromkeys((*first.cells, *second.cells)):
        a, b = first.cells.get(name, none), second.cells.get(name, none)
        if _said(a) != _said(b):
            yield Difference(report, name, first.paths.get(name) or second.paths.get(name, ""), a, b)


def pairs(one: Iterable[Report], other: Iterable[Report]) -> Iterator[tuple[Side | None, Side | None]]:
    """The reports of two sets that belong together, and those that have no counterpart.

    One on each side belong together in any case. Of more, those of the same content do (SHA-256), and of the rest those
    that are the only ones of their organ and year on either side.
    """
    second = [side_of(report) for report in other]
    by_content: defaultdict[str, list[Side]] = defaultdict(list)
    for side in second:
        by_content[side.sha256].append(side)
    left: list[Side] = []
    met: set[int] = set()
    count = 0
    for side in map(side_of, one):
        count += 1
        same = by_content[side.sha256] if side.sha256 else []
        if same:
            twin = same.pop(next((at for at, known in enumerate(same) if known.name == side.name), 0))
            met.add(id(twin))
            yield side, twin
        else:
            left.append(side)
    rest = [side for side in second if id(side) not in met]
    if count == len(second) == 1 and left:
        yield left[0], rest[0]
        return
    mine, theirs = _by_report(left), _by_report(rest)
    for side in left:
        key = (side.organ, side.year)
        sole = side.organ is not None and len(mine[key]) == 1 and len(theirs.get(key, ())) == 1
        twins = theirs.pop(key) if sole else []
        yield side, (twins[0] if twins else None)
    yield from ((None, side) for sides in theirs.values() for side in sides)


def compare(one: Iterable[Report], other: Iterable[Report]) -> Iterator[Difference | Side]:
    """The differences of two sets; in place of those of a pair, a side that could not be read."""
    for a, b in pairs(one, other):
        unread = [side for side in (a, b) if side is not None and not side.readable]
        if unread:
            yield from unread
        elif a is not None and b is not None:
            yield from differences(a, b)
        else:
            yield _alone(a, b)


def _alone(a: Side | None, b: Side | None) -> Difference:
    there = a or b
    assert there is not None
    report = " ".join(str(part) for part in (there.organ or there.name, there.year) if part is not None)
    name, none = Cell(there.name, there.name, "text"), Cell(None, NO_REPORT, "absent")
    return Difference(report, None, "整份报告", name if a else none, name if b else none)


def _by_report(sides: Iterable[Side]) -> dict[tuple[str | None, int | None], list[Side]]:
    found: dict[tuple[str | None, int | None], list[Side]] = {}
    for side in sides:
        found.setdefault((side.organ, side.year), []).append(side)
    return found


def _cell(value: Value) -> Cell:
    return Cell(value.value if value.kind == "number" else None, value.raw, value.kind, value.note)


def _said(cell: Cell) -> tuple[str, object, str]:
    """What a cell says, however wide its figures are printed and wherever its lines break."""
    said = cell.value if cell.kind == "number" else joined(cell.raw)
    return cell.kind, said, joined(cell.note or "")

"""An organ's reports over several years that follow from each other, and one known break between two of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from extractor import form as forms
from extractor.form import Form

from . import figures, names, printing
from .cell_faults import NoPlace
from .draft import draft
from .report import Draft, Fault, Number, Organ

Figures = dict[str, Number]

DOCUMENTS = ("rules", "normative_documents")
FEE = "t2.fees.amount"


@dataclass(frozen=True, slots=True)
class Career:
    """The reports of one organ in the order of their years. ``fault`` stands in the draft it should be found on."""

    drafts: tuple[Draft, ...]
    fault: str | None = None


def career(
    rng: Random, *, first: int, years: int, profile: str = "small", organ: Organ | None = None
) -> Career:
    """Faultless reports of one organ: what one carries out the next carries in, stocks and items follow.

    Reports up to 2020 are in the 2019 form. About half of them state how requests grew.
    """
    who = names.organ(rng, profile) if organ is None else organ
    made: list[Draft] = []
    last: Figures | None = None
    for year in range(first, first + years):
        form = forms.load("2019" if year <= 2020 else "2021")
        drawn = figures.draw(form, profile, who, rng)
        if last is not None:
            _follow(form, drawn, last, rng)
        one = draft(rng, year=year, edition=form.edition, profile=profile, organ=who, drawn=drawn)
        if last is not None and rng.random() < 0.5:
            one = replace(one, growth=_growth(last, drawn))
        made.append(one)
        last = drawn
    return Career(tuple(made))


def _follow(form: Form, now: Figures, last: Figures, rng: Random) -> None:
    """Change a year's figures so that they follow from last year's and every identity still holds."""
    block = form.table("t3").blocks[0]
    people = [column.id for column in block.columns if column.role != "sum"]
    for column in people:
        new, carried_in, results, out = (
            f"t3.{row}.{column}" for row in ("received_new", "carried_in", "results_total", "carried_out")
        )
        now[carried_in] = last[f"t3.carried_out.{column}"]
        now[out] = max(now[out], now[carried_in] - now[results])
        now[new] = now[results] + now[out] - now[carried_in]
    for row in ("received_new", "carried_in", "carried_out"):
        now[f"t3.{row}.total"] = sum(now[f"t3.{row}.{column}"] for column in people)
    for group in (row.id for row in form.table("t4").blocks[0].rows):
        for column in ("upheld", "total"):
            now[f"t4.{group}.{column}"] += last[f"t4.{group}.pending"]
    for field in form.table("t2").fields.values():
        if field.id in last and field.column.id in ("decisions", "amount") and field.row.id != "procurement":
            near = last[field.id] * rng.uniform(0.6, 1.6)
            now[field.id] = int(near) if field.kind == "count" else round(near, 4)
        elif field.column.id == "items_prev" and field.id in last:
            now[field.id] = last[field.id] + last[field.id.replace("items_prev", "items_change")]
            change = field.id.replace("items_prev", "items_change")
            now[change] = max(now[change], -now[field.id])
    for row in DOCUMENTS:
        stock, issued, repealed = (f"t2.{row}.{name}" for name in ("in_force", "issued", "repealed"))
        if stock in now and stock in last:
            now[repealed] = min(now[repealed], last[stock])
            now[stock] = last[stock] + now[issued] - now[repealed]


def _growth(last: Figures, now: Figures) -> str:
    before, after = last["t3.received_new.total"], now["t3.received_new.total"]
    if not before or before == after:
        return ""
    rate = 100 * (after / before - 1)
    return f"，较上年{'增长' if rate > 0 else '下降'}{abs(rate):.1f}%"


def _put(made: Career, at: int, code: str, changed: Figures, **more: object) -> Career:
    """The career with some figures of one report changed, and the fault that this makes."""
    one = made.drafts[at].with_values({name: printing.number(figure) for name, figure in changed.items()})
    fault = Fault(name=code, code=code, codes=(code,), fields=tuple(changed))
    one = replace(one, fault=fault, **more)  # type: ignore[arg-type]
    return Career((*made.drafts[:at], one, *made.drafts[at + 1 :]), code)


def _ints(one: Draft, *fields: str) -> list[int]:
    return [int(one.quoted[field]) for field in fields]


def _carry(made: Career, at: int, rng: Random) -> Career:
    """More carried in than was carried out, and as many fewer received, so that the year's own sums hold."""
    one = made.drafts[at]
    new, total = _ints(one, "t3.received_new.natural_person", "t3.received_new.total")
    carried, carried_total = _ints(one, "t3.carried_in.natural_person", "t3.carried_in.total")
    if not new:
        raise NoPlace("nothing was received")
    by = rng.randint(1, min(new, 5))
    return _put(made, at, "Y-CARRY", {
        "t3.received_new.natural_person": new - by, "t3.received_new.total": total - by,
        "t3.carried_in.natural_person": carried + by, "t3.carried_in.total": carried_total + by,
    }, growth="")  # fmt: skip


def _stock(made: Career, at: int, rng: Random) -> Career:
    """More documents in force than follow from last year."""
    stock = "t2.normative_documents.in_force"
    if stock not in made.drafts[at].quoted or stock not in made.drafts[at - 1].quoted:
        raise NoPlace("the older form has no such stock")
    return _put(made, at, "Y-STOCK", {stock: made.drafts[at].quoted[stock] + rng.randint(1, 9)})


def _items(made: Career, at: int, rng: Random) -> Career:
    """Items of last year that are not those of last year's report."""
    items = "t2.licensing.items_prev"
    if items not in made.drafts[at].quoted or items not in made.drafts[at - 1].quoted:
        raise NoPlace("the newer form counts no items")
    return _put(made, at, "Y-2019", {items: made.drafts[at].quoted[items] + rng.randint(1, 9)})


def _jump(made: Career, at: int, rng: Random) -> Career:
    """Ten times last year's penalties, as a figure too many makes it."""
    field = "t2.penalty.decisions"
    before = int(made.drafts[at - 1].quoted[field])
    if before < 30:
        raise NoPlace("small figures jump by chance")
    return _put(made, at, "Y-JUMP", {field: before * 10 + rng.randint(0, 9)})


def _gap(made: Career, at: int, rng: Random) -> Career:
    """A year in the middle without a report; found on the one after it."""
    if at + 1 >= len(made.drafts):
        raise NoPlace("no year behind the gap")
    after = replace(made.drafts[at + 1], fault=Fault("Y-GAP", "Y-GAP", ("Y-GAP",)))
    return Career((*made.drafts[:at], after, *made.drafts[at + 2 :]), "Y-GAP")


def _stated(made: Career, at: int, rng: Random) -> Career:
    """A growth that the two years' requests do not make."""
    before, new = _ints(made.drafts[at - 1], "t3.received_new.total", "t3.carried_in.total")
    after, old = _ints(made.drafts[at], "t3.received_new.total", "t3.carried_in.total")
    if not before:
        raise NoPlace("nothing to compare with")
    rates = [100 * (now / last - 1) for now in (after, after + old) for last in (before, before + new)]
    wrong = max(rates) + rng.randint(7, 40)
    told = f"，较上年{'增长' if wrong > 0 else '下降'}{abs(wrong):.1f}%"
    return _put(made, at, "N-YOY", {}, growth=told)


def _yuan(made: Career, at: int, rng: Random) -> Career:
    """The fee in yuan, in figures like every other year's in 万元."""
    if FEE not in made.drafts[at].quoted or not made.drafts[at - 1].quoted.get(FEE) or not made.drafts[at].quoted[FEE]:
        raise NoPlace("no fee in both years")
    return _put(made, at, "T2-UNIT", {FEE: round(made.drafts[at].quoted[FEE] * 10_000, 2)})


def _orphan(made: Career, at: int, rng: Random) -> Career:
    """A suit after reconsideration, and no reconsideration in two years."""
    group = "t4.reconsideration.total"
    if made.drafts[at].quoted[group] or made.drafts[at - 1].quoted[group]:
        raise NoPlace("there was a reconsideration")
    return _put(made, at, "T4-ORPHAN", {f"t4.litigation_after_reconsideration.{one}": 1 for one in ("upheld", "total")})


CAREER_FAULTS: dict[str, Callable[[Career, int, Random], Career]] = {
    "Y-CARRY": _carry, "Y-STOCK": _stock, "Y-2019": _items, "Y-JUMP": _jump, "Y-GAP": _gap, "N-YOY": _stated,
    "T2-UNIT": _yuan, "T4-ORPHAN": _orphan,
}  # fmt: skip
"""Every break between two years by the code of the rule that should find it."""


def broken_career(name: str, made: Career, rng: Random) -> Career:
    """The career with that break between its last two years that have a place for it; NoPlace where none has."""
    for at in range(len(made.drafts) - 1, 0, -1):
        try:
            return CAREER_FAULTS[name](made, at, rng)
        except NoPlace:
            continue
    raise NoPlace(f"no two years with a place for {name}")


def careers(
    count: int, seed: int, *, years: int, first: int = 2021, fault_share: float = 0.0, codes: Sequence[str] = ()
) -> list[Career]:
    """So many organs, each with a place of its own, over so many years; a share of them with one break."""
    made: list[Career] = []
    taken: set[str] = set()
    number = 0
    while len(made) < count:
        rng = Random(f"career/{seed}/{number}")
        number += 1
        one = career(rng, first=first, years=years, profile=rng.choice(figures.PROFILES))
        if rng.random() < fault_share:
            try:
                one = broken_career(rng.choice(list(codes) or sorted(CAREER_FAULTS)), one, rng)
            except NoPlace:
                continue
        if one.drafts[0].organ.name not in taken:
            taken.add(one.drafts[0].organ.name)
            made.append(one)
    return made

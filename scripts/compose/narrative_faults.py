"""Faults of the narrative: sentences that contradict the tables, or themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from extractor.cells import read_cell
from extractor.record import Value

from .cell_faults import NoPlace
from .report import Draft, Fault, Rewording


def _saying(draft: Draft, code: str, sentence: str, *fields: str) -> Draft:
    return replace(draft, fault=Fault(code, code, (code,), fields), reworded=(Rewording("overview", "", sentence),))


def _total(draft: Draft, row: str) -> int:
    """The printed total of a row of table 3, which the prose may name."""
    name = f"t3.{row}.total"
    if name not in draft.quoted:
        raise NoPlace(f"{name} is not to be named")
    return int(draft.quoted[name])


def _group(draft: Draft, rng: Random) -> Draft:
    """The refusals in words are others than those of the table."""
    rows = [row.id for row in draft.form.table("t3").blocks[0].rows if row.id.startswith("denied_")]
    there = sum(_total(draft, row) for row in rows)
    return _saying(draft, "N-GROUP", f"从办理结果看，不予公开{there + rng.randint(2, 9)}件。")


def _share(draft: Draft, rng: Random) -> Draft:
    """A share that the two figures beside it do not give."""
    whole, part = _total(draft, "results_total"), _total(draft, "disclosed")
    if whole < 5:
        raise NoPlace("too few requests for a share")
    wrong = (100 * part / whole + rng.uniform(6, 30)) % 100
    if abs(wrong - 100 * part / whole) < 3 or any(abs(wrong - 100 * part / base) < 3 for base in _bases(draft)):
        raise NoPlace("the share is right by another count")
    return _saying(draft, "N-PCT", f"全年办结政府信息公开申请{whole}件，其中予以公开{part}件，占{wrong:.1f}%。")


def _bases(draft: Draft) -> list[int]:
    new, carried = _total(draft, "received_new"), _total(draft, "carried_in")
    return [one for one in (new, new + carried) if one]


def _breakdown(draft: Draft, rng: Random) -> Draft:
    """A list that adds up to more than its whole, or a long one to less: a short one might name some only."""
    names = ["文字解读", "图表解读", "视频解读", "问答解读"][: rng.choice((2, 4))]
    parts = [rng.randint(11, 60) for _ in names]
    whole = sum(parts) - rng.randint(3, 9) if len(parts) < 4 or rng.random() < 0.5 else sum(parts) + rng.randint(2, 8)
    listed = "、".join(f"{name}{count}篇" for name, count in zip(names, parts, strict=True))
    return _saying(draft, "N-BREAK", f"全年发布政策解读材料{whole}篇，其中{listed}。")


def _table_2(draft: Draft, rng: Random) -> Draft:
    """A figure of table 2 that the prose tells otherwise."""
    name = "t2.licensing.decisions"
    if name not in draft.quoted:
        raise NoPlace(f"{name} is not to be named")
    told = int(draft.quoted[name]) + rng.randint(7, 40)
    return _saying(draft, "N-T2", f"全年{draft.organ.self_name}作出行政许可决定{told}件。", name)


def _contradiction(draft: Draft, rng: Random) -> Draft:
    """All is answered in words, and something is carried over in the table; or no disputes, and there are some."""
    if _total(draft, "carried_out"):
        # Were the number told as well, the sentence would speak of the others.
        silent = replace(draft, quoted={name: one for name, one in draft.quoted.items() if name != "t3.carried_out.total"})
        told = f"{draft.year}年{draft.organ.self_name}收到政府信息公开申请{_total(draft, 'received_new')}件，已全部办结。"
        return _saying(silent, "N-CONTRA", told)
    if draft.quoted.get("t4.reconsideration.total"):
        return _saying(draft, "N-CONTRA", f"{draft.year}年{draft.organ.self_name}未发生因政府信息公开引起的行政复议。")
    raise NoPlace("nothing to contradict")


def _fee_row(draft: Draft, rng: Random) -> Draft:
    """Requests lapsed for unpaid fees in the table, and no fee notice in section six."""
    name = "t3.other_fee_overdue.total"
    if not draft.quoted.get(name):
        raise NoPlace("no fee was left unpaid")
    quoted = {field: figure for field, figure in draft.quoted.items() if field != name}
    return replace(draft, fault=Fault("N-FEEROW", "N-FEEROW", ("N-FEEROW",), (name,)), quoted=quoted)


def _empty(draft: Draft, rng: Random) -> Draft:
    """A table of nothing but zeros under prose that tells of requests."""
    figure = read_cell("0")
    zero = Value(figure.value, figure.raw, figure.kind)
    fields = tuple(field.id for field in draft.form.table("t3").fields.values())
    told = f"{draft.year}年{draft.organ.self_name}共收到政府信息公开申请{rng.randint(6, 40)}件，均已按期答复。"
    return _saying(draft.with_values(dict.fromkeys(fields, zero)), "T3-EMPTY", told, *fields)


NARRATIVE_FAULTS: dict[str, Callable[[Draft, Random], Draft]] = {
    "N-GROUP": _group,
    "N-PCT": _share,
    "N-BREAK": _breakdown,
    "N-T2": _table_2,
    "N-CONTRA": _contradiction,
    "N-FEEROW": _fee_row,
    "T3-EMPTY": _empty,
}
"""The faults of the narrative, by name."""

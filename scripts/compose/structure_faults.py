"""Faults of structure: headings and their numbers, thin prose, and the labels that the tables print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from extractor.form import Axis, Form, FormTable

from .cell_faults import NoPlace
from .report import Draft, Fault

OLD_PARTS = ("政府信息公开收费及减免情况", "咨询处理情况", "附件", "政府信息公开申诉情况")


def _with(draft: Draft, code: str, **changes: str) -> Draft:
    return replace(draft, fault=Fault(code, code, (code,)), changes={**draft.changes, **changes})


def _printed(draft: Draft, code: str, form: Form) -> Draft:
    """The draft with its tables printed as another form has them; its figures stay under their ids."""
    return replace(_with(draft, code), printed_form=form)


def _extra(draft: Draft, rng: Random) -> Draft:
    """A section of older reports stands between two of the six, or behind them; those after it are renumbered."""
    at = rng.choice([number for number, one in enumerate(draft.plan, 1) if one.id in ("s3", "s4", "s5", "s6")])
    plan = tuple(replace(one, number=one.number + (place > at)) for place, one in enumerate(draft.plan, 1))
    made = _with(draft, "S-EXTRA", numbering="zh", extra=rng.choice(OLD_PARTS), after=draft.plan[at - 1].id)
    return replace(made, plan=plan)


def _title(draft: Draft, rng: Random) -> Draft:
    """One section's title is worded otherwise."""
    section = rng.choice(draft.form.sections)
    return _with(draft, "S-TITLE", **{f"title {section.id}": rng.choice(section.aliases)})


def _numbering(draft: Draft, rng: Random) -> Draft:
    """The parts of section one are numbered like sections, or from （二）, or the sections are all one number short."""
    return _with(draft, "S-NUM", numbering=rng.choice(("restart", "shifted", "skip")))


def _aspect(draft: Draft, rng: Random) -> Draft:
    """Section one says nothing of requests, or of requests and platforms."""
    return _with(draft, "S-ASPECT", numbering="zh", aspects=rng.choice(("345", "1345", "135")))


def _thin(draft: Draft, rng: Random) -> Draft:
    """Section one says only what the report is made of."""
    return _with(draft, "S-THIN", overview="thin")


def _results(draft: Draft, rng: Random) -> Draft:
    """A government does not report on evaluation and accountability."""
    if draft.organ.kind != "government":
        raise NoPlace("only governments must")
    return _with(draft, "S-GOV", results="none")


def _problems(draft: Draft, rng: Random) -> Draft:
    """Section five says nothing, next to nothing, or only half of what it should."""
    return _with(draft, "S-S5EMPTY", problems=rng.choice(("nothing", "short", "no cure", "no problem")))


def _count(draft: Draft, rng: Random) -> Draft:
    """The introduction promises six parts and names five."""
    return _with(draft, "S-COUNT", parts=rng.choice(("s2", "s3", "s4", "s5")))


def _old_introduction(draft: Draft, rng: Random) -> Draft:
    """The introduction lists the parts of reports before 2019."""
    return _with(draft, "S-INTROOLD", parts="old")


def _note(draft: Draft, rng: Random) -> Draft:
    """The corner note of table 3 is left out or altered."""
    return _with(draft, "S-NOTE", note=rng.choice(("", "（数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）")))


def _reformed(form: Form, table: FormTable, rows: tuple[Axis, ...], columns: tuple[Axis, ...]) -> Form:
    """The form with other axes in a table of one block; fields stay where their ids say."""
    block = replace(table.blocks[0], rows=rows, columns=columns)
    other = replace(table, blocks=(block,))
    return replace(form, tables=tuple(other if one is table else one for one in form.tables))


_ROWS = {
    "denied_prohibited_by_law": "2.其他法律行政止公开",
    "denied_enforcement_file": "7.属于行政执法卷宗",
    "denied_third_party_rights": "4.保护第三方合法利益",
    "unavailable_not_held": "1.本机关不掌握有关信息",
    "not_processed_petition": "1.信访举报控告类申请",
    "received_new": "一、本年度新收信息公开申请数",
}
"""Row labels of table 3 as careless authors word them: told by what is left of them."""


def _row(draft: Draft, rng: Random) -> Draft:
    """A row of table 3 is worded otherwise, or two rows of one group have changed places."""
    table = draft.form.table("t3")
    rows = list(table.blocks[0].rows)
    if rng.random() < 0.5:
        name = rng.choice(sorted(_ROWS))
        rows = [replace(row, label=_ROWS[name], aliases=()) if row.id == name else row for row in rows]
    else:
        at = rng.choice([n for n in range(len(rows) - 1) if rows[n].group and rows[n].group == rows[n + 1].group])
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return _printed(draft, "S-ROWLABEL", _reformed(draft.form, table, tuple(rows), table.blocks[0].columns))


_COLUMNS = {"natural_person": "自然人申请", "public_interest_organization": "社会公益团体", "research_institution": "科研单位"}


def _column(draft: Draft, rng: Random) -> Draft:
    """A column of table 3 is worded otherwise, or two have changed places."""
    table = draft.form.table("t3")
    columns = list(table.blocks[0].columns)
    if rng.random() < 0.3:
        name = rng.choice(sorted(_COLUMNS))
        columns = [replace(one, label=_COLUMNS[name], aliases=()) if one.id == name else one for one in columns]
    else:
        at = rng.choice([n for n in range(len(columns) - 1) if columns[n].group and columns[n].group == columns[n + 1].group])
        columns[at], columns[at + 1] = columns[at + 1], columns[at]
    return _printed(draft, "S-COLORDER", _reformed(draft.form, table, table.blocks[0].rows, tuple(columns)))


def _wording(draft: Draft, rng: Random) -> Draft:
    """Table 2 names its fees, its documents or an item of Article 20 in other words."""
    table = draft.form.table("t2")
    blocks = list(table.blocks)
    way = rng.choice(("fees", "documents", "caption"))
    if way == "caption":
        at = rng.randrange(1, len(blocks))
        blocks[at] = replace(blocks[at], caption=rng.choice(("第二十条第（二）项", "第二十条第（七）项")))
    else:
        old, new = ("行政事业性收费", "行政事业型收费") if way == "fees" else ("行政规范性文件", "规范性文件")
        if not any(row.label == old for block in blocks for row in block.rows):
            raise NoPlace(f"no row is called {old}")
        blocks = [
            replace(block, rows=tuple(replace(row, label=new, aliases=()) if row.label == old else row for row in block.rows))
            for block in blocks
        ]
    other = replace(table, blocks=tuple(blocks))
    form = replace(draft.form, tables=tuple(other if one is table else one for one in draft.form.tables))
    return _printed(draft, "T2-LABEL", form)


LABEL_FAULTS: dict[str, Callable[[Draft, Random], Draft]] = {
    "S-NOTE": _note,
    "S-ROWLABEL": _row,
    "S-COLORDER": _column,
    "T2-LABEL": _wording,
}
"""The faults that only the cells of a table tell: text without cells cannot carry them."""

STRUCTURE_FAULTS: dict[str, Callable[[Draft, Random], Draft]] = {
    "S-EXTRA": _extra,
    "S-TITLE": _title,
    "S-NUM": _numbering,
    "S-ASPECT": _aspect,
    "S-THIN": _thin,
    "S-GOV": _results,
    "S-S5EMPTY": _problems,
    "S-COUNT": _count,
    "S-INTROOLD": _old_introduction,
    **LABEL_FAULTS,
}
"""The faults of structure, by name."""

"""A report laid out: the blocks a renderer sets, and what a reader should see of title and sections."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from extractor.form import FormSection

from .grids import Grid, grids
from .labels import radicals
from .layout import Layout
from .prose import Prose
from .report import Draft, SectionPlan

Role = Literal["title", "heading", "subheading", "body", "note", "signature"]
_NUMERALS = "零一二三四五六七八九十"
INSTRUCTION = "该部分以表格形式报告。表格如下："


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. ``prefix`` is the number its text begins with, where a machine may set it."""

    text: str
    role: Role = "body"
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in place of a table."""

    table: str


Body = Para | Picture | Grid


@dataclass(frozen=True, slots=True)
class SectionSeen:
    """A section as a reader should see it: heading and prose, one paragraph a line."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A report as laid out. ``title`` is None when the report prints none; ``dated`` is the day of signing."""

    draft: Draft
    layout: Layout
    title: str | None
    body: tuple[Body, ...]
    sections: tuple[SectionSeen, ...]
    dated: str


def lay(draft: Draft, prose: Prose, layout: Layout, rng: Random) -> Page:
    """The report's blocks in the order of printing."""
    layout = _as_changed(layout, draft)
    title, lines = _title(draft, layout)
    body: list[Body] = [Para(line, "title") for line in lines]
    worn = layout.dropped and layout.title != "no-year" and draft.fault is None
    told = (_worn(text, rng) if worn else text for text in prose.introduction)
    body.extend(Para(text) for text in told)
    seen = []
    for plan in draft.plan:
        section = next(one for one in draft.form.sections if one.id == plan.id)
        heading = _heading(plan, section, layout, draft.changes.get(f"title {section.id}"))
        inside = _section(draft, prose, layout, plan, section, rng)
        if draft.changes.get("after") == plan.id:
            inside += _extra_section(draft, plan)
        body.append(heading)
        body.extend(inside)
        text = "\n".join(block.text for block in inside if isinstance(block, Para))
        seen.append(SectionSeen(section.id, heading.text, text))
    dated = prose.dated
    if layout.signature or layout.title == "no-organ":
        body.append(Para(draft.organ.name, "signature"))
        body.append(Para(f"{dated.year}年{dated.month}月{dated.day}日", "signature"))
    if "radicals" in layout.labels:
        body = [Para(radicals(b.text), b.role, radicals(b.prefix)) if isinstance(b, Para) else b for b in body]
    if draft.published is not None:
        body.insert(len(lines), Para(f"发布日期：{draft.published.isoformat()}", "note"))
    return Page(draft, layout, title, tuple(body), tuple(seen), dated.isoformat())


def _worn(text: str, rng: Random) -> str:
    """The text without some of the single characters that converters lose."""
    return "".join(one for one in text if one not in "年月〕数" or rng.random() < 0.5)


def _as_changed(layout: Layout, draft: Draft) -> Layout:
    """The layout with what a fault of the draft needs to show, or is."""
    if "numbering" in draft.changes:
        layout = replace(layout, numbering=draft.changes["numbering"])
    return replace(layout, note="missing") if draft.changes.get("note") == "" else layout


def _extra_section(draft: Draft, plan: SectionPlan) -> list[Body]:
    """A section that the form does not have, behind the one planned."""
    prefix = f"{_NUMERALS[plan.number + 1]}、"
    text = f"本年度{draft.organ.self_name}按照有关规定办理，没有需要另行说明的情形。"
    return [Para(prefix + draft.changes["extra"], "heading", prefix), Para(text)]


def _title(draft: Draft, layout: Layout) -> tuple[str, list[str]]:
    organ, year = draft.organ.name, f"{draft.year}年"
    name = draft.title_name
    head, tail = {
        "year": (year + organ, name),
        "organ": (organ + year, name),
        "both": (f"{organ}{draft.year}年度", name),
        "no-work": (organ + year, "政府信息公开年度报告"),
        "work-report": (f"{draft.year}年度{organ}", "政府信息公开年度工作报告"),
        "no-organ": (year, name),
        "no-year": (organ, name),
    }[layout.title]
    return head + tail, [head, tail] if layout.title_lines == 2 else [head + tail]


def _heading(plan: SectionPlan, section: FormSection, layout: Layout, changed: str | None) -> Para:
    choice = layout.titles[int(plan.id[1:]) - 1]
    title = changed or (section.aliases[choice - 1] if choice else section.title)
    number = plan.number - 1 if layout.numbering == "shifted" else plan.number
    if layout.numbering == "none" or number == 0:
        return Para(title, "heading")
    prefix = f"{number}、" if layout.numbering == "arabic" else f"{_NUMERALS[number]}、"
    gap = " " if layout.numbering == "arabic" else ""
    return Para(f"{prefix}{gap}{title}", "heading", prefix)


def _section(
    draft: Draft, prose: Prose, layout: Layout, plan: SectionPlan, section: FormSection, rng: Random
) -> list[Body]:
    if plan.id == "s1":
        return [Para(prose.overview_lead), *_aspects(prose, layout, rng)]
    if plan.id == "s5":
        return [Para(text) for text in prose.problems]
    if plan.id == "s6":
        return [Para(text) for text in prose.others]
    if plan.shows == "told":
        return [Para(prose.told[plan.id])]
    assert section.table is not None
    inside: list[Body] = []
    if draft.instructions:
        inside.append(Para(INSTRUCTION))
    elif layout.lead_in:
        inside.append(Para(f"{draft.year}年{draft.organ.self_name}有关数据见下表。"))
    table = (draft.printed_form or draft.form).table(section.table)
    if table.note and draft.changes.get("note"):
        table = replace(table, note=draft.changes["note"])
    if plan.shows == "picture":
        return [*inside, Picture(table.id)]
    if table.note and layout.note == "above":
        inside.append(Para(table.note, "note"))
    inside.extend(grids(table, draft.values, layout, draft.year, rng))
    return inside


def _aspects(prose: Prose, layout: Layout, rng: Random) -> list[Body]:
    """The five aspects of section one, each under its own sub-heading or begun with it."""
    apart = rng.random() < 0.4
    made: list[Body] = []
    for number, (title, text) in enumerate(prose.overview, 1):
        # Some reports number these like sections, and begin again at 一 or go on with 二 after.
        shown = _NUMERALS[number + (layout.numbering == "skip")]
        prefix = f"{shown}、" if layout.numbering == "restart" else f"（{shown}）"
        if apart:
            made.extend((Para(prefix + title, "subheading", prefix), Para(text)))
        else:
            made.append(Para(f"{prefix}{title}。{text}"))
    return made

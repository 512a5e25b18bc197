"""How a report is laid out: one frozen choice for everything that differs from site to site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Literal, TypeVar

from extractor.form import Form

from .damage import DAMAGES, Damage

T = TypeVar("T")
Title = Literal["year", "organ", "both", "no-work", "work-report", "no-organ", "no-year"]

_ODD_TITLES: tuple[Title, ...] = ("both", "no-work", "work-report", "no-organ", "no-year")

HTML_SITES = ("bare", "portal", "table", "print")
HTML_MARKUPS = ("clean", "spans", "word", "pieces", "old")
TEXT_MODES = ("tabs", "padded", "lines", "alternate", "pipes", "innertext", "glued")


@dataclass(frozen=True, slots=True)
class Layout:
    """Every choice of layout; the defaults are the official form, cleanly set.

    ``numbering`` of the headings: zh, arabic, none, restart (the parts of section one are numbered alike), shifted
    (all one number short), skip (those parts begin at （二）).
    ``titles`` chooses a section's printed title: 0 the exact one, n its n-th alias. ``labels`` holds
    changes of wording that ``labels.relabel`` makes. A field that a renderer does not know of does nothing.
    """

    title: Title = "year"
    title_lines: int = 1
    numbering: str = "zh"
    titles: tuple[int, ...] = (0, 0, 0, 0, 0, 0)
    labels: tuple[str, ...] = ()
    t2_pieces: Literal["one", "blocks"] = "one"
    t3_split: int = 0
    t3_again: Literal["none", "labels", "header"] = "none"
    t4_pieces: Literal["one", "groups"] = "one"
    spans: Literal["proper", "empty"] = "proper"
    note: Literal["corner", "above", "missing"] = "corner"
    trailing: int = 0
    hidden: bool = False
    lead_in: bool = False
    signature: bool = True
    site: str = "bare"
    markup: str = "clean"
    encoding: str = "utf-8"
    mode: str = "tabs"
    wrap: int = 0
    borders: bool = True
    page_numbers: Literal["none", "plain", "dashes"] = "plain"
    repeat_header: bool = False
    body_points: float = 14
    table_points: float = 10.5
    label_width: int = 46
    font: str = "宋体"
    bold: bool = True
    automatic_numbers: bool = False
    tracked: bool = False
    nested: bool = False
    header_inside: int = 0
    """The row of an undivided table 3 before which its header is printed once more; 0 for nowhere."""
    boxed: bool = False
    """Whether paragraphs have a frame, which a reader of rulings may take for tables."""
    dropped: bool = False
    """Whether the introduction has lost single characters of its dates and numbers, as converters do."""
    damage: Damage = ""
    """What has happened to the file's characters."""


def _sometimes(rng: Random, usual: T, others: Sequence[T], share: float) -> T:
    return rng.choice(others) if rng.random() < share else usual


def draw(rng: Random, toolchain: str, form: Form) -> Layout:
    """A layout at random, for one of the toolchains html, docx, text, pdf and their kin."""
    rows = len(form.table("t3").blocks[0].rows)
    titles = tuple(rng.randint(1, len(section.aliases)) if rng.random() < 0.15 else 0 for section in form.sections)
    wordings = ("dun", "fullwidth", "parentheses", "spaced", "aliases", "captions", "radicals", "years")
    labels = tuple(one for one in wordings if rng.random() < (0.04 if one == "radicals" else 0.12))
    layout = Layout(
        title=_sometimes(rng, rng.choice(("year", "organ")), _ODD_TITLES, 0.3),
        title_lines=_sometimes(rng, 1, (2,), 0.15),
        numbering=_sometimes(rng, "zh", ("arabic", "none", "restart", "shifted"), 0.25),
        titles=titles,
        labels=labels,
        t2_pieces=_sometimes(rng, "one", ("blocks",), 0.2),
        t3_split=_sometimes(rng, 0, range(4, rows - 2), 0.2),
        t3_again=rng.choice(("none", "labels", "header")),
        t4_pieces=_sometimes(rng, "one", ("groups",), 0.2),
        note=_sometimes(rng, "corner", ("above", "missing"), 0.25),
        lead_in=rng.random() < 0.25,
        header_inside=_sometimes(rng, 0, range(4, rows - 2), 0.08),
        boxed=rng.random() < 0.1,
        dropped=rng.random() < 0.08,
    )
    if toolchain in ("html", "htmlpdf", "chromepdf"):
        return _web(layout, rng, toolchain)
    if toolchain == "text":
        return replace(
            layout,
            mode=rng.choice(TEXT_MODES),
            spans=_sometimes(rng, "proper", ("empty",), 0.3),
            wrap=rng.choice((0, 0, 30, 38)),
            encoding=_sometimes(rng, "utf-8", ("utf-8-sig", "gb18030", "utf-16"), 0.2),
            damage=_sometimes(rng, "", ("gbk", "latin", "lost"), 0.05),
        )
    return _paper(layout, rng, toolchain)


def _web(layout: Layout, rng: Random, toolchain: str) -> Layout:
    printed = toolchain != "html"
    return replace(
        layout,
        site="bare" if printed else rng.choice(HTML_SITES),
        markup=rng.choice(("clean", "word") if printed else HTML_MARKUPS),
        encoding="utf-8" if printed else _sometimes(rng, "utf-8", ("gb18030",), 0.15),
        spans=_sometimes(rng, "proper", ("empty",), 0.0 if printed else 0.25),
        trailing=_sometimes(rng, 0, (1, 2), 0.0 if printed else 0.15),
        signature=rng.random() < 0.8,
        hidden=not printed and rng.random() < 0.1,
        borders=printed or rng.random() < 0.9,
        damage="" if printed else _sometimes(rng, "", DAMAGES, 0.1),
    )


def _paper(layout: Layout, rng: Random, toolchain: str) -> Layout:
    through_office = toolchain != "docx"
    return replace(
        layout,
        page_numbers=rng.choice(("none", "plain", "dashes")),
        repeat_header=rng.random() < 0.25,
        body_points=rng.choice((12, 14, 16)),
        table_points=rng.choice((9, 10.5, 12)),
        label_width=rng.choice((40, 46, 52)),
        font=rng.choice(("宋体", "仿宋_GB2312", "Noto Serif CJK SC", "Noto Sans CJK SC")),
        bold=rng.random() < 0.5,
        borders=rng.random() < (0.93 if through_office else 0.85),
        automatic_numbers=rng.random() < 0.2,
        signature=rng.random() < 0.8,
        # An office program prints tracked deletions: only a reader of the file itself can tell them.
        tracked=not through_office and rng.random() < 0.2,
        nested=not through_office and rng.random() < 0.1,
    )

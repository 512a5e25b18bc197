"""Every way of laying out a report that was seen: read right, or said where it cannot be; each is named by its test id.

Ways that only pages have (phantom tables, running lines, torn rows) are held in readers/test_pdf.py and tables/test_page_breaks.py,
labels one by one in tables/test_labels.py, titles in test_identity.py, headings in test_outline.py, figures in test_cells.py.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from compose import faults, printing, toolchains
from compose.draft import draft
from compose.layout import HTML_MARKUPS, HTML_SITES, TEXT_MODES, Layout
from compose.report import Draft
from compose.truth import truth

from extractor import extract
from extractor.text import TRADITIONAL

TO_TRADITIONAL = {new: old for old, new in TRADITIONAL.items() if chr(new) not in "里系复"}


@dataclass(frozen=True)
class Case:
    """A layout in a format, on a draft; ``change`` is what happens to its text afterwards.

    ``lossy``: cells may be untold, but never silently. ``fault`` is put into the draft.
    """

    layout: Layout = field(default_factory=Layout)
    toolchain: str = "html"
    draft: Mapping[str, Any] = field(default_factory=dict)
    change: Callable[[str], str] = str
    lossy: bool = False
    fault: str = ""


def text(mode: str, **more: Any) -> Case:
    return Case(Layout(mode=mode), "text", lossy=mode in ("innertext", "glued"), **more)


def without_repeated_lines(whole: str) -> str:
    return "\n".join(dict.fromkeys(whole.split("\n")))


def page_numbers(whole: str) -> str:
    lines = whole.split("\n")
    for number, at in enumerate(range(40, len(lines), 45), 1):
        lines[at] += f"\n- {number} -"
    return "\n".join(lines)


def without_marks(whole: str) -> str:
    """Isolated 年, 月 and 〕 of the introduction lost."""
    start = whole.index("根据《")
    end = whole.index("总体情况", start)
    return whole[:start] + re.sub(r"(?<=\d)[月〕]", "", whole[start:end]) + whole[end:]


def doubled_number(whole: str) -> str:
    return whole.replace("三、收到和处理", "三三、收到和处理")


STRUCTURE: dict[str, Case] = {
    "labels with rowspan": Case(),
    "an empty td in place of a rowspan": Case(Layout(spans="empty")),
    "empty cells behind a row": Case(Layout(trailing=2)),
    "hidden cells behind a figure": Case(Layout(hidden=True)),
    "no rules": Case(Layout(borders=False)),
    **{f"site {site}": Case(Layout(site=site)) for site in HTML_SITES},
    **{f"markup {markup}": Case(Layout(markup=markup)) for markup in HTML_MARKUPS},
    **{f"text {mode}": text(mode) for mode in TEXT_MODES},
    "text wrapped at 30 characters": Case(Layout(wrap=30), "text"),
    "text without repeated lines": Case(Layout(mode="lines"), "text", change=without_repeated_lines, lossy=True),
    "text with page numbers between rows": Case(Layout(mode="lines"), "text", change=page_numbers),
    "table 2 in four pieces": Case(Layout(t2_pieces="blocks")),
    "table 3 in two": Case(Layout(t3_split=9)),
    "table 3 in two with its header again": Case(Layout(t3_split=9, t3_again="header")),
    "table 3 in two with its labels again": Case(Layout(t3_split=9, t3_again="labels")),
    "header rows repeated inside table 3": Case(Layout(header_inside=12)),
    "table 4 in three": Case(Layout(t4_pieces="groups")),
    "all tables in pieces, as text": Case(Layout(t2_pieces="blocks", t3_split=9, t4_pieces="groups", mode="tabs"), "text"),
    "prose before the tables": Case(Layout(lead_in=True)),
    "words of the template left in": Case(draft={"instructions": True}),
    "note above table 3": Case(Layout(note="above")),
    "no note on table 3": Case(Layout(note="missing")),
    "frames around prose": Case(Layout(boxed=True)),
    "section number doubled": Case(change=doubled_number),
    "table 3 as a picture": Case(fault="S-TABLEMISS"),
    "docx with tables in tables": Case(Layout(nested=True), "docx"),
    "docx with tracked changes": Case(Layout(tracked=True), "docx"),
    "docx with numbers set by the program": Case(Layout(automatic_numbers=True), "docx"),
    **{f"numbering {one}": Case(Layout(numbering=one)) for one in ("arabic", "none", "restart", "shifted", "skip")},
}
WORDS: dict[str, Case] = {
    **{
        f"labels {one}": Case(Layout(labels=(one,)))
        for one in ("dun", "fullwidth", "parentheses", "spaced", "aliases", "captions", "radicals", "years")
    },
    "a mirror in traditional characters": Case(change=lambda whole: whole.translate(TO_TRADITIONAL)),
    "section titles by their aliases": Case(Layout(titles=(1, 1, 1, 1, 1, 1))),
    **{f"title {one}": Case(Layout(title=one)) for one in ("year", "organ", "both", "no-work", "work-report")},  # type: ignore[arg-type]
    "title over two lines": Case(Layout(title_lines=2)),
    "organ in the signature alone": Case(Layout(title="no-organ")),
    "year in the prose alone": Case(Layout(title="no-year")),
    "no title at all": Case(change=lambda whole: re.sub(r"<(h1|title).*?</\1>", "", whole)),
    "年月〕 dropped from the introduction": Case(change=without_marks),
    "2021 form with 23 rows": Case(draft={"variant": "23-row"}),
    "2019 form": Case(draft={"edition": "2019", "year": 2020}),
    "2019 form in a later year": Case(fault="S-TABLEOLD"),
    "2019 form with signed changes": Case(draft={"edition": "2019", "year": 2020, "style": "signed"}),
    **{f"figures printed {style}": Case(draft={"style": style, "scope": ("t2", "t3", "t4")}) for style in printing.STYLES},
    "figures with blanks, one cell a line": Case(Layout(mode="lines"), "text", {"style": "blank", "scope": ("t3",)}, lossy=True),
    **{
        f"encoding {encoding}": Case(Layout(encoding=encoding), "text")
        for encoding in ("utf-8-sig", "gb18030", "utf-16")
    },
    "meta names another charset": Case(Layout(damage="meta")),
    "meta contradicts the byte order mark": Case(Layout(damage="bom")),
    "utf-8 read as gbk and saved": Case(Layout(damage="gbk"), lossy=True),
    "utf-8 read as latin-1 and saved": Case(Layout(damage="latin"), lossy=True),
    "characters of labels lost": Case(Layout(damage="lost"), lossy=True),
}
LAYOUTS = STRUCTURE | WORDS


def drafted(case: Case) -> Draft:
    asked = {"year": 2023, "edition": "2021", "profile": "county", **case.draft}
    instructions = asked.pop("instructions", False)
    for step in range(100):
        rng = Random(f"layouts/{step}")
        if case.fault == "S-TABLEOLD":
            asked["edition"] = "2019"
        made = replace(draft(rng, **asked), instructions=instructions)
        try:
            return faults.apply(case.fault, made, rng) if case.fault else made
        except faults.NoPlace:
            continue
    raise AssertionError(case.fault)


@pytest.mark.parametrize("name", LAYOUTS)
def test_read_right_or_said(name: str) -> None:
    case = LAYOUTS[name]
    made = drafted(case)
    page = toolchains.page_of(made, case.layout, "s")
    data = toolchains.bytes_of(page, case.toolchain, "s")
    want = truth(page, "x", case.toolchain)
    if case.change is not str:
        data = case.change(data.decode()).encode()
    report = extract(data)

    named = {one for finding in report.findings for one in finding.fields}
    for cell, printed in want["values"].items():
        got = report.values.get(cell)
        if got is not None and (got.value, got.kind) == (printed["value"], printed["kind"]):
            continue
        said = got is None or got.kind == "missing" or got.reading == "conflict" or cell in named
        assert case.lossy and said, f"{cell}: printed {printed['raw']!r}, read {got}"
    if want["garbled"]:
        assert [finding.code[:2] for finding in report.findings] == ["R-"]
        return
    assert (report.organ, report.year, report.edition) == (want["organ"], want["year"], want["edition"])
    assert [one.id for one in report.sections] == [one["id"] for one in want["sections"]]
    errors = {one.code for one in report.findings if one.severity == "error" and one.outcome == "violated"}
    assert errors <= {case.fault}

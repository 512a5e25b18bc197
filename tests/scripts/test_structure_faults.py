"""Every fault of structure that the composer makes is found in the file, and a clean file has none of them."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

from extractor import extract

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from compose import faults, toolchains
from compose.draft import draft
from compose.layout import Layout
from compose.report import Draft
from compose.structure_faults import LABEL_FAULTS, STRUCTURE_FAULTS
from compose.truth import expected


def made(name: str | None, seed: str) -> Draft:
    """A draft, with the fault of that name from the first seed where it finds a place."""
    profile = faults.profiles_for(name)[-1] if name else "busy"
    for step in range(100):
        rng = Random(f"{seed}/{step}")
        content = draft(rng, year=2023, edition="2021", profile=profile)
        try:
            return faults.apply(name, content, rng) if name else content
        except faults.NoPlace:
            continue
    raise AssertionError(f"{name} never found a place")


def codes(content: Draft, toolchain: str, layout: Layout, seed: str) -> set[str]:
    page = toolchains.page_of(content, layout, seed)
    report = extract(toolchains.bytes_of(page, toolchain, seed))
    return {one.code for one in report.findings if one.outcome == "violated"}


@pytest.mark.parametrize("toolchain", ["html", "docx"])
@pytest.mark.parametrize("name", sorted(STRUCTURE_FAULTS))
def test_the_fault_is_found(name: str, toolchain: str) -> None:
    for seed in ("a", "b"):
        assert name in codes(made(name, seed), toolchain, Layout(), seed)


def test_a_clean_report_has_no_finding() -> None:
    for seed in ("a", "b"):
        assert codes(made(None, seed), "html", Layout(), seed) == set()


@pytest.mark.parametrize(
    ("layout", "found"),
    [
        (Layout(numbering="restart"), {"S-NUM"}),
        (Layout(titles=(0, 0, 0, 2, 0, 0)), {"S-TITLE"}),
        (Layout(note="missing"), {"S-NOTE"}),
        (Layout(note="above", numbering="none"), set()),
    ],
    ids=["restart", "titles", "no note", "note above"],
)
def test_what_a_layout_gives_cause_for_is_expected_and_found(layout: Layout, found: set[str]) -> None:
    content = made(None, "c")
    assert set(expected(toolchains.page_of(content, layout, "c"))) == found
    assert codes(content, "html", layout, "c") == found


def test_labels_are_altered_only_where_there_are_cells() -> None:
    assert not set(LABEL_FAULTS) & set(faults.names_for("text"))
    assert set(LABEL_FAULTS) <= set(faults.names_for("html"))


@pytest.mark.parametrize("name", ["S-ROWLABEL", "S-COLORDER", "T2-LABEL"])
def test_figures_stay_under_their_ids_whatever_the_labels_say(name: str) -> None:
    content = made(name, "d")
    assert content.printed_form is not None
    page = toolchains.page_of(content, Layout(), "d")
    report = extract(toolchains.bytes_of(page, "html", "d"))
    assert {field: value.raw for field, value in report.values.items()} == {
        field: value.raw for field, value in content.values.items()
    }

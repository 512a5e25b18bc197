"""Composed careers and regions: faultless ones give no finding above info, and each break is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from extractor import check_all, extract
from extractor.copies import CODES as COPIES
from extractor.record import Report
from extractor.rules import RULES, Unit
from extractor.units import read_units

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from compose import careers, faults, figures, regions, toolchains
from compose.cell_faults import printed_figures
from compose.draft import draft
from compose.layout import Layout
from compose.plausible_faults import PLAUSIBLE_FAULTS
from compose.report import Draft


def read(content: Draft, seed: str = "s") -> Report:
    return extract(toolchains.bytes_of(toolchains.page_of(content, Layout(), seed), "text", seed))


def above_info(report: Report) -> list[str]:
    """The codes of errors and warnings; that the composer's few sentences come again is no fault it planted."""
    return [one.code for one in report.findings if one.severity != "info" and one.code not in COPIES]


@pytest.mark.parametrize("first", [2019, 2021])
def test_years_that_follow_from_each_other_are_clean(first: int) -> None:
    made = careers.careers(6, 1, years=3, first=first)
    assert len({one.drafts[0].organ.name for one in made}) == 6
    contents = [content for one in made for content in one.drafts]
    assert all(figures.broken(content.form, printed_figures(content)) == [] for content in contents)
    assert any(content.growth for content in contents)
    judged = check_all(read(content) for content in contents)
    assert [codes for one in judged if (codes := above_info(one))] == []


@pytest.mark.parametrize("code", sorted(careers.CAREER_FAULTS))
def test_a_break_between_two_years_is_found_where_it_stands_and_nothing_else(code: str) -> None:
    first = 2019 if code == "Y-2019" else 2021
    for one in careers.careers(2, 3, years=3, first=first, fault_share=1, codes=[code]):
        assert one.fault == code
        judged = check_all(read(content) for content in one.drafts)
        for content, report in zip(one.drafts, judged, strict=True):
            found = {finding.code: finding.severity for finding in report.findings}
            assert (code in found) == (content.fault is not None)
            if content.fault is not None and code != "Y-GAP":
                assert found[code] == RULES[code].severity
            assert set(above_info(report)) <= {code}


@pytest.mark.parametrize("code", [None, *regions.REGION_FAULTS])
def test_a_region_adds_up_and_what_is_wrong_with_it_is_found(code: str | None) -> None:
    made = regions.region(Random(f"{code}"), year=2023, bureaus=3, towns=2, fault=code)
    judged = check_all([read(content) for content in made.drafts], [Unit(*unit) for unit in made.units])  # type: ignore[arg-type]
    whole, *units = judged
    assert all(above_info(one) == [] for one in units)
    found = {one.code for one in whole.findings} - set(COPIES)
    assert found == ({code} if code != "L-BOUND" else {"L-BOUND", "L-COVER"}) - {None}


@pytest.mark.parametrize("code", sorted(PLAUSIBLE_FAULTS))
def test_an_implausible_report_is_found_by_its_rule_alone(code: str) -> None:
    seen = 0
    for seed in range(40):
        rng = Random(f"{code}/{seed}")
        profile = rng.choice(faults.profiles_for(code))
        try:
            content = faults.apply(code, draft(rng, year=2023, edition="2021", profile=profile), rng)
        except faults.NoPlace:
            continue
        assert content.fault is not None
        found = {one.code for one in read(content).findings}
        assert code in found and found <= set(content.fault.codes)
        seen += 1
        if seen == 3:
            return
    raise AssertionError(f"{code} never found a place")


def test_the_command_writes_careers_and_regions_with_their_list_of_units(tmp_path: Path) -> None:
    command = [sys.executable, str(Path(careers.__file__).parents[1] / "make_samples.py")]
    subprocess.run([*command, f"{tmp_path}/a", "--many", "2", "--years", "2", "--toolchains", "text"], check=True, capture_output=True)
    assert len(list((tmp_path / "a").glob("*.txt"))) == len(list((tmp_path / "a" / "truth").glob("*.json"))) == 4
    region = [f"{tmp_path}/b", "--many", "1", "--units", "2", "--faults", "0", "--toolchains", "html"]
    subprocess.run([*command, *region], check=True, capture_output=True)
    units = read_units(tmp_path / "b" / "units.csv")
    judged = check_all((extract(path) for path in sorted((tmp_path / "b").glob("*.html"))), units)
    assert len(judged) == len(units) + 1 == 7 and all(above_info(one) == [] for one in judged)

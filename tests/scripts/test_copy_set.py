"""The composed sets with planted copies: the same every time, varied, and with as much copied as they say."""

from __future__ import annotations

import sys
from difflib import SequenceMatcher
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from bench_copies import measured
from compose.copy_set import SHARES, CopySet

MADE = CopySet(200, seed=3, rate=0.4)


def same(one: str, other: str) -> float:
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return 2 * sum(block.size for block in blocks if block.size > 1) / (len(one) + len(other))


def test_a_report_is_the_same_whenever_it_is_asked_for() -> None:
    assert MADE.report(7).to_json() == CopySet(200, seed=3, rate=0.4).report(7).to_json()
    assert MADE.report(7).text_of("s1") != CopySet(200, seed=4).report(7).text_of("s1")


def test_every_share_is_planted_in_both_manners_and_no_source_is_a_copy() -> None:
    plants = MADE.plants().values()
    assert {(one.share, one.manner) for one in plants} == {(share, way) for share in SHARES for way in ("sentences", "words")}
    assert not {one.source for one in plants} & set(MADE.plants())


@pytest.mark.parametrize("share", SHARES)
def test_a_copy_keeps_about_the_share_it_says(share: float) -> None:
    kept = []
    for plant in [one for one in MADE.plants().values() if one.share == share][:4]:
        part = plant.part or "s1"
        kept.append(same("".join(MADE.parts(plant.copier)[part]), "".join(MADE.parts(plant.source)[part])))
    assert abs(sum(kept) / len(kept) - share) < 0.13


def test_another_organs_copy_has_its_own_name_and_last_years_report_its_own_year() -> None:
    plant = next(one for one in MADE.plants().values() if one.part == "s1" and one.share == 1)
    copier, source = MADE.report(plant.copier), MADE.report(plant.source)
    assert copier.organ is not None
    assert source.organ is not None
    assert copier.organ in copier.text_of("s1")
    assert source.organ not in copier.text_of("s1")
    year = next(one for one in MADE.plants().values() if one.part is None)
    assert [MADE.report(one).year for one in (year.copier, year.source)] == [2023, 2022]
    assert MADE.report(year.copier).organ == MADE.report(year.source).organ


def test_prose_that_is_not_planted_is_varied() -> None:
    free = [number for number in range(MADE.organs) if number not in MADE.plants()][:20]
    texts = ["".join(MADE.parts(number)["s1"]) for number in free]
    assert max(same(one, other) for at, one in enumerate(texts) for other in texts[:at]) < 0.5


def test_the_measurement_tells_size_time_and_what_was_found() -> None:
    told = measured(80)
    assert told.startswith("80 reports: ")
    assert "bytes a report" in told
    assert "M-COPY sentences 100% kept: 1 of 1 found" in told

"""Copies planted in a composed set: how many are found, how many findings are right, in what time and memory."""

from __future__ import annotations

import pickle
import resource
import statistics
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from compose.copy_set import CopySet, Plant

from extractor.copies import copies_among
from extractor.passages import passages_of
from extractor.record import Finding, Report


@dataclass(frozen=True, slots=True)
class Score:
    """``found`` of ``planted`` copies by (rule, share, manner); ``right`` of ``told`` warnings by rule."""

    found: Counter[tuple[str, float, str]]
    planted: Counter[tuple[str, float, str]]
    right: Counter[str]
    told: Counter[str]


def measured(count: int, seed: int = 0) -> str:
    """The search over so many reports, as lines to print."""
    made = CopySet(count, seed)
    kept = {}
    times = []
    for number in range(count):
        report = made.report(number)
        begun = time.process_time()
        kept[number] = passages_of(report)
        times.append(time.process_time() - begun)
    size = statistics.mean(len(pickle.dumps(one)) for one in kept.values())
    clauses = statistics.mean(sum(len(part.lengths) for part in one.parts) for one in kept.values())
    # What the composer itself takes to hand over a text is no part of the search.
    spent = 0.0
    asked = 0

    def text(number: int) -> Report:
        nonlocal spent, asked
        begun = time.process_time()
        found = made.report(number)
        spent += time.process_time() - begun
        asked += 1
        return found

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.process_time()
    findings = dict(copies_among(kept.items(), kept.__getitem__, text))
    took = time.process_time() - begun - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        f"{count} reports: {size:.0f} bytes a report pickled ({clauses:.0f} clauses), passages {statistics.median(times) * 1000:.1f} ms a report",
        f"search {took:.1f} s of processor time ({asked} texts asked for), peak memory {peak:.0f} MB, {peak - before:.0f} MB of it the search",
    ]
    score = score_of(made, findings)
    for rule, share, manner in sorted(score.planted, key=lambda one: (one[0], one[2], -one[1])):
        key = rule, share, manner
        lines.append(f"  {rule} {manner:<9} {share:>4.0%} kept: {score.found[key]} of {score.planted[key]} found")
    for rule, told in score.told.items():
        lines.append(f"  {rule}: {score.right[rule]} of {told} warnings right")
    return "\n".join(lines)


def score_of(made: CopySet, findings: Mapping[int, tuple[Finding, ...]]) -> Score:
    """The findings held against what was planted. A warning is right when its report and part have a plant on either side."""
    score = Score(Counter(), Counter(), Counter(), Counter())
    plants = made.plants()
    sides = {(one.copier, one.part) for one in plants.values()} | {(one.source, one.part) for one in plants.values()}
    for plant in plants.values():
        key = ("M-COPY" if plant.part else "Y-COPY", plant.share, plant.manner)
        score.planted[key] += 1
        score.found[key] += any(_tells(one, plant, made) for one in findings.get(plant.copier, ()))
    for number, some in findings.items():
        for one in some:
            if one.severity == "warning" and not one.fields:
                score.told[one.code] += 1
                score.right[one.code] += (number, _part(one)) in sides
    return score


def _part(finding: Finding) -> str | None:
    names = {"引言": "preface", "第一部分": "s1", "第五部分": "s5", "第六部分": "s6"}
    return None if finding.code == "Y-COPY" else next(part for name, part in names.items() if finding.message.startswith(name))


def _tells(finding: Finding, plant: Plant, made: CopySet) -> bool:
    if plant.part is None:
        return finding.code == "Y-COPY" and not finding.fields
    return finding.code == "M-COPY" and _part(finding) == plant.part and f"{plant.source:05d}.html" in finding.message

"""Records judged together: an organ's years against each other, a region against its units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .copies import CODES as COPIES
from .copies import copies_in
from .pipeline import check
from .profile import DEFAULT, Profile
from .record import SEVERITIES, Finding, Report
from .rules.across import findings_across, is_across
from .rules.catalogue import RULES, in_order
from .rules.entry import entry_of
from .rules.series import Unit

_RANKS: dict[str, int] = {severity: rank for rank, severity in enumerate(SEVERITIES)}


def check_all(
    reports: Iterable[Report], units: Sequence[Unit] | None = None, profile: Profile = DEFAULT
) -> tuple[Report, ...]:
    """The records in their order, each with what is found when all of them are held against each other.

    ``units`` (see :func:`extractor.units.read_units`) names what a region's report is made up of. Findings of
    an earlier call are made anew. For more reports than fit in memory keep :func:`entry_of` each, call
    :func:`findings_across` once, and put what it gives into each record with :func:`with_findings`.
    """
    records = [alone(report) for report in reports]
    found = findings_across((entry_of(one, str(at)) for at, one in enumerate(records)), units, profile)
    copied = copies_in(records, profile)
    return tuple(with_findings(one, (*found.get(str(at), ()), *copied[at])) for at, one in enumerate(records))


def alone(report: Report) -> Report:
    """The record without what an earlier call found across reports."""
    who = (report.organ, report.source.name, report.year)
    across = [one for one in report.findings if one.code in COPIES or is_across(one, *who)]
    if not across:
        return report
    bare = replace(report, findings=tuple(one for one in report.findings if one not in across))
    # A rule with a part of its own for one report may have been replaced: that part is judged again.
    return check(bare) if any(RULES[one.code].check is not None for one in across) else bare


def with_findings(report: Report, found: Sequence[Finding]) -> Report:
    """The record with findings across reports; of two of one rule on the same cells the more severe one stays.

    Between equals it is the record's own, which may suggest a better figure.
    """
    if not found:
        return report
    own, new = ([(one.code, one.severity, " ".join(one.fields)) for one in some] for some in (report.findings, found))
    kept, added = standing(own, new)
    findings = (*(report.findings[at] for at in kept), *(found[at] for at in added))
    return replace(report, findings=in_order(findings, report.values))


def standing(own: Sequence[tuple[str, str, str]], new: Sequence[tuple[str, str, str]]) -> tuple[list[int], list[int]]:
    """Which of a record's ``own`` findings and which ``new`` ones stand, by their numbers; each is (code, severity, fields)."""
    there = {(code, fields): _RANKS[severity] for code, severity, fields in own}
    added = [at for at, (code, severity, fields) in enumerate(new) if _RANKS[severity] < there.get((code, fields), len(_RANKS))]
    over = {(new[at][0], new[at][2]) for at in added}
    return [at for at, (code, _, fields) in enumerate(own) if (code, fields) not in over], added

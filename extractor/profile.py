"""A profile: which rules hold, how severe each is, and the figures that differ from place to place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .record import SEVERITIES, Severity


@dataclass(frozen=True, slots=True)
class Profile:
    """What a user sets about the rules.

    ``off`` names codes that are not checked, ``on`` those checked although they are off by default,
    ``severities`` the severity a code has instead of its own. ``deadlines`` gives the last day to publish
    as ``MM-DD`` of the year after the year reported on, by kind of organ (government, department, town,
    other). ``length_caps`` gives the most characters of a section by its id. ``rule_makers`` are patterns
    of the names of organs that may make rules (规章) beside those the Legislation Law names.
    ``title`` and ``about`` say to people what it is for, in Chinese and in English.
    """

    name: str = "default"
    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    deadlines: Mapping[str, str] = field(default_factory=lambda: dict(STATUTORY_DEADLINES))
    length_caps: Mapping[str, int] = field(default_factory=dict)
    rule_makers: tuple[str, ...] = ()
    title: str = ""
    title_en: str = ""
    about: str = ""
    about_en: str = ""

    def checks(self, code: str, optional: bool = False) -> bool:
        """Whether a rule is to be checked; ``optional`` ones only where they are switched on.

        What reading met (R-) cannot be switched off: a doubt that nobody hears of is a silent error.
        """
        return code.startswith("R-") or (code not in self.off and (not optional or code in self.on))

    def severity_of(self, code: str, own: Severity, found: Severity | None = None) -> Severity:
        """The severity of a finding of a rule whose ``own`` severity that is.

        ``found`` is what the rule gave this one finding: of it and the profile's the milder holds, so
        that what a report itself explains stays downgraded.
        """
        given = self.severities.get(code)
        if given is None:
            return found or own
        return given if found in (None, own) else max(given, found, key=SEVERITIES.index)


STATUTORY_DEADLINES: Mapping[str, str] = {
    "government": "03-31", "department": "01-31", "town": "03-31", "other": "03-31",
}  # fmt: skip
"""Article 50 of the OGI Regulations: departments by 31 January, governments by 31 March; where the kind is
not known the later day is held against a report."""

DEFAULT = Profile()
"""The profile of a run for which nothing was set."""

"""What people decided about findings, by fingerprint: the words for it, and how two tellings of it meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from .display import one_line
from .marks import FAILURES
from .record import Report

PENDING = "待核"
CODES: Mapping[str, str] = {"confirmed": "原文如此", "corrected": "已更正", "explained": "已说明", "dismissed": "误报"}
"""The word that people see, by the code that commands and files take."""
VERDICTS = (PENDING, *CODES.values())
"""What can be chosen as 处置; the first is what every finding begins with."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a finding, and enough of the finding to know it by.

    ``verdict`` is one of :data:`VERDICTS`, ``date`` as ``YYYY-MM-DD``. ``recorded`` is what the sheet it was
    typed in had been written with, as :meth:`record` gives it; empty for decisions from elsewhere.
    """

    verdict: str = PENDING
    corrected: int | float | str | None = None
    remark: str | None = None
    code: str = ""
    organ: str = ""
    year: int | None = None
    message: str = ""
    who: str = ""
    date: str = ""
    recorded: str = ""

    def entered(self) -> bool:
        """Whether anything was decided, noted or corrected at all."""
        return self.verdict != PENDING or self.corrected is not None or bool(self.remark)

    def record(self) -> str:
        """The decision in one line with who and when; empty when nothing was decided."""
        signed = " ".join(part for part in (self.who, self.date) if part)
        return f"{self._words()}〔{signed}〕" if self.entered() else ""

    def changed(self) -> bool:
        """Whether a person has since changed what the sheet had been written with."""
        return (self._words() if self.entered() else "") != self.recorded.rpartition("〔")[0]

    def _words(self) -> str:
        number = self.corrected
        if isinstance(number, float) and number.is_integer():
            number = int(number)
        parts = (self.verdict, "" if number is None else str(number), one_line(self.remark or ""))
        return "；".join(part for part in parts if part)


def verdict_of(word: str) -> str:
    """The verdict that a code or word stands for; raises ValueError, naming those there are, for another."""
    text = word.strip()
    verdict = text if text in VERDICTS else {**CODES, "pending": PENDING, "": PENDING}.get(text.lower())
    if verdict is None:
        raise ValueError(f"没有“{one_line(word)}”这种处置；可用 {'、'.join((*CODES, 'pending'))}（{'、'.join(VERDICTS)}）。")
    return verdict


def code_of(verdict: str) -> str:
    """The code of a verdict, ``pending`` for none."""
    return next((code for code, word in CODES.items() if word == verdict), "pending")


def merged(filed: Mapping[str, Decision], typed: Mapping[str, Decision], date: str = "") -> dict[str, Decision]:
    """The decisions of a file and those of a workbook that was written with an earlier state of that file.

    What a person has typed into the workbook since then outranks the file, and is dated ``date``;
    all else is as the file has it. A decision that only the workbook has is kept.
    """
    made = dict(filed)
    for fingerprint, one in typed.items():
        if one.changed():
            made[fingerprint] = replace(one, who="", date=date, recorded="")
        elif fingerprint not in filed:
            signed = one.recorded.rpartition("〔")[2].rstrip("〕").rpartition(" ")
            made[fingerprint] = replace(one, who=signed[0], date=signed[2], recorded="")
    return made


def dismissed_of(decisions: Mapping[str, Decision]) -> frozenset[str]:
    """The fingerprints of findings that people have dismissed."""
    return frozenset(name for name, one in decisions.items() if one.verdict == CODES["dismissed"])


def without(report: Report, dismissed: frozenset[str]) -> Report:
    """The report without the findings that people have dismissed; that a file could not be read stays told."""
    if not dismissed:
        return report
    kept = tuple(one for one in report.findings if one.fingerprint not in dismissed or one.code in FAILURES)
    return report if len(kept) == len(report.findings) else replace(report, findings=kept)


def described(reports: Iterator[Report], decisions: dict[str, Decision]) -> Iterator[Report]:
    """The reports as they come; meanwhile ``decisions`` that lack it get the finding they are about."""
    lacking = {name for name, one in decisions.items() if not one.code}
    for report in reports:
        for finding in report.findings if lacking else ():
            if finding.fingerprint in lacking:
                lacking.discard(finding.fingerprint)
                decisions[finding.fingerprint] = replace(
                    decisions[finding.fingerprint], code=finding.code, organ=one_line(report.organ or report.source.name),
                    year=report.year, message=one_line(finding.message),
                )  # fmt: skip
        yield report

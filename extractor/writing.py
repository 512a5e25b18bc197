"""Records and findings onto standard output or into one file, in the format asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from .display import clipped, one_line
from .export import FORMATS, line_of, write_findings, write_long, write_wide
from .layout import form_of
from .marks import BLAMES, FAILURES, GLYPHS, WORDS, equation, figure, worst_first
from .record import Finding, Report
from .rules import RULES

_QUOTE = 80


def write_to(reports: Iterable[Report], form: str, out: Path | None) -> None:
    """Write records in a format of :data:`FORMATS`; onto standard output as they come when no file is named.

    Raises OSError where the file cannot be written, and ValueError for a workbook without a file.
    """
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        FORMATS[form](iter(reports), out, datetime.now().astimezone().date())
    elif form == "jsonl":
        for report in reports:
            sys.stdout.write(line_of(report) + "\n")
            sys.stdout.flush()
    elif form == "xlsx":
        raise ValueError("工作簿不能写到标准输出；请加 -o 文件名.xlsx。")
    else:
        {"csv": write_wide, "long": write_long, "findings": write_findings}[form](iter(reports), sys.stdout)
        sys.stdout.flush()


def write_findings_to(reports: Iterable[Report], form: str, lang: str) -> None:
    """Findings alone on standard output: a table for people, or JSON Lines (``jsonl``) or CSV for programs."""
    if form == "csv":
        write_findings(iter(reports), sys.stdout)
        sys.stdout.flush()
        return
    for report in reports:
        lines = _table(report, lang) if form == "table" else _lines(report)
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _lines(report: Report) -> Iterator[str]:
    source = report.source
    head = {"source": source.name, "path": source.path, "member": source.member, "organ": report.organ, "year": report.year}
    for finding in report.to_dict()["findings"]:
        # Escaped where a name holds half a character, which UTF-8 cannot carry.
        line = json.dumps({**head, **finding}, ensure_ascii=False, separators=(",", ":"))
        yield line.encode("utf-8", "backslashreplace").decode("utf-8")


def _table(report: Report, lang: str) -> Iterator[str]:
    """A report's findings, worst first, with the equation, the quote, the mend and the cure of the rule."""
    name = one_line(report.source.member or report.source.name)
    yield f"■ {one_line(report.organ)} {report.year or ''}  （{name}）" if report.organ else f"■ {name}"
    if not report.findings:
        yield "  ✓ 没有发现问题" if lang == "zh" else "  ✓ nothing found"
    for finding in worst_first(report.findings):
        yield f"  {GLYPHS[finding.severity]} {finding.code} {one_line(finding.message if lang == 'zh' else finding.message_en)}"
        yield from (f"      {line}" for line in _details(finding, report, lang))
    yield ""


def _details(finding: Finding, report: Report, lang: str) -> Iterator[str]:
    zh = lang == "zh"
    place = finding.evidence[0].place if finding.evidence else None
    page = f"第 {place.page} 页" if place and zh else f"page {place.page}" if place else ""
    where = "" if place is None else page if place.page else one_line(place.anchor or "")
    quote = clipped(one_line(finding.evidence[0].quote), _QUOTE) if finding.evidence else ""
    blame = f"责任：{BLAMES[finding.blame]}" if zh else f"at fault: {finding.blame}"
    doubt = "" if finding.outcome == "violated" else WORDS[finding.outcome] if zh else finding.outcome
    yield " · ".join(part for part in (where, f"“{quote}”" if quote else "", equation(finding), blame, doubt) if part)
    mend = finding.suggestion
    if mend is not None:
        from .drawing import named

        short, number = named(mend.field, form_of(report)), figure(mend.value)
        yield f"建议：{short} 改为 {number}" if zh else f"suggested: {mend.field} = {number}"
    cure = next((line[2:] for line in RULES[finding.code].doc.splitlines() if line.startswith("改：")), "")
    # What could not be read says in its message what to do.
    if cure and zh and finding.outcome == "violated" and finding.code not in FAILURES:
        yield f"改：{cure}"

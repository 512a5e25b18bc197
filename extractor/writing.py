"""Records and findings onto standard output or into one file, in the format asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from .export import FORMATS, line_of, write_findings, write_long, write_wide
from .marks import BLAMES, GLYPHS, WORDS, equation, worst_first
from .record import Finding, Report
from .rules import RULES


def write_to(reports: Iterable[Report], form: str, out: Path | None) -> None:
    """Write records in a format; onto standard output as they come when no file is named."""
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        FORMATS[form](iter(reports), out, datetime.now().astimezone().date())
    elif form == "jsonl":
        for report in reports:
            sys.stdout.write(line_of(report) + "\n")
            sys.stdout.flush()
    elif form == "xlsx":
        raise SystemExit("工作簿不能写到标准输出；请加 -o 文件名.xlsx。")
    else:
        {"csv": write_wide, "long": write_long, "findings": write_findings}[form](iter(reports), sys.stdout)


def write_findings_to(reports: Iterable[Report], form: str, lang: str) -> None:
    """Findings alone: a table for people, or JSON Lines or CSV for programs."""
    if form == "csv":
        write_findings(iter(reports), sys.stdout)
        return
    for report in reports:
        lines = _table(report, lang) if form == "table" else _lines(report)
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _lines(report: Report) -> Iterator[str]:
    whole = report.to_dict()
    head = {"source": report.source.name, "organ": report.organ, "year": report.year}
    for finding in whole["findings"]:
        yield json.dumps({**head, **finding}, ensure_ascii=False, separators=(",", ":"))


def _table(report: Report, lang: str) -> Iterator[str]:
    """A report's findings, worst first, with the equation, the quote, the mend and the cure of the rule."""
    from .display import one_line

    yield f"■ {report.organ or report.source.name}  {report.year or ''}  （{report.source.name}）"
    if not report.findings:
        yield "  ✓ 没有发现问题" if lang == "zh" else "  ✓ nothing found"
    for finding in worst_first(report.findings):
        yield f"  {GLYPHS[finding.severity]} {finding.code} {one_line(finding.message if lang == 'zh' else finding.message_en)}"
        yield from (f"      {line}" for line in _details(finding, lang))
    yield ""


def _details(finding: Finding, lang: str) -> Iterator[str]:
    from .display import one_line

    place = finding.evidence[0].place if finding.evidence else None
    where = "" if place is None else (f"第 {place.page} 页" if place.page else place.anchor or "")
    quote = one_line(finding.evidence[0].quote) if finding.evidence else ""
    parts = [where, f"“{quote}”" if quote else "", equation(finding), f"责任：{BLAMES[finding.blame]}" if lang == "zh" else finding.blame]
    if finding.outcome == "inconclusive":
        parts.append(WORDS["inconclusive"] if lang == "zh" else "inconclusive")
    yield " · ".join(part for part in parts if part)
    cure = next((line[2:] for line in RULES[finding.code].doc.splitlines() if line.startswith("改：")), "")
    if cure and lang == "zh" and finding.outcome == "violated":
        yield f"改：{cure}"

"""Findings alone, in the format asked for: on a terminal, for programs, for people to keep and pass on."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TextIO

from .decisions import Decision, code_of, dismissed_of, without
from .display import clipped, json_text, one_line, wrapped
from .drawing import named
from .export import write_findings
from .export.supply import replacing
from .layout import form_of
from .marks import BLAMES, GLYPHS, WORDS
from .record import SEVERITIES, Report
from .telling import Told, ToldReport, dismissed, tell

FORMATS = ("table", "jsonl", "csv", "xlsx", "sarif", "html")
SUFFIXES: Mapping[str, str] = {
    ".jsonl": "jsonl", ".csv": "csv", ".xlsx": "xlsx", ".sarif": "sarif", ".html": "html", ".htm": "html", ".txt": "table",
}  # fmt: skip
"""The format of a file by the end of its name, where none was asked for."""
_QUOTE = 80
_NARROW = 40


def write_check(
    reports: Iterable[Report], form: str, out: Path | None, *, run_date: date, lang: str = "zh",
    decisions: Mapping[str, Decision] | None = None, everything: bool = False,
) -> None:  # fmt: skip
    """Write the findings of the reports in one of :data:`FORMATS` to a file, or to standard output for None.

    ``jsonl`` and ``csv`` are written as the reports come; all others hold the worst report first and so
    wait for the last. Findings that people have dismissed are left out unless ``everything`` is asked for.
    Raises OSError where the file cannot be written, and ValueError for a workbook without a file.
    """
    known = decisions or {}
    if form == "xlsx":
        if out is None:
            raise ValueError("工作簿不能写到标准输出；请加 -o 文件名.xlsx。")
        _book(reports, out, run_date, lang, known, everything)
    elif out is None:
        _stream(reports, form, sys.stdout, run_date, lang, known, everything)
        sys.stdout.flush()
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        code, end = ("utf-8-sig", "") if form == "csv" else ("utf-8", "\n")
        with replacing(out) as part, part.open("w", encoding=code, newline=end) as stream:
            _stream(reports, form, stream, run_date, lang, known, everything)


def _stream(
    reports: Iterable[Report], form: str, stream: TextIO, run_date: date, lang: str, known: Mapping[str, Decision],
    everything: bool,
) -> None:  # fmt: skip
    if form in ("jsonl", "csv"):
        gone = frozenset[str]() if everything else dismissed_of(known)
        left = (without(report, gone) for report in reports)
        if form == "csv":
            write_findings(left, stream, known)
            return
        for report in left:
            for line in _lines(report, known):
                stream.write(line + "\n")
            stream.flush()
    elif form == "table":
        width = shutil.get_terminal_size().columns if stream.isatty() else 0
        for block in _blocks(reports, lang, known, everything, width):
            stream.write(block + "\n\n")
    else:
        from .export.page import write_page
        from .export.sarif import write_sarif

        told = _told(reports, lang, known, everything)
        if form == "html":
            write_page(told, stream, run_date, lang)
        else:
            write_sarif(told, stream, lang)


def _book(
    reports: Iterable[Report], out: Path, run_date: date, lang: str, known: Mapping[str, Decision], everything: bool
) -> None:
    from .decisions import merged
    from .export.decisions import keep
    from .export.findings_book import write_findings_book

    decisions = merged(known, keep(out), run_date.isoformat())
    told = _told(reports, lang, decisions, everything)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_findings_book(told, out, run_date, decisions)


def _told(reports: Iterable[Report], lang: str, known: Mapping[str, Decision], everything: bool) -> list[ToldReport]:
    """All reports in words, the worst first; much less to hold than the reports themselves."""
    return sorted((tell(report, lang, known, everything=everything) for report in reports), key=ToldReport.rank)


def _blocks(
    reports: Iterable[Report], lang: str, known: Mapping[str, Decision], everything: bool, width: int
) -> list[str]:
    """What a terminal shows of each report, the worst first."""
    ranked = []
    for report in reports:
        told = tell(report, lang, known, everything=everything)
        ranked.append((told.rank(), "\n".join(_table(report, told, lang, width))))
    return [block for _, block in sorted(ranked, key=lambda pair: pair[0])]


def _lines(report: Report, known: Mapping[str, Decision]) -> Iterator[str]:
    source = report.source
    head = {"source": source.name, "path": source.path, "member": source.member, "organ": report.organ, "year": report.year}
    for finding in report.to_dict()["findings"]:
        one = known.get(finding["fingerprint"])
        decided = {}
        if one is not None and one.entered():
            decided = {"decision": {"verdict": code_of(one.verdict), "note": one.remark, "who": one.who, "date": one.date}}
        yield json_text({**head, **finding, **decided})


def _table(report: Report, told: ToldReport, lang: str, width: int) -> Iterator[str]:
    """A report's findings for a terminal of that width; 0 leaves lines as long as they are."""
    zh = lang == "zh"
    counts = "  ".join(f"{GLYPHS[one]} {told.count(one)}" for one in SEVERITIES if told.count(one))
    head = f"■ {told.organ} {told.year or ''}  （{told.name}）" if told.organ else f"■ {told.name}"
    yield from _hung(f"{head}  {counts}", width, 0)
    if not told.findings:
        yield "  ✓ 没有发现问题" if zh else "  ✓ nothing found"
    form = form_of(report)
    mends = {one.fingerprint: one.suggestion for one in report.findings if one.suggestion}
    for one in told.findings:
        idle = (f"〔{one.decision.verdict}〕" if zh else "(dismissed) ") if dismissed(one) and one.decision else ""
        yield from _hung(f"{GLYPHS[one.severity]} {one.code} {idle}{one.what}", width, 2)
        mend = mends.get(one.fingerprint)
        better = ""
        if mend:
            better = f"建议：{named(mend.field, form)} 改为 {one.due}" if zh else f"suggested: {mend.field} = {one.due}"
        for line in _details(one, better, zh):
            yield from _hung(line, width, 6)
    if told.dismissed:
        yield f"  （另有 {told.dismissed} 条已作误报处理；--all 列出）" if zh else f"  ({told.dismissed} dismissed; --all lists them)"


def _details(told: Told, better: str, zh: bool) -> Iterator[str]:
    if told.where and zh:
        yield f"哪里：{told.where}"
    blame = f"责任：{BLAMES[told.blame]}" if zh else f"at fault: {told.blame}"
    doubt = "" if told.outcome == "violated" else WORDS[told.outcome] if zh else told.outcome
    quote = f"“{clipped(told.quote, _QUOTE)}”" if told.quote else ""
    yield " · ".join(part for part in (told.place, quote, told.sides, blame, doubt) if part)
    if better:
        yield better
    if told.cure:
        yield f"改：{told.cure}"
    if told.decision is not None:
        note = one_line(told.decision.remark or "")
        yield f"处置：{told.decision.record()}" if zh else f"decided: {code_of(told.decision.verdict)} {note}".rstrip()
    yield f"指纹 {told.fingerprint}" if zh else f"fingerprint {told.fingerprint}"


def _hung(line: str, width: int, indent: int) -> Iterator[str]:
    """The line indented, broken where a terminal of that width needs it."""
    pad = " " * indent
    for number, part in enumerate(wrapped(line, width - indent - 2) if width >= _NARROW else [line]):
        yield pad + ("  " if number else "") + part.rstrip()

"""Findings as one self-contained web page: no script, nothing fetched, everything escaped; to read, print and send on."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from typing import TextIO

from ..display import printable
from ..marks import BLAMES, GLYPHS, STATUSES, WORDS
from ..record import SEVERITIES
from ..telling import Told, ToldReport, dismissed, is_sum
from ..version import VERSION

_STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1rem;color:#222;background:#fff;line-height:1.6;
font-family:"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:.2rem 0;color:#1f3864}
h2{font-size:1.15rem;margin:2.2rem 0 .6rem;padding-top:.6rem;border-top:3px solid #1f3864}
h2 small{font-weight:normal;color:#666}
h3{font-size:1rem;margin:0}
a{color:#0563c1}
p{margin:.3rem 0}
.note{color:#666;font-size:.9rem}
table{border-collapse:collapse;width:100%;margin:1rem 0;font-size:.92rem}
th,td{border-bottom:1px solid #ddd;padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:#f3f5f8;font-weight:600}
th,td.y,code{white-space:nowrap}
td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.zero{color:#bbb}
article{border:1px solid #ddd;border-left:6px solid #999;border-radius:4px;padding:.6rem .9rem;margin:.8rem 0}
article.error{border-left-color:#c00000}
article.warning{border-left-color:#e0a800}
article.info{border-left-color:#4472c4}
article.dismissed{opacity:.65}
.mark{display:inline-block;padding:0 .4rem;border-radius:3px;font-size:.85rem;white-space:nowrap}
.error .mark,.mark.error{background:#ffc7ce;color:#9c0006}
.warning .mark,.mark.warning{background:#ffeb9c;color:#7f6000}
.info .mark,.mark.info{background:#dde6f9;color:#1f4e79}
code{font-size:.85rem;color:#666;font-family:Consolas,Menlo,monospace}
dl{display:grid;grid-template-columns:6.5em 1fr;gap:.2rem .8rem;margin:.5rem 0 0;font-size:.92rem}
dt{color:#666}
dd{margin:0}
dd.fig{font-weight:600;font-variant-numeric:tabular-nums}
.due{color:#375623}
.quote{color:#444;background:#f6f6f6;padding:0 .3rem}
footer{margin-top:2.5rem;border-top:1px solid #ddd;padding-top:.6rem}
@media (max-width:36rem){body{padding:.7rem}dl{grid-template-columns:1fr;gap:0}dt{margin-top:.35rem;font-size:.85rem}.wide{display:none}}
@media print{body{max-width:none;padding:0;font-size:10pt}article,tr{break-inside:avoid}h2,h3,h2+p{break-after:avoid}
a{color:inherit;text-decoration:none}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
"""What a browser may do with the page: draw it in its own style, and nothing else."""

_LABELS = {
    "zh": {
        "title": "年度报告核对结果", "report": "报告", "year": "年度", "error": "错误", "warning": "警告", "info": "提示",
        "where": "哪里", "printed": "报告所印", "due": "应为", "sides": "两边比较", "quote": "原文", "sum": "算式", "basis": "依据",
        "cure": "怎么改", "blame": "责任", "decision": "处置", "none": "没有发现问题。", "dismissed": "另有 {} 条已作误报处理，未列出。",
        "top": "回到目录", "file": "文件", "fingerprint": "指纹",
    },
    "en": {
        "title": "Annual reports: findings", "report": "Report", "year": "Year", "error": "errors", "warning": "warnings", "info": "notes",
        "where": "Where", "printed": "Printed", "due": "Should be", "sides": "Two sides", "quote": "Quote", "sum": "Sum", "basis": "Basis",
        "cure": "Cure", "blame": "At fault", "decision": "Decision", "none": "Nothing found.", "dismissed": "{} dismissed findings are left out.",
        "top": "to the list", "file": "File", "fingerprint": "Fingerprint",
    },
}  # fmt: skip


def write_page(reports: Sequence[ToldReport], stream: TextIO, run_date: date, lang: str = "zh") -> None:
    """Write the page: the reports in the order given, first as a list with counts, then each with its findings."""
    for part in _parts(reports, run_date, lang):
        stream.write(part.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")


def _parts(reports: Sequence[ToldReport], run_date: date, lang: str) -> Iterator[str]:
    words = _LABELS[lang]
    yield f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">\n<meta name="referrer" content="no-referrer">'
    yield f'<meta name="generator" content="nianbao {VERSION}">\n<title>{words["title"]}</title>\n<style>{_STYLE}</style>\n</head>\n<body>'
    yield f'<header id="top"><h1>{words["title"]}</h1>'
    counts = " ".join(_mark(severity, sum(one.count(severity) for one in reports), lang) for severity in SEVERITIES)
    total = f"{len(reports)} 份报告" if lang == "zh" else f"{len(reports)} reports"
    yield f'<p>{total}　{counts}</p>\n<p class="note">{run_date.isoformat()} · nianbao {VERSION}</p></header>'
    if len(reports) > 1:
        yield from _contents(reports, words, lang)
    for number, report in enumerate(reports, 1):
        # Clean reports stand in the list above; there is nothing more to say of them.
        if report.findings or report.dismissed or len(reports) == 1:
            yield from _report(number, report, words, lang, linked=len(reports) > 1)
    yield "</body>\n</html>"


def _contents(reports: Sequence[ToldReport], words: dict[str, str], lang: str) -> Iterator[str]:
    heads = "".join(f'<th class="n">{words[one]}</th>' for one in SEVERITIES)
    yield f'<table>\n<thead><tr><th>{words["report"]}</th><th>{words["year"]}</th>{heads}<th class="wide">{words["file"]}</th></tr></thead>\n<tbody>'
    for number, report in enumerate(reports, 1):
        name = _text(report.organ or report.name)
        shown = f'<a href="#r{number}">{name}</a>' if report.findings or report.dismissed else name
        if report.status in ("unread", "clean") and lang == "zh":
            shown += f" {STATUSES[report.status]}"
        cells = "".join(_cell(report.count(one)) for one in SEVERITIES)
        yield f'<tr><td>{shown}</td><td class="y">{report.year or ""}</td>{cells}<td class="wide">{_text(report.path)}</td></tr>'
    yield "</tbody>\n</table>"


def _cell(count: int) -> str:
    return f'<td class="n">{count}</td>' if count else '<td class="n zero">0</td>'


def _mark(severity: str, count: int, lang: str) -> str:
    return f'<span class="mark {severity}">{GLYPHS[severity]} {_LABELS[lang][severity]} {count}</span>'  # type: ignore[index]


def _report(number: int, report: ToldReport, words: dict[str, str], lang: str, *, linked: bool) -> Iterator[str]:
    yield f'<section id="r{number}">\n<h2>{_text(report.organ or report.name)} {report.year or ""}'
    yield f"<br><small>{_text(report.title)}</small></h2>" if report.title and report.organ else "</h2>"
    back = f' · <a href="#top">{words["top"]}</a>' if linked else ""
    yield f'<p class="note">{words["file"]}：{_text(report.path)}{back}</p>'
    if not report.findings:
        yield f"<p>{words['none']}</p>"
    for one in report.findings:
        yield from _finding(one, words, lang)
    if report.dismissed:
        yield f'<p class="note">{words["dismissed"].format(report.dismissed)}</p>'
    yield "</section>"


def _finding(told: Told, words: dict[str, str], lang: str) -> Iterator[str]:
    idle = " dismissed" if dismissed(told) else ""
    severity = WORDS[told.severity] if lang == "zh" else told.severity
    doubt = "" if told.outcome == "violated" else f" {WORDS[told.outcome]}" if lang == "zh" else f" {told.outcome}"
    yield f'<article class="{told.severity}{idle}">'
    yield f'<h3><span class="mark">{GLYPHS[told.severity]} {severity}{doubt}</span> {_text(told.title)} <code>{_text(told.code)}</code></h3>'
    yield f"<p>{_text(told.what)}</p>\n<dl>"
    where = " · ".join(part for part in (told.where, told.place) if part)
    blame = "" if told.blame == "source" else BLAMES[told.blame] if lang == "zh" else told.blame
    decision = told.decision.record() if told.decision else ""
    quoted = "sum" if is_sum(told.quote) else "quote"
    items = (
        ("where", where, ""), ("printed", told.printed, "fig"), ("due", told.due, "fig due"),
        ("sides", told.sides if not told.due else "", "fig"), (quoted, told.quote, "quote"), ("basis", told.basis, ""),
        ("cure", told.cure, ""), ("blame", blame, ""), ("decision", decision, ""),
    )  # fmt: skip
    for name, text, look in items:
        if text:
            shown = f'<span class="quote">{_text(text)}</span>' if look == "quote" else _text(text)
            yield f"<dt>{words[name]}</dt><dd{f' class={chr(34)}{look}{chr(34)}' if look.startswith('fig') else ''}>{shown}</dd>"
    yield f'</dl>\n<p class="note">{words["fingerprint"]} <code>{_text(told.fingerprint)}</code></p>\n</article>'


def _text(text: str) -> str:
    return escape(printable(text))

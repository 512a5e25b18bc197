"""The web page of findings: whole in itself, strict, and nothing a report says becomes markup."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import replace
from datetime import date

import pytest
from handmade import ORGAN, finding, report, unread
from lxml import html

from extractor.decisions import Decision
from extractor.export.page import POLICY, write_page
from extractor.record import Evidence, SourceInfo
from extractor.telling import ToldReport, tell

RUN = date(2024, 5, 1)
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&\x1b[31m\u202e\ud800"


def page(*reports: ToldReport, lang: str = "zh") -> str:
    stream = io.StringIO()
    write_page(reports, stream, RUN, lang)
    return stream.getvalue()


def test_each_finding_has_all_it_takes_to_mend_it() -> None:
    text = html.fromstring(page(tell(report(findings=(finding(),))))).text_content()
    for part in (
        ORGAN, "2023", "in/a.pdf", "✖ 错误", "T4-SUM", "行政复议总计印为 0，各项之和为 11。", "第四部分表四：行政复议/总计", "第 3 页",
        "报告所印", "应为", "11", "10 1 0 0 0", "依据", "怎么改", finding().fingerprint, "2024-05-01",
    ):  # fmt: skip
        assert part in text


def test_the_list_leads_to_every_report_with_findings() -> None:
    made = html.fromstring(page(tell(unread()), tell(report(findings=(finding(),))), tell(report())))
    links = [one.get("href") for one in made.iter("a") if one.get("href") != "#top"]
    assert links == ["#r1", "#r2"] and [one.get("id") for one in made.iter("section")] == ["r1", "r2"]
    assert len(made.findall(".//tbody/tr")) == 3 and "✓ 正常" in made.text_content()


def test_the_policy_allows_its_own_style_and_nothing_else() -> None:
    made = page(tell(report(findings=(finding(),))))
    style = re.search(r"<style>(.*?)</style>", made, re.DOTALL)
    assert style and base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode() in POLICY
    assert f'content="{POLICY}"' in made and POLICY.startswith("default-src 'none'")
    tree = html.fromstring(made)
    assert not tree.xpath("//script | //img | //link | //iframe | //form | //@style | //@onerror | //@src")
    assert all(link.startswith("#") for link in tree.xpath("//@href"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_text_stays_text(lang: str) -> None:
    bad = replace(finding(), message=HOSTILE, message_en=HOSTILE, code=HOSTILE, evidence=(Evidence(HOSTILE),), fingerprint=HOSTILE)
    made = report(organ=HOSTILE, title=HOSTILE, source=SourceInfo(HOSTILE, HOSTILE, HOSTILE), findings=(bad,))
    known = {HOSTILE: Decision("原文如此", remark=HOSTILE, who=HOSTILE)}
    text = page(tell(made, lang, known), tell(report(), lang), lang=lang)
    tree = html.fromstring(text)
    assert not tree.xpath("//script | //img") and "\x1b" not in text and "\u202e" not in text
    assert "<script>alert(1)</script>" in tree.text_content()
    text.encode("utf-8")


def test_what_was_dismissed_is_counted_and_not_listed() -> None:
    known = {finding().fingerprint: Decision("误报", remark="按地方口径")}
    made = report(findings=(finding(),))
    assert "另有 1 条已作误报处理" in page(tell(made, "zh", known)) and "T4-SUM" not in page(tell(made, "zh", known))
    assert "误报；按地方口径" in page(tell(made, "zh", known, everything=True))


def test_english_has_no_chinese_of_its_own() -> None:
    made = report(findings=(finding(),), organ="ORGAN", title="TITLE")
    assert re.search(r"[\u4e00-\u9fff]", html.fromstring(page(tell(made, "en"), lang="en")).text_content().split("Quote")[0]) is None

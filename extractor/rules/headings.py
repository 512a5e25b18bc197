"""Headings and their numbers: sections too many, titles of one's own, numbering, and what the introduction promises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..patterns import lazy_re
from ..record import Evidence, Heading
from ..text import chinese_number, fold, key, leading_number
from .catalogue import Case, Fault, rule

FORM_SINCE = 2019
"""The first year whose reports have the six sections; earlier ones had parts of their own."""

NUMERALS = "零一二三四五六七八九十"
_CONJUNCTIONS = str.maketrans("", "", "和与及")


def has_form(case: Case) -> bool:
    """Whether the report is one that the six sections bind: on 2019 or later, or on a year not known."""
    return case.report.year is None or case.report.year >= FORM_SINCE


def _headings(case: Case) -> Sequence[Heading]:
    sections = case.report.sections
    return case.report.headings or tuple(Heading(one.title, one.id, one.place) for one in sections)


@rule("S-EXTRA", "warning", "form", "多出规定以外的部分", "A section beyond the six")
def s_extra(case: Case) -> Iterator[Fault]:
    """六个部分以外另有一级标题，如 2019 年以前的“收费及减免情况”“附件”。

    依据：格式规定六个部分，不多不少；其他内容写入“六、其他需要报告的事项”。
    例：“五、政府信息公开收费及减免情况”，其后顺延到“七、其他需要报告的事项”。
    改：并入规定的部分，重排序号。部分内部自成一列的“一、二、三、”不算；2018 年度及以前的报告不适用。
    """
    if not has_form(case):
        return
    for heading in _headings(case):
        if heading.section is None:
            yield Fault(
                f"“{heading.text}”不在规定的六个部分之内。", "A heading is none of the six sections of the form.",
                evidence=(Evidence(heading.text, heading.place),), what=key(heading.text),
            )  # fmt: skip


@rule("S-TITLE", "info", "form", "部分标题与格式不同", "A section's title differs from the form")
def s_title(case: Case) -> Iterator[Fault]:
    """六个部分的标题应与格式一字不差；认得出是哪一部分，内容照常读取。

    依据：格式规定的标题。
    例：“四、因政府信息公开工作被申请行政复议、提起行政诉讼情况”“五、存在问题及整改措施”。
    改：照格式改标题。标点、空格、全角半角和序号的写法不同不算；2018 年度及以前的报告不适用。
    """
    if not has_form(case):
        return
    for section in case.form.sections:
        printed = case.report.section(section.id)
        if printed is None:
            continue
        numbered = leading_number(printed.title)
        if key(numbered[2] if numbered else printed.title) != key(section.title):
            yield Fault(
                f"标题“{printed.title}”与格式不同，应为“{section.number}、{section.title}”。",
                f"The title of section {section.id[1:]} differs from the form's ({section.en}).",
                evidence=(Evidence(printed.title, printed.place),), what=section.id,
            )  # fmt: skip


@rule("S-NUM", "warning", "form", "标题序号不对", "Wrong numbering of headings")
def s_numbering(case: Case) -> Iterator[Fault]:
    """一级标题的序号应从一到六连续，部分之内的小标题用（一）（二），不另起“一、二、”，也不跳号。

    依据：格式规定的序号；公文标题层次的惯例。
    例：“总体情况”之内又从“一、”编起；“一、主动公开政府信息情况”到“五、其他需要报告的事项”整体错一位；第一部分从（二）开始。
    改：重排序号。没有印序号的不作判断（网页常用样式自动编号）；2018 年度及以前的报告不适用。
    """
    if not has_form(case):
        return
    headings = _headings(case)
    numbers = [leading_number(one.text) for one in headings]
    printed = [one[1] if one is not None and one[0] != "bracketed" else None for one in numbers]
    due = list(range(1, len(headings) + 1))
    # A section that is missing is told by S-MISSING: its own number may be left out with it.
    own = [next((n for n, s in enumerate(case.form.sections, 1) if s.id == one.section), None) for one in headings]
    wrong = [
        at for at, number in enumerate(printed)
        if number is not None and number != due[at] and (len(headings) >= len(case.form.sections) or number != own[at])
    ]  # fmt: skip
    ordered = [one.section for one in headings if one.section] == [
        one.id for one in case.form.sections if any(one.id == heading.section for heading in headings)
    ]
    if wrong and ordered:
        first = headings[wrong[0]]
        titles = " → ".join(one.text for one in headings)
        yield Fault(
            f"一级标题的序号不连续，从“{first.text}”起：{titles}。", "The sections are not numbered one after the other.",
            evidence=(Evidence(first.text, first.place),), what="sections",
        )  # fmt: skip
    top = any(one is not None and one[0] == "top" for one in numbers)
    for section in case.report.sections:
        matter = next((one for one in case.form.sections if one.id == section.id), None)
        if matter is None or matter.table is not None:
            continue
        for says, says_en, quote, what in _inside(section.text, top):
            yield Fault(
                f"“{section.title}”之内{says}。", f"Section {section.id[1:]}: {says_en}.",
                evidence=(Evidence(quote, section.place),), what=f"{section.id} {what}",
            )  # fmt: skip


def _inside(text: str, top: bool) -> Iterator[tuple[str, str, str, str]]:
    """What is wrong with the numbers of the paragraphs of a section; ``top``: the sections are numbered 一、 too."""
    lines = text.split("\n")
    numbered = [(line, one) for line in lines if (one := leading_number(line)) is not None]
    firsts = [(line, one[1]) for line, one in numbered if one[0] == "top"]
    if top and len(firsts) >= 2 and firsts[0][1] == 1 and firsts[1][1] == 2:
        quote = firsts[0][0][:40]
        yield f"又从“{quote[:12]}”编起，与各部分的序号重复", "its own parts are numbered like the sections", quote, "restart"
    seconds = [(line, one[1]) for line, one in numbered if one[0] == "bracketed" and one[2][:1] not in "项款条"]
    folded = fold(text)
    before = 0
    for line, number in seconds:
        skipped = before + 1
        if number == skipped + 1 and f"({NUMERALS[skipped]})" not in folded and skipped <= 9:
            where = f"小标题从（{NUMERALS[number]}）开始" if not before else f"小标题由（{NUMERALS[before]}）跳到（{NUMERALS[number]}）"
            yield where, f"its parts have no number {skipped}", line[:40], f"skip {skipped}"
            return
        before = number


_DECLARED = lazy_re(r"(?P<number>[一二两三四五六七八九十]|\d{1,2})\s*个?\s*(?:大\s*)?部分")
_NAMES = (
    ("s4", lazy_re(r"[^、,。;和及]{0,24}复议[^。;]{0,14}?诉讼[^、,。;及和等共组]{0,6}")),
    ("s5", lazy_re(
        r"[^、,。;和及]{0,16}(?:存在|主要)[^、,。;]{0,12}?(?:问题|不足)[^、,。;]{0,12}?(?:情况|措施|打算|方向|举措)"
        r"|[^、,。;和及]{0,16}存在的?(?:主要)?问题"
    )),
    ("s6", lazy_re(r"其[他它][^、,。;]{0,10}?(?:事项|情况)")),
    ("s3", lazy_re(r"[^、,。;]{0,8}(?:收到[和与及]处理|收到|处理|依申请)[^、,。;]{0,18}(?:情况|公开)")),
    ("s2", lazy_re(r"[^、,。;]{0,8}主动公开(?:[^、,。;和及]{0,10}(?:情况|信息))?")),
    ("s1", lazy_re(r"[^、,。;]{0,8}(?:总体情况|总体概述|概述|基本情况|工作概况|引言)")),
)  # fmt: skip
"""How an introduction names each section, the one with most separators in its own name first."""


def _introduction(case: Case) -> str:
    return "".join(fold(case.report.text_of("preface")).split())


@rule("S-COUNT", "info", "form", "前言说的部分数与列出的不符", "The introduction names more or fewer parts than it says")
def s_count(case: Case) -> Iterator[Fault]:
    """前言说“由…六个部分组成”，逐一列出的却不是六个。

    依据：前言应与正文一致；格式规定六个部分。
    例：“由总体情况、…、其他需要报告的事项六部分组成”，列了五个，漏了行政复议、行政诉讼情况。
    改：补全或改正部分数。有认不出的部分名、没有写部分数的不作判断。
    """
    text = _introduction(case)
    for declared in _DECLARED.finditer(text):
        start = max(text.rfind("。", 0, declared.start()), text.rfind(";", 0, declared.start())) + 1
        sentence = text[start : declared.start()]
        opened = re.search(r"包括|包含|由|分为|分别", sentence)
        if opened is None:
            continue
        listed, rest = _named(sentence[opened.end() :])
        number = 2 if declared["number"] == "两" else chinese_number(declared["number"]) or _integer(declared["number"])
        left = [one for one in re.split(r"[、,]|和|及|以及|与|等|共|了|:", rest) if len(one.strip()) > 1]
        if len(listed) >= 3 and not left and number is not None and number != len(listed):
            quote = text[start : declared.end() + 2]
            absent = [one for one in case.form.sections if one.id not in listed] if number == len(case.form.sections) else []
            missing = f"，没有列“{'”“'.join(one.title for one in absent)}”" if absent else ""
            yield Fault(
                f"前言说由{declared['number']}个部分组成，列出的是 {len(listed)} 个{missing}。",
                f"The introduction promises {number} parts and names {len(listed)}.",
                left=number, right=len(listed), evidence=_at_preface(case, quote), what="count",
            )  # fmt: skip


def _integer(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _named(text: str) -> tuple[set[str], str]:
    """The sections that a list names, and what is left of it."""
    found = set()
    for name, pattern in _NAMES:
        text, times = pattern.subn("", text, count=1)
        if times:
            found.add(name)
    return found, text


def _at_preface(case: Case, quote: str) -> tuple[Evidence, ...]:
    preface = case.report.preface
    return (Evidence(quote, preface.place),) if preface is not None else ()


_OLD_PARTS = lazy_re(
    r"收费(?:情况)?(?:及|和|与|、)?其?减免|申请收费情况|咨询(?:处理|情况)|申诉的?情况|机构建设(?:和|、|与)?(?:保障经费|人员)"
)
_PROMISES = lazy_re(r"部分|组成|构成|包括|包含|分为")


@rule("S-INTROOLD", "warning", "form", "前言列的是旧版的部分", "The introduction lists the parts of older reports")
def s_old_introduction(case: Case) -> Iterator[Fault]:
    """正文用新格式，前言却照抄 2019 年以前的目录（概述、收费及减免、咨询、申诉等）。

    依据：2019 年修订的《条例》第五十条不再列收费及减免；前言应与正文一致。
    例：“本报告由概述、主动公开情况、依申请公开情况、收费及减免情况、行政复议和行政诉讼情况…组成”。
    改：前言改为现行的六个部分，或者删去。正文不是新格式的、2018 年度及以前的报告不适用。
    """
    if not has_form(case) or len(case.report.sections) < 4:
        return
    text = _introduction(case)
    for sentence in re.split(r"(?<=[。;])", text):
        old = _OLD_PARTS.search(sentence)
        if old is not None and _PROMISES.search(sentence):
            yield Fault(
                f"前言列有“{old.group()}”，这是 2019 年以前报告的部分，与正文不符。",
                "The introduction lists a part that reports have not had since 2019.",
                evidence=_at_preface(case, sentence), what="old",
            )  # fmt: skip
            return

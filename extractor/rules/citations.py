"""What a report cites: the notice it follows, by its right number and name, and the Regulations in force."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ..patterns import lazy, lazy_re
from ..text import chinese_number
from .catalogue import Case, Fault, rule
from .law import Law, Notice, law
from .quoting import PREFACE, Passage, passages

ANNUAL = r"年(?:度(?:工作)?报告|报)"
_ABOUT = lazy_re(ANNUAL)
_NUMBER = lazy(r"(?P<prefix>国办\p{Han}{0,5})[〔\[(【]?(?P<year>20\d\d)[〕\])】]?第?(?P<number>\d{1,3})号")
# Ends what belongs to the document cited before.
_NEXT = lazy_re(r"》?(?:\([^()]*\))?(?:》、|》和|》及|》以及|》与|》,|号\)?[、,和及与]|》(?:要求|精神|规定))")
_NATIONAL = lazy_re(r"国(?:务院办公厅|办)")
_OFFICE = lazy(r"国务院办公厅(?P<office>\p{Han}{2,16}?办公[室厅])(?=[^》、。;]{0,40}年(?:度报告|报))")
_FORM_NAME = lazy(
    r"(?:(?P<inner>[《<〈])|国务院办公厅[^《<〈》、。;]{0,20}关于印发)(?P<name>(?:中华人民共和国)?\p{Han}{0,2}信息公开[^《<〈》>〉、。;,]{0,8}年(?:度报告|报)[^《<〈》>〉、。;,]{0,4}格式(?:\(试行\))?)"
    r"(?(inner)[》>〉]|的通知)"
)
_OLD_NAME = lazy(rf"国务院办公厅\p{{Han}}*?关于(?P<name>\p{{Han}}{{0,16}}{ANNUAL}\p{{Han}}{{0,4}}有关\p{{Han}}{{2}}的通知)")
_TRIAL = lazy_re(r"年(?:度报告|报)格式\(?试行")
_LOCAL = lazy_re(
    rf"关于[^《》。;]{{0,20}}?(?P<year>20\d\d)年度?[^《》。;]{{0,16}}?公开[^《》。;]{{0,6}}?{ANNUAL}[^《》。;]{{0,24}}?通知"
)
_POINTS = lazy_re(r"(?P<year>20\d\d)年度?[^《》。;,]{0,12}?政务公开[^《》。;,]{0,6}?要点")
_BASIS = lazy_re(r"根据|按照|依据|依照|遵照")
_ORDER = lazy_re(r"国务院令?[〔\[(]?第?(?P<order>\d{3})号")
_REGULATIONS = r"(?:政府信息公开条例》?|《条例》)"
_ORDER_OF_THE_REGULATIONS = lazy_re(rf"{_REGULATIONS}[^。;]{{0,30}}$")
_ARTICLES = lazy_re(rf"{_REGULATIONS}(?:\([^()]{{0,40}}\))?的?(?P<articles>第[\d一二三四五六七八九十、和及与第条]+条)")
_ARTICLE = lazy_re(r"\d+|[一二三四五六七八九十]+")
_MAKING = lazy_re(rf"(?:编制|编写|撰写|形成|公布|发布)[^。;]{{0,60}}?(?:报告|年报)|{ANNUAL}[^。;]{{0,20}}(?:编制|编写)")
_MAKING_THIS = lazy_re(r"编制(?:了|完成)?本|现(?:编制|将|公布)")
OLD_ORDER = 492


@dataclass(frozen=True, slots=True)
class Citation:
    """A notice on annual reports cited somewhere: which one is meant, if any, and how its number begins."""

    passage: Passage
    start: int
    end: int
    window: str
    prefix: str
    year: int
    number: int
    notice: Notice | None

    @property
    def printed(self) -> str:
        """The number in the usual brackets."""
        return f"{self.prefix}〔{self.year}〕{self.number}号"


def _citations(case: Case) -> Iterator[Citation]:
    """Every document of the General Office cited by its number in what is said of annual reports."""
    for passage in passages(case.report):
        if "国办" in passage.text:
            yield from _citations_in(passage)


@functools.lru_cache(maxsize=8)
def _citations_in(passage: Passage) -> tuple[Citation, ...]:
    return tuple(_find_citations(passage))


def _find_citations(passage: Passage) -> Iterator[Citation]:
    for at, sentence in passage.sentences():
        last = 0
        for hit in _NUMBER.finditer(sentence) if "国办" in sentence else ():
            window = _NEXT.split(sentence[last : hit.start()])[-1]
            last = hit.end()
            if _ABOUT.search(window) or ("《" not in window and _ABOUT.search(sentence)):
                year, number = int(hit["year"]), int(hit["number"])
                notice = next((one for one in law().notices if one.year_and_number == (year, number)), None)
                yield Citation(passage, at + hit.start(), at + hit.end(), window, hit["prefix"], year, number, notice)


def _fault(passage: Passage, start: int, end: int, message: str, message_en: str, what: str) -> Fault:
    return Fault(message, message_en, evidence=(passage.evidence(start, end),), what=what)


def _whole(known: Law, notice: Notice) -> str:
    return f"《{known.issuer}{notice.name}》（{notice.number}）"


@rule("M-STALEDOC", "warning", "form", "引用了不适用于本年度的文件", "A notice that is not the one for this year")
def m_stale_notice(case: Case) -> Iterator[Fault]:
    """编制依据写的是别的年度的文件：已被替代的格式通知，往年的编制通知，往年的工作要点。

    同时引用了现行通知的只作提示；年份不知道或 2014 年度以前的不判。
    依据：2019、2020 年度适用国办公开办函〔2019〕60号，2021 年度起适用国办公开办函〔2021〕30号。
    例：2025 年度报告写“按照…有关事项的通知（国办公开办函〔2019〕60号）要求”；2021 年度报告按 2020 年工作要点编制。
    改：换成本年度适用的文件。
    """
    year = case.report.year
    right = law().notice_for(year) if year is not None else None
    if year is None or right is None:
        return
    cited = [(one.passage, one.start, one.end, one.notice) for one in _citations(case)]
    cited += list(_named_only(case))
    found_right = any(notice is right for *_, notice in cited)
    told: set[str] = set()
    for passage, start, end, notice in cited:
        if notice is None or notice is right or notice.number in told:
            continue
        told.add(notice.number)
        yield Fault(
            f"{year} 年度报告引用了 {notice.number}，本年度适用的是 {right.number}{'（也已引用）' if found_right else ''}。",
            f"A report on {year} cites {notice.number}; {right.number} is the notice in force for it.",
            evidence=(passage.evidence(start, end),), what=notice.number, severity="info" if found_right else None,
        )  # fmt: skip
    yield from _stale_local(case, year)


def _named_only(case: Case) -> Iterator[tuple[Passage, int, int, Notice]]:
    """The notice of 2019 where it is cited by its name without a number."""
    old = next(one for one in law().notices if one.until_year is not None and "有关事项" in one.cited_as)
    for passage in passages(case.report):
        if "年度报告" not in passage.text:
            continue
        for at, sentence in passage.sentences():
            # Most sentences are neither; a word is found sooner than a pattern.
            named = _OLD_NAME.search(sentence) if "通知" in sentence else None
            hit = named or (_TRIAL.search(sentence) if "试行" in sentence else None)
            if hit and not _NUMBER.search(sentence):
                yield passage, at + hit.start(), at + hit.end(), old


def _stale_local(case: Case, year: int) -> Iterator[Fault]:
    """A local notice on compiling another year's reports, and another year's key points."""
    whole = passages(case.report)
    current = any(int(hit["year"]) == year for one in whole if "要点" in one.text for hit in _POINTS.finditer(one.text))
    for passage in whole:
        # What section one tells of last January's notice is no basis of this report.
        for hit in _LOCAL.finditer(passage.text) if passage.part == PREFACE and "通知" in passage.text else ():
            if int(hit["year"]) < year:
                yield _fault(
                    passage, hit.start(), hit.end(), f"编制通知是 {hit['year']} 年度的，本报告是 {year} 年度的。",
                    f"The notice on compiling is that for {hit['year']}; the report is on {year}.", f"local{hit['year']}",
                )  # fmt: skip
        for at, sentence in passage.sentences() if "要点" in passage.text else ():
            found = _POINTS.search(sentence)
            if found is None or int(found["year"]) >= year or current or not _BASIS.search(sentence[: found.start()]):
                continue
            yield Fault(
                f"依据的是 {found['year']} 年的工作要点，本报告是 {year} 年度的。",
                f"The key points cited are those for {found['year']}; the report is on {year}.",
                evidence=(passage.evidence(at + found.start(), at + found.end()),), what=f"points{found['year']}",
                severity=None if passage.part == PREFACE else "info",
            )  # fmt: skip


@rule("M-DOCNO", "warning", "form", "格式通知的文号、名称或发文机关写错", "Number, name or issuer of the notice is wrong")
def m_notice_number(case: Case) -> Iterator[Fault]:
    """国家格式通知的文号、文件名或发文机关与原文不符。

    括号、书名号、空格、全角半角的差别和“国办”“国务院办公厅”等简称不判；地方转发文件的文号不判。
    依据：国办公开办函〔2021〕30号、国办公开办函〔2019〕60号原文。
    例：“国办发〔2021〕30号”；“国务院办公厅政务信息与政务公开办公室”；“政府信息公开年度报告格式”（缺“工作”）。
    改：照原文改正。
    """
    known = law()
    told: set[str] = set()
    faults = [*_wrong_numbers(case, known), *_wrong_names(case, known)]
    for fault in faults:
        if fault.what not in told:
            told.add(fault.what)
            yield fault


def _wrong_numbers(case: Case, known: Law) -> Iterator[Fault]:
    for one in _citations(case):
        right = one.notice
        if right is None:
            named = next((each for each in known.notices if each.cited_as in one.window), None)
            own = one.prefix == known.notices[0].prefix
            if not (own or (named is not None and _NATIONAL.search(one.window))):
                continue
            right = named or known.notice_for(case.report.year or 0)
            if right is None or not _near(one, right):
                continue
        other = next((each for each in known.notices if each is not right and each.cited_as in one.window), None)
        # The form of 2019 is cited by its number under the name of the form often enough.
        named_so = other is None or other.from_year > right.from_year or right.cited_as in one.window
        if one.notice is not None and one.prefix == right.prefix and named_so:
            continue
        yield _fault(
            one.passage, one.start, one.end, f"“{one.printed}”与原文不符，应为{_whole(known, right)}。",
            f"“{one.printed}” is not the number of the notice, which is {right.number}.", one.printed,
        )  # fmt: skip


def _near(citation: Citation, notice: Notice) -> bool:
    """Whether a number that is none of the notices' may be meant for that one: by the name before it, or all but its year."""
    return notice.cited_as in citation.window or citation.number == notice.year_and_number[1]


def _wrong_names(case: Case, known: Law) -> Iterator[Fault]:
    office = known.issuer.removeprefix("国务院办公厅")
    newest, old = known.notices[0].cited_as, known.notices[1].cited_as
    for passage in passages(case.report):
        if "年度报告" not in passage.text and "年报" not in passage.text:
            continue
        for hit in _OFFICE.finditer(passage.text):
            if hit["office"].replace("和", "与") != office:
                yield _fault(
                    passage, hit.start(), hit.end(), f"发文机关“国务院办公厅{hit['office']}”应为“{known.issuer}”。",
                    f"The issuer of the notice is {known.issuer}.", hit["office"],
                )  # fmt: skip
        for hit in _FORM_NAME.finditer(passage.text):
            name = hit["name"].removeprefix("中华人民共和国").removesuffix("(试行)")
            if name != newest:
                yield _named_wrong(passage, hit, f"中华人民共和国{newest}")
        for hit in _OLD_NAME.finditer(passage.text):
            if hit["name"] != old:
                yield _named_wrong(passage, hit, f"关于{old}")


def _named_wrong(passage: Passage, hit: regex.Match[str], right: str) -> Fault:
    start, end = hit.span("name")
    return _fault(
        passage, start, end, f"文件名“{hit['name']}”与原文不符，应为《{right}》。",
        f"The document's name is 《{right}》.", hit["name"],
    )  # fmt: skip


@rule("M-LAW", "warning", "law", "《条例》的令号或条款过时", "The Regulations are cited by an old order or article")
def m_regulations(case: Case) -> Iterator[Fault]:
    """2019 年度起仍只引用修订前的《条例》（国务院令第492号），令号写错，或把年度报告的条款写成别的条。

    同时写明第711号修订的不判；《条例》其他条款在别处的引用不判；年份不知道或 2018 年度以前的不判令号。
    依据：《条例》2019 年 4 月 3 日国务院令第711号修订，5 月 15 日起施行；年度报告见第四十九条、第五十条。
    例：2023 年度报告写“根据《条例》（国务院令第492号）第三十二条规定编制”。
    改：令号写国务院令第711号，条款写第五十条。
    """
    year = case.report.year
    valid = law().regulations_for(year) if year is not None else None
    if valid is None:
        return
    whole = passages(case.report)
    orders = [
        (passage, hit) for passage in whole for hit in _ORDER.finditer(passage.text)
        if _ORDER_OF_THE_REGULATIONS.search(passage.text[max(0, hit.start() - 45) : hit.start()])
    ]  # fmt: skip
    if valid.order != OLD_ORDER and valid.order not in {int(hit["order"]) for _, hit in orders}:
        for passage, hit in orders[:1]:
            yield _fault(
                passage, hit.start(), hit.end(), f"《条例》写的是第{hit['order']}号令，{year} 年度适用的是国务院令第{valid.order}号。",
                f"The Regulations are cited as Order {hit['order']}; Order {valid.order} holds for {year}.", hit["order"],
            )  # fmt: skip
    for passage in whole:
        for at, sentence in passage.sentences() if "条例" in passage.text else ():
            making = _MAKING if passage.part == PREFACE else _MAKING_THIS
            found = _ARTICLES.search(sentence) if making.search(sentence) else None
            if found is None:
                continue
            cited = [_article(one) for one in _ARTICLE.findall(found["articles"])]
            if not set(cited) & set(valid.articles) and None not in cited:
                right = "、".join(f"第{number}条" for number in valid.articles)
                yield _fault(
                    passage, at + found.start(), at + found.end(), f"年度报告的依据写成《条例》{found['articles']}，应为{right}。",
                    f"Annual reports rest on articles {valid.articles[0]} and {valid.articles[-1]} of the Regulations.",
                    found["articles"],
                )  # fmt: skip


def _article(text: str) -> int | None:
    return int(text) if text.isdigit() else chinese_number(text)

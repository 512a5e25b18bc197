"""What was given of a report from outside, by a list or by its path, against what the report says of itself."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ..record import Evidence
from ..text import fold_each
from .catalogue import Case, Fault, rule
from .organ_names import level, places, same

_FROM = {"list": ("清单", "the list"), "path": ("目录或文件名", "the path")}
_YEAR = r"(?<!\d)20\d\d(?!\d)"


@rule("M-FILED", "warning", "local", "与清单或所在目录不一致", "Filed under another organ or year")
def m_filed(case: Case) -> Iterator[Fault]:
    """报告的机关、年份、地区或公布日期，与元数据清单（--metadata）或所在目录、文件名（--organ-from、--year-from）写的不同。

    两者必有一个是错的：文件放错了地方、清单登记错了，或者报告照抄了别处的标题；记录里仍是报告自己印的。
    简称与全称视为同一机关；公布日期不同、清单与文件名里的年份不同的只作提示。没有给清单和目录规则的不判。
    依据：不涉及法规，是放置和登记上的核对。
    例：文件在“2023/云岭区财政局/”下，标题是“2022年云岭区教育局政府信息公开工作年度报告”。
    改：核对文件是否放错、清单是否登记错；报告印错的，由该机关改正。
    """
    report = case.report
    for one in report.given:
        where, where_en = _FROM[one.origin]
        if one.name == "organ" and report.organ and not _same_organ(case, str(one.value)):
            yield _fault(where, where_en, "机关", "organ", one.value, report.organ, "organ", _whose(case.report.organ_basis))
        elif one.name == "year" and report.year is not None and one.value != report.year:
            yield _fault(where, where_en, "年份", "year", one.value, report.year, "year", _whose(report.year_basis))
        elif one.name == "region" and report.organ and _elsewhere(str(one.value), report.organ):
            yield _fault(where, where_en, "地区", "region", one.value, report.organ, "region", _whose(report.organ_basis))
        elif one.name == "published" and report.published and one.value != report.published:
            yield _fault(where, where_en, "公布日期", "date of publication", one.value, report.published, "published", "报告", "info")
    if report.year_basis == "given":
        named = set(regex.findall(_YEAR, fold_each(report.source.name)))
        if len(named) == 1 and str(report.year) not in named:
            yield _fault("文件名", "the file name", "年份", "year", named.pop(), report.year or "", "year of name", "清单或目录", "info")


def _whose(basis: str | None) -> str:
    """Who says what the record has."""
    return "清单或目录" if basis == "given" else "文件名" if basis == "file name" else "报告"


def _fault(
    where: str, where_en: str, name: str, name_en: str, given: object, found: object, what: str, whose: str, severity: str | None = None
) -> Fault:  # fmt: skip
    return Fault(
        f"{where}写的{name}是“{given}”，{whose}写的是“{found}”，请核对是否放错或登记错。",
        f"The {name_en} is {given} by {where_en}, and {found} by what the record rests on.",
        evidence=(Evidence(f"{where}：{given}"),), blame="unknown", severity="info" if severity == "info" else None,
        what=f"{where_en} {what} {given}",
    )  # fmt: skip


def _same_organ(case: Case, given: str) -> bool:
    organ, name = ("".join(fold_each(one).split()) for one in (case.report.organ or "", given))
    return name == organ or same(name, organ, case.report.kind)


def _elsewhere(region: str, organ: str) -> bool:
    """Whether an organ's name names another place of the same level as the region."""
    own = places("".join(fold_each(organ).split()))
    last = (places("".join(fold_each(region).split())) or ("",))[-1]
    return bool(last) and last not in own and level(last) in map(level, own)

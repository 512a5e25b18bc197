"""Copies: text or figures that also stand in another report, or in the organ's own of the year before."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..form import load
from ..model import Place
from ..patterns import lazy_re
from ..record import Evidence, Report
from .catalogue import RULES, Fault, Rule

if TYPE_CHECKING:
    from ..likeness import Likeness

PART_NAMES = {"preface": "引言", "s1": "第一部分", "s5": "第五部分", "s6": "第六部分"}
"""What messages call the parts of a report."""

MOST_NAMED = 3
_QUOTE = 160
_JOINT = lazy_re(r"合署办公|合并编制|一并(?:编制|报告)|联合编制|两块牌子")
_SAME_FIGURES = lazy_re(
    r"(?:与|较|同)(?:上年|上一年|去年|20\d\d年)度?的?(?:数据|情况|数量)?(?:相比)?(?:基本)?(?:持平|相同|一致|无变化)"
)


def m_copy(report: Report, part: str, like: Likeness, other: Report, group: Sequence[str], *, sure: bool) -> Fault:
    """A part of a report that stands in another. ``group`` names all reports it stands in, ``other``'s first;
    ``sure`` is False where it cannot be told whether both are one organ's."""
    name, share = PART_NAMES[part], f"{like.share:.0%}".replace("%", " %")
    figures = f"（套语、名称和数字不计，{like.own} 字中 {like.copied} 字）"
    if len(group) > 1:
        listed = "、".join(group[:MOST_NAMED]) + (" 等" if len(group) > MOST_NAMED else "")
        message = f"{name}与其他 {len(group)} 份报告（{listed}）大段相同，其中与{called(other)}相同 {share}{figures}"
    else:
        message = f"{name}与{called(other)}相同 {share}{figures}"
    english = f"{share} of the own words of {part} ({like.copied} of {like.own}) also stand in {len(group)} other report(s), such as {called(other)}."
    joint = any(_JOINT.search(one.text_of(part)) for one in (report, other) for part in ("preface", "s1", "s6"))
    if not sure:
        message += "；有一方的机关名称未能识别，可能是同一机关的报告"
    elif joint:
        message += "；有一方写明合署办公或合并编制，请核对"
    return Fault(
        message + "。", english, left=like.copied, right=like.own, evidence=_side_by_side(report, other, part, like),
        outcome="violated" if sure else "inconclusive", severity="info" if joint or not sure else None, what=part,
    )  # fmt: skip


def m_copy_customary(report: Report, part: str, words: int, group: Sequence[str]) -> Fault:
    """A part that stands word for word in other reports, yet is made of what very many reports say."""
    listed = "、".join(group[:MOST_NAMED]) + (" 等" if len(group) > MOST_NAMED else "")
    section = report.preface if part == "preface" else report.section(part)
    evidence = (Evidence(_clipped(section.text), section.place),) if section else ()
    return Fault(
        f"{PART_NAMES[part]}与其他 {len(group)} 份报告（{listed}）逐字相同，所用的都是许多报告通用的语句，建议写出本机关的实际情况。",
        f"{part} is word for word that of {len(group)} other report(s), made of sentences that very many reports use.",
        left=words, evidence=evidence, severity="info", what=part,
    )  # fmt: skip


def y_copy(report: Report, before: Report, likes: Mapping[str, Likeness]) -> Fault:
    """Prose repeated from the organ's report of the year before; ``likes`` by part."""
    copied, own = sum(one.copied for one in likes.values()), sum(one.own for one in likes.values())
    each = "、".join(f"{PART_NAMES[part]} {one.share:.0%}".replace("%", " %") for part, one in likes.items())
    share = f"{copied / own:.0%}".replace("%", " %")
    evidence = [piece for part, one in likes.items() if one.share >= 0.5 for piece in _side_by_side(report, before, part, one)]
    return Fault(
        f"与上年报告相同 {share}（{each}；套语、名称和数字不计，{own} 字中 {copied} 字），上年报告为{called(before)}。",
        f"{share} of the prose is that of the year before ({copied} of {own} words without customary ones, names and figures).",
        left=copied, right=own, evidence=tuple(evidence), what="prose",
    )  # fmt: skip


def y_copy_tables(report: Report, before: Report, tables: Sequence[str], *, few: bool) -> Fault:
    """Tables whose figures other than 0 are those of the year before. ``few``: so few that it may be chance."""
    fields = [name for name, value in report.values.items() if value.value and name.split(".")[0] in tables]
    names = "、".join({"t2": "表二", "t3": "表三", "t4": "表四"}[one] for one in tables)
    said = any(_SAME_FIGURES.search(report.text_of(one)) for one in ("s1", "s6"))
    labels = {one.id: one.short for one in load(report.edition or "2021").fields()}
    quote = "；".join(f"{labels.get(one, one)} {report[one].raw}" for one in fields[:6]) + ("；……" if len(fields) > 6 else "")
    evidence = (
        Evidence(quote, report[fields[0]].place),
        Evidence(f"{called(before)}：{quote}", Place()),
    )
    reason = "；报告写明与上年持平，请核对" if said else "；数据很少，也可能是巧合" if few else ""
    return Fault(
        f"{names}的数据（0 除外，共 {len(fields)} 格）与上年报告完全相同，请核对是否沿用了上年的表格{reason}。",
        f"Every figure but 0 of {', '.join(tables)} ({len(fields)} cells) is that of the year before.",
        fields=tuple(fields), evidence=evidence, severity="info" if said or few else None, what="tables",
    )  # fmt: skip


def called(report: Report) -> str:
    """What a message calls another report: organ, year and source."""
    return f"{report.organ or '（机关不明）'} {report.year or '年份不明'} 年报告（{report.source.name}）"


def _side_by_side(report: Report, other: Report, part: str, like: Likeness) -> tuple[Evidence, Evidence]:
    """The longest shared passage in both reports; the other's place is told in words, for places are the report's own."""
    section = report.preface if part == "preface" else report.section(part)
    place = section.place if section else Place()
    mine = report.text_of(part)[slice(*like.mine)]
    theirs = other.text_of(part)[slice(*like.theirs)]
    return Evidence(_clipped(mine), place), Evidence(f"{called(other)}{PART_NAMES[part]}：{_clipped(theirs)}", Place())


def _clipped(text: str) -> str:
    text = "".join(text.split())
    return text if len(text) <= _QUOTE else f"{text[: _QUOTE // 2]}……{text[-_QUOTE // 2 :]}"


M_COPY = Rule(
    "M-COPY", "warning", "law", "与其他报告雷同", "Text that also stands in another report",
    inspect.cleandoc("""总体情况、存在问题、其他事项或引言中本机关自己的话，有一半以上也出现在另一份报告里。

    另一份报告指其他机关同年或更早的报告，或本机关上年以前的报告。比对前先去掉机关和地方名称、年份、数字、引用的文件名，
    以及规定的和通行的语句（收费、复议、没有其他事项等）；一批报告中很多机关都用的句子视为通用语句，不算雷同，只有整个部分
    都由这些句子组成且逐字相同时才作提示。换了名称的照抄仍算照抄。不适用：政府与其办公厅（室）、同一机关同年的两个版本、
    少于 80 字的内容；写明合署办公或合并编制的只作提示；机关名称未识别的不下结论。

    依据：《条例》第四十七条、国办公开办函〔2021〕30号（四）：内容雷同的报告应予纠正；各地评分办法对照抄其他单位的予以扣分。
    例：两个局的“存在的主要问题”除名称外一字不差。
    改：按本机关当年的实际工作重写这一部分。"""),
    None,
)  # fmt: skip
Y_COPY = Rule(
    "Y-COPY", "warning", "law", "与上年报告雷同", "Text or figures of the year before",
    inspect.cleandoc("""本机关自己的话有一半以上与上年报告相同，或其中一部分有九成以上相同；或表格中 0 以外的数据与上年一格不差。

    相同比例按字数计算，去掉名称、年份、数字、引用的文件名和规定的、通行的语句以后再比；换了数字的旧句子算相同。
    不适用：全部为 0 的表格、各表独立数据合计不足三位数字的、不足 120 字的内容；数据很少的、报告写明与上年持平的只作提示。
    机关更名或合并的按不同机关看待。

    依据：《条例》第四十七条、国办公开办函〔2021〕30号（四）：内容雷同的报告应予纠正；各地评分办法对与往年重复过半的予以扣分。
    例：2023 年报告的总体情况与 2022 年相比只改了年份；表二行政许可、行政处罚两年完全一样。
    改：写当年的工作和数据；数据确实与上年相同的，在报告中说明。"""),
    None,
)  # fmt: skip
for _entry in (M_COPY, Y_COPY):
    RULES[_entry.code] = _entry

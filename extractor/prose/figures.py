"""Figures as the narrative prints them: 1,234件, 2.3万余条, 三十二件, 百分之五, 33.9%."""

from __future__ import annotations

from dataclasses import dataclass

from ..patterns import lazy_re

COUNT_UNITS = (
    "件次", "条次", "篇次", "人次", "场次", "件", "条", "份", "篇", "个", "项", "宗", "起", "例", "期", "次", "户", "家",
    "人", "场", "封", "笔", "部", "类", "批", "幅", "张", "处", "名", "套", "本", "册", "页", "字",
)  # fmt: skip
MONEY = {"万元": 10_000.0, "亿元": 100_000_000.0, "千元": 1000.0, "元": 1.0}
"""Units of money in yuan."""
SHARES = ("%", "‰", "个百分点", "百分点", "倍")
CASE_UNITS = frozenset({"件", "件次", "份", "宗", "条", "起", "例", "个", "项", "封", "笔", "次"})
"""Units in which requests, cases and documents are counted; None is a figure printed bare."""

UNIT = "|".join((*MONEY, *SHARES, *(one if one != "个" else "个(?!工作日|月|小时|百分|季度|年)" for one in COUNT_UNITS)))
_CHINESE = "[〇零一二两三四五六七八九十百千万亿]"
_FIRST = "[一二两三四五六七八九十]"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?![\d])|\d+)(?:\.\d+)?"
# What follows says that a figure is no count: a date, a time, a rank, a version, a distance.
_NO_COUNT = (
    r"个工作日|工作日|个月|个小时|小时|分钟|周年|周岁|年|月|日|天|时|点|号|级|岁|楼|层|室|版|届|米|公里|千米|公顷|亩|吨|平方|度|路|℃|°|[A-Za-z]"
)
DATE = (
    r"(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}日|份|底|末|初|中旬|上旬|下旬)?|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}：\d\d"
)
RANGE = rf"\d+(?:\.\d+)?(?:[-~—–至到]+)\d+(?:\.\d+)?(?:{_NO_COUNT}|{UNIT})?"
NO_COUNT = (
    rf"{ARABIC}(?:{_NO_COUNT})|[A-Za-z]+\d[\d.]*|\d{{3,4}}-\d{{7,8}}(?:-\d+)?|"
    rf"{_FIRST}{_CHINESE}{{0,5}}(?:个工作日|个月|小时|年|月|天)"
)
FIGURE = (
    rf"{ARABIC}[余多]?(?:(?:万元|亿元|千元)|[万亿千百]?[余多]?(?:{UNIT})?)|百分之{_CHINESE}{{1,6}}|"
    rf"{_FIRST}{_CHINESE}{{0,8}}[余多几]?(?:{UNIT})(?!事)"
)
_PARTS = lazy_re(
    rf"(?:(?P<arabic>{ARABIC})|百分之(?P<percent>{_CHINESE}+)|(?P<chinese>{_FIRST}{_CHINESE}*))"
    rf"(?P<more>[余多几]?)(?:(?P<money>万元|亿元|千元)|(?P<magnitude>[万亿千百]?)(?P<rest>[余多]?)(?P<unit>{UNIT})?)"
)
_MAGNITUDE = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = {one: number for number, one in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_ABOUT_BEFORE = ("约", "近", "逾", "超", "超过", "大约", "将近", "接近", "不足", "不少于", "至少", "以上")
_ABOUT_AFTER = lazy_re(r"(?:左右|以上|以下|以内|上下)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its number as printed (1.2万 is 12000, money stays in its unit), its unit, whether it is rounded."""

    number: int | float
    unit: str | None
    approximate: bool


def figure_of(printed: str, before: str, behind: str) -> Figure | None:
    """The figure printed there; ``before`` and ``behind`` are a few characters around it. None when it is none."""
    hit = _PARTS.fullmatch(printed)
    if hit is None:
        return None
    number: int | float | None
    unit = hit["money"] or hit["unit"]
    if hit["arabic"]:
        plain = hit["arabic"].replace(",", "")
        if len(plain) > 15:
            return None
        number = float(plain) if "." in plain else int(plain)
    else:
        number = chinese_figure(hit["percent"] or hit["chinese"])
        unit = "%" if hit["percent"] else unit
    if number is None:
        return None
    if hit["magnitude"] and unit not in ("千元",):
        number = round(number * _MAGNITUDE[hit["magnitude"]], 6)
        number = int(number) if number == int(number) else number
    rounded = bool(hit["more"] or hit["rest"]) or before.endswith(_ABOUT_BEFORE) or bool(_ABOUT_AFTER.match(behind))
    rounded = rounded or (bool(hit["magnitude"]) and "." in printed)
    return Figure(number, unit, rounded)


def chinese_figure(text: str) -> int | None:
    """三百二十一 or 一万两千 or 二〇二三 as an int; None for anything else."""
    if len(text) > 1 and all(one in _DIGITS for one in text):
        return int("".join(str(_DIGITS[one]) for one in text))
    total = section = digit = 0
    for one in text:
        if one in _DIGITS:
            digit = _DIGITS[one]
        elif one == "十":
            section += (digit or 1) * 10
            digit = 0
        elif one in "百千":
            section += (digit or 1) * _MAGNITUDE[one]
            digit = 0
        elif one in "万亿":
            total = (total + section + digit or 1) * _MAGNITUDE[one]
            section = digit = 0
        else:
            return None
    return total + section + digit


def yuan(number: int | float, unit: str | None) -> float | None:
    """An amount of money in yuan; None when the unit is none of money."""
    return None if unit not in MONEY else round(number * MONEY[unit], 6)

"""The 事实 sheet: what the narrative states, a row a statement. The columns of 规则, the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from ..form import Form
from ..layout import form_of
from ..model import Place
from ..record import Report
from .lists import headings, who
from .looks import CENTER, NUMBER, TEXT, Style
from .stream import Ink, Row

FACTS = headings(
    "organ 机关 28; year 年度 7; section 部分 18; text 原句 60; about 说的是 20; number 数 12; unit 单位 8; role 作用 9;"
    "scope 范围 10; subject 主语机关 20; period 时段 10; negated 否定 7; comparison 升降 7; approximate 约数 7; page 页 6;"
    "anchor 锚点 10; source 来源文件 26"
)
RULE_COLUMNS = headings(
    "code 代码 14; severity 程度 9; found 本簿条数 10; title 名称 36; what 查什么 56; cure 怎么改 46; basis 依据 46; example 例 40;"
    "kind 依据类别 11; optional 须启用 9; title_en Title 46"
)
KINDS: Mapping[str, str] = {
    "law": "法规", "form": "格式规定", "arithmetic": "算术", "local": "地方口径", "expert": "经验", "reading": "读取",
}  # fmt: skip
"""The Chinese words for what a rule rests on."""
_WORDS: Mapping[str, Mapping[str, str]] = {
    "role": {
        "count": "数量", "total": "总数", "part": "其中", "share": "占比", "growth": "增幅", "amount": "金额", "none": "没有",
    },
    "scope": {
        "own": "本机关", "region": "全区域", "organ": "其他机关", "channel": "某一渠道", "site": "网站", "filing": "备案", "subset": "其中一类",
    },
    "comparison": {"up": "升", "down": "降", "flat": "持平"},
    "period": {"previous": "上年", "part": "年内一段", "cumulative": "累计", "planned": "计划"},
}  # fmt: skip
_ABOUT: Mapping[str, str] = {
    "received_new": "新收申请", "carried_in": "上年结转", "carried_out": "结转下年", "results_total": "办理结果", "disclosed": "予以公开",
    "denied": "不予公开", "unavailable": "无法提供", "not_processed": "不予处理", "other_handling": "其他处理", "reconsideration": "行政复议",
    "litigation": "行政诉讼", "licensing": "行政许可", "penalty": "行政处罚", "compulsion": "行政强制", "fees": "行政事业性收费",
    "processing_fee": "信息处理费", "fee_notices": "收费通知", "disclosed_information": "公开信息", "all_answered": "全部答复",
}  # fmt: skip
_BARE = Style(ruled=False)
_LOOKS = {"text": replace(TEXT, ruled=False), "number": replace(NUMBER, ruled=False)} | {
    name: replace(CENTER, ruled=False) for name in ("year", "unit", "role", "page", "negated", "comparison", "approximate", "period")
}
_IDS = tuple(one.id for one in FACTS)
STYLES = tuple(_LOOKS.get(one.id, _BARE) for one in FACTS)
"""The styles of the columns of 事实."""


def fact_rows(ink: Ink, report: Report) -> Iterator[Row]:
    """A row a statement of the report's narrative."""
    form, organ = form_of(report), who(report)
    titles = {one.id: one.title for one in report.sections}
    for statement in report.statements:
        # A statement is plain data where it comes from elsewhere.
        part = statement.get if isinstance(statement, Mapping) else partial(getattr, statement)
        facts = {name: part(name, None) for name in _IDS}
        place = part("place", None)
        page, anchor = (place.page, place.anchor) if isinstance(place, Place) else _spot(place)
        section = facts["section"]
        about = facts["about"]
        facts |= {
            "organ": organ, "year": report.year, "source": report.source.name, "page": page, "anchor": anchor,
            "section": "开头" if section == "preface" else titles.get(str(section), section),
            "about": _about(str(about), form) if about else None,
            "negated": "是" if facts["negated"] else None, "approximate": "是" if facts["approximate"] else None,
        }  # fmt: skip
        for name, words in _WORDS.items():
            facts[name] = words.get(facts[name], facts[name])
        yield Row([
            ink.cell(item, style) if isinstance(item, (str, int, float)) else None for item, style in zip(facts.values(), STYLES, strict=True)
        ])


def _spot(place: Any) -> tuple[Any, Any]:
    return (place.get("page"), place.get("anchor")) if isinstance(place, Mapping) else (None, None)


def _about(about: str, form: Form | None) -> str:
    """The Chinese word for what a statement is about: a row of the form, or one of the groups of rows."""
    if about in _ABOUT:
        return _ABOUT[about]
    rows = {field.row.id: field.row.short for field in form.fields()} if form else {}
    return rows.get(about, about)

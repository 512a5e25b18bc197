"""Faults of the words: title, citations, whose report it is, genre, day of publication, slips of the hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from . import names
from .cell_faults import NoPlace
from .report import Draft, Fault, Rewording

_SELF_NAMES = {"department": ("我镇", "我街道"), "town": ("我局",), "government": ("我局", "我镇")}
_GENERIC = (
    "多数部门开设了公开专栏，部分地区还开发了政务应用。",
    "当前我国政府信息公开工作进入新阶段，公众的期待不断提高。",
    "有的部门还建立了联席会议制度，一些地方探索了主动推送，部分地区已经见效。",
)
_SELF_EVALUATION = ("经对照评分细则，自评得分96分。", "现将全年政府信息公开工作总结如下。", "以上情况，特此报告。")
_SLIPS = (
    "截止{year}年12月31日，各栏目均已更新。", "各项工作记入台帐，逐项销号。", "主动公开政府政府信息的范围进一步扩大。",
    "公开内容进一步进一步细化。", "按照上级布署，专栏已经调整。", "公开目录已经修订,内容更加清楚。",
)  # fmt: skip


def _with(draft: Draft, code: str, *words: Rewording) -> Draft:
    return replace(draft, fault=Fault(code, code, (code,)), reworded=words)


def _title(draft: Draft, rng: Random) -> Draft:
    """The title does not use the prescribed name."""
    name = rng.choice(("政府信息公开年度报告", "政府信息公开工作报告", "政务公开工作年度报告"))
    return replace(_with(draft, "M-TITLE"), title_name=name)


def _notice(draft: Draft, rng: Random) -> Draft:
    """Number, issuer or name of the right notice is not as it was issued."""
    old, new = rng.choice((
        ("国办公开办函", "国办发"), ("国办公开办函", "国办公开函"), ("政府信息与政务公开办公室", "政务信息与政务公开办公室"),
        ("政府信息公开工作年度报告", "政府信息公开年度报告"),
    ))  # fmt: skip
    return replace(_with(draft, "M-DOCNO"), notice=draft.notice.replace(old, new))


def _regulations(draft: Draft, rng: Random) -> Draft:
    """The order or the article is that of the Regulations before they were revised."""
    name = "《中华人民共和国政府信息公开条例》（"
    old, new = rng.choice(((name, f"{name}国务院令第492号，"), ("第五十条", "第三十二条"), ("第五十条", "第三十一条")))
    return _with(draft, "M-LAW", Rewording("introduction", old, new))


def _organ(draft: Draft, rng: Random) -> Draft:
    """The introduction names another organ, or the overview calls the organ what it is not."""
    organ = draft.organ
    if rng.random() < 0.5:
        other = names.organ(rng, draft.profile)
        while other.kind != organ.kind or other.name == organ.name:
            other = names.organ(rng, draft.profile)
        return _with(draft, "M-ORGAN", Rewording("introduction", organ.name, other.name))
    return _with(draft, "M-ORGAN", Rewording("overview", organ.self_name, rng.choice(_SELF_NAMES[organ.kind])))


def _generic(draft: Draft, rng: Random) -> Draft:
    """A sentence about nobody in particular stands in the overview."""
    if draft.organ.kind == "government":
        raise NoPlace("a government reports on its departments and districts")
    return _with(draft, "M-GENERIC", Rewording("overview", "", rng.choice(_GENERIC)))


def _self_evaluation(draft: Draft, rng: Random) -> Draft:
    """A sentence of a self-evaluation stands in the overview."""
    return _with(draft, "M-SELFEVAL", Rewording("overview", "", rng.choice(_SELF_EVALUATION)))


def _late(draft: Draft, rng: Random) -> Draft:
    """The page says that it was published after the last day."""
    last = date(draft.year + 1, 1, 31) if draft.organ.kind == "department" else date(draft.year + 1, 3, 31)
    return replace(_with(draft, "D-LATE"), published=last + timedelta(days=rng.randint(1, 200)))


def _early(draft: Draft, rng: Random) -> Draft:
    """The page says that it was published before the year was over."""
    return replace(_with(draft, "D-EARLY"), published=date(draft.year, 12, 31) - timedelta(days=rng.randint(0, 300)))


def _slip(draft: Draft, rng: Random) -> Draft:
    """A slip of the hand stands in the overview."""
    return _with(draft, "X-TYPO", Rewording("overview", "", rng.choice(_SLIPS).format(year=draft.year)))


TEXT_FAULTS: dict[str, Callable[[Draft, Random], Draft]] = {
    "M-TITLE": _title,
    "M-DOCNO": _notice,
    "M-LAW": _regulations,
    "M-ORGAN": _organ,
    "M-GENERIC": _generic,
    "M-SELFEVAL": _self_evaluation,
    "D-LATE": _late,
    "D-EARLY": _early,
    "X-TYPO": _slip,
}
"""The faults of the words, by name."""

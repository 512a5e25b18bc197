"""Whose figure a sentence gives: the organ named as subject, and the channel, site or filing it is limited to."""

from __future__ import annotations

from collections.abc import Sequence

from ..patterns import lazy_re
from .words import Token

_ORGAN = lazy_re(
    r"(?:截至|由|经|另外|此外|其中|同时)?(?:(?:19|20)\d\d年度?|全年|本年度?|今年|年内)?"
    r"(?!在|对|向|为|与|按|根据|依托|接受|落实|将|把|请|组织|指导|督促|通过|我|本|全|各|共|累计|主动|不|未|无|均|已)"
    r"(?P<organ>[\u4e00-\u9fff]{1,24}?(?:人民政府办公[厅室]|人民政府|政府办公[厅室]|政府办|政府|办公[厅室]|委员会|管委会|街道办事处|街道办|"
    r"街道|局|(?<=[\u4e00-\u9fff]{2})[厅委署部院镇乡]|中心|部门|单位|机构|总队|支队|大队))"
    r"(?=共|累计|收到|新收|接收|接到|受理|办理|办结|答复|处理|制发|印发|制定|出台|主动|依法|代表|，|,|通过|全年|未|没有|无|作出|实施|"
    r"收取|发出|发布|公开|(?:19|20)\d\d年|本年|今年|年内|被|发生|因)"
)
_ALL_WAYS = lazy_re(r"等|多种|各种|各类|多渠道|线上线下|和|及|与")


def subject_at(text: str, start: int) -> str | None:
    """The organ named where a clause begins, as its subject; None for anything else."""
    hit = _ORGAN.match(text, start)
    return hit["organ"] if hit else None


def limited_to_channel(clause: str, words: Sequence[Token]) -> bool:
    """Whether a clause counts what came by one channel only; a list of channels that ends in 等渠道 does not."""
    return any(word.kind == "channel" for word in words) and not _ALL_WAYS.search(clause)

"""Names of organs in prose: where they begin, which place they belong to, and whether two mean the same organ."""

from __future__ import annotations

import functools
import itertools

from ..patterns import lazy, lazy_re

PLACE = (
    r"(?:\p{Han}{2,8}?(?:自治区|自治州|省|市(?!场|容|监局|政(?!府)|民(?!政|族|宗|委))|区(?![域划])|县(?!级)|旗|盟|镇(?!化)|街道|乡(?!建设|村|规划|镇)))"
)
BODY = (
    r"(?:人民政府办公[厅室]|政府办公[厅室]|人民政府|政府|管理委员会|管委会|委员会|街道办事处|办事处|[局厅]|办公室|[发卫住]\p{Han}{0,2}委)"
)
NAME = rf"(?:{PLACE}{{1,4}}[\p{{Han}}()]{{0,18}}?{BODY}(?:办公室)?)"
"""The whole name of an organ that begins with its place."""

_PLACES = lazy(rf"{PLACE}+")
_TOKEN = lazy(PLACE)
_BEFORE = lazy(
    r"^.{0,8}?(?:根据|按照|依据|结合|编制|公布|发布|联系|由|经|向|与|请|现将|将|为|了|是|在|的|及|以及|和|到|赴|往|学习|借鉴|参观|考察|调研|对口"
    r"|帮扶|协作|联合|会同|配合|同|原)(?=\p{Han}{2,})"
)
_SHORTEST_PLACE = 3
_LEVELS = ("自治区", "自治州", "街道", "省", "市", "区", "县", "旗", "盟", "镇", "乡")
WITHIN_ANOTHER = lazy_re(r"领导小组|工作组|指挥部|委员会办公室|党组|党委|纪委")
"""Bodies that stand between organs, so that their names prove nothing."""


@functools.lru_cache(maxsize=512)
def places(name: str) -> tuple[str, ...]:
    """The places that a name begins with, the widest first: 青川湾市, 云岭区."""
    found = _PLACES.match(name)
    return tuple(_TOKEN.findall(found.group())) if found else ()


def body(name: str) -> str:
    """What a name says behind its places: 财政局."""
    return name.removeprefix("".join(places(name)))


def level(place: str) -> str:
    """The word that a place ends with: 区, 街道."""
    return next((one for one in _LEVELS if place.endswith(one)), "")


def proper(place: str) -> bool:
    """Whether a place has a name of its own; 各区, 我区 have none."""
    return place.removesuffix(level(place))[-1:] not in tuple("各全我本该每辖城郊与和")


def same(name: str, organ: str, kind: str) -> bool:
    """Whether a name may mean the organ: the same, short for it, a part of it, or the office of its government.

    In doubt it may. ``kind`` is the organ's: what is said of a government is told by any office of its place.
    """
    names = _beginnings(name)
    return any(_same(one, organ, kind) for one in (*names, *(one.removesuffix("办公室") for one in names)))


def _same(name: str, organ: str, kind: str) -> bool:
    if _within(name, organ) or _within(organ, name):
        return True
    own, other = places(organ), places(name)
    if kind in ("government", "town"):
        last = own[-1] if own else organ
        return not other or any(_within(last, one) or _within(one, last) for one in other)
    if other and own and not _nested(own, other):
        return False
    here, there = body(organ), body(name)
    return _within(here, there) or _within(there, here)


def _nested(own: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two chains of places may be one: the narrowest place of one stands in the other."""
    return other[-1] in "".join(own) or own[-1] in "".join(other)


def _beginnings(name: str) -> list[str]:
    """The name, and what is left of it without words of the sentence before its place: 由云岭区财政局."""
    made, rest = [name], name
    while (hit := _BEFORE.match(rest)) is not None:
        rest = rest[hit.end() :]
        if places(rest) or rest.startswith(_LEVELS):
            made.append(rest)
    return made


def trimmed(name: str) -> str:
    """The name without words of the sentence before it; 和平区财政局 keeps its 和."""
    whole = [one for one in _beginnings(name) if (found := places(one)) and len(found[0]) >= _SHORTEST_PLACE]
    return whole[-1] if whole else name


def _within(short: str, long: str) -> bool:
    """Whether the characters of one stand in the other in their order, as 工信局 in 工业和信息化局."""
    rest = iter(long)
    return bool(short) and all(one in rest for one in short)


def one_character_apart(name: str, organ: str) -> bool:
    """Whether two names differ in one character, as a slip of the hand makes them."""
    return len(name) == len(organ) and sum(a != b for a, b in itertools.zip_longest(name, organ)) == 1

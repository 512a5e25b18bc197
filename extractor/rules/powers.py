"""Names of organs: the key two spellings share, the level a name tells, and which organs may make rules (规章)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from ..patterns import lazy, lazy_re
from ..text import words

Level = Literal["central", "province", "city", "county", "town"]

_PROVINCE = r"(?P<province>\p{Han}{1,7}(?:自治区|特别行政区)|\p{Han}{2,3}省)"
_CITY = r"(?P<city>\p{Han}{2,12}?(?:自治州|地区|市|州|盟))"
_COUNTY = r"(?P<county>\p{Han}{1,10}?(?:自治县|自治旗|林区|县|区|旗|市))"
_NAME = lazy(rf"^{_PROVINCE}?{_CITY}?{_COUNTY}?(?P<rest>.*)$")
_GOVERNMENT = lazy_re(r"(?:(?:人民)?政府)?(?:办公[厅室])?")
_TOWN = lazy_re(r"(?:镇|乡|街道|苏木)(?:(?:人民)?政府|办事处)?(?:办公室)?$|街道办$")
_DEPARTMENT = lazy_re(r"(?:[局厅委]|委员会|办公室|总队|支队|大队)$")
_ZONE = lazy_re(r"管委会|管理委员会|(?:新|开发|高新|技术|试验|实验|示范|合作|保税|园|度假|景|功能|港|集聚)区")
_VERTICAL = lazy_re(r"^(?:国家|中国|中华人民共和国)")
_PLACE = lazy(r"^\p{Han}{1,12}?(?:省|自治区|自治州|地区|市|州|盟|自治县|县|区|旗|林区)")
_PLACES = lazy(r"\p{Han}{1,30}[省市州区盟县旗]")


def organ_key(name: str) -> str:
    """An organ's name in one width and script, without blanks and punctuation."""
    return words(name)


def names_place(key: str) -> bool:
    """Whether a name begins with a place, as 云岭区财政局 does and 财政局 does not."""
    return _PLACE.match(key) is not None


@dataclass(frozen=True, slots=True)
class Told:
    """What a name tells of an organ: its level, and whether it is a government (or its office) or a department."""

    level: Level | None = None
    part: Literal["government", "department"] | None = None


def told_by(name: str) -> Told:
    """The level and part that a name tells; None for what it leaves open.

    A city named alone may be one with districts or one at county level, and is called a city. Zones
    (开发区, 新区) and local branches of national authorities (国家税务总局…税务局) are left open.
    """
    key = organ_key(name)
    match = _NAME.match(key)
    if match is None or _VERTICAL.match(key):
        return Told()
    rest = match["rest"]
    if _TOWN.search(rest):
        return Told("town", "government")
    if _ZONE.search(key):
        return Told()
    level = next((one for one in _LEVELS if match[one]), None)
    if level is None:
        return Told()
    if _GOVERNMENT.fullmatch(rest):
        return Told(level, "government")
    return Told(level, "department" if _DEPARTMENT.search(rest) else None)


_LEVELS: tuple[Level, ...] = ("county", "city", "province")


def may_make_rules(name: str | None, makers: Iterable[str] = ()) -> bool | None:
    """Whether an organ may make rules (规章); None where its name does not tell.

    Legislation Law: departments of the State Council, governments of provinces, of cities with districts
    and of autonomous prefectures may. Certainly without that power are governments of counties, districts
    and towns, and departments of local governments. ``makers`` are patterns of further names that have it.
    """
    if name is None:
        return None
    if any(regex.search(pattern, name) for pattern in makers):
        return True
    told = told_by(name)
    if told.part == "department" or (told.part == "government" and told.level in ("county", "town")):
        return False
    return True if told.part == "government" and told.level == "province" else None


def same_organs(years: Mapping[str, Collection[int]]) -> dict[str, str]:
    """Which names of one batch are one organ: every key with the key that stands for it.

    ``years`` gives the years each key reports on. A shorter name is taken for a longer one when that is
    the same name behind the names of higher places (云岭区财政局, 青川湾市云岭区财政局), no second longer
    name is, and they never report on the same year. 人民政府 and 人民政府办公室 stay two.
    """
    found = {key: key for key in years}
    backwards = sorted(key[::-1] for key in years)
    for key in years:
        if not names_place(key):
            continue
        longer = _longer(key, backwards)
        if len(longer) == 1 and not set(years[key]) & set(years[longer[0]]):
            found[key] = longer[0]
    return {key: found[found[key]] for key in found}


def _longer(key: str, backwards: Sequence[str]) -> list[str]:
    """The keys that are this one with the names of places before it; of those that are one another the longest."""
    start = key[::-1]
    found = []
    for at in range(bisect_right(backwards, start), len(backwards)):
        if not backwards[at].startswith(start):
            break
        one = backwards[at][::-1]
        if _PLACES.fullmatch(one[: -len(key)]):
            found.append(one)
    return [one for one in found if not any(other != one and other.endswith(one) for other in found)]

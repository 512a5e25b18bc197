"""Invented places and organs. Every place has a name of three syllables, so that it is no real one."""

from __future__ import annotations

from random import Random

from .report import Organ

_FIRST = "青云松澜柏沁朔琅霁岚"
_SECOND = "川岭沅河溪原屏渚坞泽"
_THIRD = "湾源浦台洲陵堰"
BUREAUS = (
    "财政局", "发展和改革局", "教育局", "民政局", "司法局", "人力资源和社会保障局", "自然资源局", "生态环境局",
    "住房和城乡建设局", "交通运输局", "水利局", "农业农村局", "文化和旅游局", "卫生健康委员会", "应急管理局", "审计局",
    "市场监督管理局", "统计局", "医疗保障局", "城市管理局", "信访局", "工业和信息化局", "商务局", "退役军人事务局",
)  # fmt: skip


def place(rng: Random) -> str:
    """A place name without its level, such as 青川湾."""
    return rng.choice(_FIRST) + rng.choice(_SECOND) + rng.choice(_THIRD)


def distinct(rng: Random, count: int) -> list[str]:
    """So many place names that differ."""
    made: list[str] = []
    while len(made) < count:
        one = place(rng)
        if one not in made:
            made.append(one)
    return made


def organ(rng: Random, profile: str) -> Organ:
    """An organ that fits the profile: the busy ones are governments, the idle ones bureaus or towns."""
    city, county, town = distinct(rng, 3)
    county_name = f"{city}市{county}{rng.choice('区县')}"
    if profile == "busy":
        if rng.random() < 0.6:
            return Organ(f"{city}市人民政府", "我市", f"{city}市", "government", "city")
        unit = "我区" if county_name.endswith("区") else "我县"
        return Organ(f"{county_name}人民政府", unit, county_name, "government", "county")
    if profile == "zero" and rng.random() < 0.4:
        if rng.random() < 0.7:
            return Organ(f"{county_name}{town}镇人民政府", "我镇", f"{town}镇", "town", "town")
        return Organ(f"{county_name}{town}街道办事处", "我街道", f"{town}街道", "town", "town")
    return bureau(f"{city}市" if rng.random() < 0.3 else county_name, rng.choice(BUREAUS))


def bureau(place_name: str, name: str) -> Organ:
    """The bureau of that name of a place given with its level, such as 青川湾市云岭区."""
    unit = "我委" if name.endswith("委员会") else "我局"
    return Organ(
        f"{place_name}{name}", unit, place_name, "department", "county" if place_name[-1] in "区县" else "city"
    )

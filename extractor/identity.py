"""Whose report it is and for which year: title first, then signature, prose, what was given and file name, with the basis."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import PurePath
from typing import TypeVar

import regex

from .given import Given, given_text, given_value
from .model import Document, Line
from .patterns import lazy, lazy_re
from .radicals import unradical
from .record import Section
from .text import fold, fold_each, year_number

T = TypeVar("T")

LONGEST_TITLE = 70

_YEAR = r"(?P<year>(?:19|20)\d\d|二[〇○O0零][一二三四五六七八九〇○零]{2})\s*(?:年度|年)"
_REPORT = (
    r"(?:政府信息(?:与政务)?公开|政务公开|信息公开)(?:工作)?(?:情况)?的?(?:[（(]?20\d\d\s*年度?[)）]?)?"
    r"(?:年度)?(?:工作)?(?:情况)?(?:年度)?(?:报告|年报)(?:\s*[（(]\s*20\d\d\s*年?度?\s*[)）])?"
)
_TITLE = lazy_re(_REPORT)
_LOOSE_YEAR = lazy_re(_YEAR)
_PERIOD = lazy_re(
    r"(?P<year>20\d\d)\s*年?\s*1\s*月\s*1\s*日?\s*(?:起)?\s*(?:[-—–~至到]+)\s*(?:20\d\d\s*年?|当年|同年|本年)?\s*12\s*月"
)
_BODY = (
    r"(?:人民政府办公厅|人民政府办公室|人民政府|政府办公厅|政府办公室|管理委员会|管委会|街道办事处|办事处|委员会办公室|"
    r"委员会|管理局|监督局|执法局|服务中心|办公厅|办公室|研究院|总队|支队|大队|公安局|中心|公司|学院|法院|检察院|"
    r"总局|分局|部|局|厅|署|委|办|处|区|镇|乡|县|市|省)"
)
_ORGAN = lazy(r"^[\p{Han}（）()·\-—A-Za-z0-9]{2,40}$")
_ENDS_AS_ORGAN = lazy_re(rf"{_BODY}$")
_IN_PROSE = lazy(
    r"(?P<organ>(?:[\p{Han}]{2,8}?(?:省|市|自治区|自治州|区|县|旗|盟|镇|乡|街道)){1,3}[\p{Han}]{1,18}?"
    r"(?:人民政府办公[厅室]|人民政府|委员会|管委会|街道办事处|[局厅署]|办公室))(?!长)"
)
_FIRST_PLACE = lazy(r"^\p{Han}{2,8}?(?:省|市|自治区|自治州|区|县|旗|盟|镇|乡|街道)")
_PLACE = lazy(r"\p{Han}{1,16}(?:省|市|自治区|自治州|区|县|旗|盟|镇|乡|街道)")
_BEFORE_PLACE = lazy_re(
    r"根据|按照|依据|通过|围绕|以及|编制|向|由|对|在|与|和|及|为|经|将|是|受|被|据|请|等|关于|印发|现将|公布|发布|我|各"
)
SHORTEST_PLACE = 3
_DATE = lazy_re(r"(?P<y>20\d\d)\s*[年/.\-]\s*(?P<m>\d{1,2})\s*[月/.\-]\s*(?P<d>\d{1,2})")
_SIGNED = lazy_re(r"^\s*20\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?\s*$")


@dataclass(frozen=True, slots=True)
class Identity:
    """Organ and year with their basis (title, signature, prose, given, file name), title, date and kind of organ."""

    organ: str | None = None
    organ_basis: str | None = None
    year: int | None = None
    year_basis: str | None = None
    title: str | None = None
    published: str | None = None
    kind: str = "other"


def identify(document: Document, sections: Sequence[Section], name: str, given: Sequence[Given] = ()) -> Identity:
    """Who reports on which year. ``name`` is the source's file name, the last thing believed.

    What was ``given`` from outside never stands in place of what the report says of itself.
    """
    front, body, back = _parts(document, sections)
    found = _find_title(front, unradical(document.title or ""))
    title, organ, year = found.text, found.organ, found.year
    organ_basis, year_basis = "title" if organ else None, "title" if year else None
    signed = _signature(back)
    if found.parted and organ and signed and not organ.endswith(signed) and not signed.endswith(organ):
        # The line above a title need not belong to it: a site prints its own name there.
        organ = None
    stem = fold(PurePath(name).stem)
    if organ is None:
        organ, organ_basis = _first(
            (signed, "signature"), (_organ_in_prose(body), "prose"), (given_text(given, "organ"), "given"),
            (organ_in_name(stem), "file name"),
        )  # fmt: skip
    if year is None:
        told = given_value(given, "year")
        year, year_basis = _first(
            (_year_in_prose(body), "prose"), (told if isinstance(told, int) else None, "given"), (_year_of(stem), "file name")
        )
    published = iso_date(document.published or "")
    return Identity(organ, organ_basis, year, year_basis, title, published, given_text(given, "kind") or kind_of(organ))


def _first(*offers: tuple[T | None, str]) -> tuple[T | None, str | None]:
    for value, basis in offers:
        if value is not None:
            return value, basis
    return None, None


def _parts(document: Document, sections: Sequence[Section]) -> tuple[list[str], list[str], list[str]]:
    """The lines before the first section, all lines, and the last few lines."""
    lines = [block for block in document.body if isinstance(block, Line)]
    texts = [unradical(line.text) for line in lines]
    front = texts
    if sections:
        first = sections[0]
        for number, line in enumerate(lines):
            if line.place == first.place and first.title[:6] in fold_each(line.text):
                front = texts[: number + 1]
                break
    return front[:40], texts, texts[-6:]


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed and what it names; ``parted``: it stands on two lines."""

    text: str | None = None
    organ: str | None = None
    year: int | None = None
    parted: bool = False

    def fullness(self) -> int:
        """How much the title tells: an organ and a year count alike, any title is better than none."""
        return (self.text is not None) + 2 * (self.organ is not None) + 2 * (self.year is not None)


def _find_title(front: Sequence[str], metadata: str) -> Title:
    """The report's title as printed and the organ and year it names.

    The fullest title wins: one that names both. Between equals one on a line of its own comes before one
    put together from two lines, and that before the metadata.
    """
    titles = [title_of(line[: LONGEST_TITLE + 10]) for line in front]
    for above, below in pairwise(front):
        if len(above) + len(below) <= LONGEST_TITLE:
            joined = title_of(above.strip() + below.strip(), above.strip())
            if joined.organ is None or ends_as_organ(joined.organ):
                titles.append(joined)
    titles.append(title_of(metadata))
    best = max(titles, key=Title.fullness)
    if best.organ is None or _FIRST_PLACE.match(best.organ):
        return best
    # A name that begins with no place may go on from the line above, where its place stands alone.
    longer = [one for one in titles if one.parted and _adds_place(one, best)]
    return longer[0] if longer else best


def _adds_place(title: Title, other: Title) -> bool:
    """Whether a title names the same organ with the place before it."""
    if title.organ is None or other.organ is None or not title.organ.endswith(other.organ):
        return False
    return _PLACE.fullmatch(title.organ[: -len(other.organ)]) is not None and title.year == other.year


def ends_as_organ(text: str) -> bool:
    """Whether a text ends in a word that names of public bodies end in, such as 局 or 人民政府."""
    return _ENDS_AS_ORGAN.search(text) is not None


def title_of(offer: str, above: str = "") -> Title:
    """The title that a line is, or that two lines are of which ``above`` is the first; one without a text if it is none."""
    folded = fold_each(offer)
    hit = _TITLE.search(folded)
    if hit is None or hit.start() > 60 or hit.end() <= len(above) or _is_citation(offer, hit):
        return Title()
    years = list(_LOOSE_YEAR.finditer(folded[: hit.end()]))
    year = year_number(years[-1]["year"]) if years else None
    return Title(" ".join(offer[: hit.end()].split()), _organ_of_title(offer[: hit.start()]), year, bool(above))


def _is_citation(offer: str, hit: re.Match[str]) -> bool:
    """Whether the words are prose about a report, or another document's name, and not a title."""
    before, behind = offer[: hit.start()], offer[hit.end() :]
    if re.search(r"[《。；，,：:]|根据|按照|编制|公布", before):
        return True
    return bool(behind) and not re.match(r"[\s\-_—|(（]", behind)


def _organ_of_title(before: str) -> str | None:
    """The organ in the words before 政府信息公开…报告: what is left of them without the year."""
    organ = re.sub(r"\s+", "", before)
    organ = re.sub(rf"[（(]?{_YEAR}[)）]?", "", fold_each(organ))
    organ = re.sub(r"^(?:关于|公布|发布|年度|年|\d+)+|关于$", "", organ.strip("的—-·:：_"))
    return organ if _ORGAN.match(organ) and regex.search(r"\p{Han}{2}", organ) else None


def _year_of(text: str) -> int | None:
    hit = _LOOSE_YEAR.search(text) or re.search(r"(?<!\d)(?P<year>20[012]\d)(?!\d)", text)
    return year_number(hit["year"]) if hit else None


def _year_in_prose(body: Iterable[str]) -> int | None:
    """The year of the reporting period, if the prose names no other more often; without one the year named most.

    Where the two differ neither is believed: an introduction copied from last year's report is as common
    a fault as plans that speak of the year to come.
    """
    text = fold("\n".join(body))
    period = _PERIOD.search(text)
    named = Counter(int(hit["year"]) for hit in _LOOSE_YEAR.finditer(text) if hit["year"].isdigit())
    most = [year for year, times in named.items() if times == max(named.values())]
    if period:
        return int(period["year"]) if int(period["year"]) in most or not most else None
    return most[0] if len(most) == 1 else None


def _signature(back: Sequence[str]) -> str | None:
    """The organ that signs: the line before the closing date, or before the date on the same line."""
    for number, line in enumerate(back):
        if number and _SIGNED.match(fold(line)):
            organ = "".join(back[number - 1].split())
            if _ORGAN.match(organ) and ends_as_organ(organ) and len(organ) <= 30:
                return organ
    return None


def _organ_in_prose(body: Iterable[str]) -> str | None:
    """The organ that the prose names most often by its whole name; None when two are named alike.

    A line that is nothing but the title of a report is a link to another one.
    """
    named: Counter[str] = Counter()
    for line in body:
        if _TITLE.search(fold_each(line)) and not re.search(r"[，。；]", line):
            continue
        for hit in _IN_PROSE.finditer(line):
            organ = _from_place(hit["organ"])
            if len(organ) >= 5 and "国务院" not in hit["organ"]:
                named[organ] += 1
    if not named:
        return None
    ranked = sorted(named.items(), key=lambda pair: (-pair[1], -len(pair[0])))
    best, times = ranked[0]
    longer = [organ for organ, count in ranked if organ.endswith(best) and count * 2 >= times]
    if len(ranked) > 1 and ranked[1][1] == times and best not in ranked[1][0] and ranked[1][0] not in best:
        return None
    return max(longer, key=len)


def _from_place(name: str) -> str:
    """An organ's name without the words of the sentence before its first place (由, 根据); 和平区 keeps its 和."""
    place = _FIRST_PLACE.match(name)
    starts = [0]
    if place:
        ends = [hit.end() for hit in _BEFORE_PLACE.finditer(place.group())]
        starts += [end for end in ends if len(place.group()) - end >= SHORTEST_PLACE]
    return name[starts[-1] :]


def organ_in_name(stem: str) -> str | None:
    """The organ that a file's name tells, without the words of a title and remarks such as 终稿; None when it tells none."""
    bare = re.sub(rf"{_YEAR}|(?:19|20)\d\d|{_REPORT}|[\s_\-—()（）.]+|副本|终稿|定稿|最终", "", stem)
    return bare if len(bare) >= 3 and _ORGAN.match(bare) and ends_as_organ(bare) else None


def iso_date(text: str) -> str | None:
    """The first date in a text as ``2024-01-19``; None when there is none."""
    hit = _DATE.search(fold(text))
    try:
        return date(int(hit["y"]), int(hit["m"]), int(hit["d"])).isoformat() if hit else None
    except ValueError:
        return None


def kind_of(organ: str | None) -> str:
    """government, department, town or other, by how the organ's name ends."""
    if not organ:
        return "other"
    if re.search(r"(?:镇|乡|街道|苏木)(?:人民政府|办事处|政府)?$|街道办(?:事处)?$", organ):
        return "town"
    if re.search(r"(?:人民政府|政府|管委会|管理委员会|试验区|开发区|新区|高新区|[省市县区旗])$", organ):
        return "government"
    if re.search(r"(?:[局厅委办部署院处队]|办公室|委员会|中心|管理处)$", organ):
        return "department"
    return "other"

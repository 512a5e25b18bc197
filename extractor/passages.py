"""What a report says in its own words, clause by clause, so that two reports can be held side by side.

A clause is what stands between two marks of punctuation. Names of the organ and its places, figures, years,
titles of cited documents and customary statements are left out first: a copy with another organ's name and
other figures put in is a copy all the same.
"""

from __future__ import annotations

import functools
import hashlib
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .customary import is_customary
from .form import editions, load
from .patterns import lazy, lazy_re
from .record import Report
from .text import fold, unnumbered

PARTS = ("preface", "s1", "s5", "s6")
"""The parts of a report that are prose of its own."""

SHORTEST = 4
"""Words of the shortest clause that counts."""

_BREAK = lazy_re(r"[，。；：！？,;:!?\n]")
_NUMBERED = lazy_re(r"[ \t]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[①-⑳])")
_CITED = lazy_re(r"《[^《》]{1,120}》|<[^<>]{4,80}>|[（(][^（）()\n]{0,24}号(?:令)?[)）]|[（(]以下简称[^（）()]{0,40}[)）]")
_SELF = lazy_re(
    r"[我本全][局委办厅部署区县市镇乡省州旗院处站]|[我本全]街道|[我本](?:单位|机关|行政机关|部门)|"
    r"(?:省|市|区|县|州|旗|镇|乡|街道)(?=(?:人民)?政府|委|级)|(?<=[市区县镇乡州旗])委"
)
_OPENING = lazy_re(
    r"^(?:第?[一二三四五六七八九十]+(?:是|要|方面)|其[一二三四五]|首先|其次|再次|最后|同时|此外|另外|下一步|年度?|上半年|下半年|今后|并)+"
)
_NOT_WORD = lazy(r"[^\p{Han}A-Za-z]+")
_HAN_LAST = lazy(r"\p{Han}\s*$")
_LINE = 20
_PLACES = lazy(r"\p{Han}{2,8}?(?:自治区|自治州|省|市|区|县|旗|盟|州|镇|乡|街道)(?!建设|村|场|管理)")
_NOBODY = lazy_re(r"(?!)")


@dataclass(frozen=True, slots=True)
class Clause:
    """The bare words of a clause and where it stands in the text of its part."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part's clauses in order: 4 bytes of hash and 1 byte of length (words, 255 at most) for each."""

    id: str
    hashes: bytes
    lengths: bytes

    def clauses(self) -> list[tuple[int, int]]:
        """(hash, words) of each clause."""
        return list(zip(array("I", self.hashes), self.lengths, strict=True))


@dataclass(frozen=True, slots=True)
class Figures:
    """A table's figures: ``digest`` of those that are not 0, and how many ``digits`` the independent ones have."""

    table: str
    digest: bytes
    digits: int


@dataclass(frozen=True, slots=True)
class Passages:
    """All that has to be kept of a report to find copies of it: about 5 bytes a clause."""

    organ: str | None
    year: int | None
    source: bytes
    parts: tuple[Part, ...]
    figures: tuple[Figures, ...]

    def part(self, part_id: str) -> Part | None:
        """The part with that id; None when it has no words of its own."""
        return next((one for one in self.parts if one.id == part_id), None)


def passages_of(report: Report) -> Passages:
    """What to keep of a report; the same for every record of the same text."""
    parts = []
    for name in PARTS:
        found = clauses_of(report, name)
        if found:
            hashes = array("I", (hash_of(one.words) for one in found))
            parts.append(Part(name, hashes.tobytes(), bytes(min(255, len(one.words)) for one in found)))
    organ = fold(report.organ).replace(" ", "") if report.organ else None
    return Passages(organ, report.year, bytes.fromhex(report.source.sha256)[:8], tuple(parts), tuple(figures_of(report)))


def hash_of(words: str) -> int:
    """A number below 2 ** 32 that tells one clause from another, the same on every machine and in every run."""
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")


def clauses_of(report: Report, part: str) -> list[Clause]:
    """The clauses of a part that are in the report's own words, in printed order."""
    text = report.text_of(part)
    if not text:
        return []
    flat = _blanked(_blanked(_unwrapped(text), _CITED), names_of(report.organ))
    flat = _blanked(flat, _SELF)
    found = []
    for start, end in _pieces(flat):
        folded = fold(flat[start:end])
        words = _OPENING.sub("", _NOT_WORD.sub("", unnumbered(folded.strip())).lower())
        if len(words) >= SHORTEST and not is_customary(words) and (len(words) > 6 or not any(map(str.isdigit, folded))):
            found.append(Clause(words, start, end))
    return found


def _blanked(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda hit: " " * len(hit[0]), text)


def _unwrapped(text: str) -> str:
    """The text with breaks inside a sentence as blanks; every position stays what it was."""
    lines = text.split("\n")
    made = [lines[0]]
    for above, line in pairwise(lines):
        goes_on = len(above) >= _LINE and _HAN_LAST.search(above) and not _NUMBERED.match(line)
        made += [" " if goes_on else "\n", line]
    return "".join(made)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for hit in _BREAK.finditer(text):
        if hit.start() > start:
            yield start, hit.start()
        start = hit.end()
    if start < len(text):
        yield start, len(text)


@functools.lru_cache(maxsize=256)
def names_of(organ: str | None) -> re.Pattern[str]:
    """A pattern of the names a report may call its organ and places by: in full, in parts, and 发改局 for 发展和改革局."""
    if not organ:
        return _NOBODY
    places, rest = [], organ
    while hit := _PLACES.match(rest):
        places.append(hit[0])
        rest = rest[hit.end() :]
    names = {re.escape(name) for name in (organ, rest, *places) if len(name) >= 2}
    names |= {re.escape(bare) for one in places if len(bare := re.sub("(?:街道|自治[区州]|.)$", "", one)) >= 2}
    short = ""
    if len(rest) >= 4:
        # Each character may be left out, two and the last one may not: 工业和信息化局 is 工信局, never 局 alone.
        some = "".join(f"{re.escape(one)}?" for one in rest[:-1])
        short = rf"|[省市区县州旗镇乡]?(?=[{re.escape(rest[:-1])}]{{2}}){some}{re.escape(rest[-1])}"
    return re.compile("|".join(sorted(names, key=len, reverse=True)) + short)


def figures_of(report: Report) -> Iterator[Figures]:
    """The tables of a report that have figures other than 0 and no cell in doubt."""
    form = load(report.edition) if report.edition in editions() else None
    for table in form.tables if form else ():
        told = {name: value for name, value in report.values.items() if name.startswith(f"{table.id}.")}
        if any(one.reading == "conflict" or one.kind in ("missing", "text") for one in told.values()):
            continue
        figures = {name: one.value for name, one in told.items() if one.value}
        free = [f"{number:.12g}" for name, number in figures.items() if is_free(name)]
        digits = sum(sum(map(str.isdigit, one)) for one in free)
        if digits:
            told_as = ";".join(f"{name}={number:.12g}" for name, number in sorted(figures.items()))
            yield Figures(table.id, hashlib.blake2b(told_as.encode(), digest_size=8).digest(), digits)


def is_free(field: str) -> bool:
    """Whether a figure follows from no other and is new every year: no total, balance or stock."""
    table, row, column = field.split(".")
    if column in ("total", "in_force", "disclosed_total", "items_prev"):
        return False
    return table != "t3" or row not in ("received_new", "carried_in", "results_total")

"""A set of reports with planted copies: of another organ's part with names and figures put in, or of last year's text.

Every report is drawn from the set's seed and its own number alone, so that a large set need not be held.
The prose is varied on purpose: three clauses in five are put together from stocks whose products run to a million
(how × verb × whose × what), the others come from thirty sentences that all organs use, the first ones far oftener.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Literal

from extractor.model import Place
from extractor.record import Report, Section, SourceInfo

from . import copy_lines as lines
from . import figures, names
from . import prose as official
from .draft import draft
from .report import Organ

Parts = Mapping[str, tuple[str, ...]]
Manner = Literal["sentences", "words"]
SHARES = (1.0, 0.9, 0.7, 0.5)


@dataclass(frozen=True, slots=True)
class Plant:
    """Report ``copier`` has ``share`` of a part (of all prose, where ``part`` is None) of report ``source``.

    ``manner``: whole sentences are replaced by new ones, or single words all over the text.
    """

    copier: int
    source: int
    part: str | None
    share: float
    manner: Manner


@dataclass(frozen=True, slots=True)
class CopySet:
    """``count`` reports of 2023 and 2022. Three in ten organs have both years; ``rate`` of the reports hold a copy."""

    count: int
    seed: int = 0
    rate: float = 0.16

    @property
    def organs(self) -> int:
        """How many organs report: those with numbers below it on 2023, the others are their reports on 2022."""
        return max(1, round(self.count / 1.3))

    def owner(self, number: int) -> int:
        """The number of the organ's report on 2023."""
        return number if number < self.organs else number - self.organs

    def plants(self) -> dict[int, Plant]:
        """The planted copies by the number of the copier; no source is a copy itself."""
        return _plants(self)

    def report(self, number: int) -> Report:
        """That report as a record."""
        rng = Random(f"{self.seed}/{number}/figures")
        organ, year = _organs(self)[self.owner(number)], 2023 if number < self.organs else 2022
        made = draft(rng, year=year, edition="2021", profile="small" if number % 3 else "zero", organ=organ)
        fill = Random(f"{self.seed}/{number}/fill")
        paragraphs = {part: _filled(texts, organ, year, fill) for part, texts in self.parts(number).items()}
        written = official.write(made, rng)
        sections = tuple(
            Section(one.id, f"{one.number}、{one.title}",
                    "\n".join((*paragraphs.get(one.id, ()), *(written.others if one.id == "s6" else ()))), Place(anchor=one.id))
            for one in made.form.sections
        )  # fmt: skip
        return Report(
            SourceInfo(f"{number:05d}.html"), made.values, sections, organ=organ.name, year=year, edition="2021",
            kind=organ.kind, preface=Section("preface", "", "\n".join(written.introduction), Place(anchor="p0")),
        )  # fmt: skip

    def parts(self, number: int) -> Parts:
        """The paragraphs of each part, names and figures not yet put in."""
        rng = Random(f"{self.seed}/{number}")
        own = {"s1": _overview(rng), "s5": _problems(rng), "s6": _others(rng)}
        plant = self.plants().get(number)
        if plant is None:
            return own
        taken = self.parts(plant.source)
        wanted = [plant.part] if plant.part else list(own)
        return own | {part: _copied(taken[part], own[part], plant, rng) for part in wanted}


@functools.lru_cache(maxsize=4)
def _organs(made: CopySet) -> tuple[Organ, ...]:
    rng = Random(f"{made.seed}/organs")
    found: dict[str, Organ] = {}
    while len(found) < made.organs:
        one = names.organ(rng, rng.choice(figures.PROFILES))
        found.setdefault(one.name, one)
    return tuple(found.values())


@functools.lru_cache(maxsize=4)
def _plants(made: CopySet) -> dict[int, Plant]:
    rng = Random(f"{made.seed}/plants")
    reports = list(range(made.organs))
    rng.shuffle(reports)
    # An organ with a report on 2022 copies itself in half the plants.
    both = [one for one in reports if one < made.count - made.organs]
    alone = [one for one in reports if one >= made.count - made.organs]
    found: dict[int, Plant] = {}
    for number in range(round(made.rate * made.count)):
        share, manner = SHARES[number // 2 % 4], ("sentences", "words")[number // 8 % 2]
        if number % 2 and both:
            copier = both.pop()
            found[copier] = Plant(copier, copier + made.organs, None, share, manner)  # type: ignore[arg-type]
        elif len(alone) > 1:
            copier = alone.pop()
            part = ("s1", "s5")[number // 16 % 2]
            found[copier] = Plant(copier, alone.pop(), part, share, manner)  # type: ignore[arg-type]
    return found


def _clause(rng: Random) -> str:
    if rng.random() < 0.4:
        # The first sentences of the stock are used far oftener than the last.
        return lines.COMMON[min(len(lines.COMMON) - 1, int(rng.expovariate(0.12)))]
    made = rng.choice(lines.HOWS) + rng.choice(lines.VERBS) + rng.choice(lines.WHOSE) + rng.choice(lines.WHATS)
    return made + ("，" + rng.choice(lines.TAILS) if rng.random() < 0.4 else "")


def _sentence(rng: Random) -> str:
    return "，".join(_clause(rng) for _ in range(rng.randint(1, 3))) + "。"


def _overview(rng: Random) -> tuple[str, ...]:
    titles = ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")
    made = ["{year}年，{name}" + _sentence(rng)]
    for number, title in enumerate(titles):
        told = ("{me}" if rng.random() < 0.5 else "") + "".join(_sentence(rng) for _ in range(rng.randint(1, 5)))
        made.append(f"（{'一二三四五'[number]}）{title}。{told}")
    return tuple(made)


def _problems(rng: Random) -> tuple[str, ...]:
    problems = [
        f"{'一二三'[number]}是{rng.choice(lines.WHOSE)}{rng.choice(lines.WHATS)}{rng.choice(lines.LACKS)}，{_sentence(rng)}"
        for number in range(rng.randint(2, 3))
    ]
    cures = [f"{'一二三'[number]}是{_sentence(rng)}{_sentence(rng)}" for number in range(rng.randint(2, 3))]
    return "{me}工作中还存在以下问题：" + "".join(problems), "下一步，{me}将采取以下措施：" + "".join(cures)


def _others(rng: Random) -> tuple[str, ...]:
    return ("".join(_sentence(rng) for _ in range(rng.choice((0, 0, 0, 2, 4)))),)


def _copied(taken: tuple[str, ...], own: tuple[str, ...], plant: Plant, rng: Random) -> tuple[str, ...]:
    """The source's paragraphs, changed until about the plant's share of them is left."""
    if plant.manner == "words":
        return tuple(_reworded(text, 1 - plant.share, rng) for text in taken)
    sentences = [(at, one + "。") for at, text in enumerate(taken) for one in text.split("。") if one]
    fresh = [one + "。" for text in own for one in text.split("。") if one]
    left = (1 - plant.share) * sum(len(one) for _, one in sentences)
    order = list(range(len(sentences)))
    rng.shuffle(order)
    for number in order:
        at, old = sentences[number]
        if fresh and len(old) <= left + len(old) / 2:
            left -= len(old)
            sentences[number] = at, fresh.pop(rng.randrange(len(fresh)))
    return tuple("".join(one for where, one in sentences if where == at) for at in range(len(taken)))


def _reworded(text: str, share: float, rng: Random) -> str:
    """The text with words of two characters put for others until that share of it is changed."""
    pieces, at = [], 0
    while at < len(text):
        word = text[at : at + 2]
        plain = len(word) == 2 and not set(word) & set("，。、：；（）{}abcdefghijklmnopqrstuvwxyz")
        inside = text.rfind("{", 0, at) > text.rfind("}", 0, at)
        if plain and not inside and rng.random() < share / (2 - share):
            pieces.append(rng.choice(lines.VERBS))
            at += 2
        else:
            pieces.append(text[at])
            at += 1
    return "".join(pieces)


def _filled(texts: tuple[str, ...], organ: Organ, year: int, rng: Random) -> tuple[str, ...]:
    shown = {"name": organ.name, "me": organ.self_name, "place": organ.place, "year": f"{year}"}
    return tuple(re.sub(r"\{(\w+)\}", lambda hit: shown.get(hit[1]) or f"{rng.randint(2, 90)}", text) for text in texts)

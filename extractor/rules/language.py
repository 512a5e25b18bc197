"""Slips of the hand in the prose, and sections longer than a place allows."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from ..patterns import lazy, lazy_re
from .catalogue import Case, Fault, rule
from .quoting import Passage, evidence_of, passages, unquoted
from .wording import phrases, wording

_HAN = r"[\u4e00-\u9fff]"
# The standard library is many times quicker at these two.
_DOUBLED = lazy_re(rf"({_HAN}{{2,8}}?)\1")
_CLAUSE_AGAIN = lazy_re(rf"(?<!{_HAN})({_HAN}{{6,40}})[,、;]\1(?=[,、;。])")
_HALF_WIDTH = lazy(r"(?<=\p{Han})[,;:?!](?=\p{Han})")
_MOST = 5


@rule("X-TYPO", "info", "expert", "错别字、重复的词或半角标点", "Slips of the hand, doubled words, half-width punctuation")
def x_typo(case: Case) -> Iterator[Fault]:
    """常见的错别字（帐户、布署、截止2023年…）、重复的词（政府政府）、重复的分句、汉字之间的半角标点。

    只查引言和第一、五、六部分；书名号和引号里的错别字不判；两个词相接的（规范规范性文件）不判。
    依据：常见错误汇编，见 extractor/rules/wording.toml。
    例：“政务信息公开条例”；“主动公开政府政府信息”；“截止2023年12月31日”。
    改：改正；截止某日改为“截至”。
    """
    for passage in passages(case.report):
        text, told = unquoted(passage.text), set[int]()
        for start, end, right in _slips(text):
            told.update(range(start, end))
            quote = passage.evidence(start, end)
            yield Fault(
                f"“{quote.quote}”疑为“{right}”之误。", f"“{quote.quote}” looks like a slip for “{right}”.",
                evidence=(quote,), what=f"{passage.part}{start}{text[start:end]}",
            )  # fmt: skip
        yield from _again(passage, text, told)
        yield from _half_width(passage)


def _slips(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the text has a slip of the list, and what is right."""
    for wrong, right, unless in _typos():
        at = text.find(wrong)
        while at >= 0:
            end = at + len(wrong)
            if not text.startswith(unless, end):
                yield at, end, right
            at = text.find(wrong, end)


@functools.cache
def _typos() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Every slip with what is right and what must not follow."""
    return tuple(
        (wrong, one["right"], tuple(one.get("unless", ()))) for one in wording()["typos"] for wrong in one["wrong"]
    )


def _again(passage: Passage, text: str, told: set[int]) -> Iterator[Fault]:
    """A word or a clause that stands twice in a row."""
    for hit in (*_DOUBLED.finditer(text), *_CLAUSE_AGAIN.finditer(text)):
        if hit.start() in told or phrases("doubled_right").match(text, hit.start()):
            continue
        quote = passage.evidence(*hit.span())
        yield Fault(
            f"“{quote.quote}”重复。", f"“{quote.quote}” stands twice.",
            evidence=(quote,), what=f"{passage.part}{hit.start()}{hit.group()}",
        )  # fmt: skip


def _half_width(passage: Passage) -> Iterator[Fault]:
    """Western punctuation between Chinese characters, told once a part."""
    found = list(_HALF_WIDTH.finditer(passage.printed))
    if found:
        quotes = [passage.printed[max(0, hit.start() - 6) : hit.end() + 6] for hit in found[:_MOST]]
        yield Fault(
            f"汉字之间有半角标点 {len(found)} 处，如“{quotes[0].strip()}”。",
            f"{len(found)} half-width punctuation marks between Chinese characters.",
            evidence=tuple(evidence_of(one, passage.place) for one in quotes), what=f"{passage.part}half-width",
        )  # fmt: skip


@rule("X-LENGTH", "info", "local", "篇幅超过规定", "Longer than the cap")
def x_length(case: Case) -> Iterator[Fault]:
    """某一部分的字数（不计空白）超过当地规定的上限。默认不设上限，由配置给出。

    依据：地方通知，如要求总体情况控制在 1000 字以内。
    例：上限 1000 字，总体情况写了 3200 字。
    改：删减，重点写数据和做法。
    """
    for part, cap in case.profile.length_caps.items():
        for passage in passages(case.report, part):
            length = sum(not one.isspace() for one in passage.printed)
            if length > cap:
                section = case.report.section(part)
                name = "引言" if section is None else section.title
                yield Fault(
                    f"“{name}”{length} 字，上限 {cap} 字。", f"{part} has {length} characters; the cap is {cap}.",
                    left=length, right=cap, evidence=(evidence_of(name, passage.place),), what=part,
                )  # fmt: skip

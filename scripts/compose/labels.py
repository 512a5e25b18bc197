"""Variants of the printed labels: the changes of wording seen in published reports."""

from __future__ import annotations

import unicodedata
from random import Random

from extractor.form import Axis

_FULL_DIGITS = str.maketrans("0123456789.", "０１２３４５６７８９．")
_PARENTHESES = str.maketrans("（）", "()")
_SPACED = {"总计": "总 计", "自然人": "自 然 人", "其他": "其 他", "规章": "规 章"}
# CJK radicals that compatibility folding leaves alone; browsers print them for these characters.
_SUPPLEMENT = {
    "民": "⺠", "见": "⻅", "长": "⻓", "门": "⻔", "风": "⻛", "鱼": "⻥", "齐": "⻬", "车": "⻋", "页": "⻚",
    "马": "⻢",
}  # fmt: skip
_KANGXI = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
_RADICALS = str.maketrans({**_KANGXI, **_SUPPLEMENT})


def radicals(text: str) -> str:
    """The text as browsers print it into PDF: some characters become their radicals' code points."""
    return text.translate(_RADICALS)


def wording(axis: Axis, labels: tuple[str, ...], rng: Random) -> str:
    """A row's or column's label in its exact or an alternative wording."""
    return rng.choice(axis.aliases) if "aliases" in labels and axis.aliases and rng.random() < 0.6 else axis.label


def relabel(text: str, labels: tuple[str, ...], year: int) -> str:
    """The label as a site prints it: other punctuation, width, spacing, a year put in."""
    if "captions" in labels:
        text = text.replace("第二十条第（", "第二十条 第（")
    if "years" in labels:
        text = text.replace("本年制发件数", f"本年（{year}）制发件数")
        text = text.replace("现行有效件数", "现行有效件数（历史累计）")
    if "dun" in labels and text[1:2] == ".":
        text = f"{text[0]}、{text[2:]}"
    if "spaced" in labels:
        text = _SPACED.get(text, text)
    if "fullwidth" in labels:
        text = text.translate(_FULL_DIGITS)
    if "parentheses" in labels:
        text = text.translate(_PARENTHESES)
    if "radicals" in labels:
        text = radicals(text)
    return text

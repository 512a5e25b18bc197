"""Folding of printed text: what two spellings of one label or figure have in common."""

from __future__ import annotations

import functools
import re
import unicodedata
from itertools import pairwise

from .patterns import lazy, lazy_re
from .radicals import unradical

CHINESE_DIGITS = "〇一二三四五六七八九十"
_YEAR_DIGITS = CHINESE_DIGITS[:10]
_ZEROS = str.maketrans("○零O0", "〇〇〇〇")

# Characters of the form's own vocabulary as traditional-character mirrors print them.
TRADITIONAL = str.maketrans(
    "總體況動開請處復議訴訟結維糾審報級項內務規範許強製廢現數額單萬業機構會組織給專確認獲縣區鎮鄉廳發無關獨億貳參當屬於國祕執檔舉諮詢檢類書應過雜記錄標準話號碼續計條據係為繳費舊歲時間門戶網產權黨團醫衛體園廣東華寧漢濟陽慶辦繼轉逾質監稅審統計農業漁財學術穩護沒補複納採購較導聯係網絡",
    "总体况动开请处复议诉讼结维纠审报级项内务规范许强制废现数额单万业机构会组织给专确认获县区镇乡厅发无关独亿贰参当属于国秘执档举咨询检类书应过杂记录标准话号码续计条据系为缴费旧岁时间门户网产权党团医卫体园广东华宁汉济阳庆办继转逾质监税审统计农业渔财学术稳护没补复纳采购较导联系网络",
)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# NFKC would make ① a bare 1, which could be taken for a figure or a part of one.
_ODD: dict[int, str | None] = {**_INVISIBLE, **{ord("①") + number: f"{number + 1}." for number in range(20)}}
_NUMBERING = lazy_re(
    r"^(?:[（(]\s*(?:[一二三四五六七八九十〇]+|\d{1,2})\s*[)）]|[一二三四五六七八九十]+\s*[、.．,，:：]|\d{1,2}\s*[、.．,，)）]|[①-⑳])\s*"
)
_NOT_WORD = lazy(r"[\s\p{P}\p{S}]")


def _other_than(kept: str) -> re.Pattern[str]:
    """A pattern of every character but these and the Han characters that fold to themselves."""
    edges = [0x4DFF, *sorted(TRADITIONAL), 0xA000]
    han = "".join(f"{chr(low + 1)}-{chr(high - 1)}" for low, high in pairwise(edges) if high - low > 1)
    return re.compile(f"[^{kept}{han}]")


# The standard library searches a class of so many ranges ten times as fast.
_MAY_FOLD = _other_than("\n -~、。《》“”—·")
_MAY_PART = _other_than("0-9A-Za-z")


@functools.lru_cache(maxsize=512)
def fold(text: str) -> str:
    """The text in one width and one script: NFKC, radicals and traditional forms as ordinary characters."""
    # The same lines and parts of a report are folded for many. A text has few different characters that
    # folding changes: each is looked up and exchanged once.
    if text.isascii():
        return text
    folded = text
    for character in set(_MAY_FOLD.findall(text)):
        plain = _FOLDED[character]
        if plain is None:
            return _folded(text)
        folded = folded.replace(character, plain)
    return folded


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unradical(text).translate(_ODD)).translate(TRADITIONAL)


class _Folded(dict[str, "str | None"]):
    """What each character folds to; None for one that NFKC may compose with the character before it."""

    def __missing__(self, character: str) -> str | None:
        self[character] = plain = None if _may_compose(character) else _folded(character)
        return plain


def _may_compose(character: str) -> bool:
    """Whether a character may be one with its neighbour: marks, jamo, and all of scripts not looked into."""
    first = unicodedata.normalize("NFKD", character)[0]
    apart = (("\0", "\u02ff"), ("\u2000", "\u3098"), ("\u309b", "\uabff"), ("\uf900", "\uffff"), ("\U0001f000", "\U0010ffff"))
    return unicodedata.combining(first) != 0 or not any(low <= first <= high for low, high in apart)


_FOLDED = _Folded()


def fold_each(text: str) -> str:
    """The text folded character by character, so that every position in it stays what it was."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded
    return "".join(one if len(one) == 1 else character for character, one in ((c, fold(c)) for c in text))


@functools.lru_cache(maxsize=8192)
def key(text: str) -> str:
    """The words of a label alone: folded, without its numbering, blanks and punctuation."""
    return only_words(unnumbered(fold(text).strip()))


def words(text: str) -> str:
    """The words of a text with its numbering: folded, without blanks and punctuation."""
    return only_words(fold(text))


def only_words(text: str) -> str:
    """The text as it is without blanks, punctuation and signs."""
    for character in set(_MAY_PART.findall(text)):
        if _NOT_WORD.match(character):
            text = text.replace(character, "")
    return text


def unnumbered(text: str) -> str:
    """The text without one leading list number such as ``一、``, ``（二）``, ``3.`` or ``④``."""
    return _NUMBERING.sub("", text, count=1)


_LEADING = lazy_re(
    r"\s*(?:第\s*(?P<part>[一二三四五六七八九十]{1,3})\s*部分|(?P<top>[一二三四五六七八九十]{1,3})\s*[、.．,，:：]"
    r"|[（(]\s*(?P<bracketed>[一二三四五六七八九十]{1,3})\s*[)）]|(?P<digit>\d{1,2})\s*[、.．](?!\d))\s*[、.．,，:：]?\s*"
)


@functools.lru_cache(maxsize=1024)
def leading_number(text: str) -> tuple[str, int, str] | None:
    """The number that a line begins with, and the line behind it; None where it begins with none.

    The first of the three is ``top`` for ``一、`` or ``第一部分``, ``bracketed`` for ``（一）``, ``digit`` for ``1.``.
    """
    folded = fold(text)
    hit = _LEADING.match(folded)
    if hit is None:
        return None
    rest = folded[hit.end() :]
    if hit["digit"]:
        return "digit", int(hit["digit"]), rest
    number = chinese_number(hit["part"] or hit["top"] or hit["bracketed"])
    return None if number is None else ("bracketed" if hit["bracketed"] else "top", number, rest)


def chinese_number(text: str) -> int | None:
    """一 to 九十九 as an int; None for anything else."""
    if not text or any(character not in CHINESE_DIGITS for character in text):
        return None
    tens, ten, units = text.rpartition("十")
    if not ten:
        return CHINESE_DIGITS.index(text) if len(text) == 1 else None
    if len(tens) > 1 or len(units) > 1 or "十" in tens or "〇" in tens + units:
        return None
    return (CHINESE_DIGITS.index(tens) if tens else 1) * 10 + (CHINESE_DIGITS.index(units) if units else 0)


def year_number(text: str) -> int:
    """2023 or 二〇二三 as an int; ValueError for anything else."""
    return int(text) if text.isdigit() else int("".join(str(_YEAR_DIGITS.index(one)) for one in text.translate(_ZEROS)))


def joined(text: str) -> str:
    """A cell's printed text on one line: the line breaks of a narrow column are no part of what is printed."""
    return "".join(part.strip() for part in text.split("\n"))

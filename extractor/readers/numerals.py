"""List numbers as word processors and browsers print them."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_ZERO = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"

_COUNTING = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "koreanCounting", "cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "japanese-informal",
})
_POSITIONAL = frozenset({"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "cjk-decimal"})
# The first character of a run of Unicode numbers, and how many there are.
_RUNS = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}
_NAMES = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}


def printed(number: int, kind: str) -> str:
    """The number as a list of this kind prints it.

    ``kind`` is a ``w:numFmt`` of WordprocessingML or a CSS ``list-style-type``; one not known, and a number
    that its kind cannot print, give ordinary digits. ``bullet`` and ``none`` give nothing.
    """
    if kind in _COUNTING:
        return chinese(number)
    if kind in _POSITIONAL:
        return "".join(_DIGITS[int(digit)] for digit in str(max(number, 0)))
    if kind in ("bullet", "none"):
        return ""
    if kind in _RUNS and 1 <= number <= _RUNS[kind][1]:
        return chr(ord(_RUNS[kind][0]) + number - 1)
    if kind in _NAMES and 1 <= number <= len(_NAMES[kind]):
        return _NAMES[kind][number - 1]
    if kind in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return chinese(number, _LEGAL if kind == "chineseLegalSimplified" else _LEGAL_TRADITIONAL, "拾佰仟")
    if kind in ("decimalZero", "decimal-leading-zero"):
        return f"{number:02d}"
    if kind in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if kind in ("lowerLetter", "upperLetter", "lower-alpha", "upper-alpha", "a", "A") and number >= 1:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind[0] in "uA" else letter
    if kind in ("lowerRoman", "upperRoman", "lower-roman", "upper-roman", "i", "I") and 1 <= number < 4000:
        roman = _roman(number)
        return roman if kind[0] in "uI" else roman.lower()
    return str(number)


def chinese(number: int, digits: str = _ZERO, units: str = "十百千") -> str:
    """1 to 9999 as counted in Chinese (十一, 二十, 一百零五); other numbers in ordinary digits."""
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    zero = False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            zero = bool(text)
            continue
        text += (digits[0] if zero else "") + digits[int(digit)] + (units[place - 1] if place else "")
        zero = False
    # 11 is 十一, while 111 is 一百一十一.
    return text[1:] if digits is _ZERO and 10 <= number < 20 else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):
        text += letters * (number // value)
        number %= value
    return text

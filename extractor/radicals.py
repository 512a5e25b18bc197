"""Radical, stroke and compatibility code points that stand for ordinary Han characters.

Browsers and some printers write a PDF from glyphs, not from text: where one glyph serves both 民 and
the radical ⺠ the file may name the radical. NFKC folds the Kangxi radicals (U+2F00 to U+2FD5, with 戶 for
the mainland 户) but leaves nearly all of U+2E80 to U+2EFF, so the second block needs a table of its own;
its pairs are those of Unicode's Equivalent_Unified_Ideograph.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民"
    "⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹"
    "⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风"
    "⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_STROKES = "㇏乀㇐一㇑丨㇒丿㇓丿㇔丶㇖乛㇚亅㇝乀㇟乚㇠乙"
# Where NFKC gives a form that no mainland text prints.
_MAINLAND = "⼾户⾭青⿈黄"


def _table() -> dict[int, str]:
    blocks = (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00), range(0x2F800, 0x2FA1E))
    table = {code: unicodedata.normalize("NFKC", chr(code)) for block in blocks for code in block}
    for pairs in (_SUPPLEMENT, _STROKES, _MAINLAND):
        table.update(zip(map(ord, pairs[::2]), pairs[1::2], strict=True))
    return {code: plain for code, plain in table.items() if ord(plain) != code}


RADICALS: Final[dict[int, str]] = _table()
"""Each such code point and the one ordinary character it stands for; made for :meth:`str.translate`."""

_SOME = re.compile("[\u2e80-\u2fd5\u31c0-\u31e3\uf900-\ufaff\U0002f800-\U0002fa1f]")


def unradical(text: str) -> str:
    """The text with every radical, stroke and compatibility ideograph as the ordinary character; same length."""
    # Hardly any text has one, and to look for them is a twentieth of the work of translating.
    return text if _SOME.search(text) is None else text.translate(RADICALS)

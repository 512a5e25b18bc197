"""Bytes to text: the bytes decide, never what a ``<meta>`` tag or a header declares about them."""

from __future__ import annotations

import codecs

from .patterns import lazy_re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
_LIKELY = lazy_re(r"[\t\n\r -~\u2010-\u2030\u3000-\u9fff\uff00-\uffef]")
_CJK = lazy_re(r"[\u3400-\u9fff]")
# Characters hardly a Chinese report is without, in both scripts; wrong decodings have next to none of them.
_EVERYDAY = lazy_re("[的年公开開信息政府本和申请請]")
# What the first two of three UTF-8 bytes of everyday characters and stops become when read as GBK.
_UTF8_AS_GBK = "锛銆涓鐨鍏骞鏀淇鎭搴浜鏄"
_UTF8_AS_LATIN = lazy_re(r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u017d\u017e\u2018-\u2026\u20ac]")


def decode(data: bytes) -> tuple[str, str]:
    """The text of ``data`` and the name of the encoding it proved to be in.

    Names: ``utf-8``, ``utf-8-sig``, ``utf-16``, ``gb18030`` (GB2312 and GBK are parts of it), ``big5``.
    A name that ends in ``?`` (``utf-8?``) says that bytes were damaged: U+FFFD stands in their place. A
    last character cut off by the end of the data is dropped without that. Never raises.
    """
    for bom, name, codec in _BOMS:
        if data.startswith(bom):
            text = _strict(data[len(bom):], codec)
            return (text, name) if text is not None else (data[len(bom):].decode(codec, "replace"), name + "?")
    if b"\0" in data:
        wide = _utf16_without_bom(data)
        if wide is not None:
            return wide, "utf-16"
    text = _strict(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    return _legacy(data)


def looks_garbled(text: str) -> bool:
    """Whether the text was read in a wrong encoding before it was saved, so that no decoding mends it.

    Told from the shapes such text has: UTF-8 read as GBK (``鏀垮簻``) or as Latin-1 (``æ”¿``), and text
    whose characters have mostly turned into ``?`` or U+FFFD.
    """
    sample = text[:10_000]
    visible = len(sample) - sample.count(" ") - sample.count("\n")
    if visible < 20:
        return False
    lost = sample.count("\ufffd") + sample.count("锟斤拷") * 3
    if lost > visible * 0.02 or (sample.count("??") > 5 and sample.count("?") > visible * 0.2):
        return True
    if sum(map(sample.count, _UTF8_AS_GBK)) > max(3, visible * 0.06):
        return True
    if "的" in sample or "。" in sample:
        return False
    return len(_CJK.findall(sample)) < visible * 0.02 and len(_UTF8_AS_LATIN.findall(sample)) > visible * 0.4


def _strict(data: bytes, codec: str) -> str | None:
    """The text where every byte is right, but for a character cut off at the very end; else None."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        if error.start == 0 or error.start < len(data) - 3 or error.end < len(data):
            return None
        try:
            return data[: error.start].decode(codec)
        except UnicodeDecodeError:
            return None


def _utf16_without_bom(data: bytes) -> str | None:
    """The text if the data plainly is UTF-16: in one byte order it has next to no unlikely characters."""
    for codec in ("utf-16-le", "utf-16-be"):
        text = _strict(data[: len(data) & ~1], codec)
        head = text[:2000] if text else ""
        # Any two letters of ASCII make a likely character, but hardly ever one of the commonest.
        known = _EVERYDAY.search(head) or sum(map(str.isascii, head)) > len(head) * 0.5
        if head and known and len(_LIKELY.findall(head)) > len(head) * 0.9:
            return text
    return None


def _legacy(data: bytes) -> tuple[str, str]:
    """Text that is not whole UTF-8: damaged UTF-8, GB18030, Big5, or the least damaged reading."""
    utf8 = data.decode("utf-8", "replace")
    wrong = utf8.count("\ufffd")
    beyond_ascii = len(utf8) - len(utf8.encode("ascii", "ignore"))
    # Damaged UTF-8 often passes as GB18030, wrong in every character; so it is looked for first.
    if beyond_ascii >= 20 and wrong <= max(1, beyond_ascii * 0.05):
        return utf8, "utf-8?"
    text = _strict(data, "gb18030")
    if text is not None:
        if not _EVERYDAY.search(text):
            # Nearly all Big5 text is also well-formed GB18030.
            other = _strict(data, "big5hkscs")
            if other is not None and _EVERYDAY.search(other):
                return other, "big5"
        return text, "gb18030"
    other = _strict(data, "big5hkscs")
    if other is not None and _EVERYDAY.search(other):
        return other, "big5"
    gbk = data.decode("gb18030", "replace")
    return (gbk, "gb18030?") if gbk.count("\ufffd") * 2 < wrong else (utf8, "utf-8?")

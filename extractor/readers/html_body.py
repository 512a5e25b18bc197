"""The report among the rest of its page.

It is the smallest element that holds every kind of heading and statutory table found on the page; its
title and what is said of its publication stand above that element, a signature may stand below. In
doubt more is kept: a stray menu line does less harm than a lost section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..patterns import lazy_re
from .blocks import TITLE, Block, DraftTable, is_section
from .html_blocks import Gathered

_KINDS = (
    ("s1", lazy_re("总体|基本情况")), ("s2", lazy_re("主动公开")), ("s3", lazy_re("收到和处理|依申请")),
    ("s4", lazy_re("复议")), ("s5", lazy_re("问题|困难|不足")), ("s6", lazy_re("其他|需要")),
)
_TABLES = (
    ("t2", ("第二十条", "行政事业性收费")), ("t3", ("自然人", "本年新收政府信息公开申请", "结转下年度")),
    ("t4", ("结果维持", "尚未审结", "未经复议直接起诉")),
)
_NUMERAL = lazy_re(r"([一二三四五六七八九十])\s*[、.．]\s*\S")
_CRUMB = lazy_re(r"当前位置|您(?:现在|当前)?的?(?:所在)?(?:的)?位置|首页\s*(?:>|›|»|/|＞|-|→|\|)")
_ABOUT = lazy_re(
    r"(?:发布|公开|公布|生成|发文|成文|印发)\s*(?:日期|时间)|发布机构|公开主体|索\s*引\s*号|文\s*号|来\s*源\s*[:：]|浏览(?:次数|量)?\s*[:：]"
)
_END = lazy_re(
    r"[【\[(（]?\s*(?:[上下]一[篇条页则]|版权所有|[主承]办(?:单位)?\s*[:：]|技术支持\s*[:：]|.{0,6}ICP备|.{0,6}公网安备|责任编辑\s*[:：]|扫一扫"
    r"|(?:相关(?:阅读|文章|链接|信息|文档|新闻|内容|报道|报告|推荐)|延伸阅读|推荐阅读|热点推荐|友情链接|网站(?:地图|标识码|声明)"
    r"|分享(?:到|至)|打印本页|关闭(?:窗口|本页))\s*[】\])）]?\s*(?:[:：]|$))[^。]{0,100}$",
    re.I,
)
_SIGNATURE = lazy_re(
    r"(?:[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|.{2,30}(?:政府|委员会|办公室|办公厅|办事处|局|厅|委|院|会|处|中心|部|公司|大队))$"
)
_TOO_SMALL = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "table", "thead", "tbody", "tr"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
_ABOVE, _BELOW = 15, 10  # how far from the report what belongs to it may stand, in blocks
_GAP_TO_TITLE, _GAP = 8, 1
_SENTENCE, _PROSE = 40, 80
_FEW, _MOST_MARKS = 3, 100


def signals_of(blocks: list[Block]) -> dict[int, str]:
    """Which blocks are marks of a report, by index, and what kind of mark each is.

    Marks are headings of its sections and its statutory tables; where there are next to none, long prose.
    Links are never marks: a table of contents and a list of other reports have headings too.
    """
    found: dict[int, str] = {}
    prose: dict[int, str] = {}
    for index, (content, _, linked) in enumerate(blocks):
        if isinstance(content, DraftTable):
            text = "".join([cell.text for cell in content.cells])
            kind = next((name for name, labels in _TABLES if any(label in text for label in labels)), None)
            if kind:
                found[index] = kind
        elif not linked:
            text = content.strip()
            if is_section(text):
                found[index] = next((name for name, pattern in _KINDS if pattern.search(text)), "s")
            elif (numeral := _NUMERAL.match(text)) is not None:
                found[index] = "n" + numeral[1]
            elif len(text) >= _PROSE and "。" in text:
                prose[index] = f"p{index}"
    return found if len(set(found.values())) >= _FEW else found | prose


def find_report(page: Gathered, signals: dict[int, str]) -> tuple[list[Block], list[Block]]:
    """The blocks of the report and the others, both in reading order; ``signals`` as :func:`signals_of` gives them."""
    blocks = page.blocks
    if signals:
        first, last = min(signals), max(signals)
        start, end = _range(page, signals)
        first, last = max(first, start), min(last, end - 1)
    else:
        first, last, start, end = len(blocks), 0, 0, len(blocks)
    beside: set[int] = set()
    # Another report's title below would be read as this one's.
    cut = next((index for index in range(last + 1, end) if _matches(_END, blocks[index])), None)
    if cut is None:
        beside.update(_below(blocks, end))
    else:
        end = cut
    crumb = next((index for index in range(first - 1, start - 1, -1) if _matches(_CRUMB, blocks[index])), None)
    if crumb is None:
        beside.update(_above(page, start))
    else:
        start = crumb + 1
    kept: list[Block] = []
    others: list[Block] = []
    for index, block in enumerate(blocks):
        inside = start <= index < end and (first <= index <= last or not _is_menu(block))
        (kept if inside or index in beside else others).append(block)
    return kept, others


def _range(page: Gathered, signals: dict[int, str]) -> tuple[int, int]:
    """The first block and the one after the last of the element that holds the report."""
    blocks = page.blocks
    holder = _holder(page, signals)
    inside: dict[int, bool] = {holder: True, 0: holder == 0}

    def holds(index: int) -> bool:
        path = []
        element = _origin(blocks[index])
        while element not in inside:
            path.append(element)
            element = page.parents[element]
        for passed in path:
            inside[passed] = inside[element]
        return inside[element]

    known = [index for index in signals if holds(index)]
    start, end = min(known), max(known) + 1
    while start > 0 and holds(start - 1):
        start -= 1
    while end < len(blocks) and holds(end):
        end += 1
    return start, end


def _holder(page: Gathered, signals: dict[int, str]) -> int:
    """The smallest element with a mark of every kind; of equal copies the first, of different ones all."""
    # The first and last of a kind tell as much as all of them; long prose is of a kind of its own each.
    ends: dict[str, tuple[int, int]] = {}
    for index, kind in signals.items():
        ends[kind] = (ends.get(kind, (index, index))[0], index)
    chosen = sorted({index for pair in ends.values() for index in pair})
    if len(chosen) > 2 * _MOST_MARKS:
        chosen = chosen[:_MOST_MARKS] + chosen[-_MOST_MARKS:]
    signals = {index: signals[index] for index in chosen}
    held: dict[int, set[int]] = {}
    for index in signals:
        element = _origin(page.blocks[index])
        while element >= 0:
            held.setdefault(element, set()).add(index)
            element = page.parents[element]
    kinds = set(signals.values())
    full = [element for element, marks in held.items() if {signals[index] for index in marks} == kinds]
    around = {page.parents[element] for element in full}  # whatever is above one of them is above its parent
    smallest = [element for element in full if element not in around]
    copies = len(kinds) >= _FEW and len({tuple(_text(page.blocks[index]) for index in sorted(held[element])) for element in smallest}) == 1
    if copies or len(smallest) == 1:
        found = smallest[0]
    else:
        # Elements are numbered in reading order, so what is inside has the higher number.
        every = set().union(*(held[element] for element in smallest))
        found = max(element for element in full if held[element] >= every)
    # A lone heading or table is no place for a report, nor is a row of the layout.
    while page.names[found] in _TOO_SMALL:
        found = page.parents[found]
    return found


def _origin(block: Block) -> int:
    return block.origin if isinstance(block.origin, int) else 0


def _text(block: Block) -> str:
    if isinstance(block.content, str):
        return block.content
    return "\t".join([cell.text for cell in block.content.cells])


def _above(page: Gathered, start: int) -> Iterator[int]:
    """The blocks above the report that are its own: its title, and what is said of its publication."""
    blocks = page.blocks
    gap, titled = 0, False
    for index in range(start - 1, max(start - 1 - _ABOVE, -1), -1):
        block = blocks[index]
        if _matches(_CRUMB, block):
            return
        title = not block.linked and isinstance(block.content, str) and len(block.content) <= 80 and (
            page.names[_origin(block)] in _HEADINGS or TITLE.search(block.content) is not None
        )
        if title or (not block.linked and _ABOUT.search(_text(block))) or _is_prose(block):
            yield index
            gap, titled = 0, titled or title
        else:
            gap += 1
            if gap > (_GAP if titled else _GAP_TO_TITLE):
                return


def _below(blocks: list[Block], end: int) -> Iterator[int]:
    """The blocks below the report that are its own: a last paragraph, the signature."""
    for index in range(end, min(end + _BELOW, len(blocks))):
        block = blocks[index]
        if _matches(_END, block) or _matches(_CRUMB, block):
            return
        if _is_prose(block) or (not block.linked and _matches(_SIGNATURE, block)):
            yield index


def _is_prose(block: Block) -> bool:
    text = block.content
    return isinstance(text, str) and not block.linked and len(text) >= _SENTENCE and "。" in text


def _is_menu(block: Block) -> bool:
    return block.linked and len(_text(block)) <= 60


def _matches(pattern: re.Pattern[str], block: Block) -> bool:
    return isinstance(block.content, str) and pattern.match(block.content.strip()) is not None

"""The blocks of an HTML tree in reading order: paragraphs with a browser's white space, and drafts of tables.

The tree is written out by libxml2 once more and its tags are gone through as strings: visiting every
element from Python takes several times as long as parsing the page.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from ..patterns import lazy_re
from .blocks import LINE_BREAK, Block, DraftTable, unrolled
from .html_table import ATTRIBUTE, MarkupCell, lifted, placed, span
from .html_text import BLANKS, UNEVEN, lines_of
from .numerals import printed

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "legend", "main", "menu", "nav", "p", "pre", "section", "summary", "ul",
})
_OTHERS = {
    "a": "a", "table": "table", "thead": "group", "tbody": "group", "tfoot": "foot", "tr": "row", "td": "cell",
    "th": "cell", "li": "item", "ol": "list", "drafted": "drafted",
}
_BREAK = lazy_re(r"</?br\b[^>]*>")
_PRE = lazy_re(r"<pre\b.*?</pre>", re.S)
_FIELD = lazy_re(r"<input\b[^>]*>")
_LIST_STYLE = lazy_re(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.I)
_NUMBERED = lazy_re(r"\s*[（(]?[\d一二三四五六七八九十]+\s*[、.．)）]")
_NO_LINK = 80  # characters
_MENU = lazy_re(r"crumb|nav|menu|list-(?:un|in)|pag(?:e|in)|tab", re.I)


class Gathered(NamedTuple):
    """Blocks whose ``origin`` is a number: of the element it is, ``names`` gives the tag, ``parents`` the parent's."""

    blocks: list[Block]
    parents: list[int]
    names: list[str]


class _Table:
    """A table that is being read: its row groups, the row that is open, and where lines outside cells go."""

    __slots__ = ("feet", "groups", "in_cell", "outer", "row", "spans")

    def __init__(self, outer: list[Block]) -> None:
        self.groups: list[list[list[MarkupCell]]] = [[]]
        self.feet: list[list[list[MarkupCell]]] = []
        self.row: list[MarkupCell] | None = None
        self.outer = outer
        self.in_cell = False
        self.spans = (1, 1)


def blocks_of(root: etree._Element) -> Gathered:
    """The blocks of a tree of visible elements, with layout tables undone. Raises SourceError R-LIMIT."""
    markup, drafts = lifted(_flattened(etree.tostring(root, encoding="unicode")))
    gatherer = _Gatherer(drafts)
    gatherer.read(markup)
    blocks: list[Block] = []
    for block in gatherer.blocks:
        if isinstance(block.content, str):
            blocks.append(block)
        else:
            blocks.extend(unrolled(block.content, block.origin))
    if any(block.linked and len(block.content) >= _NO_LINK and "。" in block.content for block in blocks
           if isinstance(block.content, str)):
        # A link that was never closed runs through the whole report.
        blocks = [block._replace(linked=False) for block in blocks]
    return Gathered(blocks, gatherer.parents, gatherer.names)


class _Gatherer:
    """Goes through a page's tags and gathers text until a block ends; a cell gathers into a list of its own."""

    def __init__(self, drafts: list[DraftTable]) -> None:
        self.drafts = drafts
        self.blocks: list[Block] = []
        self.parents: list[int] = [-1]
        self.names: list[str] = [""]
        self.text: list[str] = []
        self.linked = 0
        self.links = 0
        self.marker = ""
        self.tables: list[_Table] = []
        self.open: list[tuple[str, int]] = [("", 0)]  # (what closing it means, its number)
        self.lists: list[list[int | str]] = []

    def read(self, markup: str) -> None:
        """Gather a whole page, as libxml2 writes it: every tag closed, no ``<`` or ``>`` in any text."""
        known: dict[str, tuple[str, str]] = {}
        add = self.text.append
        for piece in markup.split("<"):
            tag, _, text = piece.partition(">")
            kind = known.get(tag)
            if kind is None:
                kind = known[tag] = _kind(tag)
            what, name = kind
            if what:
                if what == "close":
                    self.close()
                else:
                    self.start(what, name, tag)
                    if tag.endswith("/"):
                        self.close()
            if text:
                add(text)
                if self.links:
                    self.linked += len(text.strip())

    def start(self, what: str, name: str, tag: str) -> None:
        if what == "a":
            link = "href=" in tag
            self.links += link
            self.open.append(("link" if link else "inline", self.open[-1][1]))
            return
        if self.text:
            self.flush()
        number = len(self.parents)
        self.parents.append(self.open[-1][1])
        self.names.append(name)
        table = self.tables[-1] if self.tables else None
        if what == "cell" and table is not None and not table.in_cell:
            if table.row is None:
                table.row = []
                table.groups[-1].append(table.row)
            table.in_cell = True
            table.spans = (1, 1)
            if "span=" in tag:
                attributes = dict(ATTRIBUTE.findall(tag))
                table.spans = span(attributes.get("rowspan"), 0), span(attributes.get("colspan"), 1)
            self.blocks = []
        elif what == "row" and table is not None and not table.in_cell:
            table.row = []
            table.groups[-1].append(table.row)
        elif what in ("group", "foot") and table is not None and not table.in_cell:
            table.row = None
            table.groups.append([])
        elif what == "table":
            self.tables.append(_Table(self.blocks))
        elif what == "drafted":
            draft = self.drafts[int(tag[8:-1])]
            if draft.cells:
                self.blocks.append(Block(draft, number))
            what = "block"
        else:
            if what == "item":
                self.marker = _marker(self.lists[-1], tag) if self.lists and self.names[self.open[-1][1]] == "ol" else ""
            elif what == "list":
                self.lists.append([tag, 0])
            what = what if what in ("item", "list") else "block"
        self.open.append((what, number))

    def close(self) -> None:
        if len(self.open) == 1:
            return
        what, number = self.open[-1]
        if what in ("link", "inline"):
            self.open.pop()
            self.links -= what == "link"
            return
        if self.text:
            self.flush()
        self.open.pop()
        if what == "block":
            return
        if what == "item":
            self.marker = ""
        elif what == "list":
            self.lists.pop()
        elif what == "table":
            table = self.tables.pop()
            self.blocks = table.outer
            draft = placed([*table.groups, *table.feet])
            if draft.cells:
                self.blocks.append(Block(draft, number))
        else:
            table = self.tables[-1]
            if what == "cell":
                table.in_cell = False
                if table.row is not None:
                    table.row.append((self.blocks, *table.spans))
                self.blocks = table.outer
            else:
                table.row = None
                if what == "foot":
                    table.feet.append(table.groups.pop())
                if what != "row":
                    table.groups.append([])

    def flush(self) -> None:
        """End the block that has been gathered; it belongs to the element that is open."""
        text = "".join(self.text) if len(self.text) > 1 else self.text[0]
        self.text.clear()
        linked, self.linked = self.linked, 0
        text = text.strip(BLANKS)
        if not text:
            return
        number = self.open[-1][1]
        if self.marker:
            self.mark(text, number, linked)
        elif UNEVEN.search(text) is None:
            self.blocks.append(Block(text, number, linked > 0 and linked >= len(text) * 0.9))
        else:
            for line in lines_of(text):
                self.blocks.append(Block(line, number, linked > 0 and linked >= len(line) * 0.9))

    def mark(self, text: str, number: int, linked: int) -> None:
        """The first line of a list item, with the number that a browser prints before it."""
        for line in lines_of(text):
            if self.marker and not linked and line.strip():
                line = line if _NUMBERED.match(line) else self.marker + line
                self.marker = ""
            self.blocks.append(Block(line, number, linked >= len(line) * 0.9))


def _flattened(markup: str) -> str:
    """The markup with line breaks and the values of form fields, which are printed like any text, as text."""
    if "<br" in markup:
        markup = _BREAK.sub(LINE_BREAK, markup)
    if "<pre" in markup:
        markup = _PRE.sub(lambda match: match[0].replace("\n", LINE_BREAK), markup)
    return _FIELD.sub(_field, markup) if "<input" in markup else markup


def _field(match: re.Match[str]) -> str:
    attributes = dict(ATTRIBUTE.findall(match[0]))
    return attributes.get("value", "") if attributes.get("type", "text").lower() in ("text", "number") else ""


def _kind(tag: str) -> tuple[str, str]:
    """What a tag means here and its name; nothing for what is part of the text around it."""
    closing = tag.startswith("/")
    name = tag.lstrip("/").partition(" ")[0].rstrip("/")
    what = "block" if name in _BLOCKS else _OTHERS.get(name, "")
    return ("close" if closing and what else what), name


def _marker(state: list[int | str], item: str) -> str:
    """The number a browser prints before an item of an ordered list; none for menus made of lists."""
    own, attributes = dict(ATTRIBUTE.findall(item)), dict(ATTRIBUTE.findall(str(state[0])))
    if _MENU.search(attributes.get("class", "")):
        return ""
    if "value" in own or not state[1]:
        state[1] = span(own.get("value") or attributes.get("start"), 0)
    else:
        state[1] = int(state[1]) + 1
    kinds = _LIST_STYLE.findall(f"{attributes.get('style', '')};{own.get('style', '')}")
    text = printed(int(state[1]), kinds[-1] if kinds else attributes.get("type") or "decimal")
    if not text:
        return ""
    return text + ("." if text.isascii() else "、")

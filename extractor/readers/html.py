"""HTML to a Document: the text a browser shows, its tables with their spans, and the report among the rest."""

from __future__ import annotations

import itertools
import re
from email import message_from_bytes
from typing import NamedTuple, cast

from lxml import etree

from ..encoding import decode
from ..errors import SourceError
from ..limits import MAIL_PARTS, NESTING, TAGS
from ..model import Document, flow_of
from .blocks import RAISED, Block, body_of
from .doubts import picture_remarks, text_remarks
from .html_blocks import Gathered, blocks_of
from .html_body import find_report, signals_of
from .stated import stated_date, stated_title

_MIME = re.compile(rb"(?:MIME-Version|From|Subject|Date|Content-Type|Snapshot-Content-Location)\s*:", re.I)
_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|text-decoration(?:-line)?\s*:[^;]*line-through)", re.I
)
_NO_SIZE = re.compile(r"(?:^|;)\s*font-size\s*:\s*0(?:\.0+)?\s*(?:[a-z%]+\s*)?(?:;|!|$)", re.I)
_NOT_DISPLAYED = re.compile(rb"display\s{0,5}:\s{0,5}none|line-through|font-size\s{0,5}:\s{0,5}0")
_DISPLAY = re.compile(r"display\s*:\s*(?:inline-)?(table(?:-row|-cell)?)\s*(?:;|!|$)", re.I)
_ROLES = {"table": "table", "grid": "table", "row": "tr", "cell": "td", "gridcell": "td", "columnheader": "th",
          "rowheader": "th"}
_TAGS = {"table": "table", "table-row": "tr", "table-cell": "td"}

_STYLED = etree.XPath("//*[@hidden or contains(@style, 'isplay') or contains(@style, 'ISPLAY') or contains(@style, 'isib')"
                      " or contains(@style, 'ine-through') or contains(@style, 'ize')]")

# Never shown as text. <noscript> is what a browser with scripts leaves out.
_UNSEEN = (
    "script", "style", "noscript", "template", "iframe", "object", "svg", "math", "select", "option", "button", "textarea",
    "audio", "video", "canvas", "map", "xml", "rp", "rt", "datalist", "frameset", "head",
    # Struck out: the figure beside it is the one that stands.
    "del", "s", "strike",
)
# Shown, but no more than part of the text around it. Elements not known are treated the same, only slower.
_INLINE = (
    "span", "font", "b", "i", "u", "strong", "em", "sub", "sup", "small", "big", "tt", "o:p", "st1:chsdate",
    "ucapcontent", "ucaptitle", "publishtime", "label", "abbr", "code", "kbd", "mark", "ins", "cite",
    "ruby", "bdo", "wbr", "colgroup", "col", "var", "time", "q", "nobr", "st1:personname",
)
# What makes the tree long to write out and is not looked at again.
_MERE_STYLE = ("style", "class", "align", "valign", "width", "height", "nowrap", "id", "title", "lang", "bgcolor", "target")


class _Page(NamedTuple):
    """A page as gathered: its blocks and the marks of a report among them, and what its head says."""

    gathered: Gathered
    signals: dict[int, str]
    named: dict[str, str]
    title: str | None
    pictures: int


def read_html(data: bytes) -> Document:
    """The Document of an HTML or MHTML file.

    The body is the report without the page around it (menus, breadcrumbs, links to other reports), which
    is kept in ``running``; where the report cannot be told from the page, the whole page is the body.
    Hidden cells and elements, and what is struck out, are left out. Raises SourceError R-LIMIT where the page or a
    table of it is too large, or elements are nested too deeply.
    """
    if _MIME.match(data):
        data = _unwrapped(data)
    text, encoding = decode(data)
    markup = data if encoding == "utf-8" else text.encode("utf-8", "replace")
    lower = markup.lower()
    # Most pages hide nothing, and looking through their tree for it is slow.
    hides = b"hidden" in lower or _NOT_DISPLAYED.search(lower) is not None
    divs = b"table-cell" in lower or b"role=" in lower
    page = _page(markup, hides, divs)
    if hides and not page.signals:
        # A page that shows its report by a script hides it until then.
        shown = _page(markup, False, divs)
        page = shown if shown.signals else page
    report, others = find_report(page.gathered, page.signals)
    body = body_of(report)
    flow = flow_of(body)
    first = next((block for index, block in enumerate(page.gathered.blocks) if index in page.signals), None)
    head = [block.content for block in (*others, *itertools.takewhile(lambda block: block is not first, report))]
    return Document(
        body=body,
        flow=flow,
        running=flow_of(body_of(others)),
        title=stated_title(page.named, page.title, head),
        published=stated_date(page.named, head),
        encoding=encoding,
        remarks=(*text_remarks(flow, encoding), *picture_remarks(body, page.pictures)),
    )


def _page(markup: bytes, hide: bool, divs: bool) -> _Page:
    """The page's blocks and what its head says of it.

    ``hide``: leave hidden elements out; ``divs``: look for tables made of other elements.
    """
    if markup.count(b"<") > TAGS:
        raise SourceError(
            "R-LIMIT", f"网页含有超过 {TAGS // 10_000} 万个标记，无法读取，请另存为 PDF 或 DOCX。",
            f"The page holds more than {TAGS:,} tags; save it as PDF or DOCX.",
        )
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError:  # nothing in it but comments, say
        root = None
    if any("Excessive depth" in entry.message for entry in parser.error_log.filter_from_fatals()):
        raise SourceError(
            "R-LIMIT", f"网页元素嵌套超过 {NESTING} 层，无法读取，请另存为 PDF 或 DOCX。",
            f"The page nests elements more than {NESTING} deep; save it as PDF or DOCX.",
        )
    if root is None:
        return _Page(Gathered([], [], []), {}, {}, None, 0)
    named = {
        (meta.get("name") or meta.get("property") or "").lower(): (meta.get("content") or "").strip()
        for meta in root.iter("meta")
    }
    title = next((" ".join((found.text or "").split()) for found in root.iter("title")), None)
    _simplify(root, hide, divs)
    pictures = sum(1 for _ in root.iter("img"))
    gathered = blocks_of(root)
    return _Page(gathered, signals_of(gathered.blocks), named, title, pictures)


def _simplify(root: etree._Element, hide: bool, divs: bool) -> None:
    """Take out what is not seen and dissolve what is part of the text around it, all by libxml2, for speed."""
    if hide:
        for element in cast("list[etree._Element]", _STYLED(root)):
            style = element.get("style") or ""
            # What holds other elements may give them a size again.
            no_size = len(element) == 0 and _NO_SIZE.search(style)
            if element.get("hidden") is not None or no_size or _HIDDEN.search(style):
                element.tag = "template"  # which goes with the rest
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    if divs:
        for element in root.iter("div", "span", "section", "ul", "li", "p", "dl", "dt", "dd"):
            display = _DISPLAY.search(element.get("style") or "")
            tag = _TAGS[display[1].lower()] if display else _ROLES.get(element.get("role") or "")
            if tag is not None:
                element.tag = tag
    for mark in root.iter("sup"):
        # A footnote's number is no digit of the figure before it.
        above, parent = mark.getprevious(), mark.getparent()
        before = above.tail if above is not None else parent.text if parent is not None else None
        if mark.text and (before or "")[-1:].isdigit():
            mark.text = mark.text.translate(RAISED)
    etree.strip_tags(root, *_INLINE)
    if root.find(".//ol") is None:
        etree.strip_attributes(root, *_MERE_STYLE)


def _unwrapped(data: bytes) -> bytes:
    """The HTML part of an MHTML file; the data itself where there is none."""
    if data.count(b"\nContent-") > MAIL_PARTS:
        raise _nested_mail()
    try:
        parts = list(message_from_bytes(data).walk())
    except RecursionError as error:
        raise _nested_mail() from error
    for part in parts:
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return content
    return data


def _nested_mail() -> SourceError:
    return SourceError(
        "R-LIMIT", f"MHTML 文件的部分超过 {MAIL_PARTS} 个或嵌套过深，无法读取，请另存为 PDF 或网页（仅 HTML）。",
        f"The MHTML file has more than {MAIL_PARTS:,} parts or nests them too deeply; save the page as PDF or as HTML only.",
    )


def fragment_blocks(markup: str) -> list[Block]:
    """The blocks of a piece of markup, such as a ``<table>`` that a Markdown text holds."""
    return _page(markup.encode("utf-8", "replace"), hide=False, divs=False).gathered.blocks

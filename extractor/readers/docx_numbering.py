"""Automatic numbering of WordprocessingML: the ``一、`` that Word prints and the text does not hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from .numerals import printed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML, as lxml writes it before a name."""
_LEVELS = 9
_LONGEST_CHAIN = 100  # of styles based on one another
_PLACEHOLDER = re.compile(r"%([1-9])")
_CLOSED = tuple("、．.。）)：:,，】]〕")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: str
    text: str
    restart: int | None
    legal: bool
    style: str | None
    glued: bool


_NUMBERED, _STYLE, _VALUE = W + "numPr", W + "pStyle", W + "val"


@dataclass(frozen=True, slots=True)
class _List:
    """A ``w:num``: the abstract list whose counters it shares, its levels, and where it begins anew."""

    abstract: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


def flag(element: etree._Element | None) -> bool:
    """Whether a toggle such as ``w:vanish`` is there and on."""
    return element is not None and element.get(W + "val") not in ("0", "false", "off", "none")


def value(parent: etree._Element | None, name: str) -> str | None:
    """The ``w:val`` of a child; None where there is no such child."""
    found = None if parent is None else parent.find(W + name)
    return None if found is None else found.get(W + "val")


def integer(text: str | None, default: int) -> int:
    """A number of the markup; the default for what is none."""
    try:
        return int(text) if text is not None and len(text) < 10 else default
    except ValueError:
        return default


class Styles:
    """What paragraph and character styles say of numbering and of hidden text."""

    def __init__(self, root: etree._Element | None) -> None:
        self._numbers: dict[str, tuple[str | None, str | None]] = {}
        self._based: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.default: str | None = None
        for style in [] if root is None else root.iter(W + "style"):
            name = style.get(W + "styleId") or ""
            based = value(style, "basedOn")
            if based:
                self._based[name] = based
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self.default = name
            numbered = style.find(f"{W}pPr/{W}numPr")
            if numbered is not None:
                self._numbers[name] = value(numbered, "numId"), value(numbered, "ilvl")
            vanish = style.find(f"{W}rPr/{W}vanish")
            if flag(vanish):
                self.hidden.add(name)

    def hides(self, style: str | None) -> bool:
        """Whether text of this style is hidden."""
        return any(name in self.hidden for name in self._chain(style))

    def number(self, style: str | None) -> tuple[str, str | None, str] | None:
        """The list, its level if stated, and the style itself that number paragraphs of a style."""
        if not self._numbers:
            return None
        for name in self._chain(style or self.default):
            if name in self._numbers:
                number, level = self._numbers[name]
                if number is not None:
                    return number, level, name
        return None

    def _chain(self, style: str | None) -> list[str]:
        chain: list[str] = []
        while style is not None and style not in chain and len(chain) < _LONGEST_CHAIN:
            chain.append(style)
            style = self._based.get(style)
        return chain


class Numbering:
    """The lists of a document and where each stands; :meth:`label` is asked paragraph by paragraph."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self.lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        if root is not None:
            self._load(root)

    def label(self, properties: etree._Element | None) -> str:
        """What Word prints before a paragraph with these ``w:pPr``, with the gap after it; nothing for bullets."""
        if not self.lists:
            return ""
        numbered, style = None, None
        for child in () if properties is None else properties:  # a find for each would take the most time of all
            if child.tag == _NUMBERED and numbered is None:
                numbered = child
            elif child.tag == _STYLE and style is None:
                style = child.get(_VALUE)
        number, level = (None, None) if numbered is None else (value(numbered, "numId"), value(numbered, "ilvl"))
        styled = None
        if number is None:
            found = self._styles.number(style)
            if found is None:
                return ""
            number, styled = found[0], found[2]
            level = level if level is not None else found[1]
        which = self.lists.get(number)
        if which is None:  # 0 takes a paragraph out of its style's list
            return ""
        depth = integer(level, 0)
        if styled is not None:
            depth = next((depth for depth, own in which.levels.items() if own.style == styled), depth)
        own = which.levels.get(depth)
        if own is None:
            return ""
        text = self._advance(number, which, depth)
        return text if not text or own.glued or text.endswith(_CLOSED) else text + " "

    def _advance(self, number: str, which: _List, depth: int) -> str:
        counters = self._counters.setdefault(which.abstract, [None] * _LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for level in which.starts:
                counters[level] = None
        for level in range(depth + 1):
            current = counters[level]
            own = which.levels.get(level)
            if current is None:
                counters[level] = which.starts.get(level, own.start if own else 1)
            elif level == depth:
                counters[level] = current + 1
        for level in range(depth + 1, _LEVELS):
            own = which.levels.get(level)
            if own is None or own.restart is None or depth < own.restart:
                counters[level] = None
        own = which.levels[depth]

        def shown(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            kind = which.levels[level].kind if level in which.levels and not own.legal else "decimal"
            return printed(counters[level] or 0, kind)

        return "" if own.kind == "bullet" else _PLACEHOLDER.sub(shown, own.text)

    def _load(self, root: etree._Element) -> None:
        abstracts = {element.get(W + "abstractNumId") or "": element for element in root.iter(W + "abstractNum")}
        linked = {name: element for element in abstracts.values() if (name := value(element, "styleLink"))}
        for element in root.iter(W + "num"):
            abstract = value(element, "abstractNumId") or ""
            definition = abstracts.get(abstract)
            link = value(definition, "numStyleLink")
            if link in linked and link is not None:
                definition = linked[link]
                abstract = definition.get(W + "abstractNumId") or abstract
            if definition is None:
                continue
            levels = {integer(level.get(W + "ilvl"), 0): _level(level) for level in definition.iter(W + "lvl")}
            starts: dict[int, int] = {}
            for override in element.iter(W + "lvlOverride"):
                depth = integer(override.get(W + "ilvl"), 0)
                own = override.find(W + "lvl")
                if own is not None:
                    levels[depth] = _level(own)
                start = value(override, "startOverride")
                if start is not None and 0 <= depth < _LEVELS:
                    starts[depth] = integer(start, 1)
            kept = {depth: level for depth, level in levels.items() if 0 <= depth < _LEVELS}
            self.lists[element.get(W + "numId") or ""] = _List(abstract, kept, starts)


def _level(element: etree._Element) -> _Level:
    # A format of newer versions comes with one that all know, last.
    kinds = [found.get(W + "val") or "decimal" for found in element.iter(W + "numFmt")]
    restart = value(element, "lvlRestart")
    return _Level(
        start=integer(value(element, "start"), 0),
        kind=kinds[-1] if kinds else "decimal",
        text=value(element, "lvlText") or "",
        restart=None if restart is None else integer(restart, 0),
        legal=flag(element.find(W + "isLgl")),
        style=value(element, "pStyle"),
        glued=value(element, "suff") == "nothing",
    )

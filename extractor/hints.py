"""What is told of each source from outside, and how well the list and the templates fitted the sources."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from .display import one_line
from .given import NAMES, Given
from .roster import Roster
from .source import Source, Unreadable
from .templates import Template

MOST_NAMED = 3
"""How many files or lines that fitted nothing are named; all are counted."""


@dataclass(slots=True)
class Hints:
    """Templates and a list, for the sources that ``arguments`` name; it counts what fits.

    ``organ_from`` and ``year_from`` are tried in order. Of two that tell the same thing, the list comes before the path.
    """

    arguments: Sequence[str] = ()
    organ_from: Sequence[Template] = ()
    year_from: Sequence[Template] = ()
    roster: Roster | None = None
    missed: Counter[str] = field(default_factory=Counter)
    named: dict[str, list[str]] = field(default_factory=dict)
    used: dict[int, tuple[str, str]] = field(default_factory=dict)
    shared: set[int] = field(default_factory=set)

    def __call__(self, source: Source | Unreadable) -> Source | Unreadable:
        """The source with what is told of it; one that gave no bytes stays as it is."""
        path = path_of(source, self.arguments)
        listed = self._listed(source, path)
        if isinstance(source, Unreadable):
            return source
        told = [one for templates, name in ((self.organ_from, "organ"), (self.year_from, "year")) for one in self._told(templates, name, path)]
        given = (*listed, *dict.fromkeys(told))
        ordered = sorted(given, key=lambda one: (NAMES.index(one.name), one.origin != "list"))
        return replace(source, given=tuple(ordered)) if ordered else source

    def _told(self, templates: Sequence[Template], name: str, path: str) -> tuple[Given, ...]:
        """What the first template that fits tells."""
        for one in templates:
            found = one.told(path)
            if any(each.name == name for each in found):
                # What the other option is there for is left to it.
                other = self.year_from if name == "organ" else self.organ_from
                return tuple(each for each in found if each.name == name or not other)
        if templates:
            self._miss(name, path)
        return ()

    def _listed(self, source: Source | Unreadable, path: str) -> tuple[Given, ...]:
        if self.roster is None:
            return ()
        sha256 = source.sha256 if isinstance(source, Source) else ""
        rows = self.roster.rows_for(path, sha256)
        # One line may mean a report in two formats, but not two reports.
        bare = str(PurePosixPath(path).with_suffix("")) if path else ""
        before = [self.used.setdefault(row.number, (bare, sha256)) for row in rows]
        shared = {row.number for row, (other, content) in zip(rows, before, strict=True) if other != bare and content != sha256}
        if shared:
            self.shared |= shared
            self._miss("shared", path)
            return ()
        if len({row.given for row in rows}) > 1:
            self._miss("twice", path)
            return ()
        if not rows:
            self._miss("list", path)
        return rows[0].given if rows else ()

    def _miss(self, what: str, path: str) -> None:
        self.missed[what] += 1
        if self.missed[what] <= MOST_NAMED:
            self.named.setdefault(what, []).append(one_line(path))

    def notes(self, lang: str) -> Iterator[str]:
        """What did not fit, a line each: for the end of a batch."""
        zh = lang == "zh"
        if self.roster is not None:
            rows = self.roster.rows
            left = [str(row.number) for row in rows if row.number not in self.used]
            name = one_line(str(self.roster.path))
            yield f"清单 {name}：{len(rows)} 行，对上 {len(self.used)} 行" if zh else f"List {name}: {len(rows)} lines, {len(self.used)} matched"
            if left:
                shown = _shown(left, len(left), zh)
                yield f"  {len(left)} 行没有对应的文件：第 {shown} 行" if zh else f"  {len(left)} lines fit no file: lines {shown}"
            if self.shared:
                shown = _shown([str(one) for one in sorted(self.shared)], len(self.shared), zh)
                yield (
                    f"  {len(self.shared)} 行对应不止一个文件（第 {shown} 行），只用于第一个；请在“文件名”里写上文件夹" if zh
                    else f"  {len(self.shared)} lines fit several files (lines {shown}) and were used for the first; name their folders too"
                )  # fmt: skip
        for what, (words, words_en) in _MISSED.items():
            if count := self.missed[what]:
                shown = _shown(self.named[what], count, zh)
                yield f"  {count} 份文件{words}：{shown}" if zh else f"  {count} files {words_en}: {shown}"


_MISSED = {
    "list": ("不在清单里", "are not on the list"),
    "shared": ("所对应的行已用于别的文件", "fit a line that was used for another file"),
    "twice": ("在清单里有几行而内容不同，都没有采用", "have several lines on the list that differ; none was used"),
    "organ": ("的路径不合 --organ-from", "have a path that --organ-from does not fit"),
    "year": ("的路径不合 --year-from", "have a path that --year-from does not fit"),
}


def _shown(names: Sequence[str], count: int, zh: bool) -> str:
    return ("、" if zh else ", ").join(names[:MOST_NAMED]) + (("……" if zh else ", ...") if count > MOST_NAMED else "")


def path_of(source: Source | Unreadable, arguments: Sequence[str]) -> str:
    """The path of a source that templates and lists look at, through archives: as it was typed, or from the folder that was given.

    The folder's own name is part of it; folders above one that was given by its whole path, or as ``.``, tell nothing
    of a report.
    """
    if source.path is None:
        return source.member or ""
    if "://" in source.path:
        path = source.path.partition("://")[2]
    else:
        path, whole = os.path.normpath(source.path), os.path.abspath(source.path)  # noqa: PTH100 - a link is a file of its own
        tops = (top for top in map(_top, arguments) if whole.startswith(top.rstrip(os.sep) + os.sep))
        top = max(tops, key=len, default=None)
        if top is not None and (top == os.getcwd() or os.path.isabs(path) or path.startswith(os.pardir)):  # noqa: PTH109, PTH117
            path = os.path.relpath(whole, os.path.dirname(top))  # noqa: PTH120
    return "/".join((path.replace(os.sep, "/"), *((source.member,) if source.member else ())))


def _top(argument: str) -> str:
    """The folder or file that an argument begins with, up to its first wildcard."""
    path = Path(argument)
    if not os.path.lexists(argument):
        first = next((number for number, part in enumerate(path.parts) if set(part) & set("*?[")), len(path.parts))
        path = Path(*path.parts[:first])
    return os.path.abspath(path)  # noqa: PTH100 - a link is a folder of its own

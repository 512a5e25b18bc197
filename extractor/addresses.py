"""Files at addresses that fsspec knows (``s3://…``, ``hdfs://…``, ``memory://…``): which there are, and their bytes.

Nothing here is reached unless somebody names such an address; the readers themselves know no network.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from .display import clipped, one_line

Keep = Callable[[Iterable[str]], list[str]]
"""Of the names in a folder those that are looked at, sorted."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(::[A-Za-z][A-Za-z0-9+.-]+)*://")
_LOCAL = re.compile(r"(file|local)://(/(?=[A-Za-z]:/))?")
_SECRET = re.compile(r"(?<=://)[^/@]+@")
_HIDDEN = "***@"
_WEB = ("http://", "https://")
_WILD = "*?["
_REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Address:
    """One file: its ``path`` within the file system that ``base``, as it was given, leads to.

    ``shown`` is the address for people and records, without user and password.
    """

    base: str
    path: str
    shown: str

    @property
    def name(self) -> str:
        """What the file is called."""
        if self.path.startswith(_WEB):
            return unquote(PurePosixPath(urlsplit(self.path).path).name) or self.path
        return PurePosixPath(self.path).name or self.path


def is_address(text: str) -> bool:
    """Whether a text is an address and no path of this machine, which ``file://…`` is too."""
    return _SCHEME.match(text) is not None and _LOCAL.match(text) is None


def local_path(text: str) -> str:
    """The path that ``file://…`` means; every other text as it is."""
    return _LOCAL.sub("", text, count=1) if _LOCAL.match(text) else text


def leads_back(shown: str) -> bool:
    """Whether the address in a record leads to the file: not where user and password were left out, or in a chain (``::``)."""
    return is_address(shown) and "::" not in shown and _HIDDEN not in shown


def without_user(text: str) -> str:
    """The text with user and password in addresses covered."""
    return _SECRET.sub(_HIDDEN, text)


def address_of(text: str) -> Address:
    """The one file at an address; raises OSError."""
    filesystem, path = _opened(text)
    return _at(filesystem, text, path)


def find(base: str, keep: Keep, never: frozenset[str]) -> Iterator[Address]:
    """The files at an address: the one, those of a folder in its depths, or those that a pattern finds; sorted by name.

    In folders, files with a suffix among ``never`` are left out. Raises OSError, whatever the file system raised.
    """
    filesystem, path = _opened(base)
    look = _Look(filesystem, keep, never)
    with _Told():
        paths: Iterable[str] = (path,)
        if not base.startswith(_WEB):  # every page there has links and is yet no folder, and ? is no wildcard
            if filesystem.isdir(path):
                paths = _within(look, path)
            elif any(char in path for char in _WILD) and not filesystem.exists(path):
                parts = path.strip("/").split("/")
                fixed = next(number for number, part in enumerate(parts) if any(char in part for char in _WILD))
                start = "/" * path.startswith("/") + "/".join(parts[:fixed])
                paths = _matches(look, start, tuple(parts[fixed:]), "**" in parts) if filesystem.isdir(start) else ()
        for one in paths:
            yield _at(filesystem, base, one)


def content(address: Address, most: int) -> bytes:
    """The first ``most`` bytes of a file; raises OSError, whatever the file system raised."""
    filesystem, _ = _opened(address.base)
    with _Told(), filesystem.open(address.path, "rb") as stream:
        return bytes(stream.read(most))


def _matches(look: _Look, folder: str, parts: tuple[str, ...], deep: bool) -> Iterator[str]:
    """What a pattern finds below a folder; of a folder that matches, its files, which after ``**`` match by themselves."""
    part, rest = parts[0], parts[1:]
    if part == "**" and rest:
        yield from _matches(look, folder, rest, deep)
    for name, path, within in look.entries(folder):
        if part == "**":
            if within:
                yield from _matches(look, path, parts, deep)
            elif not rest and look.may_be_report(name):
                yield path
        elif not fnmatch.fnmatchcase(name, part):
            continue
        elif rest:
            yield from _matches(look, path, rest, deep) if within else ()
        elif within:
            yield from () if deep else _within(look, path)
        elif "." in part or look.may_be_report(name):
            yield path


def _within(look: _Look, folder: str) -> Iterator[str]:
    for name, path, within in look.entries(folder):
        if within:
            yield from _within(look, path)
        elif look.may_be_report(name):
            yield path


@dataclass(frozen=True, slots=True)
class _Look:
    """A file system as it is looked through: ``keep`` and ``never`` as :func:`find` has them."""

    filesystem: Any
    keep: Keep
    never: frozenset[str]

    def entries(self, folder: str) -> Iterator[tuple[str, str, bool]]:
        """Name, path, and whether it is a folder, of what is kept of a folder, sorted by name."""
        found = {PurePosixPath(one["name"]).name: one for one in self.filesystem.ls(folder, detail=True)}
        for name in self.keep(found):
            path = str(found[name]["name"])
            # Some file systems list a folder among its own entries.
            if path.strip("/") != folder.strip("/"):
                yield name, path, found[name]["type"] == "directory"

    def may_be_report(self, name: str) -> bool:
        return PurePosixPath(name).suffix.lower() not in self.never


def _at(filesystem: Any, base: str, path: str) -> Address:
    scheme, _, rest = base.partition("://")
    host = rest.partition("/")[0]
    if "::" in base:
        shown = f"{scheme.partition('::')[0]}://{path}::{base.partition('::')[2]}"
    else:
        # What stands first is a host with one file system, a part of the path with another.
        with_host = f"{scheme}://{host}{path}"
        shown = with_host if path.startswith("/") and filesystem._strip_protocol(with_host) == path else filesystem.unstrip_protocol(path)
    return Address(base, path, without_user(shown))


def _opened(base: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it."""
    with _Told():
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise OSError("请运行 pip install 'nianbao[cluster]'") from error
        filesystem, path = url_to_fs(base)
        return filesystem, path


class _Told:
    """What a file system objects to comes out as an OSError: each has errors of its own."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, OSError):
            raise OSError(clipped(one_line(without_user(f"{type(error).__name__}: {error}")), _REASON_LENGTH)) from error

"""What a reading is kept under: the content, the name of the file, and the program with all that steers it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from importlib import metadata, resources
from importlib.resources.abc import Traversable

from ..profile import DEFAULT, Profile
from ..source import Source
from ..version import VERSION

LIBRARIES = ("lxml", "pdfplumber", "pypdfium2", "regex")
"""The libraries whose version can change what is read."""
_KEPT = (".py", ".toml", ".csv", ".json")
_SHORT = 16


def engine(profile: Profile = DEFAULT) -> str:
    """A hash of the program's version, its forms, rules and code, of :data:`LIBRARIES`, and of the profile."""
    made = hashlib.sha256(VERSION.encode())
    for name in LIBRARIES:
        try:
            made.update(f"{name} {metadata.version(name)}\n".encode())
        except metadata.PackageNotFoundError:
            made.update(f"{name}\n".encode())
    set_to = {one.name: getattr(profile, one.name) for one in fields(profile)}
    made.update(json.dumps(set_to, sort_keys=True, default=_ordered).encode())
    _add(made, resources.files("extractor"))
    return made.hexdigest()[:_SHORT]


def _ordered(item: object) -> object:
    """A set or a mapping of a profile in an order that is the same in every process."""
    return dict(item) if isinstance(item, Mapping) else sorted(item) if isinstance(item, frozenset) else str(item)


def _add(made: hashlib._Hash, folder: Traversable) -> None:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            _add(made, entry)
        elif entry.name.endswith(_KEPT):
            made.update(entry.name.encode() + b"\0" + entry.read_bytes())


def key_of(source: Source, program: str) -> str:
    """The key of a source read by a program with that :func:`engine`.

    The file name may tell organ and year, and so may what was given: another name, or something else given, is read anew.
    """
    given = (f"{one.name} {one.value} {one.origin}" for one in source.given)
    parts = "\0".join((program, source.sha256, source.name, *given))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()

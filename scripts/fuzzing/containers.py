"""Damage inside what files are packed in: members of zip archives, streams of PDF files."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from random import Random

from . import byte_level, markup_level
from .mutant import Mutant, Mutate

_STREAM = re.compile(rb"/Length (\d+)(?=[^<>]{0,200}>>\s{0,2}stream\r?\n)")
_OBJECT = re.compile(rb"(?:^|(?<=\n))(\d+) 0 obj\b")
_OPERATION = re.compile(rb"[^\n]*\n")


def inside(mutate: Mutate, part: str) -> Mutate:
    """The mutation done to a member of a zip archive whose name ends so, and the archive packed anew."""

    def mutated(data: bytes, other: bytes, rng: Random) -> Mutant | None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = {info.filename: package.read(info) for info in package.infolist() if not info.is_dir()}
        names = [name for name in members if name.endswith(part)]
        if not names:
            return None
        name = rng.choice(names)
        made = mutate(members[name] or b"\0", members[rng.choice(names)] or b"\0", rng)
        return None if made is None else Mutant(zipped({**members, name: made.data}), made.changed)

    return mutated


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive of these members, the same for the same members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def member_names(data: bytes, other: bytes, rng: Random) -> Mutant:
    """A member of a zip archive has a name that leads elsewhere, is no name, or is another's."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = [(info.filename, package.read(info)) for info in package.infolist() if not info.is_dir()]
    at = rng.randrange(len(members))
    odd = rng.choice(("../../../tmp/x.html", "/etc/x.html", "C:\\x.html", "a\\..\\x.html", "\x1b[31m.html", "=1+1.html", "\n.html", members[0][0]))
    members[at] = (odd, members[at][1])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in dict(members).items():
            package.writestr(zipfile.ZipInfo(name), content)
    return Mutant(stream.getvalue())


def in_stream(mutate: Mutate) -> Mutate:
    """The mutation done to an unpacked stream of a PDF, which is packed anew and the file's table made to fit."""

    def mutated(data: bytes, other: bytes, rng: Random) -> Mutant | None:
        found = _stream(data, rng)
        if found is None:
            return None
        head, start, length = found
        try:
            content = zlib.decompress(data[start : start + length])
        except zlib.error:
            return None
        made = mutate(content or b"\0", content or b"\0", rng)
        if made is None:
            return None
        packed = zlib.compress(made.data)
        changed = data[: head.start(1)] + str(len(packed)).encode() + data[head.end(1) : start] + packed + data[start + length :]
        return Mutant(with_places(changed))

    return mutated


def _stream(data: bytes, rng: Random) -> tuple[re.Match[bytes], int, int] | None:
    streams = list(_STREAM.finditer(data))
    if not streams:
        return None
    head = rng.choice(streams)
    return head, data.index(b"\n", data.index(b"stream", head.end())) + 1, int(head[1])


def with_places(data: bytes) -> bytes:
    """A PDF whose table of places is right again after something before it has grown or shrunk."""
    start = data.rfind(b"\nxref")
    if start < 0:
        return data
    places = {int(found[1]): found.start() for found in _OBJECT.finditer(data[:start])}
    size = max(places, default=0) + 1
    rows = b"".join(b"%010d %05d %c \n" % (places.get(n, 0), 0 if n in places else 65535, b"fn"[n in places]) for n in range(size))
    trailer = data.find(b"trailer", start)
    end = data.find(b"startxref", trailer)
    return data[: start + 1] + b"xref\n0 %d\n" % size + rows + data[trailer:end] + b"startxref\n%d\n%%%%EOF\n" % (start + 1)


def drop_operation(data: bytes, other: bytes, rng: Random) -> Mutant | None:
    """Some lines of a content stream are missing, doubled or moved."""
    lines = _OPERATION.findall(data)
    if len(lines) < 2:
        return None
    at = rng.randrange(len(lines))
    end = at + rng.randint(1, 4)
    piece = lines[at:end]
    to = rng.randrange(len(lines))
    rest = lines[:at] + lines[end:]
    return Mutant(b"".join(rng.choice((rest, lines[:end] + piece * rng.choice((1, 500)) + lines[end:], rest[:to] + piece + rest[to:]))))


def numbers(data: bytes, other: bytes, rng: Random) -> Mutant | None:
    """A number somewhere is another, or an extreme."""
    hits = list(re.finditer(rb"-?\d+(?:\.\d+)?", data))
    if not hits:
        return None
    hit = rng.choice(hits)
    new = rng.choice((b"0", b"-1", b"1", b"99999999999", b"-32768.5", b"1e308", b"0.00001", str(rng.randrange(1000)).encode()))
    return Mutant(data[: hit.start()] + new + data[hit.end() :])


BYTES_INSIDE = {name: byte_level.MUTATIONS[name] for name in ("flip", "drop", "double", "move", "noise")}

DOCX: dict[str, Mutate] = {
    **{f"xml {name}": inside(mutate, ".xml") for name, mutate in markup_level.MUTATIONS.items() if name != "figure"},
    **{f"body {name}": inside(mutate, "word/document.xml") for name, mutate in markup_level.MUTATIONS.items()},
    **{f"part {name}": inside(mutate, "") for name, mutate in BYTES_INSIDE.items()},
}
"""Mutations inside the parts of a .docx."""

PDF: dict[str, Mutate] = {
    **{f"stream {name}": in_stream(mutate) for name, mutate in BYTES_INSIDE.items()},
    "stream operations": in_stream(drop_operation),
    "stream numbers": in_stream(numbers),
    "numbers": numbers,
}
"""Mutations of a PDF's streams and objects."""

ARCHIVE: dict[str, Mutate] = {
    "names": member_names,
    **{f"member {name}": inside(mutate, "") for name, mutate in BYTES_INSIDE.items()},
    **{f"page {name}": inside(mutate, ".html") for name, mutate in markup_level.MUTATIONS.items() if name != "figure"},
}
"""Mutations of an archive of reports and of what is in it."""

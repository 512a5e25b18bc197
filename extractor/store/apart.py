"""What is held of a report against others, as bytes: made where the report is read, so that no record is unpacked for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..passages import Figures, Part, Passages, passages_of
from ..record import Report
from ..record_json import place_from_dict, place_to_dict
from ..rules.entry import Entry, entry_of
from ..rules.explained import Growth


def packed_apart(report: Report) -> bytes:
    """The entry of a report for the rules across reports, and its passages for the search for copies.

    Two lines of JSON, one for either, and the bytes that both speak of: each is had without the other being unpacked.
    """
    entry, kept = entry_of(report, ""), passages_of(report)
    blobs = [kept.source, *(data for part in kept.parts for data in (part.hashes, part.lengths)), *(one.digest for one in kept.figures)]
    passages = {
        "passages": [kept.organ, kept.year, [part.id for part in kept.parts], [[one.table, one.digits] for one in kept.figures]],
        "sizes": list(map(len, blobs)),
    }
    told = [
        entry.source, entry.sha256, entry.organ, entry.year, entry.kind, entry.edition, entry.variant, entry.title,
        entry.explained, [[*one[:4], place_to_dict(one.place), *one[5:]] for one in entry.growth], entry.scope,
    ]  # fmt: skip
    mine = (entry.figures, entry.printed)
    lines = (_line(passages), _line({"entry": told, "sizes": list(map(len, mine))}))
    return b"\n".join(lines) + b"\n" + b"".join((*blobs, *mine))


def passages_in(data: bytes) -> Passages:
    """The passages that :func:`packed_apart` packed; raises ValueError, KeyError or IndexError for what is none."""
    line, _, rest = data.split(b"\n", 2)
    head: dict[str, Any] = json.loads(line)
    source, *blobs = _parts(rest, head["sizes"])
    organ, year, parts, figures = head["passages"]
    texts = tuple(Part(name, blobs[2 * at], blobs[2 * at + 1]) for at, name in enumerate(parts))
    tables = tuple(Figures(table, blobs[2 * len(parts) + at], digits) for at, (table, digits) in enumerate(figures))
    return Passages(organ, year, source, texts, tables)


def entry_in(data: bytes, key: str) -> Entry:
    """The entry that :func:`packed_apart` packed, under that ``key``; raises ValueError, KeyError or IndexError for what is none."""
    _, line, rest = data.split(b"\n", 2)
    head: dict[str, Any] = json.loads(line)
    sizes = head["sizes"]
    figures, printed = _parts(rest[-sum(sizes) :], sizes)
    source, sha256, organ, year, kind, edition, variant, title, explained, growth, scope = head["entry"]
    told = tuple(
        Growth(about, percent, decimals, quote, place_from_dict(place), stated, last)
        for about, percent, decimals, quote, place, stated, last in growth
    )
    topics = tuple((topic, quote) for topic, quote in explained)
    return Entry(key, source, sha256, organ, year, kind, edition, variant, title, figures, printed, topics, told, scope)


def _line(data: object) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode("ascii")


def _parts(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    parts, at = [], 0
    for size in sizes:
        parts.append(data[at : at + size])
        at += size
    return parts

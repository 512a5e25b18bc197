"""What is held of a report against others, as bytes: made where the report is read, so that no record is unpacked for it."""

from __future__ import annotations

import json
from typing import Any

from ..passages import Figures, Part, Passages, passages_of
from ..record import Report
from ..record_json import place_from_dict, place_to_dict
from ..rules.entry import Entry, entry_of
from ..rules.explained import Growth


def packed_apart(report: Report) -> bytes:
    """The entry of a report for the rules across reports, and its passages for the search for copies."""
    entry, kept = entry_of(report, ""), passages_of(report)
    blobs = [entry.figures, entry.printed, kept.source]
    blobs += [data for part in kept.parts for data in (part.hashes, part.lengths)] + [one.digest for one in kept.figures]
    head = {
        "entry": [
            entry.source, entry.sha256, entry.organ, entry.year, entry.kind, entry.edition, entry.variant, entry.title,
            entry.explained, [[*one[:4], place_to_dict(one.place), *one[5:]] for one in entry.growth], entry.scope,
        ],
        "passages": [kept.organ, kept.year, [part.id for part in kept.parts], [[one.table, one.digits] for one in kept.figures]],
        "sizes": list(map(len, blobs)),
    }  # fmt: skip
    return json.dumps(head, separators=(",", ":")).encode("ascii") + b"\n" + b"".join(blobs)


def unpacked_apart(data: bytes, key: str) -> tuple[Entry, Passages]:
    """The reverse of :func:`packed_apart`, ``key`` that of the entry; raises ValueError, KeyError or IndexError for what is none."""
    line, _, rest = data.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    blobs, at = [], 0
    for size in head["sizes"]:
        blobs.append(rest[at : at + size])
        at += size
    source, sha256, organ, year, kind, edition, variant, title, explained, growth, scope = head["entry"]
    told = tuple(
        Growth(about, percent, decimals, quote, place_from_dict(place), stated, last)
        for about, percent, decimals, quote, place, stated, last in growth
    )
    topics = tuple((topic, quote) for topic, quote in explained)
    entry = Entry(key, source, sha256, organ, year, kind, edition, variant, title, blobs[0], blobs[1], topics, told, scope)
    organ, year, parts, figures = head["passages"]
    texts = tuple(Part(name, blobs[3 + 2 * at], blobs[4 + 2 * at]) for at, name in enumerate(parts))
    tables = tuple(Figures(table, blobs[3 + 2 * len(parts) + at], digits) for at, (table, digits) in enumerate(figures))
    return entry, Passages(organ, year, blobs[2], texts, tables)

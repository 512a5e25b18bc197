"""A list of metadata to fill in: a line a source, with what is told of it already."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from .export.safe import for_csv
from .given import NAMES, given_value
from .hints import path_of
from .roster import COLUMNS
from .source import Source, Unreadable


def write_blank_list(sources: Iterable[Source | Unreadable], arguments: Sequence[str], stream: TextIO) -> int:
    """Write the list as CSV that spreadsheets open as UTF-8 and :func:`~extractor.roster.read_roster` takes; how many lines.

    ``arguments`` are those that the sources were found by. The hash tells one report from all others, the path is for people.
    """
    # Standard output is no file of this program's own, so it is the text that begins with the mark of UTF-8.
    stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([COLUMNS[name][0] for name in ("file", "sha256", *NAMES)])
    count = 0
    for source in sources:
        given = source.given if isinstance(source, Source) else ()
        told = (given_value(given, name) for name in NAMES)
        sha256 = source.sha256 if isinstance(source, Source) else ""
        writer.writerow([for_csv(one) for one in (path_of(source, arguments), sha256, *told)])
        count += 1
    return count

"""The flow of table 4: its figures on lines of their own behind its headers, or in one run."""

from __future__ import annotations

import re
from itertools import groupby

from ..form import FormTable
from ..model import CELL_BREAK
from ..patterns import lazy_re
from ..text import key, words
from .candidate import Candidate, Route, Run
from .stream import Stream, begin_of
from .tokens import Token, blanked, figure_of, figures_in, figures_of_line, glued

_NEXT_SECTION = lazy_re(r"五\s*[、.]|存在的?(?:主要)?问题")
LONGEST_TABLE = 900
LONGEST_GROUP = 120
"""Characters of the first group of the table, its labels and figures, where it stands by itself."""


def read_flat_flow(stream: Stream, table: FormTable, start: int, route: Route) -> None:
    """Table 4: fifteen figures on lines of figures alone, or in one run, behind its last header word."""
    opened = any(stream.find(key(word), start) >= 0 for word in table.starts)
    begin = _first_outcome(stream, table, begin_of(stream, table, start), start) if opened else _outcomes(stream, table, start)
    if begin < 0:
        return
    fields = tuple(field.id for field in table.fields.values())
    text = blanked(stream.text[begin : begin + LONGEST_TABLE])
    stop = _NEXT_SECTION.search(text)
    text = text[: stop.start()] if stop else text
    doubt = _outcomes_doubt(text, table)
    block = table.blocks[0]
    labels = tuple(words(label) for row in block.rows for label in (row.label, *row.aliases, f"{row.group}{row.label}"))
    lines = [
        figures_of_line(line.group(), begin + line.start(), (len(block.columns), len(fields)), labels)
        for line in re.finditer(r"[^\n]*\S[^\n]*", text)
    ]
    tokens = [token for line in lines for token in line]
    doubt = doubt or _order_doubt(text, [len(line) for line in lines], table)
    if not tokens:
        tokens = _behind_header(text, begin)
    if len(tokens) == len(fields) and not any(glued(token.text) for token in tokens):
        for field, token in zip(fields, tokens, strict=True):
            route.add(field, Candidate(figure_of(token, stream), stream.place(token.at), doubt))
    elif tokens and len(tokens) <= len(fields) and CELL_BREAK not in text[: tokens[-1].at - begin]:
        run = Run(fields, tuple(token.text for token in tokens), stream.place(tokens[0].at), doubt)
        route.short.append(run)
        if _may_be_run(tokens, len(fields)):
            route.runs.append(run)


def _first_outcome(stream: Stream, table: FormTable, begin: int, start: int) -> int:
    """Where the table's first outcome stands: before its opening words if its first group prints other labels."""
    since = max(start, begin - LONGEST_GROUP)
    labels = [key(label) for column in table.blocks[0].columns[:-1] for label in (column.label, *column.aliases)]
    return min([begin, *(at for label in labels if since <= (at := stream.find(label, since)) < begin)])


def _outcomes(stream: Stream, table: FormTable, start: int) -> int:
    """Where all outcomes stand near each other in the form's order, in whatever spelling; -1 where they do not."""
    places: list[int] = []
    for column in table.blocks[0].columns[:-1]:
        since = places[-1] + 1 if places else start
        hits = [at for label in (column.label, *column.aliases) if (at := stream.find(key(label), since)) >= 0]
        places.append(min(hits, default=-1))
        if places[-1] < 0:
            return -1
    return places[0] if places[-1] - places[0] <= LONGEST_GROUP else -1


def _outcomes_doubt(text: str, table: FormTable) -> str:
    """``column`` where the outcomes are all named but not in the form's order."""
    places = [
        min((at for label in (column.label, *column.aliases) if (at := text.find(label)) >= 0), default=-1)
        for column in table.blocks[0].columns[:-1]
    ]
    return "column" if min(places) >= 0 and places != sorted(places) else ""


def _order_doubt(text: str, counts: list[int], table: FormTable) -> str:
    """``order`` where the lines of figures are none of the table's own: whole, a group each, or a figure each.

    Figures that wrap in their cells stand on a line above the others. A figure a line is the order of the
    cells only where the labels stand a line each as well; else the text goes down the columns of a page.
    """
    width = len(table.blocks[0].columns)
    if set(counts) <= {0, 1} and sum(counts) > 1:
        columns = table.blocks[0].columns
        labels = "|".join([*(column.label for column in columns), *(column.label[:2] for column in columns)])
        crowded = any(len(re.findall(labels, line)) > 2 for line in text.split("\n"))
        # Between two labels stand all figures of a group, or the text goes from column to column.
        runs = [len(list(run)) for figures, run in groupby(counts) if figures]
        return "order" if crowded or any(run % width for run in runs) else ""
    counts = [count for count in counts if count]
    whole = sum(counts) != len(table.fields) or all(count % width == 0 for count in counts)
    return "" if whole else "order"


def _behind_header(text: str, begin: int) -> list[Token]:
    """The figures that follow the third 总计 of the header where text and figures share one line."""
    totals = list(re.finditer(r"总\s*计", text))
    if len(totals) < 3:
        return []
    rest = text[totals[2].end() :]
    hit = re.match(r"[\s\d,.+\-]+", rest)
    offset = begin + totals[2].end()
    return figures_in(hit.group(), offset) if hit else []


def _may_be_run(tokens: list[Token], wanted: int) -> bool:
    """Whether too few figures hold digits enough to be all of them run together."""
    return len(tokens) < wanted <= sum(character.isdigit() for token in tokens for character in token.text)

"""The flow of a table of labelled rows: its figures told by the labels that stand before them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from ..form import Axis, Block, Form, FormTable
from ..model import CELL_BREAK
from ..text import key
from .candidate import Candidate, Route, Run
from .flow_header import block_doubt, columns_doubt
from .stream import Anchor, Stream, begin_of, chain
from .tokens import ENDS, Token, blanked, figure_of, figures_in, glued, only_figures, own_words, tokens_of

MOST_BARE = 2
"""So many labels of rows without a figure tell that a text does not print its tables row by row."""
LONGEST_CAPTION = 160
"""Characters before the first row of a block of table 2 in which its column labels stand."""


@dataclass(frozen=True, slots=True)
class Span:
    """A row of the form with the figures between its label and the next, and what speaks against its columns.

    ``cells``: the source separates the row's cells, and these are all of them, empty ones too.
    """

    anchor: Anchor
    tokens: list[Token]
    block: Block
    doubt: str = ""
    cells: bool = False

    @property
    def width(self) -> int:
        """How many figures the row has in the form."""
        return len(self.block.columns)

    @property
    def exact(self) -> bool:
        """Whether there are just as many figures as columns, none of them two run together."""
        return len(self.tokens) == self.width and not any(glued(token.text) for token in self.tokens)


def read_rows(stream: Stream, form: Form, table: FormTable, route: Route) -> int:
    """Read a table of labelled rows; returns where in the stream it ends."""
    axes = {axis.id: axis for block in table.blocks for axis in block.rows}
    begin = begin_of(stream, table)
    found = chain(stream, list(axes.values()), begin)
    if len(found) < min(4, len(axes)):
        return 0
    blocks = {axis.id: block for block in table.blocks for axis in block.rows}
    doubts: dict[int, str | None] = {}
    spans: list[Span] = []
    for number, anchor in enumerate(found):
        block = blocks[anchor.row]
        if id(block) not in doubts:
            before = found[number - 1].end if number else begin
            doubts[id(block)] = _header_doubt(stream, form, table, block, before, anchor.start)
        doubt = doubts[id(block)]
        if doubt is not None:
            until = found[number + 1].start if number + 1 < len(found) else None
            spans.append(_span(stream, anchor, axes[anchor.row], block, until, doubt))
    if _goes_down_columns(stream, table, found, begin) or _has_gone_astray(spans):
        spans = [replace(span, doubt=span.doubt or "order") for span in spans]
    for block in table.blocks:
        own = [span for span in spans if span.block is block]
        if own:
            number = found.index(own[0].anchor)
            ahead = _before_label(stream, found[number - 1].end if number else begin, own[0], bool(number))
            _settle(ahead, own, table, stream, route)
    return found[-1].end


def _goes_down_columns(stream: Stream, table: FormTable, found: Sequence[Anchor], begin: int) -> bool:
    """Whether a column label that only one block has comes behind the rows of a later block: the text goes down a page's columns."""
    labels = Counter(column.label for block in table.blocks for column in block.columns)
    for number, block in enumerate(table.blocks[:-1]):
        later = {axis.id for other in table.blocks[number + 1 :] for axis in other.rows}
        rows = [anchor.start for anchor in found if anchor.row in later]
        alone = [column.label for column in block.columns if labels[column.label] == 1]
        if rows and any(stream.find(key(label), begin) > rows[0] for label in alone):
            return True
    return False


def _has_gone_astray(spans: Sequence[Span]) -> bool:
    """Whether labels of rows stand without any figure, so that theirs are elsewhere, and others' may lack a piece."""
    return sum(not span.tokens and not span.cells for span in spans) >= MOST_BARE


def _header_doubt(stream: Stream, form: Form, table: FormTable, block: Block, start: int, end: int) -> str | None:
    if len(table.blocks) == 1:
        return columns_doubt(stream, block.columns, start, end)
    return block_doubt(stream, form, block, table.id, max(start, end - LONGEST_CAPTION), end)


def _span(stream: Stream, anchor: Anchor, axis: Axis, block: Block, until: int | None, doubt: str) -> Span:
    """The row's figures: the cells of its line where the source separates them, else all up to the next label."""
    stop = len(stream.text) if until is None else until
    line_end = stream.text.find("\n", anchor.end, stop)
    stop = stop if line_end < 0 else line_end
    first, *cells = stream.text[anchor.end : stop].split(CELL_BREAK)
    if not cells:
        tokens = tokens_of(stream, anchor.end, until, axis)
        if tokens and not own_words(stream.text[anchor.end : tokens[0].at], axis):
            # Another row's label, or a part of it, stands before these figures.
            doubt = doubt or "order"
        if _ragged(stream, tokens):
            doubt = doubt or "order"
        return Span(anchor, tokens, block, doubt)
    while len(cells) > len(block.columns) and not cells[-1].strip():
        cells.pop()
    at = anchor.end + len(first) + 1
    tokens = []
    for cell in cells:
        tokens.append(Token(cell, at))
        at += len(cell) + 1
    if len(tokens) > len(block.columns):
        filled = [token for token in tokens if token.text.strip()]
        if len(filled) == len(block.columns):
            # Empty cells stand among the figures: only the sums can tell whether they belong to the row.
            return Span(anchor, filled, block, doubt or "order", True)
    return Span(anchor, tokens, block, doubt, True)


def _ragged(stream: Stream, tokens: Sequence[Token]) -> bool:
    """Whether figures stand several on a line and on more lines than one: pieces of wrapped figures may be among them."""
    if len(tokens) < 3:
        return False
    ends = sum("\n" in stream.text[one.at : other.at] for one, other in pairwise(tokens))
    return 0 < ends < len(tokens) - 1


def _before_label(stream: Stream, since: int, first: Span, later: bool) -> list[Token]:
    """A row of figures between a block's header and its first label: every row's may stand before its label.

    They stand on one line, or on several as in text that goes down the columns of a page. ``later``: other rows
    stand before the block, whose figures these may be unless a header comes between.
    """
    above = stream.text[since : first.anchor.start].rstrip("\n")
    tokens: list[Token] = []
    while above and len(tokens) < first.width:
        above, _, line = above.rpartition("\n")
        if line.strip() and not (figures_in(line, 0) and only_figures(line)):
            return []
        tokens = figures_in(blanked(line), since + len(above) + bool(above)) + tokens
    if first.cells or not above.strip() or (later and not ENDS.search(above)):
        return []
    return tokens if len(tokens) == first.width else []


def _settle(before: list[Token], spans: list[Span], table: FormTable, stream: Stream, route: Route) -> None:
    """Give figures to rows: exact counts first; then rows that stand together, in printed order.

    ``before`` are figures printed before the first label.
    """
    early = _early(spans, _stacked_above(stream, spans[0])) if not before else set(range(len(spans)))
    pending: list[Span] = []
    for number, span in enumerate(spans):
        if span.exact and number not in early:
            _flush([], pending, table, stream, route)
            pending = []
            _give(span, span.tokens, table, stream, route, span.doubt)
            continue
        pending.append(span)
        if len(before) + sum(len(one.tokens) - one.width for one in pending) == 0:
            _flush(before, pending, table, stream, route)
            pending, before = [], []
    _flush(before, pending, table, stream, route)


def _stacked_above(stream: Stream, first: Span) -> bool:
    """Whether a whole row of figures, one a line, stands right above a block's first label."""
    lines = stream.text[max(0, first.anchor.start - LONGEST_CAPTION) : first.anchor.start].rstrip().split("\n")[1:]
    figures = takewhile(lambda line: bool(figures_in(line, 0)) and only_figures(line), reversed(lines))
    return not first.cells and first.width > 1 and sum(1 for _ in figures) >= first.width


def _early(spans: list[Span], stacked: bool = False) -> set[int]:
    """The exact rows between one with too many figures and one with none: theirs may be their neighbour's.

    Where figures stand a line before their label, the row above has two lines of them and the last such
    row has none.
    """
    found: set[int] = set()
    for number, span in enumerate(spans):
        if len(span.tokens) >= min(2, span.width) or span.cells:
            continue
        first = number
        while first and spans[first - 1].exact:
            first -= 1
        over = first and len(spans[first - 1].tokens) > spans[first - 1].width and not spans[first - 1].cells
        if over or (stacked and first == 0):
            found.update(range(first, number))
    return found


def _flush(before: list[Token], pending: list[Span], table: FormTable, stream: Stream, route: Route) -> None:
    """Rows whose counts are off: figures printed a line before their label make the counts right together."""
    tokens = before + [token for span in pending for token in span.tokens]
    several = len(pending) > 1 or bool(before)
    wanted = sum(span.width for span in pending)
    if several and len(tokens) == wanted and not any(glued(token.text) for token in tokens):
        at = 0
        for span in pending:
            _give(span, tokens[at : at + span.width], table, stream, route, span.doubt or "order")
            at += span.width
        return
    for span in pending:
        if span.exact:
            _give(span, span.tokens, table, stream, route, span.doubt or "order")
        elif not span.cells:
            _run(span, table, stream, route)


def _run(span: Span, table: FormTable, stream: Stream, route: Route) -> None:
    """A row with too few figures, which may be run together or have blanks, or too many, which is lost."""
    found, anchor = span.tokens, span.anchor
    fields = tuple(table.field(anchor.row, column.id).id for column in span.block.columns)
    if len(found) <= span.width:
        pieces = tuple(token.text for token in found)
        run = Run(fields, pieces, stream.place(found[0].at if found else anchor.end), span.doubt)
        route.short.append(run)
        if pieces:
            route.runs.append(run)
    else:
        line = stream.text[anchor.start : found[-1].at + len(found[-1].text)]
        route.lost.append((" ".join(line.split()), stream.place(anchor.start), fields))


def _give(span: Span, tokens: list[Token], table: FormTable, stream: Stream, route: Route, doubt: str) -> None:
    fields, row = table.fields, span.anchor.row
    place, following = stream.line(tokens[0].at)
    for column, token in zip(span.block.columns, tokens, strict=True):
        if token.at >= following:
            place, following = stream.line(token.at)
        route.add(fields[row, column.id].id, Candidate(figure_of(token, stream), place, doubt))

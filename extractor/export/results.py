"""Every result at once: batches of reports are rendered side by side, and their pieces put together in order."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from ..decisions import Decision, merged
from ..errors import WorkerError
from ..store.packed import Counts, Supply
from .columns import Column
from .described import FINDINGS, LONG, names
from .pieces import copy
from .rendering import Batch, Plan, Rendered, render, words_in
from .stream import ROW_LIMIT
from .supply import Reports, replacing, supply_of
from .survey import columns_for
from .tabular import ENCODING, wide_header, write_rows

_JOB = "extractor.export.rendering:render"


def write_results(
    supply: Supply, targets: Mapping[str, Path], *, run_date: date, decisions: Mapping[str, Decision] | None = None,
    jobs: int = 1, row_limit: int = ROW_LIMIT, scratch: Path | None = None, told: Callable[[int], None] | None = None,
) -> None:  # fmt: skip
    """Write the reports in the formats of ``targets`` (jsonl, csv, long, findings, xlsx), each to its path.

    ``jobs`` processes render; the results are the same bytes for any number of them. Memory does not grow with the
    reports. What people have typed into a workbook that is there already is kept; ``row_limit`` is the number of
    rows from which a list of the workbook goes on in a further sheet. Pieces are kept in a folder in ``scratch``
    meanwhile. ``told`` is called with the number of reports done, now and then. Raises OSError where a result
    cannot be written, WorkerError where a process cannot go on.
    """
    known = dict(decisions or {})
    book = None
    with ExitStack() as stack:
        work = Path(stack.enter_context(TemporaryDirectory(prefix="nianbao.", dir=scratch)))
        streams = {}
        for name, path in targets.items():
            if name != "xlsx":
                part = stack.enter_context(replacing(path))
                streams[name] = stack.enter_context(part.open("wb"))
        columns = columns_for(supply.forms, supply.others)
        numbers: Sequence[tuple[int, int]] = ()
        words: Sequence[str] = ()
        if "xlsx" in targets:
            from .decisions import keep
            from .workbook import Workbook

            known = merged(known, keep(targets["xlsx"]), run_date.isoformat())
            words = words_in(columns)
            book = Workbook(work, row_limit, words)
            numbers = book.numbers
        _begin(streams, columns)
        plan = work / "plan"
        plan.write_bytes(pickle.dumps(Plan(frozenset(targets), supply.forms, supply.others, numbers, words, known, row_limit)))
        done = 0
        for one in _in_order(_batches(supply, plan, work), jobs):
            with one.target.open("rb") as stream:
                for piece in one.pieces:
                    if piece.result in streams:
                        copy(stream, streams[piece.result], piece.size)
                    elif book is not None:
                        book.take(piece, stream)
            one.target.unlink()
            if book is not None:
                book.count(one)
            done += one.reports
            if told is not None:
                told(done)
        if book is not None:
            book.save(targets["xlsx"], run_date, known)


def write_workbook(
    reports: Reports, path: Path, *, run_date: date, decisions: Mapping[str, Decision] | None = None, row_limit: int = ROW_LIMIT
) -> None:
    """Write the workbook of the reports, in their order; ``run_date`` is the only date in it.

    ``decisions`` are what people have entered about findings, by fingerprint: they are entered again,
    and those whose finding is gone are kept on a sheet of their own. Findings that were dismissed are
    listed last of their report, and count for nothing else. A list of more than ``row_limit`` rows goes on in
    further sheets. The same input gives the same bytes. Memory does not grow with the reports unless they come
    as a list or iterator. Raises OSError where ``path`` cannot be written.
    """
    write_results(supply_of(reports), {"xlsx": path}, run_date=run_date, decisions=decisions, row_limit=row_limit)


def _begin(streams: Mapping[str, IO[bytes]], columns: Sequence[Column]) -> None:
    """The headings of the CSV files."""
    heads = {
        "csv": wide_header(column.id for column in columns),
        "long": names(LONG), "findings": names(FINDINGS),
    }  # fmt: skip
    for name in heads.keys() & streams.keys():
        stream = io.StringIO(newline="")
        write_rows(stream, heads[name], ())
        streams[name].write(stream.getvalue().encode(ENCODING))


def _batches(supply: Supply, plan: Path, scratch: Path) -> Iterator[Batch]:
    before = Counts()
    for number, (reports, counts) in enumerate(supply.batches()):
        yield Batch(plan, scratch / f"{number:06}", before, reports)
        before = before.plus(counts)


def _in_order(batches: Iterator[Batch], jobs: int) -> Iterator[Rendered]:
    """The batches rendered, in their order; what comes too early waits, and is little: the pieces are on the disk."""
    # Processes are not worth starting for one batch.
    ahead = list(islice(batches, 2))
    if jobs == 1 or len(ahead) < 2:
        yield from map(render, chain(ahead, batches))
        return
    from ..workers import Limits, answers

    waiting: dict[Path, Rendered] = {}
    due = 0
    for answer in answers(chain(ahead, batches), _JOB, Limits(timeout=None), jobs):
        if answer.failure is not None:
            raise WorkerError(f"写结果时工作进程出错（{answer.detail}）；请用 -j 1 再运行同一条命令，已读的不会重读。")
        waiting[answer.value.target] = answer.value
        while (one := waiting.pop(ahead[0].target.with_name(f"{due:06}"), None)) is not None:
            yield one
            due += 1

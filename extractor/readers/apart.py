"""Reading within limits wherever the program runs: what may be too much is read in a process of its own.

The libraries that parse PDF and HTML are written in C: nothing in this process could stop them once they have begun.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Literal

from ..errors import SourceError, WorkerError
from ..limits import APART_MEMORY, APART_SECONDS, MARKUP_PLAIN_BYTES
from ..model import Document
from .sizes import markup_within

Name = Literal["pdf", "second", "html", "text"]
_READERS = {"pdf": (".pdf", "read_pdf"), "second": (".pdf", "read_pdf_second"), "html": (".html", "read_html"), "text": (".plain", "read_plain")}


def read_within(name: Name, data: bytes) -> Document:
    """The document that a reader makes of these bytes; ``second`` is pdfplumber.

    Raises what the reader raises, and SourceError R-LIMIT where a source that looks like a bomb, or is large, takes
    more than :data:`APART_SECONDS` or :data:`APART_MEMORY`, or ends its process. A worker of a batch has limits of
    its own and reads all by itself.
    """
    if name in ("html", "text"):
        markup_within(data)
    if _in_worker() or _is_plain(name, data):
        return _read(name, data)
    from ..workers import Limits, answers  # seldom needed, and slow to import

    limits = Limits(timeout=APART_SECONDS, memory=APART_MEMORY, attempts=1)
    try:
        (answer,) = answers([(name, data)], f"{__name__}:attempt", limits, 1)
    except WorkerError as error:
        raise _too_much() from error
    if isinstance(answer.value, Document):
        return answer.value
    raise _too_much() if answer.value is None else SourceError(*answer.value)


def attempt(task: tuple[str, bytes]) -> Document | tuple[str, str, str]:
    """What the process of its own does; an error as its code and its two texts."""
    try:
        return _read(*task)
    except SourceError as error:
        return error.code, error.message, error.message_en


def _read(name: str, data: bytes) -> Document:
    module, reader = _READERS[name]
    document: Any = getattr(import_module(module, __package__), reader)(data)
    return document  # type: ignore[no-any-return]


def _in_worker() -> bool:
    """Whether this process does the tasks of another, within that one's limits; such a one has the module loaded."""
    processes = sys.modules.get("multiprocessing.process")
    return processes is not None and processes.current_process().daemon


def _is_plain(name: str, data: bytes) -> bool:
    if name in ("html", "text"):
        return len(data) <= MARKUP_PLAIN_BYTES
    from .pdf_streams import is_plain

    return is_plain(data)


def _too_much() -> SourceError:
    return SourceError(
        "R-LIMIT",
        f"文件的内容过于庞杂，{APART_SECONDS:g} 秒、{APART_MEMORY >> 20} MB 内存之内读不完；请打印成新的 PDF，或只保留年度报告的部分后再读取。",
        f"The file is too involved to be read within {APART_SECONDS:g} s and {APART_MEMORY >> 20} MB of memory; "
        "print it to a new PDF, or keep no more of it than the report.",
    )

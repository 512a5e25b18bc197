"""PDF read within limits wherever the program runs: what may be too much for pdfium is read in a process of its own."""

from __future__ import annotations

from typing import Any

from ..errors import SourceError, WorkerError
from ..limits import APART_MEMORY, APART_SECONDS
from ..model import Document
from ..workers import Limits, answers, is_worker
from .pdf import read_pdf, read_pdf_second
from .pdf_streams import is_plain

_CURE = "请在 PDF 阅读器中打印成新的 PDF，或只截取年度报告所在的页后再读取。"
_CURE_EN = "print it to a new PDF, or extract the pages of the report."


def read_within(data: bytes, second: bool = False) -> Document:
    """The document in a PDF's bytes by :func:`read_pdf`, or by :func:`read_pdf_second`.

    Raises what those raise, and SourceError R-LIMIT where a PDF that looks like a bomb takes more than
    :data:`APART_SECONDS` or :data:`APART_MEMORY`, or ends its process. A worker of a batch has limits of its own
    and reads all by itself.
    """
    if is_plain(data) or is_worker():
        return (read_pdf_second if second else read_pdf)(data)
    limits = Limits(timeout=APART_SECONDS, memory=APART_MEMORY, attempts=1)
    try:
        (answer,) = answers([(data, second)], f"{__name__}:attempt", limits, 1)
    except WorkerError as error:
        raise _too_much() from error
    if isinstance(answer.value, Document):
        return answer.value
    raise _too_much() if answer.value is None else SourceError(*answer.value)


def attempt(task: tuple[bytes, bool]) -> Document | tuple[Any, ...]:
    """What the process of its own does; an error as its code and its two texts."""
    data, second = task
    try:
        return (read_pdf_second if second else read_pdf)(data)
    except SourceError as error:
        return error.code, error.message, error.message_en


def _too_much() -> SourceError:
    return SourceError(
        "R-LIMIT", f"PDF 的内容过于庞杂，{APART_SECONDS:g} 秒、{APART_MEMORY >> 20} MB 内存之内读不完；{_CURE}",
        f"The PDF is too involved to be read within {APART_SECONDS:g} s and {APART_MEMORY >> 20} MB of memory; {_CURE_EN}",
    )

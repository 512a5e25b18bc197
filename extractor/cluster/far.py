"""On a worker of the cluster: a lot of files is fetched, and read by the same processes that read on one machine."""

from __future__ import annotations

import multiprocessing
import pickle
import platform
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import Any

from ..addresses import address_of, is_address
from ..display import clipped, one_line
from ..errors import WorkerError
from ..ingest import Task
from ..source import Source, opened
from ..store.key import LIBRARIES, engine
from ..version import VERSION
from ..workers import Answer, Crew, Limits, answers_of

ENGINE = engine()
"""Of the code that is loaded here, whatever is installed over it later."""
_LEVEL = 1
_FAULT_LENGTH = 200
_OF_THIS_THREAD = threading.local()


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a lot: ``where`` it is to be fetched from (absolute path or address), or None, and then its bytes are here."""

    task: Task
    where: str | None


@dataclass(frozen=True, slots=True)
class Lot:
    """Files that go to a worker together, the ``job`` that reads each, and the ``limits`` of each."""

    items: tuple[Item, ...]
    job: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a lot: answers by position, with an empty task; and the positions of files that are not to be seen there."""

    answers: tuple[tuple[int, Answer[None]], ...]
    unseen: tuple[int, ...]


def packed(given: Lot | Reply) -> bytes:
    """A lot or a reply as it travels."""
    return zlib.compress(pickle.dumps(given), _LEVEL)


def unpacked(data: bytes) -> Any:
    """The reverse of :func:`packed`; for data of one's own cluster alone, as all that Dask carries."""
    return pickle.loads(zlib.decompress(data))


def about() -> dict[str, str]:
    """What program this is, in words: its :data:`ENGINE`, and the versions that people can compare."""
    versions = {"nianbao": VERSION, "Python": platform.python_version()}
    for name in LIBRARIES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = "-"
    return {"engine": ENGINE, **versions}


def read_lot(program: str, data: bytes) -> tuple[str, bytes]:
    """Read a packed :class:`Lot` for a client that runs ``program``: ``("read", packed Reply)``.

    Otherwise ``("other", …)`` with versions where the program here is another, ``("trouble", …)`` where no file can be read here.
    """
    if program != ENGINE:
        return "other", told(about()).encode()
    try:
        return "read", packed(_read(unpacked(data)))
    except WorkerError as error:
        return "trouble", str(error).encode()
    except Exception as error:  # noqa: BLE001 - whatever it is, the client says it in one sentence
        return "trouble", clipped(one_line(f"{type(error).__name__}: {error}"), _FAULT_LENGTH).encode()


def told(versions: dict[str, str]) -> str:
    """The versions of :func:`about` in a line."""
    return ", ".join(f"{name} {version}" for name, version in versions.items() if name != "engine")


def _read(lot: Lot) -> Reply:
    unseen: list[int] = []
    crew = _crew(lot.job, lot.limits)
    try:
        found = answers_of(crew, _fetched(lot, unseen))
        made = tuple((one.task.position, _without_task(one)) for one in found)
    except BaseException:
        crew.dismiss()
        raise
    return Reply(made, tuple(unseen))


def _without_task(answer: Answer[Task]) -> Answer[None]:
    """The answer without its task, which whoever asked has."""
    return Answer(None, answer.value, answer.failure, answer.detail, answer.seconds)


def _crew(job: str, limits: Limits) -> Crew[Task]:
    """The process that reads for this thread: it stays from lot to lot, warm."""
    crew: Crew[Task] | None = getattr(_OF_THIS_THREAD, "crew", None)
    if crew is None or (crew.job, crew.limits) != (job, limits):
        if crew is not None:
            crew.dismiss()
        # A worker under a nanny counts as a daemon and may have no children; these end by themselves when it does.
        multiprocessing.current_process().daemon = False
        crew = _OF_THIS_THREAD.crew = Crew[Task](job, limits)
    return crew


def _fetched(lot: Lot, unseen: list[int]) -> Iterator[Task]:
    """The tasks with the bytes of their sources, one ahead of the reading."""
    for item in lot.items:
        if item.where is None:
            yield item.task
            continue
        source = _source(item.where, item.task.source)
        if source is None:
            unseen.append(item.task.position)
        else:
            yield replace(item.task, source=source)


def _source(where: str, meant: Source) -> Source | None:
    """The source as it is to be seen from here; None where it is not, or where what is there has another content."""
    try:
        found = list(islice(opened(address_of(where) if is_address(where) else Path(where)), 2))
    except OSError:
        return None
    if len(found) != 1 or not isinstance(found[0], Source) or found[0].sha256 != meant.sha256:
        return None
    return replace(meant, data=found[0].data)

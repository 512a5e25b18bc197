"""Where decisions are kept, and what a verb makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..display import one_line
from .settings import used_settings

if TYPE_CHECKING:
    from ..decisions import Decision


@dataclass(slots=True)
class Kept:
    """The decisions in force by fingerprint, and the file they are kept in; ``filed`` is what that file holds.

    ``damaged`` is a workbook whose decisions cannot be read, and which a run therefore renames.
    """

    path: Path
    filed: dict[str, Decision] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    damaged: Path | None = None

    @property
    def dismissed(self) -> frozenset[str]:
        """The fingerprints of findings that were dismissed."""
        from ..decisions import dismissed_of

        return dismissed_of(self.decisions)


def kept_decisions(given: Path | None, out: Path | None = None) -> Kept:
    """The decisions for a verb: of the file given, or beside the settings, or in the working folder.

    For a run into ``out``, those in a file there count as well where no file was given, and those typed
    into the workbook that is there. A file that was given and is not there is a usage error only for
    what cannot be understood: it begins empty.
    """
    from ..decisions import merged
    from ..errors import DecisionError
    from ..export import NAMES
    from ..export.decision_file import NAME, read_decision_file
    from ..export.decisions import read_decisions
    from ..full_run import STORE
    from ..store.reading import written_decisions

    settings = used_settings(click.get_current_context())
    path = given or (settings.parent if settings else Path()) / NAME
    damaged = None
    try:
        filed = read_decision_file(path)
        known = dict(filed)
        if out is not None and given is None and (out / NAME).resolve() != path.resolve():
            beside = read_decision_file(out / NAME)
            newer = {name: one for name, one in beside.items() if name not in filed or one.date > filed[name].date}
            known |= newer
            if not path.exists() and settings is None:
                path, filed = out / NAME, beside
        if out is not None:
            book = out / NAMES["xlsx"]
            typed = written_decisions(out / STORE, book) if book.exists() else {}
            if typed is None:
                try:
                    typed = read_decisions(book)
                except ValueError:
                    typed, damaged = {}, book
            known = merged(known, typed, date.today().isoformat())
    except DecisionError as error:
        raise click.UsageError(str(error)) from error
    return Kept(path, filed, known, damaged)


def tell_damaged(kept: Kept, lang: str) -> None:
    """Say what became of a workbook that could not be read, if there was one."""
    from ..export.decisions import aside

    if kept.damaged is None or not aside(kept.damaged).exists():
        return
    book, old = one_line(str(kept.damaged)), aside(kept.damaged).name
    click.echo(
        f"原来的 {book} 已损坏，或不是本程序写的，已改名为 {old}；其中填写的处置没有带过来，要用请再填一次。" if lang == "zh" else
        f"The {book} that was there is damaged or not ours and is now {old}; decisions typed into it were not taken over.",
        err=True,
    )  # fmt: skip


def keep_decisions(kept: Kept, records: Path) -> bool:
    """Write back what a run has learnt: decisions typed into its workbook, and what each is about.

    ``records`` is the file of JSON Lines the run has written. True when there was something to write.
    """
    from ..decisions import described
    from ..export.decision_file import write_decision_file
    from ..export.jsonl import read_file

    if any(not one.code for one in kept.decisions.values()):
        for _ in described(read_file(records), kept.decisions):
            pass
    if kept.decisions == kept.filed:
        return False
    write_decision_file(kept.path, kept.decisions)
    return True

"""Where decisions are kept, and what a verb makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .settings import used_settings

if TYPE_CHECKING:
    from ..decisions import Decision


@dataclass(slots=True)
class Kept:
    """The decisions in force by fingerprint, and the file they are kept in; ``filed`` is what that file holds."""

    path: Path
    filed: dict[str, Decision] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)

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
    from ..export.decisions import typed_in
    from ..full_run import STORE
    from ..store.reading import written_decisions

    settings = used_settings(click.get_current_context())
    path = given or (settings.parent if settings else Path()) / NAME
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
            known = merged(known, typed_in(book) if typed is None else typed, date.today().isoformat())
    except DecisionError as error:
        raise click.UsageError(str(error)) from error
    return Kept(path, filed, known)


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

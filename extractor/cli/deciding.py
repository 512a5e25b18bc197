"""The verb decide: what a person has decided about a finding, kept for every later run."""

from __future__ import annotations

from pathlib import Path

import click

from ..ending import output
from .options import decisions_option
from .settings import announce, settings_option


@click.command()
@click.argument("fingerprints", nargs=-1, required=True, metavar="FINGERPRINT...")
@click.argument("verdict", metavar="VERDICT")
@click.option("--note", help="Why, in a sentence.")
@click.option("--by", "who", envvar="NIANBAO_BY", show_envvar=True, help="Who decided; the name of the user without it.")
@decisions_option
@settings_option
@click.pass_context
def decide(
    context: click.Context, fingerprints: tuple[str, ...], verdict: str, note: str | None, who: str | None, decisions: Path | None
) -> None:
    """Keep what you decided about findings; check and run honour it from then on.

    VERDICT is dismissed (a false alarm: counted and shown no more), confirmed, explained, corrected, or
    pending to take it back. The fingerprint stands under each finding in check, and in every table.

    Example: nianbao decide 3f09c2d1a4b5e687 dismissed --note "按地方口径统计"
    """
    from dataclasses import replace
    from datetime import date

    from ..decisions import Decision, code_of, verdict_of
    from ..export.decision_file import FINGERPRINT, write_decision_file
    from .decided import kept_decisions

    try:
        word = verdict_of(verdict)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    for one in fingerprints:
        if not FINGERPRINT.fullmatch(one.strip().lower()):
            raise click.UsageError(f"{one!r} 不是指纹；指纹是 16 位十六进制数，nianbao check 在每条问题下面列出。")
    announce(context)
    kept = kept_decisions(decisions)
    for one in fingerprints:
        known = kept.decisions.get(one.strip().lower(), Decision())
        kept.decisions[one.strip().lower()] = replace(
            known, verdict=word, remark=note if note is not None else known.remark, who=who or _user(), date=date.today().isoformat()
        )
    with output(kept.path):
        write_decision_file(kept.path, kept.decisions)
    click.echo(f"{len(fingerprints)} × {word}（{code_of(word)}） → {kept.path}", err=True)


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""

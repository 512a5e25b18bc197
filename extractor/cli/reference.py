"""The verbs that read no report: form, rules and explain."""

from __future__ import annotations

import click

from .options import lang_option
from .settings import settings_option


@click.command()
@click.argument("edition", default="2021")
@click.option("--variant", help="A printed variant of the edition, such as 23-row.")
@click.option("-f", "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def form(edition: str, variant: str | None, form: str) -> None:
    """The code book of an edition: every field with its path, unit and role.

    Example: nianbao form 2021 --format csv
    """
    from ..codebook import codebook
    from ..errors import UnknownEdition

    try:
        click.echo(codebook(edition, variant, form), nl=form != "csv")
    except UnknownEdition as error:
        raise click.UsageError(str(error)) from error


@click.command()
@lang_option
@settings_option
def rules(lang: str) -> None:
    """The catalogue: every code with its severity, basis and meaning."""
    from ..rules import RULES

    for rule in RULES.values():
        click.echo(f"{rule.code:<14}{rule.severity:<9}{rule.basis:<12}{rule.title if lang == 'zh' else rule.title_en}")


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """One rule: what it looks for, why, an example, the cure.

    Example: nianbao explain T3-BAL
    """
    from difflib import get_close_matches

    from ..rules import RULES

    wanted = code.strip().upper().replace("_", "-")
    rule = RULES.get(wanted)
    if rule is None:
        near = get_close_matches(wanted, RULES, cutoff=0.5) or [one for one in RULES if one.startswith(wanted[:2])]
        meant = f"是不是 {'、'.join(near)}？" if near else ""
        raise click.UsageError(f"没有代码 {code}；{meant}nianbao rules 列出全部。")
    click.echo(f"{rule.code}  {rule.title}\n{rule.title_en}\n程度 {rule.severity} · 依据类别 {rule.basis}\n\n{rule.doc}")


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME|FILE]...")
@lang_option
@settings_option
def profiles(names: tuple[str, ...], lang: str) -> None:
    """The profiles that ship, or those named, with what each changes.

    Example: nianbao profiles 本市.toml
    """
    from ..profile_file import changes_of, shipped
    from .batches import profile_of

    zh = lang == "zh"
    for number, name in enumerate(names or shipped()):
        profile = profile_of(name)
        title, about = (profile.title, profile.about) if zh else (profile.title_en, profile.about_en)
        click.echo(("\n" if number else "") + "　".join(part for part in (profile.name, title) if part))
        for line in ([about] if about else []) + changes_of(profile, lang):
            click.echo(f"  {line}")

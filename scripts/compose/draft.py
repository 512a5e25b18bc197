"""From a seed to the content of a report, before any fault and any layout."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from extractor import form as forms

from . import figures, names, printing
from .prose import notice_for
from .report import Draft, Number, Organ, SectionPlan


def draft(
    rng: Random,
    *,
    year: int,
    edition: str,
    variant: str | None = None,
    profile: str = "small",
    style: str = "plain",
    scope: tuple[str, ...] = (),
    organ: Organ | None = None,
    drawn: Mapping[str, Number] | None = None,
) -> Draft:
    """A faultless report's content.

    ``profile`` is one of figures.PROFILES, ``style`` one of printing.STYLES, used in the tables of
    ``scope`` (drawn if empty). ``organ`` is drawn to fit the profile if none is given, and so are the
    figures if ``drawn`` gives none.
    """
    form = forms.load(edition, variant)
    who = names.organ(rng, profile) if organ is None else organ
    drawn = figures.draw(form, profile, who, rng) if drawn is None else drawn
    values = printing.printed(form, drawn, style, rng, scope)
    quoted: dict[str, Number] = dict(drawn)
    plan = tuple(
        SectionPlan(section.id, number, "table" if section.kind == "table" else "prose")
        for number, section in enumerate(form.sections, 1)
    )
    return Draft(
        organ=who, year=year, form=form, profile=profile, style=style, values=values, quoted=quoted, plan=plan,
        intro_year=year, period_end="12月31日", notice=notice_for(year),
    )  # fmt: skip

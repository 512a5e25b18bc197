"""Composes synthetic reports with their truth records: the samples of this repository, or many at random.

python scripts/make_samples.py samples/
python scripts/make_samples.py /tmp/many --many 1000 --seed 7 --toolchains html,docx,text
python scripts/make_samples.py /tmp/years --many 100 --years 3
python scripts/make_samples.py /tmp/region --many 1 --units 12
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the package need not be installed

from compose import batch, regions, samples
from compose.render_pdf import ToolMissing
from compose.toolchains import SOURCE_OF


def _chosen(context: click.Context, parameter: click.Parameter, value: str) -> list[str]:
    names = [name.strip() for name in value.split(",") if name.strip()]
    unknown = [name for name in names if name not in SOURCE_OF]
    if unknown or not names:
        raise click.BadParameter(f"{'、'.join(unknown) or '空'}：可用的是 {'、'.join(SOURCE_OF)}。")
    return names


@click.command(help=__doc__)
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--many", type=click.IntRange(min=1), help="Make so many random reports instead of the fixed samples.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed makes the same reports.")
@click.option("--toolchains", default="html,docx,text", show_default=True, callback=_chosen,
              help="Comma-separated; of html, docx, text, pdf, htmlpdf, chromepdf, pdftotext.")  # fmt: skip
@click.option("--faults", type=click.FloatRange(0, 1), default=0.5, show_default=True,
              help="Share of the random reports that carry one known fault.")  # fmt: skip
@click.option("--years", type=click.IntRange(min=2), help="Make so many organs' reports on so many years each.")
@click.option("--units", type=click.IntRange(min=1, max=20), help="Make so many regions with so many bureaus each, and units.csv.")
def main(out: Path, many: int | None, seed: int, toolchains: list[str], faults: float, years: int | None, units: int | None) -> None:
    """Make the files and say how many."""
    jobs: Iterator[batch.Job] | None
    try:
        if many and units:
            made = regions.drawn(many, seed, units, faults)
            out.mkdir(parents=True, exist_ok=True)
            (out / "units.csv").write_text(regions.units_csv(made), encoding="utf-8")
            jobs = batch.together([one.drafts for one in made], seed, toolchains)
        elif many and years:
            jobs = batch.of_careers(many, seed, toolchains, years, faults)
        else:
            jobs = batch.drawn(many, seed, toolchains, faults) if many else None
        count = batch.write(jobs, out) if jobs else samples.write_samples(out)
    except ToolMissing as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{count} files in {out}", err=True)


if __name__ == "__main__":
    main()

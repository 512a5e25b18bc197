#!/usr/bin/env python3
"""Make docs/result.png: pages of the workbook that `nianbao run samples/` writes, as LibreOffice shows them.

Needs LibreOffice and poppler beside the project's environment.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SHEETS = ("概览", "汇总", "问题")
GAP, WIDEST = 24, 1500


def main() -> None:
    """Write the picture."""
    from extractor.batch import Tally, extract_all
    from extractor.export.results import write_workbook
    from extractor.source import sources
    from extractor.together import check_all

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = check_all(extract_all(sources([str(ROOT / "samples")]), Tally()))
        write_workbook(reports, folder / "reports.xlsx", run_date=date(2026, 1, 31))
        office = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*office, "--outdir", name, folder / "reports.xlsx"], check=True, capture_output=True)
        pages = [trimmed(page) for page in _pages(folder)]
    width = min(WIDEST, max(page.width for page in pages))
    pages = [page.resize((width, round(page.height * width / page.width))) for page in pages]
    whole = Image.new("RGB", (width + 2 * GAP, sum(page.height + GAP for page in pages) + GAP), "white")
    top = GAP
    for page in pages:
        whole.paste(page, (GAP, top))
        top += page.height + GAP
    whole.quantize(200).save(ROOT / "docs" / "result.png", optimize=True)


def _pages(folder: Path) -> list[Image.Image]:
    """The first page of each sheet shown, told by the sheet's name in its footer."""
    pdf = folder / "reports.pdf"
    found = []
    for sheet in SHEETS:
        for number in range(1, 200):
            text = subprocess.run(
                ["pdftotext", "-f", str(number), "-l", str(number), pdf, "-"], capture_output=True, encoding="utf-8", check=True
            ).stdout
            if f"{sheet} 第" in " ".join(text.split()):
                stem = folder / f"page{number}"
                subprocess.run(["pdftoppm", "-r", "130", "-f", str(number), "-l", str(number), "-png", "-singlefile", pdf, stem], check=True)
                image = Image.open(stem.with_suffix(".png")).convert("RGB")
                found.append(image.crop((0, 0, image.width, image.height - 90)))
                break
    return found


def trimmed(image: Image.Image) -> Image.Image:
    """The picture without its white margins."""
    box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    return image.crop(box) if box else image


if __name__ == "__main__":
    main()

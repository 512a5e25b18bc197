"""PDF made from DOCX and HTML files by office program and browser, and text taken out of PDF.

An office program takes seconds to start and little for each file, so that files go to it in batches.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

_DATES = re.compile(rb"/(CreationDate|ModDate)\s*\(D:(\d{14})[^)]*\)")
_ID = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\]")
_CHECKSUM = re.compile(rb"/DocChecksum\s*/([0-9A-Fa-f]+)")


class ToolMissing(RuntimeError):
    """A program that makes PDF is not installed, or made nothing."""


def with_office(sources: Sequence[Path], folder: Path) -> list[Path]:
    """One PDF in ``folder`` for each DOCX or HTML file, in one call; raises ToolMissing."""
    if not sources:
        return []
    program = _program("soffice")
    with tempfile.TemporaryDirectory() as profile:
        # Web pages open in Writer's web mode otherwise, whose PDF has other page breaks.
        kind = ["--writer"] if sources[0].suffix == ".html" else []
        command = [program, f"-env:UserInstallation=file://{profile}", "--headless", *kind, "--convert-to", "pdf"]
        _run([*command, "--outdir", str(folder), *map(str, sources)], 60 + 10 * len(sources))
    return [_made(folder / f"{source.stem}.pdf") for source in sources]


def with_browser(sources: Sequence[Path], folder: Path) -> list[Path]:
    """One PDF in ``folder`` for each HTML file, printed by a browser; raises ToolMissing."""
    if not sources:
        return []
    program = _program("chromium")
    made = []
    for source in sources:
        target = folder / f"{source.stem}.pdf"
        with tempfile.TemporaryDirectory() as profile:
            _run([
                program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", f"--user-data-dir={profile}", "--no-pdf-header-footer",
                f"--print-to-pdf={target}", source.resolve().as_uri(),
            ], 120)  # fmt: skip
        made.append(_made(target))
    return made


def text_of(source: Path, target: Path, *, keep_layout: bool) -> None:
    """Write the text of a PDF as pdftotext gives it, page breaks and all; raises ToolMissing."""
    mode = ["-layout"] if keep_layout else []
    _run([_program("pdftotext"), "-q", "-enc", "UTF-8", *mode, str(source), str(target)], 60)
    _made(target)


def normalised(data: bytes) -> bytes:
    """The PDF with fixed dates and identifiers; no byte moves, so that its offsets stay right."""

    def of_same_length(match: re.Match[bytes]) -> bytes:
        return match.group().replace(match.group(2), b"20240101000000", 1)

    data = _DATES.sub(of_same_length, data)
    data = _ID.sub(lambda m: re.sub(rb"[0-9A-Fa-f](?=[0-9A-Fa-f]*>)", b"0", m.group()), data)
    return _CHECKSUM.sub(lambda m: m.group().replace(m.group(1), b"0" * len(m.group(1))), data)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise ToolMissing(f"{name} is not installed; install it or leave out the toolchains that need it.")
    return found


def _made(path: Path) -> Path:
    if not path.exists():
        raise ToolMissing(f"{path.name} was not made; look for a hanging or broken converter.")
    if path.suffix == ".pdf":
        path.write_bytes(normalised(path.read_bytes()))
    return path


def _run(command: list[str], seconds: int) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1704067200", "TZ": "UTC"}
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=seconds, env=environment)
    except subprocess.SubprocessError as error:
        raise ToolMissing(f"{Path(command[0]).name} failed: {error}") from error

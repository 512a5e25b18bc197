"""The project's own environment: `.venv` beside `setup.cfg`, made on first use and again when its needs change.

Only the standard library, so that it runs on a machine with nothing but Python and git.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NEEDS = ("setup.cfg", "pyproject.toml")
STAMP = f"ready-{sys.version_info.major}.{sys.version_info.minor}-"
OLDEST = (3, 11)


def ready(extra: str = "") -> Path:
    """The interpreter of an environment that holds the package and an extra's packages; made if need be.

    Ends the program with one sentence when it cannot be made.
    """
    if sys.version_info < OLDEST:
        sys.exit(f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed; this is {sys.version.split()[0]}.")
    wanted = _needs()
    # What the tests need includes what the command needs.
    if PYTHON.exists() and wanted in (_stamp(extra), _stamp("dev")):
        return PYTHON
    if not PYTHON.exists() or not any(VENV.glob(f"{STAMP}*")):  # half made, or of another Python
        _say(f"making an environment in {VENV.relative_to(ROOT)}/ (once)")
        try:
            venv.EnvBuilder(with_pip=True, clear=VENV.exists()).create(VENV)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"The environment could not be made ({error}); on Debian or Ubuntu install python3-venv.")
    what = f"{ROOT}[{extra}]" if extra else str(ROOT)
    _say(f"installing the package{' and what its tests need' if extra else ''} (once; a minute or two)")
    done = subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", what], check=False)
    if done.returncode != 0:
        sys.exit("The packages could not be installed; check the network connection and run the command again.")
    (VENV / f"{STAMP}{extra}").write_text(wanted, encoding="utf-8")
    return PYTHON


def _stamp(extra: str) -> str:
    """The digest with which an extra was installed; empty when it was not."""
    path = VENV / f"{STAMP}{extra}"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _needs() -> str:
    """What the environment depends on, as a digest: the requirements, this interpreter and this folder."""
    digest = hashlib.sha256(f"{sys.version}\n{ROOT}".encode("utf-8", "surrogateescape"))
    for name in NEEDS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _say(text: str) -> None:
    print(f"[nianbao] {text} …", file=sys.stderr, flush=True)

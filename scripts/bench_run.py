"""One command watched from outside: its wall time, the processor time and memory of all its processes, its events."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_TICK = os.sysconf("SC_CLK_TCK")
_EVERY = 0.1


@dataclass(slots=True)
class Watched:
    """``seconds`` of wall time, of processor time of the ``parent`` and of all the ``others``, and peaks of memory in MB.

    ``reading`` is the time from the start to the last source that was read (None without events), ``later`` the
    processor time of all processes after that.
    """

    seconds: float = 0.0
    parent: float = 0.0
    others: float = 0.0
    reading: float | None = None
    later: float = 0.0
    parent_peak: float = 0.0
    worker_peak: float = 0.0
    code: int = 0
    said: list[str] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        """The processor time of all processes."""
        return self.parent + self.others


def nianbao(*arguments: str | Path) -> list[str]:
    """The command line of this program."""
    return [sys.executable, "-m", "extractor", *map(str, arguments)]


def watched(command: Sequence[str], kill_after: float | None = None) -> Watched:
    """Run a command to its end, or kill it (-9) after so many seconds and wait until its workers are gone too."""
    made = Watched()
    begun = time.perf_counter()
    spent: dict[int, float] = {}
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True, env=_installed()
    )
    last = [0.0, 0.0]

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("{") and json.loads(line)["event"] in ("read", "failed"):
                last[:] = [time.perf_counter() - begun, sum(spent.values())]
            elif len(made.said) < 50:
                made.said.append(line.rstrip())

    listener = threading.Thread(target=listen)
    listener.start()
    while process.poll() is None:
        _look(process.pid, spent, made)
        if kill_after is not None and time.perf_counter() - begun > kill_after:
            process.send_signal(signal.SIGKILL)
            process.wait()
        time.sleep(_EVERY)
    made.seconds, made.code = time.perf_counter() - begun, process.returncode
    while any(_members(process.pid)):  # workers see that their parent is gone
        time.sleep(_EVERY)
    listener.join()
    made.parent = spent.pop(process.pid, 0.0)
    made.others = sum(spent.values())
    if last[0]:
        made.reading, made.later = last[0], made.cpu - last[1]
    return made


@cache
def _installed() -> dict[str, str]:
    """The environment for commands whose bytecode is kept, as that of an installed package is, once they have run."""
    folder = tempfile.mkdtemp(prefix="nianbao.bytecode.")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**known, "PYTHONPYCACHEPREFIX": folder}


def _look(session: int, spent: dict[int, float], made: Watched) -> None:
    for pid in _members(session):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        spent[pid] = (int(fields[11]) + int(fields[12])) / _TICK
        peak = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)
        if pid == session:
            made.parent_peak = max(made.parent_peak, peak)
        else:
            made.worker_peak = max(made.worker_peak, peak)


def _members(session: int) -> list[int]:
    """The processes that a session consists of."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == session:
                    found.append(int(entry.name))
            except OSError:
                continue
    return found

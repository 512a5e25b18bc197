#!/usr/bin/env python3
"""The main job on a fresh machine: `python3 scripts/run.py samples/ -o out/` is `nianbao run samples/ -o out/`."""

from __future__ import annotations

import os
import subprocess
import sys

from environment import ready


def main() -> int:
    """Run the command in the project's own environment; its exit code is this one's."""
    python = str(ready())
    # -P: the command is this project's, whatever lies in the folder that it is run from.
    command = [python, "-P", "-m", "extractor", "run", *sys.argv[1:]]
    if os.name == "posix":
        os.execv(python, command)  # so that Ctrl-C is the command's own business
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

"""What several test modules share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def crew() -> Iterator[None]:
    """Workers start quickly: what they are forked from has loaded the program and the tests' jobs."""
    from extractor.workers import prepare

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{ROOT}{os.pathsep}{ROOT / 'tests'}")
        prepare("jobs:double")
    yield

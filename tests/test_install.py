"""The package as it is installed: in a fresh environment, without what only its developers need."""

from __future__ import annotations

import json
import os
import subprocess
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WANTED = os.environ.get("CI") == "true" or os.environ.get("NIANBAO_SMOKE") == "1"


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment with the package in it."""
    if not WANTED:
        pytest.skip("makes an environment and installs the package; set NIANBAO_SMOKE=1 (CI does)")
    folder = tmp_path_factory.mktemp("fresh")
    # What lies beside the package must not be what makes it work: it is built from a copy.
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file() and name.startswith(("extractor/", "setup.cfg", "pyproject", "README", "LICENSE", "MANIFEST")):
            (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "source" / name).write_bytes((ROOT / name).read_bytes())
    venv.EnvBuilder(with_pip=True).create(folder / "env")
    found = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([found / "python", "-m", "pip", "install", "--quiet", str(folder / "source")], check=True)
    return found


def output(*command: str | Path, cwd: Path) -> str:
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=True)
    return done.stdout.decode()


def test_the_command_runs(scripts: Path, tmp_path: Path) -> None:
    assert output(scripts / "nianbao", "--version", cwd=tmp_path).startswith("nianbao, version ")
    pages = sorted((ROOT / "samples").glob("*.html"))
    records = [json.loads(line) for line in output(scripts / "nianbao", "parse", *pages, cwd=tmp_path).splitlines()]
    assert [one["source"]["name"] for one in records] == [path.name for path in pages]
    assert all(one["edition"] and one["organ"] for one in records)


def test_every_format_and_output_works_without_the_developers_packages(scripts: Path, tmp_path: Path) -> None:
    files = [path for path in (ROOT / "samples").glob("2021*") if path.is_file()]
    assert {path.suffix for path in files} >= {".html", ".docx", ".pdf", ".txt"}
    output(scripts / "nianbao", "run", *files, "-o", "out", cwd=tmp_path)
    assert all(path.stat().st_size for path in (tmp_path / "out").iterdir()) and (tmp_path / "out" / "reports.xlsx").exists()
    installed = output(scripts / "python", "-m", "pip", "list", "--format", "json", cwd=tmp_path)
    names = {one["name"].lower() for one in json.loads(installed)}
    assert "nianbao" in names and names.isdisjoint({"pytest", "hypothesis", "jsonschema", "mypy", "ruff"})


def test_the_library_works(scripts: Path, tmp_path: Path) -> None:
    page = sorted((ROOT / "samples").glob("2021*.html"))[0]
    code = "import sys, extractor; report = extractor.extract(sys.argv[1]); print(extractor.__file__); print(len(report), report.edition)"
    where, told = output(scripts / "python", "-c", code, page, cwd=tmp_path).splitlines()
    assert not Path(where).is_relative_to(ROOT) and told == "200 2021"


def test_the_schema_the_forms_and_the_types_are_installed(scripts: Path, tmp_path: Path) -> None:
    code = (
        "from importlib.resources import files; root = files('extractor');"
        "print(*sorted(one.name for one in (root / 'forms').iterdir()), *(n for n in ('record.schema.json', 'py.typed') if (root / n).is_file()))"
    )
    names = output(scripts / "python", "-c", code, cwd=tmp_path).split()
    shipped = sorted(path.name for path in (ROOT / "extractor" / "forms").iterdir() if path.suffix == ".toml")
    assert [name for name in names if name.endswith(".toml")] == shipped and {"record.schema.json", "py.typed"} <= set(names)

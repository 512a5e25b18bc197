"""Imports go down only: what a module may know of the others, held against every import of the package."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "extractor"

LAYERS = (
    ("errors", "limits", "model", "radicals", "version", "display", "patterns", "serving", "workers"),
    ("text", "form", "form_toml", "given", "record", "record_json"),
    ("cells", "marks", "decisions", "encoding", "grid", "profile"),
    ("media", "archive", "addresses", "listing", "source"),
    ("readers",),
    (
        "outline", "headings", "matter", "spots", "identity", "bundle", "preface", "prose", "tables", "customary", "passages",
        "likeness", "clause_index",
    ),
    ("templates", "roster", "hints"),
    ("rules",),
    ("pipeline", "copies", "profile_file"),
    ("batch", "layout", "boxes", "codebook", "together", "units", "store"),
    ("drawing", "frame", "telling", "export", "progress", "events", "ingest", "ordered", "passes", "kept", "cluster"),
    ("blank_list", "inspection", "writing", "checking", "ending", "full_run", "preview", "differing"),
    ("cli", "__main__"),
)
"""The rooms of the package from the ground up; modules of one room may import each other."""

LATE = {
    # A name in the package is imported when it is first used, so that the command starts at once.
    ("__init__", "pipeline"), ("__init__", "form"), ("__init__", "record"), ("__init__", "together"),
    # A record can be shown: the way to do it is imported only when it is asked for.
    ("record", "drawing"), ("record", "frame"),
}  # fmt: skip
"""Imports that go up, each inside a function."""

HEAVY = {
    "pandas", "openpyxl", "pdfplumber", "rich", "pypdfium2", "pypdfium2_raw", "lxml", "PIL", "pyarrow", "docx", "py7zr", "dask", "distributed",
    "fsspec",
}  # fmt: skip
"""Libraries that are slow to import, and so imported by those who need them only."""

LEVEL = {name: number for number, layer in enumerate(LAYERS) for name in layer}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The room that a module stands in: the package within, or its own name."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """The rooms of this package that a module imports, and whether it does so at its top."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = {id(node) for node in _top(tree)}
    package = ("extractor", *path.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            full = ".".join((*base, *((node.module,) if node.module else ())))
            names = [f"{full}.{alias.name}" for alias in node.names] if full == "extractor" else [full]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            first, *rest = name.split(".")
            if first == "extractor" and rest:
                yield rest[0], id(node) in top


def _top(tree: ast.Module) -> Iterator[ast.AST]:
    """The statements that run when a module is imported, those for the type checker left out."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.unparse(node.test):
            waiting += node.body + node.orelse
        elif isinstance(node, ast.Try | ast.With | ast.ClassDef):
            waiting += node.body


def test_every_module_has_a_room() -> None:
    rooms = {room(path) for path in MODULES} - {"__init__"}
    assert rooms == set(LEVEL)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    own = room(path)
    for other, at_top in imports(path):
        if (own, other) in LATE:
            assert own == "__init__" or not at_top, f"{own} imports {other} when it is imported itself"
        else:
            assert LEVEL[other] <= LEVEL.get(own, len(LAYERS)), f"{own} must not know of {other}"


def test_nothing_behind_the_readers_knows_a_format() -> None:
    for path in MODULES:
        if LEVEL.get(room(path), 0) > LEVEL["readers"] and room(path) != "pipeline":
            assert "readers" not in {other for other, _ in imports(path)}, path.name


def test_rules_look_at_records_and_not_at_documents_or_sources() -> None:
    allowed = {"form", "model", "likeness", "patterns", "profile", "prose", "record", "text", "tables", "rules"}
    for path in (PACKAGE / "rules").glob("*.py"):
        assert {other for other, _ in imports(path)} <= allowed, path.name


def outside(path: Path) -> set[str]:
    """The libraries that a module imports when it is imported itself."""
    found = set()
    for node in _top(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("name", [layer for group in LAYERS for layer in group if not (PACKAGE / layer).is_dir()])
def test_heavy_libraries_are_imported_by_those_who_need_them_only(name: str) -> None:
    path = PACKAGE / f"{name}.py"
    assert not outside(path) & HEAVY


def test_the_tables_rules_and_verbs_need_no_heavy_library() -> None:
    for folder in ("tables", "rules", "cli"):
        for path in (PACKAGE / folder).glob("*.py"):
            assert not outside(path) & HEAVY, path.name


def test_every_module_says_what_it_is_for() -> None:
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path.name


def test_modules_stay_small() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}
    assert sorted(lengths.values())[len(lengths) // 2] <= 150

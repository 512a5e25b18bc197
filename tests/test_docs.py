"""The documents are those of this program: derived pages are fresh, and both READMEs name every verb."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from extractor.cli import main
from extractor.form import editions, load
from extractor.rules import RULES

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import make_docs

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")


def test_derived_pages_are_what_the_program_would_write() -> None:
    assert make_docs.stale() == [], "run python scripts/make_docs.py"


def test_a_page_that_is_changed_or_gone_is_stale(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(make_docs, "ROOT", tmp_path)
    (tmp_path / "docs").mkdir()
    assert make_docs.stale() == list(make_docs.PAGES)
    assert make_docs.main() == 0 and make_docs.stale() == []
    page = tmp_path / "docs" / "rules.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert make_docs.stale() == ["docs/rules.md"]
    monkeypatch.setattr(sys, "argv", ["make_docs.py", "--check"])
    assert make_docs.main() == 1


def test_the_page_of_rules_has_every_rule_with_its_docstring() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    for rule in RULES.values():
        assert f"\n## {rule.code}\n" in page and rule.title in page and rule.title_en in page
        assert rule.doc.splitlines()[0] in page


def test_the_page_of_fields_has_every_field() -> None:
    page = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
    for edition in editions():
        assert all(f"| `{field.id}` |" in page for field in load(edition).fields())


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("verb", sorted(main.commands))
def test_the_readme_has_an_example_of_every_verb(readme: str, verb: str) -> None:
    assert f"nianbao {verb}" in (ROOT / readme).read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_links_to_what_is_there(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    targets = [part.partition(")")[0].partition("#")[0] for part in text.split("](")[1:]]
    assert targets and [one for one in targets if "://" not in one and not (ROOT / one).exists()] == []


def test_explanations_have_the_basis_and_the_cure() -> None:
    assert [code for code, rule in RULES.items() if "改：" not in rule.doc] == []

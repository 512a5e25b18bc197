#!/usr/bin/env python3
"""Write the pages of docs/ that are derived from the program: the rules and the code book.

usage: python scripts/make_docs.py [--check]

With --check nothing is written; exit 1 when a page is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

HEAD = "<!-- Made by scripts/make_docs.py; change the program, not this page. -->\n\n"


def rules_page() -> str:
    """docs/rules.md: the catalogue as a table, then every rule with its docstring."""
    from extractor.rules import RULES

    lines = [HEAD + "# 规则 / Rules\n", "| 代码 | 程度 | 依据 | 含义 | Meaning |", "|---|---|---|---|---|"]
    lines += [
        f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity} | {rule.basis} | {rule.title} | {rule.title_en} |"
        for rule in RULES.values()
    ]
    for rule in RULES.values():
        body = "\n\n".join(" ".join(line.strip() for line in part.splitlines()) if part[:2] not in ("依据", "例：", "改：")
                           else "\n".join(f"- {line}" for line in part.splitlines()) for part in rule.doc.split("\n\n"))  # fmt: skip
        lines += [f"\n## {rule.code}\n", f"**{rule.title}** — {rule.title_en} ({rule.severity}, {rule.basis})\n", body]
    return "\n".join(lines) + "\n"


def fields_page() -> str:
    """docs/fields.md: every field of both editions."""
    from extractor.form import editions, load

    lines = [HEAD + "# 字段 / Fields\n"]
    for edition in editions():
        form = load(edition)
        lines += [f"\n## {edition}：{form.title}（{form.notice}）\n",
                  f"{len(form.fields())} fields, {len(form.identities())} identities.\n",
                  "| id | 栏目 | unit | kind | role |", "|---|---|---|---|---|"]  # fmt: skip
        lines += [
            f"| `{field.id}` | {field.path.replace('|', '·')} | {field.unit} | {field.kind} | {field.role} |"
            for field in form.fields()
        ]
        for variant in form.variants:
            extra = [field for field in load(edition, variant).fields() if field.id not in {one.id for one in form.fields()}]
            lines.append(f"\nVariant `{variant}` has {len(extra)} fields of its own: `{extra[0].id.rpartition('.')[0]}.*`.")
    return "\n".join(lines) + "\n"


PAGES = {"docs/rules.md": rules_page, "docs/fields.md": fields_page}


def stale() -> list[str]:
    """The pages that are not what the program would write."""
    return [name for name, page in PAGES.items() if not (ROOT / name).exists() or (ROOT / name).read_text("utf-8") != page()]


def main() -> int:
    """Write the pages, or say which are stale."""
    if "--check" in sys.argv[1:]:
        for name in stale():
            print(f"{name} is stale; run python scripts/make_docs.py")
        return int(bool(stale()))
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""From a draft and a layout to the bytes of a file: the one place where the renderers are chosen."""

from __future__ import annotations

from random import Random

from . import damage, prose, render_docx, render_html, render_text
from .layout import Layout
from .pages import Page, lay
from .report import Draft

DIRECT = {"html": render_html.render, "docx": render_docx.render, "text": render_text.render}
"""The formats written here without another program."""

SOURCE_OF = {"html": "html", "docx": "docx", "text": "text", "pdf": "docx", "pdftotext": "docx", "htmlpdf": "html",
             "chromepdf": "html"}  # fmt: skip
"""Every toolchain and the direct format it starts from."""

SUFFIX = {"html": ".html", "docx": ".docx", "text": ".txt", "pdf": ".pdf", "pdftotext": ".txt", "htmlpdf": ".pdf",
          "chromepdf": ".pdf"}  # fmt: skip
"""The suffix of the finished file of every toolchain."""


def page_of(draft: Draft, layout: Layout, seed: str) -> Page:
    """The report laid out. The same draft, layout and seed give the same page for every format."""
    return lay(draft, prose.write(draft, Random(f"{seed}/prose")), layout, Random(f"{seed}/pages"))


def bytes_of(page: Page, form: str, seed: str) -> bytes:
    """The page as a file of a direct format: html, docx or text."""
    data = DIRECT[form](page, Random(f"{seed}/render"))
    layout = page.layout
    return damage.damaged(data, layout.damage, layout.encoding, page.draft.form, Random(f"{seed}/damage"))

"""What happens to a file's characters on their way: a wrong charset declared, text saved in the wrong encoding, characters lost."""

from __future__ import annotations

import codecs
from random import Random
from typing import Literal

from extractor.form import Form

Damage = Literal["", "meta", "bom", "gbk", "latin", "lost"]
DAMAGES: tuple[Damage, ...] = ("meta", "bom", "gbk", "latin", "lost")
"""Another charset is declared than used, without and with a byte order mark; UTF-8 was read as GBK or Latin-1 and
saved; characters of labels were replaced by U+FFFD. The first two lose nothing, the next two everything."""
GARBLED: tuple[Damage, ...] = ("gbk", "latin")


def damaged(data: bytes, how: Damage, encoding: str, form: Form, rng: Random) -> bytes:
    """A file's bytes after that damage; ``encoding`` is the one they are in."""
    if not how or encoding not in ("utf-8", "utf-8-sig", "gb18030"):
        return data
    if how in ("meta", "bom"):
        right, wrong = (b"utf-8", b"gb2312") if encoding != "gb18030" else (b"gb2312", b"utf-8")
        mark = codecs.BOM_UTF8 if how == "bom" and encoding == "utf-8" else b""
        return mark + data.replace(b'charset="' + right, b'charset="' + wrong)
    text = data.decode(encoding)
    if how == "lost":
        labels = [row.label for table in form.tables if table.layout == "rows" for block in table.blocks for row in block.rows]
        for label in rng.sample(labels, 4):
            at = rng.randrange(3, len(label)) if len(label) > 3 else len(label) - 1
            text = text.replace(label, f"{label[:at]}\ufffd{label[at + 1 :]}")
        return text.encode("utf-8")
    return text.encode("utf-8").decode("gb18030" if how == "gbk" else "latin-1", "replace").encode("utf-8")

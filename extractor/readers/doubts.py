"""What readers of texts and pages doubt about what they read, as remarks of a Document."""

from __future__ import annotations

from ..encoding import looks_garbled
from ..model import Line, Remark, Table


def text_remarks(flow: tuple[Line, ...], encoding: str) -> tuple[Remark, ...]:
    """The doubts that the characters themselves give: some lost in decoding, or read wrongly before they were saved."""
    if encoding.endswith("?") or any("\ufffd" in line.text for line in flow):
        return (Remark(
            "R-LOST", "文件中有无法解码的字符，以“�”代替，请核对原文或重新下载。",
            "Some characters cannot be decoded and stand as U+FFFD; check them against the original or download it again.",
        ),)
    if looks_garbled("\n".join([line.text for line in flow[:200]])):
        return (Remark(
            "R-LOST", "文件内容像是乱码（曾以错误的编码保存），请从原网页重新下载。",
            "The text looks garbled (it was once saved in a wrong encoding); download it again from where it was published.",
        ),)
    return ()


def picture_remarks(body: tuple[Line | Table, ...], pictures: int) -> tuple[Remark, ...]:
    """The doubt that pictures stand where tables should; none where there are tables."""
    if not pictures or not body or any(isinstance(block, Table) for block in body):
        return ()
    return (Remark(
        "R-NOTEXT", f"没有表格，但有 {pictures} 张图片，表格可能是图片，请核对原文件。",
        f"There are no tables but {pictures} pictures; the tables may be pictures: look at the original.",
    ),)

"""The comments of a sheet as the two files that a workbook keeps them in, written as they come."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl.comments.comment_sheet import CommentRecord

from ..display import clipped, width_of
from .looks import COMMENT_LIMIT
from .safe import for_excel
from .stream import Note, letter_of

_AUTHOR = "nianbao"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS = f'<comments xmlns="{_MAIN}"><authors><author>{_AUTHOR}</author></authors><commentList>'
_SHAPES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape type="#_x0000_t202" style="position:absolute; margin-left:59.25pt;margin-top:1.5pt;width:340px;height:{height}px;'
    'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto" id="_x0000_s{id}"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
_FIRST_SHAPE = 1026


class Notes:
    """The comments of the sheets of one list; the first :data:`COMMENT_LIMIT` of all are kept, in files of a folder."""

    def __init__(self, scratch: Path) -> None:
        self.asked = 0
        """How many comments were asked for."""
        self._scratch = scratch
        self._counts: dict[int, int] = {}

    def add(self, notes: Iterable[Note]) -> None:
        """Take further comments."""
        pieces: dict[int, tuple[list[str], list[str]]] = {}
        for note in notes:
            self.asked += 1
            if self.asked > COMMENT_LIMIT:
                continue
            count = self._counts.get(note.sheet, 0)
            self._counts[note.sheet] = count + 1
            text = clipped(str(for_excel(note.text)), 1500)
            lines = sum(1 + width_of(line) // 46 for line in text.split("\n"))
            place = f'ref="{letter_of(note.column)}{note.row}"'
            comment = f'<comment {place} authorId="0" shapeId="0"><text><t xml:space="preserve">{escape(text)}</t></text></comment>'
            shape = _SHAPE.format(height=min(24 + 17 * lines, 480), id=_FIRST_SHAPE + count, row=note.row - 1, column=note.column - 1)
            both = pieces.setdefault(note.sheet, ([], []) if count else ([_COMMENTS], [_SHAPES]))
            both[0].append(comment)
            both[1].append(shape)
        for number, both in pieces.items():
            for path, some in zip(self.files(number), both, strict=True):
                with path.open("a", encoding="utf-8") as stream:
                    stream.writelines(some)

    def close(self) -> dict[int, tuple[Path, Path]]:
        """The files with the comments and with their shapes, whole, by the number of the sheet."""
        for number in self._counts:
            for path, end in zip(self.files(number), ("</commentList></comments>", "</xml>"), strict=True):
                with path.open("a", encoding="utf-8") as stream:
                    stream.write(end)
        return {number: self.files(number) for number in self._counts}

    def files(self, number: int) -> tuple[Path, Path]:
        """The two files of a sheet."""
        return self._scratch / f"comments{number}", self._scratch / f"shapes{number}"


def stand_in() -> CommentRecord:
    """A comment that has openpyxl make the two files, whose content is then another."""
    return CommentRecord(ref="A1", author=_AUTHOR)

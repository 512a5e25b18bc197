"""A laid-out report as HTML, in the manners of several content systems."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from random import Random

from .grids import Grid, GridCell
from .pages import Page, Para, Picture
from .picture import table_png
from .sites import framed

_BORDER = "border:1px solid #000;padding:3px 5px;"
_ALIGN = {"title": "center", "note": "left", "signature": "right"}
_MSO = "mso-fareast-font-family:宋体;mso-bidi-font-family:宋体;mso-font-kerning:0pt"


def render(page: Page, rng: Random) -> bytes:
    """The page as bytes in the layout's encoding, which its ``meta`` names."""
    painter = _Painter(page, rng)
    text = framed(page, "\n".join(painter.block(block) for block in page.body), rng)
    return text.encode(page.layout.encoding, "xmlcharrefreplace")


class _Painter:
    """Turns blocks into markup of one manner; holds the page's choices."""

    def __init__(self, page: Page, rng: Random) -> None:
        self.layout, self.rng = page.layout, rng
        self.markup = page.layout.markup

    def block(self, block: Para | Picture | Grid) -> str:
        if isinstance(block, Para):
            return self.paragraph(block)
        if isinstance(block, Picture):
            data = b64encode(table_png(block.table)).decode()
            return f'<p style="text-align:center"><img src="data:image/png;base64,{data}" alt="" width="560"></p>'
        return self.table(block)

    def paragraph(self, para: Para) -> str:
        align = _ALIGN.get(para.role, "left")
        strong = para.role in ("title", "heading", "subheading")
        if self.markup == "old":
            inner = f"<b>{escape(para.text)}</b>" if strong else escape(para.text)
            size = 5 if para.role == "title" else 3
            indent = "" if align != "left" else "&nbsp;&nbsp;&nbsp;&nbsp;"
            line = f"<FONT face=宋体 size={size}>{indent}{inner}</FONT><BR>"
            return f"<DIV align={align}>{line}</DIV>" if align != "left" else line
        indent = "text-indent:2em;" if align == "left" else ""
        indent += "border:1px solid #666;" if self.layout.boxed and para.role == "body" else ""
        if self.markup == "word":
            return self.word_paragraph(para, align, strong)
        inner = self.inline(para.text)
        if para.role == "title" and self.markup == "clean":
            return f'<h1 style="text-align:center">{inner}</h1>'
        inner = f"<strong>{inner}</strong>" if strong else inner
        return f'<p style="text-align:{align};{indent}line-height:2">{inner}</p>'

    def word_paragraph(self, para: Para, align: str, strong: bool) -> str:
        text, listed = para.text, ""
        if para.prefix and self.rng.random() < 0.7:
            # A number that Word had set itself is saved between conditional comments.
            listed = (
                f"<!--[if !supportLists]--><span style='font-size:16.0pt;{_MSO}'>{para.prefix}</span><!--[endif]-->"
            )
            text = text[len(para.prefix) :]
        bold = "font-weight:bold;" if strong else ""
        return (
            f"<p class=MsoNormal align={align} style='text-align:{align};text-indent:32.0pt;mso-char-indent-count:2.0'>"
            f"{listed}<span style='font-size:16.0pt;{bold}{_MSO}'>{self.inline(text)}"
            "<span lang=EN-US><o:p></o:p></span></span></p>"
        )

    def inline(self, text: str) -> str:
        """Text inside a paragraph or cell: whole, or cut into spans of a character or a few."""
        if self.markup != "spans":
            return escape(text)
        made, at = [], 0
        while at < len(text):
            end = at + self.rng.choice((1, 1, 1, 2, 3, 8))
            piece = escape(text[at:end])
            made.append(f'<span style="font-size:16pt"><font face="仿宋_GB2312">{piece}</font></span>')
            at = end
        return "".join(made)

    def table(self, grid: Grid) -> str:
        rows = "\n".join(f"<tr>{''.join(map(self.cell, row))}</tr>" for row in grid.rows)
        if self.markup == "old":
            border = 1 if self.layout.borders else 0
            head = f"<TABLE border={border} cellSpacing=0 cellPadding=2 width=100% align=center>"
            return f"{head}<TBODY>{rows}</TBODY></TABLE>"
        columns = "".join(f'<col style="width:{round(100 * w / sum(grid.widths), 1)}%">' for w in grid.widths)
        name = {"word": ' class="MsoTableGrid"', "clean": ' class="nb"'}.get(self.markup, "")
        ruled = ' border="1" cellspacing="0"' if self.markup == "clean" and self.layout.borders else ""
        return (
            f'<table{name}{ruled} style="border-collapse:collapse;width:100%;font-size:14px;margin:8px auto">'
            f"<colgroup>{columns}</colgroup><tbody>\n{rows}\n</tbody></table>"
        )

    def cell(self, cell: GridCell) -> str:
        if cell.kind == "hidden":
            return f'<td style="display:none">{cell.text}</td>'
        spans = (f' rowspan="{cell.row_span}"' if cell.row_span > 1 else "") + (
            f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
        )
        centred = cell.kind in ("head", "value", "blank") or cell.row_span > 1
        if self.markup == "old":
            return f"<TD{spans} align={'middle' if centred else 'left'}>{self.filled(cell)}"
        if self.markup == "clean":
            name = "" if centred else ' class="l"'
            return f"<td{spans}{name}>{self.filled(cell)}</td>"
        border = _BORDER if self.layout.borders else "padding:3px 5px;"
        return f'<td{spans} style="{border}text-align:{"center" if centred else "left"}">{self.filled(cell)}</td>'

    def filled(self, cell: GridCell) -> str:
        if not cell.text:
            return {"word": "<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>", "clean": ""}.get(
                self.markup, "&nbsp;"
            )
        if self.markup == "word":
            language = " lang=EN-US" if cell.kind == "value" else ""
            return (
                "<p class=MsoNormal align=center style='text-align:center;mso-line-height-rule:exactly'>"
                f"<span{language} style='font-size:10.5pt;{_MSO}'>{self.inline(cell.text)}<o:p></o:p></span></p>"
            )
        if self.markup == "pieces" and cell.kind in ("label", "head") and len(cell.text) > 5:
            cut = self.rng.randint(2, len(cell.text) - 2)
            return f"<p>{escape(cell.text[:cut])}</p>\n<p>{escape(cell.text[cut:])}</p>"
        inner = self.inline(cell.text)
        return f"<p>{inner}</p>" if self.markup in ("spans", "pieces") else inner

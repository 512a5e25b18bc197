"""DOCX to a Document: what Word prints, read from the parts of the package by lxml."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from ..errors import SourceError
from ..limits import PART_BYTES as PART_LIMIT
from ..limits import TAGS, TEXT_BOXES
from ..model import Document, Line, Place, flow_of
from .blocks import body_of, unrolled
from .docx_body import blocks_of, paragraphs_of, simplify
from .docx_numbering import Numbering, Styles, W, flag
from .doubts import picture_remarks
from .stated import before_sections, stated_date
from .tabbed import tabulated

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PICTURES = ("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", "{urn:schemas-microsoft-com:vml}imagedata")


def read_docx(data: bytes) -> Document:
    """The Document of a .docx file: tracked insertions in, deletions out, automatic numbers printed.

    Raises SourceError R-BROKEN (no zip archive, no document in it, bad XML), R-ENCRYPTED, R-LIMIT (a part
    or table beyond the limits, elements nested too deeply), R-NOTEXT (nothing but pictures).
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise _broken() from error
    with package:
        return _read(package)


def _read(package: zipfile.ZipFile) -> Document:
    main = _main_part(package)
    root = _tree(_part(package, main))
    body = root.find(W + "body")
    if body is None:
        raise _broken()
    folder, _, name = main.rpartition("/")
    relations = _relations(package, f"{folder}/_rels/{name}.rels", folder)
    styles = Styles(_styles(package, relations))
    numbered = _first(relations, "numbering")
    numbering = Numbering(_optional(package, numbered) if numbered else None, styles)
    pictures = sum(1 for _ in root.iter(*_PICTURES))
    if sum(1 for _ in root.iter(W + "txbxContent")) > TEXT_BOXES:
        raise _limit(f"含有超过 {TEXT_BOXES} 个文本框", f"holds more than {TEXT_BOXES} text boxes")
    simplify(root, _hidden(root, styles))
    drafts = tabulated(blocks_of(body, numbering))
    blocks = [
        block
        for draft in drafts
        for block in ([draft] if isinstance(draft.content, str) else unrolled(draft.content))
    ]
    content = body_of(blocks)
    if not content:
        whole = _chunk(package, root, relations)
        if whole is not None:
            return whole
        if pictures:
            raise SourceError(
                "R-NOTEXT", "文档中只有图片，没有文字，须先做文字识别（OCR）。",
                "The document holds pictures and no text; it needs text recognition first.",
            )
    return Document(
        body=content,
        flow=flow_of(content),
        running=_running(package, relations),
        title=_title(package),
        published=stated_date({}, before_sections([block.content for block in blocks])),
        remarks=picture_remarks(content, pictures),
    )


def _main_part(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    if "word/document.xml" in names:
        return "word/document.xml"
    found = _first(_relations(package, "_rels/.rels", ""), "officeDocument") if "_rels/.rels" in names else None
    if found is None or found not in names:
        raise _broken()
    return found


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """A part's bytes, counted as they expand: sizes that an archive states prove nothing."""
    try:
        info = package.getinfo(name)
        if info.flag_bits & 1:
            raise SourceError(
                "R-ENCRYPTED", "文件设有密码，请去除密码后再读取。", "The file is protected by a password; save it without one."
            )
        with package.open(info) as stream:
            data = stream.read(PART_LIMIT + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise _broken() from error
    if len(data) > PART_LIMIT:
        raise _limit(f"展开后超过 {PART_LIMIT >> 20} MB", f"expands to more than {PART_LIMIT >> 20} MB")
    return data.replace(_STRICT, _TRANSITIONAL)


def _tree(data: bytes) -> etree._Element:
    if b"<!DOCTYPE" in data:
        raise _broken()
    if data.count(b"<") > TAGS:
        raise _limit(f"含有超过 {TAGS // 10_000} 万个标记", f"holds more than {TAGS:,} tags")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error) or "huge" in str(error).lower():
            raise _limit("嵌套过深或内容过大", "is nested too deeply or too large") from error
        raise _broken() from error
    # Nothing in a package may declare a document type, and entities come with nothing else; in what encoding
    # that is written only the parser knows.
    if root.getroottree().docinfo.internalDTD is not None:
        raise _broken()
    return root


def _optional(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    """A part that a document can do without; None where it is missing or broken."""
    try:
        return _tree(_part(package, name))
    except SourceError:
        return None


def _relations(package: zipfile.ZipFile, name: str, folder: str) -> list[tuple[str, str, str]]:
    """(id, the last word of the type, part name) of each relation to another part."""
    root = _optional(package, name)
    found: list[tuple[str, str, str]] = []
    for element in [] if root is None else root.iter(_RELATION):
        if element.get("TargetMode") == "External":
            continue
        target = element.get("Target") or ""
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found.append((element.get("Id") or "", (element.get("Type") or "").rpartition("/")[2], part))
    return found


def _first(relations: list[tuple[str, str, str]], kind: str) -> str | None:
    return next((part for _, found, part in relations if found == kind), None)


def _styles(package: zipfile.ZipFile, relations: list[tuple[str, str, str]]) -> etree._Element | None:
    """The styles, but only where they number or hide anything: they are long and tell nothing else."""
    name = _first(relations, "styles")
    if name is None:
        return None
    try:
        data = _part(package, name)
        return _tree(data) if b"<w:numPr" in data or b"<w:vanish" in data else None
    except SourceError:
        return None


def _hidden(root: etree._Element, styles: Styles) -> list[etree._Element]:
    """The runs whose text is hidden by themselves or by their style, or struck out: the figure beside it stands."""
    runs: dict[etree._Element, None] = {}  # each once: taking out what is out already costs the more the more there is
    for mark in root.iter(W + "vanish", W + "strike", W + "dstrike"):
        run = next(mark.iterancestors(W + "r"), None)
        if run is not None and flag(mark):
            runs[run] = None
    if not styles.hidden:
        return list(runs)
    holders: dict[etree._Element, None] = {}  # each once, however many styles it names
    for mark in root.iter(W + "rStyle", W + "pStyle"):
        if styles.hides(mark.get(W + "val")):
            holders[next(mark.iterancestors(W + "r", W + "p"))] = None
    for holder in holders:
        for run in holder.iter(W + "r"):
            own = run.find(f"{W}rPr/{W}vanish")
            if own is None or flag(own):
                runs[run] = None
    return list(runs)


def _running(package: zipfile.ZipFile, relations: list[tuple[str, str, str]]) -> tuple[Line, ...]:
    """The lines of headers and footers, each once."""
    texts: dict[str, None] = {}
    for part in dict.fromkeys(part for _, kind, part in relations if kind in ("header", "footer")):
        root = _optional(package, part)
        if root is not None:
            texts.update(dict.fromkeys(paragraphs_of(root)))
    return tuple(Line(text, Place(anchor=f"h{number}")) for number, text in enumerate(texts, 1))


def _title(package: zipfile.ZipFile) -> str | None:
    root = _optional(package, "docProps/core.xml")
    text = None if root is None else root.findtext(_TITLE)
    return (text or "").strip() or None


def _chunk(
    package: zipfile.ZipFile, root: etree._Element, relations: list[tuple[str, str, str]]
) -> Document | None:
    """The HTML that some generators put into a package whole, leaving its reading to Word."""
    parts = {name: part for name, _, part in relations}
    for element in root.iter(W + "altChunk"):
        part = parts.get(element.get(_ID) or "")
        if part is not None and part.lower().endswith((".html", ".htm", ".xhtml", ".mht", ".mhtml")):
            from .html import read_html

            return read_html(_part(package, part))
    return None


def _broken() -> SourceError:
    return SourceError(
        "R-BROKEN", "DOCX 文件已损坏或不完整，请重新下载，或用 Word、WPS 打开后另存。",
        "The DOCX file is damaged or incomplete; download it again, or open it in Word or WPS and save it anew.",
    )


def _limit(reason: str, reason_en: str) -> SourceError:
    return SourceError(
        "R-LIMIT", f"DOCX 文件{reason}，请用 Word 或 WPS 打开后另存为 PDF。",
        f"The DOCX file {reason_en}; open it in Word or WPS and save it as PDF.",
    )

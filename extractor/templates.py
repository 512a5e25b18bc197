"""Templates over paths, such as ``{organ}/{year}.*``: what the names of folders and files tell of a report."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import HintError
from .given import Given
from .identity import organ_in_name
from .text import year_number

_PIECES = re.compile(r"\*\*/|\*\*|\*|\?|\{[^{}]*\}|[^*?{}]+|[{}]")
_GROUPS = {
    "organ": r"(?P<organ>[^/]+?)",
    "year": r"(?<!\d)(?P<year>(?:19|20)\d\d|二[〇○零O0][一二三四五六七八九〇○零]{2})(?!\d)(?:年度?)?",
}
_WILD = {"**/": r"(?:.*/)?", "**": r".*", "*": r"[^/]*?", "?": r"[^/]"}
_NUMBERED = re.compile(r"^(?:(?:19|20)\d\d年度?|[\d０-９]+)[\s._、．\-—]*(?=\D)")
_REMARK = re.compile(r"\s*[（(【\[][^（(【\[]*[）)】\]]\s*$")
_HAN = re.compile(r"[\u3400-\u9fff]{2}")

EXAMPLES = "例如 '{year}/{organ}/*'、'{organ}/{year}.*'、'*_{organ}_{year}*'、'{year}/**'"


@dataclass(frozen=True, slots=True)
class Template:
    """A template as typed, and the pattern it stands for."""

    text: str
    pattern: re.Pattern[str]

    def told(self, path: str) -> tuple[Given, ...]:
        """What a path, with ``/`` between its parts, tells: organ, year, both or nothing."""
        hit = self.pattern.search(path)
        if hit is None:
            return ()
        found = hit.groupdict()
        organ, year = _organ(found.get("organ") or ""), year_number(found["year"]) if found.get("year") else None
        made = [Given("organ", organ, "path")] if organ else []
        return (*made, *([Given("year", year, "path")] if year else ()))


def template_of(text: str, name: str) -> Template:
    """The template that a text is; it must hold ``{name}``, organ or year.

    Its end is the end of the path; it may begin at any folder. ``*`` and ``?`` stay within a name, ``**``
    goes through folders. Raises HintError with examples.
    """
    made, seen = [], set()
    for piece in _PIECES.findall(text.strip().strip("/").replace("\\", "/")):
        if piece in _WILD:
            made.append(_WILD[piece])
        elif piece[0] in "{}":
            group = piece.strip("{} ")
            if group not in _GROUPS or piece in "{}":
                raise HintError(f"“{text}”里的 {piece} 不认识，只有 {{organ}}（机关）和 {{year}}（年份）；{EXAMPLES}。")
            if group in seen:
                raise HintError(f"“{text}”里的 {piece} 出现了两次，只能写一次；{EXAMPLES}。")
            seen.add(group)
            made.append(_GROUPS[group])
        else:
            made.append(re.escape(piece))
    if name not in seen:
        raise HintError(f"“{text}”里没有 {{{name}}}；{EXAMPLES}。")
    return Template(text, re.compile(f"(?:^|/){''.join(made)}$", re.IGNORECASE))


def _organ(name: str) -> str | None:
    """An organ as a folder names it: without a number before it, a remark in brackets behind it, and the words of a title."""
    bare = _REMARK.sub("", _NUMBERED.sub("", name.strip())).strip(" _-—")
    return organ_in_name(bare) or (bare if _HAN.search(bare) else None)

"""Profiles from files: those that ship with the package, and those that people write for their own place."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from typing import Any

from .errors import ProfileError
from .marks import WORDS
from .profile import DEFAULT, STATUTORY_DEADLINES, Profile
from .record import SEVERITIES, Severity
from .rules import RULES

TEXTS = ("name", "title", "title_en", "about", "about_en")
KEYS = (*TEXTS, "base", "off", "on", "severities", "deadlines", "length_caps", "rule_makers")
"""The keys of a profile's file; ``base`` names the profile it starts from."""
PARTS = ("preface", "s1", "s2", "s3", "s4", "s5", "s6")
"""What a cap on length can be set for."""
FAMILIES = ("C", "D", "L", "M", "N", "R", "S", "T2", "T3", "T4", "X", "Y")
"""The families of codes; one that holds no rule yet may be named all the same."""
_DEEPEST = 8


def shipped() -> tuple[str, ...]:
    """The names of the profiles in the package, ``default`` first."""
    names = (one.name.removesuffix(".toml") for one in _folder().iterdir() if one.name.endswith(".toml"))
    return tuple(sorted(names, key=lambda name: (name != DEFAULT.name, name)))


def load_profile(wanted: str, folder: Path | None = None) -> Profile:
    """The shipped profile of that name, or the one in that file; a relative path starts from ``folder``.

    Raises ProfileError, which names the file, the key and the cure, for anything that cannot be meant.
    """
    return _loaded(wanted, folder or Path(), 0)


def changes_of(profile: Profile, lang: str = "zh") -> list[str]:
    """What a profile has otherwise than the catalogue and the law, a line each."""
    zh = lang == "zh"
    lines = []
    for codes, chinese, english in ((profile.off, "不查", "not checked"), (profile.on, "启用", "switched on")):
        if codes:
            lines.append(f"{chinese if zh else english}: {' '.join(code for code in RULES if code in codes)}")
    for severity in SEVERITIES:
        raised = [code for code, given in profile.severities.items() if given == severity != RULES[code].severity]
        if raised:
            lines.append(f"{WORDS[severity] if zh else severity}: {' '.join(sorted(raised, key=list(RULES).index))}")
    for kind, day in profile.deadlines.items():
        if day != STATUTORY_DEADLINES[kind]:
            lines.append(f"{f'{WORDS[kind]}期限' if zh else f'deadline of {kind}'}: {day}")
    lines += [f"{part} {'字数上限' if zh else 'characters at most'}: {cap}" for part, cap in profile.length_caps.items()]
    if profile.rule_makers:
        lines.append(f"{'另有规章制定权' if zh else 'may make rules'}: {' '.join(profile.rule_makers)}")
    return lines or ["与规则本来的设定相同" if zh else "as the catalogue has it"]


def nearest(word: str, known: Iterable[str]) -> str:
    """“；是不是 …？” for the known words like this one; empty when there are none."""
    near = get_close_matches(word, list(known), cutoff=0.5)
    return f"；是不是 {'、'.join(near)}？" if near else "；"


def codes_of(pattern: str) -> tuple[str, ...]:
    """The codes that a code or a family such as ``N-*`` stands for; none when it stands for nothing."""
    wanted = pattern.strip().upper().replace("_", "-")
    if wanted.endswith("*"):
        return tuple(code for code in RULES if code.startswith(wanted[:-1]))
    return (wanted,) if wanted in RULES else ()


def _folder() -> Any:
    return resources.files(__package__) / "profiles"


def _loaded(wanted: str, folder: Path, depth: int) -> Profile:
    if depth > _DEEPEST:
        raise ProfileError(f"{wanted}：base 互相引用；请去掉其中一个。")
    path = folder / Path(wanted).expanduser()
    if wanted in shipped() and not path.is_file():
        return _read(f"{wanted}.toml", (_folder() / f"{wanted}.toml").read_text("utf-8"), wanted, folder, depth)
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        known = shipped()
        raise ProfileError(
            f"没有叫 {wanted} 的口径，也没有这个文件（{error.strerror}）{nearest(wanted, known)}自带的有 {'、'.join(known)}。"
        ) from error
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path} 不是 UTF-8 文本；请另存为 UTF-8。") from error
    return _read(str(path), text, path.stem, path.parent, depth)


def _read(file: str, text: str, stem: str, folder: Path, depth: int) -> Profile:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{file} 不是合格的 TOML（{error}）；文字要加引号，表头用 [ ]。") from error
    for key in data:
        if key not in KEYS:
            raise ProfileError(f"{file}：没有 {key} 这个键{nearest(key, KEYS)}可用的有 {'、'.join(KEYS)}。")
    base = _text(file, data, "base")
    start = _loaded(base, folder, depth + 1) if base and base != stem else DEFAULT
    off, on = _codes(file, data, "off", reading=False), _codes(file, data, "on", reading=True)
    return replace(
        start,
        **{key: _text(file, data, key) or (stem if key == "name" else "") for key in TEXTS},
        off=(start.off | off) - on,
        on=(start.on - off) | on,
        severities={**start.severities, **_severities(file, _table(file, data, "severities"))},
        deadlines={**start.deadlines, **_deadlines(file, _table(file, data, "deadlines"))},
        length_caps={**start.length_caps, **_caps(file, _table(file, data, "length_caps"))},
        rule_makers=tuple(dict.fromkeys((*start.rule_makers, *_patterns(file, data)))),
    )


def _text(file: str, data: Mapping[str, Any], key: str) -> str:
    text = data.get(key, "")
    if not isinstance(text, str):
        raise ProfileError(f"{file}：{key} 应是一段文字，如 {key} = \"本市\"。")
    return text


def _table(file: str, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise ProfileError(f"{file}：{key} 应是一个表，写成 [{key}]，下面一行一项。")
    return table


def _strings(file: str, data: Mapping[str, Any], key: str) -> list[str]:
    items = data.get(key, [])
    if not isinstance(items, list) or not all(isinstance(one, str) for one in items):
        raise ProfileError(f"{file}：{key} 应是一列文字，如 {key} = [\"…\"]。")
    return items


def _expanded(file: str, key: str, pattern: str) -> tuple[str, ...]:
    codes = codes_of(pattern)
    if not codes and pattern.strip().upper() not in {f"{one}-*" for one in FAMILIES}:
        raise ProfileError(
            f"{file}：{key} 里的 {pattern} 不是规则代码{nearest(pattern.upper(), RULES)}nianbao rules 列出全部，成族的写作 C-*。"
        )
    return codes


def _codes(file: str, data: Mapping[str, Any], key: str, *, reading: bool) -> frozenset[str]:
    """The codes of a list; one that is named in full outranks a family in the other list."""
    other = "on" if key == "off" else "off"
    named = {codes_of(one)[:1] for one in _strings(file, data, other) if not one.strip().endswith("*")}
    found: set[str] = set()
    for pattern in _strings(file, data, key):
        family = pattern.strip().endswith("*")
        for code in _expanded(file, key, pattern):
            if family and (code,) in named:
                continue
            if not family and (code,) in named:
                raise ProfileError(f"{file}：{code} 同时写在 off 和 on 里；请去掉一处。")
            if code.startswith("R-") and not reading:
                raise ProfileError(f"{file}：{code} 说的是读取存疑，不能关；请从 off 去掉。")
            found.add(code)
    return frozenset(found)


def _severities(file: str, table: Mapping[str, Any]) -> dict[str, Severity]:
    """Severities by code; families first, so that a code that is named in full outranks its family."""
    found: dict[str, Severity] = {}
    for pattern, severity in sorted(table.items(), key=lambda item: (not item[0].strip().endswith("*"), -len(item[0]))):
        if severity not in SEVERITIES:
            raise ProfileError(
                f"{file}：severities 里 {pattern} 的程度 {severity!r} 不认识{nearest(str(severity), SEVERITIES)}"
                f"可用 {'、'.join(SEVERITIES)}；不查的写进 off。"
            )
        for code in _expanded(file, "severities", pattern):
            if code.startswith("R-") and SEVERITIES.index(severity) > SEVERITIES.index(RULES[code].severity):
                raise ProfileError(f"{file}：{code} 说的是读取存疑，程度不能降低；请从 severities 去掉。")
            found[code] = severity
    return found


def _deadlines(file: str, table: Mapping[str, Any]) -> dict[str, str]:
    for kind, day in table.items():
        if kind not in STATUTORY_DEADLINES:
            raise ProfileError(
                f"{file}：deadlines 里的 {kind} 不是机关类别{nearest(kind, STATUTORY_DEADLINES)}可用 {'、'.join(STATUTORY_DEADLINES)}。"
            )
        try:
            # Written as 01-28, so that two of them can be compared as they stand.
            sound = date.fromisoformat(f"2023-{day}").strftime("%m-%d") == day
        except ValueError:
            sound = False
        if not sound:
            raise ProfileError(f"{file}：deadlines 里 {kind} 的 {day!r} 不是日期；请写成月-日，如 \"01-28\"。")
    return dict(table)


def _caps(file: str, table: Mapping[str, Any]) -> dict[str, int]:
    for part, cap in table.items():
        if part not in PARTS:
            raise ProfileError(f"{file}：length_caps 里的 {part} 不是部分的编号{nearest(part, PARTS)}可用 {'、'.join(PARTS)}。")
        if not isinstance(cap, int) or isinstance(cap, bool) or cap < 1:
            raise ProfileError(f"{file}：length_caps 里 {part} 的 {cap!r} 应是字数，如 1000。")
    return dict(table)


def _patterns(file: str, data: Mapping[str, Any]) -> list[str]:
    import regex

    patterns = _strings(file, data, "rule_makers")
    for pattern in patterns:
        try:
            regex.compile(pattern)
        except regex.error as error:
            raise ProfileError(f"{file}：rule_makers 里的 {pattern} 不是合格的模式（{error}）；机关名照写即可。") from error
    return patterns

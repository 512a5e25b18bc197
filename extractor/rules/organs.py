"""Whose report it is: another organ's name where the own name must stand is text copied from elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import regex

from ..patterns import lazy, lazy_re
from ..text import fold_each
from .catalogue import Case, Fault, rule
from .organ_names import NAME, PLACE, WITHIN_ANOTHER, body, level, one_character_apart, places, proper, same, trimmed
from .quoting import LEAD, PREFACE, Passage, is_introduction, passages, unquoted

_REPORT = r"(?:20\d\d年度?|年度|本年度)(?:政府信息|政务|信息)?(?:公开)?(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
_COMPILED = lazy(
    rf"(?:编制|编写|形成|公布|发布|公开|现将)(?:了|完成|的)?《?(?P<organ>{NAME}|{PLACE}{{1,4}})(?:关于)?{_REPORT}"
    rf"|(?:^|(?<=[,。;\n》])|由|经)(?P<organ>{NAME})(?:结合[^,。;]{{0,16}},?|根据[^,。;]{{0,16}},?)?(?:现|特|组织|认真|牵头|负责)?(?:编制|编写|撰写)"
    rf"|(?P<organ>{NAME}){_REPORT}"
)
_OF_COMPILING = lazy_re(rf"编制|编写|撰写|{_REPORT}")
_OTHERS_REPORT = lazy_re(r"(?:关于|转发|印发|参照|对照|通知)[^,。;]{0,24}$")
_OF_A_NOTICE = lazy_re(r"[^,。;]{0,20}(?:通知|格式|要求)")
_PRACTICE = lazy(rf"结合(?P<organ>{NAME})(?:的)?(?:工作)?实际")
_CONTACT = lazy(rf"(?:与|向|请)(?P<organ>{NAME})[^,。;]{{0,14}}?联系|(?:联系|咨询)(?:单位|部门|机构|地址)[::](?P<organ>{NAME})")
_SUBJECT = lazy(
    rf"(?<![^。;\n])20\d\d年度?,?(?P<organ>{NAME}|{PLACE}{{1,3}})"
    r"(?=认真|坚持|严格|深入|按照|高度|切实|紧紧|以习|共|主动|未|积极|没有|全面|持续|不断|始终|贯彻|围绕|收到|新收|把|将政府信息公开)"
)
_ELSEWHERE = lazy_re(r"(?:赴|到|往|学习|借鉴|参观|考察|调研|对口|帮扶|协作|联合|会同|配合|与|和|同|向|及|、|原)[^,。;]{0,4}$")
_SELF = lazy_re(r"(?:我|本)(?P<unit>局(?![部域面限])|委(?!托|派|任|屈|员)|厅|镇(?!江)|乡(?!村|土|情)|街道)")
_SELF_LEVELS = ("区", "县", "旗", "镇", "乡", "街道")


@rule("M-ORGAN", "warning", "expert", "出现了别的机关的名称", "Another organ's name stands where the own should")
def m_organ(case: Case) -> Iterator[Fault]:
    """在应当写本机关的地方写了别的机关：编制单位、联系单位、“××年，×局认真…”的主语、别处同类机关、“我局”“我镇”与机关性质不符。

    引言把别的机关写成本报告的编制单位的，判错误；其余判警告。上级机关、合作单位、书名号和引号里的名称不判；
    简称、全称、下属办公室视为本机关；机关名称不知道的不判。
    依据：《条例》第五十条，报告由各行政机关就本机关情况编制；照抄是常见问题。
    例：某街道的报告写“我镇主动公开信息…”；甲区财政局的报告写“乙区财政局编制了2023年年度报告”。
    改：改为本机关名称，并核对所在段落是否照抄。
    """
    if not case.report.organ:
        return
    told: set[str] = set()
    organ = "".join(fold_each(case.report.organ).split())
    for fault in (*_compilers(case, organ), *_named(case, organ), *_alike(case, organ)):
        if fault.what not in told:
            told.add(fault.what)
            yield fault
    yield from _self_names(case, organ)


def _foreign(case: Case, name: str, organ: str) -> bool:
    if WITHIN_ANOTHER.search(name) or not all(map(proper, places(name)[-1:])):
        return False
    return not same(name, organ, case.report.kind)


def _fault(case: Case, passage: Passage, span: tuple[int, int], printed: str, where: str, *, error: bool = False) -> Fault:
    name = trimmed(printed)
    return Fault(
        f"{where}写的是“{name}”，本报告的机关是“{case.report.organ}”。",
        f"“{name}” is named where the report's own organ is due.",
        evidence=(passage.evidence(*span),), severity="error" if error else None, what=name,
    )  # fmt: skip


def _compilers(case: Case, organ: str) -> Iterator[Fault]:
    """Whoever the introduction says has compiled this report."""
    for passage in passages(case.report, PREFACE, "s1"):
        text = passage.text
        sentences = [
            (at, at + len(one)) for at, one in passage.sentences()
            if (passage.part == PREFACE or at < LEAD) and _OF_COMPILING.search(one)
        ]  # fmt: skip
        for hit in (hit for start, end in sentences for hit in _COMPILED.finditer(text, start, end)):
            name = hit["organ"]
            quoted = text.rfind("《", 0, hit.start("organ")) > text.rfind("》", 0, hit.start("organ"))
            if (quoted and not text.startswith("》", hit.end())) or _OTHERS_REPORT.search(text[max(hit.start("organ") - 26, 0) : hit.start("organ")]):
                continue
            if passage.part != PREFACE and not is_introduction(text, hit.start(), hit.end() + 4):
                continue
            if _OF_A_NOTICE.match(text, hit.end()) or not _foreign(case, name, organ):
                continue
            sure = case.report.organ_basis in ("title", "signature") and not one_character_apart(name, organ)
            yield _fault(case, passage, hit.span(), name, "编制单位", error=sure)


def _named(case: Case, organ: str) -> Iterator[Fault]:
    """Whose practice the introduction speaks of, whom to ask, and who is said to have done the year's work."""
    for passage in passages(case.report):
        text = unquoted(passage.text)
        patterns = [(_SUBJECT, "主语")]
        if passage.part in (PREFACE, "s6"):
            patterns += [(_PRACTICE, "引言")] if "结合" in text else []
            patterns += [(_CONTACT, "联系单位")] if "联系" in text or "咨询" in text else []
        for pattern, where in patterns:
            for hit in pattern.finditer(text):
                if _foreign(case, hit["organ"], organ):
                    yield _fault(case, passage, hit.span(), hit["organ"], where)


def _alike(case: Case, organ: str) -> Iterator[Fault]:
    """The same kind of organ of another place of the same level, such as 松坪区财政局 for 云岭区财政局."""
    own = places(organ)
    if not own or level(own[-1]) not in _SELF_LEVELS or len(body(organ)) < 2:
        return
    kind_of_organ = body(organ)
    for passage in passages(case.report):
        text = unquoted(passage.text)
        # Nearly always it is the own place's organ that is named, and no pattern need be made for its kind.
        if text.count(kind_of_organ) == text.count(own[-1] + kind_of_organ):
            continue
        for hit in regex.finditer(rf"(?:{PLACE}){{1,4}}{re.escape(kind_of_organ)}", text):
            name = trimmed(hit.group())
            other = places(name)
            if body(name) != kind_of_organ or level(other[-1]) != level(own[-1]):
                continue
            if _ELSEWHERE.search(text[max(0, hit.start() - 8) : hit.end() - len(name)]):
                continue
            if _foreign(case, name, organ) and own[-1] not in name and other[-1] not in organ:
                yield _fault(case, passage, hit.span(), name, "文中")


def _self_names(case: Case, organ: str) -> Iterator[Fault]:
    """我局 in the report of a town, 我镇 in that of a bureau."""
    own = _own_units(organ, case.report.kind)
    if not own:
        return
    counts: Counter[str] = Counter()
    first: dict[str, tuple[Passage, re.Match[str]]] = {}
    for passage in passages(case.report):
        for hit in _SELF.finditer(unquoted(passage.text)):
            if hit["unit"] not in own:
                counts[hit.group()] += 1
                first.setdefault(hit.group(), (passage, hit))
    for name, times in counts.items():
        passage, hit = first[name]
        end = min(hit.end() + 12, len(passage.text))
        yield Fault(
            f"文中 {times} 处自称“{name}”，与本机关“{case.report.organ}”的性质不符。",
            f"The report calls its organ “{name}” {times} times, which it is not.",
            evidence=(passage.evidence(hit.start(), end),), what=name,
        )  # fmt: skip


def _own_units(organ: str, kind: str) -> frozenset[str]:
    """The words by which an organ may call itself; empty where its name does not tell."""
    name = re.sub(r"人民政府$|政府$|办事处$", "", organ)
    if re.search(r"管(?:理委员)?委?会$|(?:开发|高新|新|试验|示范)区$", name):
        return frozenset()
    if name.endswith("委员会"):
        return frozenset(("委", "局") if "局" in name else ("委",))
    for unit in ("街道", "镇", "乡", "局", "厅", "委"):
        if name.endswith(unit):
            return frozenset((unit, "委") if "委员会" in name else (unit,))
    return frozenset(("政府",)) if kind == "government" and re.search(r"[省市县区旗州]$", name) else frozenset()

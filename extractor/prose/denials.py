"""What the narrative says there was none of, and what it says was all done: 未收到申请, 未发生复议诉讼, 全部办结."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..patterns import lazy_re
from ..record import Scope, Statement
from .sentences import Sentence
from .words import FILLER, Token

if TYPE_CHECKING:
    from .reading import Reader

_NONE = lazy_re(
    r"(?:未|没有|尚未|尚无|暂无|无|零)(?:曾)?(?P<verb>收到|接到|接收到?|新收|受理|办理|发生|出现|产生|收取|征收|发出|制发|制定|出台|印发|废止|存在|"
    r"涉及|因|被|引发|引起|有|提起|开展)?(?:过)?"
)
# 无法, 无偿, 无正当理由, 未来, 未及时 deny something else.
_NOT_NONE = lazy_re(
    r"无(?:法|偿|正当|障碍|纸|论|疑|形|缝|人|关|误|差错|死角)|零(?:距离|次|件|散|差)|未(?:来|及|按|能|经|公开|予|答复|办)"
)
_MARKS = lazy_re(r"[，。；：,（]|但|也|均|仅")
# 未发生复议败诉 denies a lost case, not the case.
_LIMITED = lazy_re(
    r"未按|未依|未及时|未履行|不履行|败诉|纠错|被纠|纠正|撤销|确认违法|不当|错误|失误|不力|超期|逾期|违规|违法|变更|责任|追究|处分|"
    r"泄密|舆情|上诉|再审|应公开"
)
_ALL = lazy_re(
    r"(?:(?:已)?全部|均已|都已|已均|均)(?:已)?"
    r"(?P<how>按时|按期|如期|及时|依法|依规|规范|在(?:法定|规定)(?:期限|时限)内|予以|给予|按(?:照)?规定)*"
    r"(?P<done>办结|办理完毕|办理完成|答复(?:完毕|完成)?|回复)"
)
_SURE = lazy_re(r"全部|已")
# 均在法定期限内答复 may speak of those that fell due.
_IN_TIME = lazy_re(r"[期时]限|规定")
_OBJECTS = {
    "request": "received_new", "reconsideration": "reconsideration", "litigation": "litigation", "processing": "processing_fee",
    "notice": "fee_notices", "normative": "normative_documents_issued", "rules": "rules_issued",
}  # fmt: skip
_FEE = lazy_re(r"费用|收费情况|(?:信息公开|依申请).{0,8}收费")
_WHOSE = frozenset({"request", "other", "information", "reconsideration", "litigation"})
"""Words that say what was all done."""
_PEOPLE = lazy_re(r"公民[、,，和及]?(?:法人|企业)(?:和|或|或者|及|以及|与|、)?(?:其他|其它)?(?:社会)?组织")


def denials(sentence: Sentence, words: Sequence[Token], reader: Reader) -> Iterator[Statement]:
    """The statements of a sentence that name no figure; ``number`` is None, ``about`` what there was none of."""
    text = sentence.text
    for hit in _NONE.finditer(text):
        if _NOT_NONE.match(text, hit.start()):
            continue
        end = _end_of_clause(text, hit.end())
        clause = text[hit.start() : end]
        inside = [word for word in words if hit.end() - 1 <= word.start < end]
        if any(word.kind == "figure" for word in inside):
            continue
        yield from _denied(sentence, hit, clause, end, inside, words, reader)
    yield from _all_done(sentence, words, reader)


def _end_of_clause(text: str, start: int) -> int:
    """Where the clause ends that begins there; the comma in 公民、法人和其他组织 ends none."""
    people = _PEOPLE.match(text, start)
    hit = _MARKS.search(text, people.end() if people else start)
    return hit.start() if hit else len(text)


def _denied(
    sentence: Sentence, hit: re.Match[str], clause: str, end: int, inside: Sequence[Token], words: Sequence[Token],
    reader: Reader,
) -> Iterator[Statement]:  # fmt: skip
    limited = _LIMITED.search(clause) is not None
    disclosure = reader.requests or any(word.kind in ("context", "request") for word in words) or reader.section == "s6"
    seen: set[str] = set()
    for word in inside:
        about = _OBJECTS.get(word.kind)
        if word.kind == "carried":
            about = word.value
        elif word.kind == "bare" and hit["verb"] in ("收到", "接到", "新收") and reader.requests:
            about = "received_new"
        elif word.kind in ("normative", "rules"):
            about = _OBJECTS[word.kind] if hit["verb"] in ("制发", "制定", "出台", "印发") else None
        if about is None or about in seen:
            continue
        if about == "received_new" and (hit["verb"] in ("办理", "因", "引发", "引起", "被", "提起") or _is_cause(sentence, word)):
            continue
        if about in ("reconsideration", "litigation") and not disclosure:
            continue
        seen.add(about)
        between = sentence.text[hit.end() : word.start]
        scope = _scope(reader, limited or (about == "received_new" and bool(FILLER.sub("", between))))
        yield _made(sentence, hit.start(), end, about, hit["verb"] or "无", scope, words, reader)
    fee = hit["verb"] in ("收取", "产生", "发生", "征收", "有", None) and _FEE.search(clause)
    if fee and "processing_fee" not in seen and disclosure and "行政事业" not in clause and "通知" not in clause:
        yield _made(sentence, hit.start(), end, "processing_fee", hit["verb"] or "无", _scope(reader, limited), words, reader)


def _is_cause(sentence: Sentence, word: Token) -> bool:
    """Whether the request is what a dispute arose from: 因政府信息公开申请引起的行政复议."""
    return re.match(r".{0,8}(?:复议|诉讼)", sentence.text[word.end : word.end + 12]) is not None


def _all_done(sentence: Sentence, words: Sequence[Token], reader: Reader) -> Iterator[Statement]:
    text = sentence.text
    for hit in _ALL.finditer(text):
        if hit["done"] == "回复" or not _SURE.search(hit.group()) or _IN_TIME.search(hit.group()):
            continue
        topics = [word.kind for word in words if word.start < hit.start() and word.kind in _WHOSE]
        counts = [one for one in reader.found if one.role in ("count", "total", "part") and one.text and one.part_of is None]
        if not topics or topics[-1] != "request" or any(one in ("other", "reconsideration", "litigation") for one in topics):
            continue
        last = counts[-1] if counts else None
        whole = last is not None and last.about in ("received_new", "results_total") and last.scope in (None, "own", "organ", "region")
        parts = any(one.role == "part" for one in reader.found)
        if not whole or parts or re.match(r"率|的", text[hit.end() :]):
            continue
        yield _made(sentence, hit.start(), hit.end(), "all_answered", hit.group(), _scope(reader, False), words, reader)


def _scope(reader: Reader, limited: bool) -> Scope | None:
    return "subset" if limited else reader.held.scope


def _made(
    sentence: Sentence, start: int, end: int, about: str, word: str, scope: Scope | None, words: Sequence[Token], reader: Reader
) -> Statement:  # fmt: skip
    period = reader.held.period
    for one in words:
        if one.start < start and one.kind == "year":
            period = int(one.text[:4])
    return Statement(
        sentence.clause(start, end), None, None, about, reader.section, reader.place, scope,
        reader.held.subject if scope in ("organ", "region") else None, period, about != "all_answered", role="none", word=word,
    )  # fmt: skip

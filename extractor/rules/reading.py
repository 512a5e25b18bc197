"""What reading itself met: cells read two ways, rows without a home, sources that give nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..record import Evidence, Finding, SourceInfo, fingerprint
from ..tables.confirm import Doubt
from .catalogue import RULES, Case, Fault, note, rule
from .cells import MOST_NAMED, named

_WHY = {
    "differ": ("两种读法不一致", "two ways of reading it differ"),
    "shifted": ("该行的格子与表头对不齐", "the row's cells do not line up with the header"),
    "header": ("表头认不全，列的归属不能确定", "the header is not whole, so the column is uncertain"),
    "uneven": ("该行的格数与表头不同", "the row has more or fewer cells than its header"),
    "column": ("列的表头不全或认不出，列的归属不能确定", "column labels are missing or unknown, so the column is a guess"),
    "merged": ("一个格子跨了几列", "one cell spans several columns"),
    "apart": ("格内数字之间有空隙，可能是两个数", "the digits stand apart and may be two figures"),
    "order": ("只能按先后次序归位，等式没有证实", "placed by order alone and not confirmed by any sum"),
    "run": ("数字连在一起，不止一种断法", "the figures are run together and can be cut in several ways"),
    "row": ("这一行有数字而认不出行名", "a row with figures whose label is not known"),
}


@rule("R-CONFLICT", "warning", "reading", "读法不一，需要核对", "Read in two ways; to be checked")
def r_conflict(case: Case) -> Iterator[Fault]:
    """某些格有不止一种读法，等式也不能决定。列出各种读法，数值以原件为准。

    依据：按格线读与按文字先后读，两者不同就不能只信一个。
    例：“693665”可以断成 6、93665，也可以断成 69、36、65。
    改：对照原件核对；有条件的换用网页或 DOCX 原文件再读。
    """
    for doubt in _merged([doubt for doubt in case.doubts if doubt.code == "R-CONFLICT"]):
        fields = [case.form.field(one) for one in doubt.fields]
        why, why_en = _WHY[doubt.why]
        readings = " ｜ ".join(one or "（空）" for one in doubt.readings)
        yield Fault(
            f"{named(fields)}：{why}（{readings}），请对照原件。", f"{len(fields)} cells: {why_en}.",
            doubt.fields, evidence=(Evidence(readings, doubt.place),), blame="reading",
        )  # fmt: skip


MOST_ROWS = 3
"""Rows of one table in the same doubt that are told one by one; more are one finding on the table."""


def _merged(doubts: Sequence[Doubt]) -> list[Doubt]:
    """Doubts of one kind in one printed row, or in more than a few rows of one table, as one."""
    rows: dict[tuple[str, str, str], list[Doubt]] = {}
    for doubt in doubts:
        table, row = doubt.fields[0].split(".")[:2]
        rows.setdefault((doubt.why, table, row), []).append(doubt)
    alike = Counter((why, table) for why, table, _ in rows)
    groups: dict[tuple[str, str, str], list[Doubt]] = {}
    for (why, table, row), parts in rows.items():
        many = why != "run" and alike[why, table] > MOST_ROWS
        groups.setdefault((why, table, "" if many else row), []).extend(parts)
    return [_joined(parts) for parts in groups.values()]


def _joined(parts: Sequence[Doubt]) -> Doubt:
    readings = tuple(dict.fromkeys(one for part in parts for one in part.readings))
    shown = readings if len(readings) <= MOST_NAMED else (*readings[:MOST_NAMED], "…")
    fields = tuple(dict.fromkeys(one for part in parts for one in part.fields))
    return Doubt("R-CONFLICT", fields, shown, parts[0].place, parts[0].why)


@rule("R-LOST", "warning", "reading", "有内容没能归位", "Something printed has no place in the record")
def r_lost(case: Case) -> Iterator[Fault]:
    """原件里有一行数字没能归到表格的任何一行，或者某一行的数字断不开，或者表格在而个别格没有读到。

    依据：读不准的宁可留空，不猜。
    例：行名缺失；多印的小计行；整行数字相连而没有一种断法符合等式。
    改：对照原件补填，或换用网页、DOCX 原文件。
    """
    for doubt in case.doubts:
        if doubt.code == "R-LOST":
            why, why_en = _WHY[doubt.why]
            quote = " ".join(doubt.readings)
            yield Fault(
                f"“{quote}”：{why}，没有采用。", f"{quote!r}: {why_en}; not used.", doubt.fields,
                evidence=(Evidence(quote, doubt.place),), blame="reading", what=quote,
            )  # fmt: skip
    told = {one for doubt in case.doubts for one in doubt.fields}
    for table in case.form.tables:
        fields = list(table.fields.values())
        missing = [one for one in fields if case.value(one.id).kind == "missing" and one.id not in told]
        if missing and (len(missing) < len(fields) or table.id in case.printed):
            whole = len(missing) == len(fields)
            how = "印有表格而数字归不到格里" if whole else f"没有读到（{named(missing)}）"
            yield Fault(
                f"表{'一二三四'[int(table.id[1:]) - 1]}有 {len(missing)} 格{how}。",
                f"Table {table.id[1:]}: {len(missing)} cells could not be read.",
                tuple(one.id for one in missing), blame="reading" if whole else "unknown", what=table.id,
            )  # fmt: skip


def remarks_of(case: Case) -> Iterator[tuple[str, Fault]]:
    """The reader's own remarks as faults, each with its code."""
    for remark in case.remarks:
        yield remark.code, Fault(
            remark.message, remark.message_en, evidence=(Evidence("", remark.place),), blame="reading",
            severity=remark.severity, what=remark.message,
        )  # fmt: skip


def unreadable(source: SourceInfo, code: str, message: str, message_en: str) -> Finding:
    """The one finding of a source that gave no document."""
    return Finding(
        code, RULES[code].severity, "violated", "reading", message, message_en,
        fingerprint=fingerprint(code, source.name, None, ()),
    )  # fmt: skip


for _code, _title, _title_en, _doc in (
    ("R-EMPTY", "空文件", "Nothing in the file", "文件没有内容，或者没有一个可见的字。\n\n改：重新导出或下载。"),
    ("R-TYPE", "不能读的类型", "A type that is not read", "文件不是网页、DOCX、PDF 或文本。类型看内容，不看后缀。\n\n改：另存为 DOCX 或 PDF。"),
    ("R-BROKEN", "文件损坏", "A broken file", "文件不完整或结构损坏，打不开。\n\n改：重新下载，或用原软件打开后另存。"),
    ("R-ENCRYPTED", "文件加密", "An encrypted file", "文件设有打开密码。\n\n改：解除密码后再读。"),
    ("R-NOTEXT", "没有文字层", "No text layer", "PDF 的页面是图片，没有文字可读。\n\n改：先做文字识别，或换用原电子文件。"),
    ("R-NOTREPORT", "不是年度报告", "Not an annual report", "没有年报标题、规定的部分和表格。\n\n改：确认文件是否放错。"),
    ("R-LIMIT", "超出上限", "Beyond a limit", "文件的大小、页数、嵌套或展开后的体积超出安全上限。\n\n改：拆分文件，或只留报告部分。"),
    ("R-TIMEOUT", "读取超时", "Timed out", "读取超过了时限。\n\n改：放宽 --timeout 单独再读，或拆分文件。"),
    ("R-CRASH", "读取时出错", "Reading failed", "读取这个文件时程序内部出错，其他文件不受影响。\n\n改：把文件连同版本号报给开发者。"),
    ("R-SEVERAL", "一个文件有几份报告", "Several reports in one file",
     "文件里接连有几份报告，各在自己的标题之下。只读第一份。\n\n改：把每份报告存为单独的文件。"),
    ("R-DUPLICATE", "重复文件", "The same file again", "内容与另一个文件完全相同，只读一次。\n\n改：删去其中一个。"),
):  # fmt: skip
    note(_code, "warning" if _code == "R-DUPLICATE" else "error", _title, _title_en, _doc)

"""One organ's reports over the years: what one carries over must be what the next begins with."""

from __future__ import annotations

from collections.abc import Iterator

from .catalogue import Fault, rule_across_years
from .disclosure import DOCUMENTS, ITEMS
from .entry import Entry, blame
from .series import Series, fault_of

Found = Iterator[tuple[Entry, Fault]]

MOST_TOLD = 6
PENDING = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


def _because(quote: str) -> tuple[str, str]:
    """What a message adds when the report itself explains the break."""
    return (f"；报告说明“{quote}”", "; the report explains it") if quote else ("", "")


@rule_across_years("Y-CARRY", "warning", "arithmetic", "上年结转与上年报告的结转下年度不符", "Carried in differs from last year's carried out")
def y_carry(series: Series) -> Found:
    """本年“上年结转”等于上年报告的“结转下年度继续办理”，总计和各类申请人逐列相等。

    依据：两格是同一批申请（国办公开办函〔2021〕30号表三第二项、第四项）。总计不符作警告；总计相符而分列不符
    （申请人类别重分）作提示；本年报告写明更正、划转、口径等原因的作提示。机关更名的不比。
    例：上年结转下年度 3 件，本年上年结转 0 件。
    改：查上年未办结的申请有没有漏计；上年报告有误的，在本年报告中说明。
    """
    for pair in series.pairs:
        columns = [column.id for column in pair.now.form.table("t3").blocks[0].columns]
        after = {f"t3.carried_in.{one}": f"t3.carried_out.{one}" for one in columns}
        sure = {now: last for now, last in after.items() if now in pair.now.numbers and last in pair.before.numbers}
        off = {now: last for now, last in sure.items() if pair.now.numbers[now] != pair.before.numbers[last]}
        total = "t3.carried_in.total"
        if not off:
            continue
        whole = total in off
        told = {total: off[total]} if whole else off
        now, last = tuple(told), tuple(told.values())
        left, right = pair.now.numbers[now[0]], pair.before.numbers[last[0]]
        quote = pair.explained("carried")
        because, because_en = _because(quote)
        if whole:
            message = f"上年结转 {left} 件，而 {pair.before.year} 年报告的结转下年度继续办理是 {right} 件{because}。"
            message_en = f"{left} requests carried in, but the report on {pair.before.year} carries out {right}{because_en}."
        else:
            names = "、".join(pair.now.form.field(one).column.short for one in now[:MOST_TOLD])
            message = f"上年结转的总计与 {pair.before.year} 年报告相符，而 {names} 与其结转下年度不符{because}。"
            message_en = f"The total carried in agrees with the report on {pair.before.year}, {len(now)} columns do not{because_en}."
        yield pair.now.entry, fault_of(
            pair.now, now, [pair.before.other(*last)], message, message_en, left=left, right=right,
            severity=None if whole and not quote else "info", blame=blame((pair.now, now), (pair.before, last)),
        )  # fmt: skip


@rule_across_years("Y-STOCK", "warning", "arithmetic", "现行有效件数接不上", "The stock of documents does not follow from last year's")
def y_stock(series: Series) -> Found:
    """现行有效 = 上年报告的现行有效 + 本年制发 − 本年废止，规章和行政规范性文件分别计算（2021 版）。

    依据：由三个表头直接得出。清理、修改、到期失效都会使它不等，报告里写明的（如“以本年度报告为准”）作提示。
    例：上年有效 20，本年制发 3、废止 1，现行有效却是 15。
    改：核对三个数；因清理或失效减少的，计入本年废止，或在报告中说明。
    """
    for pair in series.pairs:
        for row in DOCUMENTS:
            stock, issued, repealed = (f"t2.{row}.{one}" for one in ("in_force", "issued", "repealed"))
            fields = (stock, issued, repealed)
            if stock not in pair.before.numbers or any(one not in pair.now.numbers for one in fields):
                continue
            before, now = pair.before.numbers[stock], pair.now.numbers
            due = before + now[issued] - now[repealed]
            if now[stock] == due:
                continue
            quote = pair.explained("stock")
            because, because_en = _because(quote)
            label = pair.now.form.field(stock).row.label
            yield pair.now.entry, fault_of(
                pair.now, fields, [pair.before.other(stock)],
                f"“{label}”{pair.before.year} 年报告现行有效 {before}，加本年制发 {now[issued]}、减废止 {now[repealed]} 应为 {due}，"
                f"而本年印为 {now[stock]}{because}。",
                f"{row}: {before} in force in {pair.before.year}, {now[issued]} issued, {now[repealed]} repealed make {due}, "
                f"not {now[stock]}{because_en}.",
                left=now[stock], right=due, severity="info" if quote else None,
                blame=blame((pair.now, fields), (pair.before, (stock,))),
            )  # fmt: skip


@rule_across_years("Y-2019", "warning", "arithmetic", "2019 版：上一年项目数量接不上", "2019 form: last year's number of items does not follow")
def y_2019(series: Series) -> Found:
    """本年“上一年项目数量” = 上年报告的“上一年项目数量” + “本年增/减”，各行分别计算（2019 版）。

    依据：由表头直接得出。机构改革、事项取消或下放会使它不等，报告里写明的作提示。
    例：2019 年报告行政许可 40、增减 +2，2020 年报告上一年项目数量印为 40。
    改：核对上年底的项目数量。
    """
    for pair in series.pairs:
        if pair.now.form.edition != "2019" or pair.before.form.edition != "2019":
            continue
        off: dict[str, int | float] = {}
        for row in ITEMS:
            items, change = f"t2.{row}.items_prev", f"t2.{row}.items_change"
            if pair.both(items) and change in pair.before.numbers:
                due = pair.before.numbers[items] + pair.before.numbers[change]
                if due != pair.now.numbers[items]:
                    off[items] = due
        if not off:
            continue
        fields = tuple(off)
        last = tuple(one for items in off for one in (items, items.replace("items_prev", "items_change")))
        quote = pair.explained("items")
        because, because_en = _because(quote)
        told = "、".join(f"{pair.now.form.field(one).row.label}应为 {due} 而印为 {pair.now.raw(one)}" for one, due in off.items())
        yield pair.now.entry, fault_of(
            pair.now, fields, [pair.before.other(*last)], f"上一年项目数量与 {pair.before.year} 年报告接不上：{told}{because}。",
            f"The items of last year do not follow from the report on {pair.before.year} in {len(off)} rows{because_en}.",
            left=pair.now.numbers[fields[0]], right=off[fields[0]], severity="info" if quote else None,
            blame=blame((pair.now, fields), (pair.before, last)),
        )  # fmt: skip


@rule_across_years("Y-PEND", "info", "expert", "上年尚未审结多于本年总计", "More cases pending last year than in this year's total")
def y_pending(series: Series) -> Found:
    """表四某组上年“尚未审结”多于本年“总计”：未审结的案件本年应当还在。

    依据：未审结的案件要么本年审结，要么仍未审结。按立案年度统计的地方不适用，所以只作提示。
    例：上年复议后起诉尚未审结 4，本年该组总计 1。
    改：核对跨年案件的计法。
    """
    for pair in series.pairs:
        for group in PENDING:
            pending, total = f"t4.{group}.pending", f"t4.{group}.total"
            if pending not in pair.before.numbers or total not in pair.now.numbers:
                continue
            before, now = pair.before.numbers[pending], pair.now.numbers[total]
            if before > now:
                yield pair.now.entry, fault_of(
                    pair.now, (total,), [pair.before.other(pending)],
                    f"“{pair.now.form.field(total).short}”为 {now}，而 {pair.before.year} 年报告尚未审结的就有 {before}。",
                    f"A total of {now}, yet {before} cases were pending in {pair.before.year}.", left=now, right=before,
                    blame=blame((pair.now, (total,)), (pair.before, (pending,))),
                )  # fmt: skip

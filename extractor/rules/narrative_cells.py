"""The narrative held against table 2, and plain contradictions: nothing said of what the tables hold."""

from __future__ import annotations

from collections.abc import Iterator

from ..patterns import lazy_re
from ..prose.figures import yuan
from ..record import Statement
from .catalogue import Case, Fault, rule
from .claims import DISPUTES, Span, blame, dispute, own, quote, rows, shown, span, sure
from .narrative import nothing_entered, number_of

DOCUMENTS = ("normative_documents", "rules")
DECISIONS = ("licensing", "penalty", "compulsion")
CENT = 0.0051
"""万元 by which a rounded amount may differ."""
TEN_THOUSAND = 10_000
_PLAINLY = lazy_re(r"办结|办理完|(?:全部|均已|都已|已均)答复")
"""All done; 均已按时答复 may speak of those that fell due."""
_NAMES = {
    "issued": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数", "made_new": "本年新制作数量",
    "disclosed_new": "本年新公开数量", "decisions": "处理决定数量",
}  # fmt: skip


def fields_about(case: Case, about: str) -> list[str]:
    """The cells of table 2 that a statement may mean; empty where the form has none."""
    there = case.report.values
    for name in DOCUMENTS:
        if about.startswith(f"{name}_"):
            column = about.removeprefix(f"{name}_")
            columns = (column, "made_new", "disclosed_new") if column == "issued" else (column,)
            return [one for one in (f"t2.{name}.{column}" for column in columns) if one in there]
    return [one for one in (f"t2.{about}.decisions",) if about in DECISIONS and one in there]


@rule(
    "N-T2", "warning", "form", "文字所说的文件、许可、处罚、收费数与表二不符",
    "The text's figures of documents, decisions or fees are not those of table 2",
)  # fmt: skip
def n_table2(case: Case) -> Iterator[Fault]:
    """文字里规章、行政规范性文件的制发、废止、现行有效件数，许可、处罚、强制的处理决定数量，行政事业性收费金额，与表二不同。

    收费金额按单位换算后比较；相差一万倍的，多半是元与万元混淆。
    不适用：公开、备案、审查、解读的件数，许可事项数，公示条数，全区或其他单位的、其他年份的数，约数，计划数；
    表二对应格不是数字或读法不一。

    依据：表二各栏的定义（国办公开办函〔2021〕30号）。
    例：文中“制发行政规范性文件3件”，表二本年制发件数为 5。
    改：核对文字与表二，信息处理费不要与行政事业性收费混淆。
    """
    groups: dict[str, list[tuple[Statement, bool, Span]]] = {}
    for one in case.report.statements:
        number = number_of(one)
        fields = fields_about(case, one.about or "")
        if number is None or not fields or one.role not in ("count", "total", "none") or not own(case, one):
            continue
        spans = [span(case, field) for field in fields]
        groups.setdefault(one.about or "", []).append((one, any(way.allows(number) for way in spans), spans[0]))
    for about, found in groups.items():
        if any(allowed for _, allowed, _ in found):
            continue
        for number in dict.fromkeys(number_of(one) for one, _, _ in found):
            alike = [one for one, _, _ in found if number_of(one) == number]
            way = found[0][2]
            field = case.form.field(way.fields[0])
            column = _NAMES.get(field.column.id, field.column.label)
            yield Fault(
                f"文中说“{alike[0].text}”，表二“{field.row.label}”{column}为 {shown(way.exact)}。",
                f"The text says {shown(number)}, table 2 {shown(way.exact)} ({field.en}).",
                way.fields, number, way.exact, quote(alike), blame=blame(case, way.fields), what=f"{about}={shown(number)}",
            )  # fmt: skip
    yield from _fees(case)


def _fees(case: Case) -> Iterator[Fault]:
    field = "t2.fees.amount"
    if field not in case.report.values or (cell := span(case, field).exact) is None:
        return
    for one in case.report.statements:
        amount = None if one.number is None else yuan(one.number, one.unit)
        if one.about != "fees" or amount is None or not own(case, one) or abs(amount / TEN_THOUSAND - cell) <= CENT:
            continue
        if amount and abs(amount - cell) <= CENT:
            continue  # yuan in a cell of 万元: told by T2-UNIT
        mixed = amount and abs(amount / TEN_THOUSAND**2 - cell) <= CENT
        hint = "，两者相差一万倍，疑把元与万元混淆" if mixed else ""
        yield Fault(
            f"文中说“{one.text}”，表二行政事业性收费为 {shown(cell)} 万元{hint}。",
            f"The text says {amount:g} yuan, table 2 {shown(cell)} (10,000 yuan).",
            (field,), amount / TEN_THOUSAND, cell, quote((one,)), blame=blame(case, (field,)), what=f"fees={amount:g}",
        )  # fmt: skip


@rule("N-CONTRA", "error", "form", "文字说没有，表里或别处有", "The text denies what the tables or the text itself hold")
def n_contradiction(case: Case) -> Iterator[Fault]:
    """文字说“全部办结、均已答复”而结转下年度不为 0；说没有复议、诉讼而表四不为 0；说未收取信息处理费而文中另有收费金额。

    不适用：否认的只是其中一种（未发生败诉、未发生因答复不当引起的）；“均在法定期限内答复”；文中已写明结转件数；
    表中对应格空白、缺失或读法不一；其他年份、其他单位。

    依据：同一份报告不能既无又有。
    例：文中“未发生行政复议、行政诉讼”，表四行政复议总计为 1。
    改：以实际发生数为准，改文字或改表。
    """
    said = [one for one in case.report.statements if own(case, one) and sure(one)]
    told = {one.about for one in case.report.statements if one.number}
    for about, name in (("reconsideration", "行政复议"), ("litigation", "行政诉讼")):
        denied = [one for one in said if one.about == about and one.negated]
        cells = [cell for cell in (dispute(case, field) for field in DISPUTES[about][0]) if cell.low > 0]
        if denied and cells:
            fields = tuple(field for cell in cells for field in cell.fields)
            count = sum(cell.low for cell in cells)
            yield Fault(
                f"文中说“{denied[0].text}”，表四{name}总计为 {shown(count)}。",
                f"The text denies any {about}; table 4 has {shown(count)}.",
                fields, 0, count, quote(denied[:3]), blame=blame(case, fields), what=about,
            )  # fmt: skip
    done = [one for one in said if one.about == "all_answered"]
    ways = list(rows(case, "carried_out"))
    left = ways[0]
    if done and all(way.exact for way in ways) and "carried_out" not in told:
        yield Fault(
            f"文中说“{done[0].text}”，表三结转下年度继续办理为 {shown(left.exact)} 件。",
            f"The text says that all were answered; table 3 carries {shown(left.exact)} out.",
            left.fields, 0, left.exact, quote(done[:3]), blame=blame(case, left.fields), what="all_answered",
            severity=None if any(_PLAINLY.search(one.text) for one in done) else "warning",
        )  # fmt: skip
    for about, name in (("processing_fee", "信息处理费"), ("fee_notices", "收费通知")):
        denied = [one for one in said if one.about == about and one.negated]
        stated = [one for one in said if one.about == about and one.number and not one.negated]
        if denied and stated:
            yield Fault(
                f"文中一处说“{denied[0].text}”，另一处说“{stated[0].text}”，{name}前后矛盾。",
                f"The text denies and states the same ({about}).",
                left=0, right=stated[0].number, evidence=quote((denied[0], stated[0])), what=about,
            )  # fmt: skip


@rule("T3-EMPTY", "error", "form", "表三没有填报", "Table 3 is not filled in")
def t3_empty(case: Case) -> Iterator[Fault]:
    """表三整表空白；或者各格都是 0，而文字说收到或办结了申请。

    不适用：没有找到表三（S-TABLEMISS）、读法不一；文字说的是全区、其他单位或其他年份的数。

    依据：第三部分规定以表格逐格填报，没有的填 0。
    例：文中“共收到政府信息公开申请12件”，表三全部为 0。
    改：按台账填表。
    """
    fields = [field.id for field in case.form.table("t3").fields.values()]
    values = [case.value(one) for one in fields]
    if any(one.reading == "conflict" or one.kind == "missing" for one in values):
        return
    if all(one.kind == "blank" for one in values):
        yield Fault(
            f"表三 {len(fields)} 格全部空白，没有填报。", "Table 3 is blank throughout.", tuple(fields),
            blame=blame(case, fields), what="blank",
        )  # fmt: skip
        return
    if not nothing_entered(case):
        return
    told = [
        one for one in case.report.statements
        if one.about in ("received_new", "results_total") and one.number and one.role in ("count", "total") and own(case, one)
    ]  # fmt: skip
    if told:
        named = ("t3.received_new.total", "t3.results_total.total")
        yield Fault(
            f"文中说“{told[0].text}”，表三却没有一格不是 0。",
            f"The text tells of {shown(told[0].number)} requests; table 3 holds nothing but zeros.",
            named, told[0].number, 0, quote(told[:3]), blame=blame(case, named), what="zeros",
            severity=None if any(sure(one) for one in told) else "warning",
        )  # fmt: skip

"""Table 2: rules of organs that may make none, too many normative documents, a fee in the wrong unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..patterns import lazy_re
from ..record import Evidence, Suggestion
from ..text import fold_each
from .arithmetic import blame_of
from .bounds import sure
from .catalogue import Case, Fault, rule
from .powers import may_make_rules, told_by

FEE = "t2.fees.amount"
YUAN = 10_000
"""Yuan in one 万元."""
FRESH = {"town": 10, "department": 15}
"""As many documents, all of this year and none from before, are more likely ordinary papers than normative ones."""
MOST_ISSUED = {"town": 20, "county department": 50}
"""More normative documents in one year are not to be expected of such an organ."""


@rule("T2-RULE", "warning", "law", "表二：没有规章制定权而填了规章", "Table 2: rules by an organ that may not make any")
def t2_rules(case: Case) -> Iterator[Fault]:
    """县级以下政府、乡镇街道和地方政府部门没有规章制定权，“规章”一行应为 0。

    依据：《立法法》：国务院部门，省级政府，设区的市、自治州的政府可以制定规章。名称看不出级别的、开发区
    和垂直管理机构不判断；另有规定的机关写进配置的 rule_makers。2019 版只有公开数量的只作提示。
    例：某镇规章现行有效 6 件。
    改：把本机关的文件计入“行政规范性文件”；上级的规章不计。
    """
    fields = tuple(one.id for one in case.form.table("t2").fields.values() if one.row.id == "rules")
    filled = tuple(one for one in fields if sure(case, (one,)) and case.numbers[one] > 0)
    if not filled or may_make_rules(case.report.organ, case.profile.rule_makers) is not False:
        return
    shown = "、".join(f"{case.form.field(one).column.label} {case.value(one).raw}" for one in filled)
    mild = all(".disclosed_" in one for one in filled)
    yield Fault(
        f"{case.report.organ}没有规章制定权，“规章”一行却填了数（{shown}）。",
        "The organ has no power to make rules, yet its row of rules is not 0.",
        filled, case.numbers[filled[0]], 0, (Evidence(shown, case.value(filled[0]).place),),
        blame=blame_of(case, filled), severity="info" if mild else None,
    )  # fmt: skip


@rule("T2-NORM", "warning", "expert", "表二：行政规范性文件过多", "Table 2: implausibly many normative documents")
def t2_normative(case: Case) -> Iterator[Fault]:
    """乡镇、街道或部门的行政规范性文件多得不像，可能把普通公文也计入了。

    依据：内部制度、人事任免、工作计划、会议纪要、批复等不是行政规范性文件。两种情形提示：一是本年制发的
    就是现行有效的全部、以前一件也没有，且乡镇街道满 10 件、部门满 15 件；二是一年制发乡镇街道满 20 件、
    县级部门满 50 件。新成立的机关可能属于第一种。政府不判断。
    例：某乡“制发文件 18 件”，表二填 18、0、18；2019 版填 30、30、30。
    改：与司法行政部门核对，只计经合法性审核、统一登记编号的行政规范性文件。
    """
    row = "t2.normative_documents."
    columns = ("issued", "repealed", "in_force") if case.form.edition != "2019" else (
        "made_new", "disclosed_new", "disclosed_total"
    )  # fmt: skip
    fields = tuple(row + one for one in columns)
    if any(one not in case.report.values for one in fields) or not sure(case, fields):
        return
    made, middle, stock = (case.numbers[one] for one in fields)
    fresh = stock == made and middle == (0 if columns[1] == "repealed" else made)
    who = _kind(case)
    much, many = FRESH.get(who.rpartition(" ")[2]), MOST_ISSUED.get(who)
    if fresh and much is not None and made >= much:
        why, why_en = f"本年的 {made} 件就是全部，以前一件也没有", f"all {made} of them are of this year"
    elif many is not None and made >= many:
        why, why_en = f"一年 {made} 件", f"{made} in one year"
    else:
        return
    quote = " ".join(case.value(one).raw for one in fields)
    yield Fault(
        f"行政规范性文件{why}，可能把普通公文也计入了。", f"Normative documents: {why_en}; ordinary papers may be counted.",
        fields, made, many if many is not None and made >= many else much, (Evidence(quote, case.value(fields[0]).place),),
        blame=blame_of(case, fields),
    )  # fmt: skip


def _kind(case: Case) -> str:
    """town, county department, department; empty for others."""
    if case.report.kind == "town":
        return "town"
    if case.report.kind != "department":
        return ""
    return "county department" if told_by(case.report.organ or "").level == "county" else "department"


_FEE_IN_PROSE = lazy_re(
    r"(?:行政事业性收费|收费金额|收费总金额)[^。；;0-9]{0,16}(?P<amount>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万元|元)"
)


@rule("T2-UNIT", "warning", "form", "表二：收费金额疑似填成了元", "Table 2: the fee may be in yuan")
def t2_unit(case: Case) -> Iterator[Fault]:
    """行政事业性收费以万元为单位，而格里印着“元”，或者与正文、与本机关其他年度相差一万倍。

    依据：表头“本年收费金额（单位：万元）”。信息处理费另计，不在此比。与其他年度相差一万倍（三千至三万倍）
    的，提示金额大的那一年。
    例：格里填 35600，正文写“行政事业性收费 35600 元”；上年 3.2，本年 33500。
    改：金额除以一万后填报。
    """
    if FEE not in case.report.values or not sure(case, (FEE,)) or case.numbers[FEE] <= 0:
        return
    amount, value = case.numbers[FEE], case.value(FEE)
    printed = fold_each(value.raw)
    if re.search(r"\d\s*元", printed):
        yield _in_yuan(case, f"格内印的单位是元（{value.raw}）", "its cell says yuan", value.raw)
        return
    for part in ("s1", "s2", "s6", "preface"):
        for hit in _FEE_IN_PROSE.finditer(fold_each(case.report.text_of(part))):
            if "信息处理费" in hit.group():
                continue
            told = float(hit["amount"].replace(",", "")) * (YUAN if hit["unit"] == "万元" else 1)
            if told > 0 and abs(told - amount) < 0.005:
                yield _in_yuan(case, f"正文写的是“{hit.group()}”", "the prose gives the same figure in yuan", hit.group())
                return


def _in_yuan(case: Case, why: str, why_en: str, quote: str) -> Fault:
    better = round(case.numbers[FEE] / YUAN, 6)
    better = int(better) if float(better).is_integer() else better
    return Fault(
        f"收费金额印为 {case.value(FEE).raw}，{why}，而表头单位是万元，应为 {better}。",
        f"The fee is {case.numbers[FEE]}, and {why_en}; in 万元 it is {better}.",
        (FEE,), case.numbers[FEE], better, (Evidence(quote, case.value(FEE).place),), Suggestion(FEE, better),
        blame=blame_of(case, (FEE,)),
    )  # fmt: skip

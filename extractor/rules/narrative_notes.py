"""Notes that explain a figure, and what the narrative passes over in silence."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..form import Form
from ..prose import Note, notes_of
from ..record import Evidence
from .catalogue import Case, Fault, rule
from .claims import own, quote, shown, span

_STEMS = {
    "received_new": ("requests",), "results_total": ("requests",), "carried_in": ("carried_in", "requests"),
    "carried_out": ("carried_out", "requests"), "litigation_direct": ("litigation",),
    "litigation_after_reconsideration": ("litigation",),
}  # fmt: skip


def _stems(field: str) -> frozenset[str]:
    table, row, _ = field.split(".")
    own_stems = _STEMS.get(row, ("requests",) if table == "t3" else ())
    return frozenset({row, *own_stems})


def explained(case: Case, fields: Sequence[str], notes: Sequence[Note] | None = None) -> Evidence | None:
    """The note printed in the report that explains these cells, as evidence; None when there is none.

    A note explains a cell when it names its row (规范性文件, 结转, 复议), stands in the cell itself (其中修订16件), or names nothing
    and stands in the section of the cell's table. ``notes`` saves looking for them again.
    """
    for field in fields:
        value = case.report.values.get(field)
        if value is not None and value.note:
            return Evidence(value.note, value.place)
    stems = {stem for field in fields for stem in _stems(field)}
    sections = {f"s{field[1]}" for field in fields}
    for one in notes_of(case.report.preface, case.report.sections) if notes is None else notes:
        if one.about & stems or (not one.about and one.section in sections):
            return Evidence(one.text, one.place)
    return None


def softened(case: Case, fault: Fault) -> Fault:
    """The fault as info with the note that explains its cells; as it is when none does."""
    note = explained(case, fault.fields) if fault.fields else None
    if note is None:
        return fault
    return replace(fault, severity="info", evidence=(*fault.evidence, note))


@functools.cache
def _rows(form: Form) -> dict[str, list[str]]:
    """The fields of a form by the id of their row."""
    rows: dict[str, list[str]] = {}
    for field in form.fields():
        rows.setdefault(field.row.id, []).append(field.id)
    return rows


@rule("N-AUDIT", "info", "local", "报告对数字作了说明", "A note explains a figure")
def n_audit(case: Case) -> Iterator[Fault]:
    """报告里有说明数字调整、更正或口径的话，与它解释的格一并列出；因它而不符的跨年核对按提示处理。

    不适用：第五部分谈问题时的泛泛之词；没有点明规章、规范性文件、结转、复议等对象的说明。

    依据：对外公布的数字调整后应有说明，读者据此判断。
    例：“行政规范性文件现行有效件数根据清理结果进行了调整，以本年度报告为准”。
    改：不必改；留意说明与表中数字一致。
    """
    rows = _rows(case.form)
    for number, one in enumerate(notes_of(case.report.preface, case.report.sections)):
        names = {"litigation_direct": "litigation", "litigation_after_reconsideration": "litigation", "received_new": "requests"}
        fields = tuple(
            ids[-1] if ids[-1].startswith(("t3", "t4")) else field
            for row, ids in rows.items() if names.get(row, row) in one.about
            for field in (ids if ids[-1].startswith("t2") else ids[-1:])
        )  # fmt: skip
        if fields:
            yield Fault(
                f"报告对数字作了说明：“{one.text.rstrip(chr(12290))}”。", "The report explains a figure.", fields,
                evidence=(Evidence(one.text, one.place),), what=f"{one.section}:{number}",
            )  # fmt: skip


@rule("N-CARRYSILENT", "info", "expert", "有结转而文字没有提到", "Requests were carried over, and the text passes over it")
def n_carry_silent(case: Case) -> Iterator[Fault]:
    """上年结转或结转下年度不为 0，文字只说未收到申请，没有提结转的如何办理。

    不适用：文字提到结转或办结件数；该格空白、缺失或读法不一。

    依据：依申请公开情况应包括上年结转申请的办理。
    例：上年结转 1 件、本年以“其他”办结，文中只写“未收到申请”。
    改：补一句上年结转件的办理情况。
    """
    said = case.report.statements
    denied = [one for one in said if one.about == "received_new" and one.negated and (own(case, one) or one.scope == "subset")]
    if not denied or any(one.about in ("carried_in", "carried_out", "results_total") for one in said):
        return
    cells = [cell for cell in (span(case, f"t3.{row}.total") for row in ("carried_in", "carried_out")) if cell.exact]
    if cells:
        fields = tuple(field for cell in cells for field in cell.fields)
        told = "、".join(f"“{case.form.field(field).row.short}”{shown(cell.exact)} 件" for cell, field in zip(cells, fields, strict=True))
        yield Fault(
            f"文中只说“{denied[0].text}”，而表三{told}。", "Requests were carried over; the text only says that none came in.",
            fields, evidence=quote(denied[:1]),
        )  # fmt: skip

"""From broken identities to the one cell that explains them all, and the figure that would mend it.

Of table 3's cells every one lies under its own set of identities, so a single wrong figure leaves a
pattern that names it. Two wrong figures may not; then nothing is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..form import Form, Identity


@dataclass(frozen=True, slots=True)
class Mend:
    """The cell and figure that make every identity of a table hold, or a hint where no one cell does."""

    field: str = ""
    value: int | float = 0
    hint: str = ""
    hint_en: str = ""


def residual(identity: Identity, numbers: Mapping[str, int | float]) -> int | float:
    """Left side less right side; 0 when the identity holds. Floats are compared to a millionth."""
    number = numbers.__getitem__
    difference = sum(map(number, identity.left)) - sum(map(number, identity.right))
    return 0 if abs(difference) < 1e-6 else difference


def locate(numbers: Mapping[str, int | float], form: Form, table: str) -> Mend | None:
    """What explains every broken identity of a table at once; None when none is broken or nothing does."""
    whole = [one for one in form.table(table).identities if all(name in numbers for name in (*one.left, *one.right))]
    broken = {one: residual(one, numbers) for one in whole}
    broken = {one: by for one, by in broken.items() if by != 0}
    if not broken:
        return None
    mends = list(_single_cells(broken, whole, numbers))
    if len(mends) == 1:
        return mends[0]
    return None if mends else _pattern(broken)


def _single_cells(
    broken: dict[Identity, int | float], whole: list[Identity], numbers: Mapping[str, int | float]
) -> list[Mend]:
    """Every cell whose change by one amount mends each broken identity and breaks no other."""
    common = set.intersection(*({*one.left, *one.right} for one in broken))
    found = []
    for name in sorted(common):
        touched = [one for one in whole if name in one.left or name in one.right]
        if len(touched) != len(broken) or len(touched) < 2:
            continue
        changes = {round(-broken[one] if name in one.left else broken[one], 6) for one in touched if one in broken}
        if len(changes) == 1:
            better = round(numbers[name] + changes.pop(), 6)
            better = int(better) if float(better).is_integer() else better
            if better >= 0:
                found.append(Mend(name, better))
    return found


def _pattern(broken: dict[Identity, int | float]) -> Mend | None:
    """What two or more residuals say together: a figure in the neighbouring column, or a row left out."""
    columns = [(one, by) for one, by in broken.items() if one.code == "T3-SUM"]
    others = [one for one in broken if one.code != "T3-SUM"]
    if len(columns) == 2 and columns[0][1] == -columns[1][1] and not others:
        names = "、".join(f"“{one.axis.label}”" for one, _ in columns)
        return Mend(
            hint=f"{names}两列差额相等、方向相反，疑为同一行的数字填错了列",
            hint_en="two columns are off by the same amount in opposite directions: a figure may stand in the wrong column",
        )
    if len(columns) >= 2 and not others and _adds_up(columns):
        return Mend(
            hint="各列差额自成一行（分列之和等于总计列），疑漏了一行办理结果",
            hint_en="the differences form a row of their own: a row of outcomes may be missing",
        )
    return None


def _adds_up(columns: list[tuple[Identity, int | float]]) -> bool:
    total = sum(by for one, by in columns if one.axis.role == "sum")
    return total != 0 and total == sum(by for one, by in columns if one.axis.role != "sum")

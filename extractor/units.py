"""The units of a region from a small CSV file: region, unit, role."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from .encoding import decode
from .errors import UnitsError
from .rules.series import Role, Unit

_ROLES: dict[str, Role] = {
    "own": "own", "本级": "own", "本机关": "own", "department": "department", "部门": "department", "lower": "lower", "下级": "lower",
    "下级政府": "lower", "": "department",
}  # fmt: skip
_HEADINGS = frozenset({"region", "地区", "区域", "行政区"})


def read_units(path: str | Path) -> tuple[Unit, ...]:
    """The units that a CSV file names, a line each: ``region,unit,role``.

    ``region`` is the government (青川湾市云岭区人民政府) or its place, ``unit`` an organ as its report names it,
    ``role`` own, department or lower (本级, 部门, 下级; empty for department). A first line with headings and blank
    lines are passed over. UTF-8 and GB18030 are both read. Raises UnitsError, which names the line, and OSError.
    """
    text, _ = decode(Path(path).read_bytes())
    units: list[Unit] = []
    for number, row in enumerate(csv.reader(io.StringIO(text)), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0].lower() in _HEADINGS):
            continue
        region, name, role = (*cells, "", "", "")[:3]
        if not region or not name:
            raise UnitsError(f"{path} 第 {number} 行：应为“地区,单位,角色”三列；请补上地区和单位。")
        if role.lower() not in _ROLES:
            raise UnitsError(f"{path} 第 {number} 行：不认识的角色“{role}”；请用 own（本级）、department（部门）或 lower（下级）。")
        units.append(Unit(region, name, _ROLES[role.lower()]))
    return tuple(units)

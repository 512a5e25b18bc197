"""A report as a frame: every field once, and nothing that is not a number counted as one."""

import math
from typing import Any

from handmade import report, unread, value

from extractor.frame import COLUMNS
from extractor.record import MISSING, Value


def test_a_row_a_field_with_its_path() -> None:
    frame = report().to_frame()
    assert tuple(frame.columns) == COLUMNS and len(frame) == 200
    row = frame.set_index("field").loc["t3.denied_state_secret.total"]
    assert row["path"] == "三、（三）不予公开/1.属于国家秘密 | 总计"
    assert (row["organ"], row["year"], row["page"]) == ("青川湾市云岭区发展和改革局", 2023, 3)


def test_what_is_no_number_is_nan_and_its_kind_says_what_it_is() -> None:
    cells = {
        "t2.rules.issued": Value(None, "无", "none"), "t2.rules.repealed": Value(None, "", "blank"),
        "t2.rules.in_force": MISSING, "t2.fees.amount": value(12.5),
    }  # fmt: skip
    frame: Any = report(cells).to_frame().set_index("field")
    assert [frame.loc[name, "kind"] for name in cells] == ["none", "blank", "missing", "number"]
    assert all(math.isnan(frame.loc[name, "value"]) for name in list(cells)[:3])
    assert frame.loc["t2.rules.issued", "raw"] == "无"
    assert frame["value"].sum() == 12.5 + 3 * (3 + 2 + 5)


def test_sums_by_table_are_a_line_of_pandas() -> None:
    frame = report().to_frame()
    totals = frame[frame["field"].str.endswith(".total")].set_index("field")["value"]
    assert totals["t3.received_new.total"] == 5 and totals["t3.carried_out.total"] == 0


def test_other_forms_and_reports_that_could_not_be_read_have_the_same_columns() -> None:
    assert len(report(edition="2019").to_frame()) == 198
    assert len(report(variant="23-row").to_frame()) == 186
    frame = unread().to_frame()
    assert tuple(frame.columns) == COLUMNS and set(frame["kind"]) == {"missing"}
    assert frame["year"].isna().all() and frame["value"].isna().all()


def test_a_field_that_the_form_lacks_is_there_without_a_path() -> None:
    frame = report({"t9.some.thing": value(3)}).to_frame().set_index("field")
    assert frame.loc["t9.some.thing", "path"] == "" and frame.loc["t9.some.thing", "value"] == 3

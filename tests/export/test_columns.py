"""Columns for reports of several forms side by side."""

from extractor.export.columns import columns_of, details_of, label_of
from extractor.form import load

NEW, OLD, SHORT = load("2021"), load("2019"), load("2021", "23-row")


def test_one_form_gives_its_fields_in_printed_order() -> None:
    assert [column.id for column in columns_of([NEW])] == [field.id for field in NEW.fields()]


def test_several_forms_give_each_field_once_and_table_by_table() -> None:
    ids = [column.id for column in columns_of([OLD, SHORT, NEW])]
    assert len(ids) == len(set(ids))
    assert set(ids) == {field.id for form in (NEW, OLD, SHORT) for field in form.fields()}
    assert [name[:2] for name in ids] == sorted(name[:2] for name in ids)


def test_rows_of_other_forms_stand_beside_the_rows_they_replace() -> None:
    ids = [column.id for column in columns_of([NEW, SHORT])]
    at = ids.index("t3.other_handling.natural_person")
    assert ids[at - 1] == "t3.not_processed_confirmation.total"
    assert ids[at + 7] == "t3.other_correction_overdue.natural_person"


def test_labels_are_unique_and_name_the_older_edition_where_both_occur() -> None:
    both = columns_of([NEW, OLD])
    labels = {column.id: column.label for column in both}
    assert len(set(labels.values())) == len(labels)
    assert labels["t2.rules.issued"] == "规章·制发"
    assert labels["t2.rules.made_new"] == "规章·新制作〔2019〕"
    assert labels["t3.other_handling.total"].endswith("〔2019〕")
    alone = {column.id: column.label for column in columns_of([OLD])}
    assert alone["t2.rules.made_new"] == "规章·新制作"


def test_money_says_its_unit() -> None:
    assert label_of(NEW.field("t2.fees.amount")) == "行政事业性收费·收费金额（万元）"
    assert label_of(OLD.field("t2.procurement.amount")) == "集中采购·采购金额（元或万元）"
    assert "件" not in label_of(NEW.field("t3.received_new.total"))


def test_ids_that_no_form_has_come_last() -> None:
    last = columns_of([NEW], {"t9.b.c", "t2.rules.issued", "t9.a.c"})[-2:]
    assert [(column.id, column.label, column.field) for column in last] == [("t9.a.c",) * 2 + (None,), ("t9.b.c",) * 2 + (None,)]


def test_what_a_total_sums_up_is_its_detail() -> None:
    details = details_of(columns_of([NEW]))
    assert details["t3.disclosed.natural_person"] == "t3.disclosed.total"
    assert details["t4.litigation_direct.pending"] == "t4.litigation_direct.total"
    assert "t3.disclosed.total" not in details and "t2.rules.issued" not in details
    assert len(details) == 25 * 6 + 3 * 4

"""The forms as issued, and a loader that refuses a broken one and says where it is broken."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest

from extractor.errors import FormError, UnknownEdition
from extractor.form import KINDS, ROLES, editions, load
from extractor.form_toml import parse

PRINTED = {("2021", None): (200, 10, 175, 15), ("2021", "23-row"): (186, 10, 161, 15), ("2019", None): (198, 22, 161, 15)}


def text_of(edition: str = "2021") -> str:
    return (resources.files("extractor") / "forms" / f"{edition}.toml").read_text(encoding="utf-8")


def line_of(text: str, words: str, nth: int = 1) -> int:
    numbers = [number for number, line in enumerate(text.split("\n"), 1) if words in line]
    return numbers[nth - 1]


@pytest.mark.parametrize(("which", "counts"), PRINTED.items())
def test_each_form_has_the_cells_that_its_notice_prints(
    which: tuple[str, str | None], counts: tuple[int, ...]
) -> None:
    form = load(*which)
    per_table = Counter(field.table for field in form.fields())
    assert (len(form.fields()), per_table["t2"], per_table["t3"], per_table["t4"]) == counts


@pytest.mark.parametrize(("which", "rows"), [(("2021", None), 25), (("2021", "23-row"), 23), (("2019", None), 23)])
def test_table_3_lies_under_a_sum_a_row_and_two_a_column_and_table_4_under_three(
    which: tuple[str, str | None], rows: int
) -> None:
    by_code = Counter(identity.code for identity in load(*which).identities())
    assert by_code == {"T3-ROW": rows, "T3-SUM": 7, "T3-BAL": 7, "T4-SUM": 3}


def test_the_outcomes_that_add_up_to_the_total_are_21_rows_and_19_in_the_older_form() -> None:
    sums = {edition: [one for one in load(edition).identities() if one.code == "T3-SUM"] for edition in ("2021", "2019")}
    assert {len(one.right) for one in sums["2021"]} == {21}
    assert {len(one.right) for one in sums["2019"]} == {19}
    assert not [name for one in sums["2021"] for name in one.right if "received_new" in name or "results_total" in name]


@pytest.mark.parametrize("which", PRINTED)
def test_ids_and_short_labels_tell_every_field_apart(which: tuple[str, str | None]) -> None:
    fields = load(*which).fields()
    assert len({field.id for field in fields}) == len(fields)
    assert len({(field.table, field.path) for field in fields}) == len(fields)
    assert {field.kind for field in fields} <= KINDS
    assert {field.role for field in fields} <= ROLES


def test_the_same_id_in_both_editions_means_the_same_cell() -> None:
    new, old = load("2021"), load("2019")
    both = {field.id for field in new.fields()} & {field.id for field in old.fields()}
    assert "t2.licensing.decisions" in both
    assert "t2.rules.in_force" not in both
    for name in both - {name for name in both if name.startswith("t2.")}:
        assert new.field(name).row.label == old.field(name).row.label


def test_the_change_of_items_may_be_negative_and_nothing_else() -> None:
    signed = [field.id for field in load("2019").fields() if field.kind == "signed_count"]
    assert len(signed) == 5
    assert all(name.endswith(".items_change") for name in signed)
    assert not [field for field in load("2021").fields() if field.kind == "signed_count"]


def test_the_variant_puts_one_row_in_the_place_of_three_and_leaves_all_others() -> None:
    rows = [row.id for row in load("2021").table("t3").blocks[0].rows]
    varied = [row.id for row in load("2021", "23-row").table("t3").blocks[0].rows]
    at = rows.index("other_correction_overdue")
    assert varied == [*rows[:at], "other_handling", *rows[at + 3 :]]


def test_an_unknown_edition_or_variant_is_named_with_those_that_exist() -> None:
    assert editions() == ("2021", "2019")
    with pytest.raises(UnknownEdition, match=r"2016.*2021、2019"):
        load("2016")
    with pytest.raises(UnknownEdition, match="24-row"):
        load("2021", "24-row")
    with pytest.raises(KeyError):
        load("2021").field("t3.other_handling.total")


# Each change to the form file, the line it makes wrong, and what the message has to say.
def broken(old: str, new: str, *, edition: str = "2021", nth: int = 1) -> tuple[str, int]:
    text = text_of(edition)
    line = line_of(text, old, nth)
    lines = text.split("\n")
    lines[line - 1] = lines[line - 1].replace(old, new)
    return "\n".join(lines), line


BREAKAGES = {
    "a row's id twice": ('id = "partially_disclosed"', 'id = "disclosed"', 'the id "disclosed" is used twice'),
    "a column's id twice": ('id = "research_institution"', 'id = "commercial_enterprise"', "is used twice"),
    "a label twice under one parent": ('label = "2.重复申请"', 'label = "1.信访举报投诉类申请"', "used twice under one parent"),
    "no label": ('label = "（一）予以公开", ', "", "has no label"),
    "an unknown key": ('id = "carried_out", ', 'id = "carried_out", labels = [], ', "unknown key labels"),
    "an unknown id in an identity": ('right = ["results_total", "carried_out"]', 'right = ["results", "carried_out"]', 'unknown id "results"'),
    "an identity over nothing": ('right = "leaf"', 'right = "stock"', "sums over nothing on its right side"),
    "a list that is empty": ('left = ["received_new", "carried_in"]', "left = []", "sums over nothing on its left side"),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_form_that_contradicts_itself_is_refused_with_file_and_line(name: str) -> None:
    old, new, says = BREAKAGES[name]
    text, line = broken(old, new)
    with pytest.raises(FormError) as caught:
        parse(text, "2021.toml")
    assert str(caught.value).startswith(f"2021.toml, line {line}: ")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('role = "leaf", stems = ["予以公开"]', 'role = "leafs", stems = ["予以公开"]', 'unknown role "leafs"'),
        ('role = "stock", aliases', 'role = "stocks", aliases', 'unknown role "stocks"'),
    ],
)
def test_an_unknown_role_is_refused_on_its_line(old: str, new: str, says: str) -> None:
    text, line = broken(old, new)
    with pytest.raises(FormError, match=says) as caught:
        parse(text, "own.toml")
    assert f"own.toml, line {line}:" in str(caught.value)


def test_an_unknown_kind_is_refused_on_its_line() -> None:
    text, line = broken('kind = "signed_count"', 'kind = "number"', edition="2019", nth=2)
    with pytest.raises(FormError, match='unknown kind "number"') as caught:
        parse(text, "2019.toml")
    assert f"2019.toml, line {line}:" in str(caught.value)


def test_the_kind_and_role_of_a_whole_block_are_checked_too() -> None:
    for key, word in (("kind", "amounts"), ("role", "flows")):
        old = 'kind = "amount"' if key == "kind" else 'role = "flow"'
        text, line = broken(old, f'{key} = "{word}"')
        with pytest.raises(FormError, match=f'unknown {key} "{word}"') as caught:
            parse(text, "2021.toml")
        assert f"line {line}:" in str(caught.value)


def test_a_variant_that_replaces_an_unknown_row_is_refused_on_its_line() -> None:
    text, _ = broken('replaces = ["other_correction_overdue", ', 'replaces = ["other_correction", ')
    line = line_of(text, 'id = "23-row"')
    with pytest.raises(FormError, match='unknown row id "other_correction"') as caught:
        parse(text, "2021.toml", "23-row")
    assert f"2021.toml, line {line}:" in str(caught.value)


def test_a_table_in_an_unknown_section_and_a_section_twice_are_refused_on_their_lines() -> None:
    text, line = broken('section = "s3"', 'section = "s7"')
    with pytest.raises(FormError, match='unknown section "s7"') as caught:
        parse(text, "2021.toml")
    assert f"line {line - 1}:" in str(caught.value)  # the line of the table's id, just above
    text, line = broken('id = "s4"', 'id = "s3"')
    with pytest.raises(FormError, match='section id "s3" is used twice') as caught:
        parse(text, "2021.toml")
    assert f"line {line}:" in str(caught.value)


def test_what_is_no_toml_is_refused_with_the_line_that_the_parser_names() -> None:
    text, line = broken('until_year = 2020', 'until_year = ', edition="2019")
    with pytest.raises(FormError) as caught:
        parse(text, "2019.toml")
    assert str(caught.value).startswith("2019.toml, line ") or f"line {line}" in str(caught.value)


def test_a_key_that_every_form_needs_is_missed_by_name() -> None:
    with pytest.raises(FormError, match="notice"):
        parse(text_of().replace('notice = "国办公开办函〔2021〕30号"\n', ""), "2021.toml")
    with pytest.raises(FormError, match="layout"):
        parse(text_of().replace('layout = "flat"\n', ""), "2021.toml")

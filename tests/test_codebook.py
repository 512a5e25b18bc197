"""The code book: every field of an edition, in three formats that say the same."""

from __future__ import annotations

import csv
import io
import json

import pytest

from extractor.codebook import COLUMNS, codebook
from extractor.errors import UnknownEdition
from extractor.form import editions, load

FORMS = [(edition, variant) for edition in editions() for variant in (None, *load(edition).variants)]


def rows(edition: str, variant: str | None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(codebook(edition, variant, "csv"))))


@pytest.mark.parametrize(("edition", "variant"), FORMS)
def test_csv_and_json_hold_every_field_in_printed_order(edition: str, variant: str | None) -> None:
    fields = load(edition, variant).fields()
    listed = rows(edition, variant)
    assert [one["id"] for one in listed] == [field.id for field in fields]
    assert {one["edition"] for one in listed} == {edition} and tuple(listed[0]) == ("edition", "table", *COLUMNS)
    book = json.loads(codebook(edition, variant, "json"))
    assert [{"edition": edition, **one} for one in book["fields"]] == listed
    assert (book["edition"], book["variant"], book["title"]) == (edition, variant, load(edition).title)
    assert len({one["short"] for one in listed}) == len(listed), "a short name tells its field from all others"
    assert all(one["path"] and one["en"] and one["unit"] for one in listed)


def test_the_numbers_of_fields_and_identities() -> None:
    assert {edition: len(rows(edition, None)) for edition in ("2021", "2019")} == {"2021": 200, "2019": 198}
    assert len(json.loads(codebook("2021", None, "json"))["identities"]) == 42
    assert [one["number"] for one in json.loads(codebook("2021", None, "json"))["sections"]] == list("一二三四五六")


def test_a_field_is_told_in_full() -> None:
    (amount,) = (one for one in rows("2021", None) if one["id"] == "t2.fees.amount")
    assert (amount["table"], amount["kind"], amount["unit"]) == ("t2", "amount", "万元")
    assert "行政事业性收费" in amount["path"]


def test_identities_name_fields_that_are_there() -> None:
    for edition, variant in FORMS:
        book = json.loads(codebook(edition, variant, "json"))
        known = {one["id"] for one in book["fields"]}
        assert all({*one["left"], *one["right"]} <= known for one in book["identities"])


def test_the_table_for_people() -> None:
    text = codebook("2021", None, "table")
    head = text.splitlines()[0]
    assert "200 个字段" in head and "42 个等式" in head and "国办公开办函〔2021〕30号" in head
    assert all(field.id in text and field.path in text for field in load("2021").fields())
    assert sum(line.startswith(("t2  ", "t3  ", "t4  ")) for line in text.splitlines()) == 3


@pytest.mark.parametrize(("edition", "variant"), [("2008", None), ("2021", "99-row"), ("", None), ("../2021", None)])
def test_what_is_not_there_is_refused(edition: str, variant: str | None) -> None:
    with pytest.raises(UnknownEdition):
        codebook(edition, variant, "csv")

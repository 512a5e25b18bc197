"""Row labels found in running text, whole or broken, in the table and not in the prose before it."""

from __future__ import annotations

import pytest
from builders import document_from, figures, lines_of

from extractor.form import load
from extractor.tables.stream import anchors, chain, stream_of

FORM = load("2021")
ROWS = FORM.table("t3").blocks[0].rows
LINES = lines_of(FORM, figures(seed=1))["t3"]


def rows_in(text: str) -> list[str]:
    return [anchor.row for anchor in chain(stream_of(document_from(text)), ROWS)]


EVERY = [row.id for row in ROWS]


def test_every_row_of_a_table_is_found_in_order() -> None:
    assert rows_in("\n".join(LINES)) == EVERY
    assert rows_in("".join(LINES)) == EVERY
    assert rows_in("\n".join(" ".join(line) for line in LINES)) == EVERY


@pytest.mark.parametrize("edition", [("2021", "23-row"), ("2019", None)])
def test_every_row_of_the_other_forms_too(edition: tuple[str, str | None]) -> None:
    form = load(*edition)
    rows = form.table("t3").blocks[0].rows
    made = document_from("\n".join(lines_of(form, figures(*edition))["t3"]))
    assert [anchor.row for anchor in chain(stream_of(made), rows)] == [row.id for row in rows]


@pytest.mark.parametrize("width", [6, 7, 9, 12])
def test_labels_broken_anywhere_are_found(width: int) -> None:
    broken = []
    for line in LINES:
        label, blank, values = line.partition(" ")
        pieces = [label[at : at + width] for at in range(0, len(label), width)]
        broken += [pieces[0] + blank + values, *pieces[1:]]
    found = rows_in("\n".join(broken))
    assert len(found) >= 23
    assert found == [row for row in EVERY if row in found]


def test_prose_with_the_same_words_is_not_the_table() -> None:
    prose = "本年新收政府信息公开申请12件，上年结转3件，予以公开5件，部分公开4件，结转下年度继续办理1件。"
    text = "\n".join([prose, *LINES, prose])
    stream = stream_of(document_from(text))
    found = chain(stream, ROWS)
    assert [anchor.row for anchor in found] == EVERY
    assert found[0].start > len(prose)
    assert found[-1].end < len(text) - len(prose)


def test_generic_labels_count_only_with_their_number() -> None:
    stream = stream_of(document_from("其他 5\n3.其他 7\n总计 9\n（七）总计 11"))
    remaining = next(row for row in ROWS if row.id == "other_remaining")
    total = next(row for row in ROWS if row.id == "results_total")
    assert [stream.text[one.start : one.end] for one in anchors(stream, remaining, 0)] == ["3.其他"]
    assert [stream.text[one.start : one.end] for one in anchors(stream, total, 0)] == ["(七)总计"]


def test_a_footnote_mark_behind_a_figure_is_no_digit() -> None:
    assert stream_of(document_from("规章 5① 12² 3")).text == "规章 5  12  3"


def test_a_position_has_the_place_of_its_line() -> None:
    stream = stream_of(document_from("甲\n\n乙丙\n丁"))
    assert [stream.place(at).anchor for at in range(len(stream.text))] == ["L1", "L1", "L3", "L3", "L3", "L4"]


def test_nothing_is_found_where_nothing_is() -> None:
    assert rows_in("") == []
    assert rows_in("本机关按要求做好政府信息公开工作。") == []

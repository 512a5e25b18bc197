"""The composer: figures that add up, faults that break what they say, files that hold what their truth says."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from extractor import extract
from extractor import form as forms
from extractor.record import Value

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from compose import batch, damage, faults, figures, names, printing, render_pdf, samples, toolchains
from compose.cell_faults import CELL_FAULTS, printed_figures
from compose.draft import draft
from compose.layout import HTML_MARKUPS, HTML_SITES, TEXT_MODES, Layout
from compose.layout import draw as draw_layout
from compose.prose import notice_for
from compose.report import Draft
from compose.text_faults import TEXT_FAULTS
from compose.truth import truth
from score import Score

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
FORMS = (("2021", None), ("2021", "23-row"), ("2019", None))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE_NAME = "政府信息公开工作年度报告"
seeds = st.integers(0, 10**9)


def made(seed: object = "a", *, year: int = 2023, edition: str = "2021", **more: Any) -> Draft:
    return draft(Random(f"{seed}"), year=year, edition=edition, **more)


def with_fault(name: str, seed: int = 0) -> Draft:
    """A draft with that fault, from the first seed where it finds a place."""
    edition = faults.edition_for(name) or "2021"
    profile = faults.profiles_for(name)[-1]
    for step in range(200):
        rng = Random(f"{seed}/{step}")
        try:
            return faults.apply(name, made(f"{seed}/{step}", edition=edition, profile=profile), rng)
        except faults.NoPlace:
            continue
    raise AssertionError(f"{name} never found a place")


def rendered(content: Draft, toolchain: str, layout: Layout, seed: str = "s") -> tuple[bytes, dict[str, Any]]:
    page = toolchains.page_of(content, layout, seed)
    return toolchains.bytes_of(page, toolchain, seed), truth(page, "x", toolchain)


def printed_raws(record: dict[str, Any]) -> list[str]:
    return [value["raw"] for value in record["values"].values() if value["kind"] != "missing"]


def is_subsequence(wanted: list[str], texts: list[str]) -> bool:
    found = iter(texts)
    return all(any(text == one for text in found) for one in wanted)


# -- figures -----------------------------------------------------------------------------------------------


@given(seeds, st.sampled_from(FORMS), st.sampled_from(figures.PROFILES))
@settings(max_examples=60, deadline=None)
def test_figures_keep_every_identity(seed: int, form_id: tuple[str, str | None], profile: str) -> None:
    form = forms.load(*form_id)
    rng = Random(seed)
    drawn = figures.draw(form, profile, names.organ(rng, profile), rng)
    assert list(drawn) == [field.id for field in form.fields()]
    assert figures.broken(form, drawn) == []
    assert all(isinstance(drawn[f.id], int) and drawn[f.id] >= 0 for f in form.fields() if f.kind == "count")


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_table_2_leaves_no_negative_stock(seed: int) -> None:
    new = printed_figures(made(seed, profile="county"))
    for row in ("rules", "normative_documents"):
        issued, repealed, in_force = (new[f"t2.{row}.{name}"] for name in ("issued", "repealed", "in_force"))
        assert in_force >= issued
        assert in_force + repealed - issued >= 0
    old = printed_figures(made(seed, year=2020, edition="2019", profile="county"))
    for row in ("licensing", "other_services", "penalty", "compulsion", "fees"):
        assert old[f"t2.{row}.items_prev"] + old[f"t2.{row}.items_change"] >= 0


def test_only_a_citys_government_has_rules() -> None:
    drawn = [made(seed, profile="busy") for seed in range(60)]
    assert any(d.quoted["t2.rules.in_force"] for d in drawn if d.organ.makes_rules)
    assert not any(d.quoted["t2.rules.in_force"] for d in drawn if not d.organ.makes_rules)


def test_busy_figures_have_many_digits_and_idle_ones_none() -> None:
    busy = [int(made(seed, profile="busy").quoted["t3.received_new.total"]) for seed in range(30)]
    assert max(busy) > 9999 and min(busy) >= 800
    idle = made(1, profile="zero").quoted
    assert not any(figure for name, figure in idle.items() if not name.startswith("t2."))


# -- printing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "raw", "kind", "value"),
    [("none", "无", "none", None), ("slash", "/", "dash", None), ("fullwidth", "０", "number", 0)],
)
def test_a_style_prints_nothing_in_its_own_way(style: str, raw: str, kind: str, value: int | None) -> None:
    content = made(profile="zero", style=style, scope=("t2", "t3", "t4"))
    cell = content.values["t3.received_new.total"]
    assert (cell.raw, cell.kind, cell.value) == (raw, kind, value)


def test_signed_changes_separators_units_and_notes() -> None:
    form, rng = forms.load("2019"), Random(1)
    drawn = dict.fromkeys((field.id for field in form.fields()), 1234)
    signed = printing.printed(form, drawn, "signed", rng)
    assert signed["t2.fees.items_change"].raw == "+1234"
    assert signed["t2.procurement.amount"].raw == "1234元"
    assert printing.printed(form, drawn, "comma", rng)["t3.disclosed.total"].raw == "1,234"
    unit = printing.printed(form, drawn, "unit", rng, ("t3",))["t3.disclosed.total"]
    assert (unit.raw, unit.value, unit.note) == ("1234件", 1234, "件")
    noted = [v for v in printing.printed(form, drawn, "note", rng).values() if v.note]
    assert len(noted) == 1 and noted[0].value == 1234 and str(noted[0].note) in noted[0].raw


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown style"):
        printing.printed(forms.load("2021"), {}, "roman", Random(0))


@given(seeds, st.sampled_from(printing.STYLES), st.sampled_from(("2019", "2021")))
@settings(max_examples=40, deadline=None)
def test_no_style_makes_an_identity_fail(seed: int, style: str, edition: str) -> None:
    content = made(seed, edition=edition, profile="small", style=style)
    assert figures.broken(content.form, printed_figures(content)) == []


# -- faults ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(CELL_FAULTS))
@pytest.mark.parametrize("seed", range(6))
def test_a_cell_fault_breaks_what_it_says_and_its_mend_repairs_it(name: str, seed: int) -> None:
    content = with_fault(name, seed)
    fault = content.fault
    assert fault is not None and fault.code in fault.codes
    assert not any(field in content.quoted for field in fault.fields), "prose must not name a faulty figure"
    now = figures.broken(content.form, printed_figures(content))
    assert [(one.code, one.left[0]) for one in now] == list(fault.breaks)
    touched = set(fault.fields)
    assert all(touched & {*one.left, *one.right} for one in now)
    if fault.suggestion is not None:
        field, value = fault.suggestion
        assert content.values[field].value != value
        assert figures.broken(content.form, {**printed_figures(content), field: value}) == []


@pytest.mark.parametrize("name", ["T3-ROW", "T3-SUM", "TYPO", "T4-SUM"])
@pytest.mark.parametrize("seed", range(6))
def test_one_wrong_figure_breaks_every_identity_it_stands_in_and_no_other(name: str, seed: int) -> None:
    content = with_fault(name, seed)
    assert content.fault is not None and len(content.fault.fields) == 1
    field = content.fault.fields[0]
    standing = [(i.code, i.left[0]) for i in content.form.identities() if field in (*i.left, *i.right)]
    assert list(content.fault.breaks) == standing
    assert content.fault.unique == (len(standing) >= 2)


@pytest.mark.parametrize("seed", range(6))
def test_a_slip_keeps_the_row_and_breaks_two_columns(seed: int) -> None:
    fault = with_fault("SLIP", seed).fault
    assert fault is not None and len(fault.fields) == 2 and fault.suggestion is None
    assert "T3-ROW" not in fault.codes
    assert len({left.rsplit(".", 1)[1] for _, left in fault.breaks}) == 2


def test_faults_of_stock_differ_in_what_they_contradict() -> None:
    stock, above = with_fault("T2-STOCK"), with_fault("T2-GE")
    for content, negative in ((stock, True), (above, False)):
        row = {
            name: content.values[f"t2.normative_documents.{name}"].value for name in ("issued", "repealed", "in_force")
        }
        assert row["in_force"] < row["issued"]  # type: ignore[operator]
        assert (row["in_force"] + row["repealed"] - row["issued"] < 0) is negative  # type: ignore[operator]


def test_faults_of_shape_show_in_the_truth() -> None:
    clean = ["s1", "s2", "s3", "s4", "s5", "s6"]
    seen = {
        name: rendered(with_fault(name), "html", Layout())[1]
        for name in ("S-MISSING", "S-ORDER", "S-TABLEMISS", "S-TABLEOLD")
    }
    ids = {name: [one["id"] for one in record["sections"]] for name, record in seen.items()}
    assert len(ids["S-MISSING"]) == 5
    assert ids["S-ORDER"] != clean and sorted(ids["S-ORDER"]) == clean
    assert ids["S-TABLEMISS"] == clean
    kinds = {name.split(".")[0]: value["kind"] for name, value in seen["S-TABLEMISS"]["values"].items()}
    assert list(kinds.values()).count("missing") == 1
    assert seen["S-TABLEOLD"]["edition"] == "2019" and seen["S-TABLEOLD"]["year"] >= 2021


@pytest.mark.parametrize("name", sorted(faults.FAULTS))
def test_every_fault_is_the_only_one(name: str) -> None:
    content = with_fault(name, 3)
    assert content.fault is not None and content.fault.name == name
    if name not in CELL_FAULTS and not name.startswith("T2-") and name != "T4-SHIFT":
        assert figures.broken(content.form, printed_figures(content)) == []


# -- prose -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(25))
def test_numbers_in_the_prose_agree_with_the_tables(seed: int) -> None:
    content = made(seed, profile="county")
    record = rendered(content, "text", Layout())[1]
    overview = record["sections"][0]["text"]
    total = {row: content.quoted[f"t3.{row}.total"] for row in ("received_new", "results_total")}
    stated = re.search(r"[到收]政府信息公开申请(\d+)件", overview)
    assert stated is not None and int(stated[1]) == total["received_new"]
    handled = re.search(r"办结(\d+)件", overview)
    assert handled is not None and int(handled[1]) == total["results_total"]
    whole, parts = re.search(r"主动公开各类信息(\d+)条，其中(.*?)。", overview).groups()  # type: ignore[union-attr]
    assert sum(map(int, re.findall(r"(\d+)条", parts))) == int(whole)
    outcomes = re.search(r"办结的申请中，(.*?)。", overview)
    if outcomes:
        assert sum(map(int, re.findall(r"(\d+)件", outcomes[1]))) == total["results_total"]
    assert "信息处理费" in record["sections"][5]["text"]


def test_the_fault_of_the_prose_states_another_number() -> None:
    content = with_fault("N-REQ")
    overview = rendered(content, "text", Layout())[1]["sections"][0]["text"]
    stated = re.search(r"[到收]政府信息公开申请(\d+)件", overview)
    new, carried = (content.quoted[f"t3.{row}.total"] for row in ("received_new", "carried_in"))
    assert stated is not None and int(stated[1]) not in (new, new + carried)


def test_invented_places_have_three_syllables() -> None:
    assert all(len(names.place(Random(seed))) == 3 for seed in range(200))


# -- files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("toolchain", ["html", "docx", "text"])
def test_the_same_seed_makes_the_same_bytes(toolchain: str, tmp_path: Path) -> None:
    runs = [tmp_path / "a", tmp_path / "b"]
    for out in runs:
        assert batch.write(batch.drawn(8, 5, [toolchain]), out) == 8
    one, other = ({p.name: p.read_bytes() for p in sorted(out.rglob("*.*"))} for out in runs)
    assert one == other and len(one) == 16
    batch.write(batch.drawn(8, 6, [toolchain]), tmp_path / "c")
    assert {p.name: p.read_bytes() for p in sorted((tmp_path / "c").rglob("*.*"))} != one


@pytest.mark.parametrize("site", HTML_SITES)
@pytest.mark.parametrize("markup", HTML_MARKUPS)
def test_html_holds_every_figure_in_its_cell(site: str, markup: str) -> None:
    data, record = rendered(made(7, profile="busy"), "html", Layout(site=site, markup=markup))
    page = html.fromstring(data.decode())
    cells = ["".join(map(str, td.itertext())).strip() for td in page.iter("td")]
    assert is_subsequence(printed_raws(record), cells)
    text = "".join(map(str, page.itertext()))
    assert record["title"] in text.replace("\n", "")
    for section in record["sections"]:
        assert section["title"] in text


def test_spans_of_table_3_cover_the_grid_exactly() -> None:
    data, _ = rendered(made(2), "html", Layout())
    table = html.fromstring(data.decode()).findall(".//table")[1]
    rows = table.findall(".//tr")
    area = sum(int(td.get("rowspan", 1)) * int(td.get("colspan", 1)) for td in table.iter("td"))
    assert (len(rows), area) == (28, 28 * 10)
    assert [len(row) for row in rows[:6]] == [2, 3, 5, 8, 8, 9]


def test_empty_cells_stand_in_place_of_rowspans() -> None:
    data, _ = rendered(made(2), "html", Layout(spans="empty"))
    table = html.fromstring(data.decode()).findall(".//table")[1]
    assert not table.xpath(".//td[@rowspan]")
    assert {sum(int(td.get("colspan", 1)) for td in row) for row in table.iter("tr")} == {10}


@pytest.mark.parametrize("layout", [Layout(), Layout(t3_split=9, t3_again="header", t4_pieces="groups"), Layout(
    t2_pieces="blocks", tracked=True, nested=True, automatic_numbers=True)])  # fmt: skip
def test_docx_holds_every_figure_in_its_cell(layout: Layout) -> None:
    data, record = rendered(made(4, profile="county"), "docx", layout)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        body = etree.fromstring(archive.read("word/document.xml"))
    cells = ["".join(t.text or "" for t in tc.iter(f"{W}t")) for tc in body.iter(f"{W}tc")]
    assert is_subsequence(printed_raws(record), cells)


@pytest.mark.parametrize("mode", TEXT_MODES)
def test_text_holds_every_figure_in_order(mode: str) -> None:
    data, record = rendered(made(4, profile="county"), "text", Layout(mode=mode))
    at, text = 0, data.decode()
    for raw in printed_raws(record):
        at = text.index(raw, at) + len(raw)
    if mode not in ("innertext", "glued"):
        assert is_subsequence(printed_raws(record), [one.strip() for one in re.split(r"[\t\n|]", text)])
    assert record["lossy"] is (mode in ("innertext", "glued"))


def test_a_picture_is_one() -> None:
    content = with_fault("S-TABLEMISS")
    plan = tuple(replace(one, shows="picture") if one.shows != "prose" else one for one in content.plan)
    data, record = rendered(replace(content, plan=plan), "docx", Layout())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pictures = [name for name in archive.namelist() if name.endswith(".png")]
        assert len(pictures) == 3 and archive.read(pictures[0]).startswith(b"\x89PNG")
    assert record["edition"] is None and printed_raws(record) == []


@given(seeds, st.sampled_from(("html", "docx", "text")), st.sampled_from(FORMS))
@settings(max_examples=40, deadline=None)
def test_every_layout_can_be_rendered(seed: int, toolchain: str, form_id: tuple[str, str | None]) -> None:
    rng = Random(seed)
    content = made(seed, edition=form_id[0], variant=form_id[1], profile="small")
    data, record = rendered(content, toolchain, draw_layout(rng, toolchain, content.form))
    assert data and len(record["sections"]) == 6
    assert json.loads(json.dumps(record)) == json.loads(json.dumps(record))


def test_the_samples_hold_one_report_in_four_formats() -> None:
    jobs = list(samples.jobs())
    assert len({job.name for job in jobs}) == len(jobs)
    same = [job for job in jobs if job.seed == "clean"]
    assert [Path(job.name).suffix for job in same] == [".html", ".docx", ".pdf", ".txt"]
    records = [truth(job.page, job.name, job.toolchain) for job in same]
    for key in ("organ", "year", "title", "sections", "values"):
        assert all(record[key] == records[0][key] for record in records)
    found = {job.page.draft.fault.name for job in jobs if job.page.draft.fault}
    assert found >= {"T3-ROW", "T3-SUM", "T3-BAL", "T4-SUM", "T2-STOCK", "S-MISSING", "S-TABLEOLD", "S-TABLEMISS"}


def test_the_command_writes_files_with_their_truth_and_refuses_unknown_toolchains(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPTS / "make_samples.py"), str(tmp_path), "--many", "4", "--seed", "2"]
    subprocess.run([*command, "--toolchains", "html,text"], check=True, capture_output=True)
    files = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    assert len(files) == 4
    for name in files:
        record = json.loads((tmp_path / "truth" / f"{name}.json").read_text(encoding="utf-8"))
        assert record["file"] == name and len(record["values"]) > 180
    refused = subprocess.run([*command, "--toolchains", "tiff"], check=False, capture_output=True, text=True)
    assert refused.returncode == 2 and "tiff" in refused.stderr


def test_normalising_a_pdf_moves_no_byte() -> None:
    data = b"/CreationDate(D:20260105112233+08'00')/ID [ <AB12> <CD34> ]\n/DocChecksum /9F9F"
    fixed = render_pdf.normalised(data)
    assert len(fixed) == len(data)
    assert b"20240101000000" in fixed and b"AB12" not in fixed and b"CD34" not in fixed and b"9F" not in fixed
    assert render_pdf.normalised(fixed) == fixed


@pytest.mark.skipif(shutil.which("soffice") is None or shutil.which("pdftotext") is None, reason="no office program")
def test_an_office_program_opens_the_docx(tmp_path: Path) -> None:
    data, record = rendered(made(4, profile="county"), "docx", Layout(automatic_numbers=True, page_numbers="dashes"))
    source = tmp_path / "a.docx"
    source.write_bytes(data)
    (paper,) = render_pdf.with_office([source], tmp_path)
    render_pdf.text_of(paper, tmp_path / "a.txt", keep_layout=False)
    text = re.sub(r"\s", "", (tmp_path / "a.txt").read_text(encoding="utf-8"))
    assert all(section["title"] in text for section in record["sections"])
    assert "-1-" in text and record["title"] in text


# -- faults of the words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(TEXT_FAULTS))
@pytest.mark.parametrize("seed", range(4))
def test_a_fault_of_the_words_shows_in_the_file(name: str, seed: int) -> None:
    content = with_fault(name, seed)
    clean = replace(content, fault=None, reworded=(), title_name=TITLE_NAME, published=None, notice=notice_for(content.year))
    faulty, spared = (rendered(one, "html", Layout())[0].decode() for one in (content, clean))
    assert faulty != spared


def test_a_day_of_publication_is_printed_above_the_report_and_signed_below() -> None:
    content = with_fault("D-LATE")
    assert content.published is not None
    data, record = rendered(content, "docx", Layout())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert f"发布日期：{content.published.isoformat()}" in archive.read("word/document.xml").decode()
    assert record["dated"] == content.published.isoformat()


def test_only_files_with_cells_get_faults_of_labels() -> None:
    assert all("D-LATE" in faults.names_for(toolchain) for toolchain in toolchains.SOURCE_OF)
    assert "S-ROWLABEL" in faults.names_for("pdf") and "S-ROWLABEL" not in faults.names_for("pdftotext")


# -- damage ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(("toolchain", "mode"), [("html", "tabs"), ("text", "tabs"), ("text", "lines"), ("text", "glued")])
@pytest.mark.parametrize("how", damage.DAMAGES)
def test_a_damaged_file_is_read_right_or_said_to_be_damaged(how: damage.Damage, toolchain: str, mode: str, encoding: str) -> None:
    content = made(f"{how}{mode}", profile="county")
    whole, _ = rendered(content, toolchain, Layout(encoding=encoding, mode=mode))
    data, record = rendered(content, toolchain, Layout(encoding=encoding, mode=mode, damage=how))
    assert data != whole or (how in ("meta", "bom") and toolchain == "text")
    report = extract(data)
    wrong = {
        name for name, want in record["values"].items()
        if (report.values[name].value, report.values[name].kind) != (want["value"], want["kind"])
    }
    told = {name for finding in report.findings for name in finding.fields}
    assert all(report.values[name].kind == "missing" or report.values[name].reading == "conflict" or name in told for name in wrong)
    if how in damage.GARBLED:
        assert record["garbled"] and {value.kind for value in report.values.values()} == {"missing"}
    if how not in ("meta", "bom"):
        assert any(finding.code.startswith("R-") and finding.outcome == "violated" for finding in report.findings)
    elif mode != "glued":
        assert not wrong


def test_a_garbled_file_counts_as_right_only_if_it_says_so() -> None:
    _, record = rendered(made("g"), "html", Layout(damage="gbk"))
    silent = {**extract(b"<p>no report</p>").to_dict(), "findings": []}
    scores = Score()
    scores.add(record, silent)
    assert scores.lost == ["unsaid  x  garbled"]


@pytest.mark.parametrize("character", ["\ufffd", "1\ufffd3"])
def test_a_lost_character_in_a_figure_is_never_taken_for_nothing(character: str) -> None:
    content = made("lost", profile="county")
    field = "t2.licensing.decisions"
    content = content.with_values({field: Value(None, character, "text")})
    report = extract(rendered(content, "html", Layout())[0])
    assert report.values[field].kind == "text" and report.values[field].value is None
    assert {"R-LOST"} <= {finding.code for finding in report.findings}

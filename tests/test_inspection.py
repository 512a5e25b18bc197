"""What the reader saw, in words and as a picture, and that it is what the record says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders import OVERVIEW, document, figures, record_of, t3_rows, whole
from click.testing import CliRunner
from test_hard_inputs import PAGE, pdf_of

from extractor import extract, inspection, read
from extractor.cli import main
from extractor.errors import SourceError
from extractor.form import load
from extractor.inspection import NoSuchPage, inspect_text, picture
from extractor.model import Document, Place, Remark
from extractor.pipeline import understand
from extractor.record import SourceInfo
from extractor.source import Source, source_of

SAMPLES = Path(__file__).parents[1] / "samples"
PDF, HTML = (sorted(SAMPLES.glob(f"2021*.{suffix}"))[0] for suffix in ("pdf", "html"))


def taken(path: Path) -> Source:
    found = source_of(path)
    assert isinstance(found, Source)
    return found


def seen(made: Document, page: int | None = None) -> list[str]:
    return inspect_text(made, record_of(made), page).splitlines()


def row(lines: list[str], field: str) -> str:
    return next(line for line in lines if line.split()[:1] == [field])


def test_paragraphs_tables_and_values_are_listed() -> None:
    form = load("2021")
    made = whole(form, figures(t3__received_new__total="无", t2__rules__issued="12"))
    lines = seen(made)
    assert lines[0].startswith("report.html：") and "表格 3 张" in lines[0]
    assert f"  [p3] {OVERVIEW}" in lines
    header = next(line for line in lines if "申请人情况" in line)
    assert "申请人情况⟨1×7⟩" in header and "⟨3×3⟩" in header
    assert row(lines, "t2.rules.issued").split()[1:] == ["12", "｜", "12", "→", "12", "number", "agreed"]
    assert row(lines, "t3.received_new.total").split()[-2:] == ["none", "agreed"]
    assert any(line.startswith("  格式 2021：agreed ") for line in lines)


def test_every_value_is_that_of_the_record() -> None:
    report, lines = extract(PDF), inspect_text(read(PDF), extract(PDF)).splitlines()
    for name, value in report.values.items():
        assert row(lines, name).partition("→ ")[2].startswith(f"{value.raw or '（空）'} {value.kind} {value.reading}")


def test_the_second_reading_stands_beside_the_routes_where_the_first_is_in_doubt() -> None:
    form, asked = load("2021"), []

    def second() -> Document:
        asked.append(1)
        return whole(form, figures(t2__rules__issued="12"))

    made = whole(form, figures(t2__rules__issued="12"))
    assert "｜ 第二种读法" not in inspect_text(made, record_of(made), second=second) and asked == []
    doubtful = whole(
        form, figures(t2__rules__issued="12"), flow=lambda made: [line.text.replace("规章\t12\t", "规章\t13\t") for line in made.flow]
    )
    lines = inspect_text(doubtful, understand(doubtful, SourceInfo("a.pdf"), second), second=second).splitlines()
    assert "── 取值（格线 ｜ 文字流 ｜ 第二种读法 → 结果）" in lines
    assert row(lines, "t2.rules.issued").split()[1:] == ["12", "｜", "13", "｜", "12", "→", "12", "number", "agreed"]


def test_a_second_reading_that_fails_shows_nothing() -> None:
    def second() -> Document:
        raise SourceError("R-BROKEN", "坏了。", "Broken.")

    cut = whole(load("2021"), figures(t2__rules__issued="若干"), flow=lambda made: [])
    assert "｜ — →" in row(inspect_text(cut, record_of(cut), second=second).splitlines(), "t2.rules.issued")


def test_missing_values_and_doubts_are_told() -> None:
    form, shown = load("2021"), figures(t2__rules__issued="12")
    differing = whole(form, shown, flow=lambda made: [line.text.replace("规章\t12\t", "规章\t13\t") for line in made.flow])
    lines = seen(differing)
    assert "12 ｜ 13 →" in row(lines, "t2.rules.issued") and row(lines, "t2.rules.issued").endswith("conflict")
    assert any(line.startswith("  首读存疑 R-CONFLICT") for line in lines)
    without = seen(document("2023年青川湾市云岭区发展和改革局政府信息公开工作年度报告", t3_rows(form, shown)))
    assert row(without, "t4.reconsideration.total").split()[1:] == ["—", "｜", "—", "→", "没有读到"]


def test_a_document_without_tables_says_so() -> None:
    lines = seen(document("2023年青川湾市云岭区发展和改革局政府信息公开工作年度报告", "一、总体情况", "工作有序。"))
    assert lines[-1] == "  没有认出任何一张规定的表格。"


def test_remarks_and_running_lines_are_shown() -> None:
    made = read(PDF)
    noted = replace(made, remarks=(Remark("R-NOTEXT", "第 2 页没有文字；请核对。", "Page 2 has no text.", Place(2)),))
    lines = inspect_text(noted, extract(PDF)).splitlines()
    assert "  ! R-NOTEXT 第 2 页没有文字；请核对。" in lines
    assert made.running and any(line.startswith("── 页眉页脚") for line in lines)


def test_hostile_text_steers_no_terminal() -> None:
    form = load("2021")
    made = whole(form, figures(t2__rules__issued="\x1b[31m12\x07", t2__rules__repealed="\x1b]0;x\x07见附件"), title="\x1b[2J年度报告")
    text = "\n".join(seen(made))
    assert "\x1b" not in text and "\x07" not in text and "见附件" in text


def test_one_page_alone() -> None:
    made, report = read(PDF), extract(PDF)
    lines = inspect_text(made, report, 2).splitlines()
    assert any(line.startswith("  [第 2 页 ") for line in lines)
    assert not any(line.startswith(("  [第 1 页", "  [第 3 页")) for line in lines)
    listed = [line.split()[0] for line in lines if line.startswith(("  t2.", "  t3.", "  t4."))]
    assert listed and listed == [name for name, value in report.values.items() if value.place.page == 2]
    for page in (0, 99):
        with pytest.raises(NoSuchPage, match=f"共 {made.pages} 页"):
            inspect_text(made, report, page)
    with pytest.raises(NoSuchPage, match="不分页"):
        inspect_text(read(HTML), extract(HTML), 1)


# -- the picture -----------------------------------------------------------------------------------------------------


def pixels(path: Path) -> tuple[tuple[int, int], set[tuple[int, int, int]]]:
    from PIL import Image

    with Image.open(path) as image:
        assert image.format == "PNG"
        colours = image.convert("RGB").getcolors(1 << 24)
        return image.size, {colour for _, colour in colours or ()}  # type: ignore[misc]


def test_a_picture_shows_the_page_with_what_was_read(tmp_path: Path) -> None:
    made = read(PDF)
    picture(taken(PDF), made, 2, tmp_path / "new" / "page.png")
    size, colours = pixels(tmp_path / "new" / "page.png")
    assert size[0] > 1000 and size[1] > size[0]
    assert {(0x1F, 0x6F, 0xEB), (0xD1, 0x24, 0x2F), (0x99, 0x99, 0x99), (255, 255, 255)} <= colours
    picture(taken(PDF), replace(made, body=()), 2, tmp_path / "bare.png")
    assert not {(0x1F, 0x6F, 0xEB), (0xD1, 0x24, 0x2F)} & pixels(tmp_path / "bare.png")[1]
    assert [path.name for path in tmp_path.rglob("*.part")] == []


def test_a_picture_of_a_huge_page_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "LARGEST", 400)
    huge = source_of(pdf_of([text.replace("[0 0 200 200]", "[0 0 14400 7200]") for text in PAGE]))
    assert isinstance(huge, Source)
    picture(huge, Document((), (), pages=1), 1, tmp_path / "page.png")
    assert pixels(tmp_path / "page.png")[0] == (400, 200)


def test_only_pages_that_are_there_can_be_drawn(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="只有 PDF"):
        picture(taken(HTML), read(HTML), 1, tmp_path / "page.png")
    with pytest.raises(NoSuchPage):
        picture(taken(PDF), read(PDF), 99, tmp_path / "page.png")
    assert list(tmp_path.iterdir()) == []


# -- the verb --------------------------------------------------------------------------------------------------------


def test_the_verb_prints_text_and_writes_the_picture(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["inspect", str(PDF), "--page", "2", "-o", str(tmp_path / "page.png")])
    assert result.exit_code == 0 and result.stdout.rstrip("\n") == inspect_text(read(PDF), extract(PDF), 2)
    assert result.stderr == f"已写入 {tmp_path / 'page.png'}\n" and pixels(tmp_path / "page.png")


@pytest.mark.parametrize(("more", "code"), [(["--page", "99"], 2), (["--page", "0"], 2), (["-o", "/dev/null/page.png"], 2)])
def test_what_was_asked_wrongly_is_a_usage_error(more: list[str], code: int) -> None:
    result = CliRunner().invoke(main, ["inspect", str(PDF), *more])
    assert result.exit_code == code and result.stdout == "" and result.stderr


def test_a_source_that_is_not_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4 nothing")
    result = CliRunner().invoke(main, ["inspect", str(tmp_path / "x.pdf")])
    assert result.exit_code == 3 and result.stdout == "" and "x.pdf：R-BROKEN" in result.stderr

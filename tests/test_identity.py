"""Whose report it is and for which year: from its title, else signature, prose, file name; never a print date."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders import Block, document, headings

from extractor.form import load
from extractor.given import Given, region_of
from extractor.identity import Identity, identify, iso_date, kind_of
from extractor.outline import sections_of

FORM = load("2021")
OFFICIAL = headings(FORM)
ORGAN = "青川湾市云岭区发展和改革局"
NEUTRAL = "本机关按照要求做好政府信息公开工作。"


def told(
    *front: Block, one: Sequence[str] = (NEUTRAL,), back: Sequence[str] = (), name: str = "a.html", title: str | None = None
) -> Identity:
    """What a report with these lines before and inside it says of itself."""
    blocks: list[Block] = [*front, OFFICIAL[0], *one]
    for heading in OFFICIAL[1:]:
        blocks += [heading, "见附表。"]
    made = document(*blocks, *back, title=title)
    return identify(made, sections_of(made, FORM), name)


def pair(identity: Identity) -> tuple[str | None, int | None]:
    return identity.organ, identity.year


@pytest.mark.parametrize(
    "title",
    [
        f"2023年{ORGAN}政府信息公开工作年度报告",
        f"{ORGAN}2023年政府信息公开工作年度报告",
        f"{ORGAN}2023年度政府信息公开工作年度报告",
        f"2023年度{ORGAN}政府信息公开年度报告",
        f"{ORGAN}2023年政府信息公开工作报告",
        f"{ORGAN}政府信息公开工作年度报告（2023年）",
        f"{ORGAN}政府信息公开工作2023年度报告",
        f"{ORGAN}２０２３年政府信息公开工作年度报告",
        f"{ORGAN}二〇二三年政府信息公开工作年度报告",
        f"2023年{ORGAN}政府信息公开工作年报",
        f"{ORGAN} 2023 年政府信息公开工作年度报告",
        f"{ORGAN}关于2023年政府信息公开工作年度报告",
        f"{ORGAN}2023年政府信息公开工作情况年度报告",
        f"2023年{ORGAN}政务公开工作年度报告",
        f"  2023年{ORGAN}政府信息公开工作年度报告  ",
    ],
)
def test_titles_in_every_order(title: str) -> None:
    identity = told(title)
    assert pair(identity) == (ORGAN, 2023)
    assert (identity.organ_basis, identity.year_basis) == ("title", "title")
    assert identity.title is not None
    assert "报告" in identity.title or "年报" in identity.title


@pytest.mark.parametrize(
    "lines",
    [
        (ORGAN, "2023年政府信息公开工作年度报告"),
        (f"2023年{ORGAN}", "政府信息公开工作年度报告"),
        ("青川湾市云岭区", "发展和改革局2023年政府信息公开工作年度报告"),
        (f"{ORGAN}2023年政府信息", "公开工作年度报告"),
        ("2023年度", f"{ORGAN}政府信息公开工作年度报告"),
    ],
)
def test_a_title_over_two_lines(lines: tuple[str, str]) -> None:
    assert pair(told(*lines)) == (ORGAN, 2023)


def test_the_year_twice_in_the_title() -> None:
    assert pair(told(f"2023年{ORGAN}2023年度政府信息公开工作年度报告")) == (ORGAN, 2023)


@pytest.mark.parametrize(
    "front",
    [
        ("发布日期：2024-01-19", f"{ORGAN}2023年政府信息公开工作年度报告"),
        ("打印时间：2025年3月4日", f"{ORGAN}2023年政府信息公开工作年度报告"),
        ("2024年1月19日 星期五", "首页 > 政府信息公开 > 年报", f"{ORGAN}2023年政府信息公开工作年度报告"),
        ([["名称", f"{ORGAN}2023年政府信息公开工作年度报告"], ["发布日期", "2024年1月19日"]], f"{ORGAN}2023年政府信息公开工作年度报告"),
        ("2024-01-19 10:20", f"{ORGAN}2023年政府信息公开工作年度报告", "来源：区发展改革局 日期：2024年01月19日"),
        ("2024年", f"{ORGAN}2023年政府信息公开工作年度报告"),
    ],
)
def test_a_date_before_the_title_is_not_the_year(front: tuple[Block, ...]) -> None:
    assert pair(told(*front)) == (ORGAN, 2023)


@pytest.mark.parametrize(
    "one",
    [
        ["本年报数据统计期限自2023年1月1日至2023年12月31日。"],
        ["本报告所列数据的统计期限为2023年1月1日起至12月31日止。", "2023年公开120条，2024年将继续努力。"],
        ["2023年，本机关主动公开信息120条。2023年共收到申请12件。"],
    ],
)
def test_the_year_from_the_prose_where_the_title_has_none(one: list[str]) -> None:
    identity = told(f"{ORGAN}政府信息公开工作年度报告", one=one)
    assert pair(identity) == (ORGAN, 2023)
    assert identity.year_basis == "prose"


def test_where_the_period_and_the_prose_differ_neither_is_believed() -> None:
    one = ["统计期限自2022年1月1日至2022年12月31日。", "2023年1月、2023年2月、2023年3月，本机关部署了2023年工作。"]
    assert told(f"{ORGAN}政府信息公开工作年度报告", one=one).year is None
    identity = told(f"{ORGAN}政府信息公开工作年度报告", one=one, name="2022年度.html")
    assert (identity.year, identity.year_basis) == (2022, "file name")


def test_two_years_named_alike_are_no_year() -> None:
    assert told(f"{ORGAN}政府信息公开工作年度报告", one=["2022年公开3条。2023年公开5条。"]).year is None


def test_the_year_from_the_file_name_is_the_last_resort() -> None:
    identity = told(f"{ORGAN}政府信息公开工作年度报告", name="2021年年报.pdf")
    assert (identity.year, identity.year_basis) == (2021, "file name")
    assert told(f"{ORGAN}政府信息公开工作年度报告", name="20240119103000.pdf").year is None
    assert told(f"2023年{ORGAN}政府信息公开工作年度报告", name="2021年年报.pdf").year == 2023


@pytest.mark.parametrize("back", [(ORGAN, "2024年1月19日"), (f"  {ORGAN}  ", "2024 年 1 月 19 日"), ("青川湾市云岭区 发展和改革局", "2024年1月19日")])
def test_the_organ_from_the_signature_where_the_title_has_none(back: tuple[str, str]) -> None:
    identity = told("2023年政府信息公开工作年度报告", back=back)
    assert pair(identity) == (ORGAN, 2023)
    assert identity.organ_basis == "signature"


def test_the_organ_from_the_prose() -> None:
    one = [f"根据《中华人民共和国政府信息公开条例》，{ORGAN}编制了2023年度报告。", f"{ORGAN}共收到申请12件。"]
    identity = told("2023年政府信息公开工作年度报告", one=one)
    assert (identity.organ, identity.organ_basis) == (ORGAN, "prose")


@pytest.mark.parametrize(
    ("line", "organ"),
    [
        ("根据要求，由青川湾市和平区教育和体育局编制本报告。", "青川湾市和平区教育和体育局"),
        ("现将本溪滨市住房和城乡建设局有关情况公布如下。", "本溪滨市住房和城乡建设局"),
        ("通过自查，云岭区人力资源和社会保障局没有发现问题。", "云岭区人力资源和社会保障局"),
    ],
)
def test_an_organs_name_keeps_its_conjunctions(line: str, organ: str) -> None:
    assert told("2023年政府信息公开工作年度报告", one=[line]).organ == organ


@pytest.mark.parametrize(
    "above",
    ["2024-01-19", "首页", "来源：区发展改革局", "字号：大 中 小", "云岭区人民政府门户网站", "信息公开目录", "2024年1月19日", "浏览次数：123",
     "索引号 123"],
)  # fmt: skip
def test_the_line_above_a_nameless_title_is_no_organ(above: str) -> None:
    identity = told(above, "2023年政府信息公开工作年度报告", "字体：大")
    assert pair(identity) == (None, 2023)


def test_the_sites_name_above_the_title_yields_to_the_signature() -> None:
    identity = told("青川湾市人民政府", "2023年政府信息公开工作年度报告", back=(ORGAN, "2024年1月19日"))
    assert (identity.organ, identity.organ_basis) == (ORGAN, "signature")


def test_two_organs_in_the_prose_are_none() -> None:
    one = ["青川湾市云岭区财政局公开3条。", "青川湾市云岭区司法局公开5条。"]
    assert told("2023年政府信息公开工作年度报告", one=one).organ is None


def test_the_organ_from_the_file_name_is_the_last_resort() -> None:
    identity = told("2023年政府信息公开工作年度报告", name=f"2023年{ORGAN}政府信息公开工作年度报告（终稿）.docx")
    assert (identity.organ, identity.organ_basis) == (ORGAN, "file name")
    for name in ("年报.pdf", "W020240119.pdf", "附件1.doc", "1.html", "report.html", "下载.html"):
        assert told("2023年政府信息公开工作年度报告", name=name).organ is None


@pytest.mark.parametrize(
    "back",
    [
        ("相关链接", "青川湾市云岭区司法局2022年政府信息公开工作年度报告"),
        ("上一篇：青川湾市云岭区财政局2021年政府信息公开工作年度报告", "下一篇：没有了"),
        ("青川湾市云岭区司法局2022年政府信息公开工作年度报告 2023-01-20",),
    ],
)
def test_other_reports_in_the_footer_do_not_name_this_one(back: tuple[str, ...]) -> None:
    assert pair(told(f"2023年{ORGAN}政府信息公开工作年度报告", back=back)) == (ORGAN, 2023)
    nameless = told("2023年政府信息公开工作年度报告", back=back)
    assert nameless.year == 2023
    assert nameless.organ is None


@pytest.mark.parametrize(
    "line",
    [
        f"根据《条例》和《{ORGAN}2022年政府信息公开工作年度报告》的要求，现公布本报告。",
        "现将2022年政府信息公开工作年度报告公布如下，请予监督。",
        "《青川湾市人民政府2021年政府信息公开工作年度报告》",
        "青川湾市人民政府办公室关于做好2022年政府信息公开工作年度报告编制工作的通知",
    ],
)
def test_words_about_a_report_are_no_title(line: str) -> None:
    assert pair(told(f"2023年{ORGAN}政府信息公开工作年度报告", line)) == (ORGAN, 2023)
    assert pair(told(line, f"2023年{ORGAN}政府信息公开工作年度报告")) == (ORGAN, 2023)


def test_the_title_in_the_metadata() -> None:
    for site in ("", "_青川湾市政府信息公开", " - 云岭区政府网", "|青川湾"):
        identity = told("索引号：123", title=f"{ORGAN}2023年政府信息公开工作年度报告{site}")
        assert pair(identity) == (ORGAN, 2023)
        assert identity.title == f"{ORGAN}2023年政府信息公开工作年度报告"


def test_the_printed_title_outranks_the_metadata_of_another_page() -> None:
    identity = told(f"2023年{ORGAN}政府信息公开工作年度报告", title="青川湾市云岭区司法局2022年政府信息公开工作年度报告")
    assert pair(identity) == (ORGAN, 2023)


def test_nothing_tells_nothing() -> None:
    assert told() == Identity(None, None, None, None, None, None, "other")


@pytest.mark.parametrize(
    ("text", "date"),
    [("2024-01-19", "2024-01-19"), ("2024年1月9日", "2024-01-09"), ("2024/1/19 10:20", "2024-01-19"), ("2024.01.19", "2024-01-19"),
     ("２０２４年１月１９日", "2024-01-19"), ("2024年13月1日", None), ("2024-02-31", None), ("", None), ("昨天", None), ("20240119", None)],
)  # fmt: skip
def test_dates(text: str, date: str | None) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("organ", "kind"),
    [("青川湾市人民政府", "government"), ("云岭区人民政府办公室", "department"), ("青川湾市云岭区发展和改革局", "department"),
     ("云岭区松溪镇人民政府", "town"),
     ("云岭区河湾街道办事处", "town"), ("云岭区松溪乡", "town"), ("青川湾经济技术开发区管理委员会", "government"),
     ("青川湾市科学技术委员会", "department"),
     ("青川湾水务公司", "other"), (None, "other"), ("", "other")],
)  # fmt: skip
def test_kinds_of_organ(organ: str | None, kind: str) -> None:
    assert kind_of(organ) == kind


def test_what_was_given_stands_in_where_the_report_is_silent_and_before_the_name_of_its_file() -> None:
    given = (Given("organ", "云岭区财政局", "list"), Given("organ", "云岭区教育局", "path"), Given("year", 2021, "path"))
    silent = identity_of("政府信息公开", given, "青川湾市云岭区民政局2020.html")
    assert (pair(silent), silent.organ_basis, silent.year_basis, silent.kind) == (("云岭区财政局", 2021), "given", "given", "department")
    title = f"2023年{ORGAN}政府信息公开工作年度报告"
    assert identity_of(title, given, "a.html") == identity_of(title, (), "a.html")
    assert identity_of(title, (Given("kind", "town", "list"),), "a.html").kind == "town", "no report prints its kind"


def identity_of(front: str, given: tuple[Given, ...], name: str) -> Identity:
    made = document(front, *(line for heading in OFFICIAL for line in (heading, "见附表。")))
    return identify(made, sections_of(made, FORM), name, given)


@pytest.mark.parametrize(("code", "level"), [
    ("32", "province"), ("320000", "province"), ("320800", "city"), ("320813", "county"), ("320813100", "town"), ("320813000000", "county"),
])
def test_a_region_is_made_of_a_code_and_a_name_alone(code: str, level: str) -> None:
    given = (Given("region", "云岭区", "list"), Given("region_code", code, "list"))
    assert region_of(given) == {"code": code, "name": "云岭区", "level": level}
    assert region_of(given[:1]) is None and region_of(given[1:]) is None
    assert region_of((*given, Given("level", "city", "list"))) == {"code": code, "name": "云岭区", "level": "city"}

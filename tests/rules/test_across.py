"""Reports held against each other: what is kept of each, whom a finding belongs to, and what it shows."""

from __future__ import annotations

import pickle
from dataclasses import replace

from builders import ORGAN, figures, report_with, with_statements

from extractor.model import Box, Place
from extractor.profile import Profile
from extractor.record import Report, Section, SourceInfo
from extractor.rules import entry_of, findings_across
from extractor.rules.entry import View
from extractor.rules.explained import explanations, growth_of, scope_of

STOCK = "t2.normative_documents.in_force"


def of(year: int, stock: str = "0", name: str = "", **more: object) -> Report:
    made = report_with({STOCK: stock}, year=year, **more)  # type: ignore[arg-type]
    return replace(made, source=SourceInfo(name or f"{year}.html"))


def across(*reports: Report, profile: Profile | None = None) -> dict[str, list[str]]:
    entries = [entry_of(one, f"{at}") for at, one in enumerate(reports)]
    found = findings_across(entries, profile=profile or Profile())
    return {key: [finding.code for finding in findings] for key, findings in found.items()}


def test_an_entry_is_small_and_can_be_sent_to_another_process() -> None:
    report = report_with(figures())
    boxed = {
        name: replace(one, place=Place(3, Box(0.1 + at % 7 / 10, at / 300, 0.2 + at % 7 / 10, at / 300 + 0.0123)))
        for at, (name, one) in enumerate(report.values.items())
    }
    entry = entry_of(replace(report, values=boxed))
    sent = pickle.dumps(entry)
    assert len(sent) < 4096 and pickle.loads(sent) == entry
    view = View(pickle.loads(sent))
    assert view.numbers == {name: one.value for name, one in report.values.items()}
    assert view.place(STOCK) == Place(3, Box(*(round(edge, 4) for edge in _edges(boxed[STOCK].place))))


def _edges(place: Place) -> tuple[float, float, float, float]:
    box = place.box
    assert box is not None
    return box.left, box.top, box.right, box.bottom


def test_cells_in_doubt_and_cells_without_a_number_are_kept_out_of_comparisons() -> None:
    report = report_with({STOCK: "5", "t2.rules.issued": "/"}, readings={STOCK: "conflict"}, missing=["t4"])
    view = View(entry_of(report))
    assert STOCK not in view.numbers and "t2.rules.issued" not in view.numbers
    assert not any(name.startswith("t4.") for name in view.numbers) and view.numbers["t3.carried_in.total"] == 0


def test_a_record_without_tables_gives_an_entry_without_figures() -> None:
    assert View(entry_of(of(2023, "5", edition="2021"))).numbers
    assert View(entry_of(replace(of(2023), edition=None))).numbers == {}


def test_a_finding_is_on_the_later_report_and_shows_what_the_other_prints_where() -> None:
    first, second = of(2022, "20"), of(2023, "15")
    found = findings_across([entry_of(second, "b"), entry_of(first, "a")])
    assert set(found) == {"b"}
    (finding,) = found["b"]
    assert (finding.code, finding.severity, finding.left, finding.right) == ("Y-STOCK", "warning", 15, 20)
    own, other = finding.evidence
    assert own.place == Place(anchor=STOCK) and "15" in own.quote
    assert "2022 年报告（2022.html" in other.quote and STOCK in other.quote and other.quote.endswith(" 20")
    # The other's place is told in words only: in this report's source it would point at the wrong cell.
    assert other.place == Place()


def test_order_makes_no_difference_and_fingerprints_stay() -> None:
    reports = [of(2021, "9"), of(2022, "20"), of(2023, "15")]
    entries = [entry_of(one, str(one.year)) for one in reports]
    there = findings_across(entries)
    assert there == findings_across(entries[::-1])
    prints = [one.fingerprint for findings in there.values() for one in findings]
    assert len(prints) == len(set(prints)) == 2


def test_reports_of_unknown_organ_or_year_and_lone_reports_say_nothing() -> None:
    assert across(of(2022, "20", organ=None), of(2023, "15", organ=None)) == {}
    assert across(of(2022, "20"), replace(of(2023, "15"), year=None)) == {}
    assert across(of(2023, "15")) == {}


def test_a_profile_switches_rules_off_and_changes_their_severity() -> None:
    pair = (of(2022, "20"), of(2023, "15"))
    assert across(*pair) == {"1": ["Y-STOCK"]}
    assert across(*pair, profile=Profile(off=frozenset({"Y-STOCK"}))) == {}
    entries = [entry_of(one, f"{at}") for at, one in enumerate(pair)]
    (finding,) = findings_across(entries, profile=Profile(severities={"Y-STOCK": "error"}))["1"]
    assert finding.severity == "error"


def test_the_blame_is_the_sources_only_where_both_reports_were_read_in_two_ways() -> None:
    pair = [of(2022, "20"), of(2023, "15", readings={STOCK: "single"})]
    (finding,) = findings_across([entry_of(one, f"{at}") for at, one in enumerate(pair)])["1"]
    assert finding.blame == "unknown"


def test_several_organs_of_one_name_are_not_paired() -> None:
    years = [of(2021, "20"), of(2022, "20"), of(2022, "7", "b.html"), of(2023, "7"), of(2024, "9")]
    assert across(*years)["4"] == ["Y-STOCK"]
    nameless = [replace(one, organ="财政局") for one in years]
    assert across(*nameless) == {"2": ["Y-GAP"]}
    again = across(*years, of(2024, "3", "c.html"))
    assert {code for codes in again.values() for code in codes} == {"Y-GAP"}


def test_the_same_file_twice_is_no_second_report() -> None:
    first = of(2023, "5")
    source = SourceInfo("a.html", sha256="ab" * 32)
    assert across(replace(first, source=source), replace(first, source=replace(source, name="b.html"))) == {}


def prose(text: str, section: str = "s1", organ: str = ORGAN) -> Report:
    return replace(report_with(), organ=organ, sections=(Section(section, "一", text),), statements=())


def test_sentences_that_explain_a_break_are_kept_by_topic() -> None:
    text = "规范性文件集中清理后，现行有效件数有调整；上年结转数据因口径变化更正。办理许可三件。"
    assert {topic for topic, _ in explanations(prose(text))} == {"stock", "carried"}
    assert explanations(prose("现行有效件数以本年度报告为准。"))[0][0] == "all"
    assert explanations(prose("新收申请 3 件，上年结转 1 件。")) == ()


def test_growth_is_read_with_its_sign_and_fineness() -> None:
    (growth,) = growth_of(prose("全年新收政府信息公开申请 1２0 件，比2022年下降 7.50%。"))
    assert (growth.percent, growth.decimals, growth.stated, growth.last) == (-7.5, 2, 120, 2022)
    (about,) = growth_of(prose("共收到政府信息公开申请30件，同比增长约10.5%。"))
    assert about.decimals == 0
    assert growth_of(prose("主动公开信息120条，较上年增长20%。")) == ()


def test_statements_of_growth_come_before_the_prose() -> None:
    (growth,) = growth_of(with_statements(prose("共收到政府信息公开申请30件，与2022年相比，减少10.5%。")))
    assert (growth.percent, growth.decimals, growth.stated, growth.last) == (-10.5, 1, 30, None)
    for other in ("全区共收到政府信息公开申请30件，同比增长10%。", "通过网络收到政府信息公开申请30件，同比增长10%。"):
        assert growth_of(with_statements(prose(other))) == ()



def test_a_report_says_whether_it_sums_up_its_units() -> None:
    assert scope_of(prose("本报告数据包含区政府各部门和乡镇街道。")) == "region"
    assert scope_of(prose("本报告仅统计本机关数据。")) == "own"
    assert scope_of(prose("各项工作有序推进。")) is None

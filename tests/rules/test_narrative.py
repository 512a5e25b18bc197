"""Real narratives speak of much that is not in the tables: none of it may be held against them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import report_with, with_statements

from extractor.form import load
from extractor.record import Report, Section
from extractor.rules import judge
from extractor.rules.catalogue import Case, Fault
from extractor.rules.claims import is_name_of, is_region_of
from extractor.rules.narrative_notes import explained, softened

NARRATIVE = {
    "N-REQ", "N-GROUP", "N-PCT", "N-BREAK", "N-T2", "N-CONTRA", "N-FEEROW", "N-CARRYSILENT", "N-AUDIT", "S-S6CONFLICT",
    "T2-FEE", "T3-EMPTY",
}  # fmt: skip
# Three requests came in and were granted; a few documents, licences and fees.
FIGURES = {
    "t3.received_new.natural_person": 3, "t3.received_new.total": 3, "t3.disclosed.natural_person": 3, "t3.disclosed.total": 3,
    "t3.results_total.natural_person": 3, "t3.results_total.total": 3, "t2.normative_documents.issued": 2,
    "t2.normative_documents.in_force": 9, "t2.licensing.decisions": 41, "t2.penalty.decisions": 7, "t2.fees.amount": 12,
}  # fmt: skip
REQUESTS = "（二）依申请公开情况\n2023年，我局共收到政府信息公开申请3件，均已按时办结，其中予以公开3件。"

HARMLESS = (
    # other units' figures
    "2023年，区教育局共收到政府信息公开申请18件，办结17件。",
    "各镇（街道）全年受理政府信息公开申请25件。",
    "全区各级行政机关共新收政府信息公开申请212件，办结205件，结转下年度继续办理7件。",
    "全市住建系统收到依申请公开件64件，全部按期答复。",
    "据统计，全省发展改革系统全年新收政府信息公开申请1032件。",
    "区直部门制发行政规范性文件31件，各镇制发行政规范性文件6件。",
    "我区全年作出行政处罚决定1203件。",
    "云岭区人民政府办公室共收到政府信息公开申请40件。",
    "由区司法局统一办理因政府信息公开引发的行政复议案件9件。",
    "指导下属单位办理政府信息公开申请11件。",
    # other years
    "2022年，我局共收到政府信息公开申请8件。",
    "2021年、2022年分别收到政府信息公开申请5件、8件。",
    "自新条例施行以来，我局累计收到政府信息公开申请57件，均已办结。",
    "2019年以来共制发行政规范性文件16件。",
    "上一年度我局收到政府信息公开申请6件。",
    "近三年共作出行政许可决定186件。",
    "上半年收到政府信息公开申请1件。",
    "1月至6月，我局收到政府信息公开申请2件。",
    "2024年，我局计划制定行政规范性文件4件，废止2件。",
    "“十四五”期间，预计制发行政规范性文件20件。",
    "政府信息公开申请数量较上年8件减少5件，下降62.5%。",
    "政府信息公开申请量同比增长1.5倍。",
    "每月平均收到政府信息公开申请不到1件。",
    # one channel, some requests only
    "其中，通过网络平台收到政府信息公开申请2件，通过信函收到政府信息公开申请1件。",
    "收到当面提交的政府信息公开申请1件。",
    "收到涉及价格监测的政府信息公开申请2件。",
    "未收到要求公开涉企收费的政府信息公开申请。",
    "未收到企业提出的政府信息公开申请。",
    "窗口受理现场申请1件，邮寄申请2件。",
    "收到自然人申请3件，未收到法人申请。",
    "因补正后申请内容仍不明确无法提供0件。",
    # websites and new media
    "通过区政府网站公开政府信息632条，政务新媒体推送信息1208条。",
    "门户网站独立用户访问量18.6万次，总访问量102.3万次。",
    "“云岭发改”微信公众号发布图文286篇，关注人数1.2万余人。",
    "公开行政许可和行政处罚信息356条，及时率100%。",
    "在信用平台归集公示行政处罚9件、行政许可58件。",
    "对公开栏目开展3轮检查，整改错敏字27处。",
    "解读行政规范性文件5件，图解2篇。",
    "向社会公开规范性文件11件、其他文件43件。",
    # other business
    "办理人大代表建议12件、政协委员提案19件，办结率、满意率均为100%。",
    "全年受理12345热线工单1630件，办结1622件。",
    "受理群众来信来访42件（批），均已答复。",
    "收到网民留言87条，答复87条，全部办结。",
    "办理行政复议案件15件，其中维持12件、撤销3件。",
    "区政府行政复议机构受理行政复议申请134件，审结129件。",
    "全年行政诉讼应诉5件，出庭应诉率100%。",
    "受理价格认定申请38件，办结38件。",
    "收到企业备案申请96件，均在一个工作日内办结。",
    "受理节能审查申请24件，不予受理2件。",
    "办理投资项目审批事项73件，提速60%。",
    "接到投诉举报21件，处理21件，不予处理0件。",
    "信访事项不予受理4件，不予公开投诉人信息2件。",
    "受理网络问政182件，回复182件。",
    "收到征求意见反馈46条，采纳31条，占67.4%。",
    # filing, review, clearance
    "向区司法局报备行政规范性文件5件，备案率100%。",
    "对现存14件规范性文件开展公平竞争审查，建议修改3件。",
    "清理涉企规范性文件23件，拟废止6件。",
    "合法性审核合同55份、规范性文件8件。",
    "修订内部规章制度13项，废止4项。",
    "起草行政规范性文件3件，征求意见2次。",
    # training, staff, events
    "组织政府信息公开业务培训4次，参训120人次。",
    "举办政府开放日活动3场，邀请代表60名。",
    "召开政务公开工作推进会2次，印发通报4期。",
    "选派2名工作人员参加全市依申请公开工作培训班1期。",
    "编制公开指南1份，配备查阅点2个、专职人员3名。",
    "政务公开第三方评估得分92.5分，位列全区第4位。",
    # documents cited, dates, ranges, odds
    "依照国办公开办函〔2021〕30号和国务院令第711号要求，于2024年1月12日印发通知（云发改〔2024〕5号）。",
    "答复时限由20个工作日压缩至15个工作日，平均用时9天。",
    "收到政府信息公开申请约4件次左右。",
    "主动公开政府信息1.2万余条，其中财政类300条、规划类210条等。",
    "发布各类信息500条，其中政策文件80条、工作动态220条。",
    "公开信息120条，其中网站发布110条、公众号发布60条，部分信息多渠道同步发布。",
    "高效办成一件事清单新增8项，实现最多跑一次。",
    "未发生因答复不当引起的行政复议和行政诉讼败诉案件。",
    "未发生失泄密事件，未出现逾期答复申请的情况。",
    "无正当理由大量反复申请的情形未出现。",
    "本年度减免行政事业性收费36万元。",
    "全区共收取行政事业性收费2630万元。",
    "行政事业性收费项目目录清单共5项。",
    # more of the kind
    "全年共受理企业群众诉求事项412件，其中咨询类301件、投诉类111件，均已办结并答复。",
    "我局牵头办理市长信箱来信36件，答复36件。",
    "2023年共收到各类建议提案复函公开申请2件。",
    "全年共办理信息公开申请补正告知2件。",
    "接收电子邮件申请书0件，收到信函申请1件。",
    "政务公开工作领导小组召开会议2次，研究依申请公开疑难件3件。",
    "依申请公开答复书被复议机关确认合法2件。",
    "组织依申请公开业务培训3次。",
    "在全区依申请公开案卷评查中，我局抽查案卷5件，合格5件。",
    "经统计，我局官网依申请公开栏目访问量1820次。",
    "共制发文件126件，其中规范性文件2件。",
    "全年以区政府办公室名义印发文件38件。",
    "我局配合区政府制定行政规范性文件4件。",
    "代拟区政府规范性文件3件。",
    "以市政府名义制发规章1件。",
    "开展行政执法案卷评查，抽查行政处罚案卷20件、行政许可案卷15件。",
    "全年办理行政许可事项412项，网上可办率100%。",
    "立案查处行政处罚案件12件，结案10件，罚款3.6万元。",
    "办理不予行政处罚案件4件。",
    "行政许可即办件占比65%，承诺件占比35%。",
    "下达行政处罚事先告知书9份。",
    "全局系统及下属事业单位共计收取行政事业性收费150万元。",
    "2022年度行政事业性收费为9.8万元。",
    "落实减税降费，累计减免行政事业性收费210.5万元。",
    "依法公开行政事业性收费目录清单，涉及收费项目3项、收费金额80万元。",
    "全年接待查阅人员46人次，提供复印23份。",
    "截至2022年底，现行有效规范性文件15件。",
    "从2024年1月1日起，新收申请实行编号管理。",
    "答复申请人政府信息公开告知书3份。",
    "其中，属于国家秘密0件，属于第三方合法权益1件。",
    "区政务公开办转来政府信息公开申请2件。",
    "向上级部门转办申请1件，向区教育局移交申请2件。",
    "接到咨询申请事宜电话30个。",
    "与申请人沟通12次，引导撤回申请1件。",
    "经沟通撤回政府信息公开申请1件。",
    "延期答复政府信息公开申请1件。",
    "通过信函方式答复2件、网络方式答复1件。",
    "其中网络提交1件，占33.3%。",
    "全年发布政策解读12篇，其中图解7篇，占58.3%。",
    "公开率达98.6%，较上年提高2.1个百分点。",
    "在收到申请后3个工作日内完成登记，5日内完成分办。",
    "区局收到1件，分局收到2件。",
    "我局及所属单位共收到政府信息公开申请9件。",
    "全年共公开建议提案办理结果31件，全文公开28件，摘要公开3件。",
    "共检查网站信息3600余条，其中发现问题12条。",
    "我局没有政府规章制定权，未制定规章。",
    "未制定出台行政规范性文件的配套解读2件。",
    "全年无重大行政决策事项，无行政强制执行案件。",
    "没有因未按要求公开被申请行政复议的情况。",
    "未发生针对我局的信息公开举报投诉。",
    "不存在未按期答复申请情况。",
    "我局主要负责人出庭应诉行政诉讼案件2件。",
    "全区行政复议案件受理数上升12%，行政诉讼败诉率下降3%。",
    "新受理政府信息公开类行政复议申请5件（区司法局代区政府办理）。",
    "全年举办新闻发布会4场，答复记者提问16个。",
    "依申请公开平均答复时长为11个工作日。",
    "现有政务公开专职人员1人、兼职人员3人。",
)


# Twenty-six requests came in, three were carried in, two are carried out; two disputes, a suit.
BUSY = {
    "t3.received_new.natural_person": 20, "t3.received_new.commercial_enterprise": 6, "t3.received_new.total": 26,
    "t3.carried_in.natural_person": 3, "t3.carried_in.total": 3, "t3.disclosed.natural_person": 15, "t3.disclosed.total": 15,
    "t3.partially_disclosed.natural_person": 2, "t3.partially_disclosed.total": 2, "t3.denied_state_secret.natural_person": 2,
    "t3.denied_state_secret.total": 2, "t3.denied_internal_affairs.commercial_enterprise": 2,
    "t3.denied_internal_affairs.total": 2, "t3.unavailable_not_held.natural_person": 3, "t3.unavailable_not_held.total": 3,
    "t3.not_processed_repeat.commercial_enterprise": 2, "t3.not_processed_repeat.total": 2,
    "t3.other_remaining.commercial_enterprise": 1, "t3.other_remaining.total": 1, "t3.results_total.natural_person": 22,
    "t3.results_total.commercial_enterprise": 5, "t3.results_total.total": 27, "t3.carried_out.natural_person": 1,
    "t3.carried_out.commercial_enterprise": 1, "t3.carried_out.total": 2, "t4.reconsideration.upheld": 2,
    "t4.reconsideration.total": 2, "t4.litigation_direct.upheld": 1, "t4.litigation_direct.total": 1,
    "t2.normative_documents.issued": 3, "t2.normative_documents.repealed": 1, "t2.normative_documents.in_force": 20,
    "t2.licensing.decisions": 4227, "t2.penalty.decisions": 38, "t2.fees.amount": 78,
}  # fmt: skip
HONEST = (
    "2023年，我局共收到政府信息公开申请26件，加上上年结转3件，共29件；办结27件，结转下年度2件。",
    "全年共收到依申请公开申请26件（其中自然人20件，商业企业6件），上年结转3件，已答复27件，2件结转至下一年度继续办理。",
    "2023年本机关新收政府信息公开申请26件，结转上年3件，按时办结27件，按期答复率100%。",
    "本年度共受理政府信息公开申请29件，其中上年度结转3件。",
    "我局全年办理政府信息公开申请27件，其中予以公开15件，部分公开2件，不予公开4件，无法提供3件，不予处理2件，其他处理1件。",
    "全年受理信息公开申请26件，同比增加4件，增长18.2%。",
    "从办理结果看，予以公开15件，占55.6%；部分公开2件，占7.4%；不予公开4件，占14.8%。",
    "从申请人类型看，自然人申请20件，占76.9%；法人或其他组织申请6件，占23.1%。",
    "从申请方式看，网络申请18件、信函申请5件、当面申请3件。",
    "收到的26件申请中，涉及征地类12件、规划类9件、其他类5件。",
    "今年以来，我局共接到公民、法人和其他组织提出的政府信息公开申请26件，全部在法定期限内予以答复。",
    "2023年因政府信息公开引发行政复议2件、行政诉讼1件，均维持。",
    "发生因政府信息公开工作被申请行政复议案件2起，被提起行政诉讼案件1起。",
    "政府信息公开行政复议2件，结果维持2件；行政诉讼1件，结果维持。",
    "依申请公开方面，新收申请26件、上年结转3件，办结27件（公开及部分公开17件、不予公开4件、无法提供3件、不予处理2件、其他处理1件），结转下年度2件。",
    "全年制定行政规范性文件3件、废止1件，截至年底现行有效行政规范性文件20件。",
    "截至2023年12月31日，我局现行有效的行政规范性文件共20件，其中本年新制发3件。",
    "2023年，共作出行政许可决定4227件、行政处罚决定38件，未实施行政强制。",
    "收取行政事业性收费78万元。",
    "全年行政事业性收费金额780000元。",
    "2023年1月1日至12月31日，我局收到政府信息公开申请26件。",
    "2023年度收到政府信息公开申请共计二十六件，比上年度减少四件。",
    "共处理政府信息公开申请29件（含上年结转3件），已办结27件，尚在办理2件。",
    "2023年，青川湾市云岭区发展和改革局共收到政府信息公开申请26件，区发展改革局均依法办理。",
    "区发展和改革局2023年收到依申请公开26件。",
    "云岭区发改局2023年新收申请26件。",
    "主动公开政府信息300条，其中动态类120条、政策类80条、财政类100条。",
    "全年主动公开信息共计1,286条，其中门户网站800条，政务新媒体486条。",
    "2023年，我局依申请公开政府信息26件，均已办结。",
    "我局收到政府信息公开申请26件，除2件结转下年度办理外，其余均已办结。",
    "收到政府信息公开申请26件，答复27件（含上年结转3件），另有2件未到答复期限，均已按规定时限答复。",
    "（二）依申请公开。全年收到申请26件，办结27件。\n（三）政府信息管理。全年收到投诉5件，办结5件。",
    "本年度新收26件，上年结转3件，办结27件。",
    "政府信息公开申请办结27件，办结率93.1%。",
    "对申请内容进行分类，其中不予公开4件（属于国家秘密2件、内部事务信息2件）。",
    "全年办理依申请公开答复书27份，其中予以公开15份。",
    "共收到政府信息公开申请26件次，受理26件次。",
)
WRONG = (
    ("我局共收到政府信息公开申请25件。", "N-REQ"),
    ("本机关新收依申请公开27件，上年结转3件。", "N-REQ"),
    ("我局共收到政府信息公开申请26件，上年结转4件。", "N-REQ"),
    ("共办结政府信息公开申请21件。", "N-REQ"),
    ("办结政府信息公开申请27件，结转下年度继续办理3件。", "N-REQ"),
    ("云岭区发展和改革局收到政府信息公开申请二十八件。", "N-REQ"),
    ("2023年度我局未收到政府信息公开申请。", "N-REQ"),
    ("办结政府信息公开申请27件，其中不予公开2件。", "N-GROUP"),
    ("办结政府信息公开申请27件，予以公开15件，部分公开4件。", "N-GROUP"),
    ("从办理结果看，无法提供4件，不予处理2件。", "N-GROUP"),
    ("因政府信息公开引发行政复议3件、行政诉讼1件。", "N-GROUP"),
    ("因政府信息公开引发行政诉讼2件。", "N-GROUP"),
    ("办结政府信息公开申请27件，其中予以公开15件，占65.6%。", "N-PCT"),
    ("我局收到政府信息公开申请26件，均已答复。", "N-CONTRA"),
    ("全年无因政府信息公开被申请行政复议、提起行政诉讼的情况。", "N-CONTRA"),
    ("全年制发行政规范性文件4件，废止1件，现行有效20件。", "N-T2"),
    ("我局现行有效行政规范性文件12件。", "N-T2"),
    ("全年未制发行政规范性文件。", "N-T2"),
    ("全年作出行政许可决定4272件、行政处罚决定38件。", "N-T2"),
    ("全年收取行政事业性收费780万元。", "N-T2"),
    ("公开信息36条，其中政策类26条、动态类12条。", "N-BREAK"),
)


def saying(text: str, figures: dict[str, int] | None = None, **more: object) -> Report:
    made = report_with(base=FIGURES if figures is None else figures, **more)  # type: ignore[arg-type]
    sections = tuple(
        Section(one.id, one.title, text, one.place) if one.id == "s1" else one for one in made.sections
    )
    return with_statements(Report(**{**{name: getattr(made, name) for name in made.__slots__}, "sections": sections}))


def codes(report: Report) -> list[str]:
    return [f"{one.code}: {one.message}" for one in judge(report, load("2021")) if one.code in NARRATIVE]


@pytest.mark.parametrize("sentence", HONEST)
def test_figures_that_are_those_of_the_tables_are_let_pass(sentence: str) -> None:
    assert codes(saying(sentence, BUSY)) == []


@pytest.mark.parametrize(("sentence", "code"), WRONG)
def test_figures_that_are_not_those_of_the_tables_are_found(sentence: str, code: str) -> None:
    # One sentence alone is a thin overview; that is another rule's concern.
    found = [one for one in judge(saying(sentence, BUSY), load("2021")) if one.code != "S-THIN"]
    assert {one.code for one in found if one.severity != "info"} == {code}
    told = [one for one in found if one.severity != "info"]
    assert all(one.evidence and one.evidence[0].quote in sentence for one in told)


@pytest.mark.parametrize("sentence", HARMLESS)
def test_what_the_tables_do_not_hold_is_not_held_against_them(sentence: str) -> None:
    assert codes(saying(sentence)) == []


@pytest.mark.parametrize("sentence", HARMLESS)
def test_nor_beside_the_paragraph_on_requests(sentence: str) -> None:
    assert codes(saying(f"{REQUESTS}\n{sentence}")) == []


@pytest.mark.parametrize("sentence", HARMLESS)
def test_nor_within_the_paragraph_on_requests(sentence: str) -> None:
    assert codes(saying(f"{REQUESTS}{sentence}")) == []


@pytest.mark.parametrize(
    ("short", "organ", "same"),
    [
        ("区发改局", "青川湾市云岭区发展和改革局", True), ("市政府办公厅", "青川湾市人民政府办公厅", True),
        ("区发展和改革局", "青川湾市云岭区发展和改革局", True), ("区教育局", "青川湾市云岭区发展和改革局", False),
        ("区人民政府办公室", "青川湾市云岭区人民政府", False), ("区发改委", "青川湾市云岭区发展和改革委员会", True),
        ("区政府办", "青川湾市云岭区人民政府办公室", True), ("", "青川湾市云岭区财政局", False),
    ],
)  # fmt: skip
def test_a_short_name_is_known_as_that_of_the_organ(short: str, organ: str, same: bool) -> None:
    assert is_name_of(short, organ) is same


@pytest.mark.parametrize(
    ("words", "organ", "same"),
    [("全区", "青川湾市云岭区人民政府", True), ("全市", "青川湾市云岭区人民政府", False), ("我市", "青川湾市", True),
     ("各镇", "青川湾市云岭区人民政府", False), ("全区", "青川湾市云岭区财政局", False)],
)  # fmt: skip
def test_a_region_is_that_of_its_own_government_only(words: str, organ: str, same: bool) -> None:
    assert is_region_of(words, organ) is same


NOTE = "行政规范性文件现行有效件数根据清理结果进行了调整，以本年度报告为准。"


def test_a_note_explains_the_cells_that_it_names_and_no_others() -> None:
    report = saying(NOTE)
    case = Case(report, load("2021"))
    found = explained(case, ("t2.normative_documents.in_force",))
    assert found is not None and found.quote == NOTE
    assert explained(case, ("t3.carried_in.total",)) is None
    assert explained(Case(saying("各项工作有序推进。"), load("2021")), ("t2.normative_documents.in_force",)) is None


def test_a_note_in_the_cell_itself_explains_it() -> None:
    made = saying("各项工作有序推进。")
    field = "t2.normative_documents.issued"
    value = replace(made[field], note="其中修订16件")
    case = Case(replace(made, values={**made.values, field: value}), load("2021"))
    found = explained(case, (field,))
    assert found is not None and found.quote == "其中修订16件"


def test_what_a_note_explains_is_no_more_than_a_hint() -> None:
    case = Case(saying(NOTE), load("2021"))
    fault = Fault("不符。", "They differ.", ("t2.normative_documents.in_force",))
    assert softened(case, fault).severity == "info"
    other = Fault("不符。", "They differ.", ("t3.carried_in.total",))
    assert softened(case, other) == other

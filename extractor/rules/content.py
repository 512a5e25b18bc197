"""What the prose must say: the five aspects, the three results, problems with cures, the processing fee."""

from __future__ import annotations

from collections.abc import Iterator

from ..patterns import lazy_re
from ..record import Evidence, Section, Severity
from ..text import fold, only_words
from .catalogue import Case, Fault, rule
from .headings import has_form

SHORTEST_OVERVIEW = 40
SHORTEST_PROBLEMS = 40
LEAST_TO_HAVE_ASPECTS = 120
FEES_SINCE = 2021
"""The first year whose reports must speak of the information-processing fee (国办函〔2020〕109号)."""

_ASPECTS = (
    ("主动公开", "proactive disclosure", lazy_re(r"主动公开|主动发布|公开(?:各类)?(?:政府)?信息\d|发布(?:各类)?(?:政府)?信息")),
    ("依申请公开", "disclosure on request", lazy_re(r"依申请|申请公开|公开申请|信息公开.{0,4}申请|(?:收到|受理|办理|接收).{0,12}申请")),
    ("政府信息管理", "information management", lazy_re(
        r"信息(?:资源|的)?(?:.{0,6})管理|公开(?:目录|指南|属性|制度)|审[查核]|审签|规范性文件|(?:动态|规范)管理|三审|清理|归档|管理制度|政务公开(?:制度|目录)"
    )),
    ("政府信息公开平台建设", "platforms", lazy_re(
        r"平台|网站|新媒体|公众号|微信|微博|公报|公[开示]栏|查阅[点处场室]|专[栏区]|客户端|载体|渠道"
    )),
    ("监督保障", "supervision and safeguards", lazy_re(
        r"监督|保障|考[核评]|评[议估]|责任|追究|问责|培训|督[查导办促]|检查|自查|通报|领导小组|组织领导|学习"
    )),
)  # fmt: skip
_RESULTS = (
    ("工作考核", "assessment", lazy_re(r"考核|考评|绩效|评优|评比")),
    ("社会评议", "public evaluation", lazy_re(r"评议|社会评价|公众评价|群众评价|评估|测评|满意度|问卷|服务对象评价|好差评")),
    ("责任追究", "accountability", lazy_re(r"责任追究|追究.{0,6}责任|追责|问责|责任.{0,6}追究|追究")),
)
_PROBLEM = lazy_re(
    r"问题|不足|差距|有待|薄弱|不够|不强|不高|不深|不多|不到位|不平衡|不均衡|不及时|不规范|不完善|不健全|不全|不细|欠缺|欠|滞后|短板|偏[少晚低慢弱]|较[少晚低慢弱]|"
    r"单一|困难|尚未|尚需|仍需|还需|亟需|亟待|需要|需进一步|待加强|待提[高升]|待改进|缺乏|缺少|弱项|参差|瓶颈|局限|松懈"
)
_CURE = lazy_re(
    r"改进|整改|下一?步|[将拟]|今后|措施|打算|计划|加强|加大|完善|提[高升]|优化|健全|强化|推进|进一步|继续|努力|着力|做好|抓好|建立|制定|梳理|修订|丰富|充实|拓[宽展]|创新|解决|纠正|"
    r"20\d\d年.{0,8}(?:要|重点)"
)
_NOTHING = lazy_re(r"(?:暂?无|没有|未发现)(?:存在)?(?:的)?(?:主要|明显)?(?:问题|其他)?(?:及改进情况)?(?:情况)?")
_SENTENCE = lazy_re(r"[^。!?;]+[。!?;]?")
_BOILERPLATE = lazy_re(
    r"(?:编制|撰写|形成|发布|公布|制定)[^,。]{0,30}(?:年度报告|年报|本报告)|现(?:将|就|予|向社会)[^。]{0,60}(?:公布|公开|报告|如下)"
    r"|本(?:年度)?报告[^,。]{0,6}(?:由|包括|分为|共|中|所列|全文|电子版|内容)|(?:报告|全文)(?:内容)?(?:由|包括|包含|分为)"
    r"|统计(?:期限|时限|时段|时间)|报告如下|电子版|联系(?:人|电话|地址|方式)|如(?:对|有)[^。]{0,20}疑问|部分组成"
)
_COUNTED = lazy_re(r"\d\s*余?(?:条|件|次|篇|期|人|场|份|宗)")
"""A sentence that counts something tells of the year's work, whatever else it says."""


def _evidence(section: Section, quote: str = "") -> tuple[Evidence, ...]:
    return (Evidence(quote or section.text[:60] or section.title, section.place),)


@rule("S-ASPECT", "info", "form", "总体情况缺少规定的方面", "An aspect of the overview is absent")
def s_aspects(case: Case) -> Iterator[Fault]:
    """第一部分应说到五个方面：主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障。

    依据：格式的第一部分（国办公开办函〔2021〕30号）。
    例：只写了主动公开、依申请公开和平台建设。
    改：补写缺的方面；没有工作的也写明。小标题怎么写都行，用词相近即算说到；内容过少的见 S-THIN。
    """
    section = case.report.section("s1")
    if section is None or not has_form(case) or len(only_words(section.text)) < LEAST_TO_HAVE_ASPECTS:
        return
    text = "".join(fold(section.text).split())
    absent = [(name, en) for name, en, pattern in _ASPECTS if not pattern.search(text)]
    if absent:
        names = "、".join(name for name, _ in absent)
        yield Fault(
            f"“{section.title}”没有说到{names}。", f"The overview does not speak of {', '.join(en for _, en in absent)}.",
            evidence=(Evidence(section.title, section.place),), what=names,
        )  # fmt: skip


def _thin(section: Section) -> bool:
    """Whether a section says next to nothing beside what the report rests on and is made of."""
    # Lines may be cut anywhere in text that was set to a width, so only its signs part sentences.
    sentences = _SENTENCE.findall(fold(section.text).replace("\n", ""))
    kept = [one for one in sentences if _COUNTED.search(one) or not _BOILERPLATE.search(one)]
    return len(only_words("".join(kept))) < SHORTEST_OVERVIEW


@rule("S-THIN", "warning", "form", "总体情况没有实际内容", "The overview says nothing of the year's work")
def s_thin(case: Case) -> Iterator[Fault]:
    """第一部分是空的，或者只说了报告依据、组成和统计期限，没有写工作。

    依据：格式的第一部分要求写明五个方面的情况。
    例：“一、总体情况”之下只有“本报告由六个部分组成，统计期限为…”。
    改：写明本年度的工作和数据。除去这些套话仍有四十字的不算。
    """
    section = case.report.section("s1")
    if section is None or not has_form(case):
        return
    if _thin(section):
        empty = not only_words(section.text)
        yield Fault(
            f"“{section.title}”{'是空的' if empty else '没有写本年度的工作'}。",
            "The overview is empty." if empty else "The overview says nothing of the year's work.",
            evidence=_evidence(section), blame="unknown" if empty else "source", what="s1",
        )  # fmt: skip


@rule("S-GOV", "warning", "law", "政府的报告没有写考核、评议、追责结果", "A government's report lacks assessment, evaluation or accountability")
def s_government(case: Case) -> Iterator[Fault]:
    """各级人民政府的报告还应写明工作考核、社会评议和责任追究的结果。

    依据：《条例》第五十条第一款第（四）项。
    例：县人民政府的报告写了考核和评议，没有写责任追究。
    改：补写；没有发生责任追究的写明“未发生”。部门、乡镇街道的报告不适用；用词相近即算写了，写在哪一部分都行。
    """
    if case.report.kind != "government" or not has_form(case):
        return
    overview = case.report.section("s1")
    if overview is None or _thin(overview):
        return  # S-MISSING or S-THIN says so
    text = "".join(fold("".join(one.text for one in case.report.sections)).split())
    absent = [(name, en) for name, en, pattern in _RESULTS if not pattern.search(text)]
    if absent:
        names = "、".join(name for name, _ in absent)
        yield Fault(
            f"没有写{names}的结果。", f"The report does not speak of {', '.join(en for _, en in absent)}.",
            evidence=(Evidence(overview.title, overview.place),), what=names,
        )  # fmt: skip


@rule("S-S5EMPTY", "warning", "form", "问题和改进没有写全", "Problems or improvements are not reported")
def s_problems(case: Case) -> Iterator[Fault]:
    """第五部分是空的、只写“无”、不足四十字，或者只有问题没有改进、只有改进没有问题。

    依据：《条例》第五十条第一款第（四）项；格式的第五部分。
    例：“五、存在的主要问题及改进情况”之下只有“无”。
    改：问题和改进都写，写具体。用词相近即算写了；2018 年度及以前的报告不适用。
    """
    section = case.report.section("s5")
    if section is None or not has_form(case):
        return
    text = fold(section.text)
    words = only_words(text)
    says = ""
    if not words:
        says, says_en = "是空的", "is empty"
    elif _NOTHING.fullmatch(words):
        says, says_en = f"只写了“{section.text.strip()}”", "says only that there is nothing to report"
    elif len(words) < SHORTEST_PROBLEMS:
        says, says_en = f"只有 {len(words)} 个字", f"has only {len(words)} characters"
    elif not _PROBLEM.search(text):
        says, says_en = "没有写问题", "names no problem"
    elif not _CURE.search(text):
        says, says_en = "没有写改进", "names no improvement"
    if says:
        yield Fault(
            f"“{section.title}”{says}。", f"Section 5 {says_en}.", evidence=_evidence(section),
            blame="source" if words else "unknown", what="s5",
        )  # fmt: skip


_FEE = lazy_re(r"信息处理费|处理费|收费|收取.{0,10}费|费用|缴费")


@rule("S-S6FEE", "warning", "form", "没有写信息处理费", "No statement on the information-processing fee")
def s_fee(case: Case) -> Iterator[Fault]:
    """第六部分应写明信息处理费：发出收费通知的件数和总金额、实际收取的总金额；没有收取的也要写明。

    依据：格式的第六部分；《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）。
    例：“六、其他需要报告的事项”之下只写“无”。
    改：补写，如“本年度未收取信息处理费”。写在别的部分的只提示；2020 年度及以前的报告不适用。
    """
    section = case.report.section("s6")
    year = case.report.year
    if section is None or (year is not None and year < FEES_SINCE) or (year is None and case.report.edition != "2021"):
        return
    if _FEE.search("".join(fold(section.text).split())):
        return
    other = next((one for one in case.report.sections if "信息处理费" in "".join(one.text.split())), None)
    elsewhere = f"，写在了“{other.title}”" if other is not None else ""
    severity: Severity | None = "info" if other is not None else None
    yield Fault(
        f"“{section.title}”没有写信息处理费{elsewhere}。", "Section 6 has no statement on the information-processing fee.",
        evidence=_evidence(section), severity=severity, what="s6",
    )  # fmt: skip

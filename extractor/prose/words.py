"""The words that the narrative of a report is read by, each with its kind.

A row has a kind, a meaning within it, the characters it can begin with, and its pattern; ``<YEAR>`` and the
like stand for the patterns of :data:`NAMED`. The first row that fits at a place is taken, so longer and more
special words stand before the shorter ones they contain. The beginnings let :func:`tokens` pass over most of
a text without asking any pattern.
"""

from __future__ import annotations

import functools
import re
import string
from typing import NamedTuple

from ..patterns import lazy_re
from .figures import DATE, FIGURE, NO_COUNT, RANGE, UNIT

_INFORMATION = r"(?:政府|政务)?信息"
NAMED = {
    "YEAR": r"(?:(?:19|20)\d\d年)",
    "NEXT": r"(?:(?:下|次|第二|翌)(?:一)?(?:个)?年度?|(?:19|20)\d\d年度?)",
    "INFORMATION": _INFORMATION,
    "REQUEST": (
        rf"(?:{_INFORMATION}(?:依申请)?公开(?:的)?(?:申请表|申请书|申请件|申请事项|申请数量?|申请|办件|案件)|"
        rf"依申请(?:公开)?(?:的)?{_INFORMATION}(?:公开)?(?:的)?(?:申请|事项|办件|件)?|"
        r"依申请公开(?:的)?(?:申请|事项|办件|案件|件)?|"
        rf"申请(?:人)?公开(?:的)?{_INFORMATION}(?:公开)?(?:申请|事项)?|公开(?:政府)?信息(?:的)?申请|"
        rf"申请{_INFORMATION}公开)"
    ),
    # 政府信息公开申请行政复议 speaks of the dispute, 依申请公开平台 of the platform.
    "NOT_ITSELF": (
        r"(?!(?:的)?(?:申请)?(?:被|所|而|引起|引发|导致|产生|发生|提起|涉及的?行政|的?(?:行政)?复议|的?(?:行政)?诉讼|"
        r"平台|系统|渠道|目录|指南|栏目|专栏|流程|制度|程序|规范|受理点|受理机|窗口|收费|工作|答复书|办理工作|办理流程|"
        r"办理机制|办理程序|办理质量|答复工作|机制|质量|能力))"
    ),
    "PEOPLE": r"公民[、,，和及]?(?:法人|企业)(?:和|或|或者|及|以及|与|、)?(?:其他|其它)?(?:社会)?组织",
    "DATE": DATE, "RANGE": RANGE, "NO_COUNT": NO_COUNT, "FIGURE": FIGURE, "UNIT": UNIT,
}  # fmt: skip

WORDS: tuple[tuple[str, str, str, str], ...] = (
    # Nearly every figure and year is one of these two; the rest of the rows need not be asked.
    ("figure", "", "<D>", r"\d{1,9}(?:<UNIT>)"),
    ("year", "", "12", r"<YEAR>度?(?![度底末初以至到前\d\-~—–、])"),
    ("skip", "", "（<D>[《〔第",
     r"《[^》]{1,100}》|〔20\d\d〕\d+号|（20\d\d）\d+号|\[20\d\d\]\d+号|"
     r"第[\d一二三四五六七八九十百]+[号条款项章届次批季轮位名]|\d+号令"),
    ("skip", "", "<A><a>",
     r"(?:https?[:：]//|www\.)[A-Za-z0-9./?=&_%-]{1,200}|"
     r"[A-Za-z][A-Za-z0-9_.]{0,39}@[A-Za-z0-9.]{1,40}"),
    ("other", "hotline", "1", r"123(?:45|88|15|33|48|28)(?=政务|市民|热线|平台|服务|便民|工单|投诉|诉|[”\"）)、])"),
    ("period", "whole", "12", r"<YEAR>?1月1日(?:起)?[-~—–至到]+<YEAR>?12月31日(?:止)?"),
    ("period", "part", "<D>一三上下二前四季平年日月每第",
     r"<YEAR>?\d{1,2}月?份?[-~—–至到]+<YEAR>?\d{1,2}月份?(?!\d)|上半年|下半年|第?[一二三四](?:个)?季度|"
     r"前[两二三](?:个)?季度|每(?:个)?[月季年天日周]|[月年日季]均|平均"),
    ("skip", "", "今本年", r"(?:今年|本年度?|年初)以来"),
    ("period", "cumulative", '"12“以十历至近',
     r'(?:<YEAR>(?:\d{1,2}月)?)?以来|历年|近[两二三四五六七八九十几\d]{1,2}年|[“\"]?十[三四五]五[”\"]?|至今|'
     r"(?:19|20)\d\d年?[-~—–至到]+<YEAR>(?!\d)"),
    ("until", "", "截", r"截[至止]到?<YEAR>?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:年?底|年?末)?|截止日期"),
    ("compare", "", "与同和对比环相较",
     r"(?:(?:与|同|和|较|比|相较|相比|对比)(?:于|之)?(?:<YEAR>度?|上年度?|去年度?|上一年度?|上一年|前一年|往年|"
     r"前年)(?:同期)?(?:相比|比较)?|同比|环比)"),
    ("carried", "carried_in", "上以去往结",
     r"(?:上年度?|上一年度?|去年|往年|以前年度)(?:结转|转接|遗留|转入|延续|滚存|跨年)(?:至?本年度?|而来|的|未办结)?|"
     r"结转(?:自)?上(?:一)?年度?(?:的)?"),
    ("carried", "carried_out", "下延接移结跨转顺",
     r"(?:结转|转结|转|转入|接转|顺延|延续|延|跨年|移)(?:到|至|入)?(?:<NEXT>)(?:继续)?(?:办理|答复|处理)?|"
     r"下年度?继续办理"),
    ("year", "", "12", r"<YEAR>度?"),
    ("previous", "", "上前去", r"(?<![较比与同和])(?:上年度?|去年度?|上一年度?|前年)"),
    ("next", "", "下力拟明次计", r"下一?年度?|明年|次年|下一步|计划|拟|力争"),
    ("request", "", "申办答处",
     r"申请(?:人类型|人类别|方式|内容|类型|类别|主体|渠道)(?=看|分|来看|为)|(?:办理|答复|处理)结果(?=看|来看|分)"),
    ("request", "", "依信公政申", r"<REQUEST><NOT_ITSELF>"),
    ("reconsideration", "", "复行", r"行政复议(?!机|决定|法|体制|意见|答复|委员)(?:申请|案件|案)?|复议(?:申请|案件|案)"),
    ("litigation", "", "应行诉", r"行政诉讼(?!法|程序)(?:案件|案)?|诉讼(?!法|程序|费|参与|代理|服务|请求|服)(?:案件|案)?|应诉案件"),
    ("context", "", "信政", r"<INFORMATION>公开|政务公开"),
    ("normative", "", "行规", r"(?:行政)?规范性文件(?!管理|备案|审查|制定|清理|目录|库)"),
    ("rules", "", "地政规部", r"(?:政府|部门|地方政府)?规章(?!制度|规范|立法|草案)"),
    ("license", "", "行", r"行政许可(?!法|证|事项)"),
    ("penalty", "", "行", r"行政处罚(?!法|信息)"),
    ("compulsion", "", "行", r"行政强制(?!法)"),
    ("fee", "", "行", r"行政事业性收费(?!项目|目录|标准|清单)"),
    ("notice", "", "收缴", r"(?:收费|缴费)通知(?:书|单)?"),
    ("processing", "", "依信检", r"信息处理费用?|检索费?[、和及]?复制费?[、和及]?邮寄(?:成本)?(?:等)?费用?|依申请公开(?:信息)?收费"),
    ("billed", "", "免减应总核涉金", r"总金额|涉及金额|应收|应缴|核定金额|减免|免收|金额"),
    ("collected", "", "实征收", r"实际?收取?|收取|征收|收缴|收入"),
    ("other", "", "举仲信公刑合听咨备审工建执批投提政救来民法热申留督舆补议许证诉调问",
     r"热线|工单|信访|留言|来信|来电|来访|咨询|提案|建议(?!稿)|投诉|举报|问政|信箱|诉求|许可申请|申报|补贴|救助|听证|"
     r"证明|审批|政务服务事项|备案事项|仲裁|调解|执法案件|民事|刑事|舆情|议案|批示|督办|合同|公证|法律援助"),
    ("leaf", "", "三不内出国执没第行补过逾重需本",
     r"(?:本机关)?不掌握|没有现成|需要?另行制作|补正后|国家秘密|三安全一稳定|第三方(?=合法|权益)|内部事务|过程性|执法案卷|"
     r"行政查询|出版物|重复申请|逾期"),
    ("own", "", "全各我本",
     r"我(?:局|委|办|厅|部|署|院|校|处|科|站|会|社|队|所|镇|乡|街道|街|中心|单位|机关|支队|大队|总队|公司)|本(?:机关|局|"
     r"委|办|厅|部门|单位|镇|乡|街道|院|所|中心|行政机关)|全(?:镇|乡|街道|局|委)|各(?:科室|股室|处室|内设机构)"),
    ("region", "", "下全区县各基市我所省辖",
     r"(?:全|我)(?:区|县|市|省|州|盟|旗|系统|国|域)(?!率先|前列|首|领先|第|中心工作)|各级|各(?:区|县|镇|乡|街道|部门|"
     r"单位|行政机关|委办局|地|市|成员单位)|(?:区|县|市|省)(?:直|属|本级|级)(?:各)?(?:部门|单位|机关)?|辖区|下属|"
     r"所属单位|基层"),
    ("channel", "", "Aa互传信公图在官客平广当微抖报新显查档现电窗系线网邮门",
     r"当面|现场|窗口|信函|邮寄|信件|邮政|电子邮件|电子邮箱|邮箱|邮件|传真|网络|网上|在线|互联网|线上|线下|门户|官网|"
     r"网站|网页|平台|系统|公众号|微信|微博|客户端|抖音|新媒体|电子屏|显示屏|公示栏|公告栏|公开栏|公报|报纸|电视|广播|"
     r"档案馆|图书馆|查阅点|APP|app"),
    ("skip", "", "不未正尚仍在待其",
     r"(?:不予|未予|不再|未|不)受理|(?:正在|尚在|仍在|在|待)(?:办理|办|处理|答复)(?:中|过程中)?|(?:尚)?未(?:办结|答复|办理)|其余"),
    ("answered", "", "办回处答", r"办结|办理完毕|答复|办复|回复|办毕|处理完毕"),
    ("received", "", "接收新", r"收到|新收|接收到?|接到|收受"),
    ("accepted", "", "办受处承登", r"受理|办理|处理(?!决定|费)|承办|登记"),
    ("disclosed_all", "", "予公同", r"(?:予以|同意)公开(?:及|和|或|、|或者|与)(?:者)?部分公开|公开(?:或|及|和|或者)部分公开"),
    ("partial", "", "予同部", r"(?:予以|同意)?部分(?:予以)?公开"),
    ("disclosed", "", "予同", r"予以公开|同意公开"),
    ("denied", "", "不决", r"不予公开|不同意公开|决定不公开"),
    ("unavailable", "", "无", r"无法提供"),
    ("not_processed", "", "不", r"不予处理"),
    ("other_handling", "", "其", r"其他处理"),
    ("in_force", "", "现继", r"现行有效(?:的)?|继续有效(?:的)?"),
    ("repealed", "", "失宣废", r"废止(?:的)?(?:失效)?|宣布失效|失效"),
    ("issued", "", "出制印新", r"制定(?:出台|印发|发布)|出台印发|制发|印发|制定|出台|新制定"),
    ("amended", "", "修拟起", r"修改|修订|起草|拟定"),
    ("published", "", "上主公刊发推更转", r"(?:主动)?公开|公布|发布|公示|推送|上传|更新|刊登|转发|刊发"),
    ("checked", "", "备审征报汇清解评", r"备案|报备|审查|审核|清理|评估|解读|征求|报送|审议|汇编"),
    ("decided", "", "下作做实执核", r"作出|做出|实施|下达|核发|执行"),
    ("information", "", "信公各政", r"(?:政府|政务|各类|公开)信息|信息"),
    ("bare", "", "申", r"申请(?!人|表|书|公开|行政|复议|渠道|办理|受理|材料|条件|流程|平台|窗口|点)(?:件|事项|数量)?"),
    ("some", "", "主等", r"主要(?:是|有|为|包括|涉及)?|等(?=[，。；）、]|共|\d|各类|方面|原因|情形|理由|内容|信息|渠道|方式|形式|多)"),
    ("among", "closed", "其具分", r"其中|分别(?:为|是)|具体(?:为|是)"),
    ("among", "open", "包含涵", r"包括|包含|涵盖|含(?=上年|20\d\d|结转|修)"),
    ("apart", "", "另同此还除", r"此外|另外|另有|另|同时|还|除此之外"),
    ("share", "", "占", r"占(?:比|到|总数|总量)?"),
    ("up", "", "上增多提", r"(?:增长|增加|上升|提高|提升|增幅|多)(?!到|至|为|了?[^\d约近超\d]{3})"),
    ("down", "", "下减回少降", r"(?:下降|减少|降低|回落|降幅|下滑|少)(?!数|量|到|至|为|于)"),
    ("total", "", "共合总累", r"共计|累计|总计|合计|总数|总量|总共|共"),
    ("people", "", "公", r"<PEOPLE>"),
    ("skip", "", "<D><A><a>一七三两九二五八六十四", r"<DATE>|<RANGE>|<NO_COUNT>"),
    ("figure", "", "<D>一七三两九二五八六十四百", r"<FIGURE>"),
    ("delimiter", "", "（）,“”、，：；", r"[，,；、：（）“”]"),)  # fmt: skip

WORTH = lazy_re(
    r"\d(?![\d年月日号〕)）])|[一二两三四五六七八九十百千][余多]?(?:件|条|份|元|宗|起)|"
    r"[未无没零][^，。；]{0,24}(?:申请|复议|诉讼|费|结转|通知|规章|规范性文件)|(?:全部|均)[^，。；]{0,14}(?:办结|答复|办理完)"
)
"""What a sentence must have to say anything in figures."""
TABLE_TEXT = lazy_re(r"勾稽关系|申请人情况|信息内容|第二十条第|结果维持结果纠正|科研机构社会公益|自然人法人")
"""Words of the tables themselves: a sentence that has them is a table run into the text."""

FILLER = lazy_re(
    NAMED["PEOPLE"] + r"|社会公众|人民群众|群众|公众|社会|申请人|申请者|各类|各种|任何|相关|有关|有效|提出|提交|提起|递交|书面|来自|"
    r"依法|依规|依照规定|规范|及时|按时|按期|如期|按照规定|按规定|法定期限内|法定时限内|规定时限内|规定期限内|期限内|均|已|全部|"
    r"数量|总数|总量|数|量|事项|情况|方面|案件|本年度?|当年度?|年度|全年|年内|今年|期间|共计|累计|总计|合计|共|的|了|为|计|"
    r"达到?|新|新增|在|于|向|由|是|约|近|逾|超过?|有|上述|该|等|对|以上|处理决定|决定|件|公开|仍|继续|办理|申请|一般|全文|"
    r"[\s·\-\"'“”]"
)
"""Words that leave the meaning of what they stand between as it is."""


class Token(NamedTuple):
    """A word of :data:`WORDS` in a sentence, with its positions."""

    kind: str
    value: str
    text: str
    start: int
    end: int


_Row = tuple[str, str, "re.Pattern[str]"]
_BEGINNINGS = {"<D>": string.digits, "<A>": string.ascii_uppercase, "<a>": string.ascii_lowercase}


@functools.cache
def _rows() -> dict[str, list[_Row]]:
    """The rows by the character they can begin with, in their order."""
    made: dict[str, list[_Row]] = {}
    for kind, value, first, pattern in WORDS:
        for name, text in NAMED.items():
            pattern = pattern.replace(f"<{name}>", text)
        for name, text in _BEGINNINGS.items():
            first = first.replace(name, text)
        row = (kind, value, lazy_re(pattern))
        for character in first:
            made.setdefault(character, []).append(row)
    return made


def tokens(text: str) -> list[Token]:
    """The words of a sentence in printed order, none within another."""
    rows, found, at, end = _rows(), list[Token](), 0, len(text)
    while at < end:
        for kind, value, pattern in rows.get(text[at], ()):
            hit = pattern.match(text, at)
            if hit is not None:
                at = hit.end()
                found.append(Token(kind, value, hit.group(), hit.start(), at))
                break
        else:
            at += 1
    return found

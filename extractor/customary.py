"""Wording that belongs to the form or to custom, and so says nothing about who wrote it."""

from __future__ import annotations

import functools
import re

from .form import editions, load
from .text import words

LONGEST = 48
"""Words (characters without figures, blanks and punctuation) of the longest clause taken for customary."""

_NONE = r"(?:未|没有|没|无|暂无|不存在|未曾|均无|均未)"
_ASPECT = (
    r"(?:主动公开|依申请公开|政府信息(?:资源)?管理|(?:政府信息公开|政务公开|信息公开)?平台建设|监督保障|总体|概述|回应解读|"
    r"政府信息公开工作总体|工作考核社会评议(?:和|及)?责任追究(?:结果)?)"
)
_INTRODUCTION = re.compile(
    r"^(?:本|全文|报告|年度|现编制).{0,40}(?:由|包括|包含|分为|内容).{0,160}(?:部分|方面|组成|构成|事项|附表|情况)(?:内容)?$|"
    r"^(?:本?年度?报告|本报告|报告|现|特)*(?:根据|按照|依据|依照).{0,60}(?:编制|编写|撰写|公布|发布)"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # The introduction: basis, parts, period, where to ask.
        r"^(?:现?根据|依据|按照|遵照|依照)(?:以下简称|第[一二三四五六七八九十]+条|的?规定|有关|相关|要求|文件|精神|通知|以及|和|及|与|国务院|"
        r"办公厅|政府信息|政务|信息|公开|工作|办公室|年度|报告|格式|关于|印发|修订|号令|令|等|年|之|中华人民共和国|条例)*$",
        r"(?:编制|形成|公布|发布|撰写|编写|制定)(?:了|完成|本|并)?.{0,16}(?:年度报告|年报|工作报告|本报告)$",
        r"^(?:结合)?工作实际$|^(?:发布|公开|公布|成文)日期|^.{2,12}(?:路|街|大道|巷)号|"
        r"^.{2,12}(?:大厦|大楼|主楼|号楼|座).{0,4}(?:层|室)$|^第[一二三四五六七八九十]+条第[一二三四五六七八九十]+项",
        r"^以及?.{0,30}(?:部分|方面)(?:内容)?(?:组成|构成)?$",
        r"(?:统计|数据|期限|时段|时限|时间|情况).{0,10}(?:自|从|为|是|截至|截止|起).{0,4}年?月日?",
        r"^(?:自|从)?年?月日(?:起)?(?:至|到).{0,4}月日(?:止|期间)?$",
        r"疑问|(?:联系|咨询)(?:电话|地址|人|方式)|^(?:地址|邮编|邮政编码|电话|传真|电子邮箱|邮箱|网址)|请(?:与|直接|联系).{0,40}联系",
        r"(?:年度报告|本报告|电子版).{0,24}(?:下载|查阅|查看|查询|网站)",
        r"^(?:现)?(?:将|就)?.{0,24}(?:报告|汇报|公布|公开|说明|情况)(?:情况)?如下$|^具体如下$|^下设|^特此报告$|表格如下|勾稽关系",
        # Headings inside a section.
        rf"^{_ASPECT}(?:政府信息)?(?:工作)?(?:的)?(?:情况|方面|工作)?$",
        r"^(?:政府信息公开工作)?(?:目前)?(?:仍)?(?:存在)?(?:的)?(?:主要)?(?:问题|不足|困难)(?:和不足)?(?:及|和|与)?(?:改进)?(?:的)?(?:情况|措施|方向|打算)?$",
        r"^(?:下一步)?(?:的)?(?:改进|整改|工作)(?:的)?(?:情况|措施|方向|打算|计划|思路|安排)$|^其他需要报告的?(?:事项|情况)$",
        r"^(?:主要)?(?:存在)?(?:以下|如下)(?:几个?方面)?(?:的)?(?:问题|不足|情况|措施|工作)?$|^主要(?:表现|体现)(?:在|为)?$",
        # Statements that nearly every report makes in one line.
        r"信息(?:公开)?处理费|收费通知|收费(?:总)?金额|收取.{0,10}(?:费用|金额)|^(?:实际)?(?:收取|总金额|合计).{0,8}元$",
        rf"{_NONE}.{{0,8}}(?:其他|其它|别的)?.{{0,8}}(?:需要|应当|须|需|应)?.{{0,4}}(?:报告|说明)(?:的)?.{{0,4}}(?:事项|情况|内容)",
        rf"{_NONE}.{{0,24}}(?:行政复议|行政诉讼|复议|诉讼|举报|投诉|申请|追责|问责|责任追究|追究责任|被追究|费用|泄密|失泄密)",
        r"^除此之外$|^除上述(?:情况|事项)?外$|^我们?将?$",
        # What the whole country says.
        r"习近平新时代中国特色社会主义思想|^(?:全面|深入|认真)*(?:贯彻|学习|落实|领会)*(?:落实)?党的[一二三四五六七八九十]+.{0,30}精神$|"
        r"党中央国务院.{0,24}(?:部署|决策|要求|精神)|以人民为中心|公开为常态不公开为例外|知情权.{0,8}参与权.{0,12}监督权",
        # Figures of the tables told in words.
        r"^(?:共|累计|全年|本年度?|年度?)*(?:共|累计)?(?:收到|新收|受理|接收|办理|办结|答复|结转|上年结转|结转下年度?(?:继续办理)?)"
        r"(?:的?政府信息公开|依申请公开|信息公开)*(?:申请)?(?:件|条|份)?$",
        r"(?:全部|均|均已|已全部)(?:按期|按时|依法|如期|在规定时限内)*(?:办结|答复|办理完毕|办复)$|社会评议结果",
        r"^(?:予以公开|部分公开|不予公开|无法提供|不予处理|其他处理).{0,40}件$|^(?:全年|本年度?)?(?:因|引起|发生).{0,16}(?:复议|诉讼).{0,8}件$",
    )
)


@functools.cache
def labels() -> frozenset[str]:
    """The words of every label and title of every edition of the form."""
    found: set[str] = set()
    for edition in editions():
        form = load(edition)
        found |= {words(section.title) for section in form.sections}
        for field in form.fields():
            found |= {words(field.row.label), words(field.column.label)}
    return frozenset(found)


@functools.lru_cache(maxsize=8192)
def is_customary(clause: str) -> bool:
    """Whether a clause, given as its bare words without figures and names, is form text or a customary statement."""
    if clause in labels() or _INTRODUCTION.search(clause):
        return True
    return len(clause) <= LONGEST and any(one.search(clause) for one in _PATTERNS)

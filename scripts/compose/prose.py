"""The text of a report: own sentences in the official manner, whose numbers agree with the tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from . import prose_lines as lines
from .report import Draft, Number, Rewording

_OFFICE = "国务院办公厅政府信息与政务公开办公室"
REGULATION_60 = f"《{_OFFICE}关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）"
REGULATION_30 = f"《{_OFFICE}关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知》（国办公开办函〔2021〕30号）"


@dataclass(frozen=True, slots=True)
class Prose:
    """The paragraphs of a report. ``overview`` has (aspect, text) pairs; ``dated`` is the day of signing."""

    introduction: tuple[str, ...]
    overview_lead: str
    overview: tuple[tuple[str, str], ...]
    told: dict[str, str]
    problems: tuple[str, ...]
    others: tuple[str, ...]
    dated: date


def notice_for(year: int) -> str:
    """The notice that a report on that year should cite."""
    return REGULATION_30 if year >= 2021 else REGULATION_60


def write(draft: Draft, rng: Random) -> Prose:
    """The text of a report, after its figures and after what its fault asks for."""
    me, name = draft.organ.self_name, draft.organ.name
    overview = (
        _proactive(draft, rng),
        _requests(draft, rng),
        rng.choice(lines.MANAGEMENT).format(me=me, n=rng.randint(2, 9)),
        rng.choice(lines.PLATFORM).format(me=me, n=rng.randint(2, 9)),
        _supervision(draft, rng),
    )
    titles = rng.choice(lines.ASPECT_TITLES)
    aspects = tuple(zip(titles, overview, strict=True))
    introduction = _introduction(draft, rng)
    lead = rng.choice(lines.OPENING).format(year=draft.year, organ=name, me=me)
    if "overview" in draft.changes:
        lead, aspects = rng.choice(lines.THIN).format(year=draft.year, organ=name), ()
    elif "aspects" in draft.changes:
        aspects = tuple(aspects[int(number) - 1] for number in draft.changes["aspects"])
    last = date(draft.year + 1, 3, 31) if draft.organ.kind == "government" else date(draft.year + 1, 1, 31)
    made = Prose(
        introduction=introduction,
        overview_lead=lead,
        overview=aspects,
        told=_told(draft, rng),
        problems=_problems(draft, rng),
        others=_others(draft, rng),
        dated=last.replace(day=rng.randint(8, 31)) if last.month == 1 else last.replace(day=rng.randint(1, 30)),
    )
    made = replace(made, dated=draft.published or made.dated)
    for change in draft.reworded:
        made = _reworded(made, change)
    return made


def _reworded(prose: Prose, change: Rewording) -> Prose:
    """The prose with one change; what is added stands at the end of the overview's last aspect."""
    old, new = change.old, change.new
    if change.part == "introduction":
        return replace(prose, introduction=tuple(text.replace(old, new) for text in prose.introduction))
    if not old:
        title, text = prose.overview[-1]
        return replace(prose, overview=(*prose.overview[:-1], (title, text + new)))
    overview = tuple((title, text.replace(old, new)) for title, text in prose.overview)
    return replace(prose, overview_lead=prose.overview_lead.replace(old, new), overview=overview)


def _introduction(draft: Draft, rng: Random) -> tuple[str, ...]:
    year, organ = draft.intro_year, draft.organ
    basis = f"根据《中华人民共和国政府信息公开条例》（以下简称《条例》）第五十条规定，按照{draft.notice}要求，"
    made = rng.choice((
        f"{organ.name}编制了{year}年政府信息公开工作年度报告。",
        f"结合工作实际，编制{organ.name}{year}年度报告。",
    ))  # fmt: skip
    start = rng.choice(("统计期限为", "统计期限自", "统计时段为"))
    link = "起至" if start.endswith("自") else "至"
    end = "止" if start.endswith("自") else ""
    period = f"本报告所列数据的{start}{year}年1月1日{link}{year}年{draft.period_end}{end}。"
    titles = "、".join(section.title for section in draft.form.sections[:-1])
    parts = contact = ""
    if "parts" in draft.changes:
        parts = _wrong_parts(draft)
    elif draft.complete and "extra" not in draft.changes and rng.random() < 0.6:
        parts = f"全文由{titles}以及{draft.form.sections[-1].title}六个部分组成。"
    if rng.random() < 0.4:
        contact = f"对本报告有疑问的，可与{organ.self_name}办公室联系（电话：0000-{rng.randint(2100000, 8999999)}）。"
    if rng.random() < 0.3:
        return (basis + made, parts + period + contact)
    return (basis + made + parts + period + contact,)


def _wrong_parts(draft: Draft) -> str:
    """A list of parts that is one short of what it says, or the list of older reports."""
    if draft.changes["parts"] == "old":
        return "全文由概述、主动公开情况、依申请公开情况、收费及减免情况、行政复议和行政诉讼情况、存在问题及改进措施等部分组成。"
    titles = [section.title for section in draft.form.sections if section.id != draft.changes["parts"]]
    return f"全文由{'、'.join(titles)}六个部分组成。"


def _proactive(draft: Draft, rng: Random) -> str:
    quoted, me = draft.quoted, draft.organ.self_name
    topics = rng.sample(lines.TOPICS, rng.randint(3, 5))
    counts = [rng.randint(1, 30 if draft.profile == "zero" else 400) for _ in topics]
    listed = "，".join((f"{topic}{count}条" for topic, count in zip(topics, counts, strict=True)))
    listed = listed if rng.random() < 0.5 else listed.replace("，", "、")
    text = f"{draft.year}年{me}主动公开各类信息{sum(counts)}条，其中{listed}。"
    documents = [quoted.get(f"t2.normative_documents.{name}") for name in ("issued", "repealed", "in_force")]
    if all(one is not None for one in documents) and rng.random() < 0.7:
        issued, repealed, in_force = documents
        text += f"全年制发行政规范性文件{issued}件，废止{repealed}件，现行有效{in_force}件。"
    if rng.random() < 0.4:
        text += rng.choice(lines.STRAY).format(n=rng.randint(2, 300), me=me)
    return text


def _requests(draft: Draft, rng: Random) -> str:
    quoted, me = draft.quoted, draft.organ.self_name
    new, carried_in, total, carried_out = (
        quoted.get(f"t3.{row}.total") for row in ("received_new", "carried_in", "results_total", "carried_out")
    )
    if new is None:
        return f"{me}依法办理政府信息公开申请，规范各环节，答复文书均由法制机构审核后发出。{_disputes(draft)}"
    stated = new + draft.request_offset
    if stated == 0 and not carried_in:
        told = rng.choice((f"{draft.year}年{me}未收到政府信息公开申请。", f"全年{me}没有收到政府信息公开申请。"))
        return told + _disputes(draft)
    text = f"{draft.year}年{me}{rng.choice(('共收到', '新收', '收到'))}政府信息公开申请{stated}件{draft.growth}"
    if carried_in is not None:
        text += f"，上年结转{carried_in}件" if carried_in else "，无上年结转申请"
    if total is not None:
        text += f"，办结{total}件"
    if carried_out is not None:
        text += f"，结转下年度继续办理{carried_out}件" if carried_out else "，全部按期办结"
    return text + "。" + _outcomes(draft, rng) + _disputes(draft)


def _outcomes(draft: Draft, rng: Random) -> str:
    """The groups of outcomes in words, if every figure of them may be named."""
    rows = [row for row in draft.form.table("t3").blocks[0].rows if row.role == "leaf"]
    names = [f"t3.{row.id}.total" for row in rows]
    if not all(name in draft.quoted for name in [*names, "t3.results_total.total"]) or rng.random() < 0.4:
        return ""
    groups: dict[str, Number] = {}
    for row, name in zip(rows, names, strict=True):
        label = (row.group or row.label).split("）")[1].split("（")[0]
        groups[label] = groups.get(label, 0) + draft.quoted[name]
    told = [f"{label}{count}件" for label, count in groups.items() if count]
    return f"办结的申请中，{'、'.join(told)}。" if told else ""


def _disputes(draft: Draft) -> str:
    names = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
    totals = [draft.quoted.get(f"t4.{name}.total") for name in names]
    if any(total is None for total in totals):
        return ""
    reconsidered, direct, after = (total or 0 for total in totals)
    if not reconsidered + direct + after:
        return "全年未发生因政府信息公开引起的行政复议和行政诉讼。"
    return f"全年因政府信息公开引起的行政复议{reconsidered}件，行政诉讼{direct + after}件。"


def _supervision(draft: Draft, rng: Random) -> str:
    text = rng.choice(lines.SUPERVISION).format(me=draft.organ.self_name, n=rng.randint(1, 4))
    return text + ("" if "results" in draft.changes else "本年度社会评议结果良好，未发生需要追究责任的情形。")


def _told(draft: Draft, rng: Random) -> dict[str, str]:
    """Words that stand where a table should be; they name no figure."""
    me = draft.organ.self_name
    return {
        "s2": f"{me}按照职责分工制发文件、办理许可和处罚事项，有关数量已按规定在门户网站分类列出，供公众查询。",
        "s3": f"{me}对收到的申请逐件登记、按时答复，各类申请人的申请均已依法办理，具体情况可到公开查阅点查询。",
        "s4": rng.choice((f"{me}依法办理相关案件，积极配合审理。", f"{me}相关案件均由法制机构统一承办。")),
    }


def _problems(draft: Draft, rng: Random) -> tuple[str, ...]:
    me = draft.organ.self_name
    problems, cures = rng.sample(lines.PROBLEMS, 2), rng.sample(lines.IMPROVEMENTS, 2)
    lead = rng.choice(lines.PROBLEMS_LEAD).format(year=draft.year, me=me)
    first = f"{lead}一是{problems[0]}；二是{problems[1]}。"
    second = f"下一步，{me}将着力改进：一是{cures[0]}；二是{cures[1]}。"
    way = draft.changes.get("problems")
    if way in ("nothing", "short"):
        return ("无。" if way == "nothing" else "公开不够及时，今后改进。",)
    if way is not None:
        return (first if way == "no cure" else second,)
    if rng.random() < 0.5:
        return (f"（一）存在的主要问题。{first}", f"（二）改进措施。{second}")
    return (first, second)


def _others(draft: Draft, rng: Random) -> tuple[str, ...]:
    me, year = draft.organ.self_name, draft.year
    if not draft.fee_statement:
        open_days, courses = rng.randint(1, 4), rng.randint(1, 4)
        return (f"{me}推进政务公开，开展政府开放日活动{open_days}次，组织业务培训{courses}次。",)
    overdue = draft.quoted.get("t3.other_fee_overdue.total", 0)
    if overdue:
        # A fee notice nobody answered was sent all the same; nothing came in for it.
        fee = f"{year}年{me}共发出信息处理费收费通知{overdue}件，实际收取信息处理费0元。"
    else:
        fee = rng.choice((
            f"{year}年{me}未发出收费通知，未收取信息处理费。",
            f"按照《政府信息公开信息处理费管理办法》，{me}{year}年度收取信息处理费0元。",
            f"本年度{me}没有收取信息处理费的情况。",
        ))  # fmt: skip
    rest = rng.choice(("除此之外，没有其他需要报告的事项。", "无其他需要报告的事项。", ""))
    return (fee + rest,)

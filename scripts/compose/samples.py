"""The fixed set of small samples: one of every kind that a reader must know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from . import faults
from .batch import Job, job, write
from .draft import draft
from .layout import Layout
from .names import bureau
from .printing import printed
from .report import Draft

_PLACE = "青川湾市云岭区"
_NOT_A_REPORT = """关于调整便民服务中心办公时间的通知

各窗口单位：
因设备检修，本周五下午便民服务中心暂停对外服务，下周一起恢复正常办公时间。请各窗口提前张贴告示，做好解释工作。
特此通知。

青川湾市云岭区便民服务中心
2023年6月12日
"""
# A font whose outlines are small in a PDF; without it another takes its place and the files are larger.
_PAPER = Layout(font="Droid Sans Fallback", bold=False, body_points=12)


def write_samples(out: Path) -> int:
    """Make the samples in ``out`` and their truth in ``out/truth``; returns how many. Raises ToolMissing."""
    count = write(jobs(), out)
    (out / "2023_云岭区便民服务中心_通知.txt").write_text(_NOT_A_REPORT, encoding="utf-8")
    (out / "2023_空文件.txt").write_bytes(b"")
    return count + 2


def jobs() -> Iterator[Job]:
    """The reports among the samples, in a fixed order."""
    clean = _draft("财政局", 2021, profile="small")
    for toolchain, suffix, layout in (
        ("html", ".html", Layout()), ("docx", ".docx", Layout()), ("pdf", ".pdf", _PAPER), ("text", ".txt", Layout()),
    ):  # fmt: skip
        yield job(_name(clean, suffix), toolchain, clean, layout, "clean")
    yield from _variants()
    yield from _faulty()


def _variants() -> Iterator[Job]:
    old = _draft("教育局", 2019, edition="2019", profile="county", style="signed", scope=("t2",))
    yield job(_name(old, ".html"), "html", old, Layout(site="portal", titles=(0, 0, 0, 2, 1, 0)), "old")
    rows = _draft("水利局", 2022, variant="23-row", profile="small")
    yield job(_name(rows, ".docx"), "docx", rows, Layout(automatic_numbers=True, labels=("aliases",)), "rows")
    words = _with_words(_draft("统计局", 2023, profile="small"))
    yield job(_name(words, ".html"), "html", words, Layout(markup="word", title="no-work"), "words")
    broken = _draft("城市管理局", 2023, profile="county")
    layout = replace(_PAPER, body_points=16, page_numbers="dashes", repeat_header=True)
    yield job(_name(broken, ".pdf"), "pdf", broken, layout, "broken")
    pipes = _draft("医疗保障局", 2024, profile="small")
    yield job(_name(pipes, ".md"), "text", pipes, Layout(mode="pipes"), "pipes")


def _faulty() -> Iterator[Job]:
    spans = Layout(markup="spans", t3_split=12, t3_again="labels", t4_pieces="groups")
    picture = _fault("S-TABLEMISS", "商务局", 2023, wanted="picture")
    for content, toolchain, suffix, layout in (
        (_fault("T3-ROW", "司法局", 2022), "docx", ".docx", Layout(title="organ")),
        (_fault("T3-SUM", "民政局", 2023), "html", ".html", spans),
        (_fault("T3-BAL", "自然资源局", 2023), "pdf", ".pdf", _PAPER),
        (_fault("T4-SUM", "住房和城乡建设局", 2022, profile="county"), "html", ".html", Layout(site="table")),
        (_fault("T2-STOCK", "农业农村局", 2024), "text", ".txt", Layout(mode="lines", wrap=36)),
        (_fault("S-MISSING", "审计局", 2023), "docx", ".docx", Layout(t2_pieces="blocks")),
        (_fault("S-TABLEOLD", "交通运输局", 2021, edition="2019"), "html", ".html", Layout(spans="empty")),
        (picture, "html", ".html", Layout(lead_in=True)),
    ):
        yield job(_name(content, suffix), toolchain, content, layout, content.organ.name)


def _draft(name: str, year: int, *, edition: str = "2021", variant: str | None = None, profile: str = "small",
           style: str = "plain", scope: tuple[str, ...] = ()) -> Draft:  # fmt: skip
    return draft(
        Random(f"sample/{name}"), year=year, edition=edition, variant=variant, profile=profile, style=style,
        scope=scope, organ=bureau(_PLACE, name),
    )  # fmt: skip


def _fault(
    code: str, name: str, year: int, *, edition: str = "2021", profile: str = "small", wanted: str | None = None
) -> Draft:
    """A draft with that fault; ``wanted`` is how its section must show if the fault may choose."""
    rng = Random(f"sample/{code}")
    clean = _draft(name, year, edition=edition, profile=profile)
    while True:
        made = faults.apply(code, clean, rng)
        if wanted is None or any(plan.shows == wanted for plan in made.plan):
            return made


def _with_words(content: Draft) -> Draft:
    """无 for nothing in table 2, blanks for nothing in table 3."""
    form, figures, rng = content.form, content.quoted, Random("sample/words")
    words = printed(form, figures, "none", rng, ("t2",))
    blanks = printed(form, figures, "blank", rng, ("t3",))
    mixed = {field.id: (words if field.table == "t2" else blanks)[field.id] for field in form.fields()}
    return replace(content, values=mixed, style="none")


def _name(content: Draft, suffix: str) -> str:
    return f"{content.year}_{content.organ.name}{suffix}"

"""From a source to its record: the whole of nianbao on one page.

    source → document → form → sections, identity → two routes over the tables → values → statements → findings
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from . import media
from .bundle import first_report
from .errors import SourceError
from .form import Form, load
from .given import Given, region_of
from .headings import headings_of
from .identity import identify
from .marks import status_of
from .model import Document
from .outline import sections_of
from .preface import preface_of
from .profile import DEFAULT, Profile
from .prose import statements_of
from .readers import READER_NAMES, read_second
from .readers import read as read_source
from .record import MISSING, Finding, Report, SourceInfo, Value
from .rules import judge, unreadable
from .source import Source, Unreadable, source_of
from .tables.confirm import Doubt
from .tables.edition import form_of, marks, wording_of
from .tables.flow_route import read_flow
from .tables.grid_route import read_grids
from .tables.page_breaks import table_rows
from .tables.presence import printed_tables
from .tables.printed import printed_labels
from .tables.reconcile import reconcile
from .tables.rows import Row
from .tables.second import confirmed, wanted

DEFAULT_EDITION = "2021"
"""The form whose fields a record lists when no table tells the edition."""

FROM_SOURCE = frozenset({"S-TABLEOLD", "S-ROWLABEL", "S-COLORDER", "S-NOTE", "T2-LABEL"})
"""Codes beside R- that only the source itself can tell."""

NOT_A_REPORT = SourceError(
    "R-NOTREPORT",
    "没有找到年度报告的标题、规定的部分和表格；请确认文件没有放错。",
    "No title, section or table of an annual report was found; check that this is the right file.",
)


def extract(source: str | Path | bytes | Source | Unreadable, profile: Profile = DEFAULT) -> Report:
    """Read one report, whatever it was published as, and judge it by the rules as ``profile`` has them.

    Never raises for what a file contains: a source that cannot be read gives a record whose fields
    are all missing and whose one R- finding says what to do.
    """
    taken = _taken(source)
    if isinstance(taken, Unreadable):
        return unread(info_of(taken), SourceError(taken.code, taken.message, taken.message_en))
    info = info_of(taken)
    try:
        document = first_report(read_source(taken))
    except SourceError as error:
        return unread(info, error, taken.given)
    info = replace(info, pages=document.pages, encoding=document.encoding)
    return understand(document, info, second_of(taken), profile, taken.given)


def read(source: str | Path | bytes | Source | Unreadable) -> Document:
    """The document that the readers make of a source's first report; raises SourceError when it gives none."""
    taken = _taken(source)
    if isinstance(taken, Unreadable):
        raise SourceError(taken.code, taken.message, taken.message_en)
    return first_report(read_source(taken))


def second_of(source: Source | Unreadable) -> Callable[[], Document] | None:
    """How to read a source's first report another way; None where there is none (all but PDF). It raises SourceError."""
    if isinstance(source, Unreadable) or source.media_type != media.PDF:
        return None
    return lambda: first_report(read_second(source))


def check(report: Report, profile: Profile = DEFAULT) -> Report:
    """The record judged anew by today's catalogue, such as one read back from JSON or corrected by hand.

    What only the source could tell (R- findings, labels as its tables print them) is kept as it was found.
    """
    if status_of(report) == "unread":
        return report
    form = form_with(report)
    report = replace(report, statements=statements_of(report.preface, report.sections))
    kept = tuple(
        replace(one, severity=profile.severity_of(one.code, one.severity))
        for one in report.findings
        if _only_source_tells(one) and profile.checks(one.code)
    )
    lost = {name for one in kept if one.code == "R-LOST" for name in one.fields}
    printed = frozenset(table.id for table in form.tables if any(field.id in lost for field in table.fields.values()))
    found = judge(report, form, printed=printed, profile=profile)
    return replace(report, findings=(*(one for one in found if not _only_source_tells(one)), *kept))


def _only_source_tells(finding: Finding) -> bool:
    return finding.code.startswith("R-") or finding.code in FROM_SOURCE


def form_with(report: Report) -> Form:
    """The form, with its variant, whose fields a record lists."""
    form = load(report.edition or DEFAULT_EDITION)
    variants = (load(form.edition, variant) for variant in form.variants)
    listed = set(report.values)
    return next((one for one in (form, *variants) if {field.id for field in one.fields()} == listed), form)


def _taken(source: str | Path | bytes | Source | Unreadable) -> Source | Unreadable:
    return source if isinstance(source, Source | Unreadable) else source_of(source)


def understand(
    document: Document, info: SourceInfo, second: Callable[[], Document] | None = None, profile: Profile = DEFAULT,
    given: tuple[Given, ...] = (),
) -> Report:  # fmt: skip
    """The record of a document: its sections, identity and values, judged.

    ``second`` reads the same source another way; it is called only when the values are in doubt. What was
    ``given`` from outside is used where the report is silent, and held against it where it is not.
    """
    wording = wording_of(document)
    form = form_of(wording)
    reference = form or load(DEFAULT_EDITION)
    sections = sections_of(document, reference)
    identity = identify(document, sections, info.name, given)
    if form is None and len(sections) < 2 and identity.title is None:
        return unread(info, NOT_A_REPORT, given)
    values, doubts = {field.id: MISSING for field in reference.fields()}, list[Doubt]()
    tables = table_rows(document, form) if form is not None else []
    if form is not None:
        values, doubts = _values(document, form, tables)
        if second is not None and wanted(values, doubts, form):
            with suppress(SourceError):  # then the first reading stands as it is, doubts and all
                values, doubts = confirmed(values, doubts, _values(second(), form)[0])
    preface = preface_of(document, sections, identity.title)
    report = Report(
        source=info, values=values, sections=sections, edition=form.edition if form else None,
        organ=identity.organ, organ_basis=identity.organ_basis, year=identity.year, year_basis=identity.year_basis,
        title=identity.title, published=identity.published, kind=identity.kind, region=region_of(given), given=given,
        preface=preface, headings=headings_of(document, sections, reference), statements=statements_of(preface, sections),
    )  # fmt: skip
    printed = printed_tables(wording, reference)
    found = judge(
        report, reference, doubts, document.remarks, marks(wording)["2019"], printed, profile,
        printed_labels=printed_labels(document, form, tables) if form is not None else (),
    )  # fmt: skip
    return replace(report, findings=found)


def _values(
    document: Document, form: Form, tables: Sequence[list[Row]] | None = None
) -> tuple[dict[str, Value], list[Doubt]]:
    """The two routes over a document's tables, and what they agree on; ``tables`` are its rows where they are known."""
    return reconcile(read_grids(document, form, tables), read_flow(document, form), form)


def unread(info: SourceInfo, error: SourceError, given: tuple[Given, ...] = ()) -> Report:
    """The record of a source that gave nothing: every field missing, one finding that says why."""
    values = {field.id: MISSING for field in load(DEFAULT_EDITION).fields()}
    why = unreadable(info, error.code, error.message, error.message_en)
    return Report(source=info, values=values, findings=(why,), given=given)


def info_of(source: Source | Unreadable) -> SourceInfo:
    """What a record says of its source."""
    if isinstance(source, Unreadable):
        return SourceInfo(source.name, source.path, source.member)
    return SourceInfo(
        source.name, source.path, source.member, source.sha256, source.media_type, source.bytes,
        reader=READER_NAMES.get(source.media_type),
    )  # fmt: skip

"""nianbao reads and checks China's OGI annual reports (政府信息公开工作年度报告).

    >>> from extractor import extract
    >>> report = extract("a.pdf")                              # doctest: +SKIP
    >>> report["t3.received_new.total"].value                  # doctest: +SKIP
    17

:func:`extract` gives the record of one report; :func:`read` only the document that the readers see;
:func:`check` judges a record anew, :func:`check_all` records together (an organ's years, a region's units).
:class:`Form` is the official form, :class:`Report` the record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .version import VERSION

if TYPE_CHECKING:
    from .form import Form
    from .pipeline import check, extract, read
    from .record import Report
    from .together import check_all

__version__ = VERSION

__all__ = ["Form", "Report", "__version__", "check", "check_all", "extract", "read"]

_HOMES = {
    "extract": "pipeline", "read": "pipeline", "check": "pipeline", "check_all": "together", "Form": "form", "Report": "record",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """The public names, imported when first used so that the command starts at once."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

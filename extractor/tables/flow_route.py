"""The flow route: figures told by the labels that stand before them in the running text.

It knows nothing of rulings, so it reads text exports and checks what the grid says. A row counts only
when exactly as many figures follow its label as the form has columns; a row whose figures are run
together is handed on as a :class:`~.candidate.Run`. A blank cell is seen only where the source itself
separates its cells.
"""

from __future__ import annotations

from ..form import Form
from ..model import Document
from .candidate import Route
from .flow_flat import read_flat_flow
from .flow_rows import read_rows
from .stream import stream_of


def read_flow(document: Document, form: Form) -> Route:
    """What the running text says of every field of the form."""
    route = Route()
    stream = stream_of(document)
    last = 0
    for table in form.tables:
        if table.layout == "flat":
            read_flat_flow(stream, table, last, route)
        else:
            last = max(last, read_rows(stream, form, table, route))
    return route

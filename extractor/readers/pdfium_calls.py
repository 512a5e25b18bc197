"""pdfium's C functions as quick calls.

A reader asks pdfium about every character and every path, so the calls themselves are the cost. Function
pointers without argument conversion, mapped over one buffer, take half the time of the usual bindings.
pdfium is not thread-safe, and these calls keep the interpreter's lock: use processes.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable
from typing import Any, NamedTuple

Call = Callable[..., Any]


class Handle(ctypes.c_void_p):
    """A pointer that stays one: a plain ``c_void_p`` result becomes an int, which cannot be passed on as it is."""


class Calls(NamedTuple):
    """The functions used, by what they tell; see pdfium's headers fpdf_text.h and fpdf_edit.h."""

    origin: Call
    loose_box: Call
    text: Call
    unicode: Call
    map_error: Call
    page_object: Call
    form_object: Call
    form_count: Call
    kind: Call
    matrix: Call
    segment_count: Call
    segment: Call
    point: Call
    segment_kind: Call
    segment_close: Call
    draw_mode: Call


@functools.cache
def calls() -> Calls:
    """The calls, made once a process; the first use loads pdfium."""
    import pypdfium2.raw as raw

    def plain(name: str, result: Any = None) -> Call:
        address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
        if address is None:
            raise RuntimeError(f"pypdfium2 has no {name}; install pypdfium2 5.")
        call: Call = ctypes.PYFUNCTYPE(result)(address)
        return call

    return Calls(
        origin=plain("FPDFText_GetCharOrigin"),
        loose_box=plain("FPDFText_GetLooseCharBox"),
        text=plain("FPDFText_GetText", ctypes.c_int),
        unicode=plain("FPDFText_GetUnicode", ctypes.c_uint),
        map_error=plain("FPDFText_HasUnicodeMapError", ctypes.c_int),
        page_object=plain("FPDFPage_GetObject", Handle),
        form_object=plain("FPDFFormObj_GetObject", Handle),
        form_count=plain("FPDFFormObj_CountObjects", ctypes.c_int),
        kind=plain("FPDFPageObj_GetType", ctypes.c_int),
        matrix=plain("FPDFPageObj_GetMatrix"),
        segment_count=plain("FPDFPath_CountSegments", ctypes.c_int),
        segment=plain("FPDFPath_GetPathSegment", Handle),
        point=plain("FPDFPathSegment_GetPoint"),
        segment_kind=plain("FPDFPathSegment_GetType", ctypes.c_int),
        segment_close=plain("FPDFPathSegment_GetClose", ctypes.c_int),
        draw_mode=plain("FPDFPath_GetDrawMode"),
    )


def handle(pointer: Any) -> Handle:
    """A pointer from pypdfium2 in the form these calls take."""
    return Handle(ctypes.cast(pointer, ctypes.c_void_p).value)

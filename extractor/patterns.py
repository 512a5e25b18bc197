"""Patterns that are compiled when they are first searched with: most reports need but a part of them.

The standard library compiles a pattern in half the time that the regex library takes, and its searches cost less to
call. The latter is for what the former has not: properties of characters (a class of all Han characters takes the
standard library milliseconds to compile), a look-behind of varying length, two groups of one name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import regex


class _Lazy:
    """Stands for a pattern; what is asked of it is the pattern's own, and kept here once it has been asked for."""

    def __init__(self, compiled: Callable[[], Any]) -> None:
        self._compiled = compiled

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(self._compiled(), name)
        setattr(self, name, found)
        return found


def lazy(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """A pattern of the regex library, compiled on first use; only then is one that is not sound told."""

    def compiled() -> Any:
        import regex

        return regex.compile(pattern, flags)

    return cast("regex.Pattern[str]", _Lazy(compiled))


def lazy_re(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern of the standard library, compiled on first use; only then is one that is not sound told."""
    return cast("re.Pattern[str]", _Lazy(lambda: re.compile(pattern, flags)))

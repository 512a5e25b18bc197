"""One tree of errors. Each is also a builtin, so that plain ``except ValueError`` goes on working.

Every message is one sentence that ends with the cure. ``code`` is the R- code a record carries.
"""

from __future__ import annotations


class NianbaoError(Exception):
    """The root: whatever this package raises on purpose."""


class FormError(NianbaoError, ValueError):
    """A form definition contradicts itself; the message names the file and the line."""


class UnknownEdition(NianbaoError, KeyError):
    """No form of that edition ships with the package."""

    def __str__(self) -> str:
        return str(self.args[0])


class SourceError(NianbaoError, ValueError):
    """A source that gives no document. ``code`` is its R- code, the texts say what to do about it."""

    def __init__(self, code: str, message: str, message_en: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message
        self.message_en = message_en


class RecordError(NianbaoError, ValueError):
    """A record that does not keep to the published schema."""


class UnitsError(NianbaoError, ValueError):
    """A list of a region's units that cannot be used; the message names the line."""


class HintError(NianbaoError, ValueError):
    """A pattern of paths or a list of metadata that cannot be used; the message names the place and the cure."""


class ProfileError(NianbaoError, ValueError):
    """A profile or settings file that cannot be meant; the message names the file, the key and the cure."""


class DecisionError(NianbaoError, ValueError):
    """A file of decisions that cannot be understood; the message names the file, the line and the cure."""


class StoreError(NianbaoError, ValueError):
    """A store that cannot be used: damaged, of another program, or of a newer version of this one."""


class WorkerError(NianbaoError, RuntimeError):
    """No process could be started to do the work in."""


class MissingExtra(NianbaoError, RuntimeError):
    """A library that only some need is not installed; the message says how to install it."""

"""What can go wrong because of what somebody wrote, and how it is told.

Every error a user can cause is an :class:`InputError` holding *all* faults found, so that one
reading of the message mends the whole file.
"""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable
from dataclasses import dataclass

from gpss_sim.i18n import Message
from gpss_sim.i18n.places import PLACE, FileName, Place, WholeText

_SYSTEM = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "quota",
    errno.EROFS: "read_only",
    errno.EACCES: "denied",
    errno.EPERM: "not_permitted",
    errno.ENOENT: "missing",
    errno.ENOTDIR: "no_folder",
    errno.EISDIR: "folder",
    errno.EEXIST: "exists",
    errno.EIO: "broken",
    errno.ENAMETOOLONG: "long_name",
    errno.ELOOP: "circle",
    errno.EMFILE: "many_open",
    errno.EFBIG: "large",
    errno.EBUSY: "busy",
}
"""Failures of the system that have a sentence here."""


class GpssError(Exception):
    """Base of the errors this package raises on purpose; ``exit_code`` is what the command returns."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one value somebody wrote.

    Parameters
    ----------
    file : str
        File (or ``--set``) in which the value stands.
    place : str
        Table and key (``rules.modes.formal.price``) or row and column (``row 7, column cost``).
    value : str
        The value given, as written; empty when it is missing.
    rule : str
        What is allowed there, in words: a sentence of the catalogue, or English text.
    hint : str
        The nearest valid name, or another remedy; may be empty.
    """

    file: str
    place: str
    value: str
    rule: str
    hint: str = ""

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Message:
        """The fault on one line; foreign text is escaped and shortened."""
        given = Message("fault.given", value=self.value) if self.value else ""
        hint = Message("fault.hint", hint=WholeText(self.hint, PLACE)) if self.hint else ""
        facts = {"file": FileName(self.file), "place": Place(self.place), "rule": WholeText(self.rule)}
        return Message("fault.line", **facts, given=given, hint=hint)


class InputError(GpssError):
    """Bad input; carries every fault found (exit code 2)."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class NoAnswerError(GpssError):
    """The question has no feasible answer, or none was found in time (exit code 3)."""

    exit_code = 3


def nearest(word: str, allowed: Iterable[str], likeness: float = 0.6) -> str:
    """Return ``did you mean 'x'?`` for the allowed word nearest to `word`, or an empty string.

    >>> nearest("competetive", ["competitive", "formal"])
    "did you mean 'competitive'?"
    """
    match = difflib.get_close_matches(word, sorted(allowed), n=1, cutoff=likeness)
    return Message("fault.nearest", name=match[0]) if match else ""


def why(error: Exception) -> str:
    """What the system says of a failure, without its number.

    >>> why(PermissionError(13, "Permission denied", "a.csv"))
    'Permission denied'
    """
    if isinstance(error, OSError) and error.errno in _SYSTEM:
        return Message(f"system.{_SYSTEM[error.errno]}")
    return (error.strerror if isinstance(error, OSError) else "") or str(error) or type(error).__name__


def reason(error: Exception) -> str:
    """What is wrong with a file of ours, by the error that reading it raised.

    >>> reason(KeyError("seed")), reason(TypeError("'NoneType' object is not subscriptable"))
    ("it lacks 'seed'", 'a value is not of its kind')
    """
    if isinstance(error, KeyError):
        return Message("file.lacks", what=str(error))
    ours = isinstance(error, ValueError) and type(error) is ValueError and str(error)
    return str(error) if ours else Message("file.kind")

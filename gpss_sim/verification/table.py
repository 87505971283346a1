"""All cases of the verification, in the order of the theories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import Message
from gpss_sim.verification.row import TheoryCase
from gpss_sim.verification.rows import auctions, bids, choices, contracts, queues, rules

_ALL = (*auctions.CASES, *bids.CASES, *queues.CASES, *rules.CASES, *contracts.CASES, *choices.CASES)
CASES: dict[str, TheoryCase] = {case.id: case for case in sorted(_ALL, key=lambda case: int(case.theory[1:]))}
"""Cases by name."""


def names(case: TheoryCase) -> list[str]:
    """Full names of the rows of a case."""
    return [f"{case.id}.{row.name}" for row in case.rows]


def choose(words: Sequence[str]) -> list[tuple[TheoryCase, str]]:
    """Rows by name: all, or those whose name is or begins with one of `words` (``T6``, ``T6.queue``, a whole name).

    Raises
    ------
    InputError
        If a word is the beginning of no name.
    """
    rows = [(case, name) for case in CASES.values() for name in names(case)]
    known = list(_beginnings(name for _, name in rows))
    faults = [
        Fault("verify", "ROW", word, Message("verify.unknown"), nearest(word, known))
        for word in words
        if word not in known
    ]
    if faults:
        raise InputError(faults)
    return [(case, name) for case, name in rows if not words or any(f"{name}.".startswith(f"{w}.") for w in words)]


def _beginnings(rows: Iterable[str]) -> dict[str, None]:
    found: dict[str, None] = {}
    for name in rows:
        parts = name.split(".")
        found.update(dict.fromkeys(".".join(parts[: n + 1]) for n in range(len(parts))))
    return found

"""How many cases a provider has begun and completed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class CaseCount:
    """Cases of one provider since it opened [persons], counted where people choose their provider.

    Parameters
    ----------
    started, completed : int
    redeemed : int
        Of these, cases that public money has been asked for; money is due for the rest.
    """

    started: int = 0
    completed: int = 0
    redeemed: int = 0

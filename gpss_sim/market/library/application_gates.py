"""What an application must pass: inspection, appraisal, review of its estimate (equations 17.1, 17.3; facts A2)."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, exp

from gpss_sim.fiscal import YEAR
from gpss_sim.market.library.proposal import IN_LIBRARY, REJECTED, RETURNED
from gpss_sim.scenario.library import Gates


def verdict(score: float, gates: Gates) -> str:
    """What an appraisal says: in the library, returned, or rejected.

    >>> gates = Gates(pass_mark=60, return_margin=10)
    >>> [verdict(score, gates) for score in (60, 59.9, 50, 49.9)]
    ['in the library', 'returned', 'returned', 'rejected']
    """
    if score >= gates.pass_mark:
        return IN_LIBRARY
    return RETURNED if score >= gates.pass_mark - gates.return_margin else REJECTED


def ready_too_late(part_of_year: float, gates: Gates) -> bool:
    """Whether an application that is ready after a part of the year before a draw comes after the window has closed.

    >>> [ready_too_late(part, Gates(window_closes=73)) for part in (0.79, 0.81)], ready_too_late(0.999, Gates())
    ([False, True], False)
    """
    return part_of_year * YEAR >= YEAR - gates.window_closes


def asked_for(cost: int, gates: Gates) -> int:
    """Estimate of an applicant [fen] for a project of a reference `cost` [fen]."""
    return round(cost * (1 + gates.padding))


def reviewed(asked: int, cost: int, gates: Gates, error: float) -> int:
    """Estimate that the review leaves [fen]; `error` is a standard normal number.

    >>> reviewed(120, 100, Gates(review_finds=0.5), 0.0)
    110
    """
    return round((asked - gates.review_finds * (asked - cost)) * exp(gates.review_sd * error))


def neediest(per_resident: Sequence[tuple[float, int]], share: float) -> list[int]:
    """Projects for which departments apply: the share of largest need per resident, rounded up; ties by place.

    >>> neediest([(1.0, 0), (3.0, 1), (2.0, 2)], 0.5)
    [1, 2]
    """
    ranked = sorted(per_resident, key=lambda pair: (-pair[0], pair[1]))
    return sorted(project for _, project in ranked[: ceil(share * len(ranked))])

"""T7: one worker under any case length (Pollaczek, Khinchine), and urgency classes (Cobham)."""

from __future__ import annotations

from collections.abc import Sequence


def wait(arrivals: float, mean: float, cv: float) -> float:
    """Mean wait before one server [day].

    >>> round(wait(0.8, 1, 0.5), 9)
    2.5
    """
    return arrivals * mean**2 * (1 + cv**2) / (2 * (1 - arrivals * mean))


def class_waits(delay: float, loads: Sequence[float]) -> list[float]:
    """Mean waits of classes, the most urgent first, none interrupted.

    Parameters
    ----------
    delay : float [day]
        Mean time until a server is free for an arrival that goes before everybody who waits.
    loads : sequence of float
        Load of each class per server.

    Examples
    --------
    >>> [round(each, 6) for each in class_waits(0.8, [0.3, 0.5])]
    [1.142857, 5.714286]
    """
    waits, before = [], 0.0
    for load in loads:
        waits.append(delay / ((1 - before) * (1 - before - load)))
        before += load
    return waits


def mean_wait(waits: Sequence[float], shares: Sequence[float]) -> float:
    """Mean over classes by their shares of arrivals."""
    return sum(wait * share for wait, share in zip(waits, shares, strict=True)) / sum(shares)

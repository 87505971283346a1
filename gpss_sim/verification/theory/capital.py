"""T11: the largest sum a contract of one year asks its agency to lay out, under a schedule of payments and a delay."""

from __future__ import annotations

from collections.abc import Sequence


def peak(tranches: Sequence[tuple[float, float]], delay: float, cost: float) -> float:
    """Peak working capital [share of the price].

    Parameters
    ----------
    tranches : sequence of (float [month], float)
        Month due and share of the price.
    delay : float [month]
        Days late, in months.
    cost : float [share of the price]
        Spent evenly over twelve months.

    Examples
    --------
    >>> [round(120 * peak([(0, 0.4), (6, 0.4), (12, 0.2)], late, 0.95), 9) for late in (0, 3, 6)]
    [18.0, 37.5, 66.0]
    """
    need, got = [0.0], 0.0
    for month, share in tranches:
        need.append(cost * min(month + delay, 12) / 12 - got)
        got += share
    need.append(cost - sum(share for month, share in tranches if month + delay <= 12))
    return max(need)

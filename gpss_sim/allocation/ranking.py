"""Rank-and-cut: down the list until the money is gone, as officials do."""

from __future__ import annotations

from collections.abc import Sequence


def cut(costs: Sequence[int], money: int, skip: bool) -> list[int]:
    """Positions funded going down a list.

    Parameters
    ----------
    costs : sequence of int [fen]
        Prices, in ranking order.
    money : int [fen]
    skip : bool
        Pass over what does not fit and go on; otherwise the first that does not fit ends the list.

    >>> cut([50, 60, 40], 100, skip=True), cut([50, 60, 40], 100, skip=False)
    ([0, 2], [0])
    """
    funded = []
    for position, cost in enumerate(costs):
        if cost <= money:
            funded.append(position)
            money -= cost
        elif not skip:
            break
    return funded

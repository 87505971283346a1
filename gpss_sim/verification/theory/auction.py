"""T1, T2: first-price sealed-bid procurement, private costs, with or without a reserve (Holt; Riley and Samuelson)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.integrate import quad
from scipy.stats import binom


def expected_price(low: float, high: float, bidders: int) -> float:
    """Mean price among uniform costs without a reserve: the mean of the second lowest cost.

    >>> expected_price(80, 100, 3)
    90.0
    """
    return low + 2 * (high - low) / (bidders + 1)


def price_variance(low: float, high: float, bidders: int) -> float:
    """Variance of the first price among uniform costs (T2).

    >>> round(price_variance(80, 100, 3) ** 0.5, 6)
    2.581989
    """
    n = bidders
    return ((n - 1) / n) ** 2 * n * (high - low) ** 2 / ((n + 1) ** 2 * (n + 2))


def power_price(low: float, high: float, bidders: int, exponent: float) -> float:
    """Mean price among costs of the power family 1 − F = ((high − x) / (high − low))^exponent, without a reserve.

    >>> round(power_price(80, 100, 3, 2), 6), power_price(80, 100, 4, 0.5), round(power_price(80, 100, 5, 3), 6)
    (86.285714, 92.0, 82.692308)
    """
    n, k = bidders, exponent
    return low + (high - low) * (n / ((n - 1) * k + 1) - (n - 1) / (n * k + 1))


def awarded(low: float, high: float, reserve: float, bidders: int) -> float:
    """Chance that at least one of the uniform costs is under the reserve.

    >>> awarded(80, 100, 95, 2)
    0.9375
    """
    return 1 - ((high - reserve) / (high - low)) ** bidders


def reserve_price(low: float, high: float, reserve: float, bidders: int) -> float:
    """Mean price given an award, uniform costs with a reserve, by quadrature over the lowest cost.

    >>> round(reserve_price(80, 100, 95, 3), 6)
    89.642857
    """
    n = bidders

    def bid(cost: float) -> float:
        return cost + ((high - cost) ** n - (high - reserve) ** n) / (n * (high - cost) ** (n - 1))

    def density(cost: float) -> float:
        return n * (high - cost) ** (n - 1) / (high - low) ** n

    total, _ = quad(lambda cost: bid(cost) * density(cost), low, reserve)
    return float(total / awarded(low, high, reserve, n))


def second_lowest(above: Callable[[float], float], low: float, high: float, bidders: int) -> float:
    """Mean second lowest of `bidders` costs on [low, high] with survival function `above`: the mean price (T1).

    >>> round(second_lowest(lambda x: (100 - x) / 20, 80, 100, 3), 9)
    90.0
    """
    n = bidders

    def both_above(x: float) -> float:
        return n * above(x) ** (n - 1) - (n - 1) * above(x) ** n

    return float(low + quad(both_above, low, high, limit=200)[0])


def price_among_a_random_number(
    above: Callable[[float], float], low: float, high: float, agencies: int, reach: float
) -> float:
    """Mean price of awards if each of `agencies` can bid with chance `reach`; who is alone asks for `high`."""
    number = np.arange(1, agencies + 1)
    chance = binom.pmf(number, agencies, reach)
    price = [high if n == 1 else second_lowest(above, low, high, int(n)) for n in number]
    return float(np.dot(chance, price) / chance.sum())


def uniform_sum_above(low: float, first: float, second: float) -> Callable[[float], float]:
    """Survival function of `low` plus two independent uniform costs of widths `first` ≥ `second`.

    >>> above = uniform_sum_above(80, 15, 5)
    >>> above(80), above(90), above(100)
    (1.0, 0.5, 0.0)
    """

    def below(x: float) -> float:
        def ramp(y: float) -> float:
            return max(y, 0.0) ** 2 / 2

        y = x - low
        return (ramp(y) - ramp(y - first) - ramp(y - second) + ramp(y - first - second)) / (first * second)

    return lambda x: min(max(1 - below(x), 0.0), 1.0)

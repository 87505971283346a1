"""T5: negotiated prices; costs uniform on [low, high], the buyer's alternative is worth `value`."""

from __future__ import annotations


def nash_price(low: float, high: float, value: float, weight: float) -> float:
    """Mean Nash price: cost plus the agency's weight of the gain.

    >>> nash_price(80, 100, 100, 0.5)
    95.0
    """
    cost = (low + high) / 2
    return cost + weight * (value - cost)


def nash_variance(low: float, high: float, weight: float) -> float:
    """Variance of the Nash price."""
    return (1 - weight) ** 2 * (high - low) ** 2 / 12


def best_offer(low: float, value: float) -> float:
    """The buyer's best take-it-or-leave-it offer.

    >>> best_offer(80, 110)
    95.0
    """
    return (value + low) / 2


def accepted(low: float, high: float, value: float) -> float:
    """Chance that the best offer covers the cost.

    >>> accepted(80, 100, 110)
    0.75
    """
    return (best_offer(low, value) - low) / (high - low)


def auction_gain(low: float, high: float, value: float, bidders: int) -> float:
    """The buyer's gain from an auction without a reserve (Bulow and Klemperer).

    >>> round(auction_gain(80, 100, 110, 2), 6)
    16.666667
    """
    return value - low - 2 * (high - low) / (bidders + 1)

"""Award rules: how the winner is found among valid offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Protocol

from gpss_sim.registry import Registry


@dataclass(frozen=True, slots=True)
class Offer:
    """One valid offer.

    Parameters
    ----------
    agency : int
        Who offers.
    price : float [share of ceiling]
    quality : float [points]
        Quality as scored: record and written offer, the raters' error included.
    bonus : float [points]
        Points for the incumbent.
    held : int [contracts]
        Contracts that whoever offers holds already.
    """

    agency: int
    price: float
    quality: float
    bonus: float
    held: int = 0


class AwardRule(Protocol):
    """An award rule."""

    price_weight: float | None
    """The only price weight that goes with the rule; None: any."""
    price_decides: bool
    """A lower price can win."""
    quality_decides: bool
    """Points for quality and for the incumbent can win."""

    def scores(self, offers: Sequence[Offer], price_weight: float, lots: Sequence[float]) -> list[float]:
        """Score of each offer; the highest wins, ties by the smaller agency index. `lots` are lottery numbers."""


AWARDS: Registry[type[AwardRule]] = Registry("award rule")

MIN_LOT = 2.0**-64
"""Stands for a lottery number of zero, whose logarithm is none."""


@AWARDS.register("comprehensive")
class Comprehensive:
    """Comprehensive scoring: 100 · lowest price / price, plus quality points (equation 8.1; Order 87 art. 55; T3c)."""

    price_weight: float | None = None
    price_decides = True
    quality_decides = True

    def scores(self, offers: Sequence[Offer], price_weight: float, lots: Sequence[float]) -> list[float]:
        """Weighted points plus the incumbent's bonus."""
        lowest = min(offer.price for offer in offers)
        return [
            price_weight * 100 * lowest / offer.price + (1 - price_weight) * offer.quality + offer.bonus
            for offer in offers
        ]


@AWARDS.register("lot")
class Lot:
    """The winner is drawn by lot (T12)."""

    price_weight: float | None = None
    price_decides = False
    quality_decides = False

    def scores(self, offers: Sequence[Offer], price_weight: float, lots: Sequence[float]) -> list[float]:
        """The lottery numbers."""
        return list(lots)


@AWARDS.register("tickets")
class Tickets:
    """Drawn by lot with one ticket and one more for every contract held: who has gets more (Pólya's urn; T12)."""

    price_weight: float | None = None
    price_decides = False
    quality_decides = False

    def scores(self, offers: Sequence[Offer], price_weight: float, lots: Sequence[float]) -> list[float]:
        """Logarithms of the lottery numbers over the tickets: the highest is in proportion to them."""
        return [log(max(lot, MIN_LOT)) / (1 + offer.held) for offer, lot in zip(offers, lots, strict=True)]


@AWARDS.register("lowest_price")
class LowestPrice:
    """The lowest price among valid offers; quality counts only as a condition (facts R34)."""

    price_weight: float | None = 1.0
    price_decides = True
    quality_decides = False

    def scores(self, offers: Sequence[Offer], price_weight: float, lots: Sequence[float]) -> list[float]:
        """Prices, cheapest best."""
        return [-offer.price for offer in offers]


def best_of_each(offers: Sequence[Offer], scores: Sequence[float], number: int, sorts: Sequence[str]) -> list[Offer]:
    """The best offer of each sort of agency, best first, then the best of the rest; ties by the smaller index."""
    ranked = sorted(range(len(offers)), key=lambda i: (-scores[i], offers[i].agency))
    first = [i for k, i in enumerate(ranked) if sorts[i] not in {sorts[j] for j in ranked[:k]}]
    return [offers[i] for i in [*first, *(i for i in ranked if i not in first)][:number]]


def winners(offers: Sequence[Offer], scores: Sequence[float], number: int) -> list[Offer]:
    """The offers of the highest scores, best first, ties by the smaller agency index."""
    ranked = sorted(range(len(offers)), key=lambda i: (-scores[i], offers[i].agency))
    return [offers[i] for i in ranked[:number]]

"""Rows of T3 and T9: the statutory score, and what a budget buys. Luck has no part in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gpss_sim.market.policies.awards import AWARDS, Offer, winners
from gpss_sim.verification.row import ONCE, Reading, TheoryCase, TheoryRow
from gpss_sim.verification.theory import knapsack, score

THREE = ((88.0, 80.0), (92.0, 90.0), (95.0, 85.0))
PAIR, DUMMY = ((100.0, 80.0), (80.0, 72.0)), (60.0, 20.0)
EIGHT_COSTS, EIGHT_BENEFITS = (30, 45, 25, 60, 20, 40, 35, 15), (90, 120, 60, 150, 55, 95, 98, 30)
LIBRARIES = {
    "library": (list(zip(EIGHT_COSTS, EIGHT_BENEFITS, strict=True)), 120),
    "library_three": ([(60, 100), (50, 80), (50, 80)], 100),
}
ORDERS: dict[str, Callable[[Sequence[knapsack.Item], int], int]] = {
    "urgency-first": knapsack.best,
    "rank-and-cut": knapsack.by_ratio,
}


def _offers(bids: Sequence[tuple[float, float]]) -> list[Offer]:
    return [Offer(k, price / 100, quality, 0.0) for k, (price, quality) in enumerate(bids)]


def _scores(bids: Sequence[tuple[float, float]], weight: float) -> list[float]:
    return AWARDS["comprehensive"]().scores(_offers(bids), weight, [0.0] * len(bids))


def _score(place: int) -> TheoryRow:
    exact = score.comprehensive([price for price, _ in THREE], [quality for _, quality in THREE], 0.2)[place]
    return TheoryRow(f"offer_{place + 1}", exact, "award rule: score", lambda reading: _scores(THREE, 0.2)[place])


def _winner(name: str, bids: Sequence[tuple[float, float]], exact: int) -> TheoryRow:
    def found(reading: Reading) -> float:
        return 1 + winners(_offers(bids), _scores(bids, 0.3), 1)[0].agency

    return TheoryRow(name, exact, "award rule: number of the winner", found)


def _library(scenario: str, order: str) -> TheoryCase:
    items, budget = LIBRARIES[scenario]

    def bought(reading: Reading) -> float:
        return sum(benefit * reading("contract_years", f"p{k}") for k, (_, benefit) in enumerate(items))

    rows = (TheoryRow("benefit", ORDERS[order](items, budget), "Σ benefit · contract_years by district", bought),)
    name = f"T9.{scenario}_{order.replace('-', '_')}"
    return TheoryCase(name, f"verification/{scenario}", rows, ONCE, (f"rules.selection={order}",))


CASES = (
    TheoryCase("T3.formula", "", (_score(0), _score(1), _score(2)), ONCE),
    TheoryCase("T3.dummy_bid", "", (_winner("without", PAIR, 2), _winner("with", (*PAIR, DUMMY), 1)), ONCE),
    *(_library(scenario, order) for scenario in LIBRARIES for order in ORDERS),
)

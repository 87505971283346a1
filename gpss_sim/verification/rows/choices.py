"""Rows of T14: recipients who choose, what that makes agencies do, agencies that stand together."""

from __future__ import annotations

from gpss_sim.verification.row import ONCE, Reading, Size, TheoryCase, TheoryRow, metric
from gpss_sim.verification.rows.auctions import HIGH, LOW, PRICES
from gpss_sim.verification.rows.contracts import STEPS
from gpss_sim.verification.theory import auction, choice

TASTE, GOOD, PLAIN = 0.05, 80.0, 60.0
MARGIN, EFFORT_COST, PROVIDERS = 0.4, 0.01, 3
VOUCHERS = "verification/vouchers"


def _share_of_the_good(reading: Reading) -> float:
    """Share of cases at the one good agency, by the quality that all cases met."""
    return (reading("quality") - PLAIN) / (GOOD - PLAIN)


def _chosen(name: str, distance: float) -> TheoryCase:
    far = TASTE * PLAIN - distance
    exact = choice.shares([TASTE * GOOD, far, far])[0]
    rows = (TheoryRow("share_of_the_good", exact, "(quality − 60) / 20", _share_of_the_good),)
    return TheoryCase(f"T14.{name}", VOUCHERS, rows, Size(8, 45), (f"demand.choice.distance={distance}",))


def _effort(name: str, rule: str, exact: float, most: float) -> TheoryCase:
    """Effort on a grid of 400 steps up to `most`."""
    settings = (
        f"demand.choice.rule={rule}",
        "demand.choice.distance=1",
        f"assessment.effort_max={most:g}",
        "demand.arrivals_per_year=0",
    )
    return TheoryCase(f"T14.{name}", VOUCHERS, (metric("effort", exact, grain=most / STEPS),), ONCE, settings)


def _together(name: str, agencies: int, synergy: float) -> TheoryCase:
    price = choice.price_together(LOW, HIGH, agencies, 2) * (1 - synergy)
    settings = ("rules.consortium.members=2", f"rules.consortium.synergy={synergy!r}", f"agencies.number={agencies}")
    return TheoryCase(f"T14.{name}", "verification/auction", (metric("price_ratio", price),), PRICES, settings)


BREAK_EVEN = 1 - auction.expected_price(LOW, HIGH, 4) / choice.price_together(LOW, HIGH, 4, 2)
"""Share of cost that pairs must save to be as cheap as the same agencies alone."""

CASES = (
    _chosen("chosen_by_quality", 0.0),
    _chosen("chosen_by_quality_and_distance", 1.0),
    _effort(
        "effort_under_choice", "quality_distance", choice.effort_by_logit(MARGIN, TASTE, PROVIDERS, EFFORT_COST), 2
    ),
    _effort(
        "effort_on_a_circle",
        "nearest_circle",
        choice.effort_on_a_circle(MARGIN, TASTE, PROVIDERS, 1.0, EFFORT_COST),
        8,
    ),
    _together("pairs_of_four", 4, 0.0),
    _together("pairs_of_six", 6, 0.0),
    _together("pairs_that_save_enough", 4, BREAK_EVEN),
)

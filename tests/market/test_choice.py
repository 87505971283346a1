"""The method by amount, at its limits."""

from __future__ import annotations

from gpss_sim.market import choice
from gpss_sim.market.procedure_costs import attempt_cost
from gpss_sim.scenario.rulebook import Method, Threshold
from tests.market.town import scenario


def test_the_first_limit_that_an_amount_does_not_exceed_gives_the_method() -> None:
    rules = scenario().rules.model_copy(
        update={"thresholds": (Threshold(upto=100, method="a"), Threshold(upto=500, method="b", boundary="above"))}
    )
    assert [choice.by_amount(rules, amount) for amount in (99, 100, 101, 499, 500, 900)] == [
        "a",
        "a",
        "b",
        "b",
        "b",
        "b",
    ]
    assert choice.exceeds(100, 100, "above")
    assert not choice.exceeds(100, 100, "below")
    assert choice.exceeds(101, 100, "below")


def test_every_package_costs_its_fixed_part() -> None:
    """Two packages of 12,000 yuan and one per cent of 400,000 whatever their number."""
    method = Method(days=0, buyer_cost=12_000, buyer_cost_share=0.01)
    assert attempt_cost(method, 40_000_000, 2) == (24_000 + 4_000) * 100
    assert attempt_cost(method, 40_000_000) == (12_000 + 4_000) * 100

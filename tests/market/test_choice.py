"""The method by amount, at its limits."""

from __future__ import annotations

from gpss_sim.market import choice
from gpss_sim.scenario.rulebook import Threshold
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

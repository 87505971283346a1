"""No decoration: halving what a decision turns on changes the behaviour it stands for, in the shipped city."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pytest

from gpss_sim.metrics.evaluate import evaluate, steady_window
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import run

SCENARIO, YEARS, SEED = "shanghai", "calendar.years=2", 1
pytestmark = pytest.mark.slow


class Stake(NamedTuple):
    """A decision, its stake at one half, the behaviour watched, and the change expected at the least.

    The least is a fraction of what theory moves and of what is seen; its sign is theory's.
    """

    decision: str
    halved: tuple[str, ...]
    behaviour: str
    least: float
    why: str
    where: tuple[str, ...] = ()


STAKES = [
    Stake("bid or not", ("market.bid_cost_scale=0.5",), "bidders", 0.10, "a cheaper offer pays more often"),
    Stake("how much", ("rules.award.price_weight=0.075",), "price_ratio", 0.02, "price decides less"),
    Stake("effort for the cause", ("agencies.mission=0.004",), "effort", -0.05, "quality is worth less to itself"),
    Stake(
        "effort for money",
        ("payment.schedule=[[0.0, 0.45], [6.0, 0.45], [12.0, 0.1]]",),
        "effort",
        -0.05,
        "less is held back until the score",
    ),
    # Under bidding the value of a contract also decides who offers; by invitation the same agencies are asked.
    Stake(
        "effort to survive",
        ("market.survival_value=0.025",),
        "effort",
        -0.005,
        "the next term is worth less",
        ("rules.mode=non_competitive",),
    ),
    Stake("wages", ("delivery.surplus_to_wages=0.15",), "wage", -0.01, "less of a surplus raises wages"),
    Stake("staffing", ("delivery.surplus_to_staff=0.15",), "workers", -0.01, "less of a surplus hires"),
    Stake("filling", ("delivery.fill_months=0.75",), "vacancy", -0.30, "vacancies fill in half the time"),
    Stake("leaving", ("delivery.leaving=0.00825",), "turnover", -0.25, "half the hazard"),
    # By invitation pay stands further above the market than under bidding.
    Stake(
        "leaving for pay",
        ("delivery.leaving_wage=0.5",),
        "turnover",
        0.005,
        "wages above the market hold less",
        ("rules.mode=non_competitive",),
    ),
    Stake(
        "closing",
        ("agencies.cash_months=1", "agencies.credit_months=0.5"),
        "closure_rate",
        1.0,
        "half the cash and credit to outlast late pay",
    ),
    Stake("giving up", ("demand.patience_scale=0.5",), "gave_up_share", 0.03, "half the patience"),
    Stake("renewal", ("rules.switching_cost=2",), "not renewed", 0.20, "an alternative beats the incumbent sooner"),
    Stake("effort for renewal", ("rules.switching_cost=2",), "effort", 0.01, "the threat to switch is nearer"),
]


@cache
def behaviour(*overrides: str) -> dict[str, float]:
    """Indicators of the steady window, and contracts that were not renewed."""
    results = run(load_scenario(SCENARIO, (YEARS, "calendar.steady_from=1", *overrides)), seed=SEED)
    found = {row.metric: row.value for row in evaluate(results) if row.year == steady_window(results)}
    outcomes = [row.outcome for row in results.world.state.record.contract_years]
    return {**found, "not renewed": float(outcomes.count("not renewed"))}


@pytest.mark.parametrize("stake", STAKES, ids=lambda stake: stake.decision)
def test_half_the_stake_moves_the_decision(stake: Stake, record_property: pytest.RecordProperty) -> None:
    whole, half = (behaviour(*stake.where, *halved)[stake.behaviour] for halved in ((), stake.halved))
    change = half / whole - 1
    record_property("change", change)
    assert change * (1 if stake.least > 0 else -1) > abs(stake.least), f"{stake.why}: {whole} became {half}"


def test_a_value_that_stays_moves_nothing() -> None:
    repeated = run(load_scenario(SCENARIO, (YEARS, "calendar.steady_from=1", "demand.patience_scale=1")), seed=SEED)
    found = {row.metric: row.value for row in evaluate(repeated) if row.year == steady_window(repeated)}
    assert found["effort"] == behaviour()["effort"]
    assert found["gave_up_share"] == behaviour()["gave_up_share"]

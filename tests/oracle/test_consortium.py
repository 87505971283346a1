"""T14: without synergy a consortium bids the lowest of its members' costs, and fewer bidders pay less competition."""

from __future__ import annotations

import pytest

from gpss_sim.metrics import evaluate
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import run
from tests.oracle.simulated import LIMIT, of_replications

CASES = {(1, 4): 88.0, (2, 4): 89.333333, (1, 6): 85.714286, (2, 6): 86.285714}
"""Mean price by members of a consortium and number of agencies, costs uniform on 80 to 100."""
BREAK_EVEN = 1.333333 / 89.333333
SEEDS = range(900, 912)


def prices(members: int, agencies: int, *more: str) -> list[float]:
    """Mean price of a thousand tenders, for each seed."""
    settings = [f"rules.consortium.members={members}", f"agencies.number={agencies}", *more]
    scenario = load_scenario("verification/auction", settings)
    found = []
    for seed in SEEDS:
        rows = evaluate(run(scenario, seed=seed))
        found.append(next(100 * row.value for row in rows if row.metric == "price_ratio" and row.year == "1"))
    return found


@pytest.mark.parametrize(("members", "agencies"), CASES)
def test_the_price_is_that_of_theory(members: int, agencies: int) -> None:
    found, truth = of_replications(prices(members, agencies)), CASES[members, agencies]
    assert abs(found.z(truth)) < LIMIT
    assert found.sees(0.3), "the rise by a consortium would be seen"


def test_only_a_saving_makes_a_consortium_as_cheap() -> None:
    dear = of_replications(prices(2, 4))
    cheap = of_replications(prices(2, 4, f"rules.consortium.synergy={BREAK_EVEN}"))
    assert dear.mean > CASES[1, 4] > cheap.mean - LIMIT * cheap.error

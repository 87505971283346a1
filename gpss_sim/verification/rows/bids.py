"""Rows of T1 and T3 on scored tenders: equals, an advantage by hand, price by its weight, gain by another price."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

from gpss_sim.market.policies.contest import Contest, PublicPayoff
from gpss_sim.market.policies.costs import CostDistribution
from gpss_sim.market.policies.equilibrium import solve
from gpss_sim.market.policies.payoff import Stakes
from gpss_sim.market.policies.reductions import Lines
from gpss_sim.scenario.document import shipped_names
from gpss_sim.verification import regret
from gpss_sim.verification.row import ONCE, Reading, Size, TheoryCase, TheoryRow, metric
from gpss_sim.verification.theory import auction, score

LOW, HIGH = 0.8, 1.0
WEIGHTS = (0.1, 0.15, 0.3, 0.5, 0.8)
ALIKE = ("agencies.capability_sd=0", "agencies.mission=0", "assessment.rater_noise=0")
"""Settings under which all offers show the same quality and everybody knows it."""
DRAWS = 20_000
IN_A_CITY, IN_THE_DEMO = 6, 120
"""Contests looked at: in a scenario, evenly over the run, and in each cell of the demo."""
YEARS = "calendar.years=2"
DEMO = ("rules.form=project",)


def _equals(bidders: int, weight: float) -> TheoryCase:
    settings = (f"agencies.number={bidders}", f"rules.award.price_weight={weight}", *ALIKE)
    rows = (metric("price_ratio", auction.expected_price(LOW, HIGH, bidders)),)
    return TheoryCase(
        f"T1.equals_{bidders}_weight_{round(100 * weight)}", "verification/auction", rows, Size(6, 30), settings
    )


def _contest(weight: float, quality_sd: float = 0.0, noise_sd: float = 0.0, rivals: int = 1) -> Contest:
    stakes = Stakes(Lines(70.0, 80.0, 90.0), noise=4.0, effort_cost=0.002, effort_max=20.0)
    costs = CostDistribution(LOW, HIGH, 0.0, 0.0, 1.0, 0.0, 1.0)
    return Contest(rivals, 1.0, 1, weight, quality_sd, noise_sd, costs, PublicPayoff(stakes, 78.0))


def _asked(contest: Contest, cost: float, advantage: float) -> float:
    price = solve(contest).ask(contest.payoff.of(cost), advantage)
    return float("nan") if price is None else price


def _ahead(cost: float, points: float, weight: float) -> TheoryRow:
    exact = score.bid_with_advantage(cost, points, weight)
    name = f"cost_{round(100 * cost)}_ahead_{points:g}_weight_{round(100 * weight)}"
    return TheoryRow(name, exact, "bid", lambda reading: _asked(_contest(weight), cost, points), grain=1e-3)


def _falls(reading: Reading) -> float:
    """1 if the mean bid falls with the weight of price."""
    means = [
        sum(_asked(_contest(weight, 4.0, 4.2, 3), cost, 0.0) for cost in (0.82, 0.9, 0.98))
        for weight in (*WEIGHTS, 0.95)
    ]
    return float(all(after <= before + 1e-3 for before, after in pairwise(means)))


def _spread(contests: list[Contest], number: int) -> list[Contest]:
    """At most `number` contests, evenly spread over the run."""
    return contests[:: max(len(contests) // number, 1)][:number]


def _gain(scenario: str, number: int, settings: tuple[str, ...]) -> TheoryRow:
    def read(reading: Reading) -> float:
        return regret.largest(_spread(regret.met(scenario, settings), number), DRAWS)

    return TheoryRow("gain", 0.0, "largest gain by another price", read, grain=regret.ALLOWED)


def _demo() -> str:
    """Scenario of the demo."""
    return str(tomllib.loads((Path(regret.__file__).parent / "demo.toml").read_text("utf-8"))["scenario"])


def _regrets() -> list[TheoryCase]:
    cities = [
        TheoryCase(
            f"T3.regret_{name}", "", (_gain(name, IN_A_CITY, (YEARS,)),), ONCE if name == "small_city" else Size(0, 1)
        )
        for name in shipped_names()
        if not name.startswith("verification/")
    ]
    demo = TheoryCase("T3.regret_of_the_demo", "", (_gain(_demo(), IN_THE_DEMO, DEMO),), Size(0, 1))
    return [*cities, demo]


CASES = (
    *(_equals(bidders, weight) for weight in WEIGHTS for bidders in (2, 3, 5)),
    TheoryCase(
        "T3.advantage",
        "",
        tuple(_ahead(*given) for given in ((0.9, 2, 0.5), (0.85, -2, 0.5), (0.95, 1, 0.3), (0.9, 2, 1.0))),
        ONCE,
    ),
    TheoryCase("T3.weight", "", (TheoryRow("price_falls", 1.0, "1 if bids fall as price weighs more", _falls),), ONCE),
    *_regrets(),
)

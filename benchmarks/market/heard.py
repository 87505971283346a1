"""What it costs bidders that contests of score are told apart in steps: how much anybody would gain by another price.

    python benchmarks/market/heard.py [scenario …] [--set KEY=VALUE …] [--contests N] [--draws N]

Bids answer the contest as it is heard: participation, the spread of quality and the error of the ceiling in steps, and
so is the number of rivals if they are many or only usual. Here rivals ask the same prices, but everything is exactly as
it is believed. A line a scenario: contests met, and over those that differ most from what is heard the largest and the
mean gain of the best of all types by another price, in shares of the ceiling.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from unittest.mock import patch

from gpss_sim.market.agencies import beliefs
from gpss_sim.market.agencies.beliefs import Beliefs
from gpss_sim.market.policies.contest import Contest
from gpss_sim.market.policies.equilibrium import solve
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.method import Method
from gpss_sim.scenario.purchase import Purchase
from gpss_sim.simulate import run
from gpss_sim.verification import regret

TINY = 1e-9
"""A step that rounds nothing that counts."""
USUAL = ("small_city", "shanghai", "wuhan", "pudong", "guangzhou_family_centres")


def exact_of(scenario: str, settings: Sequence[str]) -> dict[Contest, Contest]:
    """Contests of score that a run of a scenario meets, as they are exactly believed, and as they are heard."""
    found: dict[Contest, Contest] = {}
    heard_of = Beliefs.contest

    def contest(
        self: Beliefs,
        name: str,
        bought: Purchase,
        method: Method,
        rivals: int,
        raters: int,
        year: int,
        estimate: float = 1.0,
    ) -> Contest:
        heard = heard_of(self, name, bought, method, rivals, raters, year, estimate)
        if heard.price_decides and heard.quality_decides and 0 < heard.price_weight < 1:
            known = dict(self.met)
            with patch.multiple(beliefs, _STEP=TINY, _ESTIMATE_STEP=TINY, _SPREAD_STEP=TINY, _RATIO=1 + TINY):
                found[heard_of(self, name, bought, method, rivals, raters, year, estimate)] = heard
            self.met = known
        return heard

    with patch.object(Beliefs, "contest", contest):
        run(load_scenario(scenario, ["rules.mode=competitive", *settings]))
    return found


def strain(exact: Contest, heard: Contest) -> float:
    """How far a contest is from what is heard: the largest of the relative differences, each over a usual step."""

    def furthest(of: Callable[[Contest], float]) -> float:
        return abs(of(exact) - of(heard)) / max(of(heard), 1e-9)

    lone = abs((1 - exact.participation) ** exact.rivals - (1 - heard.participation) ** heard.rivals)
    return max(
        furthest(lambda each: each.rivals * each.participation + 0.3),
        2 * lone,
        furthest(lambda each: each.quality_sd),
        4 * furthest(lambda each: each.costs.ceiling),
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=USUAL)
    parser.add_argument("--set", action="append", default=[], help="key=value of the scenario")
    parser.add_argument("--contests", type=int, default=12, help="contests looked at of each scenario")
    parser.add_argument("--draws", type=int, default=40_000, help="rivals drawn for each contest")
    given = parser.parse_args()
    print("scenario\tcontests\tlargest gain\tmean gain")
    for scenario in given.scenarios:
        pairs = exact_of(scenario, given.set)
        looked_at = sorted(pairs, key=lambda exact: -strain(exact, pairs[exact]))[: given.contests]
        with patch.object(regret, "solve", lambda contest, pairs=pairs: solve(pairs.get(contest, contest))):
            gains = [regret.regret(exact, given.draws, 1) for exact in looked_at]
        print(f"{scenario}\t{len(pairs)}\t{max(gains):.4f}\t{sum(gains) / len(gains):.4f}", flush=True)


if __name__ == "__main__":
    main()

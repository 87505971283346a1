"""What it costs bidders that contests of score are told apart in steps: how much anybody would gain by another price.

    python benchmarks/market/heard.py [scenario …] [--contests N] [--draws N]

Bids answer the contest as it is heard: participation in tenths, the number of rivals as one for which a table is kept.
Here rivals ask the same prices, but there are exactly as many of them, and each takes part exactly as often, as is
believed. A line a scenario: contests met, and over those that differ most from what is heard the largest and the mean
gain of the best of all types by another price, in shares of the ceiling.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from unittest.mock import patch

from gpss_sim.market.agencies.beliefs import Beliefs
from gpss_sim.market.policies.contest import Contest
from gpss_sim.market.policies.equilibrium import solve
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.method import Method
from gpss_sim.scenario.purchase import Purchase
from gpss_sim.simulate import run
from gpss_sim.verification import regret

USUAL = ("small_city", "shanghai", "wuhan", "pudong", "guangzhou_family_centres")


def exact_of(scenario: str) -> dict[Contest, Contest]:
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
            share = self.participation[name, bought.form_name]
            found[replace(heard, rivals=rivals, participation=share)] = heard
        return heard

    with patch.object(Beliefs, "contest", contest):
        run(load_scenario(scenario, ["rules.mode=competitive"]))
    return found


def strain(exact: Contest, heard: Contest) -> float:
    """Difference of the expected numbers of rivals, relative to them."""
    here, there = (each.rivals * each.participation for each in (exact, heard))
    return abs(here - there) / (there + 0.3)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=USUAL)
    parser.add_argument("--contests", type=int, default=12, help="contests looked at of each scenario")
    parser.add_argument("--draws", type=int, default=40_000, help="rivals drawn for each contest")
    given = parser.parse_args()
    print("scenario\tcontests\tlargest gain\tmean gain")
    for scenario in given.scenarios:
        pairs = exact_of(scenario)
        looked_at = sorted(pairs, key=lambda exact: -strain(exact, pairs[exact]))[: given.contests]
        with patch.object(regret, "solve", lambda contest, pairs=pairs: solve(pairs.get(contest, contest))):
            gains = [regret.regret(exact, given.draws, 1) for exact in looked_at]
        print(f"{scenario}\t{len(pairs)}\t{max(gains):.4f}\t{sum(gains) / len(gains):.4f}", flush=True)


if __name__ == "__main__":
    main()

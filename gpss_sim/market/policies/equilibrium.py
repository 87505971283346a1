"""The equilibrium of a contest: three solutions of one game.

Where the price does not decide, the chance of winning is an integral over quality. Where price alone decides, or
qualities are known to be equal, the equilibrium has a closed form in the cost distribution (T1, with the entry and
minimum-bidder conditions of T4). Where both count, the statutory formula (T3c) has none and it is computed.
"""

from __future__ import annotations

from functools import lru_cache

from gpss_sim.market.policies.closed_form import PriceIrrelevant, PriceOnly, schedule
from gpss_sim.market.policies.contest import Contest, Solution
from gpss_sim.market.policies.kept_tables import table
from gpss_sim.market.policies.scored import ALIKE, Scored, Settled, settle


@lru_cache(maxsize=4096)
def solve(contest: Contest) -> Solution:
    """Equilibrium of a contest, from the table if it was solved before.

    Raises
    ------
    UnsettledContestError
        The equilibrium could not be computed to the accuracy promised.
    """
    if not contest.price_decides or contest.price_weight == 0:
        return PriceIrrelevant(contest)
    if not contest.quality_decides or contest.spread <= ALIKE * 100 * contest.price_weight:
        return PriceOnly(contest, *table("price_only", contest, lambda: schedule(contest)))
    return Scored(Settled(*table("scored", contest, lambda: settle(contest))))

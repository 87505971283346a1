"""The search: screening, successive halving with common luck, neighbours of the best, a race of the last dozen.

References
----------
Karnin, Z., Koren, T., Somekh, O. (2013). Almost optimal exploration in multi-armed bandits. ICML (sequential halving).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from gpss_sim.streams import Floats, Streams
from gpss_sim.study.compare import Estimate, estimate
from gpss_sim.study.search.landscape import Landscape, Policy
from gpss_sim.study.search.screening import Screened, candidates, screen
from gpss_sim.study.selection.race import RacePromise, race

LEVEL = 0.95
ROUNDS = 4
"""Most times that neighbours of the best are looked at."""


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """How much is spent where.

    Parameters
    ----------
    first : int
        Replications of the screening and of the first halving.
    most : int
        Most replications of any policy.
    candidates : int
        Policies that enter the halving, at most, beside the screening's own.
    finalists : int
        Policies that enter the race.
    indifference : float
        Smallest lead worth finding, in units of the objective.
    """

    first: int = 4
    most: int = 64
    candidates: int = 256
    finalists: int = 12
    indifference: float = 0.0


@dataclass(frozen=True, slots=True)
class Reverted:
    """One lever of the answer put back: what that costs."""

    lever: int
    loss: Estimate


@dataclass(frozen=True, slots=True)
class Answer:
    """What the search found.

    Parameters
    ----------
    best : Policy
        The policy chosen.
    gain : Estimate
        Its lead over today's, paired, at 95 %, in replications that took no part in the choice.
    settled : bool
        Whether the race came to its end within the replications allowed.
    replications : int
        Of the finalists; as many fresh ones tell the gain.
    screened : Screened
        Effects of every lever.
    finalists : tuple of Policy
        The last dozen, the best first.
    reverted : tuple of Reverted
        Each lever that the answer moves, put back alone.
    met, runs : int
        Policies looked at, and runs played.
    """

    best: Policy
    gain: Estimate
    settled: bool
    replications: int
    screened: Screened
    finalists: tuple[Policy, ...]
    reverted: tuple[Reverted, ...]
    met: int
    runs: int


def search(
    landscape: Landscape,
    plan: SearchPlan,
    streams: Streams,
    told: Callable[[str, int], None] = lambda stage, left: None,
) -> Answer:
    """Find the best policy.

    Parameters
    ----------
    landscape : Landscape
        What is searched.
    plan : Plan
        How much is spent.
    streams : Streams
        Luck of what is drawn; all runs have their own.
    told : callable
        Told (stage, policies left) as the search goes on.
    """
    screened = screen(landscape, plan.first)
    told("screening", len(screened.rows))
    left, number = _halved(landscape, candidates(landscape, screened, plan.candidates, streams), plan, told)
    left, number = _neighbours(landscape, left, number, plan, told)
    finalists, number, settled = _raced(landscape, left, number, plan)
    told("race", len(finalists))
    best = finalists[0]
    return Answer(
        best,
        _lead(landscape, best, landscape.today, number),
        settled,
        number,
        screened,
        tuple(finalists),
        tuple(_reverted(landscape, best, number)),
        len(landscape.policies),
        landscape.played,
    )


def _kept(landscape: Landscape, policies: Sequence[Policy], replications: int, number: int) -> list[Policy]:
    """The best policies that keep the constraints; those that break them only where too few do not."""
    scores = landscape.scores(policies, replications)
    broken = landscape.broken(policies, replications)
    order = sorted(range(len(policies)), key=lambda place: (broken[place], -scores[place]))
    return [policies[place] for place in order[:number]]


def _halved(
    landscape: Landscape, policies: list[Policy], plan: SearchPlan, told: Callable[[str, int], None]
) -> tuple[list[Policy], int]:
    number = plan.first
    while len(policies) > plan.finalists:
        policies = _kept(landscape, policies, number, max(plan.finalists, len(policies) // 2))
        told("halving", len(policies))
        number = min(plan.most, 2 * number)
    return policies, number


def _neighbours(
    landscape: Landscape, policies: list[Policy], number: int, plan: SearchPlan, told: Callable[[str, int], None]
) -> tuple[list[Policy], int]:
    """Look one lever away from the best, levers that the screening dropped included, as long as that helps."""
    for _ in range(ROUNDS):
        best = _kept(landscape, policies, number, 1)[0]
        near = landscape.distinct(
            (*best[:lever], level, *best[lever + 1 :])
            for lever, size in enumerate(landscape.sizes)
            for level in range(size)
            if level != best[lever]
        )
        fresh = [each for each in near if landscape.replications(each) < number]
        policies = _kept(landscape, list(dict.fromkeys([*policies, *near])), number, plan.finalists)
        told("neighbours", len(fresh))
        if policies[0] == best:
            break
    return policies, number


def _raced(
    landscape: Landscape, policies: list[Policy], number: int, plan: SearchPlan
) -> tuple[list[Policy], int, bool]:
    """Run the race of those that keep the constraints; the best first."""
    able = [p for p, broken in zip(policies, landscape.broken(policies, number), strict=True) if not broken]
    able = able or [landscape.today]
    if len(able) == 1 or plan.indifference <= 0:
        number = plan.most if len(able) > 1 else number
        return _kept(landscape, able, number, len(able)), number, plan.indifference > 0
    rule = RacePromise(len(able), plan.indifference, LEVEL, max(number, 5))
    looks = [rule.first]
    while True:
        values = landscape.by_replication(able, looks[-1])
        found = race(values, [looks[-1]] * len(able), rule, looks)
        if found.settled or looks[-1] >= plan.most:
            break
        looks.append(min(plan.most, looks[-1] + rule.first))
    out = [each.policy for each in reversed(found.out)]
    order = [able[place] for place in (*found.alive, *out)]
    keeping = [p for p, broken in zip(order, landscape.broken(order, looks[-1]), strict=True) if not broken]
    return keeping or [landscape.today], looks[-1], found.settled


def _lead(landscape: Landscape, one: Policy, other: Policy, replications: int) -> Estimate:
    """Lead by as many replications as the choice took, none of which it has seen: the best of many is flattered by
    those it was chosen with."""
    values = landscape.by_replication([one, other], 2 * replications)[:, replications:]
    return _estimate(values[0] - values[1])


def _estimate(values: Floats) -> Estimate:
    return estimate([float(value) for value in np.asarray(values)], LEVEL)


def _reverted(landscape: Landscape, best: Policy, replications: int) -> list[Reverted]:
    found = []
    for lever in (lever for lever, level in enumerate(best) if level > 0):
        back = (*best[:lever], 0, *best[lever + 1 :])
        found.append(Reverted(lever, _lead(landscape, best, back, replications)))
    return sorted(found, key=lambda each: -each.loss.mean)

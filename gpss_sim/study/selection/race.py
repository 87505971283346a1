"""A fully sequential race: policies that fall behind by more than their differences allow leave it.

References
----------
Kim, S.-H., Nelson, B. L. (2001). A fully sequential procedure for indifference-zone selection in simulation. ACM Trans.
Model. Comput. Simul. 11, 251–273.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gpss_sim.streams import Floats


@dataclass(frozen=True, slots=True)
class RacePromise:
    """What the race promises.

    The policy that is left is the best one with probability `level` at least, whenever the best leads all others by
    `indifference`; outcomes are normal, policies of one replication may be correlated in any way.

    Parameters
    ----------
    policies : int
        Policies at the start, at least 2.
    indifference : float [unit of the outcome]
        Smallest lead that is worth finding; of 0, a share of a mean of nought, only what luck does not touch decides.
    level : float
        Probability of choosing right.
    first : int
        Replications before the first look; the variances of the differences are taken from these alone.
    """

    policies: int
    indifference: float
    level: float
    first: int

    @property
    def constant(self) -> float:
        """h² of the procedure, for c = 1: twice η times the degrees of freedom.

        >>> round(RacePromise(2, 1.0, 0.95, 10).constant, 3)
        6.013
        """
        freedom = self.first - 1
        share = 2 * (1 - self.level) / (self.policies - 1)
        return (share ** (-2 / freedom) - 1) * freedom

    def lead(self, variance: Floats, replications: int) -> Floats:
        """Lead in the mean difference that decides after some replications, by the variance of the difference."""
        if self.indifference == 0:
            return np.where(variance > 0, np.inf, 0.0)
        most = self.constant * variance / self.indifference**2
        found: Floats = np.maximum(0.0, self.indifference / (2 * replications) * (most - replications))
        return found


@dataclass(frozen=True, slots=True)
class Out:
    """A policy that left the race: by whom, and after how many replications."""

    policy: int
    by: int
    at: int


@dataclass(frozen=True, slots=True)
class Race:
    """State of a race.

    Parameters
    ----------
    alive : tuple of int
        Policies left, the best so far first.
    out : tuple of Out
        The others, in the order in which they left.
    replications : int
        Replications at the last look.
    settled : bool
        Whether one policy is left, or nothing that is left could lead by the indifference.
    """

    alive: tuple[int, ...]
    out: tuple[Out, ...]
    replications: int
    settled: bool


def race(values: Floats, played: Sequence[int], rule: RacePromise, looks: Sequence[int]) -> Race:
    """Run the race as far as there are runs.

    Parameters
    ----------
    values : array, shape (policies, replications)
        More is better; not a number where a run failed or was not played.
    played : sequence of int
        Replications of each policy that were played, failed ones included.
    rule : Rule
        What is promised.
    looks : sequence of int
        Numbers of replications at which policies may leave, the first of them ``rule.first``.
    """
    alive = list(range(rule.policies))
    out: list[Out] = []
    variance: Floats | None = None
    seen = 0
    for look in looks:
        if any(played[policy] < look for policy in alive):
            break
        table = values[:, :look]
        if variance is None:
            variance = _variances(table)
        seen = look
        leavers = list(_leavers(table, alive, variance, rule, look))
        out += leavers
        alive = [policy for policy in alive if policy not in {each.policy for each in leavers}]
        if len(alive) == 1 or _beyond(alive, variance, rule, look):
            return Race(_ordered(table, alive), tuple(out), seen, True)
    return Race(_ordered(values[:, :seen], alive), tuple(out), seen, False)


def _variances(table: Floats) -> Floats:
    """Variance of every paired difference, shape (policies, policies)."""
    count = len(table)
    found = np.empty((count, count))
    for policy in range(count):
        found[policy] = np.nanvar(table - table[policy], axis=1, ddof=1)
    return found


def _leavers(table: Floats, alive: list[int], variance: Floats, rule: RacePromise, look: int) -> Iterator[Out]:
    """Policies that some other policy leads by more than the rule asks."""
    # A failed run is left out of every mean, so that differences stay paired.
    known = np.isfinite(table[alive]).all(axis=0)
    means = table[:, known].mean(axis=1)
    for policy in alive:
        ahead = means[alive] - means[policy] - rule.lead(variance[policy, alive], look)
        best = int(np.argmax(ahead))
        if ahead[best] > 0:
            yield Out(policy, alive[best], look)


def _beyond(alive: list[int], variance: Floats, rule: RacePromise, look: int) -> bool:
    """Whether no lead is asked for any more: the one with the best mean is chosen."""
    return bool((rule.lead(variance[np.ix_(alive, alive)], look) == 0).all())


def _ordered(table: Floats, alive: list[int]) -> tuple[int, ...]:
    if not table.shape[1]:
        return tuple(alive)
    means = np.nanmean(table[alive], axis=1)
    return tuple(alive[place] for place in np.argsort(-means, kind="stable"))


def most_replications(variance: float, rule: RacePromise) -> int:
    """Replications after which a difference of this variance is decided whatever happens.

    >>> most_replications(1.0, RacePromise(2, 1.0, 0.95, 10))
    7
    """
    return math.floor(rule.constant * variance / rule.indifference**2) + 1

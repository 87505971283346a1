"""Choosing one policy of an experiment: which runs it still takes, and what stands at the end."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gpss_sim.study.compare import Estimate, estimate
from gpss_sim.study.model import Measures
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.precision import target

if TYPE_CHECKING:
    from gpss_sim.streams import Floats
    from gpss_sim.study.selection.race import Race, RacePromise

Columns = Mapping[tuple[str, str], Sequence[float]]
"""(design point, metric) → values by replication; not a number where a run failed or was not played."""


class PolicyStanding(NamedTuple):
    """Where one policy stands.

    Parameters
    ----------
    point : str
        Design point.
    lead : Estimate
        What the best one is ahead of it, paired by replication, each at the level of the choice; nought for the best.
    played : int
        Replications played.
    out_at, out_by : int, str
        Replications after which it left the race, and the policy it lost to; 0 and empty for one that is left.
    """

    point: str
    lead: Estimate
    played: int
    out_at: int
    out_by: str


@dataclass(frozen=True, slots=True)
class PolicyChoice:
    """Outcome of a choice.

    Parameters
    ----------
    metric : str
        Outcome by which policies are chosen.
    places : tuple of Place
        The best first, then those still in the race, then the others, the last to leave first.
    indifference : float [unit of the outcome]
        Smallest lead worth finding.
    probability : float
        Of choosing right: promised by a race that is settled, estimated from below otherwise; not a number before the
        first look.
    settled : bool
        Whether the race is over, or the budget spent.
    runs : int
        Runs played of these policies.
    """

    metric: str
    places: tuple[PolicyStanding, ...]
    indifference: float
    probability: float
    settled: bool
    runs: int

    @property
    def best(self) -> str:
        """Design point that is chosen, or leads so far."""
        return self.places[0].point


def choose(plan: StudyPlan, metrics: Measures, columns: Columns, played: Mapping[str, int]) -> PolicyChoice | None:
    """What stands after the runs played; None where nothing is to be chosen.

    Parameters
    ----------
    plan, metrics
        The study and the directions of its outcomes.
    columns : mapping
        Values of the outcome chosen by.
    played : mapping
        Design point → replications played, failed ones included.
    """
    return _Chooser(plan, metrics, columns, played).choice() if plan.experiment.design.chooses else None


def missing(plan: StudyPlan, metrics: Measures, columns: Columns, played: Mapping[str, int]) -> dict[str, int]:
    """Design point → replications to have next; empty once the choice is settled or nothing more may be played."""
    return _Chooser(plan, metrics, columns, played).missing() if plan.experiment.design.chooses else {}


def outcome_of(plan: StudyPlan) -> str:
    """Outcome by which policies are chosen."""
    return plan.experiment.design.select.outcome or plan.experiment.outcomes.primary[0]


class _Chooser:
    """One choice as far as it has come."""

    def __init__(self, plan: StudyPlan, metrics: Measures, columns: Columns, played: Mapping[str, int]) -> None:
        import numpy as np

        self.plan, self.select, self.metric = plan, plan.experiment.design.select, outcome_of(plan)
        self.names = tuple(point.name for point in plan.points)
        self.counts = [min(played.get(name, 0), plan.experiment.design.maximum) for name in self.names]
        self.most = max([*self.counts, 1])
        sign = -1 if metrics[self.metric].better == "less" else 1
        self.values = sign * np.array([self._column(columns, name) for name in self.names])

    def _column(self, columns: Columns, name: str) -> list[float]:
        found = list(columns.get((name, self.metric), ()))[: self.most]
        return found + [math.nan] * (self.most - len(found))

    @property
    def begun(self) -> bool:
        """Whether every policy has its first replications."""
        return min(self.counts) >= self.select.first

    @property
    def indifference(self) -> float:
        """In the unit of the outcome: a share is one of the baseline's mean over its first replications."""
        amount, share = target(self.select.indifference)
        name = self.plan.experiment.design.baseline or self.plan.points[0].policy
        place = next(index for index, point in enumerate(self.plan.points) if point.policy == name)
        first = estimate(list(self.values[place, : self.select.first]), 0.95).mean
        return amount * abs(first) if share else amount

    def missing(self) -> dict[str, int]:
        if not self.begun:
            return {name: self.select.first for name in self.names}
        return self._next_of_budget() if self.select.procedure == "ocba" else self._next_of_race()

    def _next_of_race(self) -> dict[str, int]:
        found, looks = self._race(), self._looks()
        later = [look for look in looks if look > found.replications]
        return {} if found.settled or not later else {self.names[policy]: later[0] for policy in found.alive}

    def _looks(self) -> list[int]:
        most, select = self.plan.experiment.design.maximum, self.select
        return [*range(select.first, most, select.step), most]

    def _race(self) -> Race:
        from gpss_sim.study.selection.race import race

        return race(self.values, self.counts, self._rule(), self._looks())

    def _rule(self) -> RacePromise:
        from gpss_sim.study.selection.race import RacePromise

        return RacePromise(len(self.names), self.indifference, self.select.probability, self.select.first)

    def _next_of_budget(self) -> dict[str, int]:
        import numpy as np

        from gpss_sim.study.selection.budget import next_runs

        left = self.select.runs - sum(self.counts)
        most = self.plan.experiment.design.maximum
        if left <= 0:
            return {}
        means, spread = self._effects(), self._spread()
        given = next_runs(means, spread, np.array(self.counts), min(left, self.select.step))
        wanted = {
            name: min(most, count + int(more))
            for name, count, more in zip(self.names, self.counts, given, strict=True)
            if more and count < most
        }
        return wanted

    def _effects(self) -> Floats:
        """Mean of every policy as if all had played the same replications: a fit of policies plus replications."""
        import numpy as np

        known = np.isfinite(self.values)
        policy, replication = np.nonzero(known)
        table = np.zeros((len(policy), len(self.names) + self.most))
        table[np.arange(len(policy)), policy] = 1
        table[np.arange(len(policy)), len(self.names) + replication] = 1
        fitted = np.linalg.lstsq(table, self.values[known], rcond=None)[0]
        found: Floats = fitted[: len(self.names)] + fitted[len(self.names) :].mean()
        return found

    def _spread(self) -> Floats:
        """Variance of every policy's difference from the best one; of the best, that of the closest."""
        import numpy as np

        best = int(np.argmax(self._effects()))
        found = np.nanvar(self.values - self.values[best], axis=1, ddof=1)
        others = [policy for policy in range(len(found)) if policy != best]
        found[best] = found[others].max()
        return found

    def choice(self) -> PolicyChoice:
        if not self.begun:
            unknown = Estimate(math.nan, math.nan, math.nan, 0)
            places = tuple(
                PolicyStanding(name, unknown, count, 0, "") for name, count in zip(self.names, self.counts, strict=True)
            )
            return PolicyChoice(self.metric, places, math.nan, math.nan, False, sum(self.counts))
        if self.select.procedure == "ocba":
            return self._of_budget()
        found = self._race()
        gone = {each.policy: each for each in found.out}
        order = [*found.alive, *(each.policy for each in reversed(found.out))]
        places = tuple(
            self._place(policy, order[0], gone[policy].at, self.names[gone[policy].by])
            if policy in gone
            else self._place(policy, order[0], 0, "")
            for policy in order
        )
        probability = self.select.probability if found.settled else self._estimated(places)
        return PolicyChoice(self.metric, places, self.indifference, probability, found.settled, sum(self.counts))

    def _of_budget(self) -> PolicyChoice:
        import numpy as np

        order = [int(policy) for policy in np.argsort(-self._effects(), kind="stable")]
        places = tuple(self._place(policy, order[0], 0, "") for policy in order)
        settled = not self._next_of_budget()
        return PolicyChoice(self.metric, places, self.indifference, self._estimated(places), settled, sum(self.counts))

    def _place(self, policy: int, best: int, out_at: int, out_by: str) -> PolicyStanding:
        lead = estimate(list(self.values[best] - self.values[policy]), self.select.probability)
        return PolicyStanding(self.names[policy], lead, self.counts[policy], out_at, out_by)

    def _estimated(self, places: Sequence[PolicyStanding]) -> float:
        import numpy as np

        from gpss_sim.study.selection.budget import probability_right

        errors = [self._error(each.lead) for each in places[1:]]
        return probability_right(np.array([each.lead.mean for each in places[1:]]), np.array(errors))

    def _error(self, lead: Estimate) -> float:
        """Standard error behind an interval."""
        from scipy.special import stdtrit

        return (
            lead.half_width / float(stdtrit(lead.n - 1, (1 + self.select.probability) / 2)) if lead.n > 1 else math.inf
        )

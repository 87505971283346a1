"""What is searched: policies as levels of levers, played in worlds, with an objective and constraints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import numpy as np

from gpss_sim.streams import Floats

Policy = tuple[int, ...]
"""Level of every lever, counted from 0; level 0 is today's."""
Runs = Callable[[Sequence[Policy], int], Floats]
"""(policies, replications) → values, shape (policies, 1 + constraints, worlds, replications): the objective, more of
which is better, then what each constraint asks not to be above nought. A replication is the same luck everywhere."""
Against = Literal["mean", "worst", "regret"]
Plain = Callable[[Policy], Policy]
"""A policy with every lever that sets nothing in it at level 0; two policies that set the same are one by it."""


class Landscape:
    """Policies played so far, each replication once.

    A value that is none (a run that failed, an objective without meaning in it) breaks a constraint, so that its policy
    is no answer; until then it counts as the worst of its policy.

    Parameters
    ----------
    sizes : sequence of int
        Values of each lever.
    runs : callable
        Plays policies; see :data:`Runs`. It may be asked again for what it has played.
    against : {"mean", "worst", "regret"}
        What counts: the mean over worlds, the worst world, or least regret over worlds.
    plain : callable, optional
        Tells policies that set the same apart from others; see :data:`Plain`. Without it every lever always counts.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        runs: Runs,
        against: Against = "mean",
        plain: Plain = lambda policy: policy,
    ) -> None:
        self.sizes, self._runs, self.against, self._plain = tuple(sizes), runs, against, plain
        self._known: dict[Policy, Floats] = {}
        self._best: Floats | None = None

    @property
    def today(self) -> Policy:
        """The policy with every lever at its first value."""
        return (0,) * len(self.sizes)

    @property
    def played(self) -> int:
        """Runs played: policies, worlds and replications."""
        return sum(values.shape[1] * values.shape[2] for values in self._known.values())

    @property
    def policies(self) -> tuple[Policy, ...]:
        """Policies played so far, in the order in which they were first met."""
        return tuple(self._known)

    def distinct(self, policies: Iterable[Policy]) -> list[Policy]:
        """Policies that set different things, each once, with levers that set nothing at level 0."""
        return list(dict.fromkeys(map(self._plain, policies)))

    def replications(self, policy: Policy) -> int:
        """Replications of a policy that were played."""
        plain = self._plain(policy)
        return self._known[plain].shape[2] if plain in self._known else 0

    def values(self, policies: Sequence[Policy], replications: int) -> Floats:
        """Values of policies, shape (policies, 1 + constraints, worlds, replications); what is not known is played."""
        missing = [each for each in self.distinct(policies) if self.replications(each) < replications]
        if missing:
            for policy, values in zip(missing, self._runs(missing, replications), strict=True):
                self._known[policy] = values
        return np.array([self._known[self._plain(each)][:, :, :replications] for each in policies])

    def scores(self, policies: Sequence[Policy], replications: int) -> Floats:
        """What counts of each policy, more of which is better, shape (policies,)."""
        return self._counted(_filled(self.values(policies, replications)[:, 0]).mean(axis=-1))

    def _counted(self, means: Floats) -> Floats:
        """What counts, from means by policy and world."""
        if self.against == "mean":
            found: Floats = means.mean(axis=-1)
        elif self.against == "worst":
            found = means.min(axis=-1)
        else:
            top = means.max(axis=0)
            self._best = top if self._best is None else np.maximum(self._best, top)
            found = -(self._best - means).max(axis=-1)
        return found

    def by_replication(self, policies: Sequence[Policy], replications: int) -> Floats:
        """The objective by replication: mean over worlds, or the world in which the policy stands worst by its mean.

        Shape (policies, replications); for paired intervals and for the race.
        """
        values = _filled(self.values(policies, replications)[:, 0])
        if self.against == "mean":
            found: Floats = values.mean(axis=1)
            return found
        means = values.mean(axis=-1)
        top = means.max(axis=0) if self.against == "regret" else np.zeros(means.shape[1])
        worst = np.argmin(means - top, axis=1)
        return np.array([values[place, world] - top[world] for place, world in enumerate(worst)])

    def broken(self, policies: Sequence[Policy], replications: int) -> list[bool]:
        """Whether a policy breaks a constraint in some world, in the mean of the replications, or lacks a value."""
        values = self.values(policies, replications)
        none = np.asarray(np.isnan(values[:, 0]).any(axis=(1, 2)))
        means = np.where(none[:, None, None, None], 0.0, values)[:, 1:]
        return [bool(lacks or (np.nanmean(each, axis=-1) > 0).any()) for lacks, each in zip(none, means, strict=True)]


def _filled(values: Floats) -> Floats:
    """Values by policy, world and replication, those that are none as the worst of their policy or else of all."""
    worst = np.array([np.nanmin(each) if np.isfinite(each).any() else np.nan for each in values])
    least = np.nanmin(worst) if np.isfinite(worst).any() else 0.0
    return np.where(np.isnan(values), np.where(np.isnan(worst), least, worst)[:, None, None], values)

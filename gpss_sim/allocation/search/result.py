"""What a search returns."""

from __future__ import annotations

from dataclasses import dataclass

from gpss_sim.allocation.plan.outcome import Tier
from gpss_sim.allocation.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The plan of a search and what is proved about it.

    Parameters
    ----------
    plan : Plan or None
        None when no plan was found.
    stages : tuple of Tier
        Objectives in order, each with its value, bound and verdict.
    infeasible : bool
        Whether it is proved that no plan keeps the rules.
    ties_proven : bool
        Whether, among plans of equal value, least money and then smallest ids were proved.
    solvers : tuple of str
        Names of the solvers that answered, in order.
    """

    plan: Plan | None = None
    stages: tuple[Tier, ...] = ()
    infeasible: bool = False
    ties_proven: bool = False
    solvers: tuple[str, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether there is a plan and every objective of it is proved best."""
        return self.plan is not None and all(stage.verdict == "proven_optimal" for stage in self.stages)

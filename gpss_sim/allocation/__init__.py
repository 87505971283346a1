"""The best use of a budget: proved, explained and stable."""

from typing import TYPE_CHECKING

from gpss_sim.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from gpss_sim.allocation.plan.outcome import Outcome, Tier
    from gpss_sim.allocation.problem.budget import Appropriation, Budget
    from gpss_sim.allocation.problem.problem import Problem
    from gpss_sim.allocation.problem.rules import Rules
    from gpss_sim.allocation.search.decide import allocate
    from gpss_sim.allocation.search.urgency_readings import POLICIES
    from gpss_sim.library.project import Project

__all__ = ["POLICIES", "Appropriation", "Budget", "Outcome", "Problem", "Project", "Rules", "Tier", "allocate"]
__getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "POLICIES": "gpss_sim.allocation.search.urgency_readings",
        "Appropriation": "gpss_sim.allocation.problem.budget",
        "Budget": "gpss_sim.allocation.problem.budget",
        "Outcome": "gpss_sim.allocation.plan.outcome",
        "Problem": "gpss_sim.allocation.problem.problem",
        "Project": "gpss_sim.library.project",
        "Rules": "gpss_sim.allocation.problem.rules",
        "Tier": "gpss_sim.allocation.plan.outcome",
        "allocate": "gpss_sim.allocation.search.decide",
    },
)

"""The best use of a budget: proved, explained and stable."""

from gpss_sim.allocation.plan.outcome import Outcome, Tier
from gpss_sim.allocation.problem.budget import Budget, Line
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules import Rules
from gpss_sim.allocation.search.decide import POLICIES, allocate
from gpss_sim.library.project import Project

__all__ = ["POLICIES", "Budget", "Line", "Outcome", "Problem", "Project", "Rules", "Tier", "allocate"]

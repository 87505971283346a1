"""The best use of a budget: proved, explained and stable."""

from gpss_sim.allocation.budget import Budget, Line
from gpss_sim.allocation.decide import POLICIES, allocate
from gpss_sim.allocation.outcome import Outcome, Tier
from gpss_sim.allocation.problem import Problem
from gpss_sim.allocation.project import Project
from gpss_sim.allocation.rules import Rules

__all__ = ["POLICIES", "Budget", "Line", "Outcome", "Problem", "Project", "Rules", "Tier", "allocate"]

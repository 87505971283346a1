"""One maximisation for a solver, and its result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import gcd
from typing import Literal

from gpss_sim.allocation.milp.program import ProgramColumn, ProgramRow
from gpss_sim.allocation.problem.terms import Terms

DEFAULT_LIMIT = 100.0
"""Longest search when nobody sets a limit [s]."""


@dataclass(frozen=True, slots=True)
class SolverResult:
    """Result of one maximisation.

    Parameters
    ----------
    status : str
        ``optimal`` (claimed), ``feasible``, ``infeasible`` or ``unknown``.
    values : list of float or None
        By column.
    bound : float or None
        Upper bound on the goal, in its own units.
    solver : str
    reduced : list of float or None
        Reduced costs by column, of a linear relaxation.
    """

    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    values: list[float] | None
    bound: float | None
    solver: str
    reduced: list[float] | None = None

    @property
    def settles(self) -> bool:
        """Whether nothing is left to look for: the solver claims a proof, of an optimum or that there is no answer."""
        return self.status in ("optimal", "infeasible")


@dataclass(frozen=True, slots=True)
class Subproblem:
    """One maximisation over columns and rows."""

    columns: Sequence[ProgramColumn]
    rows: Sequence[ProgramRow]
    goal: Terms
    start: Mapping[int, int] | None = None
    relaxed: bool = False
    brief: bool = False
    """Whether it is one of many short searches: settings that prepare a long one are left out."""

    above: int | None = None
    """Value of a goal in whole units that an answer has to exceed; infeasible then says that none does."""

    @property
    def factor(self) -> float:
        """What a unit of the goal is divided by, so that solvers see numbers of moderate size."""
        largest = max(map(abs, self.goal.values()), default=1)
        return max(reduce(gcd, self.goal.values(), 0) or 1, largest / 1e6)

    @property
    def objective_step(self) -> int:
        """Smallest difference between two values of the goal; 0 where amounts may be fractions."""
        whole = all(self.columns[c].integer for c in self.goal)
        return (reduce(gcd, self.goal.values(), 0) or 1) if whole else 0

"""A search under way: the best plan so far, and the objectives that are settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from gpss_sim.allocation.milp.objectives import Objective
from gpss_sim.allocation.milp.program import Program, ProgramRow
from gpss_sim.allocation.milp.subproblem import SolverResult
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.problem.terms import Terms
from gpss_sim.allocation.search.checked_solver import CheckedSolver


@dataclass(slots=True)
class SearchState:
    """What the stages of one search share.

    Parameters
    ----------
    program : Program
    policy : str
    objectives : list of Objective
        In the order in which they are maximised.
    solver : CheckedSolver
    plan : Plan or None
        The best plan so far; it keeps every rule.
    least : int or None
        Value of the first objective, in whole units, that a plan has to exceed to be of use.
    fixed : list of ProgramRow
        Rows that keep settled objectives at their values.
    """

    program: Program
    policy: str
    objectives: list[Objective]
    solver: CheckedSolver
    plan: Plan | None = None
    least: int | None = None
    fixed: list[ProgramRow] = field(default_factory=list)

    @property
    def blocks(self) -> list[list[int]]:
        """Columns that no row ties together."""
        return self.solver.blocks

    def maximise(self, terms: Terms, deadline: Deadline) -> SolverResult:
        """Maximise an expression with settled objectives kept; take over a better plan."""
        answer, plan = self.solver.maximise(terms, self.fixed, self.plan, self._above(terms), deadline)
        if plan is not None and self.improves(terms, plan):
            self.plan = plan
        return answer

    def _above(self, terms: Terms) -> int | None:
        """Value that an answer of a brief search has to exceed: the present plan's, or the least that is of use."""
        whole = all(self.program.columns[c].position >= 0 for c in terms)
        lazy = any(rule.lazy for rule in self.program.problem.rules.active)
        if not self.solver.brief or not whole or len(self.blocks) > 1 or lazy:
            return None
        values = [] if self.plan is None else [self.value(terms, self.plan)]
        return max([*values, *([] if self.least is None or self.fixed else [self.least])], default=None)

    def improves(self, terms: Terms, plan: Plan) -> bool:
        """Whether a plan is at least as good as the present one, exactly, up to the objective with these `terms`."""
        if self.plan is None:
            return True
        for objective in self.objectives:
            new, old = (p.objective(self.policy, objective.tier) for p in (plan, self.plan))
            if new != old:
                return new > old
            if objective.terms is terms:
                return True
        return self.value(terms, plan) >= self.value(terms, self.plan)

    def value(self, terms: Terms, plan: Plan) -> int:
        """Value of an expression of project columns."""
        units = self.program.units_of(plan)
        return sum(a * units[c] for c, a in terms.items())

    def by_block(self, terms: Terms) -> list[Terms]:
        """Split an expression of whole columns into its blocks."""
        parts = [{c: terms[c] for c in part if terms.get(c)} for part in self.blocks]
        return [part for part in parts if part]

    def fix(self, terms: Terms, low: int | Fraction) -> None:
        """Require an expression to stay at `low` or above from now on."""
        self.fixed.append(ProgramRow("", terms, ceil(low), None))

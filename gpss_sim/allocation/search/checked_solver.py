"""A solver whose answers are checked: broken plans are thrown away, doubtful answers asked for again.

Floating point makes every solver wrong at times. A plan counts only when the audit passes it; an answer without a plan
that matters is asked for again without the fast settings and then from CBC; a bound below a plan that passed the audit
is false, and the linear relaxation replaces it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor

from gpss_sim.allocation.milp.cbc import has_cbc
from gpss_sim.allocation.milp.decompose import Blocks, solve_blocks
from gpss_sim.allocation.milp.program import Program, ProgramRow
from gpss_sim.allocation.milp.solvers import solve
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.problem.rules.rule import Rule
from gpss_sim.allocation.problem.terms import Terms
from gpss_sim.allocation.search.upper_bound import bound_by_rows

WRITING = 1e-4
"""Time to write a column and its part of the rows for a solver [s]."""

SLIP = 1e-9
"""Share of a value by which floating point may miss it."""


@dataclass(slots=True)
class CheckedSolver:
    """Maximises expressions over one program.

    Parameters
    ----------
    program : Program
        Its rows grow where a plan breaks a rule that enters its rows lazily.
    blocks : list of list of int
        Columns that no row ties together, solved apart.
    solver : str
        ``auto``, ``highs`` or ``cbc``; only ``auto`` asks again.
    brief : bool
        Whether the first question leaves out what prepares a long search.
    names : list of str
        Solvers that answered so far, in order.
    """

    program: Program
    blocks: Blocks
    solver: str
    brief: bool
    names: list[str] = field(default_factory=list)

    def maximise(
        self,
        terms: Terms,
        fixed: Sequence[ProgramRow],
        start: Plan | None,
        above: int | None,
        deadline: Deadline,
    ) -> tuple[SolverResult, Plan | None]:
        """Return the checked answer and its plan; None when there is no plan or only broken ones.

        Parameters
        ----------
        fixed : sequence of ProgramRow
            Rows beside those of the program: objectives settled before.
        start : Plan or None
            A feasible plan from which the solver begins.
        above : int or None
            Value in whole units that a plan has to exceed; infeasible then says that none does.
        deadline : Deadline
            Of all questions together.
        """
        if start is not None and self._too_many(deadline):
            self.names.append("ranking")
            return SolverResult("unknown", None, None, "ranking"), None
        begin = None if start is None else self.program.units_of(start)
        refused: list[Plan] = []
        while True:
            rows = [*self.program.rows, *fixed]
            task = Subproblem(self.program.columns, rows, terms, begin, brief=self.brief, above=above)
            answer, plan = self._ask(task, self.solver, deadline)
            impossible = answer.status == "infeasible" and not fixed and start is None and above is None
            if plan is None and self.solver == "auto" and (answer.values is not None or impossible):
                answer, plan = self._ask_again(task, answer, deadline)
            if plan is None:
                return self._without_plan(answer, above), None
            if not self._cut_off(plan):
                return answer, plan
            if plan in refused or deadline.over:
                return SolverResult("unknown", None, answer.bound, answer.solver), None
            refused.append(plan)

    def _without_plan(self, answer: SolverResult, above: int | None) -> SolverResult:
        infeasible = answer.status == "infeasible"
        bound = float(above) if infeasible and above is not None else answer.bound
        return SolverResult("infeasible" if infeasible else "unknown", None, bound, answer.solver)

    def _ask(self, task: Subproblem, solver: str, deadline: Deadline) -> tuple[SolverResult, Plan | None]:
        """Solve and audit; no plan when there is none or it breaks a rule that is not lazy."""
        answer = solve_blocks(task, self.blocks, solver, deadline.left())
        self.names.append(answer.solver)
        if answer.values is None:
            return answer, None
        plan = self.program.plan([round(v) for v in answer.values])
        lazy = {rule.name for rule in self._lazy_rules}
        if any(breach.rule not in lazy for breach in plan.breaches):
            return answer, None
        return answer, plan

    @property
    def _lazy_rules(self) -> list[Rule]:
        return [rule for rule in self.program.problem.rules.active if rule.lazy]

    def _cut_off(self, plan: Plan) -> bool:
        """Enter rows that a plan which breaks a lazy rule violates; return whether any was entered."""
        return any([rule.cut_off(self.program, plan.posts) for rule in self._lazy_rules])

    def _ask_again(self, task: Subproblem, first: SolverResult, deadline: Deadline) -> tuple[SolverResult, Plan | None]:
        """Retry without the fast settings, then by CBC.

        CBC is left out where a brief HiGHS reported infeasible: it can take 100 times longer to say the same.
        """
        answer = first
        solvers = ["highs"] if self.brief else []
        if has_cbc() and not (self.brief and first.values is None):
            solvers.append("cbc")
        for solver in solvers:
            if deadline.over:
                return SolverResult("unknown", None, first.bound, first.solver), None
            other, plan = self._ask(replace(task, brief=False), solver, deadline)
            if plan is not None:
                return other, plan
            answer = first if first.status == "infeasible" else other
        return answer, None

    def bound(
        self,
        terms: Terms,
        fixed: Sequence[ProgramRow],
        claimed: float | None,
        reached: Fraction,
        deadline: Deadline,
    ) -> Fraction | None:
        """Upper bound on an expression of which `reached` is attained, lowered to the next value it can take.

        Parameters
        ----------
        claimed : float or None
            What the solver says. A bound below `reached` is false, whoever gave it.
        """
        slip = SLIP * max(1.0, abs(float(reached)))
        if claimed is None or claimed < float(reached) - slip:
            claimed = self._relaxed(terms, fixed, deadline)
        if claimed is None or claimed < float(reached) - slip:
            return None
        step = self.step(terms)
        if step > 4 * slip:
            return max(reached, Fraction(floor(claimed / step + 1e-6) * step))
        return reached if claimed <= float(reached) + slip else Fraction(claimed)

    def _relaxed(self, terms: Terms, fixed: Sequence[ProgramRow], deadline: Deadline) -> float | None:
        """Bound of the linear relaxation, or of single rows where there is no time for it."""
        rows = [*self.program.rows, *fixed]
        found = None
        if not self._too_many(deadline):
            task = Subproblem(self.program.columns, rows, terms, relaxed=True)
            found = solve(task, "highs", deadline.left()).bound
        if found is None and (loose := bound_by_rows(self.program.columns, rows, terms)) is not None:
            found = ceil(loose)
        return found

    def _too_many(self, deadline: Deadline) -> bool:
        """Whether the program takes longer to write for a solver than there is time."""
        left = deadline.left()
        return left is not None and left < len(self.program.columns) * WRITING

    def step(self, terms: Terms) -> int:
        """Smallest difference between two values of an expression; 0 where amounts may be fractions."""
        return Subproblem(self.program.columns, (), terms).objective_step

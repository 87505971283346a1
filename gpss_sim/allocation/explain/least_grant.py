"""The least extra budget that brings a project in where rules tie projects: from one budget to the next that counts.

Between two budgets that count, some plan without the project is better than every plan with it. Plans found
for one project are tried first for the next, so that few budgets have to be decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from gpss_sim.allocation.explain.counterfactual import CounterfactualSolver
from gpss_sim.allocation.explain.improvement_rows import improvement_rows
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.growth import last_slope_change, slope_change
from gpss_sim.allocation.milp.program import Program, ProgramRow
from gpss_sim.allocation.milp.solvers import solve
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.deadline import TooHardError

STEPS = 1000
"""Budgets looked at for one project before the search is called too hard."""


def grants(solver: CounterfactualSolver, name: str) -> Iterator[int]:
    """Extra budgets that may bring the project in, ascending [fen].

    Each step is the least extra at which a plan with the project beats the last rival. A rival from a fresh
    decision is the best plan at its budget, so the step goes beyond; one that is merely known may be equalled
    at once. Until the next step it is worth more, or, having been affordable before, costs less. No step goes
    beyond a budget from which on limits change slope: there everything is decided anew.

    Raises
    ------
    TooHardError
        If no end was reached in `STEPS` steps, or a search was left unproved.
    """
    climb = _BudgetSteps(solver, name)
    for _ in range(STEPS):
        found = climb.step()
        if found is None and not climb.slope_changed:
            return
        known = None if found is None else climb.known_rival(found)
        if known is not None:
            climb.meet(known, best=False)
            continue
        rival = solver.best_at(climb.extra)
        if rival is None:
            raise TooHardError
        climb.meet(rival, best=True)
        if climb.position in rival or found is None or climb.value(rival) == climb.value(found):
            yield climb.extra
    raise TooHardError


class _BudgetSteps:
    """Budgets from the present one upward, until a plan with one project wins.

    Attributes
    ----------
    extra : int [fen]
        No less than that brings the project in.
    slope_changed : bool
        Whether the last step ended where a budget limit changes slope.
    """

    def __init__(self, solver: CounterfactualSolver, name: str) -> None:
        self.solver, self.position = solver, solver.problem.index[name]
        self.extra, self.slope_changed = 0, False
        self._problem = solver.problem
        self._rival = solver.outcome.plan.on(solver.problem)
        """A plan without the project that `extra` pays for."""
        self._best = True
        """Whether the rival is the best plan at `extra`, so that the project is out there."""
        self._relax = True
        """Whether the linear relaxation may still rule out something."""

    def meet(self, rival: Plan, best: bool) -> None:
        """Take a plan without the project, affordable at `extra`, as the one to beat; `best`: it is optimal there."""
        self._rival, self._best = rival, best

    def step(self) -> Plan | None:
        """Go on to the least extra at which a plan with the project equals or beats the rival; return the plan.

        The linear relaxation goes first: what it rules out, up to a better rival that is known, needs no search.
        None where no plan does, or where limits change slope before one does.
        """
        program, rows = self._least_money()
        while self._relax:
            relaxed = self._solve(program, rows, relaxed=True)
            if relaxed.status == "infeasible":
                return self._go(None)
            if relaxed.bound is None:
                raise TooHardError
            self._relax = self._outbid(floor(-relaxed.bound * program.grant_unit * (1 - 1e-6)) - 100)
            if self._relax:
                program, rows = self._least_money()
        answer = self._solve(program, rows)
        if answer.status == "infeasible":
            return self._go(None)
        if answer.status != "optimal" or answer.values is None or program.grant is None:
            raise TooHardError
        more = max(1 if self._best else 0, ceil(answer.values[program.grant] * program.grant_unit - 1e-3))
        return self._go(more, program.plan([round(v) for v in answer.values]))

    def known_rival(self, found: Plan) -> Plan | None:
        """Return a known plan without the project that `extra` pays for and that is worth more than one with it."""
        return self.solver.pool.better(self._problem, self.position, self.value(found))

    def value(self, plan: Plan) -> tuple[Fraction, ...]:
        """Objectives of a plan; they do not depend on the budget."""
        return plan.value(self.solver.policy)

    def _go(self, more: int | None, found: Plan | None = None) -> Plan | None:
        """Go on by so much; or, where that is too far or nothing is enough, to where limits change slope."""
        far = last_slope_change(self._problem) if more is None else more
        end = slope_change(self._problem, far) if far else None
        self.slope_changed = end is not None
        self._raise(end if end is not None else more or 0)
        return None if self.slope_changed else found

    def _raise(self, more: int) -> None:
        self.extra += more
        self._problem = self.solver.problem.raised(self.extra)

    def _outbid(self, more: int) -> bool:
        """Go on by money that is surely too little for the project, if a better rival is known there."""
        if more <= 0 or slope_change(self._problem, more) is not None:
            return False
        there = self.solver.problem.raised(self.extra + more)
        rival = self.solver.pool.better(there, self.position, self.value(self._rival))
        if rival is None:
            return False
        self._raise(more)
        self.meet(rival, best=False)
        return True

    def _least_money(self) -> tuple[Program, list[ProgramRow]]:
        """Program of the least more money on every open line at which a plan with the project is good enough."""
        program = build(self._problem, granted=True)
        better, won = improvement_rows(program, self.solver.policy, self._rival)
        rows = [*program.rows, *better, ProgramRow("", {program.heads[self.position]: 1}, 1, None)]
        if self._best:
            rows.append(ProgramRow("", dict.fromkeys(won, 1), 1, None))
        return program, rows

    def _solve(self, program: Program, rows: list[ProgramRow], relaxed: bool = False) -> SolverResult:
        """Least grant; a search begins from the cheapest plan known to be good enough, feasible or not."""
        begin = None if relaxed else self.solver.pool.cheapest(self.position, self.value(self._rival))
        start = None if begin is None else program.units_of(begin)
        goal = {} if program.grant is None else {program.grant: -1}
        task = Subproblem(program.columns, rows, goal, start, relaxed=relaxed, brief=not relaxed)
        return solve(task, "highs", self.solver.next().left())

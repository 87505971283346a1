"""The lexicographic search: maximise one objective, fix its value, go on to the next.

For objectives f₁, f₂, … of a policy and the plans X that keep every rule,

    X₀ = X,   fₖ* = max { fₖ(x) : x ∈ Xₖ₋₁ },   Xₖ = { x ∈ Xₖ₋₁ : fₖ(x) = fₖ* },

and of the plans in the last Xₖ the cheapest, then the one with the smallest ids. Values are whole numbers, so that fₖ
is fixed by fₖ ≥ fₖ* − ½. The search ends with the first objective whose maximum is not proved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import ceil
from time import perf_counter

from gpss_sim.allocation.milp.decompose import blocks
from gpss_sim.allocation.milp.objectives import Objective, objectives
from gpss_sim.allocation.milp.program import Program
from gpss_sim.allocation.plan.outcome import Tier, Verdict
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.problem.rules.families.fairness import Fairness
from gpss_sim.allocation.problem.rules.families.overlap import Overlap
from gpss_sim.allocation.search.checked_solver import CheckedSolver
from gpss_sim.allocation.search.rank_and_cut import filled_up, rank_and_cut
from gpss_sim.allocation.search.result import SearchResult
from gpss_sim.allocation.search.state import SearchState
from gpss_sim.allocation.search.tie_breaking import break_ties

LARGE = 10**9
"""Values beyond which solvers do not tell one unit from the next; more than ½ is left when they are fixed."""


class LexicographicSearch:
    """One search over a program.

    Parameters
    ----------
    program : Program
        Rows of every rule; the columns and rows of the objectives are added to it.
    policy : str
    solver : str
        ``auto``, ``highs`` or ``cbc``.
    limit : float, Deadline or None [s]
        For objectives and ties together.
    brief : bool
        Whether it is one of many searches that are alike and soon done.
    start : Plan, optional
        A feasible plan to begin from; without it the search begins from rank-and-cut's plan where that keeps the rules.
    rival : Plan, optional
        A plan that the result is compared with: plans below its first objective are of no use.
    """

    def __init__(
        self,
        program: Program,
        policy: str,
        solver: str,
        limit: float | Deadline | None,
        brief: bool = False,
        start: Plan | None = None,
        rival: Plan | None = None,
    ) -> None:
        stages = objectives(program, policy)
        tied = any(rule.joins_blocks for rule in program.problem.rules.active)
        parts = [list(range(len(program.columns)))] if tied else blocks(program.columns, program.rows)
        checked = CheckedSolver(program, parts, solver, brief)
        self._state = SearchState(program, policy, stages, checked, start)
        if rival is not None:
            first = stages[0]
            theirs = ceil(rival.objective(policy, first.tier) * first.unit)
            self._state.least = theirs - (checked.step(first.terms) or 1)
        self._began = perf_counter()
        self._deadline = Deadline.of(limit)
        self._stages: list[Tier] = []
        self._infeasible = False
        self._full: Plan | None = None

    def run(self, ties: bool = True, until: Callable[[Tier], bool] | None = None) -> SearchResult:
        """Maximise the objectives in order, then break ties.

        Parameters
        ----------
        ties : bool
            Whether plans of equal value are separated by money and ids.
        until : callable, optional
            Whether the search may end with the objective just settled.
        """
        self._begin()
        for number, objective in enumerate(self._state.objectives):
            if until and self._stages and until(self._stages[-1]):
                return self._result()
            if not self._maximise(objective, len(self._state.objectives) - number):
                self._fill_up()
                return self._result()
        return self.break_ties() if ties else self._result()

    def break_ties(self) -> SearchResult:
        """Separate plans of equal value; every objective must have been settled by `run`."""
        return self._result(break_ties(self._state, perf_counter() - self._began, self._deadline))

    def _result(self, ties_proven: bool = False) -> SearchResult:
        names = tuple(self._state.solver.names)
        return SearchResult(self._state.plan, tuple(self._stages), self._infeasible, ties_proven, names)

    def _begin(self) -> None:
        """Without a plan to begin from, take rank-and-cut's if it keeps every rule."""
        if self._state.plan is None:
            plan = rank_and_cut(self._state.program, self._state.policy, self._deadline).plan
            self._state.plan = self._full = plan if plan.feasible else None

    def _maximise(self, objective: Objective, stages: int) -> bool:
        """Maximise one objective and fix its value; return whether the maximum is proved."""
        state, before = self._state, self._state.plan
        answer = state.maximise(objective.terms, self._time_for_one_of(stages))
        if answer.status == "infeasible" and not state.fixed and before is None:
            self._infeasible = True
            return False
        if state.plan is None:
            return False
        value = state.plan.objective(state.policy, objective.tier)
        reached = self._units(objective, state.plan)
        bound = state.solver.bound(objective.terms, state.fixed, answer.bound, reached, self._deadline)
        proved = bound is not None and bound <= reached
        top = None if bound is None else value + (bound - reached) / objective.unit
        verdict: Verdict = "proven_optimal" if proved else "feasible_unproven" if top is None else "within_gap"
        self._stages.append(Tier(objective.tier, value, value if proved else top, verdict))
        if proved:
            self._fix(objective, state.plan, reached)
        return proved

    def _time_for_one_of(self, stages: int) -> Deadline:
        """Time for one objective: one and a half times its equal share; of the last one nearly all that is left."""
        return self._deadline.part(min(1.0, 1.5 / stages) if stages > 1 else 1 / 1.1)

    def _units(self, objective: Objective, plan: Plan) -> Fraction:
        """Value of an objective's own expression; with overlaps a tier's expression counts the tiers above with it."""
        state = self._state
        overlaps = state.program.problem.rules.of(Overlap)
        if objective.tier in ("fairness", "weighted") or not overlaps:
            return plan.objective(state.policy, objective.tier) * objective.unit
        total = Fraction(0)
        shared = {i for rule in overlaps for i in plan.problem.matching(rule.where)}
        overlapping = Plan(plan.problem, {i: n for i, n in plan.posts.items() if i in shared})
        for other in state.objectives:
            if other.tier == "fairness":
                continue
            part = plan if other is objective else overlapping
            total += part.objective(state.policy, other.tier) * objective.unit
            if other is objective:
                break
        return total

    def _fix(self, objective: Objective, plan: Plan, reached: Fraction) -> None:
        """Keep the value reached, block by block, at best − ½ of the smallest difference."""
        state = self._state
        if objective.tier == "fairness":
            worst = plan.objective(state.policy, "fairness")
            for rule in state.program.problem.rules.of(Fairness):
                for terms, low in rule.floors(state.program, worst):
                    state.fix(terms, low)
            return
        half = Fraction(max(state.solver.step(objective.terms), int(abs(reached) / LARGE)), 2)
        if len(state.blocks) == 1:
            state.fix(objective.terms, reached - half)
            return
        for terms in state.by_block(objective.terms):
            state.fix(terms, state.value(terms, plan) - half)

    def _fill_up(self) -> None:
        """Add what still fits to an unproved plan, and report the objectives after the last one tried as unproved."""
        state = self._state
        if state.plan is None:
            return
        known = state.plan is self._full  # nothing more fits beside it
        full = state.plan if known else filled_up(state.program, state.policy, state.plan, self._deadline)
        if full != state.plan and full.feasible and state.improves({}, full):
            state.plan = full
        values = [state.plan.objective(state.policy, objective.tier) for objective in state.objectives]
        tried = [_at(stage, value) for stage, value in zip(self._stages, values, strict=False)]
        rest = zip(state.objectives[len(tried) :], values[len(tried) :], strict=True)
        self._stages = tried + [Tier(objective.tier, value, None, "feasible_unproven") for objective, value in rest]


def _at(stage: Tier, value: Fraction) -> Tier:
    """Return a stage at the value reached in the end: what reaches its bound is proved."""
    verdict: Verdict = "proven_optimal" if value == stage.bound else stage.verdict
    return replace(stage, benefit=value, verdict=verdict)

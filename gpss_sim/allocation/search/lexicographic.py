"""Tier by tier, safely: every stage starts from the last answer and ends with a proof or a gap.

A stage maximises one goal in whole numbers; its best value is held at best − ½ while the next stage
runs; the search stops with the first stage that is not proved. Every answer passes the referee
before it counts, so an answer that a solver broke is thrown away and not handed on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import floor
from time import perf_counter

from gpss_sim.allocation.milp.cbc import has_cbc
from gpss_sim.allocation.milp.decompose import blocks, solve_apart
from gpss_sim.allocation.milp.objectives import goals
from gpss_sim.allocation.milp.overrun_cuts import cut_overruns
from gpss_sim.allocation.milp.program import Goal, Program, Row, Terms
from gpss_sim.allocation.milp.solvers import solve
from gpss_sim.allocation.milp.subproblem import Answer, Task
from gpss_sim.allocation.plan.audit import audit
from gpss_sim.allocation.plan.funding import pay
from gpss_sim.allocation.plan.outcome import Tier, Verdict
from gpss_sim.allocation.plan.value import goal_value
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.rank_and_cut import filled_up, rank_and_cut
from gpss_sim.allocation.search.result import Found, clock
from gpss_sim.allocation.search.tie_breaking import separate


class Search:
    """One lexicographic search over a program.

    Parameters
    ----------
    program : Program
        Rows of every rule; goals are added to it.
    policy : str
    solver : str
    limit : float or None [s]
    brief : bool
        Whether it is one of many searches that are alike and soon done.

    Attributes
    ----------
    least : int or None
        Value of the first goal in whole units that a list has to exceed to be of any use to a brief search.
    """

    def __init__(self, program: Program, policy: str, solver: str, limit: float | None, brief: bool = False) -> None:
        self.least: int | None = None
        self.program, self.policy, self.solver, self.brief = program, policy, solver, brief
        self.goals = goals(program, policy)
        self.began = perf_counter()
        self.left = clock(limit)
        self.held: list[Row] = []
        self.found = Found()
        rules = program.problem.rules
        tied = bool(rules.overlap or rules.fairness or rules.overrun)
        whole = [list(range(len(program.columns)))]
        self.parts = whole if tied else blocks(program.columns, program.rows)

    @property
    def problem(self) -> Problem:
        """The decision that is searched."""
        return self.program.problem

    def run(self, ties: bool = True, settled: Callable[[Tier], bool] | None = None) -> Found:
        """Climb the stages, until one is enough if `settled` says so; then separate equal answers by money and ids."""
        self._begin()
        for number, goal in enumerate(self.goals):
            if settled and self.found.stages and settled(self.found.stages[-1]):
                break
            if not self._stage(goal, len(self.goals) - number):
                self._rest()
                break
        else:
            if ties and self.found.posts is not None:
                self.found.ties_proven = separate(self)
        return self.found

    def _begin(self) -> None:
        """Start from the list that was handed over, else from rank-and-cut's when it keeps every rule."""
        if self.found.posts is not None:
            return
        posts = rank_and_cut(self.program, self.policy).posts
        if not audit(self.problem, posts, pay(self.problem, posts)):
            self.found.posts = posts

    def _stage(self, goal: Goal, stages: int) -> bool:
        """Maximise one goal; return whether it is proved, so that the next may follow."""
        left = self.left()
        share = None if left is None else left / (stages if stages > 1 else 1.1) * (1.5 if stages > 1 else 1)
        before = self.found.posts
        answer = self.maximise(goal.terms, share if share is None or left is None else min(share, left))
        if answer.status == "infeasible" and not self.held and before is None:
            self.found.infeasible = True
            return False
        posts = self.found.posts
        if posts is None:
            return False
        reached = goal_value(self.problem, self.policy, goal.tier, posts)
        units = self._units(goal, posts)
        bound = self._bound(goal, answer, units)
        proved = bound is not None and bound <= units
        top = None if bound is None else reached + (bound - units) / goal.unit
        verdict: Verdict = "proven_optimal" if proved else "feasible_unproven" if top is None else "within_gap"
        self.found.stages.append(Tier(goal.tier, reached, reached if proved else top, verdict))
        if proved:
            self._hold(goal, posts, units)
        return proved

    def maximise(self, terms: Terms, limit: float | None) -> Answer:
        """Solve one stage, keep a better list, and cut off lists the overrun rule refuses.

        An answer that the referee refuses is thrown away; under ``auto`` it is asked for again, and also before
        it is said that no list keeps the rules.
        """
        refused: list[dict[int, int]] = []
        while True:
            start = None if self.found.posts is None else self.program.filled(self.found.posts)
            above = self._above(terms)
            rows = [*self.program.rows, *self.held]
            task = Task(self.program.columns, rows, terms, start, brief=self.brief, above=above)
            answer, posts = self._ask(task, self.solver, limit)
            if posts is None and self.solver == "auto" and self._doubtful(answer, above):
                answer, posts = self._heard_again(task, answer, limit)
            if posts is not None and cut_overruns(self.program, posts):
                if posts in refused:
                    return Answer("unknown", None, answer.bound, answer.solver)
                refused.append(posts)
                continue
            if posts is None:
                failed = answer.status == "infeasible"
                bound = float(above) if failed and above is not None else answer.bound
                return Answer("infeasible" if failed else "unknown", None, bound, answer.solver)
            if self._improves(terms, posts):
                self.found.posts = posts
            return answer

    def _above(self, terms: Terms) -> int | None:
        """What an answer of a brief search has to exceed: the list there is, or what the search was begun for."""
        whole = all(self.program.columns[c].position >= 0 for c in terms)
        if not self.brief or not whole or len(self.parts) > 1 or self.problem.rules.overrun:
            return None
        values = [] if self.found.posts is None else [self.value(terms, self.found.posts)]
        return max([*values, *([] if self.least is None or self.held else [self.least])], default=None)

    def _heard_again(self, task: Task, first: Answer, limit: float | None) -> tuple[Answer, dict[int, int] | None]:
        """Ask in full what was asked briefly, then CBC; not the latter whether there is any list after all.

        Of two like answers that there is none, CBC can be a hundred times slower than HiGHS in full.
        """
        answer, voices = first, ["highs"] if self.brief else []
        if has_cbc() and not (self.brief and first.values is None):
            voices.append("cbc")
        for voice in voices:
            other, posts = self._ask(replace(task, brief=False), voice, limit)
            if posts is not None:
                return other, posts
            answer = first if first.status == "infeasible" else other
        return answer, None

    def _doubtful(self, answer: Answer, above: int | None) -> bool:
        """Whether an answer without a list should be heard twice: a broken list, or that there is none at all."""
        nothing = answer.status == "infeasible" and not self.held and self.found.posts is None and above is None
        return answer.values is not None or nothing

    def _ask(self, task: Task, solver: str, limit: float | None) -> tuple[Answer, dict[int, int] | None]:
        """Solve, and let the referee look; no list when there is none or it breaks a rule.

        A list that only breaks the overrun rule is handed back to be cut off.
        """
        answer = solve_apart(task, self.parts, solver, limit)
        self.found.solvers.append(answer.solver)
        if answer.values is None:
            return answer, None
        posts = self.program.sizes([round(v) for v in answer.values])
        rule = self.problem.rules.overrun
        broken = audit(self.problem, posts, pay(self.problem, posts))
        if any(rule is None or breach.rule != rule.name for breach in broken):
            return answer, None
        return answer, posts

    def _improves(self, terms: Terms, posts: dict[int, int]) -> bool:
        """Whether a list that passed the referee is as good as the last, exactly, stage by stage."""
        old = self.found.posts
        if old is None:
            return True
        for goal in self.goals:
            new, last = (goal_value(self.problem, self.policy, goal.tier, p) for p in (posts, old))
            if new != last:
                return new > last
            if goal.terms is terms:
                return True
        return self.value(terms, posts) >= self.value(terms, old)

    def value(self, terms: Terms, posts: dict[int, int]) -> int:
        """Value of an expression of project columns."""
        filled = self.program.filled(posts)
        return sum(a * filled[c] for c, a in terms.items())

    def _units(self, goal: Goal, posts: dict[int, int]) -> Fraction:
        """Value of a goal's own expression; tiers that overlap with higher ones are held together with them."""
        if goal.tier in ("fairness", "weighted") or not self.problem.rules.overlap:
            return goal_value(self.problem, self.policy, goal.tier, posts) * goal.unit
        total = Fraction(0)
        shared = {i for rule in self.problem.rules.overlap for i in self.problem.matching(rule.where)}
        for other in self.goals:
            if other.tier == "fairness":
                continue
            part = posts if other is goal else {i: n for i, n in posts.items() if i in shared}
            total += goal_value(self.problem, self.policy, other.tier, part) * goal.unit
            if other is goal:
                break
        return total

    def _bound(self, goal: Goal, answer: Answer, units: Fraction) -> Fraction | None:
        """Upper bound in units of the goal, drawn in to the next value that can be reached.

        A bound below a list the referee passed is false, whoever gave it: the linear relaxation answers.
        """
        bound = answer.bound
        slip = 1e-9 * max(1.0, abs(float(units)))
        if bound is None or bound < float(units) - slip:
            rows = [*self.program.rows, *self.held]
            bound = solve(Task(self.program.columns, rows, goal.terms, relaxed=True), "highs").bound
        if bound is None or bound < float(units) - slip:
            return None
        grain = Task(self.program.columns, (), goal.terms).grain
        if grain > 4 * slip:
            return max(units, Fraction(floor(bound / grain + 1e-6) * grain))
        return units if bound <= float(units) + slip else Fraction(bound)

    def _hold(self, goal: Goal, posts: dict[int, int], units: Fraction) -> None:
        """Keep the value reached, at best − ½ of the smallest difference, block by block."""
        if goal.tier == "fairness" and self.problem.rules.fairness:
            worst = goal_value(self.problem, self.policy, "fairness", posts)
            for name, members in self.problem.districts().items():
                least = worst * self.problem.rules.fairness.population[name] * self.program.unit
                self.held.append(Row("", self.program.benefit(members), -(-least // 1), None))
            return
        grain = Task(self.program.columns, (), goal.terms).grain
        half = Fraction(max(grain, int(abs(units) / 10**9)), 2)
        if len(self.parts) == 1:
            self.held.append(Row("", goal.terms, -(-(units - half) // 1), None))
            return
        for terms in self.by_block(goal.terms):
            self.held.append(Row("", terms, -(-(self.value(terms, posts) - half) // 1), None))

    def by_block(self, terms: Terms) -> list[Terms]:
        """Split an expression of whole columns into its blocks."""
        parts = [{c: terms[c] for c in part if terms.get(c)} for part in self.parts]
        return [part for part in parts if part]

    def _rest(self) -> None:
        """Add what still fits, and report the goals after the last one tried: reached, but nothing is proved."""
        posts = self.found.posts
        if posts is None:
            return
        full = filled_up(self.program, self.policy, posts)
        if full != posts and not audit(self.problem, full, pay(self.problem, full)) and self._improves({}, full):
            posts = self.found.posts = full
        values = [goal_value(self.problem, self.policy, goal.tier, posts) for goal in self.goals]
        tried = [_lifted(stage, value) for stage, value in zip(self.found.stages, values, strict=False)]
        rest = zip(self.goals[len(tried) :], values[len(tried) :], strict=True)
        self.found.stages = tried + [Tier(goal.tier, value, None, "feasible_unproven") for goal, value in rest]


def _lifted(stage: Tier, value: Fraction) -> Tier:
    """Return a stage at the value reached in the end: what reaches its bound is proved."""
    verdict: Verdict = "proven_optimal" if value == stage.bound else stage.verdict
    return replace(stage, benefit=value, verdict=verdict)

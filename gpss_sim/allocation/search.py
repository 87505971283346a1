"""Tier by tier, safely: every stage starts from the last answer and ends with a proof or a gap.

A stage maximises one goal in whole numbers; its best value is held at best − ½ while the next stage
runs; the search stops with the first stage that is not proved. Every answer passes the referee
before it counts, so an answer that a solver broke is thrown away and not handed on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor, sqrt
from statistics import NormalDist
from time import perf_counter

from gpss_sim.allocation.audit import audit
from gpss_sim.allocation.goals import goals
from gpss_sim.allocation.greedy import rank_and_cut
from gpss_sim.allocation.outcome import Tier, Verdict
from gpss_sim.allocation.payments import pay
from gpss_sim.allocation.problem import Problem
from gpss_sim.allocation.program import Column, Goal, Program, Row, Terms
from gpss_sim.allocation.separate import blocks, solve_apart
from gpss_sim.allocation.solvers import SOLVERS, Answer, Task, solve
from gpss_sim.allocation.value import goal_value

Clock = Callable[[], float | None]
"""Seconds that are left; None without a limit."""


@dataclass(slots=True)
class Found:
    """What a search brought home.

    Parameters
    ----------
    posts : dict of int to int [post] or None
        Posts by position; None when there is no list.
    stages : list of Tier
        Goal by goal, proved or not.
    infeasible : bool
        Whether it is proved that no list keeps the rules.
    ties_proven : bool
        Whether least money and smallest ids were proved.
    solvers : list of str
        Who answered, in order.
    """

    posts: dict[int, int] | None = None
    stages: list[Tier] = field(default_factory=list)
    infeasible: bool = False
    ties_proven: bool = False
    solvers: list[str] = field(default_factory=list)


def clock(limit: float | None) -> Clock:
    """Return a function that tells the seconds left of `limit`."""
    end = None if limit is None else perf_counter() + limit
    return lambda: None if end is None else max(0.05, end - perf_counter())


class Search:
    """One lexicographic search over a program.

    Parameters
    ----------
    program : Program
        Rows of every rule; goals are added to it.
    policy : str
    solver : str
    limit : float or None [s]
    """

    def __init__(self, program: Program, policy: str, solver: str, limit: float | None) -> None:
        self.program, self.policy, self.solver = program, policy, solver
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

    def run(self, ties: bool = True) -> Found:
        """Climb the stages; then separate equal answers by money and ids."""
        self._begin()
        for number, goal in enumerate(self.goals):
            if not self._stage(goal, len(self.goals) - number):
                self._rest(number)
                break
        else:
            if ties and self.found.posts is not None:
                self._separate_ties()
        return self.found

    def _separate_ties(self) -> None:
        """Least money, then smallest ids, in at most half as long as the goals took; all of it proved or none."""
        best = self.found.posts
        used = perf_counter() - self.began
        left = self.left()
        self.left = clock(max(1.0, used / 2) if left is None else min(left, max(1.0, used / 2)))
        self.found.ties_proven = self._least_money() and self._smallest_ids()
        if not self.found.ties_proven:
            self.found.posts = best

    def _begin(self) -> None:
        """Start from rank-and-cut's list when it keeps every rule."""
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

        An answer that the referee refuses is thrown away; under ``auto`` the other solver is asked.
        """
        while True:
            start = None if self.found.posts is None else self.program.filled(self.found.posts)
            task = Task(self.program.columns, [*self.program.rows, *self.held], terms, start)
            answer, posts = self._ask(task, self.solver, limit)
            if posts is None and answer.values is not None and self.solver == "auto" and "cbc" in SOLVERS:
                answer, posts = self._ask(task, "cbc", limit)
            if posts is not None and self._cut_overruns(posts):
                continue
            if posts is None:
                failed = answer.status == "infeasible"
                return Answer("infeasible" if failed else "unknown", None, answer.bound, answer.solver)
            if self._improves(terms, posts):
                self.found.posts = posts
            return answer

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
        return self._value(terms, posts) >= self._value(terms, old)

    def _value(self, terms: Terms, posts: dict[int, int]) -> int:
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
        for terms in self._by_block(goal.terms):
            self.held.append(Row("", terms, -(-(self._value(terms, posts) - half) // 1), None))

    def _by_block(self, terms: Terms) -> list[Terms]:
        """Split an expression of whole columns into its blocks."""
        parts = [{c: terms[c] for c in part if terms.get(c)} for part in self.parts]
        return [part for part in parts if part]

    def _least_money(self) -> bool:
        """Of all lists as good, one of least money."""
        everything = range(len(self.problem.projects))
        price = {c: -fen for c, fen in self.program.money(everything).items()}
        return self._settle(price)

    def _settle(self, terms: Terms) -> bool:
        """Maximise an expression of project columns and hold it; return whether it is proved."""
        answer = self.maximise(terms, self.left())
        posts = self.found.posts or {}
        grain = Task(self.program.columns, (), terms).grain or 1
        if answer.bound is None or floor(answer.bound / grain + 1e-6) * grain > self._value(terms, posts):
            return False
        for part in self._by_block(terms):
            self.held.append(Row("", part, self._value(part, posts), None))
        return True

    def _smallest_ids(self) -> bool:
        """Of all lists as good and as cheap, the one with the smallest ids, then most posts in them.

        If no other list is, that is proved at once; otherwise ids are settled twenty at a time.
        """
        heads, problem = self.program.heads, self.problem
        for first in range(0, len(heads), 20):
            if self._unique():
                return True
            block = heads[first : first + 20]
            if not self._settle({h: 1 << (len(block) - 1 - k) for k, h in enumerate(block)}):
                return False
        divisible = [i for i, p in enumerate(problem.projects) if p.divisible and i in (self.found.posts or {})]
        return all(self._unique() or self._settle(self.program.posts([i])) for i in divisible)

    def _unique(self) -> bool:
        """Whether no other list reaches the held values, in any block.

        Another list at the least money buys more of something, or it would cost less.
        """
        units = self.program.filled(self.found.posts or {})
        for part in self.parts:
            within = set(part)
            own = [c for c in part if c in units]
            columns = list(self.program.columns)
            rows = [r for r in (*self.program.rows, *self.held) if next(iter(r.terms), -1) in within]
            more: Terms = {}
            for c in own:
                upper = columns[c].upper or 0
                if units[c] < upper:
                    columns.append(Column(1))
                    more[len(columns) - 1] = 1
                    rows.append(Row("", {c: 1, len(columns) - 1: -units[c] - 1}, 0, None))
            if not more:
                continue
            rows.append(Row("", more, 1, None))
            whole = [*part, *more]
            answer = solve_apart(Task(columns, rows, {}), [whole], self.solver, self.left())
            if answer.status != "infeasible":
                return False
        return True

    def _cut_overruns(self, posts: dict[int, int]) -> bool:
        """Add the tangent of the overrun rule at a list that breaks it; return whether one was added.

        Price + z × √(Σ variance) is convex, so a tangent never cuts off a list that keeps the rule.
        """
        rule = self.problem.rules.overrun
        if rule is None:
            return False
        z = NormalDist().inv_cdf(1 - rule.probability) * rule.deviation
        everything = range(len(self.problem.projects))
        added = False
        for line in self.problem.money.lines:
            year = line.year if self.problem.years != (None,) else None
            if line.source is not None:
                continue
            prices = self.program.money(everything, year)
            sizes = {i: self._price(i, n, year) for i, n in posts.items()}
            norm = sqrt(sum(fen * fen for fen in sizes.values()))
            if sum(sizes.values()) + z * norm <= line.amount:
                continue
            terms = {
                c: fen + floor(z * sizes.get(self.program.columns[c].position, 0) / norm * fen)
                for c, fen in prices.items()
            }
            self.program.require(rule.name, terms, high=line.amount, unit="fen")
            added = True
        return added

    def _price(self, position: int, posts: int, year: int | None) -> int:
        price = self.problem.projects[position].price(posts)
        return sum(price.values()) if year is None else price.get(year, 0)

    def _rest(self, number: int) -> None:
        """Report the goals after the last one tried: reached, but nothing is proved."""
        posts = self.found.posts
        if posts is None:
            return
        done = len(self.found.stages)
        for goal in self.goals[done:]:
            reached = goal_value(self.problem, self.policy, goal.tier, posts)
            self.found.stages.append(Tier(goal.tier, reached, None, "feasible_unproven"))

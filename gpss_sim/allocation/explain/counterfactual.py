"""Fresh decisions with one number moved, each remembered; and the lists they brought to light."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from time import perf_counter

from gpss_sim.allocation.explain.change import Kind, changed
from gpss_sim.allocation.explain.solution_pool import Known
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.subproblem import DEFAULT_LIMIT, Task
from gpss_sim.allocation.plan.outcome import Outcome
from gpss_sim.allocation.plan.rank import List, Rank, keeps, rank, settled, steady
from gpss_sim.allocation.plan.value import goal_value
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules import Limit, Where
from gpss_sim.allocation.search.decide import allocate, find, outcome
from gpss_sim.allocation.search.knapsack import TooHardError
from gpss_sim.allocation.search.lexicographic import Search
from gpss_sim.allocation.search.tie_breaking import separate

PATIENCE = 60.0
"""Longest search for all changes of one project where rules tie projects [s]."""


class Probe:
    """Asks again and again what would be, and never the same twice.

    Parameters
    ----------
    problem, outcome
        The decision as it was taken.
    solver, limit
        How each fresh decision is taken.
    """

    def __init__(self, problem: Problem, outcome: Outcome, solver: str, limit: float | None) -> None:
        self.problem, self.outcome = problem, outcome
        self.solver, self.limit = solver, limit
        self.decided = {problem.index[p]: n for p, n in outcome.posts.items()}
        self.known = Known(problem, outcome.policy)
        self._serving: dict[str, list[List]] = {}
        self._asked: dict[tuple[str, Kind, int], bool] = {}
        self._forced: dict[str, Outcome] = {}
        self._raised: dict[int, List | None] = {}
        self._end: float | None = None

    def begin(self) -> None:
        """Start the clock of one project."""
        self._end = perf_counter() + PATIENCE

    def left(self) -> float:
        """Time for the next search [s].

        Raises
        ------
        TooHardError
            If the time of the project is over.
        """
        limit = DEFAULT_LIMIT if self.limit is None else self.limit
        if self._end is None:
            return limit
        if perf_counter() >= self._end:
            raise TooHardError
        return min(limit, self._end - perf_counter())

    def inside(self, name: str, kind: Kind, amount: int) -> bool:
        """Whether a project is in once one of its numbers, or the budget, is moved by `amount`.

        What cannot be, such as an urgency of 6 or a cost of nothing, counts as out.

        Raises
        ------
        TooHardError
            If that was not settled in the time there is.
        """
        if amount == 0:
            return name in self.outcome.posts
        key = (name, kind, amount)
        if key not in self._asked:
            self._asked[key] = self._possible(name, kind, amount) and self._ask(name, kind, amount)
        return self._asked[key]

    def turned(self, name: str) -> Outcome:
        """Return the best decision with the project forced the other way round."""
        if name not in self._forced:
            self._forced[name] = self._decided(self._turned(name), name)
        return self._forced[name]

    def keep(self, name: str, posts: List) -> None:
        """Remember a list with a project: it may beat the rival again at another price."""
        self._serving.setdefault(name, []).append(posts)

    def without(self, name: str) -> List | None:
        """Return the best list without a project, which does not depend on its numbers; None if there is none."""
        return self._side(name, False)

    def within(self, name: str) -> List | None:
        """Return the best list with a project; None if there is none."""
        return self._side(name, True)

    def settles(self, name: str) -> bool:
        """Whether the best lists with and without a project are proved to the last tie."""
        other = self.turned(name)
        return settled(self.outcome) and (settled(other) or other.verdict == "infeasible")

    def beats(self, problem: Problem, posts: List, rival: Rank) -> bool:
        """Whether a list keeps the rules of a changed problem and is better than the rival."""
        return rank(problem, self.outcome.policy, posts) > rival and keeps(problem, posts)

    def at(self, extra: int) -> List | None:
        """Return a best list with `extra` fen more on every open line, its ties not settled; None if none is proved."""
        if extra not in self._raised:
            problem = self.problem.raised(extra)
            search = self._search(problem)
            search.found.posts = self.known.better(problem)
            found = search.run(ties=False)
            proved = found.posts is not None and all(stage.verdict == "proven_optimal" for stage in found.stages)
            self._raised[extra] = found.posts if proved else None
            self.known.add(found.posts or {})
        return self._raised[extra]

    def _decided(self, problem: Problem, name: str) -> Outcome:
        """Decide with a project forced the other way round, from the best list known that has it so."""
        if problem.plain or self.outcome.policy == "rank-and-cut":
            return allocate(problem, self.outcome.policy, self.solver, self.limit)
        began = perf_counter()
        search = self._search(problem)
        search.found.posts = self.known.better(problem, problem.index[name], inside=name not in self.outcome.posts)
        found = search.run()
        self.known.add(found.posts or {})
        return outcome(problem, self.outcome.policy, found, began)

    def _search(self, problem: Problem) -> Search:
        return Search(build(problem), self.outcome.policy, self.solver, self.left(), brief=True)

    def _side(self, name: str, inside: bool) -> List | None:
        there = self.outcome if (name in self.outcome.posts) == inside else self.turned(name)
        return {self.problem.index[p]: n for p, n in there.posts.items()} if there.has_answer else None

    def _possible(self, name: str, kind: Kind, amount: int) -> bool:
        project = self.problem.projects[self.problem.index[name]]
        if kind == "urgency":
            return 1 <= project.urgency + amount <= 5
        if kind == "cost":
            return project.total + amount > 0
        return kind == "budget" or project.benefit + amount >= 0

    def _ask(self, name: str, kind: Kind, amount: int) -> bool:
        problem = changed(self.problem, name, kind, amount)
        if problem.plain or self.outcome.policy == "rank-and-cut":
            return problem.index[name] in (find(problem, self.outcome.policy, self.solver, self.limit).posts or {})
        if kind == "budget" or not self.settles(name):
            return problem.index[name] in (self._search(problem).run().posts or {})
        without = self.without(name)
        if kind != "cost" and steady(problem, name):
            within = self.within(name)
            ranks = [None if x is None else rank(problem, self.outcome.policy, x) for x in (within, without)]
            return ranks[0] is not None and (ranks[1] is None or ranks[0] > ranks[1])
        return self._contest(problem, name, without)

    def _contest(self, problem: Problem, name: str, without: List | None) -> bool:
        """Whether some list with a project beats the best one without it: a list that is known, or one searched for."""
        rival = None if without is None else rank(problem, self.outcome.policy, without)
        serving = [*self._serving.get(name, ()), *(x for x in [self.within(name)] if x is not None)]
        if rival is not None and any(self.beats(problem, posts, rival) for posts in serving):
            return True
        search = self._search(_with(problem, name))
        if without is None or rival is None:
            found = search.run(False, lambda stage: True)
            if found.posts is None and not found.infeasible:
                raise TooHardError
            return found.posts is not None
        theirs = {goal.tier: goal_value(problem, self.outcome.policy, goal.tier, without) for goal in search.goals}
        first = search.goals[0]
        grain = Task(search.program.columns, (), first.terms).grain or 1
        search.least = ceil(theirs[first.tier] * first.unit) - grain
        found = search.run(False, lambda stage: stage.benefit != theirs[stage.tier])
        if found.posts is None:
            if not found.infeasible:
                raise TooHardError
            return False
        self.keep(name, found.posts)
        if self.beats(problem, found.posts, rival):
            return True
        return self._ties(search, theirs) and self.beats(problem, found.posts, rival)

    def _ties(self, search: Search, theirs: dict[int | str, Fraction]) -> bool:
        """Whether the best list with a project is worth the rival's, and is then the best of its equals."""
        for stage in search.found.stages:
            if stage.bound is None or (stage.bound >= theirs[stage.tier] and stage.verdict != "proven_optimal"):
                raise TooHardError
            if stage.bound < theirs[stage.tier]:
                return False
        if not separate(search):
            raise TooHardError
        return True

    def _turned(self, name: str) -> Problem:
        rules = self.problem.rules
        if name in self.outcome.posts:
            if self.problem.plain:
                return self.problem.with_projects(p for p in self.problem.projects if p.id != name)
            out = Limit(name=f"without {name}", where=Where(projects=(name,)), max_projects=0)
            return self.problem.with_rules(rules.model_copy(update={"limit": (*rules.limit, out)}))
        if self.problem.plain or self.outcome.policy == "rank-and-cut":
            return self.problem.with_rules(rules.model_copy(update={"mandatory": (*rules.mandatory, name)}))
        return _with(self.problem, name)


def _with(problem: Problem, name: str) -> Problem:
    """Return the decision with a project that has to be bought, without making it part of the core."""
    into = Limit(name=f"with {name}", where=Where(projects=(name,)), min_projects=1)
    return problem.with_rules(problem.rules.model_copy(update={"limit": (*problem.rules.limit, into)}))

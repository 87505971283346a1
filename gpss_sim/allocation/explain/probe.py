"""Fresh decisions with one number moved, each remembered."""

from __future__ import annotations

from fractions import Fraction

from gpss_sim.allocation.constraints import build
from gpss_sim.allocation.decide import allocate, find
from gpss_sim.allocation.explain.change import Kind, changed
from gpss_sim.allocation.outcome import Outcome
from gpss_sim.allocation.problem import Problem
from gpss_sim.allocation.project import TIERS
from gpss_sim.allocation.rules import Limit, Where
from gpss_sim.allocation.search import Search
from gpss_sim.allocation.solvers import DEFAULT_LIMIT

Reached = dict[int | str, Fraction]
"""Benefit by goal, in the order in which goals are served."""

_ORDER: tuple[int | str, ...] = ("fairness", "core", *TIERS, "weighted")


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
        self._known: dict[tuple[str, Kind, int], bool] = {}
        self._forced: dict[str, Outcome] = {}
        self._others: dict[str, Reached | None] = {}

    def inside(self, name: str, kind: Kind, amount: int) -> bool:
        """Whether a project is in once one of its numbers, or the budget, is moved by `amount`.

        What cannot be, such as an urgency of 6 or a cost of nothing, counts as out.
        """
        if amount == 0:
            return name in self.outcome.posts
        key = (name, kind, amount)
        if key not in self._known:
            self._known[key] = self._possible(name, kind, amount) and self._ask(name, kind, amount)
        return self._known[key]

    def turned(self, name: str) -> Outcome:
        """Return the best decision with the project forced the other way round."""
        if name not in self._forced:
            self._forced[name] = allocate(self._turned(name), self.outcome.policy, self.solver, self.limit)
        return self._forced[name]

    def _possible(self, name: str, kind: Kind, amount: int) -> bool:
        project = self.problem.projects[self.problem.index[name]]
        if kind == "urgency":
            return 1 <= project.urgency + amount <= 5
        if kind == "cost":
            return project.total + amount > 0
        return kind == "budget" or project.benefit + amount >= 0

    def _ask(self, name: str, kind: Kind, amount: int) -> bool:
        problem = changed(self.problem, name, kind, amount)
        if not problem.plain and self.outcome.policy != "rank-and-cut":
            without = self._without(name) if kind != "budget" else self._best(problem, name, False)
            if without is None:
                return self._best(problem, name, True) is not None
            within = self._best(problem, name, True, without)
            differs = None if within is None else [(within[t], v) for t, v in without.items() if t in within]
            ahead = next((mine > theirs for mine, theirs in differs or () if mine != theirs), None)
            if within is None or ahead is not None:
                return bool(ahead)
        found = find(problem, self.outcome.policy, self.solver, self.limit)
        return problem.index[name] in (found.posts or {})

    def _without(self, name: str) -> Reached | None:
        """Goals of the best list without a project: they do not depend on what it costs or brings."""
        if name not in self._others:
            self._others[name] = self._best(self.problem, name, False)
        return self._others[name]

    def _best(self, problem: Problem, name: str, inside: bool, rival: Reached | None = None) -> Reached | None:
        """Goals of the best list with, or without, a project, down to the first in which it differs from a rival's.

        None when there is no such list.
        """
        program = build(problem)
        side = 1 if inside else 0
        program.require(f"with {name}", program.bought([problem.index[name]]), side, side)
        search = Search(program, self.outcome.policy, self.solver, self.limit or DEFAULT_LIMIT)
        found = search.run(False, None if rival is None else lambda stage: stage.benefit != rival.get(stage.tier, 0))
        if found.posts is None:
            return None
        reached = {stage.tier: stage.benefit for stage in found.stages}
        last = found.stages[-1].tier if rival is not None and found.stages else _ORDER[-1]
        # a tier that has no project left stands in the comparison all the same
        return {tier: reached.get(tier, Fraction(0)) for tier in _ORDER[: _ORDER.index(last) + 1]}

    def _turned(self, name: str) -> Problem:
        rules = self.problem.rules
        if name not in self.outcome.posts:
            return self.problem.with_rules(rules.model_copy(update={"mandatory": (*rules.mandatory, name)}))
        if self.problem.plain:
            return self.problem.with_projects(p for p in self.problem.projects if p.id != name)
        out = Limit(name=f"without {name}", where=Where(projects=(name,)), max_projects=0)
        return self.problem.with_rules(rules.model_copy(update={"limit": (*rules.limit, out)}))

"""Fresh decisions with one number moved, each remembered, and the plans they found."""

from __future__ import annotations

from time import perf_counter
from typing import NamedTuple

from gpss_sim.allocation.explain.change import Kind, changed
from gpss_sim.allocation.explain.solution_pool import SolutionPool
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.subproblem import DEFAULT_LIMIT
from gpss_sim.allocation.plan.outcome import Outcome
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.plan.rank import RankKey
from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules.families.limit import Limit
from gpss_sim.allocation.problem.rules.rule_tables import Where
from gpss_sim.allocation.search.decide import allocate, find, outcome
from gpss_sim.allocation.search.lexicographic import LexicographicSearch
from gpss_sim.allocation.search.result import SearchResult

PATIENCE = 60.0
"""Longest search for all changes of one project where rules tie projects [s]."""

LEAST_EACH = 4.0
"""What a project gets of a short time limit before the next one has its turn [s]."""


class Membership(NamedTuple):
    """Whether a project is in after a change, and whether that is proved to the last tie."""

    inside: bool
    proved: bool = True


class CounterfactualSolver:
    """Decides again with one number moved, and never the same question twice.

    Parameters
    ----------
    problem, outcome
        The decision as it was taken.
    solver, limit
        How each fresh decision is taken.
    deadline : Deadline
        Of the command.

    Attributes
    ----------
    pool : SolutionPool
        Every plan found so far.
    """

    def __init__(
        self, problem: Problem, outcome: Outcome, solver: str, limit: float | None, deadline: Deadline
    ) -> None:
        self.problem, self.outcome = problem, outcome
        self.solver, self.limit = solver, limit
        self.policy = outcome.policy
        self.pool = SolutionPool(outcome.policy)
        self._winners: dict[str, list[Plan]] = {}
        self._answers: dict[tuple[str, Kind, int], Membership] = {}
        self._flipped: dict[str, Outcome] = {}
        self._raised: dict[int, Plan | None] = {}
        self.command, self.deadline = deadline, deadline

    def start_clock(self, share: float = 1.0) -> None:
        """Give one project `PATIENCE` seconds from now on, and no more than a share of what the command has left.

        It gets `LEAST_EACH` where the share is less: too little for anybody explains nobody.
        """
        left = self.command.left()
        own = PATIENCE if left is None else max(LEAST_EACH, left * share)
        self.deadline = self.command.at_most(min(PATIENCE, own))

    def next(self) -> Deadline:
        """Return the deadline of the next search.

        Raises
        ------
        TooHardError
            If the time of the project is over.
        """
        self.deadline.check()
        return self.deadline.at_most(DEFAULT_LIMIT if self.limit is None else self.limit)

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
        if key not in self._answers:
            self._answers[key] = (
                self._decide(name, kind, amount) if self._possible(name, kind, amount) else Membership(False)
            )
        return self._answers[key].inside

    def proved(self, name: str, kind: Kind, amount: int) -> bool:
        """Whether what `inside` said is proved to the last tie; a ranking is followed, so nothing is left to prove."""
        if amount == 0:
            return self.outcome.settled or self.policy == "rank-and-cut"
        answer = self._answers.get((name, kind, amount))
        return answer is None or answer.proved

    def flipped_outcome(self, name: str) -> Outcome:
        """Return the best decision with the project forced out if it is in, and in if it is out.

        Raises
        ------
        TooHardError
            If the time of the project is over.
        """
        if name not in self._flipped:
            self.deadline.check()  # before a problem and its rows are made for a search that nobody has time for
            self._flipped[name] = self._decide_flipped(self._flipped_problem(name), name)
        return self._flipped[name]

    def remember_winner(self, name: str, plan: Plan) -> None:
        """Remember a plan with a project that beat the best one without it: it may do so again at another price."""
        self._winners.setdefault(name, []).append(plan)

    def best_without(self, name: str) -> Plan | None:
        """Return the best plan without a project, which does not depend on its numbers; None if there is none."""
        return self._best(name, False)

    def best_with(self, name: str) -> Plan | None:
        """Return the best plan with a project; None if there is none."""
        return self._best(name, True)

    def beats(self, problem: Problem, plan: Plan, rival: RankKey) -> bool:
        """Whether a plan keeps the rules of a changed problem and is better than the rival."""
        there = plan.on(problem)
        return there.rank_key(self.policy) > rival and there.feasible

    def best_at(self, extra: int) -> Plan | None:
        """Return a best plan with `extra` fen more on every open line, its ties not settled; None if none is proved."""
        if extra not in self._raised:
            problem = self.problem.raised(extra)
            found = self._search(problem, start=self.pool.better(problem)).run(ties=False)
            self._raised[extra] = found.plan if found.proven else None
            self.pool.add(found.plan)
        return self._raised[extra]

    def _best(self, name: str, inside: bool) -> Plan | None:
        there = self.outcome if (name in self.outcome.posts) == inside else self.flipped_outcome(name)
        return there.plan.on(self.problem) if there.has_answer else None

    def _search(self, problem: Problem, start: Plan | None = None, rival: Plan | None = None) -> LexicographicSearch:
        deadline = self.next()
        program = build(problem)
        return LexicographicSearch(program, self.policy, self.solver, deadline, brief=True, start=start, rival=rival)

    def _possible(self, name: str, kind: Kind, amount: int) -> bool:
        project = self.problem.projects[self.problem.index[name]]
        if kind == "urgency":
            return 1 <= project.urgency + amount <= 5
        if kind == "cost":
            return project.total + amount > 0
        return kind == "budget" or project.benefit + amount >= 0

    def _decide(self, name: str, kind: Kind, amount: int) -> Membership:
        """Whether the project is in under the changed problem, by the shortest search that settles it."""
        problem = changed(self.problem, name, kind, amount)
        if problem.single_budget or self.policy == "rank-and-cut":
            found = find(problem, self.policy, self.solver, self.next())
            return self._membership(found, name)
        if kind == "budget" or not self._settled(name):
            return self._membership(self._search(problem).run(), name)
        rival = self.best_without(name)
        if kind != "cost" and _same_best_plan(problem, name):
            mine, theirs = self._rank(problem, self.best_with(name)), self._rank(problem, rival)
            return Membership(mine is not None and (theirs is None or mine > theirs))
        return Membership(self._contest(problem, name, None if rival is None else rival.on(problem)))

    def _membership(self, found: SearchResult, name: str) -> Membership:
        """Whether a project is in by a search, and whether the search proved it to the last tie.

        Raises
        ------
        TooHardError
            If the search found no plan and did not prove that there is none.
        """
        if found.plan is None and not found.infeasible:
            raise TooHardError
        proved = self.policy == "rank-and-cut" or found.infeasible or (found.proven and found.ties_proven)
        return Membership(_holds(found, name), proved)

    def _settled(self, name: str) -> bool:
        """Whether the best plans with and without a project are proved to the last tie."""
        other = self.flipped_outcome(name)
        return self.outcome.settled and (other.settled or other.verdict == "infeasible")

    def _rank(self, problem: Problem, plan: Plan | None) -> RankKey | None:
        return None if plan is None else plan.on(problem).rank_key(self.policy)

    def _contest(self, problem: Problem, name: str, rival: Plan | None) -> bool:
        """Whether a plan with a project, known or searched for, beats the best one without it."""
        if rival is None:
            return self._some_plan(_forced_in(problem, name))
        key = rival.rank_key(self.policy)
        known = [*self._winners.get(name, ()), *(p for p in [self.best_with(name)] if p is not None)]
        if any(self.beats(problem, plan, key) for plan in known):
            return True
        search = self._search(_forced_in(problem, name), rival=rival)
        found = search.run(False, lambda stage: stage.benefit != rival.objective(self.policy, stage.tier))
        if found.plan is None:
            if not found.infeasible:
                raise TooHardError
            return False
        self.remember_winner(name, found.plan)
        if self.beats(problem, found.plan, key):
            return True
        if not self._ties_with(found, rival):
            return False
        separated = search.break_ties()
        if separated.plan is None or not separated.ties_proven:
            raise TooHardError
        return self.beats(problem, separated.plan, key)

    def _some_plan(self, problem: Problem) -> bool:
        """Whether any plan keeps the rules."""
        found = self._search(problem).run(False, lambda stage: True)
        if found.plan is None and not found.infeasible:
            raise TooHardError
        return found.plan is not None

    def _ties_with(self, found: SearchResult, rival: Plan) -> bool:
        """Whether the best plan of a search equals the rival in every objective.

        Raises
        ------
        TooHardError
            If that is not proved.
        """
        for stage in found.stages:
            theirs = rival.objective(self.policy, stage.tier)
            if stage.bound is None or (stage.bound >= theirs and stage.verdict != "proven_optimal"):
                raise TooHardError
            if stage.bound < theirs:
                return False
        return True

    def _decide_flipped(self, problem: Problem, name: str) -> Outcome:
        """Decide with a project forced the other way, beginning from the best plan known that has it so."""
        if problem.single_budget or self.policy == "rank-and-cut":
            return allocate(problem, self.policy, self.solver, self.next())
        began = perf_counter()
        inside = name not in self.outcome.posts
        start = self.pool.better(problem, problem.index[name], inside=inside)
        found = self._search(problem, start=start).run()
        self.pool.add(found.plan)
        return outcome(problem, self.policy, found, began)

    def _flipped_problem(self, name: str) -> Problem:
        rules = self.problem.rules
        if name in self.outcome.posts:
            if self.problem.single_budget:
                others = (p for p in self.problem.projects if p.id != name)
                left = tuple(other for other in rules.continuing if other != name)
                return Problem(others, self.problem.budget, rules.model_copy(update={"continuing": left}))
            out = Limit(name=f"without {name}", where=Where(projects=(name,)), max_projects=0)
            return self.problem.with_rules(rules.adding(out))
        if self.problem.single_budget or self.policy == "rank-and-cut":
            return self.problem.with_rules(rules.model_copy(update={"mandatory": (*rules.mandatory, name)}))
        return _forced_in(self.problem, name)


def _holds(found: SearchResult, name: str) -> bool:
    return found.plan is not None and name in found.plan.by_id


def _same_best_plan(problem: Problem, name: str) -> bool:
    """Whether the best plan that contains the project does not depend on its benefit or urgency.

    So it is where its benefit adds to one objective, always the same amount, and no rule reads it.
    """
    project = problem.projects[problem.index[name]]
    return not (project.divisible or any(rule.reads_benefit for rule in problem.rules.active))


def _forced_in(problem: Problem, name: str) -> Problem:
    """Return the decision with a project that has to be bought, without making it part of the core."""
    into = Limit(name=f"with {name}", where=Where(projects=(name,)), min_projects=1)
    return problem.with_rules(problem.rules.adding(into))

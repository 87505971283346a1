"""One project explained, or all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from gpss_sim.allocation.explain import constrained, least_grant, ranking_replay
from gpss_sim.allocation.explain.change import Change, Explanation, Kind
from gpss_sim.allocation.explain.closed_form import GroupContest, Groups
from gpss_sim.allocation.explain.counterfactual import PATIENCE, CounterfactualSolver
from gpss_sim.allocation.explain.reasons import reasons
from gpss_sim.allocation.plan.outcome import Outcome
from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import Message

KINDS: tuple[Kind, ...] = ("cost", "benefit", "urgency", "budget")
"""Kinds of change; more budget is asked for those that are out."""


def explain(
    problem: Problem,
    outcome: Outcome,
    name: str,
    solver: str = "auto",
    limit: float | None = None,
    deadline: Deadline | None = None,
) -> Explanation:
    """Explain one project of a decision.

    Parameters
    ----------
    outcome : Outcome
        What `allocate` answered for `problem`.
    name : str
        Id of the project.
    limit : float, optional [s]
        Limit of each fresh decision.
    deadline : Deadline, optional
        When the explanation has to end; what is not found by then is among its `unsettled` kinds.

    Raises
    ------
    InputError
        If there is no such project.
    """
    if name not in problem.index:
        raise InputError([Fault("library", "project", name, Message("library.stranger"), nearest(name, problem.index))])
    return Explainer(problem, outcome, solver, limit, deadline or Deadline()).explain(name)


def explain_all(
    problem: Problem,
    outcome: Outcome,
    solver: str = "auto",
    limit: float | None = None,
    deadline: Deadline | None = None,
) -> Iterator[Explanation]:
    """Explain every project, in order of id; searches of one explanation are reused by the next."""
    explainer = Explainer(problem, outcome, solver, limit, deadline or Deadline())
    for number, project in enumerate(problem.projects):
        yield explainer.explain(project.id, share_of_one(len(problem.projects) - number))


def share_of_one(left: int) -> float:
    """Share of the time left for the next of so many projects: thrice an equal one, for many are soon explained.

    >>> share_of_one(2), share_of_one(30)
    (1.0, 0.1)
    """
    return min(1.0, 3 / left)


class Explainer:
    """Explains projects of one decision.

    Parameters
    ----------
    problem, outcome
        The decision as it was taken.
    solver, limit
        How fresh decisions are taken.
    deadline : Deadline
        Of the command.
    """

    def __init__(
        self, problem: Problem, outcome: Outcome, solver: str, limit: float | None, deadline: Deadline
    ) -> None:
        self.problem, self.outcome = problem, outcome
        self.solver = CounterfactualSolver(problem, outcome, solver, limit, deadline)
        self.reasons = reasons(problem, outcome)
        self.groups = self._groups()

    def _groups(self) -> Groups | None:
        """Closed forms exist where one budget is all there is and a search, not a ranking, decided."""
        if not self.problem.single_budget or self.outcome.policy == "rank-and-cut" or not self.outcome.has_answer:
            return None
        groups = Groups(self.problem, self.outcome.policy, self.solver.deadline.at_most(PATIENCE))
        try:
            return groups if groups.answers else None
        except TooHardError:
            return None

    def explain(self, name: str, share: float = 1.0) -> Explanation:
        """Explain one project, in a share of the time that the command has left."""
        inside = name in self.outcome.posts
        if not self.outcome.has_answer or name in self.problem.must:
            return Explanation(name, inside, self.reasons[name], (), None, (), ())
        self.solver.start_clock(share)
        contest: GroupContest | None = None
        if self.groups:
            self.groups.deadline = self.solver.deadline
            contest = self.groups.contest(self.problem.index[name])
        kinds = KINDS[: 3 if inside else 4]
        try:
            rivals, loss = self._contest(name, inside)
        except TooHardError:
            return Explanation(name, inside, self.reasons[name], (), None, (), (), kinds)
        changes: dict[Kind, Change | None] = {}
        unsettled: list[Kind] = []
        for kind in kinds:
            try:
                changes[kind] = self._change(kind, name, inside, contest)
            except TooHardError:
                unsettled.append(kind)
        found = tuple(self._judged(name, inside, change) for change in changes.values() if change is not None)
        never = tuple(kind for kind, change in changes.items() if change is None)
        return Explanation(name, inside, self.reasons[name], rivals, loss, found, never, tuple(unsettled))

    def _change(self, kind: Kind, name: str, inside: bool, contest: GroupContest | None) -> Change | None:
        if kind == "urgency":
            return self._urgency(name, inside)
        if kind == "budget":
            return self._budget(name, contest)
        return (self._price if kind == "cost" else self._gain)(name, inside, contest)

    def _judged(self, name: str, inside: bool, change: Change) -> Change:
        """Return a change with whether both decisions at its last unit are proved."""
        sign = -1 if (change.kind == "cost") is not inside else 1
        beyond = change.amount + (1 if inside else -1)
        proved = all(self.solver.proved(name, change.kind, sign * amount) for amount in (change.amount, beyond))
        return change if proved else replace(change, proven=False)

    def _contest(self, name: str, inside: bool) -> tuple[tuple[str, ...], Fraction | None]:
        """Projects that enter or leave when the decision on this one is flipped, and what is lost."""
        other = self.solver.flipped_outcome(name)
        if not other.has_answer:
            return (), None
        more, less = (other.posts, self.outcome.posts) if inside else (self.outcome.posts, other.posts)
        rivals = tuple(
            rival if rival not in less else f"{rival} ({n - less[rival]} of {n} posts)"
            for rival, n in sorted(more.items())
            if rival != name and n > less.get(rival, 0)
        )
        if self.outcome.policy != "weighted":
            return rivals, None
        return rivals, self.outcome.plan.weighted - other.plan.weighted

    def _price(self, name: str, inside: bool, contest: GroupContest | None) -> Change | None:
        cost = self.problem.projects[self.problem.index[name]].total
        if contest is not None:
            outright, tie = contest.highest_price()
            guesses = [outright, tie, None if tie is None else tie - 1]
            found = sorted({p for p in guesses if p is not None and p > 0}, reverse=True)
        else:
            found = list(constrained.prices(self.solver, name))
        if inside:
            return self._furthest(name, "cost", 1, [p - cost for p in found], None)
        return self._nearest(name, "cost", -1, [cost - p for p in found], cost - 1)

    def _gain(self, name: str, inside: bool, contest: GroupContest | None) -> Change | None:
        if contest is not None:
            step = contest.lowest_gain()
            found = [] if step is None else [step, step + 1]
        else:
            found = list(constrained.gains(self.solver, name))
        benefit = int(self.problem.projects[self.problem.index[name]].benefit)
        if inside:
            return self._furthest(name, "benefit", -1, [-g for g in found], benefit)
        if not found:
            return None
        return self._nearest(name, "benefit", 1, found, None)

    def _urgency(self, name: str, inside: bool) -> Change | None:
        """Urgency has five classes: each is asked."""
        urgency = self.problem.projects[self.problem.index[name]].urgency
        if inside:
            kept = 0
            while kept < urgency - 1 and self.solver.inside(name, "urgency", -kept - 1):
                kept += 1
            return Change("urgency", kept)
        for up in range(1, 6 - urgency):
            if self.solver.inside(name, "urgency", up):
                return Change("urgency", up)
        return None

    def _budget(self, name: str, contest: GroupContest | None) -> Change | None:
        if self.outcome.policy == "rank-and-cut":
            grant = self._replayed(name)
            return None if grant is None else self._nearest(name, "budget", 1, [grant], None)
        if contest is not None:
            money = contest.next_budget()
            more = None if money is None else money - contest.groups.money
            return None if more is None else self._nearest(name, "budget", 1, [self._grant(more)], None)
        for amount in least_grant.grants(self.solver, name):
            if self.solver.inside(name, "budget", amount):
                return self._nearest(name, "budget", 1, [amount], None)
        return None

    def _replayed(self, name: str) -> int | None:
        """Smallest extra grant [fen] at which rank-and-cut buys the project."""
        if not self.problem.single_budget:
            return ranking_replay.extra(self.problem, name)
        more = ranking_replay.missing(self.problem, name)
        return None if more is None else self._grant(more)

    def _grant(self, missing: int) -> int:
        """Smallest extra grant [fen] of which `missing` fen are left after the reserve."""
        low, high = missing, 2 * missing + 100
        while self._left(high) < missing:
            high *= 2
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._left(middle) >= missing else (middle + 1, high)
        return low

    def _left(self, extra: int) -> int:
        """What an extra grant adds to the money after the reserve [fen]."""
        more = self.problem.with_budget(self.problem.budget.raised(extra))
        return more.money.lines[0].amount - self.problem.money.lines[0].amount

    def _nearest(self, name: str, kind: Kind, sign: int, guesses: list[int], most: int | None) -> Change | None:
        """Smallest change that brings a project in: a guess that is proved, else halving below `most`."""
        for amount in sorted({g for g in guesses if g > 0}):
            if self.solver.inside(name, kind, sign * amount):
                if not self.solver.inside(name, kind, sign * (amount - 1)):
                    return Change(kind, amount)
                return Change(kind, self._onward(name, kind, sign, amount - 1, 0))
        if most is None or most < 1 or not self.solver.inside(name, kind, sign * most):
            return None
        return Change(kind, self._halved(name, kind, sign, 0, most))

    def _furthest(self, name: str, kind: Kind, sign: int, guesses: list[int], most: int | None) -> Change | None:
        """Largest change under which a project stays in: a guess that is proved, else halving below `most`."""
        for amount in sorted({g for g in guesses if g >= 0}, reverse=True):
            if self.solver.inside(name, kind, sign * amount):
                return Change(kind, self._onward(name, kind, sign, amount, most))
        if most is not None and self.solver.inside(name, kind, sign * most):
            return Change(kind, most)
        project = self.problem.projects[self.problem.index[name]]
        high = most if most is not None else (2 * self.problem.budget.total + 100) * project.posts
        return Change(kind, self._halved(name, kind, sign, high, 0) if high else 0)

    def _onward(self, name: str, kind: Kind, sign: int, into: int, end: int | None) -> int:
        """Return the last amount that is in, going on from one that is, towards `end`, by ever longer steps."""
        step = -1 if end is not None and end < into else 1
        while into != end:
            there = into + step if end is None else sorted((into, into + step, end))[1]
            if not self.solver.inside(name, kind, sign * there):
                return self._halved(name, kind, sign, there, into)
            into, step = there, 8 * step
        return into

    def _halved(self, name: str, kind: Kind, sign: int, out: int, into: int) -> int:
        """Return the last amount that is in, between one that is out and one that is in."""
        while abs(into - out) > 1:
            middle = (into + out) // 2
            out, into = (out, middle) if self.solver.inside(name, kind, sign * middle) else (middle, into)
        return into

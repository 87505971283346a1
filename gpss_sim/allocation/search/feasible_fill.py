"""A plan that grows project by project, and the rule that refuses the next one."""

from __future__ import annotations

from gpss_sim.allocation.milp.funding_cuts import funding_cuts
from gpss_sim.allocation.milp.program import Program
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.search.quotas import Quotas


class FeasibleFill:
    """A growing plan under the rules of a program.

    A project is refused by a row of projects alone that adding it would break, or break further; floors
    that are not yet reached refuse nobody. Lazy rules, and sources where rows do not decide them, are audited only
    when every row agrees.

    Parameters
    ----------
    program : Program
        The rules, as rows.
    start : Plan, optional
        What the plan begins with.
    money : bool
        Whether sources and lazy rules are audited; they are not when money is no matter.
    without : frozenset of str
        Rules that are not checked.
    quotas : Quotas, optional
        Of a ranking.
    deadline : Deadline, optional
        Once the time is up, nothing more joins where sources or lazy rules are audited.

    Attributes
    ----------
    short : dict of str to int
        Least amount by which a rule that refused was too low, by rule, in its own units.
    """

    def __init__(
        self,
        program: Program,
        start: Plan | None = None,
        money: bool = True,
        without: frozenset[str] = frozenset(),
        deadline: Deadline | None = None,
        quotas: Quotas | None = None,
    ) -> None:
        self.program, self.quotas = program, quotas
        self.deadline = deadline or Deadline()
        self.short: dict[str, int] = {}
        self._posts: dict[int, int] = {}
        index = program.project_rows()
        self._rows, self._rows_of, self._named, self._without = index.rows, index.of_column, index.named, without
        self._activity = [0] * len(self._rows)
        self._lazy = {rule.name for rule in program.problem.rules.active if rule.lazy}
        self._audited = money and bool(self._lazy or _sources_undecided(program))
        for i, n in start.posts.items() if start else ():
            self._enter(i, n)

    def __contains__(self, position: int) -> bool:
        return position in self._posts

    @property
    def plan(self) -> Plan:
        """The plan as it stands."""
        return Plan(self.program.problem, self._posts)

    def refusal(self, position: int, posts: int) -> str | None:
        """Name of the rule that keeps `posts` posts of a project out, or None when they may join."""
        if self.quotas is not None and (quota := self.quotas.refusal(position, posts)) is not None:
            return quota
        change = self._change(position, posts)
        for number, delta in sorted(change.items()):
            row, now = self._rows[number], self._activity[number]
            if row.rule in self._without:
                continue
            over = row.high is not None and now + delta > row.high and delta > 0
            under = row.low is not None and now + delta < row.low and delta < 0
            if over and row.high is not None:
                lack = (now + delta - row.high) * row.factor - row.spare
                self.short[row.rule] = min(lack, self.short.get(row.rule, lack))
            if over or under:
                return row.rule or "posts"
        return self._other_refusal(position, posts) if self._audited else None

    def add(self, position: int) -> str | None:
        """Add as many posts of a project as fit; return what refuses even the fewest, or None."""
        project = self.program.problem.projects[position]
        reason: str | None = None
        for posts in range(project.posts, project.smallest - 1, -1):
            reason = self.refusal(position, posts)
            if reason is None:
                self._enter(position, posts)
                if self.quotas is not None:
                    self.quotas.take(position, posts)
                return None
        return reason

    def lacks(self, rule: str) -> bool:
        """Whether a floor of this name is not reached yet."""
        numbers = () if rule in self._without else self._named.get(rule, ())
        own = [(self._rows[number].low, self._activity[number]) for number in numbers]
        return any(low is not None and now < low for low, now in own)

    def _enter(self, position: int, posts: int) -> None:
        for number, delta in self._change(position, posts).items():
            self._activity[number] += delta
        self._posts[position] = posts

    def _change(self, position: int, posts: int) -> dict[int, int]:
        change: dict[int, int] = {}
        left = posts
        for column, size in self.program.units[position]:
            units = min(left // size, self.program.columns[column].upper or 0)
            left -= units * size
            for number in self._rows_of.get(column, ()):
                change[number] = change.get(number, 0) + units * self._rows[number].terms[column]
        return change

    def _other_refusal(self, position: int, posts: int) -> str | None:
        if self.deadline.over:
            return "eligible sources"
        grown = Plan(self.program.problem, {**self._posts, position: posts})
        if grown.funding is None:
            return "eligible sources"
        broken = grown.breaches if self._lazy else ()
        return next((breach.rule for breach in broken if breach.rule in self._lazy), None)


def _sources_undecided(program: Program) -> bool:
    """Whether a list that keeps every row may still be more than its sources can pay: rows of all cuts are exact."""
    problem = program.problem
    if not problem.budget.sources:
        return False
    return not (problem.rules.split_sources and program.drawn and funding_cuts(problem) is not None)

"""The referee: re-checks every rule of a list in whole fen, knowing nothing of how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import sqrt
from statistics import NormalDist

from gpss_sim.allocation.plan.funding import Funding
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules import Limit
from gpss_sim.money import yuan

Posts = Mapping[int, int]
"""Posts bought by position."""

SLIP = 1 + 1e-9
"""Factor of a probability that floating point may slip."""


@dataclass(frozen=True, slots=True)
class RuleBreach:
    """A rule a list does not keep: its name, and by how much, in words."""

    rule: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail}"


def audit(problem: Problem, posts: Posts, payments: Funding | None) -> list[RuleBreach]:
    """Every rule that the list breaks; an empty list means that it may be carried out.

    Parameters
    ----------
    posts : mapping of int to int [post]
        Posts bought by position in `problem.projects`.
    payments : mapping or None
        Money by (id, year, source) [fen]; None if nobody could say who pays.
    """
    breaches = [*_sizes(problem, posts), *_links(problem, posts), *_sets(problem, posts)]
    if payments is None:
        breaches.append(RuleBreach("eligible sources", "no split of the money over the sources pays for the list"))
    else:
        breaches += [*_paid(problem, posts, payments), *_lines(problem, payments)]
    for rule in problem.rules.limit:
        for name, members in problem.spans(rule):
            breaches += _limit(problem, posts, rule, name, members)
    return [*breaches, *_fairness(problem, posts), *_overrun(problem, posts)]


def _sizes(problem: Problem, posts: Posts) -> Iterator[RuleBreach]:
    for i, n in posts.items():
        project = problem.projects[i]
        if not project.smallest <= n <= project.posts:
            yield RuleBreach(f"posts of {project.id}", f"{n} is not within {project.smallest} to {project.posts}")


def _paid(problem: Problem, posts: Posts, payments: Funding) -> Iterator[RuleBreach]:
    received: dict[tuple[str, int | None], int] = {}
    for (name, year, source), fen in payments.items():
        received[name, year] = received.get((name, year), 0) + fen
        project = problem.projects[problem.index[name]]
        if fen < 0 or (project.sources and source is not None and source not in project.sources):
            yield RuleBreach("eligible sources", f"{source} pays {yuan(fen)} for {name}")
        if project.sources and source is None and problem.budget.sources:
            yield RuleBreach("eligible sources", f"{name} is paid from no named source")
        if fen and not problem.payable(year, source or ""):
            yield RuleBreach("eligible sources", f"there is no money of {source} in {year}")
    for i, n in posts.items():
        for year, fen in problem.projects[i].price(n).items():
            got = received.pop((problem.projects[i].id, year), 0)
            if got != fen:
                yield RuleBreach("payment", f"{problem.projects[i].id} costs {yuan(fen)} and is paid {yuan(got)}")
    for (name, _), fen in received.items():
        if fen:
            yield RuleBreach("payment", f"{name} is paid {yuan(fen)} without being bought")
    if not problem.rules.split_sources:
        for i in posts:
            purses = {source for (name, _, source), fen in payments.items() if name == problem.projects[i].id and fen}
            if len(purses) > 1:
                yield RuleBreach("split_sources", f"{problem.projects[i].id} is paid from {len(purses)} sources")


def _lines(problem: Problem, payments: Funding) -> Iterator[RuleBreach]:
    for line in problem.money.lines:
        spent = sum(fen for (_, year, source), fen in payments.items() if line.covers(year, source))
        if spent > line.amount:
            yield RuleBreach(line.name, f"spends {yuan(spent)} of {yuan(line.amount)}")


def _links(problem: Problem, posts: Posts) -> Iterator[RuleBreach]:
    have = {problem.projects[i].id for i in posts}
    for name in sorted(problem.must - have):
        yield RuleBreach(f"mandatory {name}", "is not bought")
    for i in posts:
        project = problem.projects[i]
        for other in project.requires:
            if other not in have:
                yield RuleBreach(f"{project.id} requires {other}", "is not kept")
        for other in project.excludes:
            if other in have:
                yield RuleBreach(f"{project.id} excludes {other}", "is not kept")


def _sets(problem: Problem, posts: Posts) -> Iterator[RuleBreach]:
    have = {problem.projects[i].id for i in posts}
    for exclusive in problem.rules.exclusive:
        count = sum(name in have for name in exclusive.projects)
        if count > exclusive.at_most:
            yield RuleBreach(exclusive.name, f"{count} are bought, {exclusive.at_most} allowed")
    for rule in problem.rules.requires:
        kept = all if rule.how == "all" else any
        if rule.project in have and not kept(name in have for name in rule.needs):
            yield RuleBreach(rule.name, f"{rule.project} is bought without {rule.how} of {', '.join(rule.needs)}")
    for staff in problem.rules.staff:
        used = sum(posts.get(i, 0) for i in problem.matching(staff.where))
        if used > staff.available:
            yield RuleBreach(staff.name, f"{used} posts, {staff.available} social workers")


def _spent(problem: Problem, posts: Posts, members: list[int], year: int | None) -> int:
    prices = (problem.projects[i].price(posts[i]) for i in members if i in posts)
    return sum(sum(price.values()) if year is None else price.get(year, 0) for price in prices)


def _limit(problem: Problem, posts: Posts, rule: Limit, name: str, members: list[int]) -> Iterator[RuleBreach]:
    spent = Fraction(_spent(problem, posts, members, rule.year))
    count = sum(i in posts for i in members)
    if rule.of == "budget":
        whole = problem.granted(rule.year)
    else:
        whole = _spent(problem, posts, list(range(len(problem.projects))), rule.year)
    ends = [
        (rule.min, rule.max, spent, "spends"),
        (
            None if rule.min_share is None else Fraction(rule.min_share) * whole,
            None if rule.max_share is None else Fraction(rule.max_share) * whole,
            spent,
            "spends",
        ),
        (rule.min_projects, rule.max_projects, Fraction(count), "buys"),
    ]
    for low, high, value, verb in ends:
        told = yuan(int(value)) if verb == "spends" else str(count)
        if low is not None and value < low:
            yield RuleBreach(name, f"{verb} {told}, less than {float(low) / (100 if verb == 'spends' else 1):.2f}")
        if high is not None and value > high:
            yield RuleBreach(name, f"{verb} {told}, more than {float(high) / (100 if verb == 'spends' else 1):.2f}")


def per_head(problem: Problem, posts: Posts) -> dict[str, Fraction]:
    """Benefit per head by district of the fairness table."""
    fairness = problem.rules.fairness
    people = fairness.population if fairness else {}
    return {
        name: sum((problem.worth(i, posts[i]) for i in members if i in posts), Fraction(0)) / people[name]
        for name, members in problem.districts().items()
    }


def gini(people: Mapping[str, int], heads: Mapping[str, Fraction]) -> Fraction:
    """Gini coefficient of benefit per head, each district weighing its people; 0 if nobody gets anything.

    >>> gini({"a": 1, "b": 1}, {"a": Fraction(0), "b": Fraction(4)})
    Fraction(1, 2)
    """
    whole = sum(people.values())
    received = sum(people[d] * heads[d] for d in people)
    gaps = sum((people[a] * people[b] * abs(heads[a] - heads[b]) for a, b in combinations(people, 2)), Fraction(0))
    return gaps / (whole * received) if received else Fraction(0)


def _fairness(problem: Problem, posts: Posts) -> Iterator[RuleBreach]:
    fairness = problem.rules.fairness
    if fairness is None or fairness.gini_at_most is None:
        return
    value = gini(fairness.population, per_head(problem, posts))
    if value > Fraction(fairness.gini_at_most):
        yield RuleBreach(fairness.name, f"Gini {float(value):.4f} above {fairness.gini_at_most}")


def overrun_probability(problem: Problem, posts: Posts, amount: int, year: int | None = None) -> float:
    """Probability that commitments exceed `amount` fen when every cost is uncertain, independently.

    Costs are normal around the price with standard deviation ``deviation`` × price.
    """
    rule = problem.rules.overrun
    prices = [_spent(problem, posts, [i], year) for i in posts]
    spread = (rule.deviation if rule else 0.0) * sqrt(sum(price * price for price in prices))
    if not spread:
        return float(sum(prices) > amount)
    return 1.0 - NormalDist().cdf((amount - sum(prices)) / spread)


def _overrun(problem: Problem, posts: Posts) -> Iterator[RuleBreach]:
    rule = problem.rules.overrun
    if rule is None:
        return
    for line in problem.money.lines:
        if line.source is None:
            year = line.year if problem.years != (None,) else None
            chance = overrun_probability(problem, posts, line.amount, year)
            if chance > rule.probability * SLIP:
                yield RuleBreach(rule.name, f"{line.name} is exceeded with probability {chance:.4f}")

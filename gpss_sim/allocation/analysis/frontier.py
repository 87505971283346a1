"""What every budget buys: the frontier, each point proved, and what the next and the last yuan are worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gpss_sim.allocation.plan.outcome import Tier, Verdict
from gpss_sim.allocation.plan.value import benefit, vector, weighted
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.decide import find


@dataclass(frozen=True, slots=True)
class Point:
    """The best that one budget buys.

    Parameters
    ----------
    budget, spent : int [fen]
    objective, bound : Fraction or None
        Weighted benefit under `weighted` and `rank-and-cut`; else unweighted benefit, without a bound.
    tiers : tuple of Fraction
        Benefit by tier, the first served first.
    posts : mapping of str to int [post]
        Posts bought, of the selected.
    """

    budget: int
    spent: int
    objective: Fraction | None
    bound: Fraction | None
    verdict: Verdict
    tiers: tuple[Fraction, ...]
    posts: Mapping[str, int]

    @property
    def selected(self) -> tuple[str, ...]:
        """Ids bought, in order."""
        return tuple(self.posts)


def budgets(total: int, low: float, high: float, points: int) -> list[int]:
    """Return `points` amounts [fen] evenly from `low` to `high` times `total`, ends included, to the fen.

    >>> budgets(1000, 0.8, 1.2, 3)
    [800, 1000, 1200]
    """
    ends = [Fraction(repr(low)) * total, Fraction(repr(high)) * total]
    if points == 1:
        return [int(ends[0])]
    return [int(ends[0] + (ends[1] - ends[0]) * k / (points - 1)) for k in range(points)]


def frontier(
    problem: Problem, amounts: Sequence[int], policy: str, solver: str = "auto", limit: float | None = None
) -> Iterator[Point]:
    """Decide anew at every budget; all lines of the budget move in proportion.

    Parameters
    ----------
    amounts : sequence of int [fen]
        Budgets.
    limit : float, optional [s]
        Limit of each decision.
    """
    for amount in amounts:
        scaled = problem.with_budget(problem.budget.scaled(amount, problem.budget.total))
        yield point(scaled, amount, policy, solver, limit)


def point(problem: Problem, amount: int, policy: str, solver: str = "auto", limit: float | None = None) -> Point:
    """Decide at one budget."""
    found = find(problem, policy, solver, limit)
    if found.posts is None:
        return Point(amount, 0, None, None, "infeasible" if found.infeasible else "no_answer", (), {})
    posts = found.posts
    by_weight = policy in ("weighted", "rank-and-cut")
    value = weighted(problem, posts) if by_weight else benefit(problem, posts)
    last: Tier | None = found.stages[-1] if found.stages else None
    weakest = _weakest([stage.verdict for stage in found.stages]) if found.stages else "feasible_unproven"
    return Point(
        amount,
        sum(sum(problem.projects[i].price(n).values()) for i, n in posts.items()),
        value,
        last.bound if last is not None and last.tier == "weighted" else None,
        weakest,
        vector(problem, policy, posts),
        {problem.projects[i].id: n for i, n in sorted(posts.items())},
    )


def _weakest(verdicts: list[Verdict]) -> Verdict:
    order: tuple[Verdict, ...] = ("within_gap", "feasible_unproven")
    return next((verdict for verdict in order if verdict in verdicts), "proven_optimal")


@dataclass(frozen=True, slots=True)
class Margin:
    """What a step of money changes, by a fresh decision.

    Parameters
    ----------
    step : int [fen]
        More money (positive) or less.
    gain : Fraction
        Change of the objective.
    added, dropped : mapping of str to int [post]
        Posts by project; a project that is not bought by the post counts one.
    """

    step: int
    gain: Fraction
    added: Mapping[str, int]
    dropped: Mapping[str, int]


def margins(problem: Problem, policy: str, step: int, solver: str = "auto") -> tuple[Margin, Margin]:
    """Value of the next and of the last `step` fen: exact re-solves, never a solver's dual prices.

    Several lines of a budget move in proportion.
    """
    total = problem.budget.total
    here = point(problem, total, policy, solver)
    found = []
    for change in (step, -step):
        moved = problem.with_budget(problem.budget.scaled(total + change, total))
        there = point(moved, total + change, policy, solver)
        gain = (there.objective or Fraction(0)) - (here.objective or Fraction(0))
        found.append(Margin(change, gain, _beyond(there, here), _beyond(here, there)))
    return found[0], found[1]


def _beyond(more: Point, less: Point) -> dict[str, int]:
    """Posts of `more` that `less` does not have."""
    return {name: n - less.posts.get(name, 0) for name, n in more.posts.items() if n > less.posts.get(name, 0)}

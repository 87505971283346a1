"""What every budget buys: the frontier, each point proved, and what the next and the last yuan are worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gpss_sim.allocation.plan.outcome import Tier, Verdict
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.decide import find


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The best that one budget buys.

    Parameters
    ----------
    budget : int [fen]
    policy : str
    verdict : str
    plan : Plan or None
        None where there is no answer.
    bound : Fraction or None
        Upper bound on the objective under `weighted`.
    """

    budget: int
    policy: str
    verdict: Verdict
    plan: Plan | None = None
    bound: Fraction | None = None

    @property
    def spent(self) -> int:
        """Money spent [fen]; 0 without an answer."""
        return 0 if self.plan is None else self.plan.cost

    @property
    def objective(self) -> Fraction | None:
        """Weighted benefit under `weighted` and `rank-and-cut`, else unweighted benefit; None without an answer."""
        if self.plan is None:
            return None
        return self.plan.weighted if self.policy in ("weighted", "rank-and-cut") else self.plan.benefit

    @property
    def tiers(self) -> tuple[Fraction, ...]:
        """Benefit by tier, the tier served first coming first."""
        return () if self.plan is None else tuple(self.plan.by_tier(self.policy).values())

    @property
    def posts(self) -> dict[str, int]:
        """Posts bought by id [post]."""
        return {} if self.plan is None else self.plan.by_id

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
    problem: Problem,
    amounts: Sequence[int],
    policy: str,
    solver: str = "auto",
    limit: float | Deadline | None = None,
) -> Iterator[FrontierPoint]:
    """Decide anew at every budget; all lines of the budget move in proportion.

    Parameters
    ----------
    amounts : sequence of int [fen]
        Budgets.
    limit : float or Deadline, optional [s]
        Limit of all decisions together; what one of them leaves, the others have.
    """
    deadline = Deadline.of(limit)
    for number, amount in enumerate(amounts):
        scaled = problem.with_budget(problem.budget.scaled(amount, problem.budget.total))
        yield point(scaled, amount, policy, solver, deadline.part(1 / (len(amounts) - number)))


def point(
    problem: Problem, amount: int, policy: str, solver: str = "auto", limit: float | Deadline | None = None
) -> FrontierPoint:
    """Decide at one budget."""
    found = find(problem, policy, solver, limit)
    if found.plan is None:
        return FrontierPoint(amount, policy, "infeasible" if found.infeasible else "no_answer")
    last: Tier | None = found.stages[-1] if found.stages else None
    weakest = _weakest([stage.verdict for stage in found.stages]) if found.stages else "feasible_unproven"
    bound = last.bound if last is not None and last.tier == "weighted" else None
    return FrontierPoint(amount, policy, weakest, found.plan, bound)


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


def margins(
    problem: Problem, policy: str, step: int, solver: str = "auto", limit: float | Deadline | None = None
) -> tuple[Margin, Margin]:
    """Value of the next and of the last `step` fen, or all: exact re-solves, never a solver's dual prices.

    Several lines of a budget move in proportion.
    """
    total = problem.budget.total
    deadline = Deadline.of(limit)
    here = point(problem, total, policy, solver, deadline.part(1 / 3))
    found = []
    for change in (step, -min(step, total)):
        moved = problem.with_budget(problem.budget.scaled(total + change, total))
        there = point(moved, total + change, policy, solver, deadline.part(1 / 2 if change > 0 else 1))
        gain = (there.objective or Fraction(0)) - (here.objective or Fraction(0))
        found.append(Margin(change, gain, _beyond(there, here), _beyond(here, there)))
    return found[0], found[1]


def _beyond(there: FrontierPoint, here: FrontierPoint) -> dict[str, int]:
    """Posts bought there that are not bought here."""
    more, less = there.posts, here.posts
    return {name: n - less.get(name, 0) for name, n in more.items() if n > less.get(name, 0)}

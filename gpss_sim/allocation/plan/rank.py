"""Which of two lists is better: value, then least money, then the smallest ids, then most posts in them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gpss_sim.allocation.plan.audit import audit
from gpss_sim.allocation.plan.funding import pay
from gpss_sim.allocation.plan.outcome import Outcome
from gpss_sim.allocation.plan.ranking import core_ids, tier_of
from gpss_sim.allocation.plan.value import vector, weighted, worst_district
from gpss_sim.allocation.problem.problem import Problem

List = dict[int, int]
"""Posts bought by position."""


@dataclass(frozen=True, slots=True, order=True)
class Rank:
    """Where a list stands among all lists; the greater is the better.

    Parameters
    ----------
    value : tuple of Fraction
        Goals in the order in which they are served.
    saved : int [fen]
        Money spent, negated.
    bought : tuple of bool
    posts : tuple of int [post]
        By position.
    """

    value: tuple[Fraction, ...]
    saved: int
    bought: tuple[bool, ...]
    posts: tuple[int, ...]


def worth(problem: Problem, policy: str, posts: List) -> tuple[Fraction, ...]:
    """Goals of a list in the order in which they are served."""
    fairness = problem.rules.fairness
    first = (worst_district(problem, posts),) if fairness and fairness.goal == "max-min" else ()
    return first + ((weighted(problem, posts),) if policy == "weighted" else vector(problem, policy, posts))


def rank(problem: Problem, policy: str, posts: List) -> Rank:
    """Where a list stands, exactly."""
    amounts = tuple(posts.get(i, 0) for i in range(len(problem.projects)))
    return Rank(worth(problem, policy, posts), -spent(problem, posts), tuple(n > 0 for n in amounts), amounts)


def spent(problem: Problem, posts: List) -> int:
    """Money a list costs over all years [fen]."""
    return sum(sum(problem.projects[i].price(n).values()) for i, n in posts.items())


def keeps(problem: Problem, posts: List) -> bool:
    """Whether a list keeps every rule."""
    return not audit(problem, posts, pay(problem, posts))


def settled(outcome: Outcome) -> bool:
    """Whether an outcome is proved to the last tie, so that no other list has its rank."""
    return outcome.verdict == "proven_optimal" and outcome.ties_proven


def steady(problem: Problem, name: str) -> bool:
    """Whether the best list with a project stays the best with it whatever it brings, and however urgent it is.

    So it is where its benefit adds to one goal, always the same amount, and no rule looks at it.
    """
    project = problem.projects[problem.index[name]]
    return not (project.divisible or problem.rules.overlap or problem.rules.fairness)


def own_tier(problem: Problem, policy: str, name: str) -> int | str:
    """Goal to which a project contributes."""
    if policy == "weighted":
        return policy
    return tier_of(problem.projects[problem.index[name]], core_ids(problem) if policy == "core-plus" else frozenset())

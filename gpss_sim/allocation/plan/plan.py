"""A plan: which projects are bought, with how many posts, and everything that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from gpss_sim.allocation.plan import value
from gpss_sim.allocation.plan.audit import audit
from gpss_sim.allocation.plan.funding import Funding, fund
from gpss_sim.allocation.plan.rank import RankKey
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules.rule import RuleBreach


@dataclass(frozen=True, eq=False)
class Plan:
    """Posts bought of the projects of one problem.

    Two plans are equal when they buy the same posts of the same ids; the problem may differ, as it does when a budget
    or a price is moved.

    Parameters
    ----------
    problem : Problem
    posts : mapping of int to int [post]
        Posts bought, by position in ``problem.projects``; kept in ascending order of position.
    """

    problem: Problem
    posts: Mapping[int, int]

    def __post_init__(self) -> None:
        ordered = {i: self.posts[i] for i in sorted(self.posts)}
        object.__setattr__(self, "posts", MappingProxyType(ordered))

    @classmethod
    def of(cls, problem: Problem, posts: Mapping[str, int]) -> Plan:
        """Return a plan from posts by project id; an id that is no project of the problem is an error."""
        return cls(problem, {problem.index[name]: n for name, n in posts.items()})

    def on(self, problem: Problem) -> Plan:
        """Return the same purchases under another problem that has these projects."""
        return Plan.of(problem, self.by_id)

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Posts bought by project id, in order of id."""
        return {self.problem.projects[i].id: n for i, n in self.posts.items()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self.by_id == other.by_id

    def __hash__(self) -> int:
        return object.__hash__(self)

    def __contains__(self, position: int) -> bool:
        return position in self.posts

    @cached_property
    def costs(self) -> dict[int, int]:
        """Price of what is bought, over all years, by position [fen]."""
        return {i: sum(self.problem.projects[i].price(n).values()) for i, n in self.posts.items()}

    @cached_property
    def amount(self) -> dict[str, int]:
        """Price of what is bought, over all years, by project id [fen]."""
        return {self.problem.projects[i].id: fen for i, fen in self.costs.items()}

    @cached_property
    def cost(self) -> int:
        """Price of the whole plan over all years [fen]."""
        return sum(self.costs.values())

    @cached_property
    def funding(self) -> Funding | None:
        """Money by project, year and source [fen]; None where the sources cannot pay for the plan."""
        return fund(self.problem, self.posts)

    @cached_property
    def breaches(self) -> tuple[RuleBreach, ...]:
        """Every rule the plan breaks, by how much."""
        return tuple(audit(self.problem, self.posts, self.funding))

    @property
    def feasible(self) -> bool:
        """Whether the plan keeps every rule."""
        return not self.breaches

    @property
    def benefit(self) -> Fraction:
        """Σ benefit, unweighted, before overlaps."""
        return value.benefit(self.problem, self.posts)

    @property
    def weighted(self) -> Fraction:
        """Σ weight of urgency × benefit, overlaps counted tier by tier."""
        return value.weighted(self.problem, self.posts)

    def by_tier(self, policy: str) -> dict[int | str, Fraction]:
        """Benefit by tier, the tier served first coming first."""
        return value.by_tier(self.problem, policy, self.posts)

    def objective(self, policy: str, tier: int | str) -> Fraction:
        """Value of one objective: a tier's benefit, ``weighted``, or ``fairness`` (the least benefit per head)."""
        return value.objective_value(self.problem, policy, tier, self.posts)

    def value(self, policy: str) -> tuple[Fraction, ...]:
        """Every objective of the policy, in the order in which they are compared."""
        return value.objective_values(self.problem, policy, self.posts)

    def rank_key(self, policy: str) -> RankKey:
        """Place of the plan among all plans of the problem: of two feasible plans the greater key is chosen."""
        amounts = tuple(self.posts.get(i, 0) for i in range(len(self.problem.projects)))
        return RankKey(self.value(policy), -self.cost, tuple(n > 0 for n in amounts), amounts)

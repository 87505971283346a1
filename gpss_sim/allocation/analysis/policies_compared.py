"""The readings of urgency side by side: what each would buy, and what each leaves unmet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from gpss_sim.allocation.plan.outcome import Outcome
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.library.project import TIERS


@dataclass(frozen=True, slots=True)
class PolicyView:
    """One policy beside the chosen one.

    Parameters
    ----------
    outcome : Outcome
    weighted_benefit : Fraction
    by_urgency, unmet : dict of int to Fraction
        Benefit bought, and benefit of what is left out, by urgency, 5 first.
    left_out : tuple of str
        Projects of urgency 5 that are not bought.
    only_here, not_here : tuple of str
        What it buys and the chosen policy does not, and the opposite.
    """

    outcome: Outcome
    weighted_benefit: Fraction
    by_urgency: dict[int, Fraction]
    unmet: dict[int, Fraction]
    left_out: tuple[str, ...]
    only_here: tuple[str, ...]
    not_here: tuple[str, ...]


def compare_policies(problem: Problem, outcomes: Mapping[str, Outcome], chosen: str) -> list[PolicyView]:
    """Compare outcomes by policy with the one of `chosen`."""
    mine = set(outcomes[chosen].selected)
    return [_view(problem, outcome, mine) for outcome in outcomes.values()]


def _view(problem: Problem, outcome: Outcome, chosen: set[str]) -> PolicyView:
    plan, bought = outcome.plan, set(outcome.selected)
    return PolicyView(
        outcome=outcome,
        weighted_benefit=plan.weighted,
        by_urgency={int(tier): value for tier, value in plan.by_tier("weighted").items()},
        unmet=_unmet(problem, plan.posts),
        left_out=tuple(p.id for p in problem.projects if p.urgency == TIERS[0] and p.id not in bought),
        only_here=tuple(sorted(bought - chosen)),
        not_here=tuple(sorted(chosen - bought)),
    )


def _unmet(problem: Problem, posts: Mapping[int, int]) -> dict[int, Fraction]:
    """Benefit of what is left out, by urgency; projects left out whole are added in whole numbers, which is faster."""
    whole, parts = dict.fromkeys(TIERS, 0), dict.fromkeys(TIERS, Fraction(0))
    for i, project in enumerate(problem.projects):
        if i not in posts:
            whole[project.urgency] += problem.benefits[i]
        elif posts[i] < project.posts:
            parts[project.urgency] += problem.worth(i, project.posts - posts[i])
    return {tier: parts[tier] + Fraction(whole[tier], problem.scale) for tier in TIERS}

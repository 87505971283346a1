"""Rules of a decision that hold in its simulation as well, when projects in reserve are bought from what is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gpss_sim.allocation import Problem
from gpss_sim.allocation.plan.audit import admits


@dataclass(frozen=True)
class Rulebound:
    """Whether a project may join others under the rules of a decision: caps, staff, exclusions, prerequisites.

    Parameters
    ----------
    problem : Problem
    posts : dict of str to int [post]
        Posts of the projects bought, by id; others are bought whole.
    """

    problem: Problem
    posts: dict[str, int]

    def __call__(self, served: frozenset[str], further: str) -> bool:
        """Whether a further project breaks no rule that holds without it."""
        index = self.problem.index
        before = {index[name]: self._size(name) for name in sorted(served) if name in index}
        after = before | ({index[further]: self._size(further)} if further in index else {})
        return admits(self.problem, before, after)

    def _size(self, name: str) -> int:
        return self.posts.get(name, self.problem.projects[self.problem.index[name]].posts)


def rulebound(problem: Problem, posts: Mapping[str, int]) -> Rulebound | None:
    """The rules that tie the projects of a decision together; None where there are none.

    Parameters
    ----------
    problem : Problem
    posts : mapping of str to int [post]
        Posts of the projects bought, by id.
    """
    tied = problem.rules.active or any(p.requires or p.excludes for p in problem.projects)
    return Rulebound(problem, dict(posts)) if tied else None

"""What an explanation holds: reason, rivals, and the smallest changes that flip the decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.library.project import Project, exact

Kind = Literal["cost", "benefit", "urgency", "budget"]


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change of one kind that flips the decision on a project, or the largest that does not.

    Parameters
    ----------
    kind : str
        ``cost`` [fen], ``benefit`` [unit], ``urgency`` [class] or ``budget`` [fen].
    amount : int
        How much lower the cost, or higher the rest, for a project that is out; for one that is in, how
        much higher the cost, or lower the rest, may become while it stays in.

    proven : bool
        Whether fresh decisions with the change, and one a step away, were proved to be as claimed to the last tie.
        If not, plans of equal value could not be told apart there, and the last unit is what the search found.
    """

    kind: Kind
    amount: int
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a project is in or out.

    Parameters
    ----------
    id : str
    inside : bool
    reason : str
        A sentence.
    rivals : tuple of str
        Projects that would leave the plan if it were forced in (for one inside: that would take its place);
        those that only lose or gain posts say how many.
    loss : Fraction or None
        Benefit the plan would lose by that, in the objective of the policy; None under tiers.
    changes : tuple of Change
    impossible : tuple of str
        Kinds of change that alone can never flip the decision.
    unsettled : tuple of str
        Kinds of change that were looked for and not found in reasonable time.
    """

    id: str
    inside: bool
    reason: str
    rivals: tuple[str, ...]
    loss: Fraction | None
    changes: tuple[Change, ...]
    impossible: tuple[str, ...]
    unsettled: tuple[str, ...] = ()


def changed(problem: Problem, name: str, kind: Kind, amount: int) -> Problem:
    """Return the decision with one number moved: up for `amount` > 0, down below 0.

    A cost by year moves in proportion in all years.
    """
    if kind == "budget":
        return problem.raised(amount)
    project = problem.projects[problem.index[name]]
    if kind == "cost":
        new = replace(project, cost=_moved(project, amount))
    elif kind == "benefit":
        new = replace(project, benefit=exact(project.benefit) + amount)
    else:
        new = replace(project, urgency=project.urgency + amount)
    return problem.with_moved(new)


def _moved(project: Project, amount: int) -> int | dict[int, int]:
    if isinstance(project.cost, int):
        return project.cost + amount
    total = project.total
    years = sorted(project.cost)
    sums = [sum(project.cost[y] for y in years[: k + 1]) * (total + amount) // total for k in range(len(years))]
    return {y: b - a for y, a, b in zip(years, [0, *sums], sums, strict=False)}

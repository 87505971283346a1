"""The answer to a budget decision, with what is proved about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from gpss_sim.allocation.plan.funding import Funding
from gpss_sim.allocation.plan.plan import Plan

Verdict = Literal["proven_optimal", "within_gap", "feasible_unproven", "infeasible", "no_answer"]
Status = Literal["selected", "reserve", "rejected"]


@dataclass(frozen=True, slots=True)
class Tier:
    """What one urgency class gets.

    Parameters
    ----------
    tier : int or str
        Urgency, or the name of a goal that comes before it (``core``, ``fairness``).
    benefit, bound : Fraction
        Benefit reached, and what no answer that is as good in the tiers above can exceed.
    verdict : str
        Whether `benefit` is proved best.
    """

    tier: int | str
    benefit: Fraction
    bound: Fraction | None
    verdict: Verdict

    @property
    def gap(self) -> float | None:
        """(bound − benefit) / max(benefit, 1)."""
        return None if self.bound is None else float((self.bound - self.benefit) / max(self.benefit, Fraction(1)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which projects are bought, which come next, and how sure that is.

    Parameters
    ----------
    policy : str
    verdict : str
    plan : Plan
        What is bought; empty when there is no answer.
    selected : tuple of str
        Ids bought, in ranking order.
    reserve : tuple of str
        Ids to buy next, in order, as money is found.
    status : mapping of str to str
        ``selected``, ``reserve`` or ``rejected`` for every project.
    tiers : tuple of Tier
    objective, bound : Fraction or None
        Of `weighted` and `rank-and-cut`; None where tiers are judged one by one.
    solver : str
        Solvers that answered, joined by ``+``.
    seconds : float [s]
    ties_proven : bool
        Whether plans of equal value were separated by least money, then smallest ids.
    conflict : tuple of str
        Rules the plan of a search breaks, which is then no answer.
    """

    policy: str
    verdict: Verdict
    plan: Plan
    selected: tuple[str, ...]
    reserve: tuple[str, ...]
    status: Mapping[str, Status]
    tiers: tuple[Tier, ...]
    objective: Fraction | None
    bound: Fraction | None
    solver: str
    seconds: float
    ties_proven: bool
    conflict: tuple[str, ...] = ()

    @property
    def posts(self) -> dict[str, int]:
        """Posts bought by id, of the selected [post]."""
        return self.plan.by_id

    @property
    def amount(self) -> dict[str, int]:
        """Money spent by id, of the selected, over all years [fen]."""
        return self.plan.amount

    @property
    def payments(self) -> Funding:
        """Money by project, year and source [fen]."""
        return self.plan.funding or {}

    @property
    def spent(self) -> int:
        """Money spent over all years [fen]."""
        return self.plan.cost

    @property
    def total_benefit(self) -> Fraction:
        """Σ benefit, unweighted, before overlaps."""
        return self.plan.benefit

    @property
    def gap(self) -> float | None:
        """(bound − objective) / max(|objective|, 1); None without a bound."""
        if self.objective is None or self.bound is None:
            return None
        return float((self.bound - self.objective) / max(abs(self.objective), Fraction(1)))

    @property
    def has_answer(self) -> bool:
        """Whether there is a plan to carry out."""
        return self.verdict not in ("infeasible", "no_answer")

    @property
    def settled(self) -> bool:
        """Whether the plan is proved to the last tie, so that no other plan has its rank."""
        return self.verdict == "proven_optimal" and self.ties_proven

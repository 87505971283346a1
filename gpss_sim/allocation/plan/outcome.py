"""The answer to a budget decision, with what is proved about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

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
    """Which projects are bought, which wait in line, and how sure that is.

    Parameters
    ----------
    selected : tuple of str
        Ids bought, in ranking order.
    reserve : tuple of str
        Ids next in line, first come first.
    status : mapping of str to str
        ``selected``, ``reserve`` or ``rejected`` for every project.
    posts : mapping of str to int [post]
        Posts bought, of the selected.
    amount : mapping of str to int [fen]
        Money spent, of the selected.
    payments : mapping of (str, int or None, str or None) to int [fen]
        Money by project, year and source.
    objective, bound : Fraction or None
        Of `weighted` and `rank-and-cut`; None where tiers are judged one by one.
    ties_proven : bool
        Whether equal answers were separated by least money, then smallest ids.
    """

    policy: str
    verdict: Verdict
    selected: tuple[str, ...]
    reserve: tuple[str, ...]
    status: Mapping[str, Status]
    posts: Mapping[str, int]
    amount: Mapping[str, int]
    payments: Mapping[tuple[str, int | None, str | None], int]
    spent: int
    total_benefit: Fraction
    tiers: tuple[Tier, ...]
    objective: Fraction | None
    bound: Fraction | None
    solver: str
    seconds: float
    ties_proven: bool
    conflict: tuple[str, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def gap(self) -> float | None:
        """(bound − objective) / max(|objective|, 1); None without a bound."""
        if self.objective is None or self.bound is None:
            return None
        return float((self.bound - self.objective) / max(abs(self.objective), Fraction(1)))

    @property
    def has_answer(self) -> bool:
        """Whether there is a list to carry out."""
        return self.verdict not in ("infeasible", "no_answer")

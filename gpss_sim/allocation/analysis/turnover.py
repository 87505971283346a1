"""Where more money turns a list over, and where it lowers total benefit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from gpss_sim.allocation.analysis.frontier import FrontierPoint


@dataclass(frozen=True, slots=True)
class Turnover:
    """Two budgets of which the larger gives up projects that the smaller buys.

    Parameters
    ----------
    less, more : FrontierPoint
        What each budget buys.
    out, into : tuple of str
        Projects that leave and come in with the larger budget.
    """

    less: FrontierPoint
    more: FrontierPoint
    out: tuple[str, ...]
    into: tuple[str, ...]

    @property
    def lost(self) -> Fraction:
        """Total benefit lost with more money, unweighted; above 0 where more money buys less."""
        if self.less.plan is None or self.more.plan is None:
            return Fraction(0)
        return self.less.plan.benefit - self.more.plan.benefit

    @property
    def falls(self) -> bool:
        """Whether more money lowers total benefit."""
        return self.lost > 0


def turnover(points: Sequence[FrontierPoint]) -> Turnover | None:
    """The pair of neighbouring budgets with the largest fall of total benefit, else the first that turns the list over.

    None where every larger budget only adds.
    """
    known = sorted((point for point in points if point.plan is not None), key=lambda point: point.budget)
    found = []
    for less, more in pairwise(known):
        out = tuple(name for name in less.selected if name not in more.posts)
        if out and more.budget > less.budget:
            into = tuple(name for name in more.selected if name not in less.posts)
            found.append(Turnover(less, more, out, into))
    return max(found, key=lambda pair: max(pair.lost, Fraction(0)), default=None)

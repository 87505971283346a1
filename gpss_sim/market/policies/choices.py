"""Choice rules: which contract with a free place a recipient turns to (T14; facts A19, A29)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Protocol

from gpss_sim.registry import Registry


@dataclass(frozen=True, slots=True)
class Option:
    """A contract with a free place, as a recipient sees it.

    Parameters
    ----------
    free : int [places]
    record : float [points]
        Credit record of the agency.
    near : bool
        The agency is at home in the recipient's district.
    close : float
        Worth of its sort to the family, in units of the spread of tastes.
    """

    free: int
    record: float
    near: bool
    close: float = 0.0


@dataclass(frozen=True, slots=True)
class Taste:
    """What recipients care for: worth of a point of the record, and what another district costs."""

    quality: float
    distance: float


class ChoiceRule(Protocol):
    """A choice rule."""

    blind: bool
    """It looks at nothing but free places."""

    def pick(self, options: Sequence[Option], taste: Taste, luck: float) -> int:
        """Place in `options` of the one chosen; `luck` is the recipient's own uniform number."""

    def pull(self, providers: int, taste: Taste) -> float:
        """Relative gain in demand for a point of quality among equal providers [1/point]."""


CHOICES: Registry[type[ChoiceRule]] = Registry("choice rule")


@CHOICES.register("free_slots")
class FreeSlots:
    """The contract with most free places, then the smallest id."""

    blind = True

    def pick(self, options: Sequence[Option], taste: Taste, luck: float) -> int:
        """The first of those with most free places."""
        return max(range(len(options)), key=lambda k: (options[k].free, -k))

    def pull(self, providers: int, taste: Taste) -> float:
        """Quality draws nobody."""
        return 0.0


@CHOICES.register("quality_distance")
class QualityDistance:
    """A logit of the agency's record and whether it is near, by the recipient's own luck (T14)."""

    blind = False

    def pick(self, options: Sequence[Option], taste: Taste, luck: float) -> int:
        """The option in whose share of the interval the luck falls."""
        shares, total = logit_shares(options, taste), 0.0
        for k, share in enumerate(shares):
            total += share
            if luck < total:
                return k
        return len(shares) - 1

    def pull(self, providers: int, taste: Taste) -> float:
        """``β (1 − 1/n)``."""
        return taste.quality * (1 - 1 / providers)


@CHOICES.register("nearest_circle")
class NearestCircle(QualityDistance):
    """As quality_distance; providers count on Salop's circle, where a neighbour's gain is local (T14)."""

    def pull(self, providers: int, taste: Taste) -> float:
        """``n / t``: the transport cost divides what quality draws."""
        return taste.quality * providers / taste.distance if taste.distance else 0.0


def logit_shares(options: Sequence[Option], taste: Taste) -> list[float]:
    """Choice probabilities (T14)."""
    utility = [o.close + taste.quality * o.record - taste.distance * (not o.near) for o in options]
    weights = [exp(value - max(utility)) for value in utility]
    return [weight / sum(weights) for weight in weights]

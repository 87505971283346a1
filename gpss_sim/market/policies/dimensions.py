"""Dimensions of an assessment (facts R76, R78): what each looks at, in points of 100."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from gpss_sim.registry import Registry

FULL = 100.0


@dataclass(frozen=True, slots=True)
class Report:
    """What assessors find of one contract year.

    Parameters
    ----------
    quality : float [points]
        Mean quality index.
    effect : float [points]
        What recipients gained, as the quality that would give it at usual continuity; as the evaluator tells it.
    volume : float
        Open cases over what the reference staff would hold.
    staffed : float
        Filled seats over seats.
    """

    quality: float
    effect: float
    volume: float
    staffed: float


class Dimension(Protocol):
    """A dimension of assessment."""

    slope: float
    """Points it gains for one point of quality."""

    def value(self, report: Report) -> float:
        """Points of 100."""


DIMENSIONS: Registry[type[Dimension]] = Registry("dimension of assessment")


@DIMENSIONS.register("professional")
class Professional:
    """Professional standard of the service."""

    slope = 1.0

    def value(self, report: Report) -> float:
        """The quality index."""
        return report.quality


@DIMENSIONS.register("volume")
class Volume:
    """Volume against the contract's target (facts R77)."""

    slope = 0.0

    def value(self, report: Report) -> float:
        """Share of the target, at most all of it."""
        return FULL * min(report.volume, 1.0)


@DIMENSIONS.register("effect")
class Effect:
    """Effect on recipients, their satisfaction included."""

    slope = 1.0

    def value(self, report: Report) -> float:
        """What recipients gained."""
        return report.effect


@DIMENSIONS.register("management")
class Management:
    """Management of the project and the agency: posts kept filled."""

    slope = 0.0

    def value(self, report: Report) -> float:
        """Share of seats filled."""
        return FULL * report.staffed

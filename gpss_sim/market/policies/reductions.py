"""Reduction rules: how much of the last tranche a score earns (equation 12.2; facts R70, R74)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from gpss_sim.registry import Registry

if TYPE_CHECKING:
    from gpss_sim.streams import Floats


@dataclass(frozen=True, slots=True)
class Lines:
    """Scores at which grades change [points]: bar, pass, excellent."""

    bar: float
    passing: float
    excellent: float


class Reduction(Protocol):
    """A reduction rule."""

    def share(self, score: float, lines: Lines) -> float:
        """Share of the last tranche that is paid for `score` [points]."""

    def expected(self, quality: Floats, noise: float, lines: Lines) -> Floats:
        """Mean of that share where the score is normal around `quality` with sd `noise` [points]."""


REDUCTIONS: Registry[type[Reduction]] = Registry("reduction rule")


def chance(quality: Floats, line: float, noise: float) -> Floats:
    """Probability that a score around `quality` reaches `line`."""
    return _normal_cdf((quality - line) / noise) if noise > 0 else (quality >= line).astype(float)


@REDUCTIONS.register("all_or_nothing")
class AllOrNothing:
    """The tranche is paid if the score reaches the pass line (T10, threshold payment)."""

    def share(self, score: float, lines: Lines) -> float:
        """1 or 0."""
        return float(score >= lines.passing)

    def expected(self, quality: Floats, noise: float, lines: Lines) -> Floats:
        """The probability of passing."""
        return chance(quality, lines.passing, noise)


@REDUCTIONS.register("proportional")
class Proportional:
    """Nothing at the bar line, everything from the pass line, in proportion between (T10, linear pay within)."""

    def share(self, score: float, lines: Lines) -> float:
        """Linear between the two lines."""
        if lines.passing == lines.bar:
            return float(score >= lines.passing)
        return float(_ramp(score, lines))

    def expected(self, quality: Floats, noise: float, lines: Lines) -> Floats:
        """The integral of the probability of reaching each score between the lines, over their distance."""
        if lines.passing == lines.bar:
            return chance(quality, lines.passing, noise)
        if noise == 0:
            return _ramp(quality, lines)
        area = _integral((quality - lines.bar) / noise) - _integral((quality - lines.passing) / noise)
        share: Floats = noise * area / (lines.passing - lines.bar)
        return share


@REDUCTIONS.register("graded")
class Graded:
    """By grade: everything when passed, half when to be rectified, nothing below the bar line (facts R74)."""

    rectified = 0.5

    def share(self, score: float, lines: Lines) -> float:
        """1, one half or 0."""
        return self.rectified * (float(score >= lines.bar) + float(score >= lines.passing))

    def expected(self, quality: Floats, noise: float, lines: Lines) -> Floats:
        """The mean of the two probabilities."""
        return self.rectified * (chance(quality, lines.bar, noise) + chance(quality, lines.passing, noise))


# Reading a scenario names the rules and evaluates none of them: what they compute with is imported here.
def _ramp(score: Floats | float, lines: Lines) -> Floats:
    """0 up to the bar line, 1 from the pass line, linear between."""
    import numpy as np

    return np.asarray(np.interp(score, (lines.bar, lines.passing), (0.0, 1.0)))


def _integral(z: Floats) -> Floats:
    """Integral of the normal distribution function up to `z`."""
    import numpy as np

    return np.asarray(z * _normal_cdf(z) + np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi))


def _normal_cdf(z: Floats) -> Floats:
    """Normal distribution function."""
    import numpy as np
    from scipy.special import ndtr

    return np.asarray(ndtr(z))

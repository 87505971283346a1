"""Scales: from a number in [0, 1] to a value of a factor, be it real, logarithmic, whole or one of a list."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

DIGITS = 6
"""Significant digits of a sampled value: what a reader can copy."""


@dataclass(frozen=True, slots=True)
class FactorScale:
    """Values a factor may take.

    Parameters
    ----------
    low, high : int, float or None
        Ends of a range; None where the values are listed. Whole numbers at both ends make every value whole.
    log : bool
        Whether equal ratios, rather than equal differences, are equally likely.
    values : tuple
        Values of a list; empty for a range.
    """

    low: float | None = None
    high: float | None = None
    log: bool = False
    values: tuple[Any, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the values of the range are whole numbers."""
        return isinstance(self.low, int) and isinstance(self.high, int)

    @property
    def ordered(self) -> bool:
        """Whether larger means something: ranges are ordered, lists only if they hold numbers that rise."""
        if not self.values:
            return True
        numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in self.values)
        return numbers and list(self.values) == sorted(self.values)

    @property
    def size(self) -> int | None:
        """Number of values; None for a continuous range."""
        if self.values:
            return len(self.values)
        if self.whole:
            assert self.low is not None
            assert self.high is not None
            return int(self.high - self.low) + 1
        return None

    def at(self, share: float) -> Any:
        """Value at a share of the range; every value of a list or of whole numbers has an equal part of it.

        Parameters
        ----------
        share : float
            In [0, 1].

        >>> FactorScale(1.0, 100.0, log=True).at(0.5), FactorScale(1, 3).at(0.5), FactorScale(values=("a", "b")).at(1.0)
        (10.0, 2, 'b')
        """
        if self.size is not None and not self.log:
            place = min(int(share * self.size), self.size - 1)
            return self.values[place] if self.values else int(self.low or 0) + place
        assert self.low is not None
        assert self.high is not None
        if not self.log:
            return _rounded(self.low + share * (self.high - self.low))
        if not self.whole:
            return _rounded(math.exp(math.log(self.low) + share * math.log(self.high / self.low)))
        # A whole number n has the part of ln that lies between n − ½ and n + ½.
        low, high = self.low - 0.5, self.high + 0.5
        return int(min(max(round(low * (high / low) ** share), self.low), self.high))


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")

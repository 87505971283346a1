"""The largest of many lines, looked up by part."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gpss_sim.streams import Floats


@dataclass(frozen=True)
class UpperEnvelope:
    """The largest of many lines over the numbers from zero on, by the parts on which one of them is it.

    Parameters
    ----------
    ends : ndarray (k - 1,)
        Where one part ends and the next begins, ascending.
    starts, slopes : ndarray (k,)
        The line of each part.
    """

    ends: Floats
    starts: Floats
    slopes: Floats

    @classmethod
    def of(cls, starts: Floats, slopes: Floats) -> UpperEnvelope:
        """The envelope of lines ``start + slope · x`` for x ≥ 0."""
        place = int(np.lexsort((slopes, starts))[-1])
        parts, ends = [place], []
        while True:
            steeper = np.flatnonzero(slopes > slopes[place])
            if not steeper.size:
                break
            with np.errstate(over="ignore"):  # lines that hardly differ in slope meet beyond all numbers
                meets = (starts[place] - starts[steeper]) / (slopes[steeper] - slopes[place])
            first = meets.min()
            nearest = steeper[meets == first]
            place = int(nearest[slopes[nearest].argmax()])
            parts.append(place)
            ends.append(first)
        return cls(np.array(ends), starts[parts], slopes[parts])

    def at(self, x: Floats) -> Floats:
        """The largest of the lines at each of `x`."""
        part = self.ends.searchsorted(x)
        return np.asarray(self.starts[part] + x * self.slopes[part])

    @cached_property
    def _plain(self) -> tuple[list[float], list[float], list[float]]:
        return self.ends.tolist(), self.starts.tolist(), self.slopes.tolist()

    def at_one(self, x: float) -> float:
        """The largest of the lines at one number."""
        ends, starts, slopes = self._plain
        part = bisect_left(ends, x)
        return starts[part] + x * slopes[part]

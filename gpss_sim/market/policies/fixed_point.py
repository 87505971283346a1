"""Steps to a fixed point of a map that overshoots when it is repeated (Anderson 1965)."""

from __future__ import annotations

from collections import deque

import numpy as np

from gpss_sim.streams import Floats

SHARE = 0.3
"""Share of what is left that a step takes beyond what the steps before it explain."""
REMEMBERED = 9
"""Points looked back at, the present one among them."""
_RANK = 1e-6
"""Directions that hardly differ, as a share of the largest singular value, are left out."""


class FixedPoint:
    """Where to look next for ``x = f(x)``, from the points looked at so far (Anderson acceleration).

    Between two points the rest ``f(x) - x`` is taken for linear; the next point is where the combination of the last
    ones has the least rest, and `SHARE` of that rest on.

    >>> steps, x = FixedPoint(), np.array([1.0])
    >>> for _ in range(4):
    ...     x = steps.after(x, (7.0 - 3.0 * x) - x)
    >>> round(float(x[0]), 9)
    1.75
    """

    def __init__(self) -> None:
        self._points: deque[Floats] = deque(maxlen=REMEMBERED)
        self._rests: deque[Floats] = deque(maxlen=REMEMBERED)

    def after(self, point: Floats, rest: Floats) -> Floats:
        """The next point to look at.

        Parameters
        ----------
        point, rest : ndarray, of one shape
            Where the map was looked at, and what it adds there.
        """
        self._points.append(point.ravel())
        self._rests.append(rest.ravel())
        step = SHARE * rest.ravel()
        if len(self._points) > 1:
            moved, changed = (np.diff(np.stack(tuple(told)), axis=0).T for told in (self._points, self._rests))
            share = np.linalg.lstsq(changed, rest.ravel(), rcond=_RANK)[0]
            step = step - (moved + SHARE * changed) @ share
        return np.asarray((point.ravel() + step).reshape(point.shape))

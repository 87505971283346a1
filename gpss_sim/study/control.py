"""Control variates: what a run owes to a quantity whose mean is known is taken out of its outcome.

References
----------
Lavenberg, S. S., Welch, P. D. (1981). A perspective on the use of control variables to increase the efficiency of Monte
Carlo simulations. Manag. Sci. 27, 322–335.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gpss_sim.scenario.schema import Scenario

KNOWN = ("arrived",)
"""Metrics whose mean a scenario tells."""
FEWEST = 10
"""Replications below which nothing is taken out: the slope would be luck."""


def adjusted(values: Sequence[float], control: Sequence[float], mean: float) -> list[float]:
    """Values less what they owe to the control.

    Parameters
    ----------
    values, control : sequence of float
        One a replication; a replication without both values stays as it is.
    mean : float
        Known mean of the control.

    Returns
    -------
    list of float
        Their mean estimates that of `values`, with less spread. Deviations are widened a little, so that an ordinary
        interval of them is as long as that of the regression with its degree of freedom less.
    """
    pairs = [(a, c) for a, c in zip(values, control, strict=True) if not math.isnan(a + c)]
    n = len(pairs)
    if n < FEWEST:
        return list(values)
    centre, middle = math.fsum(a for a, _ in pairs) / n, math.fsum(c for _, c in pairs) / n
    spread = math.fsum((c - middle) ** 2 for _, c in pairs)
    if spread == 0:
        return list(values)
    slope = math.fsum((a - centre) * (c - middle) for a, c in pairs) / spread
    target = centre - slope * (middle - mean)
    widened = math.sqrt((n - 1) / (n - 2) * (1 + n * (middle - mean) ** 2 / spread))
    return [
        value if math.isnan(value + c) else target + widened * (value - slope * (c - mean) - target)
        for value, c in zip(values, control, strict=True)
    ]


def known_mean(scenario: Scenario, metric: str, window: str) -> float:
    """Expected value of a metric over a window of years.

    Parameters
    ----------
    scenario : Scenario
        The city.
    metric : str
        One of :data:`KNOWN`.
    window : str
        ``"2-5"`` or one year.

    Raises
    ------
    KeyError
        If the mean of the metric is not known.
    """
    if metric not in KNOWN:
        raise KeyError(metric)
    from gpss_sim import fiscal
    from gpss_sim.market.city_map import lay_out_cells
    from gpss_sim.streams import Streams

    first, last = (int(year) for year in (window.split("-") * 2)[:2])
    start, end = fiscal.year_start(first), fiscal.year_start(last + 1)
    # Where need is uneven its places differ by luck, and their sum does not.
    cells = lay_out_cells(scenario, Streams(0, 0))
    # Days are counted from the beginning of the run, at which the rate stands.
    opening = fiscal.year_start(0 if scenario.calendar.reference_year else 1)
    pace = math.log1p(scenario.demand.growth) / fiscal.YEAR
    added = sum(start <= day < end for cell in cells for day in cell.extra)
    return sum(cell.rate for cell in cells) * _grown(pace, start - opening, end - opening) + added


def _grown(pace: float, start: float, end: float) -> float:
    """Integral of exp(pace · day) from one day to another [day]."""
    return end - start if pace == 0 else (math.expm1(pace * end) - math.expm1(pace * start)) / pace

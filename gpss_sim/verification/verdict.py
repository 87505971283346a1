"""Theory against simulation: standard error, z, verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import copysign, exp, inf, isfinite, sqrt
from statistics import fmean, stdev

from scipy.stats import norm, t

LIMIT = 4.0
"""Standard errors that theory and simulation may be apart."""


@dataclass(frozen=True, slots=True)
class RowResult:
    """What replications say of a row.

    Parameters
    ----------
    name : str
        Full name of the row.
    exact, simulated, error : float
        Theory, mean of the replications, its standard error.
    z : float
        Standard errors between them: the normal quantile of the same probability as Student's t, since few
        replications know their own spread badly. Infinite where luck has no part and they differ.
    replications : int
        Independent runs.
    seconds : float [s]
        Time of one core that one run took; no part of the finding.
    """

    name: str
    exact: float
    simulated: float
    error: float
    z: float
    replications: int
    seconds: float = field(default=0.0, compare=False)

    @property
    def coarseness(self) -> float:
        """Standard error as a share of the exact value."""
        return abs(self.error / self.exact) if self.exact else 0.0

    def seconds_to(self, coarseness: float) -> float:
        """Time of one core after which the standard error is `coarseness` of the exact value [s]."""
        return self.replications * (self.coarseness / coarseness) ** 2 * self.seconds

    @property
    def holds(self) -> bool:
        """Whether theory and simulation agree."""
        return abs(self.z) <= LIMIT


def compare(name: str, exact: float, values: Sequence[float], grain: float, seconds: float = 0.0) -> RowResult:
    """Compare a row with the values of independent replications.

    Parameters
    ----------
    name : str
        Full name of the row.
    exact : float
        What theory says.
    values : sequence of float
        One value a replication.
    grain : float
        How far they may be apart where all replications agree.
    seconds : float [s]
        Time of one replication.
    """
    n, mean = len(values), fmean(values)
    error = stdev(values) / sqrt(n) if n > 1 and isfinite(mean) else 0.0
    return RowResult(name, exact, mean, error, _z(mean - exact, error, n, grain), n, seconds)


def _z(apart: float, error: float, n: int, grain: float) -> float:
    """Standard errors apart, on the normal scale; a value that is none at all is infinitely far away.

    >>> round(_z(2.0, 1.0, 12, 0.0), 3), _z(0.5, 0.0, 1, 1.0), _z(0.5, 0.0, 1, 0.1)
    (1.807, 0.0, inf)
    """
    if not isfinite(apart):
        return inf
    if error <= 1e-12:
        return 0.0 if abs(apart) <= grain else copysign(inf, apart)
    tail = t.logsf(abs(apart) / error, n - 1)
    return copysign(_quantile(float(tail)), apart)


def _quantile(log_tail: float) -> float:
    """Normal quantile of an upper tail given by its logarithm; beyond what can be told apart, 37."""
    return float(norm.isf(exp(log_tail))) if log_tail > -690 else 37.0

"""A budget of runs shared so that the best policy is chosen as surely as it allows (OCBA).

References
----------
Chen, C.-H., Lin, J., Yücesan, E., Chick, S. E. (2000). Simulation budget allocation for further enhancing the
efficiency of ordinal optimization. Discrete Event Dyn. Syst. 10, 251–270.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from gpss_sim.streams import Floats


def shares(means: Floats, variances: Floats) -> Floats:
    """Share of a budget that each policy is to have.

    Parameters
    ----------
    means : array, shape (policies,)
        More is better.
    variances : array, shape (policies,)
        Of the difference from the best policy, or of the outcome where runs are not paired; the best one's own is its
        variance of the outcome.

    Returns
    -------
    array, shape (policies,)
        Sums to 1. A policy counts with the square of spread over lead: what is close and noisy is run more.
    """
    best = int(np.argmax(means))
    gaps = means[best] - means
    # A policy that ties with the best would take the whole budget; a small gap keeps the others in.
    smallest = 1e-3 * np.sqrt(variances.max() or 1.0)
    weights = variances / np.maximum(gaps, smallest) ** 2
    weights[best] = 0.0
    spread = np.where(variances > 0, variances, 1.0)
    weights[best] = np.sqrt(variances[best] * (weights**2 / spread).sum())
    total = weights.sum()
    found: Floats = weights / total if total > 0 else np.full(len(means), 1 / len(means))
    return found


def next_runs(means: Floats, variances: Floats, counts: NDArray[np.int64], step: int) -> NDArray[np.int64]:
    """Further runs of each policy out of the next `step`: those furthest below their share of the enlarged budget.

    Parameters
    ----------
    means, variances : arrays, shape (policies,)
        See :func:`shares`.
    counts : array of int, shape (policies,)
        Runs so far.
    step : int
        Runs to hand out.
    """
    wanted = shares(means, variances) * (counts.sum() + step)
    lacking = np.maximum(0.0, wanted - counts)
    exact = step * lacking / lacking.sum() if lacking.sum() > 0 else np.full(len(counts), step / len(counts))
    given = np.floor(exact).astype(np.int64)
    for policy in np.argsort(-(exact - given), kind="stable")[: step - given.sum()]:
        given[policy] += 1
    return given


def probability_right(leads: Floats, errors: Floats) -> float:
    """Lower bound of the probability that the best policy was chosen (Bonferroni).

    Parameters
    ----------
    leads : array
        Mean lead of the chosen policy over each other one.
    errors : array
        Standard error of each lead.
    """
    ratio = np.divide(leads, errors, out=np.full_like(leads, np.inf), where=errors > 0)
    return float(max(0.0, 1 - norm.sf(ratio).sum()))

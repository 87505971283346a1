"""Latin hypercube: every factor is spread evenly over its range, in an order of its own."""

from __future__ import annotations

import numpy as np

from gpss_sim.streams import Floats, Streams


def latin_hypercube(samples: int, factors: int, streams: Streams) -> Floats:
    """Points of the unit cube, one in each of `samples` equal slices of every factor.

    Parameters
    ----------
    samples, factors : int
        Rows and columns.
    streams : Streams
        Luck; a factor keeps its column when others are added after it.

    Returns
    -------
    array, shape (samples, factors)
        In [0, 1).

    References
    ----------
    McKay, M. D., Beckman, R. J., Conover, W. J. (1979). A comparison of three methods for selecting values of input
    variables in the analysis of output from a computer code. Technometrics 21, 239–245.
    """
    columns = []
    for factor in range(factors):
        slices = np.argsort(streams.uniforms("latin slices", factor, n=samples), kind="stable")
        columns.append((slices + streams.uniforms("latin places", factor, n=samples)) / samples)
    return np.column_stack(columns)

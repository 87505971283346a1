"""Sobol points, and the blocks of them from which first-order and total indices are estimated."""

from __future__ import annotations

import numpy as np

from gpss_sim.streams import Floats, Streams

BITS = 30
"""Binary digits of a point."""


def sobol(samples: int, factors: int, streams: Streams) -> Floats:
    """Points of a Sobol sequence, each factor shifted digit by digit (exclusive or) by luck of its own.

    Parameters
    ----------
    samples : int
        Rows; a power of two keeps the points balanced.
    factors : int
        Columns.
    streams : Streams
        Luck of the shifts.

    Returns
    -------
    array, shape (samples, factors)
        In [0, 1), in the middle of cells of width 2^−30.

    References
    ----------
    Joe, S., Kuo, F. Y. (2008). Constructing Sobol sequences with better two-dimensional projections. SIAM J. Sci.
    Comput. 30, 2635–2654.
    """
    from scipy.stats import qmc  # takes longer to load than the points to make

    engine = qmc.Sobol(factors, scramble=False, bits=BITS)
    power = (samples - 1).bit_length()  # a whole power of two is drawn: anything else makes the library warn
    digits = (engine.random_base2(power)[:samples] * 2**BITS).astype(np.int64)
    shifts = np.array([int(streams.uniform("sobol shift", factor) * 2**BITS) for factor in range(factors)])
    return ((digits ^ shifts) + 0.5) / 2**BITS


def saltelli(samples: int, factors: int, streams: Streams) -> Floats:
    """Blocks A, B and, for each factor, A with that factor's column of B.

    Parameters
    ----------
    samples : int
        Rows of a block; a power of two keeps them balanced.
    factors : int
        Columns.
    streams : Streams
        Luck of the shifts.

    Returns
    -------
    array, shape (samples · (factors + 2), factors)
        Row by row of the blocks: A, the mixtures in the order of the factors, B. Whatever is cut off at the end of a
        row leaves whole blocks.

    References
    ----------
    Saltelli, A., et al. (2010). Variance based sensitivity analysis of model output. Comput. Phys. Commun. 181,
    259–270.
    """
    both = sobol(samples, 2 * factors, streams)
    one, other = both[:, :factors], both[:, factors:]
    blocks = np.repeat(one[:, None, :], factors + 2, axis=1)
    for factor in range(factors):
        blocks[:, factor + 1, factor] = other[:, factor]
    blocks[:, -1, :] = other
    return blocks.reshape(-1, factors)

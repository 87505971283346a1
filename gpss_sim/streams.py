"""Named random streams (equation 1.2): a draw belongs to what it is about, never to when it was made.

A stream is opened under the key (seed, replication, purpose, entity, occasion …); its numbers are
read by position, so that the k-th recipient of a cell, or the k-th agency of the founding
population, gets the same luck under every policy (common random numbers, synchronised by entity).
No generator outside this module is reachable from the model.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Streams:
    """The luck of one replication.

    Parameters
    ----------
    seed : int
        Seed of the study.
    replication : int
        Number of the replication, from 0.

    Examples
    --------
    >>> a, b = Streams(1, 0), Streams(1, 0)
    >>> bool((a.uniforms("patience", "cell-3", n=5)[:3] == b.uniforms("patience", "cell-3", n=3)).all())
    True
    """

    __slots__ = ("_philox", "_reader", "_root", "_start")

    def __init__(self, seed: int, replication: int) -> None:
        self._root = f"{seed}\x1f{replication}"
        # One generator is sent to the start of each stream: making one a stream takes three times as long.
        self._philox = Philox(key=0)
        self._reader = Generator(self._philox)
        self._start = self._philox.state

    def open(self, purpose: str, *entity: object) -> Generator:
        """Return the generator at the first number of the named stream, until the next is opened."""
        name = "\x1f".join((self._root, purpose, *map(str, entity)))
        digest = blake2b(name.encode(), digest_size=16).digest()
        self._start["state"]["key"] = np.frombuffer(digest, dtype=">u8")[::-1].astype(np.uint64)
        self._philox.state = self._start
        return self._reader

    def uniforms(self, purpose: str, *entity: object, n: int) -> Floats:
        """Return the first `n` numbers of a stream, uniform on [0, 1), shape (n,).

        Every other distribution is obtained from these by its quantile function, one number a
        draw, so that position k always belongs to the k-th thing.
        """
        return self.open(purpose, *entity).random(n)

    def uniform(self, purpose: str, *entity: object) -> float:
        """Return one number, uniform on [0, 1)."""
        return float(self.open(purpose, *entity).random())

    def exponentials(self, purpose: str, *entity: object, n: int) -> Floats:
        """Return the first `n` unit exponentials of a stream (by quantile), shape (n,)."""
        return -np.log1p(-self.uniforms(purpose, *entity, n=n))

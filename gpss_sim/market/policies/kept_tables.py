"""Tables of solved contests, kept from one run to the next and shared by all processes of a user.

What is kept follows from the contest, the code of this folder, NumPy, SciPy and the processor's instructions alone;
all of them are in its name. Contests whose rules are somebody else's code are solved anew in each process.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import scipy
from threadpoolctl import ThreadpoolController

from gpss_sim import kept
from gpss_sim.market.policies.contest import Contest
from gpss_sim.market.policies.reductions import REDUCTIONS
from gpss_sim.streams import Floats

_OURS = __name__.rpartition(".")[0]
_BUILT = ("Build Dependencies", "SIMD Extensions")


def table(kind: str, contest: Contest, compute: Callable[[], Sequence[Floats]], *more: float) -> Sequence[Floats]:
    """Arrays that follow from a contest and `more`: those kept of it, or else computed, and kept from now on.

    Parameters
    ----------
    kind : str
        Name of what is computed.
    contest : Contest
        All that is known of it.
    compute : callable
        Gives the arrays.
    more : float
        Whatever else they follow from.
    """
    if not _is_ours(contest) or kept.folder() is None:
        return _in_one_thread(compute)
    key = kept.key_of(code(), kind, repr(contest), *(float(value).hex() for value in more))
    content = kept.find(kind, key)
    if content is not None and (found := unpacked(content)) is not None:
        return found
    arrays = _in_one_thread(compute)
    kept.keep(kind, key, packed(arrays))
    return arrays


def _in_one_thread(compute: Callable[[], Sequence[Floats]]) -> Sequence[Floats]:
    """What `compute` gives where the libraries below NumPy take one thread.

    Products of matrices this small take longer in several, and their sums an order that the number of cores decides.
    """
    with _libraries().limit(limits=1):
        return compute()


@cache
def _libraries() -> ThreadpoolController:
    """The libraries below NumPy and SciPy that start threads; found once, which takes longer than a product."""
    return ThreadpoolController()


def _is_ours(contest: Contest) -> bool:
    """Whether no rule of the contest is somebody else's code, which may change under the same name."""
    stakes = contest.payoff.stakes
    retention = () if stakes.retention is None else (type(stakes.retention),)
    types = (type(contest), type(contest.payoff), type(stakes), REDUCTIONS[stakes.reduction], *retention)
    return all(kind.__module__.rpartition(".")[0] == _OURS for kind in types)


@cache
def code() -> str:
    """What decides the bits of a table besides the contest."""
    sources = [path.name + path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.py"))]
    built = np.show_config(mode="dicts")  # type: ignore[call-overload,unused-ignore]
    return kept.key_of(*sources, np.__version__, scipy.__version__, repr([built.get(part) for part in _BUILT]))


def packed(arrays: Sequence[Floats]) -> bytes:
    """Arrays as bytes, shapes before."""
    told = [struct.pack("<q", len(arrays))]
    for array in arrays:
        told += [struct.pack(f"<{1 + array.ndim}q", array.ndim, *array.shape), array.astype("<f8").tobytes()]
    return b"".join(told)


def unpacked(content: bytes) -> list[Floats] | None:
    """The arrays of :func:`packed`; None for other bytes."""
    try:
        (count,), place, arrays = struct.unpack_from("<q", content), 8, []
        for _ in range(count):
            (depth,) = struct.unpack_from("<q", content, place)
            shape = struct.unpack_from(f"<{depth}q", content, place + 8)
            place += 8 * (1 + depth)
            size = int(np.prod(shape, dtype=np.int64))
            arrays.append(np.frombuffer(content, "<f8", size, place).astype(np.float64).reshape(shape))
            place += 8 * size
    except (struct.error, ValueError, MemoryError):
        return None
    return arrays if place == len(content) else None

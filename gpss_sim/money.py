"""Money is whole fen (1/100 yuan) in every account; yuan only where people read or write."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

FEN_PER_YUAN = 100


@lru_cache(maxsize=4096)  # the same few prices are asked for again and again
def to_fen(yuan: Decimal | float | int | str) -> int:
    """Whole fen of an amount in yuan, rounded half to even.

    >>> to_fen("12.345"), to_fen(0.1)
    (1234, 10)
    """
    return int((Decimal(str(yuan)) * FEN_PER_YUAN).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def yuan(fen: int) -> str:
    """Print fen as yuan with two decimals, exactly.

    >>> yuan(-1205)
    '-12.05'
    """
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{whole}.{rest:02d}"


class Fen(int):
    """An amount [fen] in a sentence: a message shows it in the unit of its language."""

    __slots__ = ()


def split(total: int, weights: Sequence[float]) -> list[int]:
    """Divide `total` fen in proportion to `weights` by largest remainder; the parts sum to `total`.

    Ties go to the smaller index. Raises ValueError when no weight is positive.

    >>> split(100, [1, 1, 1])
    [34, 33, 33]
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and not all zero")
    if len(weights) == 1:
        return [total]
    exact = [total * weight / whole for weight in weights]
    parts = [int(share // 1) for share in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts

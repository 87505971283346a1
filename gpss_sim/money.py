"""Money is whole fen (1/100 yuan) in every account; yuan only where people read or write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache

FEN_PER_YUAN = 100
_UNITS = {"": 1, "元": 1, "yuan": 1, "万": 10_000, "万元": 10_000, "亿": 100_000_000, "亿元": 100_000_000}
_AMOUNT = re.compile(r"^\s*([0-9][0-9,_]*(?:\.[0-9]+)?)\s*([^\d\s.,]*)\s*$")


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


def parse_amount(text: str) -> int:
    """Fen of an amount as people write it: ``45000000``, ``4,500万``, ``0.45亿元``.

    Raises
    ------
    ValueError
        If the text is not an amount; the message says what is allowed.

    >>> parse_amount("4500万") == parse_amount("45,000,000")
    True
    """
    match = _AMOUNT.match(text)
    if match is None or match[2] not in _UNITS:
        raise ValueError(f"'{text}' is not an amount: write yuan like 45000000, 4500万 or 0.45亿")
    try:
        return to_fen(Decimal(match[1].replace(",", "").replace("_", "")) * _UNITS[match[2]])
    except InvalidOperation as error:
        raise ValueError(f"'{text}' is not an amount") from error


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

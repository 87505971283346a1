"""Verdicts along one uncertainty as neighbouring blocks: a threshold in place of a list of worlds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Block(NamedTuple):
    """Neighbouring values of one uncertainty at which a comparison shows the same."""

    path: str
    values: tuple[str, ...]
    verdict: str


MOST_BLOCKS = 3
"""Most blocks that make a threshold; a verdict that goes to and fro is told world by world."""


def thresholds(found: Sequence[tuple[str, str]]) -> list[Block] | None:
    """Verdicts along one uncertainty with at least three values that are numbers, as neighbouring blocks.

    >>> [block.values for block in thresholds([("a=2", "x"), ("a=1", "y"), ("a=3", "x")])]
    [('1',), ('2', '3')]
    """
    pairs = [world.partition("=") for world, _ in found]
    if len(found) < MOST_BLOCKS or len({path for path, _, _ in pairs}) != 1:
        return None
    try:
        order = sorted(range(len(found)), key=lambda place: float(pairs[place][2]))
    except ValueError:
        return None
    blocks: list[Block] = []
    for place in order:
        path, _, value = pairs[place]
        if blocks and blocks[-1].verdict == found[place][1]:
            blocks[-1] = blocks[-1]._replace(values=(*blocks[-1].values, value))
        else:
            blocks.append(Block(path, (value,), found[place][1]))
    return blocks if len(blocks) <= MOST_BLOCKS else None

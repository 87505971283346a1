"""One source for each project: which pays for which, found depth-first within a fixed number of steps."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from gpss_sim.allocation.problem.problem import Problem

STEPS = 50_000
"""Partial assignments that are looked at; a list of which none of them can be paid counts as one that cannot be."""

Rooms = tuple[int, ...]
"""Money left of every line [fen]."""


def one_source_each(problem: Problem, prices: Mapping[int, Mapping[int | None, int]]) -> dict[int, str] | None:
    """Return the source that pays for each project, by position; None where none was found.

    The dearest project comes first, and sources in the order of the project's own list. What failed once with
    the same money left is not tried again, nor is anything when all lines together have too little left.
    """
    order = sorted(prices, key=lambda i: (-sum(prices[i].values()), i))
    lines = problem.payer_lines
    options: list[list[tuple[str, Rooms]]] = [
        [
            (s, tuple(sum(f for y, f in prices[i].items() if ln.covers(y, problem.payer(s, y))) for ln in lines))
            for s in problem.eligible(i)
            if all(problem.payable(y, s) for y, f in prices[i].items() if f)
        ]
        for i in order
    ]
    costs = [sum(prices[i].values()) for i in order]
    needs = [*accumulate(reversed(costs), initial=0)][::-1]
    found = _assign(options, needs, tuple(line.amount for line in lines))
    return None if found is None else dict(zip(order, found, strict=True))


def _assign(options: list[list[tuple[str, Rooms]]], needs: list[int], rooms: Rooms) -> list[str] | None:
    """Choose one option of each project within `rooms`; `needs` is the cost of it and of all projects after it."""
    left, chosen, turn = [rooms], list[str](), [0]
    failed: set[tuple[int, Rooms]] = set()
    steps = 0
    while len(chosen) < len(options):
        depth = len(chosen)
        if turn[depth] == len(options[depth]) or sum(left[depth]) < needs[depth]:
            failed.add((depth, left.pop()))
            turn.pop()
            if not chosen:
                return None
            chosen.pop()
            continue
        source, use = options[depth][turn[depth]]
        turn[depth] += 1
        room = tuple([a - u for a, u in zip(left[depth], use, strict=True)])
        if min(room, default=0) < 0 or (depth + 1, room) in failed:
            continue
        steps += 1
        if steps > STEPS:
            return None
        left.append(room)
        chosen.append(source)
        turn.append(0)
    return chosen

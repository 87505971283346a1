"""Who pays what: the split of spending over sources, to the fen, by maximum flow."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from gpss_sim.allocation.problem.problem import Problem

Funding = dict[tuple[str, int | None, str | None], int]
"""Money [fen] by project, year and source."""


def fund(problem: Problem, posts: Mapping[int, int]) -> Funding | None:
    """Split the cost of a list over the sources; None if no split keeps every source within its money.

    Parameters
    ----------
    posts : mapping of int to int [post]
        Posts bought by position.
    """
    prices = {i: problem.projects[i].price(n) for i, n in sorted(posts.items())}
    if not problem.budget.sources:
        spent = ((problem.projects[i].id, y, fen) for i, price in prices.items() for y, fen in price.items())
        return {(name, year, None): fen for name, year, fen in spent if fen}
    if not problem.rules.split_sources:
        return _unsplit(problem, prices)
    need: dict[tuple[int | None, tuple[str, ...]], int] = {}
    for i, price in prices.items():
        for year, fen in price.items():
            key = (year, problem.eligible(i))
            need[key] = need.get(key, 0) + fen
    purse = _flow(problem, need)
    if purse is None:
        return None
    payments: Funding = {}
    for i, price in prices.items():
        for year, fen in price.items():
            eligible = problem.eligible(i)
            for source in eligible:
                part = min(fen, purse.get((year, eligible, source), 0))
                if part:
                    purse[year, eligible, source] -= part
                    payments[problem.projects[i].id, year, source or None] = part
                    fen -= part
    return payments


def _flow(
    problem: Problem, need: Mapping[tuple[int | None, tuple[str, ...]], int]
) -> dict[tuple[int | None, tuple[str, ...], str], int] | None:
    """Maximum flow need → cell (year, source) → source, by shortest augmenting paths."""
    caps: dict[object, dict[object, int]] = {"from": {}, "to": {}}

    def edge(a: object, b: object, room: int) -> None:
        caps.setdefault(a, {})[b] = caps.get(a, {}).get(b, 0) + room
        caps.setdefault(b, {}).setdefault(a, 0)

    plenty = sum(need.values())
    cells = set()
    for (year, eligible), fen in need.items():
        edge("from", ("need", year, eligible), fen)
        for source in eligible:
            if problem.payable(year, source):
                edge(("need", year, eligible), ("cell", year, source), plenty)
                cells.add((year, source))
    for year, source in sorted(cells, key=str):
        lines = [line for line in problem.money.lines if line.source == source and line.covers(year, source)]
        yearly = [line.amount for line in lines if line.year is not None]
        edge(("cell", year, source), ("source", source), min(yearly, default=plenty))
    for source in sorted({source for _, source in cells}):
        whole = [line.amount for line in problem.money.lines if line.source == source and line.year is None]
        edge(("source", source), "to", min(whole, default=plenty))
    initial = {a: dict(edges) for a, edges in caps.items()}
    while path := _path(caps):
        room = min(caps[a][b] for a, b in path)
        for a, b in path:
            caps[a][b] -= room
            caps[b][a] += room
    if any(caps["from"].values()):
        return None
    return {
        (year, eligible, source): initial["need", year, eligible][cell] - caps["need", year, eligible][cell]
        for (year, eligible) in need
        for source in eligible
        if (cell := ("cell", year, source)) in initial["need", year, eligible]
    }


def _path(caps: Mapping[object, Mapping[object, int]]) -> list[tuple[object, object]]:
    """Return the shortest path with room left, as edges; empty if there is none."""
    came: dict[object, object] = {"from": "from"}
    queue: deque[object] = deque(["from"])
    while queue and "to" not in came:
        a = queue.popleft()
        for b, room in caps[a].items():
            if room > 0 and b not in came:
                came[b] = a
                queue.append(b)
    path = []
    node: object = "to"
    while node in came and node != "from":
        path.append((came[node], node))
        node = came[node]
    return path


def _unsplit(problem: Problem, prices: Mapping[int, Mapping[int | None, int]]) -> Funding | None:
    """One source for each project: depth-first, the dearest project first, sources by name."""
    order = sorted(prices, key=lambda i: (-sum(prices[i].values()), i))
    lines = [line for line in problem.money.lines if line.source is not None]
    left = [line.amount for line in lines]
    chosen: dict[int, str] = {}
    uses = {
        (i, s): [sum(f for y, f in prices[i].items() if line.covers(y, s)) for line in lines]
        for i in order
        for s in problem.eligible(i)
        if all(problem.payable(y, s) for y, f in prices[i].items() if f)
    }

    def place(k: int) -> bool:
        if k == len(order):
            return True
        i = order[k]
        for source in problem.eligible(i):
            use = uses.get((i, source))
            if use is None or any(u > room for u, room in zip(use, left, strict=True)):
                continue
            chosen[i] = source
            for n, u in enumerate(use):
                left[n] -= u
            if place(k + 1):
                return True
            for n, u in enumerate(use):
                left[n] += u
        return False

    if not place(0):
        return None
    return {
        (problem.projects[i].id, y, chosen[i] or None): fen for i, price in prices.items() for y, fen in price.items()
    }

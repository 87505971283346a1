"""Who pays what: the split of spending over sources, to the fen, by maximum flow."""

from __future__ import annotations

from collections.abc import Mapping

from gpss_sim.allocation.plan.unsplit import one_source_each
from gpss_sim.allocation.problem.problem import Problem

Funding = dict[tuple[str, int | None, str | None], int]
"""Money [fen] by project, year and source."""

Need = tuple[int | None, tuple[str, ...]]
"""A year, and the sources that may pay: projects alike in both are paid together."""


def fund(problem: Problem, posts: Mapping[int, int]) -> Funding | None:
    """Split the cost of a plan over the sources; None if no split keeps every source within its money.

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
    need: dict[Need, int] = {}
    for i, price in prices.items():
        for year, fen in price.items():
            key = (year, problem.eligible(i))
            need[key] = need.get(key, 0) + fen
    flows = _flow(problem, need)
    if flows is None:
        return None
    payments: Funding = {}
    for i, price in prices.items():
        for year, fen in price.items():
            eligible = problem.eligible(i)
            for source in eligible:
                payer = problem.payer(source, year)
                part = min(fen, flows.get((year, eligible, payer), 0))
                if part:
                    flows[year, eligible, payer] -= part
                    payments[problem.projects[i].id, year, source or None] = part
                    fen -= part
    return payments


def _flow(problem: Problem, need: Mapping[Need, int]) -> dict[tuple[int | None, tuple[str, ...], str], int] | None:
    """Maximum flow need → cell (year, payer) → payer → end; None where it does not meet every need.

    Capacities are whole numbers of any size, and so is the flow.
    """
    import networkx

    money = problem.payer_lines
    graph = networkx.DiGraph()
    graph.add_nodes_from(("start", "end"))
    payers = {
        (year, able): tuple(dict.fromkeys(problem.payer(s, year) for s in able if problem.payable(year, s)))
        for year, able in need
    }
    for key, fen in need.items():
        graph.add_edge("start", key, capacity=fen)
        graph.add_edges_from((key, ("cell", key[0], payer)) for payer in payers[key])
    for year, payer in sorted({(key[0], payer) for key in need for payer in payers[key]}, key=str):
        yearly = [ln.amount for ln in money if ln.source == payer and ln.year is not None and ln.covers(year, payer)]
        whole = [ln.amount for ln in money if ln.source == payer and ln.year is None]
        graph.add_edge(("cell", year, payer), ("payer", payer), **_capacity(yearly))
        graph.add_edge(("payer", payer), "end", **_capacity(whole))
    if not need:
        return {}
    amount, flow = networkx.maximum_flow(graph, "start", "end")
    if amount < sum(need.values()):
        return None
    return {
        (year, eligible, payer): flow[year, eligible].get(("cell", year, payer), 0)
        for year, eligible in need
        for payer in payers[year, eligible]
    }


def _capacity(limits: list[int]) -> dict[str, int]:
    """Capacity of an edge: the least of its limits; an edge without a limit has none."""
    return {"capacity": min(limits)} if limits else {}


def _unsplit(problem: Problem, prices: Mapping[int, Mapping[int | None, int]]) -> Funding | None:
    """One source for each project."""
    chosen = one_source_each(problem, prices)
    if chosen is None:
        return None
    return {
        (problem.projects[i].id, y, chosen[i] or None): fen for i, price in prices.items() for y, fen in price.items()
    }

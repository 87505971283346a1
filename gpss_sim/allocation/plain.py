"""One budget and a list, no other rule: tiers packed one after the other, each proved.

With a single budget a tier's answer matters to the next only through the money it leaves; a tier's
best benefit at least money therefore leaves the most, and the sequence is the lexicographic optimum
at least money. Whatever fits whole needs no search at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from gpss_sim.allocation.knapsack import Packing, pack
from gpss_sim.allocation.order import core_ids, tier_of
from gpss_sim.allocation.outcome import Tier
from gpss_sim.allocation.problem import Problem
from gpss_sim.allocation.project import TIERS

Found = tuple[list[int], list[Tier], Fraction | None]


def pack_group(problem: Problem, group: list[int], money: int, weights: bool = False) -> Packing:
    """Best packing of the positions of `group` into `money`; `chosen` counts within the group."""
    w = problem.rules.weights
    values = [problem.benefits[i] * (w[problem.projects[i].urgency - 1] if weights else 1) for i in group]
    return pack(values, [problem.projects[i].total for i in group], money)


def mandatory_first(problem: Problem) -> tuple[list[int], int]:
    """Positions that must be bought, and the money left after them [fen]; negative if it does not reach."""
    forced = [i for i, p in enumerate(problem.projects) if p.id in problem.must]
    return forced, problem.money.lines[0].amount - sum(problem.projects[i].total for i in forced)


def by_tiers(problem: Problem, policy: str, forced: list[int], money: int) -> Found:
    """Pack tier by tier: urgency 5 first, or the core before it."""
    core = core_ids(problem) if policy == "core-plus" else frozenset()
    held = set(forced)
    chosen = list(forced)
    tiers = []
    for tier in ("core", *TIERS) if core else TIERS:
        group = [i for i, p in enumerate(problem.projects) if tier_of(p, core) == tier]
        if not group:
            continue
        free = [i for i in group if i not in held]
        packing = pack_group(problem, free, money)
        chosen += [free[k] for k in packing.chosen]
        money -= packing.cost
        value = packing.value + sum(problem.benefits[i] for i in group if i in held)
        benefit = Fraction(value, problem.scale)
        tiers.append(Tier(tier, benefit, benefit, "proven_optimal"))
    return chosen, tiers, None


def by_weight(problem: Problem, forced: list[int], money: int) -> Found:
    """Pack all tiers at once by weighted benefit."""
    held = set(forced)
    free = [i for i in range(len(problem.projects)) if i not in held]
    packing = pack_group(problem, free, money, weights=True)
    chosen = forced + [free[k] for k in packing.chosen]
    value = weighted_value(problem, chosen)
    return chosen, tier_totals(problem, chosen), value


def weighted_value(problem: Problem, chosen: Iterable[int]) -> Fraction:
    """Σ weight of urgency × benefit over whole projects."""
    w = problem.rules.weights
    return Fraction(sum(problem.benefits[i] * w[problem.projects[i].urgency - 1] for i in chosen), problem.scale)


def tier_totals(problem: Problem, chosen: Iterable[int]) -> list[Tier]:
    """Benefit by urgency of a list that was not chosen tier by tier: nothing is proved of a tier."""
    totals = dict.fromkeys(TIERS, 0)
    for i in chosen:
        totals[problem.projects[i].urgency] += problem.benefits[i]
    present = {p.urgency for p in problem.projects}
    return [Tier(u, Fraction(totals[u], problem.scale), None, "feasible_unproven") for u in TIERS if u in present]
